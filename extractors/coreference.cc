#include "extractors/coreference.h"

#include <algorithm>
#include <memory>

#include "extractors/resolver.h"
#include "extractors/stages.h"

namespace sourcier {
namespace {

using W = ReferenceWords;

// Units of a sentence, and sentences back, beyond which nobody looks: tables and lists that never
// end must not cost more than prose.
constexpr uint32_t kLongest = 400;
constexpr uint32_t kFarthest = 64;

bool Fits(const NounPhrase& p, const ReferenceWord& word) {
  return Agree(p.gender, word.gender) && Agree(p.count, word.count) && !p.joined;
}
bool IsKnownGender(uint8_t gender) { return gender == kMasculine || gender == kFeminine; }

}  // namespace

void Resolver::Run(Document& document, const ReferenceWords& words, uint32_t block_index) {
  document_ = &document;
  words_ = &words;
  const Block& block = document.blocks[block_index];
  bool quoted = false;
  const Unit* const units = document.units.data();  // nothing here adds units
  const uint32_t* const roles_of = words.roles();
  for (uint32_t s = block.first_sentence; s < block.last_sentence; ++s) {
    const Sentence& sentence = document.sentences[s];
    if (sentence.last_unit - sentence.first_unit > kLongest) {
      quoted = false;
      continue;
    }
    for (uint32_t u = sentence.first_unit; u < sentence.last_unit; ++u) {
      const Unit& unit = units[u];
      const uint32_t roles = roles_of[unit.classes];
      if ((roles & W::kTriggers) == 0) [[likely]]
        continue;
      if ((roles & W::kQuoteMark) != 0) {
        const Traits& t = words.grammar().Of(unit);
        quoted = t[kPlainQuote] ? !quoted : t[kOpenQuote];
        continue;
      }
      if (unit.mention != kNoIndex) continue;
      if (!begun_) {
        discourse_.Begin(document, words);
        begun_ = true;
      }
      if ((roles & W::kAnaphor) != 0) {
        if (!quoted) Pronoun(s, u);
      } else if ((roles & W::kAnaphorNear) != 0) {
        Add(s, u, u, u + 1, EntityForm::kPronoun, Near(s, u), words.rule_pronoun());
      } else {
        Nominal(s, u, roles, quoted);
      }
    }
  }
}

bool Resolver::IsVerb(uint32_t u) const {
  const Traits& t = TraitsAt(u);
  return At(u).mention == kNoIndex && t[kVerb] && t[kFinite] && !t[kDet] && !t[kPrep];
}

// Not over a block that is no text; where asked, not into a heading either.
uint32_t Resolver::Before(uint32_t s, bool headings) const {
  for (uint32_t i = 0; i < kFarthest && s-- > 0; ++i) {
    const BlockRole role = document_->blocks[document_->sentences[s].block].role;
    if (!IsMain(role)) continue;
    const Sentence& sentence = document_->sentences[s];
    if (sentence.last_unit - sentence.first_unit > kLongest) return kNoIndex;
    if (!headings && (role == BlockRole::kHeading || role == BlockRole::kTitle)) continue;
    return s;
  }
  return kNoIndex;
}

bool Resolver::CanBePronoun(const NounPhrase& p, const ReferenceWord& word) const {
  switch (discourse_.EntityOf(p.known).entity_class) {
    case EntityClass::kPerson:
      // A feminine pronoun wants to see that it is right: most lists of first names know more men.
      return word.gender != kFeminine || IsKnownGender(p.gender);
    case EntityClass::kOrganisation:
    case EntityClass::kMedia:
    case EntityClass::kProduct:
      return true;
    case EntityClass::kPlace:
      return IsKnownGender(p.gender);
    default:
      return false;
  }
}

// --- pronouns ---

void Resolver::Pronoun(uint32_t s, uint32_t u) {
  const Sentence& sentence = document_->sentences[s];
  const ReferenceWord& word = words_->Word(At(u));
  if (word.count == kMany) return;
  if (u > sentence.first_unit) {
    const Traits& before = TraitsAt(u - 1);
    if (before[kHyphen] || before[kPrep] || before[kOf] || before[kBy]) return;
  }
  if (!VerbFollows(u + 1, sentence.last_unit)) return;
  if ((Roles(u) & W::kAnaphorEmpty) != 0 && Empty(u + 1, sentence.last_unit)) return;
  Add(s, u, u, u + 1, EntityForm::kPronoun, Subject(s, u, word), words_->rule_pronoun());
}

bool Resolver::VerbFollows(uint32_t u, uint32_t end) const {
  for (const uint32_t stop = std::min(end, u + 5); u < stop; ++u) {
    if (At(u).mention != kNoIndex) return false;
    const Traits& t = TraitsAt(u);
    if (t[kVerb] && t[kFinite]) return true;
    if (!t[kVerbPrefix] && !t[kClitic] && !t[kNegation] && !t[kReflexive]) return false;
  }
  return false;
}

// "il faut", "il y a", "il est possible que"
bool Resolver::Empty(uint32_t u, uint32_t end) const {
  bool copula = false, verb = false, to = false;
  for (const uint32_t stop = std::min(end, u + 7); u < stop; ++u) {
    if (At(u).mention != kNoIndex) return false;
    const uint32_t roles = Roles(u);
    if ((roles & (W::kEmptyVerb | W::kEmptyClitic)) != 0) return true;
    to |= (roles & W::kEmptyTo) != 0;
    const Traits& t = TraitsAt(u);
    if (to && t[kTo]) return true;
    copula |= t[kCopula];
    verb |= t[kVerb] && t[kFinite];
    if (copula && ((roles & W::kEmptyWord) != 0 || t[kThat])) return true;
    if (t[kComma] || t[kStop] || (t[kDet] && verb) || (t[kPrep] && copula)) return false;
  }
  return false;
}

Link Resolver::Subject(uint32_t s, uint32_t u, const ReferenceWord& word) {
  // The subjects of this sentence, from the nearest.
  const Discourse::Phrases own = discourse_.Of(s);
  const NounPhrase* found = nullptr;
  bool second = false, others = false;
  for (const NounPhrase* p = own.last; p-- != own.first;) {
    if (p->unit >= u || !Fits(*p, word)) continue;
    if (!p->subject || !discourse_.VerbBetween(p->unit, u)) {
      others |= discourse_.VerbBetween(p->unit, u);
      continue;
    }
    if (found == nullptr) {
      if (p->known == kNoIndex || !CanBePronoun(*p, word)) return {};
      found = p;
    } else {
      second |= p->known != found->known;
    }
  }
  if (found != nullptr) {
    return second ? Link{} : Make(*found, kBySubject);
  }
  // "Alors qu'il ..., X a ...": what follows
  if (u > document_->sentences[s].first_unit) {
    const Traits& before = TraitsAt(u - 1);
    if (before[kSubordinator] || before[kThat] || before[kRelative]) return {};
  }
  if (others) return {};  // "le rapport de X dit qu'il": who knows
  const uint32_t before = Before(s, false);
  return before == kNoIndex ? Link{} : SubjectOf(before, word);
}

// The first subject of the sentence that agrees; a common noun among them leaves it open.
Link Resolver::SubjectOf(uint32_t s, const ReferenceWord& word) {
  const NounPhrase *main = nullptr, *found = nullptr;
  bool first = true, blocked = false, second = false;
  for (const NounPhrase& p : discourse_.Of(s)) {
    if (!Fits(p, word)) {
      if (p.subject) first = false;
      continue;
    }
    const bool can = p.known != kNoIndex && CanBePronoun(p, word);
    if (main != nullptr) {
      // "X dit que Y ...": either
      if (p.subject && can && p.known != main->known) return {};
      continue;
    }
    if (p.subject && first) {
      if (!can) return {};
      main = &p;
    } else if (p.known == kNoIndex) {
      blocked |= !p.oblique;
    } else if (can) {
      if (found != nullptr && found->known != p.known) second = true;
      found = &p;
    }
  }
  if (main != nullptr) return Make(*main, kBySubject);
  // The only name that agrees, and no other thing does.
  if (found == nullptr || second || blocked || (found->oblique && !found->cited) || found->aside)
    return {};
  if (!IsKnownGender(found->gender)) return {};
  return Make(*found, kByElimination);
}

// "Cette derniere"
Link Resolver::Near(uint32_t s, uint32_t u) {
  const ReferenceWord& word = words_->Word(At(u));
  const Sentence& sentence = document_->sentences[s];
  if (word.count == kMany) return {};
  // "ce dernier modele"
  if (Free(u + 1, sentence.last_unit) && At(u + 1).sort == Sort::kLower &&
      Narrowed(u + 1, sentence.last_unit))
    return {};
  uint32_t self = kNoIndex;
  // "Sur son compte, ce dernier ...": nothing of this sentence yet.
  const bool fronted = !discourse_.VerbBetween(sentence.first_unit, u);
  for (uint32_t at = s, i = 0; at != kNoIndex && i < 2; at = Before(at, false), ++i) {
    const Discourse::Phrases phrases = discourse_.Of(at);
    for (const NounPhrase* p = phrases.last; p-- != phrases.first;) {
      if (at == s && (p->unit >= u || fronted)) continue;
      // "X ... avec ce dernier": not X himself
      if (at == s && p->subject && SameClause(p->unit, u)) {
        self = p->known;
        continue;
      }
      if (p->known == self && self != kNoIndex) continue;
      if (!Agree(p->gender, word.gender) || !Agree(p->count, word.count)) continue;
      const bool can = p->known != kNoIndex && CanBePronoun(*p, word);
      // "..., a annonce l'Insee. Celui-ci": a body that is only cited is not spoken of.
      if (p->aside && can && discourse_.EntityOf(p->known).entity_class != EntityClass::kPerson)
        continue;
      if (!can) return {};
      return Make(*p, kByNearness);
    }
  }
  return {};
}

// --- records ---

Link Resolver::Make(const NounPhrase& p, float confidence) const {
  Link link;
  link.known = p.known;
  // The chain ends at a name.
  link.mention = p.mention;
  link.confidence = confidence;
  return link;
}

// `phrase_unit`: where discourse has the phrase begin.
void Resolver::Add(uint32_t s, uint32_t phrase_unit, uint32_t first, uint32_t last, EntityForm form,
                   const Link& link, std::string_view rule) {
  if (!link) return;
  Document& d = *document_;
  EntityValue value;
  value.form = form;
  if (link.known != kNoIndex) {
    const EntityValue& name = discourse_.EntityOf(link.known);
    value = name;
    value.form = form;
    value.antecedent = link.mention;
  } else {
    value.entity_class =
        words_->name(link.of).place ? EntityClass::kPlace : EntityClass::kOrganisation;
  }
  if (link.of != 0) {
    value.canonical = words_->name(link.of).canonical;
    value.entity = words_->name(link.of).slug;
  }
  for (NounPhrase& p : discourse_.Of(s)) {
    if (p.unit == phrase_unit) {
      p.known = link.known;
      p.mention = link.mention;
    } else if (p.unit > phrase_unit && p.unit < last) {
      // A name inside the nominal is none of the things spoken of.
      p.known = p.noun = kNoIndex;
      p.gender = kNoGender;
    }
  }
  Mention mention;
  mention.span = d.UnitSpan(first, last);
  mention.value = value;
  mention.rule = rule;
  mention.confidence = link.confidence;
  mention.sentence = s;
  mention.first_unit = first;
  mention.last_unit = last;
  const uint32_t id = static_cast<uint32_t>(d.mentions.size());
  for (uint32_t k = first; k < last; ++k) d.units[k].mention = id;
  d.mentions.push_back(std::move(mention));
}

namespace {

class CoreferenceStage : public Stage {
 public:
  explicit CoreferenceStage(const Languages& languages) : words_(languages) {}
  std::string_view name() const override { return "coreference"; }

