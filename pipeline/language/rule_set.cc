#include "pipeline/language/rule_set.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "pipeline/language/features.h"

namespace sourcier {
namespace {

constexpr size_t kSorts = 64;
constexpr size_t kVariants = kSorts * 4;  // sort x glued x initial
constexpr uint8_t kBegin = 1, kEnd = 2, kFirstSymbol = 3;

constexpr size_t Variant(Sort sort, bool glued, bool initial) {
  return static_cast<size_t>(sort) * 4 + (glued ? 2 : 0) + (initial ? 1 : 0);
}

// A predicate as one string, so that equal tests are found equal.
std::string Key(const Predicate& p) {
  std::string key = std::to_string(static_cast<int>(p.kind)) + p.name;
  if (!p.parts.empty()) {
    key += '(';
    for (const Predicate& part : p.parts) key += Key(part) + ' ';
    key += ')';
  }
  return key;
}

template <typename Visit>
void ForEachUnit(const Pattern& p, const Visit& visit) {
  if (p.kind == Pattern::Kind::kUnit) visit(p.unit);
  for (const Pattern& part : p.parts) ForEachUnit(part, visit);
}

template <typename Visit>
void ForEachLeaf(const Predicate& p, const Visit& visit) {
  if (p.parts.empty()) visit(p);
  for (const Predicate& part : p.parts) ForEachLeaf(part, visit);
}

// One unit as a predicate sees it.
struct Seen {
  const ClassBits* classes;
  SortBits sort;
  bool glued, initial;
};

bool Holds(const Predicate& p, const Seen& unit, const Lexicon& lexicon) {
  switch (p.kind) {
    case Predicate::Kind::kAny:
      return true;
    case Predicate::Kind::kClass: {
      const ClassId id = lexicon.Class(p.name);
      return id != kNoClass && (*unit.classes)[id];
    }
    case Predicate::Kind::kFeature:
      if (p.name == ":glued") return unit.glued;
      if (p.name == ":first") return unit.initial;
      return (*FeatureSorts(p.name) & unit.sort) != 0;
    case Predicate::Kind::kNot:
      return !Holds(p.parts[0], unit, lexicon);
    case Predicate::Kind::kAnd:
      for (const Predicate& part : p.parts) {
        if (!Holds(part, unit, lexicon)) return false;
      }
      return true;
    case Predicate::Kind::kOr:
      for (const Predicate& part : p.parts) {
        if (Holds(part, unit, lexicon)) return true;
      }
      return false;
  }
  return false;
}

// The alphabet of a rule set: every distinct test, and every combination of outcomes that a unit
// may have.
class Alphabet {
 public:
  Alphabet(const std::vector<const RuleFile*>& files, const Lexicon& lexicon) : lexicon_(lexicon) {
    for (const RuleFile* file : files) {
      for (const RuleSource& rule : file->rules) {
        ForEachUnit(rule.pattern, [&](const Predicate& p) { Add(p); });
      }
      for (const Predicate& p : file->triggers) Add(p);
    }
  }

