// Figures and times: one pass of the rule set `figures` (money, percent, quantity, number, date, duration rules compete in it:
// leftmost, longest, then first in file order) and one builder a kind. A rule that
// yields `none` keeps the others away.
//   "Le titre a perdu 3 % en 2024"  ->  percent 3 %, date 2024
#include "extractors/build.h"
#include "extractors/stages.h"
#include "pipeline/language/features.h"

namespace sourcier {

Builder FindBuilder(std::string_view kind) {
  static constexpr struct {
    std::string_view kind;
    Builder build;
  } kBuilders[] = {
      {"money", BuildMoney},       {"percent", BuildPercent}, {"ratio", BuildRatio},
      {"multiple", BuildMultiple}, {"quantity", BuildQuantity}, {"number", BuildNumber},
      {"date", BuildDate},         {"duration", BuildDuration},
  };
  for (const auto& b : kBuilders) {
    if (b.kind == kind) return b.build;
  }
  return nullptr;
}

namespace {

class FigureStage : public Stage {
 public:
  std::string_view name() const override { return "figures"; }

  void Run(const Languages&, Document& document) const override {
    thread_local RuleSet::Scratch scratch;
    thread_local std::vector<RuleMatch> matches;
    for (uint32_t s = 0; s < document.sentences.size(); ++s) {
      const Sentence& sentence = document.sentences[s];
      const LanguagePack* pack = PackOf(document.blocks[sentence.block]);
      if (pack == nullptr) continue;
      const RuleSet* rules = pack->rules("figures");
      if (rules == nullptr) continue;
      matches.clear();
      rules->Match(document, sentence, &scratch, &matches);
      for (const RuleMatch& match : matches) {
        for (const Yield& yield : match.rule->yields) Apply(*pack, s, match, yield, document);
      }
    }
  }

 private:
  static void Apply(const LanguagePack& pack, uint32_t s, const RuleMatch& match, const Yield& yield,
                    Document& document) {
    const Builder build = FindBuilder(yield.kind);  // null for `none`: the rule only keeps others away
    if (build == nullptr) return;
    const BuildContext context{document, pack, document.sentences[s], match, yield};
    Mention mention;
    const UnitRange own = context.Range("span").empty() ? match.mention : context.Range("span");
    if (own.empty()) return;
    mention.first_unit = own.first;
    mention.last_unit = own.last;
    mention.span = context.SpanOf(own);
    mention.rule = match.rule->name;
    mention.confidence = match.rule->weight;
    mention.sentence = s;
    if (!build(context, &mention)) return;
    if (auto* figure = std::get_if<FigureValue>(&mention.value)) SetInterval(figure);
    const uint32_t id = static_cast<uint32_t>(document.mentions.size());
    for (uint32_t u = mention.first_unit; u < mention.last_unit; ++u) document.units[u].mention = id;
    document.mentions.push_back(std::move(mention));
  }
};

}  // namespace

std::unique_ptr<const Stage> MakeFigureStage(const Languages&) { return std::make_unique<FigureStage>(); }

}  // namespace sourcier
