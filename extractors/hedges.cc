// Hedges and rates: words around a figure that say how it is meant ("environ", "plus de",
// "jusqu'a", "au moins") and what it is counted against ("par an", "par action"). Both fill what
// the figure stage left open: hedges, qualifier, low, high, per.
//   "jusqu'a 50 millions de dollars par an"  ->  at_most, hedge "jusqu'a", per P1Y
#include "extractors/build.h"
#include "extractors/stages.h"

namespace sourcier {
namespace {

struct HedgeSets {
  explicit HedgeSets(const LanguagePack& pack) : sets{pack.rules("hedges"), pack.rules("per")} {}
  const RuleSet* sets[2];
};

class HedgeStage : public Stage {
 public:
  std::string_view name() const override { return "hedges"; }

  explicit HedgeStage(const Languages& languages) : sets_(languages) {}

  void Run(const Languages&, Document& document) const override {
    if (document.mentions.empty()) return;
    thread_local RuleSet::Scratch scratch;
    for (const Sentence& sentence : document.sentences) {
      const LanguagePack* pack = PackOf(document.blocks[sentence.block]);
      if (pack == nullptr) continue;
      for (const RuleSet* rules : sets_.For(*pack).sets) {
        if (rules == nullptr) continue;
        rules->Match(document, sentence, &scratch, [&](const RuleMatch& match) {
          bool any = false;
          for (const Yield& yield : match.rule->yields) {
            const BuildContext context{document, *pack, sentence, match, yield};
            any |= yield.kind == "per" ? ApplyPer(context) : ApplyHedge(context);
          }
          return any;
        });
      }
    }
  }

 private:
  static Mention* MentionOf(const BuildContext& context) {
    if (context.match.mention.empty()) return nullptr;
    const uint32_t id = context.document.units[context.match.mention.first].mention;
    return id == kNoIndex ? nullptr : &context.document.mentions[id];
  }

  static bool ApplyHedge(const BuildContext& context) {
    Mention* mention = MentionOf(context);
    const auto effect = Parse<Qualifier>(context.Constant("effect"));
    if (mention == nullptr || !effect) return false;
    const std::string_view capture = context.Constant("by");
    const UnitRange hedge = context.match.Get(capture.empty() ? "h" : capture);
    if (hedge.empty()) return false;
    mention->hedges.push_back({context.SpanOf(hedge), *effect});
    auto combine = [&](Qualifier& qualifier) {
      // A range or a vague figure stays what it is; a bound says more than an approximation.
      if (qualifier == Qualifier::kExact ||
          (qualifier == Qualifier::kApprox && *effect != Qualifier::kApprox)) {
        qualifier = *effect;
      }
    };
    if (auto* figure = std::get_if<FigureValue>(&mention->value)) {
      combine(figure->qualifier);
      SetInterval(figure);
    } else if (auto* time = std::get_if<TimeValue>(&mention->value)) {
      combine(time->qualifier);
      FigureValue interval;  // the same rule for durations
      interval.number = time->number;
      interval.low = time->low;
      interval.high = time->high;
      interval.qualifier = time->qualifier;
      SetInterval(&interval);
      time->low = interval.low;
      time->high = interval.high;
    }
    return true;
  }

  // "pour 100 000 habitants": a power of ten is what rates are counted against.
  static bool IsRoundCount(const BuildContext& context, UnitRange per) {
    const uint32_t id = context.document.units[per.first].mention;
    if (id == kNoIndex) return false;
    const auto* base = std::get_if<FigureValue>(&context.document.mentions[id].value);
    if (base == nullptr || !base->number) return false;
    int64_t n = base->number->ToInteger().value_or(0);
    if (n < 100) return false;
    while (n % 10 == 0) n /= 10;
    return n == 1;
  }

  static bool ApplyPer(const BuildContext& context) {
    Mention* mention = MentionOf(context);
    auto* figure = mention == nullptr ? nullptr : std::get_if<FigureValue>(&mention->value);
    if (figure == nullptr || !figure->per.empty()) return false;
    const UnitRange per = context.match.Get("p");
    std::string_view value = context.TextOf(per);
    if (!context.Constant("duration").empty()) {
      value = context.Attribute(per, "time-unit", "duration");
      if (value.empty()) value = context.Attribute(per, "per-adjective", "duration");
    }
    if (!context.Constant("count").empty() && !IsRoundCount(context, per)) return false;
    if (value.empty()) return false;
    figure->per = value;
    mention->parts.push_back(
        {PartRole::kPer, context.SpanOf({context.match.mention.last, per.last})});
    return true;
  }

  PerPack<HedgeSets> sets_;
};

}  // namespace

std::unique_ptr<const Stage> MakeHedgeStage(const Languages& languages) {
  return std::make_unique<HedgeStage>(languages);
}

}  // namespace sourcier