  // Fills the tables; the error, where there is one, is what is wrong.
  std::string Build(std::vector<uint16_t>* row_of_set, std::vector<uint8_t>* symbols) {
    ClassBits asked;
    std::vector<SortBits> groups;  // distinct groups of sorts that tests name
    bool uses_glued = false, uses_initial = false;
    for (const auto& [key, test] : tests_) {
      std::string error;
      ForEachLeaf(test.predicate, [&](const Predicate& leaf) {
        if (leaf.kind == Predicate::Kind::kClass) {
          const ClassId id = lexicon_.Class(leaf.name);
          if (id == kNoClass) {
            error = "no lexicon entry has the class <" + leaf.name + ">";
          } else {
            asked.set(id);
          }
        } else if (leaf.kind == Predicate::Kind::kFeature) {
          uses_glued |= leaf.name == ":glued";
          uses_initial |= leaf.name == ":first";
          if (const auto sorts = FeatureSorts(leaf.name)) {
            groups.push_back(*sorts);
          } else if (leaf.name != ":glued" && leaf.name != ":first") {
            error = "there is no feature " + leaf.name;
          }
        }
      });
      if (!error.empty()) return error;
    }
    // Rows: sets of classes that these rules cannot tell apart are one row. Row 0 is that of the
    // units without classes.
    std::vector<ClassBits> rows;
    std::vector<SortBits> possible;  // the sorts that units of a row can have
    std::unordered_map<ClassBits, uint16_t> row_ids;
    row_of_set->resize(lexicon_.set_count());
    for (size_t set = 0; set < lexicon_.set_count(); ++set) {
      const ClassBits seen = lexicon_.Set(static_cast<ClassSetId>(set)) & asked;
      const auto [it, fresh] = row_ids.try_emplace(seen, static_cast<uint16_t>(rows.size()));
      if (fresh) {
        rows.push_back(seen);
        possible.push_back(0);
      }
      (*row_of_set)[set] = it->second;
      possible[it->second] |= SortsOf(static_cast<ClassSetId>(set));
    }
    // Sorts that are in the same groups look the same.
    std::map<std::vector<bool>, std::vector<size_t>> alike;
    for (size_t sort = 0; sort < static_cast<size_t>(Sort::kCount); ++sort) {
      std::vector<bool> in;
      for (SortBits g : groups) in.push_back((g >> sort) & 1);
      alike[in].push_back(sort);
    }
    symbols->assign(rows.size() * kVariants, 0);
    for (size_t row = 0; row < rows.size(); ++row) {
      for (const auto& [in, sorts] : alike) {
        // What cannot be (a preposition that is a date in digits) needs no symbol of its own.
        SortBits here = 0;
        for (size_t sort : sorts) here |= SortBits{1} << sort;
        if (row != 0 && (here & possible[row]) == 0) {
          for (size_t sort : sorts) {
            for (size_t flags = 0; flags < 4; ++flags) {
              (*symbols)[row * kVariants + sort * 4 + flags] = (*symbols)[sort * 4 + flags];
            }
          }
          continue;
        }
        for (size_t flags = 0; flags < 4; ++flags) {
          const bool glued = (flags & 2) != 0, initial = (flags & 1) != 0;
          const size_t same =
              (glued && !uses_glued ? 2u : 0u) + (initial && !uses_initial ? 1u : 0u);
          uint8_t symbol;
          if (same != 0) {
            symbol = (*symbols)[row * kVariants + sorts[0] * 4 + (flags & ~same)];
          } else {
            const size_t id = SymbolOf({&rows[row], SortBits{1} << sorts[0], glued, initial});
            symbol = static_cast<uint8_t>(id);
          }
          for (size_t sort : sorts) (*symbols)[row * kVariants + sort * 4 + flags] = symbol;
        }
      }
    }
    return outcomes_.size() + kFirstSymbol > 256 ? TooMany(asked) : "";
  }

  // The symbols for which the test holds, as an RE2 character class.
  std::string Class(const Predicate& p) const {
    const auto& outcome = tests_.at(Key(p)).symbols;
    if (outcome.empty()) return "[^\\x00-\\xff]";
    std::string s = "[";
    for (uint8_t symbol : outcome) AppendByte(symbol, &s);
    return s + "]";
  }
  const std::set<uint8_t>& SymbolsOf(const Predicate& p) const { return tests_.at(Key(p)).symbols; }
  size_t size() const { return outcomes_.size(); }

  static void AppendByte(uint8_t byte, std::string* out) {
    static constexpr char kDigits[] = "0123456789abcdef";
    *out += "\\x";
    *out += kDigits[byte >> 4];
    *out += kDigits[byte & 15];
  }

 private:
  struct Test {
    Predicate predicate;
    std::set<uint8_t> symbols;
  };
  void Add(const Predicate& p) { tests_.try_emplace(Key(p), Test{p, {}}); }

  SortBits SortsOf(ClassSetId set) const {
    const uint8_t forms = lexicon_.Forms(set);
    SortBits sorts = 0;
    if (forms & Lexicon::kWordForm) sorts |= kWordSorts;
    if (forms & Lexicon::kSignForm) sorts |= Bit(Sort::kSign);
    if (forms & Lexicon::kDigitForm)
      sorts |= kDigitSorts | Bit(Sort::kSign);  // 14-Juillet is no number
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
    for (const auto& word : kNumberWords) {
      if (lexicon_.Has(set, lexicon_.Class(word.name))) sorts |= word.sorts;
    }
    return sorts;
  }

