#include "extractors/reference_words.h"

#include <algorithm>

#include "extractors/entity.h"

namespace sourcier {
namespace {

// The classes, in the order of the bits of ReferenceWords::Role.
constexpr std::string_view kRoles[] = {
    "anaphor",
    "anaphor-near",
    "anaphor-empty",
    "gender-det",
    "known-det",
    "owner-det",
    "nominal",
    "nominal-named",
    "nominal-beside",
    "nominal-field",
    "stands-as",
    "maker",
    "made",
    "nickname",
    "seat-of",
    "impersonal-verb",
    "impersonal-word",
    "impersonal-clitic",
    "nominal-partner",
    "demonym",
};

// Adds the bit of each word of the cell, making bits for new ones while there are any.
SortSet SortsOf(std::string_view cell, std::vector<std::string_view>* sorts) {
  SortSet set = 0;
  for (size_t at = 0; at < cell.size();) {
    const size_t end = std::min(cell.find(' ', at), cell.size());
    const std::string_view name = cell.substr(at, end - at);
    const auto it = std::find(sorts->begin(), sorts->end(), name);
    const size_t bit = static_cast<size_t>(it - sorts->begin());
    if (it == sorts->end() && sorts->size() < 64) sorts->push_back(name);
    if (bit < 64) set |= SortSet{1} << bit;
    at = end + 1;
  }
  return set;
}

uint8_t GenderOf(std::string_view cell) {
  uint8_t gender = kOpenGender;
  for (const char c : cell) gender |= c == 'm' ? kMasculine : c == 'f' ? kFeminine : kOpenGender;
  return gender;
}

uint8_t CountOf(std::string_view cell) {
  return cell == "singular" ? kOne : cell == "plural" ? kMany : kOpenCount;
}

}  // namespace

ReferenceWords::ReferenceWords(const LanguagePack& pack) : grammar_(pack) {
  const Lexicon& lexicon = pack.lexicon();
  const std::string prefix = std::string(pack.code()) + "/coreference/";
  rule_pronoun_ = prefix + "pronoun";
  rule_nominal_ = prefix + "nominal";
  rule_nickname_ = prefix + "nickname";
  names_.emplace_back();
  words_.emplace_back();

  // --- entries ---
  std::vector<std::string_view> sorts;
  const ClassId nominal = pack.Class("nominal");
  const ClassId human = pack.Class("nominal-human");
  const ClassId place_nominal = pack.Class("nominal-place"), nickname = pack.Class("nickname");
  const ClassId empty_to = pack.Class("impersonal-to");
  const ClassId given_name = pack.Class("first-name");
  index_.resize(lexicon.entry_count());
  for (uint32_t entry = 0; entry < index_.size(); ++entry) {
    ReferenceWord word;
    bool any = false, places = false;
    for (const LexiconRow& row : lexicon.Rows(entry))
      places |= lexicon.Has(row.classes, place_nominal);
    for (const LexiconRow& row : lexicon.Rows(entry)) {
      for (const auto& [column, cell] : row.attributes) {
        if (column == "gender") {
          word.gender |= GenderOf(cell);
        } else if (column == "number") {
          word.count |= CountOf(cell);
        } else if (column == "sort") {
          word.sorts |= SortsOf(cell, &sorts);
        } else if (column == "of") {
          const auto same = [&cell = cell](const Named& n) { return n.canonical == cell; };
          auto it = std::find_if(names_.begin() + 1, names_.end(), same);
          if (it == names_.end()) it = names_.insert(it, {std::string(cell), Slug(cell), false});
          if (places && lexicon.Has(row.classes, nickname)) it->place = true;
          word.of = static_cast<uint16_t>(it - names_.begin());
        } else {
          continue;
        }
        any = true;
      }
    }
    if (!any) continue;
    index_[entry] = static_cast<uint32_t>(words_.size());
    words_.push_back(word);
  }
  // --- class sets ---
  std::vector<ClassId> sort_class;
  for (size_t i = 0; i < sorts.size(); ++i) {
    sort_class.push_back(pack.Class(sorts[i]));
    if (sort_class[i] != kNoClass) general_ |= SortSet{1} << i;
  }
  const ClassId people = pack.Class("nominal-person");
  ClassId ids[std::size(kRoles)];
  for (size_t r = 0; r < std::size(kRoles); ++r) ids[r] = pack.Class(kRoles[r]);
  roles_.resize(lexicon.set_count());
  class_sorts_.resize(lexicon.set_count());
  for (size_t set = 0; set < roles_.size(); ++set) {
    const ClassBits& bits = lexicon.Set(static_cast<ClassSetId>(set));
    for (size_t r = 0; r < std::size(kRoles); ++r) {
      if (bits[ids[r]]) roles_[set] |= 1u << r;
    }
    if (bits[given_name]) roles_[set] |= kGivenName;
    if (bits[empty_to]) roles_[set] |= kEmptyTo;
    Unit unit;
    unit.classes = static_cast<ClassSetId>(set);
    const Traits& traits = grammar_.Of(unit);
    if (traits[kOpenQuote] || traits[kCloseQuote] || traits[kPlainQuote]) roles_[set] |= kQuoteMark;
    if (bits[nominal] || bits[people]) continue;
    for (size_t i = 0; i < sorts.size(); ++i) {
      if (bits[sort_class[i]]) class_sorts_[set] |= SortSet{1} << i;
    }
  }
  for (uint32_t entry = 0; entry < index_.size(); ++entry) {
    for (const LexiconRow& row : lexicon.Rows(entry)) {
      if (lexicon.Has(row.classes, human)) person_ |= words_[index_[entry]].sorts;
    }
  }
  person_ &= ~general_;
  // Places: the sorts that only names of places have.
  const ClassId place = pack.Class("place");
  SortSet others = 0;
  for (size_t set = 0; set < roles_.size(); ++set) {
    const bool is_place = lexicon.Has(static_cast<ClassSetId>(set), place);
    (is_place ? places_ : others) |= class_sorts_[set];
  }
  places_ &= ~others;
}

}  // namespace sourcier
