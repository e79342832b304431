#include "pipeline/language/rule_set.h"

#include <algorithm>

namespace sourcier {

Result<std::unique_ptr<RuleSet>> RuleSet::Compile(std::string_view language,
                                                  std::string_view set_name,
                                                  const std::vector<const RuleFile*>& files,
                                                  const Lexicon& lexicon) {
  std::unique_ptr<RuleSet> set(new RuleSet);
  const std::string where = std::string(language) + "/" + std::string(set_name) + " rules";
  auto fail = [&](const std::string& what) {
    return Error{ErrorCode::kFormat, where + ": " + what};
  };
  if (std::string error = set->alphabet_.Build(files, lexicon); !error.empty()) return fail(error);
  for (const RuleFile* file : files) {
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
      auto passing = [&](const Predicate& p) { return set->alphabet_.Passing(p); };
      if (!set->automaton_.Add(source.pattern, passing, &rule.captures)) {
        return fail("rule " + source.name + " matches nothing at all, or is too long");
      }
      set->rules_.push_back(std::move(rule));
    }
  }
  set->automaton_.Freeze(set->alphabet_.size());
  set->FindTriggers(files, lexicon);
  return set;
}

void RuleSet::FindTriggers(const std::vector<const RuleFile*>& files, const Lexicon& lexicon) {
  std::vector<bool> is_trigger(alphabet_.size());
  bool any = false;
  for (const RuleFile* file : files) {
    for (const Predicate& test : file->triggers) {
      any = true;
      const Automaton::SymbolBits& bits = alphabet_.Passing(test);
      for (size_t s = 0; s < bits.size() * 64 && s < is_trigger.size(); ++s) {
        if (bits[s / 64] >> (s % 64) & 1) is_trigger[s] = true;
      }
    }
  }
  for (size_t v = 0; v < Alphabet::kVariants; ++v) {
    if (is_trigger[alphabet_.OfSort(v)]) trigger_sorts_ |= SortBits{1} << (v / 4);
  }
  // A mention may become a trigger after the units were summed up: then the symbols tell.
  if (any && (trigger_sorts_ & kMentionSorts) != 0) trigger_symbols_ = is_trigger;
  if (!any || !trigger_symbols_.empty()) {
    trigger_sorts_ = ~SortBits{0};
    trigger_classes_.assign(lexicon.set_count(), true);
    return;
  }
  std::vector<bool> is_row_trigger(alphabet_.rows());
  for (size_t row = 0; row < alphabet_.rows(); ++row) {
    for (size_t c = 0; c < alphabet_.columns() && !is_row_trigger[row]; ++c) {
      is_row_trigger[row] = is_trigger[alphabet_.At(row, c)] && !is_trigger[alphabet_.At(0, c)];
    }
  }
  trigger_classes_.resize(lexicon.set_count());
  for (size_t set = 0; set < lexicon.set_count(); ++set) {
    trigger_classes_[set] = is_row_trigger[alphabet_.RowOf(static_cast<ClassSetId>(set))];
  }
}

void RuleSet::Symbolize(const Document& document, const Sentence& sentence,
                        Scratch* scratch) const {
  const size_t most = sentence.last_unit - sentence.first_unit + 3;
  if (scratch->symbols.size() < most) {
    scratch->symbols.resize(most);
    scratch->units.resize(most);
  }
  Symbol* symbol = scratch->symbols.data();
  uint32_t* place = scratch->units.data();
  *symbol++ = kBeginSymbol;
  *place++ = sentence.first_unit;
  const Unit* const units = document.units.data();
  const Alphabet::View alphabet = alphabet_.view();
  if (!mentions_) {
    for (uint32_t i = sentence.first_unit; i < sentence.last_unit; ++i) {
      const Unit& unit = units[i];
      *place++ = i;
      *symbol++ = alphabet.Of(unit.classes, Alphabet::Variant(unit.sort, unit.glued, unit.initial));
    }
  } else {
    for (uint32_t i = sentence.first_unit; i < sentence.last_unit;) {
      const Unit& unit = units[i];
      *place++ = i++;
      if (unit.mention != kNoIndex) {
        const Mention& mention = document.mentions[unit.mention];
        *symbol++ = alphabet_.OfSort(Alphabet::Variant(SortOf(mention), unit.glued, unit.initial));
        i = std::max(i, mention.last_unit);
      } else {
        *symbol++ =
            alphabet.Of(unit.classes, Alphabet::Variant(unit.sort, unit.glued, unit.initial));
      }
    }
  }
  *symbol++ = kEndSymbol;
  *place++ = sentence.last_unit;
  *place++ = sentence.last_unit;
  scratch->size = static_cast<size_t>(symbol - scratch->symbols.data());
}

void RuleSet::Fill(size_t rule, size_t begin, size_t end, Scratch* scratch,
                   RuleMatch* match) const {
  // The marks of the sentence's ends are no units.
  const size_t last = scratch->size - 1;
  auto range = [&](size_t b, size_t e) {
    b = std::max<size_t>(b, 1);
    e = std::min(e, last);
    return b < e ? UnitRange{scratch->units[b], scratch->units[e]} : UnitRange{};
  };
  match->rule = &rules_[rule];
  match->range = match->mention = range(begin, end);
  match->captures.clear();
  const std::vector<std::string>& names = match->rule->captures;
  if (names.empty()) return;
  automaton_.Capture(rule, scratch->symbols.data(), begin, end, &scratch->captures);
  for (size_t g = 0; g < names.size(); ++g) {
    const Automaton::Group& group = scratch->captures.groups[g];
    if (group.last == Automaton::kNone) continue;
    const UnitRange r = range(group.first, group.last);
    if (names[g] == "span") match->mention = r;  // one of several, where there are several `match`
    match->captures.emplace_back(names[g], r);
  }
}

void RuleSet::MatchAll(const Document& document, const Sentence& sentence, Scratch* scratch,
                       Callback accept) const {
  if (rules_.empty()) return;
  Symbolize(document, sentence, scratch);
  if (!trigger_symbols_.empty() &&
      std::none_of(scratch->symbols.begin(),
                   scratch->symbols.begin() + static_cast<ptrdiff_t>(scratch->size),
                   [&](Symbol s) { return trigger_symbols_[s]; })) {
    return;
  }
  RuleMatch& match = scratch->match;
  for (size_t at = 0; at < scratch->size;) {
    const size_t begin = at++;
    if (!automaton_.Begins(scratch->symbols[begin])) continue;
    automaton_.Ends(scratch->symbols.data(), scratch->size, begin, &scratch->accepts);
    // The longest first; where it is refused, the next shorter one.
    for (size_t n = scratch->accepts.size(); n-- > 0;) {
      const auto [end, rule] = scratch->accepts[n];
      Fill(rule, begin, end, scratch, &match);
      if (!accept(match)) continue;
      // Context behind the mention may belong to the next match.
      at = end;
      while (at > begin + 1 && scratch->units[at - 1] >= match.mention.last) --at;
      break;
    }
  }
}

void RuleSet::MatchEach(const Document& document, const Sentence& sentence,
                        std::vector<RuleMatch>* matches) const {
  Scratch scratch;
  Symbolize(document, sentence, &scratch);
  for (size_t rule = 0; rule < rules_.size(); ++rule) {
    for (size_t at = 0; at < scratch.size;) {
      const size_t end = automaton_.LongestEnd(rule, scratch.symbols.data(), scratch.size, at);
      if (end > at) Fill(rule, at, end, &scratch, &matches->emplace_back());
      at = std::max(end, at + 1);
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
