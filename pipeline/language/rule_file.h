// Rule files, read. The grammar, by example (the head of extractors/languages/fr/money.rules is the
// tutorial):
//
//   set figures                                the rules of all files of this set compete (absent:
//   this file is a set) trigger <currency> | #year                 run these rules only on
//   sentences that hold such a unit let amount  n:#number s:<scale>?           a named piece rule
//   number-currency
//     match  a:{amount} {of}? c:<currency>     one or more patterns; continued on lines indented
//     deeper yield  money number=a.n unit=c           what it makes: a kind, and captures or
//     "strings" by key weight 0.9                               confidence, 1 where absent yes 13
//     milliards de dollars -> 13000000000 USD no     13 milliards de personnes
//
// A pattern is a regular expression over units (tokens, lexicon entries of several tokens, numbers,
// mentions):
//   mot  l'  "/"  "il y a"     this word or sign (one lexicon entry); case is folded
//   <currency>                 a unit with this lexicon class; <a & !b | (c & :capital)> combines
//   #year  @money  :capital    a number of this sort, a mention of this kind, a shape; also inside
//   < > ~x                         x, glued to the unit before it (no white space between) .  ^  $
//   any unit; the beginning, the end of the sentence (x y | z)  x?  x*  x+  x{0,3}     as usual
//   name:x                     captures; name:{piece} makes the captures of the piece name.inner
//   span:( ... )               the part that becomes the mention, where context belongs to the
//   match
#ifndef SOURCIER_LANGUAGE_RULE_FILE_H_
#define SOURCIER_LANGUAGE_RULE_FILE_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/core/result.h"

namespace sourcier {

// A test of one unit.
struct Predicate {
  enum class Kind { kAny, kClass, kFeature, kAnd, kOr, kNot };
  Kind kind = Kind::kAny;
  std::string name;  // kClass: the class ("=mot" for a literal word); kFeature: "#year", "@money",
                     // ":capital"
  std::vector<Predicate> parts;
};

// A pattern.
struct Pattern {
  enum class Kind { kUnit, kSequence, kChoice, kRepeat, kCapture, kBegin, kEnd };
  Kind kind = Kind::kSequence;
  Predicate unit;              // kUnit
  std::vector<Pattern> parts;  // the others
  int least = 0, most = -1;    // kRepeat; most -1: no limit
  std::string name;            // kCapture
};

struct Example {
  std::string text;
  std::string expected;  // after "->"; empty for `no`, and for a `yes` that only asks for a match
  int line = 0;
};

struct Yield {
  std::string kind;
  std::vector<std::pair<std::string, std::string>> arguments;  // key, capture name or constant
  // The argument's value; "" where absent.
  std::string_view Get(std::string_view key) const;
};

struct RuleSource {
  std::string name;
  Pattern pattern;  // a choice where there are several `match` lines
  std::vector<Yield> yields;
  double weight = 1;
  std::vector<Example> yes, no;
  std::string file;
  int line = 0;
};

struct RuleFile {
  std::string stage;  // the file's base name: "money"
  std::string set;    // "figures"; as `stage` where the file names none
  std::vector<RuleSource> rules;
  std::vector<Predicate> triggers;
  std::vector<std::string> literals;  // words and phrases named in patterns, as written
};

// The Error is "path:line:column: message", the line, and a caret below the place.
Result<RuleFile> ParseRuleFile(std::string_view path, std::string_view text);

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_RULE_FILE_H_