  void Run(const Languages&, Document& document) const override {
    thread_local Resolver resolver;
    const LanguagePack* current = nullptr;
    for (uint32_t b = 0; b < document.blocks.size(); ++b) {
      const Block& block = document.blocks[b];
      const LanguagePack* pack = PackOf(block);
      if (pack == nullptr || !IsMain(block.role)) continue;
      if (pack != current) resolver.Begin();
      current = pack;
      resolver.Run(document, words_.For(*pack), b);
    }
  }

 private:
  PerPack<ReferenceWords> words_;
};

}  // namespace

std::string_view OwnerBefore(const Document& document, const Grammar& grammar, uint32_t sentence,
                             uint32_t unit) {
  const auto owner = [&](uint32_t u) -> std::string_view {
    const uint32_t m = document.units[u].mention;
    const EntityValue* e = m == kNoIndex ? nullptr : document.mentions[m].entity();
    if (e == nullptr || document.mentions[m].first_unit != u) return {};
    if (e->entity_class != EntityClass::kOrganisation && e->entity_class != EntityClass::kPerson &&
        e->entity_class != EntityClass::kMedia)
      return {};
    return e->canonical;
  };
  const auto oblique = [&](uint32_t u, uint32_t begin) {
    for (const uint32_t stop = u > begin + 2 ? u - 2 : begin; u-- > stop;) {
      const Traits& t = grammar.Of(document.units[u]);
      if (t[kPrep] || t[kOf] || t[kContracted]) return true;
      if (!t[kDet]) return false;
    }
    return false;
  };
  const Sentence& own = document.sentences[sentence];
  const uint32_t stop = unit > own.first_unit + kLongest ? unit - kLongest : own.first_unit;
  for (uint32_t u = unit; u-- > stop;) {
    if (!owner(u).empty() && !oblique(u, own.first_unit)) return owner(u);
  }
  uint32_t s = sentence;
  for (uint32_t i = 0; i < kFarthest && s-- > 0; ++i) {
    const BlockRole role = document.blocks[document.sentences[s].block].role;
    if (!IsMain(role) || role == BlockRole::kHeading) continue;
    const Sentence& before = document.sentences[s];
    // Its subject: what stands before the verb, where no common noun does.
    std::string_view found;
    const uint32_t end = std::min(before.last_unit, before.first_unit + kLongest);
    for (uint32_t u = before.first_unit; u < end; ++u) {
      const Unit& unit_here = document.units[u];
      if (unit_here.mention != kNoIndex) {
        if (found.empty() && !oblique(u, before.first_unit)) found = owner(u);
        u = std::max(u, document.mentions[unit_here.mention].last_unit - 1);
        continue;
      }
      const Traits& t = grammar.Of(unit_here);
      if (t[kVerb] && t[kFinite] && !t[kDet] && !t[kPrep]) break;
      const bool begins = u == before.first_unit || !grammar.Of(document.units[u - 1])[kComma];
      if (t[kDet] && !t[kContracted] && begins && !oblique(u, before.first_unit)) return {};
    }
    return found;
  }
  return {};
}

std::unique_ptr<const Stage> MakeCoreferenceStage(const Languages& languages) {
  return std::make_unique<CoreferenceStage>(languages);
}

}  // namespace sourcier
