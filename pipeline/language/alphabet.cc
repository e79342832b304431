#include "pipeline/language/alphabet.h"

#include <algorithm>
#include <unordered_map>

namespace sourcier {
namespace {

// A test as one string, so that equal tests are found equal.
std::string Key(const Predicate& p) {
  std::string key = std::to_string(static_cast<int>(p.kind)) + p.name;
  if (!p.parts.empty()) {
    key += '(';
    for (const Predicate& part : p.parts) key += Key(part) + ' ';
    key += ')';
  }
  return key;
}

// The sorts that units can have by their classes.
class PossibleSorts {
 public:
  explicit PossibleSorts(const Lexicon& lexicon) : lexicon_(lexicon) {
    for (size_t i = 0; i < std::size(kNumberWords); ++i)
      ids_[i] = lexicon.Class(kNumberWords[i].name);
  }
  SortBits Of(ClassSetId set) const {
    const uint8_t forms = lexicon_.Forms(set);
    SortBits sorts = 0;
    if (forms & Lexicon::kWordForm) sorts |= kWordSorts;
    if (forms & Lexicon::kSignForm) sorts |= Bit(Sort::kSign);
    if (forms & Lexicon::kDigitForm)
      sorts |= kDigitSorts | Bit(Sort::kSign);  // 14-Juillet is no number
    for (size_t i = 0; i < std::size(kNumberWords); ++i) {
      if (lexicon_.Has(set, ids_[i])) sorts |= kNumberWords[i].sorts;
    }
    return sorts;
  }