  size_t SymbolOf(const Seen& unit) {
    std::vector<bool> outcome;
    outcome.reserve(tests_.size());
    for (const auto& [key, test] : tests_) outcome.push_back(Holds(test.predicate, unit, lexicon_));
    const size_t next = outcomes_.size() + kFirstSymbol;
    const auto [it, fresh] = outcomes_.try_emplace(outcome, next);
    if (fresh && next <= 255) {
      size_t i = 0;
      for (auto& [key, test] : tests_) {
        if (outcome[i++]) test.symbols.insert(static_cast<uint8_t>(next));
      }
    }
    return it->second;
  }

  std::string TooMany(const ClassBits& asked) const {
    std::string names;
    for (size_t i = 0; i < lexicon_.class_count(); ++i) {
      if (asked[i]) names += " " + std::string(lexicon_.ClassName(static_cast<ClassId>(i)));
    }
    return "the rules tell " + std::to_string(outcomes_.size()) +
           " kinds of units apart, at most 253 fit; use fewer classes of:" + names;
  }

  const Lexicon& lexicon_;
  std::map<std::string, Test> tests_;
  std::map<std::vector<bool>, size_t> outcomes_;
};

// A pattern as an RE2 expression over symbols.
class Printer {
 public:
  Printer(const Alphabet& alphabet, bool with_groups)
      : alphabet_(alphabet), with_groups_(with_groups) {}

  std::string Print(const Pattern& p) {
    switch (p.kind) {
      case Pattern::Kind::kUnit:
        return alphabet_.Class(p.unit);
      case Pattern::Kind::kBegin:
        return Byte(kBegin);
      case Pattern::Kind::kEnd:
        return Byte(kEnd);
      case Pattern::Kind::kSequence: {
        std::string s;
        for (const Pattern& part : p.parts) s += Print(part);
        return s.empty() ? "(?:)" : "(?:" + s + ")";
      }
      case Pattern::Kind::kChoice: {
        std::string s = "(?:";
        for (size_t i = 0; i < p.parts.size(); ++i) s += (i ? "|" : "") + Print(p.parts[i]);
        return s + ")";
      }
      case Pattern::Kind::kRepeat: {
        std::string s = Print(p.parts[0]) + "{" + std::to_string(p.least) + ",";
        if (p.most >= 0) s += std::to_string(p.most);
        return s + "}";
      }
      case Pattern::Kind::kCapture: {
        if (!with_groups_) return Print(p.parts[0]);
        captures_.emplace_back(p.name, static_cast<int>(captures_.size()) + 1);
        return "(" + Print(p.parts[0]) + ")";
      }
    }
    return "";
  }
  std::vector<std::pair<std::string, int>> TakeCaptures() { return std::move(captures_); }

