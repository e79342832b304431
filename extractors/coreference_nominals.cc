// Nominals: nouns that stand for a name ("l'entreprise"), and nicknames that the data know.
#include <algorithm>

#include "extractors/coreference.h"
#include "extractors/resolver.h"

namespace sourcier {
namespace {

using W = ReferenceWords;

constexpr uint32_t kReach = 3;  // how many sentences back a nominal looks

}  // namespace

Resolver::Fit Resolver::FitOf(const ReferenceWord& word, uint32_t roles, const Unit& noun,
                              uint32_t k) const {
  const Known& known = discourse_.known()[k];
  const EntityClass c = discourse_.EntityOf(k).entity_class;
  const bool person = (word.sorts & words_->person()) != 0;
  if (person != (c == EntityClass::kPerson)) return kNot;
  if (person) {
    if (!Agree(known.gender, word.gender)) return kNot;
    if (known.HasNoun(noun.entry)) return kVeryWell;
    return (roles & W::kNominalNamed) != 0 ? kNot : kPerhaps;
  }
  if (c != EntityClass::kPlace) {
    // "le groupe X", "la Federation Y": the text gave it this noun, or its name does.
    const bool named =
        known.HasNoun(noun.entry) || known.first_word == document_->tokens[noun.first_token].hash;
    if (named) return kVeryWell;
    if ((roles & W::kNominalNamed) != 0) return kNot;
  }
  const SortSet general = words_->general();
  const SortSet own = known.sorts & ~general, asked = word.sorts & ~general;
  const bool place = (word.sorts & words_->places()) != 0;
  if (place != (c == EntityClass::kPlace)) return kNot;
  if (place) return (known.sorts & word.sorts & general) != 0 ? kWell : kNot;
  if (c != EntityClass::kOrganisation && c != EntityClass::kMedia) return kNot;
  const bool kind = (known.sorts & word.sorts & general) != 0;
  const bool no_kind = (known.sorts & general) == 0;
  if (asked != 0 && own != 0) return (asked & own) != 0 ? kVeryWell : kNot;
  if (asked == 0 && kind) return kWell;
  // Nothing speaks for it but that it is what the text speaks of.
  return (kind || no_kind) && known.times > 1 ? kPerhaps : kNot;
}

void Resolver::Nominal(uint32_t s, uint32_t u, uint32_t roles, bool quoted) {
  const Sentence& sentence = document_->sentences[s];
  const uint32_t end = sentence.last_unit;
  if (At(u).sort == Sort::kCapital && At(u).token_count == 1 && (roles & W::kNickname) == 0)
    return;  // "la Commission": a name
  // --- the determiner ---
  uint32_t first = u;
  while (first > sentence.first_unit && (Roles(first - 1) & W::kBeside) != 0 &&
         At(first - 1).mention == kNoIndex)
    --first;
  if (first == sentence.first_unit || At(first - 1).mention != kNoIndex) return;
  uint32_t det = first - 1;
  if ((roles & W::kPartner) != 0) return Partner(s, det, u);
  if ((Roles(det) & W::kKnownDet) == 0) return;
  const ReferenceWord& word = words_->Word(At(u));
  const ReferenceWord& article = words_->Word(At(det));
  // "des createurs de YouTube": any
  if (TraitsAt(det)[kContracted] && article.count == kMany && TraitsAt(det)[kOf]) return;
  if (!Agree(word.gender, article.gender) || !Agree(word.count, article.count)) return;
  const uint32_t begin = TraitsAt(det)[kContracted] ? first : det;
  // --- what follows ---
  if ((roles & W::kNickname) != 0) {
    Add(s, det, begin, u + 1, EntityForm::kNominal, ByData(word.of), words_->rule_nickname());
    return;
  }
  uint32_t last = u + 1;
  if (ToldByName(s, u, roles, begin, det)) return;
  if ((roles & W::kNominal) == 0 || article.count == kMany) return;
  const bool place = (word.sorts & words_->places()) != 0;
  // "le groupe francais" is the same one, "la region parisienne" is not.
  const uint32_t beside = place ? W::kBeside : W::kBeside | W::kDemonym;
  while (Free(last, end) && (Roles(last) & beside) != 0) ++last;
  // "de la technologie", "specialisee dans l'IA"
  const bool participle = last > u + 1 && TraitsAt(last - 1)[kParticiple];
  if (Free(last, end) && (TraitsAt(last)[kOf] || (participle && TraitsAt(last)[kPrep]))) {
    uint32_t field = last + 1;
    if (Free(field, end) && (Roles(field) & W::kKnownDet) != 0) ++field;
    if (!Free(field, end)) return;
    if ((Roles(field) & W::kField) != 0) {
      last = field + 1;
    } else if (!TraitsAt(field)[kInfinitive]) {
      return;
    }
  }
  if (Narrowed(last, end)) return;
  // Countries and towns stand in every sentence: only the nearest ones are meant. So it is with
  // what is said in a quotation.
  const bool more = Free(last, end) && TraitsAt(last)[kPrep] && !TraitsAt(last)[kOf];
  const Link link = ForNominal(s, u, roles, place || quoted ? 1 : kReach, more ? kWell : kPerhaps);
  Add(s, det, begin, last, EntityForm::kNominal, link, words_->rule_nominal());
}

// Whether the word behind a nominal makes it another one: a name, an adjective, a relative
// clause.
bool Resolver::Narrowed(uint32_t u, uint32_t end) const {
  if (u >= end) return false;
  const Unit& unit = At(u);
  if (unit.mention != kNoIndex) {
    return document_->mentions[unit.mention].entity() != nullptr;
  }
  const Traits& t = TraitsAt(u);
  // "permet a l'entreprise d'investir"
  if (t[kOf] && Free(u + 1, end) && TraitsAt(u + 1)[kInfinitive]) return false;
  if (t[kHyphen] || t[kRelative] || t[kOf] || t[kOpenQuote] || t[kPlainQuote]) return true;
  if (unit.sort == Sort::kSign) return false;
  if (t[kVerb] && t[kFinite]) return false;
  // "le pays le plus pauvre", but "l'entreprise le dit"
  if ((Roles(u) & W::kKnownDet) != 0 && !t[kContracted])
    return !(Free(u + 1, end) && IsVerb(u + 1) && TraitsAt(u + 1)[kThird]);
  if (t[kPrep] || t[kCoord] || t[kThat] || t[kSubordinator] || t[kAdverb] || t[kPronoun] ||
      t[kVerbPrefix] || t[kClitic] || t[kNegation] || t[kNegationSecond] || t[kDet] || t[kAs])
    return false;
  if (t[kVerb] && t[kGerund]) return false;
  return true;
}

// "le geant de Redmond", "la societe basee a Redmond", "les fabricants de ChatGPT"
bool Resolver::ToldByName(uint32_t s, uint32_t u, uint32_t roles, uint32_t begin, uint32_t det) {
  const uint32_t end = document_->sentences[s].last_unit;
  const uint32_t wanted =
      ((roles & W::kMaker) != 0 ? W::kMade : 0U) | ((roles & W::kNominal) != 0 ? W::kSeat : 0U);
  uint32_t at = u + 1;
  if (Free(at, end) && TraitsAt(at)[kParticiple]) ++at;
  const uint32_t preposition = at;
  while (at < preposition + 2 && Free(at, end) &&
         (TraitsAt(at)[kOf] || TraitsAt(at)[kPrep] || (Roles(at) & W::kKnownDet) != 0)) {
    ++at;
  }
  if (at >= end || (Roles(at) & wanted) == 0) return false;
  // "le fabricant Facebook": without a preposition only products tell.
  if (at == preposition && (at > u + 1 || (Roles(at) & wanted & W::kMade) == 0)) return false;
  Add(s, det, begin, at + 1, EntityForm::kNominal, ByData(words_->Word(At(at)).of),
      words_->rule_nickname());
  return true;
}

Link Resolver::ByData(uint16_t of) const {
  Link link;
  link.of = of;
  link.confidence = of != 0 ? kByData : 0;
  link.known = of != 0 ? discourse_.Find(words_->name(of).slug) : kNoIndex;
  if (link.known != kNoIndex) link.mention = discourse_.known()[link.known].mention;
  return link;
}

Link Resolver::ForNominal(uint32_t s, uint32_t u, uint32_t roles, uint32_t reach, Fit least) {
  const ReferenceWord& word = words_->Word(At(u));
  const bool person = (word.sorts & words_->person()) != 0;
  const bool place = (word.sorts & words_->places()) != 0;
  for (uint32_t at = s, i = 0; at != kNoIndex && i <= reach; at = Before(at, true), ++i) {
    const NounPhrase *best = nullptr, *subject = nullptr;
    Fit fit = kNot;
    bool several = false, subjects = false, unnamed = false;
    for (const NounPhrase& p : discourse_.Of(at)) {
      if (at == s && p.unit >= u) break;
      if (p.known == kNoIndex) {
        if (p.noun != kNoIndex && !p.pronoun && p.count != kMany &&
            (p.sorts & word.sorts & (words_->general() | words_->person())) != 0) {
          unnamed |= at != s || !IsNounOf(p.unit, u);
        }
        continue;
      }
      if (p.pronoun && person) continue;
      const Fit f = FitOf(word, roles, At(u), p.known);
      if (f < least || f == kNot) continue;
      // The subject of the same clause is no other's name for itself.
      if (at == s && p.subject && SameClause(p.unit, u)) continue;
      if (f > fit) {
        fit = f;
        best = &p;
        several = false;
        subject = p.subject ? &p : nullptr;
        subjects = false;
        continue;
      }
      if (f < fit) continue;
      if (p.known != best->known) several = true;
      if (p.subject) {
        if (subject != nullptr && subject->known != p.known) subjects = true;
        subject = &p;
      }
      if (p.known == best->known) best = &p;
    }
    // Somebody without a name: "une entreprise de Lyon ... l'entreprise"; but "le maire de Lyon,
    // X".
    if (unnamed && fit != kVeryWell) return {};
    if (best == nullptr) continue;
    if (several) {
      if (subject == nullptr || subjects || i > 1 || person || place) return {};
      return Make(*subject, fit >= kWell ? kByNearness : kByElimination);
    }
    if (fit == kVeryWell) return Make(*best, kByNoun);
    if (i > 1 && fit == kPerhaps) return {};
    return Make(*best, fit == kWell ? (i > 1 ? kByNearness : kBySort) : kByElimination);
  }
  return {};
}

bool Resolver::IsNounOf(uint32_t first, uint32_t u) const {
  for (uint32_t k = first + 1; k < u; ++k) {
    if ((Roles(k) & W::kBeside) == 0) return false;
  }
  return true;
}

bool Resolver::SameClause(uint32_t first, uint32_t u) const {
  uint32_t k = first;
  while (k < u && !IsVerb(k)) ++k;
  return k >= u || !discourse_.VerbBetween(k + 1, u);
}

// "son partenaire": where the sentence names the owner and one other party.
void Resolver::Partner(uint32_t s, uint32_t det, uint32_t u) {
  const Sentence& sentence = document_->sentences[s];
  uint32_t owner = det;
  if ((Roles(det) & W::kQuoteMark) != 0 && det > sentence.first_unit) --owner;
  if ((Roles(owner) & W::kOwnerDet) == 0) return;
  uint32_t last = u + 1;
  if (owner != det && Free(last, sentence.last_unit) && (Roles(last) & W::kQuoteMark) != 0) ++last;
  const NounPhrase *subject = nullptr, *other = nullptr;
  for (const NounPhrase& p : discourse_.Of(s)) {
    if (p.unit >= owner) break;
    if (p.known == kNoIndex || p.pronoun) continue;
    if (discourse_.EntityOf(p.known).entity_class != EntityClass::kOrganisation) continue;
    if (p.subject && subject == nullptr) {
      subject = &p;
    } else if (other != nullptr && other->known != p.known) {
      return;
    } else {
      other = &p;
    }
  }
  if (subject == nullptr || other == nullptr || subject->known == other->known) return;
  const bool told = Free(last, sentence.last_unit) && TraitsAt(last)[kRelative];
  if (!told && Narrowed(last, sentence.last_unit)) return;
  Add(s, owner, owner, last, EntityForm::kNominal, Make(*other, kByElimination),
      words_->rule_nominal());
}

}  // namespace sourcier
