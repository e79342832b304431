// Figures and times: one pass of the rule set `figures` (money, percent, quantity, number, date,
// duration rules compete in it: leftmost, longest, then first in file order) and one builder a
// kind. A rule that yields `none` keeps the others away.
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
      {"money", BuildMoney},       {"percent", BuildPercent},   {"ratio", BuildRatio},
      {"multiple", BuildMultiple}, {"quantity", BuildQuantity}, {"number", BuildNumber},
      {"date", BuildDate},         {"duration", BuildDuration},
  };
  for (const auto& b : kBuilders) {
    if (b.kind == kind) return b.build;
  }
  return nullptr;
}

namespace {

struct FigureRules {
  explicit FigureRules(const LanguagePack& pack) : rules(pack.rules("figures")) {}
  const RuleSet* rules;
};

class FigureStage : public Stage {
 public:
  explicit FigureStage(const Languages& languages) : sets_(languages) {}
  std::string_view name() const override { return "figures"; }

  void Run(const Languages&, Document& document) const override {
    thread_local RuleSet::Scratch scratch;
    for (uint32_t s = 0; s < document.sentences.size(); ++s) {
      const Sentence& sentence = document.sentences[s];
      const LanguagePack* pack = PackOf(document.blocks[sentence.block]);
      const RuleSet* rules = pack == nullptr ? nullptr : sets_.For(*pack).rules;
      if (rules == nullptr) continue;
      rules->Match(document, sentence, &scratch, [&](const RuleMatch& match) {
        bool any = false;
        for (const Yield& yield : match.rule->yields)
          any |= Apply(*pack, s, match, yield, document);
        return any;
      });
    }
    ResolveCurrencies(&document);
  }

 private:
  // True where the yield made a mention, or says that there is none to be made.
  static bool Apply(const LanguagePack& pack, uint32_t s, const RuleMatch& match,
                    const Yield& yield, Document& document) {
    const Builder build = FindBuilder(yield.kind);
    if (build == nullptr) return yield.kind == "none";
    const BuildContext context{document, pack, document.sentences[s], match, yield};
    Mention mention;
    const UnitRange own = context.Range("span").empty() ? match.mention : context.Range("span");
    if (own.empty()) return false;
    mention.first_unit = own.first;
    mention.last_unit = own.last;
    mention.span = context.SpanOf(own);
    mention.rule = match.rule->name;
    mention.confidence = match.rule->weight;
    mention.sentence = s;
    if (!build(context, &mention)) return false;
    if (auto* figure = std::get_if<FigureValue>(&mention.value)) SetInterval(figure);
    const uint32_t id = static_cast<uint32_t>(document.mentions.size());
    for (uint32_t u = mention.first_unit; u < mention.last_unit; ++u)
      document.units[u].mention = id;
    document.mentions.push_back(std::move(mention));
    return true;
  }

  PerPack<FigureRules> sets_;
};

}  // namespace

std::unique_ptr<const Stage> MakeFigureStage(const Languages& languages) {
  return std::make_unique<FigureStage>(languages);
}

}  // namespace sourcier
