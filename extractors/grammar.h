// What the words of a sentence do: the classes that attribution and claims ask for, as bits, and
// the sentence as a row of nodes. A node is a unit, or a mention of several units: "[Microsoft] [a]
// [investi] [13 milliards de dollars] [dans] [OpenAI]".
#ifndef SOURCIER_EXTRACTORS_GRAMMAR_H_
#define SOURCIER_EXTRACTORS_GRAMMAR_H_

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/language/language_pack.h"

namespace sourcier {

// One bit for each lexicon class that syntax looks at; the names are in grammar.cc, in this order.
enum Trait : uint8_t {
  // verbs (paradigms.tsv, verbs.tsv)
  kVerb,
  kFinite,
  kInfinitive,
  kParticiple,
  kGerund,
  kPresent,
  kImperfect,
  kPast,
  kFuture,
  kConditional,
  kSubjunctive,
  kSingular,
  kPlural,
  kFirst,
  kSecond,
  kThird,
  kAuxiliary,
  kCopula,
  kModalPossible,
  kModalExpected,
  kPlan,
  kExpect,
  kNearFuture,
  kSay,
  kThink,
  kReveal,
  kDeny,
  kAsk,
  kQuoteOnly,
  kAnnounce,
  kAmountVerb,
  // function words and signs (grammar.tsv)
  kDet,
  kContracted,
  kPrep,
  kOf,
  kTo,
  kCoord,
  kAnd,
  kStrong,
  kThat,
  kRelative,
  kRelativeSubject,
  kWhich,
  kSubordinator,
  kIf,
  kAs,
  kVersus,
  kThatIs,
  kPronoun,
  kSubjectPronoun,
  kThirdPronoun,
  kOnePronoun,
  kSpeakerPronoun,
  kDemonstrative,
  kStrongPronoun,
  kPossessive,
  kBy,
  kClitic,
  kReflexive,
  kVerbPrefix,
  kEuphonic,
  kAdverb,
  kIncluding,
  kSign,
  kComma,
  kSemicolon,
  kColon,
  kDash,
  kHyphen,
  kOpenQuote,
  kCloseQuote,
  kPlainQuote,
  kOpenParen,
  kCloseParen,
  kStop,
  // cues (reporting.tsv)
  kAccording,
  kAccordingWeak,
  kVenue,
  kAnonymity,
  kSourceNoun,
  kSayingNoun,
  kRumorNoun,
  kHearsay,
  // modality.tsv
  kNegation,
  kNegationSecond,
  kNegationAlone,
  kRestriction,
  kWithout,
  kCondition,
  kPossibly,
  kRumor,
  kExpected,
  kEstimated,
  kPlanned,
  // predicates.tsv
  kMeasureNoun,
  kCountedNoun,
  kAmountNoun,
  kEventNoun,
  kUp,
  kDown,
  kSetPhrase,
  kTraitCount
};

// A set of traits.
class Traits {
 public:
  constexpr Traits() = default;
  constexpr Traits(std::initializer_list<Trait> traits) {
    for (Trait t : traits) set(t);
  }
  constexpr bool operator[](size_t t) const { return (words_[t / 64] >> (t % 64) & 1) != 0; }
  constexpr void set(size_t t) { words_[t / 64] |= uint64_t{1} << (t % 64); }
  constexpr void reset() { words_[0] = words_[1] = 0; }
  constexpr bool none() const { return (words_[0] | words_[1]) == 0; }
  constexpr bool Any(const Traits& of) const {
    return ((words_[0] & of.words_[0]) | (words_[1] & of.words_[1])) != 0;
  }
  constexpr Traits& operator|=(const Traits& other) {
    words_[0] |= other.words_[0];
    words_[1] |= other.words_[1];
    return *this;
  }

 private:
  static_assert(kTraitCount <= 128);
  uint64_t words_[2] = {0, 0};
};

// The traits of every class set of a pack, worked out once. Immutable.
class Grammar {
 public:
  explicit Grammar(const LanguagePack& pack);

  const Traits& Of(const Unit& unit) const { return traits_[unit.classes]; }
  // Whether the unit is a quotation mark of any kind.
  bool IsQuoteMark(const Unit& unit) const { return quote_marks_[unit.classes] != 0; }
  ClassId Id(Trait trait) const { return ids_[trait]; }
  // The set of claim types that the unit's classes name, one bit a type; 0 where it is no
  // predicate.
  uint32_t ClaimTypes(const Unit& unit) const { return claim_types_[unit.classes]; }
  const LanguagePack& pack() const { return pack_; }
  // The attribute `column` of the unit's entry in the row that has the trait; "" where there is
  // none.
  std::string_view Attribute(const Unit& unit, Trait trait, std::string_view column) const {
    return pack_.Attribute(unit, ids_[trait], column);
  }

 private:
  const LanguagePack& pack_;
  std::vector<Traits> traits_;         // by ClassSetId
  std::vector<uint32_t> claim_types_;  // by ClassSetId
  std::vector<uint8_t> quote_marks_;   // by ClassSetId
  ClassId ids_[kTraitCount];
};

struct Node {
  uint32_t first_unit = 0, last_unit = 0;  // [first, last)
  uint32_t mention = kNoIndex;
  Span span;
  Traits traits;  // of its only unit; none for a mention of several units
  Sort sort = Sort::kSign;

  bool Is(Trait t) const { return traits[t]; }
  bool IsAny(const Traits& of) const { return traits.Any(of); }
};

// A sentence as nodes. Memory is used again by the next Read.
class Clauses;
struct SentenceView {
  const Document* document = nullptr;
  const Grammar* grammar = nullptr;
  uint32_t sentence = 0;
  std::vector<Node> nodes;

  void Read(const Document& d, const Grammar& g, uint32_t sentence_index);
  size_t size() const { return nodes.size(); }
  const Node& operator[](size_t i) const { return nodes[i]; }
  bool Is(size_t i, Trait t) const { return i < nodes.size() && nodes[i].traits[t]; }
  // The node that holds the unit; size() where none does.
  size_t NodeOf(uint32_t unit) const;
  Span SpanOf(size_t first, size_t last) const {
    return {nodes[first].span.begin, nodes[last - 1].span.end};
  }
  // null where no mention stands there, or there is no such node (Chunk::head may be kNone).
  const Mention* MentionAt(size_t i) const {
    return i >= nodes.size() || nodes[i].mention == kNoIndex
               ? nullptr
               : &document->mentions[nodes[i].mention];
  }
  const EntityValue* EntityAt(size_t i) const {
    const Mention* m = MentionAt(i);
    return m == nullptr ? nullptr : m->entity();
  }
  const FigureValue* FigureAt(size_t i) const {
    const Mention* m = MentionAt(i);
    return m == nullptr ? nullptr : m->figure();
  }
  const TimeValue* TimeAt(size_t i) const {
    const Mention* m = MentionAt(i);
    return m == nullptr ? nullptr : m->time();
  }
  const Unit& UnitAt(size_t i) const { return document->units[nodes[i].first_unit]; }
  uint32_t ClaimTypes(size_t i) const;
};

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_GRAMMAR_H_
