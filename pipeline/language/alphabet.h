// The alphabet of a rule set: units that no test of its rules can tell apart are one symbol.
//
// A unit is seen as a row (the lexicon classes that the rules name) and a column (its sort, glued
// or not, first of its sentence or not). Each test is worked out once for each row, for all columns
// at a time.
#ifndef SOURCIER_LANGUAGE_ALPHABET_H_
#define SOURCIER_LANGUAGE_ALPHABET_H_

#include <array>
#include <bitset>
#include <map>
#include <string>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/language/automaton.h"
#include "pipeline/language/features.h"
#include "pipeline/language/lexicon.h"
#include "pipeline/language/rule_file.h"

namespace sourcier {

class Alphabet {
 public:
  static constexpr size_t kMaxSymbols = 4096;
  static constexpr size_t kVariants = 256;  // sort (6 bits), glued, initial

  static constexpr size_t Variant(Sort sort, bool glued, bool initial) {
    return static_cast<size_t>(sort) * 4 + (glued ? 2 : 0) + (initial ? 1 : 0);
  }

  // Works out the symbols; "" or what is wrong: a class or a feature that does not exist, or more
  // symbols than kMaxSymbols (then the classes that the rules name are listed).
  std::string Build(const std::vector<const RuleFile*>& files, const Lexicon& lexicon);

  Symbol Of(ClassSetId classes, size_t variant) const { return view().Of(classes, variant); }
  // The same, for one unit after another: a view of the tables that stays in registers.
  struct View {
    const uint16_t* row_of_set;
    const uint8_t* column;
    const Symbol* symbols;
    size_t width;
    Symbol Of(ClassSetId classes, size_t variant) const {
      return symbols[row_of_set[classes] * width + column[variant]];
    }
  };
  View view() const { return {row_of_set_.data(), column_.data(), symbols_.data(), width_}; }
  // The symbol of a unit without classes: mentions have one of these.
  Symbol OfSort(size_t variant) const { return symbols_[column_[variant]]; }
  // The table behind Of: symbols by row and column. Row 0 is that of units without classes.
  size_t RowOf(ClassSetId classes) const { return row_of_set_[classes]; }
  size_t rows() const { return symbols_.size() / width_; }
  size_t columns() const { return width_; }
  Symbol At(size_t row, size_t column) const { return symbols_[row * width_ + column]; }
  // The symbols that pass a test that stands in the files.
  const Automaton::SymbolBits& Passing(const Predicate& test) const;
  size_t size() const { return size_; }  // with the two marks

 private:
  using Columns = std::bitset<kVariants>;

  // A test with its names looked up.
  struct Known {
    Predicate::Kind kind = Predicate::Kind::kAny;
    ClassId class_id = kNoClass;
    Columns columns;  // kFeature: those that pass
    std::vector<Known> parts;
  };
  struct Test {
    Predicate predicate;
    Known known;
    Automaton::SymbolBits symbols;
  };

  void Add(const Predicate& test);
  std::string Check(const Lexicon& lexicon, ClassBits* asked);
  void MakeColumns();
  Known LookUp(const Predicate& test, const Lexicon& lexicon) const;
  static Columns Passes(const Known& test, const ClassBits& row);

  std::map<std::string, Test> tests_;
  std::vector<SortBits> groups_;  // groups of sorts that tests name
  bool uses_glued_ = false, uses_initial_ = false;

  std::array<uint8_t, kVariants> column_{};
  std::vector<size_t> sample_;  // a variant of each column
  size_t width_ = 0, size_ = 0;
  std::vector<uint16_t> row_of_set_;
  std::vector<Symbol> symbols_;  // [row][column]
};

// Every leaf of a test: a class, a feature, or any.
template <typename Visit>
void ForEachLeaf(const Predicate& p, const Visit& visit) {
  if (p.parts.empty()) visit(p);
  for (const Predicate& part : p.parts) ForEachLeaf(part, visit);
}

// Every test of a pattern.
template <typename Visit>
void ForEachUnit(const Pattern& p, const Visit& visit) {
  if (p.kind == Pattern::Kind::kUnit) visit(p.unit);
  for (const Pattern& part : p.parts) ForEachUnit(part, visit);
}

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_ALPHABET_H_