 private:
  // Only the words of numbers are composed into numbers and keep their classes.
  static constexpr struct {
    std::string_view name;
    SortBits sorts;
  } kNumberWords[] = {{"number-word", Sorts(Sort::kWordOne, Sort::kWordNumber)},
                      {"ordinal-word", Bit(Sort::kOrdinal)},
                      {"fraction-word", Bit(Sort::kFraction)},
                      {"fraction-sign", Bit(Sort::kFraction)},
                      {"number-scale", Sorts(Sort::kApproximate, Sort::kVague)},
                      {"collective", Sorts(Sort::kApproximate, Sort::kVague)},
                      {"vague-quantifier", Bit(Sort::kVague)}};
  const Lexicon& lexicon_;
  ClassId ids_[std::size(kNumberWords)];
};

constexpr bool IsGlued(size_t variant) { return (variant & 2) != 0; }
constexpr bool IsInitial(size_t variant) { return (variant & 1) != 0; }

}  // namespace

void Alphabet::Add(const Predicate& test) { tests_.try_emplace(Key(test), Test{test, {}, {}}); }

const Automaton::SymbolBits& Alphabet::Passing(const Predicate& test) const {
  return tests_.at(Key(test)).symbols;
}

std::string Alphabet::Check(const Lexicon& lexicon, ClassBits* asked) {
  std::string error;
  for (const auto& [key, test] : tests_) {
    ForEachLeaf(test.predicate, [&](const Predicate& leaf) {
      if (leaf.kind == Predicate::Kind::kClass) {
        const ClassId id = lexicon.Class(leaf.name);
        if (id == kNoClass) error = "no lexicon entry has the class <" + leaf.name + ">";
        asked->set(id);
      } else if (leaf.kind == Predicate::Kind::kFeature) {
        if (leaf.name == ":glued") {
          uses_glued_ = true;
        } else if (leaf.name == ":first") {
          uses_initial_ = true;
        } else if (const auto sorts = FeatureSorts(leaf.name)) {
          groups_.push_back(*sorts);
        } else {
          error = "there is no feature " + leaf.name;
        }
      }
    });
  }
  return error;
}

// Variants that no test tells apart are one column.
void Alphabet::MakeColumns() {
  std::map<std::vector<bool>, uint8_t> columns;
  for (size_t variant = 0; variant < kVariants; ++variant) {
    std::vector<bool> looks = {IsGlued(variant) && uses_glued_,
                               IsInitial(variant) && uses_initial_};
    for (SortBits group : groups_) looks.push_back((group >> (variant / 4)) & 1);
    const auto [it, fresh] = columns.try_emplace(looks, static_cast<uint8_t>(sample_.size()));
    if (fresh) sample_.push_back(variant);
    column_[variant] = it->second;
  }
  width_ = sample_.size();
}

Alphabet::Known Alphabet::LookUp(const Predicate& p, const Lexicon& lexicon) const {
  Known known{p.kind, kNoClass, {}, {}};
  if (p.kind == Predicate::Kind::kClass) known.class_id = lexicon.Class(p.name);
  if (p.kind == Predicate::Kind::kFeature) {
    const auto sorts = FeatureSorts(p.name);
    for (size_t c = 0; c < width_; ++c) {
      known.columns[c] = sorts                ? (*sorts >> (sample_[c] / 4)) & 1
                         : p.name == ":glued" ? IsGlued(sample_[c])
                                              : IsInitial(sample_[c]);
    }
  }
  for (const Predicate& part : p.parts) known.parts.push_back(LookUp(part, lexicon));
  return known;
}

// The columns in which a unit of this row passes the test.
Alphabet::Columns Alphabet::Passes(const Known& test, const ClassBits& row) {
  Columns columns;
  switch (test.kind) {
    case Predicate::Kind::kAny:
      return ~columns;
    case Predicate::Kind::kClass:
      return row[test.class_id] ? ~columns : columns;
    case Predicate::Kind::kFeature:
      return test.columns;
    case Predicate::Kind::kNot:
      return ~Passes(test.parts[0], row);
    case Predicate::Kind::kAnd:
      columns = ~columns;
      for (const Known& part : test.parts) columns &= Passes(part, row);
      return columns;
    case Predicate::Kind::kOr:
      for (const Known& part : test.parts) columns |= Passes(part, row);
      return columns;
  }
  return columns;
}

std::string Alphabet::Build(const std::vector<const RuleFile*>& files, const Lexicon& lexicon) {
  for (const RuleFile* file : files) {
    for (const RuleSource& rule : file->rules) {
      ForEachUnit(rule.pattern, [&](const Predicate& p) { Add(p); });
    }
    for (const Predicate& p : file->triggers) Add(p);
  }
  ClassBits asked;
  if (std::string error = Check(lexicon, &asked); !error.empty()) return error;
  MakeColumns();
  for (auto& [key, test] : tests_) test.known = LookUp(test.predicate, lexicon);
  std::vector<SortBits> sorts(width_);  // by column
  for (size_t v = 0; v < kVariants; ++v) sorts[column_[v]] |= SortBits{1} << (v / 4);

  // Rows: sets of classes that these rules cannot tell apart. Row 0 is that of units without any.
  std::vector<ClassBits> rows;
  std::vector<SortBits> possible;  // the sorts that units of a row can have
  std::unordered_map<ClassBits, uint16_t> row_ids;
  const PossibleSorts sorts_of(lexicon);
  row_of_set_.resize(lexicon.set_count());
  for (size_t set = 0; set < lexicon.set_count(); ++set) {
    const ClassSetId id = static_cast<ClassSetId>(set);
    const ClassBits seen = lexicon.Set(id) & asked;
    const auto [it, fresh] = row_ids.try_emplace(seen, static_cast<uint16_t>(rows.size()));
    if (fresh) {
      rows.push_back(seen);
      possible.push_back(0);
    }
    row_of_set_[set] = it->second;
    possible[it->second] |= sorts_of.Of(id);
  }
  // Row by row: which tests hold in which column; equal outcomes are one symbol. What cannot be (a
  // preposition that is a date in digits) needs none of its own.
  std::map<std::vector<bool>, Symbol> symbols;
  std::vector<Columns> holds(tests_.size());
  symbols_.assign(rows.size() * width_, 0);
  for (size_t row = 0; row < rows.size(); ++row) {
    size_t t = 0;
    for (const auto& [key, test] : tests_) holds[t++] = Passes(test.known, rows[row]);
    for (size_t c = 0; c < width_; ++c) {
      if (row != 0 && (sorts[c] & possible[row]) == 0) {
        symbols_[row * width_ + c] = symbols_[c];
        continue;
      }
      std::vector<bool> outcome(tests_.size());
      for (t = 0; t < holds.size(); ++t) outcome[t] = holds[t][c];
      const size_t next = symbols.size() + kFirstSymbol;
      const auto [it, fresh] = symbols.try_emplace(std::move(outcome), static_cast<Symbol>(next));
      symbols_[row * width_ + c] = it->second;
      if (!fresh || next >= kMaxSymbols) continue;
      t = 0;
      for (auto& [key, test] : tests_) {
        if (!it->first[t++]) continue;
        test.symbols.resize(std::max(test.symbols.size(), next / 64 + 1));
        test.symbols[next / 64] |= uint64_t{1} << (next % 64);
      }
    }
  }
  size_ = symbols.size() + kFirstSymbol;
  if (size_ <= kMaxSymbols) return "";
  std::string names;
  for (size_t i = 0; i < lexicon.class_count(); ++i) {
    if (asked[i]) names += " " + std::string(lexicon.ClassName(static_cast<ClassId>(i)));
  }
  return "the rules tell " + std::to_string(symbols.size()) + " kinds of units apart, at most " +
         std::to_string(kMaxSymbols - kFirstSymbol) + " fit; use fewer classes of:" + names;
}

}  // namespace sourcier