 private:
  static std::string Byte(uint8_t b) {
    std::string s;
    Alphabet::AppendByte(b, &s);
    return s;
  }
  const Alphabet& alphabet_;
  bool with_groups_;
  std::vector<std::pair<std::string, int>> captures_;
};

RE2::Options Options(bool longest) {
  RE2::Options options(RE2::Latin1);
  options.set_longest_match(longest);
  options.set_dot_nl(true);
  options.set_log_errors(false);
  options.set_max_mem(64 << 20);
  return options;
}

}  // namespace

struct RuleSet::Engine {
  std::unique_ptr<RE2> everything;         // the union, leftmost-longest, no groups
  std::unique_ptr<RE2::Set> members;       // anchored at both ends
  std::vector<std::unique_ptr<RE2>> each;  // with groups
};

RuleSet::RuleSet() : engine_(std::make_unique<Engine>()) {}
RuleSet::~RuleSet() = default;

Result<std::unique_ptr<RuleSet>> RuleSet::Compile(std::string_view language,
                                                  std::string_view set_name,
                                                  const std::vector<const RuleFile*>& files,
                                                  const Lexicon& lexicon) {
  std::unique_ptr<RuleSet> set(new RuleSet);
  const std::string where = std::string(language) + "/" + std::string(set_name) + " rules";
  auto fail = [&](const std::string& what) {
    return Error{ErrorCode::kFormat, where + ": " + what};
  };

  Alphabet alphabet(files, lexicon);
  if (std::string error = alphabet.Build(&set->row_, &set->symbol_); !error.empty())
    return fail(error);
  set->symbol_count_ = alphabet.size();
  set->is_trigger_.assign(256, 0);
  std::string all;
  set->engine_->members = std::make_unique<RE2::Set>(Options(true), RE2::ANCHOR_BOTH);
  for (const RuleFile* file : files) {
    for (const Predicate& p : file->triggers) {
      set->always_ = false;
      for (uint8_t symbol : alphabet.SymbolsOf(p)) set->is_trigger_[symbol] = 1;
    }
    for (const RuleSource& source : file->rules) {
      Rule rule;
      rule.name = std::string(language) + "/" + file->stage + "/" + source.name;
      rule.yields = source.yields;
      rule.weight = static_cast<float>(source.weight);
      rule.yes = source.yes;
      rule.no = source.no;
      rule.file = source.file;
      rule.line = source.line;
      ForEachUnit(source.pattern, [&](const Predicate& p) {
        ForEachLeaf(p,
                    [&](const Predicate& leaf) { set->mentions_ |= leaf.name.starts_with('@'); });
      });
      Printer plain(alphabet, false), grouped(alphabet, true);
      const std::string expression = plain.Print(source.pattern);
      auto re = std::make_unique<RE2>(grouped.Print(source.pattern), Options(false));
      std::string error;
      if (!re->ok()) return fail("rule " + source.name + ": " + re->error());
      if (set->engine_->members->Add(expression, &error) < 0)
        return fail("rule " + source.name + ": " + error);
      rule.captures = grouped.TakeCaptures();
      for (const auto& [name, group] : rule.captures) {
        if (name == "span") rule.span_group = group;
      }
      if (RE2::FullMatch("", *re)) return fail("rule " + source.name + " matches nothing at all");
      all += (all.empty() ? "" : "|") + expression;
      set->engine_->each.push_back(std::move(re));
      set->rules_.push_back(std::move(rule));
    }
  }
  if (set->rules_.empty()) return set;
  set->engine_->everything = std::make_unique<RE2>(all, Options(true));
  if (!set->engine_->everything->ok()) return fail(set->engine_->everything->error());
  if (!set->engine_->members->Compile()) return fail("the rules together need too much memory");
  return set;
}

bool RuleSet::Symbolize(const Document& document, const Sentence& sentence,
                        Scratch* scratch) const {
  scratch->symbols.clear();
  scratch->units.clear();
  scratch->symbols.push_back(static_cast<char>(kBegin));
  scratch->units.push_back(sentence.first_unit);
  uint8_t triggered = always_;
  for (uint32_t i = sentence.first_unit; i < sentence.last_unit;) {
    const Unit& unit = document.units[i];
    size_t at = row_[unit.classes] * kVariants + Variant(unit.sort, unit.glued, unit.initial);
    uint32_t next = i + 1;
    if (mentions_ && unit.mention != kNoIndex) {
      const Mention& mention = document.mentions[unit.mention];
      at = row_[0] * kVariants + Variant(SortOf(mention), unit.glued, unit.initial);
      next = std::max(next, mention.last_unit);
    }
    const uint8_t symbol = symbol_[at];
    triggered |= is_trigger_[symbol];
    scratch->symbols.push_back(static_cast<char>(symbol));
    scratch->units.push_back(i);
    i = next;
  }
  scratch->symbols.push_back(static_cast<char>(kEnd));
  scratch->units.push_back(sentence.last_unit);
  scratch->units.push_back(sentence.last_unit);
  return triggered != 0;
}

void RuleSet::Fill(const Rule& rule, int index, const Scratch& scratch, size_t begin, size_t end,
                   RuleMatch* match) const {
  // The marks of the sentence's ends are no units.
  const size_t last = scratch.symbols.size() - 1;
  auto range = [&](size_t b, size_t e) {
    b = std::max<size_t>(b, 1);
    e = std::min(e, last);
    return b < e ? UnitRange{scratch.units[b], scratch.units[e]} : UnitRange{};
  };
  match->rule = &rule;
  match->range = match->mention = range(begin, end);
  match->captures.clear();
  if (rule.captures.empty()) return;
  constexpr int kMaxGroups = 32;
  re2::StringPiece groups[kMaxGroups];
  const int count = std::min<int>(kMaxGroups, static_cast<int>(rule.captures.size()) + 1);
  if (!engine_->each[static_cast<size_t>(index)]->Match(scratch.symbols, begin, end,
                                                        RE2::ANCHOR_BOTH, groups, count)) {
    return;
  }
  const char* base = scratch.symbols.data();
  for (const auto& [name, group] : rule.captures) {
    if (group >= count || groups[group].data() == nullptr) continue;
    const size_t b = static_cast<size_t>(groups[group].data() - base);
    const UnitRange r = range(b, b + groups[group].size());
    if (name == "span")
      match->mention = r;  // one of several, where there are several `match` lines
    match->captures.emplace_back(name, r);
  }
}

void RuleSet::Match(const Document& document, const Sentence& sentence, Scratch* scratch,
                    const std::function<bool(const RuleMatch&)>& accept) const {
  if (rules_.empty() || !Symbolize(document, sentence, scratch)) return;
  const std::string& text = scratch->symbols;
  RuleMatch& match = scratch->match;
  re2::StringPiece found;
  for (size_t at = 0; at < text.size();) {
    if (!engine_->everything->Match(text, at, text.size(), RE2::UNANCHORED, &found, 1)) return;
    const size_t begin = static_cast<size_t>(found.data() - text.data());
    size_t end = begin + found.size();
    at = begin + 1;
    while (end > begin) {
      int winner = 0;
      if (rules_.size() > 1) {
        scratch->members.clear();
        engine_->members->Match(found, &scratch->members);
        if (scratch->members.empty())
          return;  // out of memory for the DFA: cannot happen within the limits set
        winner = *std::min_element(scratch->members.begin(), scratch->members.end());
      }
      Fill(rules_[static_cast<size_t>(winner)], winner, *scratch, begin, end, &match);
      if (accept(match)) {
        // Context behind the mention may belong to the next match.
        at = end;
        while (at > begin + 1 && scratch->units[at - 1] >= match.mention.last) --at;
        break;
      }
      if (!engine_->everything->Match(text, begin, end - 1, RE2::ANCHOR_START, &found, 1)) break;
      end = begin + found.size();
    }
  }
}

void RuleSet::MatchEach(const Document& document, const Sentence& sentence,
                        std::vector<RuleMatch>* matches) const {
  Scratch scratch;
  Symbolize(document, sentence, &scratch);
  for (size_t i = 0; i < rules_.size(); ++i) {
    const RE2 longest(engine_->each[i]->pattern(), Options(true));
    re2::StringPiece found;
    size_t at = 0;
    while (at < scratch.symbols.size() &&
           longest.Match(scratch.symbols, at, scratch.symbols.size(), RE2::UNANCHORED, &found, 1)) {
      const size_t begin = static_cast<size_t>(found.data() - scratch.symbols.data());
      RuleMatch& match = matches->emplace_back();
      Fill(rules_[i], static_cast<int>(i), scratch, begin, begin + found.size(), &match);
      at = begin + std::max<size_t>(found.size(), 1);
    }
  }
}

UnitRange RuleMatch::Get(std::string_view name) const {
  if (name == "span") return mention;
  for (const auto& [n, r] : captures) {
    if (n == name && !r.empty()) return r;
  }
  return {};
}

Sort SortOf(const Mention& mention) {
  auto plus = [](Sort base, auto kind) {
    return static_cast<Sort>(static_cast<int>(base) + static_cast<int>(kind));
  };
  if (const FigureValue* f = mention.figure()) return plus(Sort::kMoneyMention, f->kind);
  if (const TimeValue* t = mention.time()) return plus(Sort::kDateMention, t->kind);
  return plus(Sort::kOrganisationMention, mention.entity()->entity_class);
}

}  // namespace sourcier
