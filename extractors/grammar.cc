#include "extractors/grammar.h"

#include <algorithm>
#include <string>

namespace sourcier {
namespace {

constexpr std::string_view kNames[] = {
    "verb",
    "finite",
    "infinitive",
    "participle",
    "gerund",
    "present",
    "imperfect",
    "past",
    "future",
    "conditional",
    "subjunctive",
    "singular",
    "plural",
    "first",
    "second",
    "third",
    "auxiliary",
    "copula",
    "modal-possible",
    "modal-expected",
    "plan",
    "expect-verb",
    "near-future",
    "say",
    "think",
    "reveal",
    "deny",
    "ask",
    "quote-only",
    "announce",
    "amount-verb",
    "det",
    "contracted",
    "prep",
    "of-prep",
    "to",
    "coord",
    "and",
    "strong",
    "that",
    "relative",
    "relative-subject",
    "which",
    "subordinator",
    "if",
    "as",
    "versus",
    "that-is",
    "pronoun",
    "subject-pronoun",
    "third-pronoun",
    "one-pronoun",
    "speaker-pronoun",
    "demonstrative",
    "strong-pronoun",
    "possessive",
    "preposition-by",
    "clitic",
    "reflexive",
    "verb-prefix",
    "euphonic",
    "adverb",
    "including",
    "sign",
    "comma",
    "semicolon",
    "colon",
    "dash",
    "hyphen",
    "open-quote",
    "close-quote",
    "plain-quote",
    "open-paren",
    "close-paren",
    "stop",
    "according",
    "according-weak",
    "venue",
    "anonymity",
    "source-noun",
    "saying-noun",
    "rumor-noun",
    "hearsay",
    "negation",
    "negation-second",
    "negation-alone",
    "restriction",
    "without",
    "condition",
    "possibly",
    "rumor",
    "expected",
    "estimated",
    "planned",
    "measure-noun",
    "counted-noun",
    "amount-noun",
    "event-noun",
    "up",
    "down",
    "set-phrase",
};
static_assert(std::size(kNames) == kTraitCount);

}  // namespace

Grammar::Grammar(const LanguagePack& pack) : pack_(pack) {
  const Lexicon& lexicon = pack.lexicon();
  for (size_t t = 0; t < kTraitCount; ++t) ids_[t] = lexicon.Class(kNames[t]);
  ClassId types[static_cast<size_t>(ClaimType::kOther) + 1];
  for (size_t t = 0; t <= static_cast<size_t>(ClaimType::kOther); ++t) {
    types[t] = lexicon.Class("claim:" + std::string(Name(static_cast<ClaimType>(t))));
  }
  // By class: what it says. A set has few classes of many.
  std::vector<std::pair<Traits, uint32_t>> of_class(lexicon.class_count());
  for (size_t t = 0; t < kTraitCount; ++t) {
    if (ids_[t] != kNoClass) of_class[ids_[t]].first.set(t);
  }
  for (size_t t = 0; t < std::size(types); ++t) {
    if (types[t] != kNoClass) of_class[types[t]].second |= 1u << t;
  }
  traits_.resize(lexicon.set_count());
  claim_types_.resize(lexicon.set_count());
  for (size_t set = 0; set < lexicon.set_count(); ++set) {
    const ClassBits& bits = lexicon.Set(static_cast<ClassSetId>(set));
    for (size_t id = bits._Find_first(); id < of_class.size(); id = bits._Find_next(id)) {
      traits_[set] |= of_class[id].first;
      claim_types_[set] |= of_class[id].second;
    }
    const Traits& traits = traits_[set];
    quote_marks_.push_back(traits[kOpenQuote] || traits[kCloseQuote] || traits[kPlainQuote]);
  }
}

void SentenceView::Read(const Document& d, const Grammar& g, uint32_t sentence_index) {
  document = &d;
  grammar = &g;
  sentence = sentence_index;
  const Sentence& s = d.sentences[sentence_index];
  nodes.resize(s.last_unit - s.first_unit);
  Node* node = nodes.data();
  for (uint32_t u = s.first_unit; u < s.last_unit; ++node) {
    const Unit& unit = d.units[u];
    node->first_unit = u;
    node->last_unit = u + 1;
    node->sort = unit.sort;
    node->mention = unit.mention;
    if (unit.mention != kNoIndex) {
      node->last_unit = std::clamp(d.mentions[unit.mention].last_unit, u + 1, s.last_unit);
    }
    node->traits = node->last_unit == u + 1 ? g.Of(unit) : Traits();
    node->span = d.UnitSpan(node->first_unit, node->last_unit);
    u = node->last_unit;
  }
  nodes.resize(static_cast<size_t>(node - nodes.data()));
  // The hedges of a figure are no words of the clause: "jusqu'a", "pres de", "quelque".
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].mention == kNoIndex) continue;
    for (const Hedge& hedge : d.mentions[nodes[i].mention].hedges) {
      for (size_t k = i; k-- > 0 && nodes[k].span.end > hedge.span.begin;) {
        if (hedge.span.Contains(nodes[k].span) && !nodes[k].Is(kVerb) &&
            nodes[k].mention == kNoIndex) {
          nodes[k].traits.reset();
          nodes[k].traits.set(kAdverb);
        }
      }
    }
  }
}

size_t SentenceView::NodeOf(uint32_t unit) const {
  const auto it = std::partition_point(nodes.begin(), nodes.end(),
                                       [&](const Node& n) { return n.last_unit <= unit; });
  return static_cast<size_t>(it - nodes.begin());
}

uint32_t SentenceView::ClaimTypes(size_t i) const {
  return nodes[i].last_unit == nodes[i].first_unit + 1 ? grammar->ClaimTypes(UnitAt(i)) : 0;
}

}  // namespace sourcier
