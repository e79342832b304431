// What a language says of words that stand for names (lexicon/coreference.tsv of its folder),
// looked up by unit without touching a string: pronouns, nominals, determiners with their gender,
// and the sorts of names ("bank", "airline", "city") that a nominal may stand for.
#ifndef SOURCIER_EXTRACTORS_REFERENCE_WORDS_H_
#define SOURCIER_EXTRACTORS_REFERENCE_WORDS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/grammar.h"
#include "pipeline/core/document.h"
#include "pipeline/language/language_pack.h"

namespace sourcier {

// Gender and number as sets: an empty or a full one is open and agrees with everything.
enum Gender : uint8_t { kOpenGender = 0, kMasculine = 1, kFeminine = 2, kNoGender = 4 };
enum Count : uint8_t { kOpenCount = 0, kOne = 1, kMany = 2 };
constexpr bool Agree(uint8_t a, uint8_t b) { return a == 0 || b == 0 || (a & b) != 0; }

// Sorts of names. Those that a whole class of a name lexicon has (company, city) are general; the
// others (bank, airline) hold only for the names that the data give them.
using SortSet = uint64_t;

struct ReferenceWord {
  SortSet sorts = 0;
  uint16_t of = 0;  // the name that a product, seat or nickname tells: index in names(), 0 for none
  uint8_t gender = kOpenGender;
  uint8_t count = kOpenCount;
};

// Immutable; shared by threads.
class ReferenceWords {
 public:
  enum Role : uint32_t {
    kAnaphor = 1 << 0,       // a subject pronoun
    kAnaphorNear = 1 << 1,   // "the latter"
    kAnaphorEmpty = 1 << 2,  // a pronoun that may stand for nothing
    kGenderDet = 1 << 3,     // a determiner
    kKnownDet = 1 << 4,      // what follows is known already
    kOwnerDet = 1 << 5,      // what follows is somebody's
    kNominal = 1 << 6,       // a noun that may stand for a name
    kNominalNamed = 1 << 7,  // only for a name that the text gave this noun
    kBeside = 1 << 8,        // may stand beside a nominal
    kField = 1 << 9,         // may stand behind its "of"
    kStandsAs = 1 << 10,     // a name whose sorts are known
    kMaker = 1 << 11,        // a noun that tells a company by a product
    kMade = 1 << 12,         // that product
    kNickname = 1 << 13,
    kSeat = 1 << 14,  // a place that tells a company
    kEmptyVerb = 1 << 15,
    kEmptyWord = 1 << 16,
    kEmptyClitic = 1 << 17,
    kPartner = 1 << 18,  // "its partner": the other party
    // of other lexicons
    kDemonym = 1 << 19,
    kQuoteMark = 1 << 20,
    kGivenName = 1 << 21,
    kEmptyTo = 1 << 22,  // an empty verb where "to" follows
  };
  // What the stage stops at while it runs over the units of a document.
  static constexpr uint32_t kTriggers =
      kAnaphor | kAnaphorNear | kNominal | kMaker | kNickname | kPartner | kQuoteMark;

  explicit ReferenceWords(const LanguagePack& pack);

  uint32_t Roles(const Unit& unit) const { return roles_[unit.classes]; }
  // By ClassSetId, for loops that count every instruction.
  const uint32_t* roles() const { return roles_.data(); }
  // All zero for a unit that the data say nothing of.
  const ReferenceWord& Word(const Unit& unit) const {
    return words_[unit.entry == kNoIndex ? 0 : index_[unit.entry]];
  }
  // The sorts that the classes of a unit give, beside those of its word.
  SortSet ClassSorts(const Unit& unit) const { return class_sorts_[unit.classes]; }
  SortSet general() const { return general_; }
  SortSet person() const { return person_; }  // of nominals for people
  SortSet places() const { return places_; }  // general sorts of places
  const Grammar& grammar() const { return grammar_; }

  struct Named {
    std::string canonical, slug;
    bool place = false;  // else an organisation
  };
  const Named& name(uint16_t of) const { return names_[of]; }
  // Of the records: "fr/coreference/nominal".
  std::string_view rule_pronoun() const { return rule_pronoun_; }
  std::string_view rule_nominal() const { return rule_nominal_; }
  std::string_view rule_nickname() const { return rule_nickname_; }

 private:
  Grammar grammar_;
  std::vector<uint32_t> roles_;       // by ClassSetId
  std::vector<SortSet> class_sorts_;  // by ClassSetId
  std::vector<uint32_t> index_;       // by lexicon entry
  std::vector<ReferenceWord> words_;  // [0] is empty
  std::vector<Named> names_;          // [0] is empty
  SortSet general_ = 0, person_ = 0, places_ = 0;
  std::string rule_pronoun_, rule_nominal_, rule_nickname_;
};

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_REFERENCE_WORDS_H_
