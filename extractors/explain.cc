#include "extractors/explain.h"

#include <algorithm>
#include <unordered_map>

#include "extractors/examples.h"
#include "pipeline/core/locator.h"
#include "pipeline/language/rule_set.h"

namespace sourcier {
namespace {

// Which rule sets a stage asks.
constexpr struct {
  std::string_view stage, set;
} kSets[] = {{"figures", "figures"}, {"hedges", "hedges"},           {"hedges", "per"},
             {"entities", "names"},  {"attribution", "attribution"}, {"claims", "claims"}};

struct Candidate {
  uint32_t sentence;
  Span span;
  const Rule* rule;
  std::string_view set;
  size_t order;  // of the rule in its set
};

std::string Where(const Rule& rule) { return rule.file + ":" + std::to_string(rule.line); }

class Explainer {
 public:
  Explainer(const Line& line, const Languages& languages, Document* document)
      : languages_(languages), document_(*document) {
    for (const auto& stage : line) {
      Collect(stage->name());
      stage->Run(languages, document_);
    }
    for (const auto& pack : languages.packs()) {
      for (const auto& [name, set] : pack->rule_sets()) {
        for (size_t i = 0; i < set->rules().size(); ++i) {
          known_[set->rules()[i].name] = {&set->rules()[i], name, i};
        }
      }
    }
  }

  std::vector<SentenceExplanation> Run() {
    std::vector<SentenceExplanation> all;
    std::vector<size_t> place(document_.sentences.size(), SIZE_MAX);
    Locator locator;
    locator.Start(document_);
    for (uint32_t s = 0; s < document_.sentences.size(); ++s) {
      const Sentence& sentence = document_.sentences[s];
      const Block& block = document_.blocks[sentence.block];
      if (PackOf(block) == nullptr) continue;
      place[s] = all.size();
      all.push_back({sentence.span, locator.Bytes(sentence.span), block.role, {}, {}});
    }
    auto add = [&](uint32_t sentence, Span span, std::string_view family, std::string reading,
                   std::string_view rule, float confidence) {
      if (place[sentence] == SIZE_MAX) return;
      const auto it = known_.find(rule);
      all[place[sentence]].found.push_back({span,
                                            family,
                                            std::move(reading),
                                            rule,
                                            it == known_.end() ? "" : Where(*it->second.rule),
                                            confidence,
                                            {}});
    };
    for (const Mention& m : document_.mentions) {
      const std::string_view family = m.figure() ? "figure" : m.time() ? "time" : "entity";
      add(m.sentence, m.span, family, Render(m), m.rule, m.confidence);
    }
    for (const Attribution& a : document_.attributions) {
      const Span span = a.cue.span.empty() ? a.content[0] : a.cue.span;
      add(a.sentence, span, "attribution", Render(document_, a), a.rule, a.confidence);
    }
    for (const Claim& c : document_.claims) {
      add(c.sentence, document_.mentions[c.figure].span, "claim", Render(document_, c),
          c.rules.empty() ? std::string_view() : c.rules[0], c.confidence);
    }
    for (SentenceExplanation& e : all) {
      std::stable_sort(e.found.begin(), e.found.end(),
                       [](const Found& a, const Found& b) { return a.span.begin < b.span.begin; });
    }
    for (const Candidate& c : candidates_) {
      if (place[c.sentence] != SIZE_MAX) Judge(c, &all[place[c.sentence]]);
    }
    return all;
  }

 private:
  struct Known {
    const Rule* rule;
    std::string_view set;
    size_t order;
  };

  void Collect(std::string_view stage) {
    std::vector<RuleMatch> matches;
    for (const auto& asked : kSets) {
      if (asked.stage != stage) continue;
      for (uint32_t s = 0; s < document_.sentences.size(); ++s) {
        const Sentence& sentence = document_.sentences[s];
        const LanguagePack* pack = PackOf(document_.blocks[sentence.block]);
        const RuleSet* set = pack == nullptr ? nullptr : pack->rules(asked.set);
        if (set == nullptr) continue;
        matches.clear();
        set->MatchEach(document_, sentence, &matches);
        for (const RuleMatch& m : matches) {
          if (m.mention.empty()) continue;
          candidates_.push_back({s, document_.UnitSpan(m.mention.first, m.mention.last), m.rule,
                                 asked.set, static_cast<size_t>(m.rule - set->rules().data())});
        }
      }
    }
  }

  // A candidate won, or lost to what stands there.
  void Judge(const Candidate& c, SentenceExplanation* sentence) {
    Found* rival = nullptr;
    for (Found& f : sentence->found) {
      if (!f.span.Overlaps(c.span) || f.family == "claim") continue;
      if (f.rule == c.rule->name) return;  // it won
      const auto it = known_.find(f.rule);
      const bool same_set = it != known_.end() && it->second.set == c.set;
      if (rival == nullptr || same_set) rival = &f;
    }
    // Rules of hedges, rates and claims add to what others found.
    if (c.set == "hedges" || c.set == "per" || c.set == "claims") return;
    Beaten beaten{c.span, c.rule->name, Where(*c.rule), ""};
    if (rival == nullptr) {
      const bool none = std::any_of(c.rule->yields.begin(), c.rule->yields.end(),
                                    [](const Yield& y) { return y.kind == "none"; });
      beaten.why = none ? "keeps other rules away" : "its parts made no value, or no clause has it";
      sentence->alone.push_back(std::move(beaten));
      return;
    }
    const auto it = known_.find(rival->rule);
    if (it == known_.end() || it->second.set != c.set) {
      beaten.why = "a " + std::string(rival->family) + " stands there";
    } else if (rival->span.begin < c.span.begin) {
      beaten.why = "the winner begins further left";
    } else if (rival->span.size() > c.span.size()) {
      beaten.why = "the winner is longer";
    } else if (rival->span == c.span && it->second.order < c.order) {
      beaten.why = "the winner's rule comes first";
    } else {
      beaten.why = "its parts made no value";
    }
    rival->beaten.push_back(std::move(beaten));
  }

  const Languages& languages_;
  Document& document_;
  std::vector<Candidate> candidates_;
  std::unordered_map<std::string_view, Known> known_;
};

}  // namespace

std::vector<SentenceExplanation> Explain(const Line& line, const Languages& languages,
                                         Document* document) {
  return Explainer(line, languages, document).Run();
}

}  // namespace sourcier
