// A rule set: rules of one language that compete with each other, compiled. The idea (LIMITS:
// "rules are regular expressions over classes, not over characters"):
//
//   sentence   13      milliards  de      dollars   units: tokens, lexicon entries, numbers,
//   mentions symbols    5       9          3       12        alphabet.h: units that no test tells
//   apart spans      one automaton over all rules (automaton.h): leftmost-longest, then first in
//   file order captures   of the winner, on its span alone
//
// Sentences without a trigger unit are never looked at: the unit stage sums up which sets may match
// in a sentence (Sentence::triggers). Two more symbols stand for the sentence's begin and end.
#ifndef SOURCIER_LANGUAGE_RULE_SET_H_
#define SOURCIER_LANGUAGE_RULE_SET_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/result.h"
#include "pipeline/language/alphabet.h"
#include "pipeline/language/automaton.h"
#include "pipeline/language/lexicon.h"
#include "pipeline/language/rule_file.h"

namespace sourcier {

// A rule as the extractors see it.
struct Rule {
  std::string name;  // "fr/money/number-currency"
  std::vector<Yield> yields;
  std::vector<std::string> captures;  // names of its groups; a name may have several groups
  float weight = 1;
  std::vector<Example> yes, no;
  std::string file;
  int line = 0;
};

// A range of units, [first, last); empty where a capture took no part.
struct UnitRange {
  uint32_t first = 0, last = 0;
  bool empty() const { return first == last; }
};

struct RuleMatch {
  const Rule* rule = nullptr;
  UnitRange range;    // of the match
  UnitRange mention;  // of `span:(...)`, else as `range`
  std::vector<std::pair<std::string_view, UnitRange>> captures;

  // The capture of that name; empty where it took no part. "span" is the mention.
  UnitRange Get(std::string_view name) const;
};

class RuleSet {
 public:
  // Memory that one thread uses again and again.
  struct Scratch {
    std::vector<Symbol> symbols;  // the first `size` of them
    std::vector<uint32_t> units;  // symbol -> unit; one more than symbols
    size_t size = 0;
    std::vector<Automaton::Accept> accepts;
    Automaton::Scratch captures;
    RuleMatch match;
  };

  // Rules of earlier files win over those of later ones with a match of the same length. The Error
  // lists the classes where more than 250 symbols would be needed, or names a feature that does not
  // exist.
  static Result<std::unique_ptr<RuleSet>> Compile(std::string_view language,
                                                  std::string_view set_name,
                                                  const std::vector<const RuleFile*>& files,
                                                  const Lexicon& lexicon);

  // Gives `accept(const RuleMatch&)` the matches in one sentence, leftmost-longest, not overlapping
  // (by mention). Where it says no, the next shorter match from the same unit is tried, then those
  // that begin later.
  template <typename Accept>
  void Match(const Document& document, const Sentence& sentence, Scratch* scratch,
             const Accept& accept) const {
    if (trigger_bit_ != 0 && (sentence.triggers & trigger_bit_) == 0) return;
    MatchAll(document, sentence, scratch,
             {&accept, [](const void* f, const RuleMatch& match) {
                return static_cast<bool>((*static_cast<const Accept*>(f))(match));
              }});
  }
  // Every match of every rule by itself: what `explain` shows and the examples are tested with.
  void MatchEach(const Document& document, const Sentence& sentence,
                 std::vector<RuleMatch>* matches) const;

  const std::vector<Rule>& rules() const { return rules_; }
  size_t symbol_count() const { return alphabet_.size(); }

  // A sentence may match only if it holds a unit of one of these sorts or with these classes.
  SortBits trigger_sorts() const { return trigger_sorts_; }
  bool Triggers(ClassSetId classes) const { return trigger_classes_[classes]; }
  // The bit of Sentence::triggers that says so; 0: every sentence is looked at.
  uint32_t trigger_bit() const { return trigger_bit_; }
  void set_trigger_bit(uint32_t bit) { trigger_bit_ = bit; }

 private:
  // A callable of the caller's, without owning it.
  struct Callback {
    const void* function;
    bool (*call)(const void* function, const RuleMatch& match);
    bool operator()(const RuleMatch& match) const { return call(function, match); }
  };

  RuleSet() = default;
  void MatchAll(const Document& document, const Sentence& sentence, Scratch* scratch,
                Callback accept) const;
  void Symbolize(const Document& document, const Sentence& sentence, Scratch* scratch) const;
  void Fill(size_t rule, size_t begin, size_t end, Scratch* scratch, RuleMatch* match) const;
  void FindTriggers(const std::vector<const RuleFile*>& files, const Lexicon& lexicon);

  std::vector<Rule> rules_;
  Alphabet alphabet_;
  Automaton automaton_;
  bool mentions_ = false;  // whether rules look at mentions at all
  uint32_t trigger_bit_ = 0;
  SortBits trigger_sorts_ = 0;         // units of these sorts are triggers, whatever their classes
  std::vector<bool> trigger_symbols_;  // where mentions are triggers; else empty
  std::vector<bool> trigger_classes_;  // by ClassSetId: units with these classes may be
};

// The sort that a mention has as one symbol.
Sort SortOf(const Mention& mention);

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_RULE_SET_H_
