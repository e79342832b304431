#include "extractors/discourse.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sourcier {
namespace {

using W = ReferenceWords;

// How far left of a name its noun may stand: "le PDG de Salesforce, Marc Benioff".
constexpr uint32_t kReachBefore = 6;
constexpr uint32_t kReachBehind = 4;

bool IsWord(const Unit& unit) { return unit.sort >= Sort::kLower && unit.sort <= Sort::kInitial; }

}  // namespace

void Discourse::Begin(const Document& document, const ReferenceWords& words) {
  document_ = &document;
  words_ = &words;
  known_.clear();
  phrases_.clear();
  known_of_.assign(document.mentions.size(), kNoIndex);
  ranges_.assign(document.sentences.size(), Range{});
  ReadNames();
}

size_t Discourse::SlotOf(std::string_view slug) const {
  uint64_t ends[2] = {};
  const size_t n = std::min<size_t>(slug.size(), sizeof(uint64_t));
  if (n > 0) {
    std::memcpy(&ends[0], slug.data(), n);
    std::memcpy(&ends[1], slug.data() + slug.size() - n, n);
  }
  const size_t mask = slots_.size() - 1;
  size_t i = (ChainHash(ends[0] + slug.size(), ends[1]) >> 32) & mask;
  for (; slots_[i] != kNoIndex; i = (i + 1) & mask) {
    const std::string_view own = known_[slots_[i]].slug;
    if (own.size() == slug.size() && (own.data() == slug.data() || own == slug)) break;
  }
  return i;
}

void Discourse::ReadNames() {
  const Document& d = *document_;
  size_t names = 0;
  for (const Mention& m : d.mentions) names += m.entity() != nullptr;
  slots_.assign(std::bit_ceil(names * 2 + 2), kNoIndex);
  for (uint32_t m = 0; m < d.mentions.size(); ++m) {
    const Mention& mention = d.mentions[m];
    const EntityValue* e = mention.entity();
    if (e == nullptr || e->form != EntityForm::kName) continue;
    const Sentence& sentence = d.sentences[mention.sentence];
    if (!IsMain(d.blocks[sentence.block].role)) continue;
    uint32_t& slot = slots_[SlotOf(e->entity)];
    if (slot == kNoIndex) {
      slot = static_cast<uint32_t>(known_.size());
      known_.emplace_back().mention = m;
      known_.back().slug = e->entity;
      known_.back().first_word = d.tokens[d.units[mention.first_unit].first_token].hash;
    }
    known_of_[m] = slot;
    Known& known = known_[slot];
    ++known.times;
    const Unit& unit = d.units[mention.first_unit];
    if (mention.last_unit == mention.first_unit + 1) {
      known.sorts |= words_->Word(unit).sorts | words_->ClassSorts(unit);
    }
    if (e->entity_class == EntityClass::kPerson) {
      if (words_->Roles(unit) & W::kGivenName) known.gender |= words_->Word(unit).gender;
    }
    ReadBefore(mention, &known);
    if (e->entity_class == EntityClass::kPerson) ReadBehind(mention, &known);
  }
}

void Discourse::AddNoun(const Unit& unit, Known* known) const {
  const ReferenceWord& word = words_->Word(unit);
  known->sorts |= word.sorts;
  if (known->HasNoun(unit.entry)) return;
  for (uint32_t& noun : known->nouns) {
    if (noun != kNoIndex) continue;
    noun = unit.entry;
    return;
  }
}

// "le groupe X", "la ministre Y", "le PDG de Z, Y": nouns and gender from what stands before a
// name.
void Discourse::ReadBefore(const Mention& mention, Known* known) const {
  const Document& d = *document_;
  const uint32_t begin = d.sentences[mention.sentence].first_unit;
  const bool person = mention.entity()->entity_class == EntityClass::kPerson;
  bool away = false;  // something else stands between
  for (uint32_t u = mention.first_unit; u-- > begin && u + kReachBefore >= mention.first_unit;) {
    const Unit& unit = d.units[u];
    const uint32_t roles = words_->Roles(unit);
    const Traits& traits = words_->grammar().Of(unit);
    const ReferenceWord& word = words_->Word(unit);
    if (unit.mention != kNoIndex) {
      if (!person || d.mentions[unit.mention].entity() == nullptr) return;
      away = true;
      continue;
    }
    if ((roles & W::kNominal) != 0) {
      const bool fits = ((word.sorts & words_->person()) != 0) == person;
      if (fits) AddNoun(unit, known);
      if (fits && word.gender != (kMasculine | kFeminine)) {
        known->gender |= word.gender;
        return;
      }
      if (!fits) return;
      away = false;
      continue;
    }
    if ((roles & W::kGenderDet) != 0) {
      if (!away) {
        known->gender |= word.gender;
        if (!person) known->count |= word.count;
      }
      if (!person || !traits[kContracted]) return;
      away = true;
      continue;
    }
    if (traits[kOf] && (person || !away)) {
      if (!person && u + 1 == mention.first_unit) continue;
      away = true;
      continue;
    }
    if (!person) return;
    if (traits[kComma] && u + 1 == mention.first_unit) {
      away = true;
      continue;
    }
    if (traits[kFinite] && traits[kVerb] && !traits[kParticiple] && word.gender == kOpenGender)
      return;
    // A title or function: "Mme X", "la ministre X".
    if (!away && word.gender != kOpenGender && word.gender != (kMasculine | kFeminine)) {
      known->gender |= word.gender;
      return;
    }
    if (!IsWord(unit) || traits[kPrep] || traits[kSubordinator] || traits[kThat]) return;
  }
}

