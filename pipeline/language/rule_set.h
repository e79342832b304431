// A rule set: rules of one language that compete with each other, compiled. The idea (LIMITS:
// "rules are regular expressions over classes, not over characters"):
//
//   sentence   13      milliards  de      dollars      units: tokens, lexicon entries, numbers,
//   mentions symbols    \x05    \x09       \x03    \x0c         one byte a unit: the equivalence
//   class of the unit under the tests that
//                                                      the rules of this set make (usually < 60 of
//                                                      them)
//   union      one RE2 over all rules finds the leftmost-longest spans in one DFA pass;
//   members    an anchored RE2::Set says which rules match such a span: the first in file order
//   wins; captures   only the winner's own RE2 runs with groups, on that span alone.
//
// Sentences without a trigger unit are never scanned. Two more symbols stand for the sentence's
// begin and end.
#ifndef SOURCIER_LANGUAGE_RULE_SET_H_
#define SOURCIER_LANGUAGE_RULE_SET_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/result.h"
#include "pipeline/language/lexicon.h"
#include "pipeline/language/rule_file.h"

namespace sourcier {

// A rule as the extractors see it.
struct Rule {
  std::string name;  // "fr/money/number-currency"
  std::vector<Yield> yields;
  std::vector<std::pair<std::string, int>> captures;  // name, group; a name may have several groups
  float weight = 1;
  int span_group = 0;  // of `span:(...)`; 0 where the whole match is the mention
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
    std::string symbols;
    std::vector<uint32_t> units;  // symbol -> unit
    std::vector<int> members;
    RuleMatch match;
  };

  ~RuleSet();
  // Rules of earlier files win over those of later ones with a match of the same length. The Error
  // lists the classes where more than 250 symbols would be needed, or names a feature that does not
  // exist.
  static Result<std::unique_ptr<RuleSet>> Compile(std::string_view language,
                                                  std::string_view set_name,
                                                  const std::vector<const RuleFile*>& files,
                                                  const Lexicon& lexicon);

  // Gives `accept` the matches in one sentence, leftmost-longest, not overlapping (by mention).
  // Where it says no, the next shorter match from the same unit is tried, then those that begin
  // later.
  void Match(const Document& document, const Sentence& sentence, Scratch* scratch,
             const std::function<bool(const RuleMatch&)>& accept) const;
  // Every match of every rule by itself: what `explain` shows and the examples are tested with.
  void MatchEach(const Document& document, const Sentence& sentence,
                 std::vector<RuleMatch>* matches) const;

  const std::vector<Rule>& rules() const { return rules_; }
  size_t symbol_count() const { return symbol_count_; }

 private:
  struct Engine;
  RuleSet();
  bool Symbolize(const Document& document, const Sentence& sentence, Scratch* scratch) const;
  void Fill(const Rule& rule, int index, const Scratch& scratch, size_t begin, size_t end,
            RuleMatch* match) const;

  std::vector<Rule> rules_;
  std::unique_ptr<Engine> engine_;
  size_t symbol_count_ = 0;
  bool mentions_ = false;            // whether rules look at mentions at all
  bool always_ = true;               // no trigger: every sentence is scanned
  std::vector<uint16_t> row_;        // ClassSetId -> row
  std::vector<uint8_t> symbol_;      // [row][sort][glued][initial]
  std::vector<uint8_t> is_trigger_;  // by symbol
};

// The sort that a mention has as one symbol.
Sort SortOf(const Mention& mention);

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_RULE_SET_H_