// "Y, le patron de Z": the noun of an apposition.
void Discourse::ReadBehind(const Mention& mention, Known* known) const {
  const Document& d = *document_;
  const uint32_t end = d.sentences[mention.sentence].last_unit;
  uint32_t u = mention.last_unit;
  if (u >= end || !words_->grammar().Of(d.units[u])[kComma]) return;
  for (++u; u < end && u <= mention.last_unit + kReachBehind; ++u) {
    const Unit& unit = d.units[u];
    if (unit.mention != kNoIndex) return;
    if ((words_->Roles(unit) & W::kNominal) != 0) {
      const ReferenceWord& word = words_->Word(unit);
      if ((word.sorts & words_->person()) == 0 || !Agree(known->gender, word.gender)) return;
      // "..., la deputee a repondu": the next clause
      const Traits& next = words_->grammar().Of(d.units[std::min(u + 1, end - 1)]);
      if (next[kVerb] && next[kFinite]) return;
      AddNoun(unit, known);
      if (word.gender != (kMasculine | kFeminine)) known->gender |= word.gender;
      return;
    }
    const Traits& traits = words_->grammar().Of(unit);
    if (!IsWord(unit) || traits[kPrep] || traits[kThat] || traits[kSubordinator] ||
        traits[kCoord] || traits[kPronoun] || (traits[kVerb] && traits[kFinite]))
      return;
  }
}

Discourse::Phrases Discourse::Of(uint32_t s) {
  Range& range = ranges_[s];
  if (!range.read) {
    range.read = true;
    range.first = static_cast<uint32_t>(phrases_.size());
    ReadSentence(document_->sentences[s]);
    range.last = static_cast<uint32_t>(phrases_.size());
  }
  return {phrases_.data() + range.first, phrases_.data() + range.last};
}

bool Discourse::VerbBetween(uint32_t first, uint32_t last) const {
  for (uint32_t u = first; u < last; ++u) {
    const Unit& unit = document_->units[u];
    if (unit.mention != kNoIndex) continue;
    const Traits& t = words_->grammar().Of(unit);
    if (!t[kVerb] || !t[kFinite] || t[kDet] || t[kPrep]) continue;
    // After a determiner it is a noun: "la marche", but "l'avait emporte".
    if (u > first && !t[kAuxiliary] &&
        (words_->Roles(document_->units[u - 1]) & W::kGenderDet) != 0)
      continue;
    return true;
  }
  return false;
}

void Discourse::ReadSentence(const Sentence& sentence) {
  const Document& d = *document_;
  const Grammar& grammar = words_->grammar();
  const size_t begin = phrases_.size();
  size_t clause_begin = begin;  // first phrase of the clause
  uint16_t clause = 0;
  bool aside = false;
  bool verb = false;     // the clause has its verb
  bool oblique = false;  // a preposition waits for its noun
  bool cited = false;    // and it is "selon"
  bool open = false;     // the last phrase may go on
  bool held = false;     // it has just been closed by a sign
  uint32_t words = 0;    // of it, behind the determiner
  bool joins = false;    // "and" stands before

  // The first phrase of the clause that no preposition governs is its subject; a person in
  // apposition stands for a common noun.
  auto settle = [&] {
    size_t subject = phrases_.size();
    if (clause_begin < phrases_.size() && phrases_.back().pronoun && !phrases_.back().oblique) {
      phrases_.back().subject = true;
      return;
    }
    for (size_t i = clause_begin; i < phrases_.size(); ++i) {
      const NounPhrase& p = phrases_[i];
      if (p.oblique) continue;
      if (subject == phrases_.size()) {
        subject = i;
        if (p.known != kNoIndex || p.pronoun) break;
      } else if (p.known != kNoIndex &&
                 (p.gender & phrases_[subject].gender) == phrases_[subject].gender &&
                 d.mentions[p.mention].entity()->entity_class == EntityClass::kPerson) {
        subject = i;
        break;
      }
    }
    if (subject < phrases_.size()) phrases_[subject].subject = true;
  };
  auto bound = [&] {
    clause_begin = phrases_.size();
    ++clause;
    verb = false;
    oblique = open = aside = false;
  };
  for (uint32_t u = sentence.first_unit; u < sentence.last_unit; ++u) {
    const Unit& unit = d.units[u];
    if (unit.mention != kNoIndex) {
      const Mention& m = d.mentions[unit.mention];
      const EntityValue* e = m.entity();
      if (e != nullptr) {
        const uint32_t k = KnownOf(unit.mention);
        const bool person = e->entity_class == EntityClass::kPerson;
        const bool told = open && words > 0 && k != kNoIndex && !oblique;
        if (told && ((phrases_.back().sorts & words_->person()) != 0) == person) {
          // "le groupe X": the name says what the phrase is
          NounPhrase& p = phrases_.back();
          p.known = k;
          p.mention = unit.mention;
        } else {
          NounPhrase p;
          const bool det = open && words == 0;
          if (held) oblique = oblique || phrases_.back().oblique;
          if (det) {
            p = phrases_.back();
            phrases_.pop_back();
          } else {
            p.unit = u;
            p.cited = oblique && cited;
            p.oblique = oblique || told;  // "le depute LREM"
          }
          p.clause = clause;
          p.aside = aside;
          p.known = k;
          p.mention = unit.mention;
          if (k != kNoIndex) {
            p.gender = known_[k].gender;
            p.count = known_[k].count == kMany ? kMany : kOne;
          }
          if (joins && phrases_.size() > begin && phrases_.back().known != kNoIndex) {
            p.joined = phrases_.back().joined = true;
            p.oblique = p.oblique || phrases_.back().oblique;
          }
          phrases_.push_back(p);
        }
      }
      oblique = open = joins = held = false;
      u = std::max(u, m.last_unit - 1);
      continue;
    }
    const uint32_t roles = words_->Roles(unit);
    const Traits& t = grammar.Of(unit);
    const bool first_word = open && words == 0;
    if ((roles & (W::kAnaphor | W::kAnaphorNear)) != 0) {
      const ReferenceWord& word = words_->Word(unit);
      NounPhrase p;
      p.unit = u;
      p.gender = word.gender;
      p.count = word.count;
      p.clause = clause;
      p.aside = aside;
      p.oblique = oblique;
      p.pronoun = true;
      phrases_.push_back(p);
      oblique = open = joins = false;
      continue;
    }
    if (t[kVerb] && t[kFinite] && !first_word && !t[kPrep] && !t[kDet]) {
      if (!verb) {
        settle();
        verb = true;
        clause_begin = phrases_.size();
      } else if (clause_begin < phrases_.size() && !t[kParticiple]) {
        settle();
        clause_begin = phrases_.size();
      }
      aside |= u > sentence.first_unit && grammar.Of(d.units[u - 1])[kComma];
      oblique = open = joins = false;
      continue;
    }
    if ((roles & W::kGenderDet) != 0 && !first_word) {
      // An object pronoun looks like an article: "il le dit".
      const bool clitic = u + 1 < sentence.last_unit && d.units[u + 1].mention == kNoIndex &&
                          grammar.Of(d.units[u + 1])[kFinite] &&
                          grammar.Of(d.units[u + 1])[kAuxiliary];
      if (!clitic) {
        const ReferenceWord& word = words_->Word(unit);
        NounPhrase p;
        p.unit = u;
        p.gender = word.gender;
        p.count = word.count;
        p.clause = clause;
        p.aside = aside;
        p.oblique = oblique || t[kContracted];
        p.cited = oblique && cited;
        phrases_.push_back(p);
        open = true;
        words = 0;
        oblique = joins = false;
        continue;
      }
    }
    if (t[kThat] || t[kRelative] || t[kSubordinator] || t[kSemicolon] || t[kColon]) {
      if (!verb && t[kRelative]) settle();
      bound();
      continue;
    }
    if (t[kPrep] || t[kOf] || t[kAccording]) {
      oblique = true;
      cited = t[kAccording];
      open = false;
      continue;
    }
    if (t[kComma]) {
      if (verb) clause_begin = phrases_.size();
      open = oblique = false;
      continue;
    }
    if (t[kAnd]) {
      joins = true;
      open = false;
      if (verb) clause_begin = phrases_.size();
      continue;
    }
    if (open && IsWord(unit)) {
      NounPhrase& p = phrases_.back();
      if ((roles & W::kNominal) != 0 && p.noun == kNoIndex) {
        p.noun = unit.entry;
        p.sorts = words_->Word(unit).sorts;
      }
      if (p.gender == kOpenGender) p.gender = words_->Word(unit).gender;
      ++words;
    } else if (IsWord(unit) && oblique) {
      // "de marque": a noun without a determiner
      oblique = t[kAdverb];
      joins = false;
    } else if (open && unit.sort == Sort::kSign) {
      open = false;
      held = true;  // par l'emission "X"
      continue;
    }
    held = false;
  }
  if (clause == 0 && !verb) settle();
}

}  // namespace sourcier
