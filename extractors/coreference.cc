#include "extractors/coreference.h"

#include <memory>

#include "extractors/discourse.h"
#include "extractors/entity.h"
#include "extractors/reference_words.h"
#include "extractors/stages.h"

namespace sourcier {
namespace {

using W = ReferenceWords;

constexpr uint32_t kReach = 3;  // how many sentences back a nominal looks

// What an anaphor stands for.
struct Link {
  uint32_t known = kNoIndex;    // kNoIndex with `of`: a name that the document does not hold
  uint32_t mention = kNoIndex;  // the antecedent
  uint16_t of = 0;
  float confidence = 0;
  explicit operator bool() const { return confidence > 0; }
};

class Resolver {
 public:
  void Run(Document& document, const ReferenceWords& words, uint32_t block_index) {
    document_ = &document;
    words_ = &words;
    const Block& block = document.blocks[block_index];
    bool quoted = false;
    for (uint32_t s = block.first_sentence; s < block.last_sentence; ++s) {
      const Sentence& sentence = document.sentences[s];
      for (uint32_t u = sentence.first_unit; u < sentence.last_unit; ++u) {
        const Unit& unit = document.units[u];
        const uint32_t roles = words.Roles(unit);
        if ((roles & W::kTriggers) == 0 || unit.mention != kNoIndex) continue;
        if ((roles & W::kQuoteMark) != 0) {
          const Traits& t = words.grammar().Of(unit);
          quoted = t[kPlainQuote] ? !quoted : t[kOpenQuote];
          continue;
        }
        if (!begun_) {
          discourse_.Begin(document, words);
          begun_ = true;
        }
        if ((roles & W::kAnaphor) != 0) {
          if (!quoted) Pronoun(s, u);
        } else if ((roles & W::kAnaphorNear) != 0) {
          Add(s, u, u, u + 1, EntityForm::kPronoun, Near(s, u), words.rule_pronoun());
        } else {
          Nominal(s, u, roles);
        }
      }
    }
  }
  void Reset() { begun_ = false; }

 private:
  const Unit& At(uint32_t u) const { return document_->units[u]; }
  uint32_t Roles(uint32_t u) const { return words_->Roles(At(u)); }
  const Traits& TraitsAt(uint32_t u) const { return words_->grammar().Of(At(u)); }
  bool Free(uint32_t u, uint32_t end) const { return u < end && At(u).mention == kNoIndex; }

  // The sentence before, where a pronoun may look: not over a block that is no text, nor a heading.
  uint32_t Before(uint32_t s, bool headings) const {
    while (s-- > 0) {
      const BlockRole role = document_->blocks[document_->sentences[s].block].role;
      if (!IsMain(role)) continue;
      if (!headings && (role == BlockRole::kHeading || role == BlockRole::kTitle)) continue;
      return s;
    }
    return kNoIndex;
  }

  bool CanBePronoun(const NounPhrase& p) const {
    switch (discourse_.EntityOf(p.known).entity_class) {
      case EntityClass::kPerson:
        return true;
      case EntityClass::kOrganisation:
      case EntityClass::kMedia:
      case EntityClass::kProduct:
        return true;
      case EntityClass::kPlace:
        return p.gender == kMasculine || p.gender == kFeminine;
      default:
        return false;
    }
  }
  static bool Fits(const NounPhrase& p, const ReferenceWord& word) {
    return Agree(p.gender, word.gender) && Agree(p.count, word.count) && !p.joined;
  }

  // --- pronouns ---

  void Pronoun(uint32_t s, uint32_t u) {
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

  bool VerbFollows(uint32_t u, uint32_t end) const {
    for (const uint32_t stop = std::min(end, u + 5); u < stop; ++u) {
      if (At(u).mention != kNoIndex) return false;
      const Traits& t = TraitsAt(u);
      if (t[kVerb] && t[kFinite]) return true;
      if (!t[kVerbPrefix] && !t[kClitic] && !t[kNegation] && !t[kReflexive]) return false;
    }
    return false;
  }

  // "il faut", "il y a", "il est possible que"
  bool Empty(uint32_t u, uint32_t end) const {
    bool copula = false;
    for (const uint32_t stop = std::min(end, u + 7); u < stop; ++u) {
      if (At(u).mention != kNoIndex) return false;
      const uint32_t roles = Roles(u);
      if ((roles & (W::kEmptyVerb | W::kEmptyClitic)) != 0) return true;
      const Traits& t = TraitsAt(u);
      copula |= t[kCopula];
      if (copula && ((roles & W::kEmptyWord) != 0 || t[kThat])) return true;
      if (t[kComma] || t[kStop] || t[kDet] || (t[kPrep] && copula)) return false;
    }
    return false;
  }

  Link Subject(uint32_t s, uint32_t u, const ReferenceWord& word) {
    // The subjects of this sentence, from the nearest.
    const Discourse::Phrases own = discourse_.Of(s);
    const NounPhrase* found = nullptr;
    bool second = false, others = false;
    for (const NounPhrase* p = own.last; p-- != own.first;) {
      if (p->unit >= u || !Fits(*p, word)) continue;
      if (!p->subject) {
        others = true;
        continue;
      }
      if (found == nullptr) {
        if (p->known == kNoIndex || !CanBePronoun(*p)) return {};
        found = p;
      } else {
        second |= p->known != found->known;
      }
    }
    if (found != nullptr) {
      return second ? Link{} : Make(*found, kBySubject);
    }
    if (others) return {};  // "le rapport de X dit qu'il": who knows
    const uint32_t before = Before(s, false);
    return before == kNoIndex ? Link{} : SubjectOf(before, word);
  }

  // The first subject of the sentence that agrees; a common noun among them leaves it open.
  Link SubjectOf(uint32_t s, const ReferenceWord& word) {
    const NounPhrase* found = nullptr;
    bool first = true, blocked = false, second = false;
    for (const NounPhrase& p : discourse_.Of(s)) {
      if (p.subject && !Fits(p, word)) first = false;
      if (!Fits(p, word)) continue;
      if (p.subject && first) {
        if (p.known == kNoIndex || !CanBePronoun(p)) return {};
        return Make(p, kBySubject);
      }
      if (p.known == kNoIndex) {
        blocked |= !p.oblique;
      } else if (CanBePronoun(p)) {
        if (found != nullptr && found->known != p.known) second = true;
        found = &p;
      }
    }
    // The only name that agrees, and no other thing does.
    if (found == nullptr || second || blocked || found->oblique) return {};
    if (found->gender == kOpenGender || found->gender == (kMasculine | kFeminine)) return {};
    return Make(*found, kByElimination);
  }

  // "Cette derniere"
  Link Near(uint32_t s, uint32_t u) {
    const ReferenceWord& word = words_->Word(At(u));
    if (word.count == kMany) return {};
    for (uint32_t at = s, i = 0; at != kNoIndex && i < 2; at = Before(at, false), ++i) {
      const Discourse::Phrases phrases = discourse_.Of(at);
      for (const NounPhrase* p = phrases.last; p-- != phrases.first;) {
        if (at == s && p->unit >= u) continue;
        if (!Agree(p->gender, word.gender) || !Agree(p->count, word.count)) continue;
        if (p->known == kNoIndex || !CanBePronoun(*p)) return {};
        return Make(*p, kByNearness);
      }
    }
    return {};
  }

  // --- nominals ---

  // How well a name fits a nominal.
  enum Fit { kNot, kPerhaps, kWell, kVeryWell };
  Fit FitOf(const ReferenceWord& word, uint32_t roles, uint32_t noun, uint32_t k) const {
    const Known& known = discourse_.known()[k];
    const EntityClass c = discourse_.EntityOf(k).entity_class;
    const bool person = (word.sorts & words_->person()) != 0;
    if (person != (c == EntityClass::kPerson)) return kNot;
    if (person) {
      if (!Agree(known.gender, word.gender)) return kNot;
      if (known.HasNoun(noun)) return kVeryWell;
      return (roles & W::kNominalNamed) != 0 ? kNot : kPerhaps;
    }
    if (known.HasNoun(noun)) return kVeryWell;
    const SortSet general = words_->general();
    const SortSet own = known.sorts & ~general, asked = word.sorts & ~general;
    if (c == EntityClass::kPlace) return (known.sorts & word.sorts & general) != 0 ? kWell : kNot;
    if (c != EntityClass::kOrganisation && c != EntityClass::kMedia) return kNot;
    const bool kind = (known.sorts & word.sorts & general) != 0;
    const bool no_kind = (known.sorts & general) == 0;
    if (asked != 0 && own != 0) return (asked & own) != 0 ? kVeryWell : kNot;
    if (asked != 0) return kind || no_kind ? kPerhaps : kNot;
    return kind ? kWell : no_kind ? kPerhaps : kNot;
  }

  void Nominal(uint32_t s, uint32_t u, uint32_t roles) {
    const Sentence& sentence = document_->sentences[s];
    const uint32_t end = sentence.last_unit;
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
    if (!Agree(word.gender, article.gender) || !Agree(word.count, article.count)) return;
    const uint32_t begin = TraitsAt(det)[kContracted] ? first : det;
    // --- what follows ---
    if ((roles & W::kNickname) != 0) {
      Add(s, det, begin, u + 1, EntityForm::kNominal, ByData(s, word.of), words_->rule_nickname());
      return;
    }
    uint32_t last = u + 1;
    if (ToldByName(s, u, roles, begin, det, end)) return;
    if ((roles & W::kNominal) == 0 || article.count == kMany) return;
    while (Free(last, end) && (Roles(last) & (W::kBeside | W::kDemonym)) != 0) ++last;
    if (Free(last, end) && TraitsAt(last)[kOf]) {
      uint32_t field = last + 1;
      if (Free(field, end) && (Roles(field) & W::kKnownDet) != 0) ++field;
      if (!Free(field, end) || (Roles(field) & W::kField) == 0) return;
      last = field + 1;
    }
    if (Narrowed(last, end)) return;
    const Link link = ForNominal(s, u, roles, word);
    Add(s, det, begin, last, EntityForm::kNominal, link, words_->rule_nominal());
  }

  // Whether the word behind a nominal makes it another one: a name, an adjective, a relative
  // clause.
  bool Narrowed(uint32_t u, uint32_t end) const {
    if (u >= end) return false;
    const Unit& unit = At(u);
    if (unit.mention != kNoIndex) {
      return document_->mentions[unit.mention].entity() != nullptr;
    }
    const Traits& t = TraitsAt(u);
    if (t[kHyphen] || t[kRelative] || t[kOf] || t[kOpenQuote] || t[kPlainQuote]) return true;
    if (unit.sort == Sort::kSign) return false;
    if (t[kVerb] && t[kFinite]) return false;
    if (t[kPrep] || t[kCoord] || t[kThat] || t[kSubordinator] || t[kAdverb] || t[kPronoun] ||
        t[kVerbPrefix] || t[kClitic] || t[kNegation] || t[kNegationSecond] || t[kDet] || t[kAs])
      return false;
    if (t[kVerb] && t[kGerund]) return false;
    return true;
  }

  // "le geant de Redmond", "la societe basee a Redmond", "les fabricants de ChatGPT"
  bool ToldByName(uint32_t s, uint32_t u, uint32_t roles, uint32_t begin, uint32_t det,
                  uint32_t end) {
    const uint32_t wanted =
        ((roles & W::kMaker) != 0 ? W::kMade : 0U) | ((roles & W::kNominal) != 0 ? W::kSeat : 0U);
    uint32_t at = u + 1;
    if (at < end && At(at).mention == kNoIndex && TraitsAt(at)[kParticiple]) ++at;
    const uint32_t prep = at;
    while (at < end && at < prep + 2 && At(at).mention == kNoIndex &&
           (TraitsAt(at)[kOf] || TraitsAt(at)[kPrep] || (Roles(at) & W::kKnownDet) != 0))
      ++at;
    if (at >= end || (Roles(at) & wanted) == 0 || at == u + 1 + (prep - u - 1)) {
      // "le fabricant Facebook": no preposition, only for makers
      if (at >= end || (Roles(at) & wanted & W::kMade) == 0 || at != u + 1) return false;
    }
    const Link link = ByData(s, words_->Word(At(at)).of);
    Add(s, det, begin, at + 1, EntityForm::kNominal, link, words_->rule_nickname());
    return true;
  }

  Link ByData(uint32_t, uint16_t of) const {
    Link link;
    link.of = of;
    link.confidence = of != 0 ? kByData : 0;
    link.known = of != 0 ? discourse_.Find(words_->name(of).slug) : kNoIndex;
    if (link.known != kNoIndex) link.mention = discourse_.known()[link.known].mention;
    return link;
  }

  Link ForNominal(uint32_t s, uint32_t u, uint32_t roles, const ReferenceWord& word) {
    const bool person = (word.sorts & words_->person()) != 0;
    const uint32_t noun = At(u).entry;
    for (uint32_t at = s, i = 0; at != kNoIndex && i <= kReach; at = Before(at, true), ++i) {
      const NounPhrase *best = nullptr, *subject = nullptr;
      Fit fit = kNot;
      bool several = false, subjects = false;
      for (const NounPhrase& p : discourse_.Of(at)) {
        if (at == s && p.unit >= u) break;
        if (p.known == kNoIndex) {
          // Somebody without a name: "une entreprise de Lyon ... l'entreprise".
          if (p.noun != kNoIndex && !p.pronoun && p.count != kMany &&
              (p.sorts & word.sorts & (words_->general() | words_->person())) != 0 &&
              !(at == s && p.unit + 3 > u && p.unit < u && false)) {
            if (at == s && p.unit <= u && u - p.unit <= 3 && !Between(p.unit, u)) continue;
            return {};
          }
          continue;
        }
        if (p.pronoun && person) continue;
        const Fit f = FitOf(word, roles, noun, p.known);
        if (f == kNot) continue;
        // The subject of the same clause is no other's name for itself.
        if (at == s && p.subject && !discourse_.VerbBetween(VerbBehind(p.unit, u), u)) continue;
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
      if (best == nullptr) continue;
      if (several) {
        if (subject == nullptr || subjects || i > 1 || person) return {};
        return Make(*subject, fit >= kWell ? kByNearness : kByElimination);
      }
      if (fit == kVeryWell) return Make(*best, kByNoun);
      if (i > 1 && fit == kPerhaps) return {};
      return Make(*best, fit == kWell ? (i > 1 ? kByNearness : kBySort) : kByElimination);
    }
    return {};
  }

  // Whether the nominal at `u` belongs to the phrase that begins at `first`.
  bool Between(uint32_t first, uint32_t u) const {
    for (uint32_t k = first + 1; k < u; ++k) {
      if ((Roles(k) & W::kBeside) == 0) return true;
    }
    return false;
  }
  // The unit behind the first finite verb after `first`.
  uint32_t VerbBehind(uint32_t first, uint32_t u) const {
    for (uint32_t k = first; k < u; ++k) {
      const Traits& t = TraitsAt(k);
      if (At(k).mention == kNoIndex && t[kVerb] && t[kFinite] && !t[kDet] && !t[kPrep])
        return k + 1;
    }
    return u;
  }

  // "son partenaire": where the sentence names the owner and one other party.
  void Partner(uint32_t s, uint32_t det, uint32_t u) {
    const Sentence& sentence = document_->sentences[s];
    uint32_t owner = det;
    if ((Roles(det) & W::kQuoteMark) != 0 && det > sentence.first_unit) --owner;
    if ((Roles(owner) & W::kOwnerDet) == 0) return;
    uint32_t last = u + 1;
    if (owner != det && Free(last, sentence.last_unit) && (Roles(last) & W::kQuoteMark) != 0)
      ++last;
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
    if (Narrowed(last, sentence.last_unit)) return;
    Add(s, owner, owner, last, EntityForm::kNominal, Make(*other, kByElimination),
        words_->rule_nominal());
  }

  // --- records ---

  Link Make(const NounPhrase& p, float confidence) const {
    Link link;
    link.known = p.known;
    // The chain ends at a name.
    link.mention = p.mention;
    link.confidence = confidence;
    return link;
  }

  // `phrase_unit`: where discourse has the phrase begin.
  void Add(uint32_t s, uint32_t phrase_unit, uint32_t first, uint32_t last, EntityForm form,
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
      value.entity_class = EntityClass::kOrganisation;
      value.canonical = words_->name(link.of).canonical;
      value.entity = words_->name(link.of).slug;
    }
    for (NounPhrase& p : discourse_.Of(s)) {
      if (p.unit != phrase_unit || p.known != kNoIndex) continue;
      p.known = link.known;
      p.mention = link.mention;
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

  Document* document_ = nullptr;
  const ReferenceWords* words_ = nullptr;
  Discourse discourse_;
  bool begun_ = false;
};

class CoreferenceStage : public Stage {
 public:
  explicit CoreferenceStage(const Languages& languages) : words_(languages) {}
  std::string_view name() const override { return "coreference"; }

  void Run(const Languages&, Document& document) const override {
    thread_local Resolver resolver;
    bool names = false;
    for (const Mention& m : document.mentions) names |= m.entity() != nullptr;
    if (!names) return;
    const LanguagePack* current = nullptr;
    for (uint32_t b = 0; b < document.blocks.size(); ++b) {
      const Block& block = document.blocks[b];
      const LanguagePack* pack = PackOf(block);
      if (pack == nullptr || !IsMain(block.role)) continue;
      if (pack != current) resolver.Reset();
      current = pack;
      resolver.Run(document, words_.For(*pack), b);
    }
  }

 private:
  PerPack<ReferenceWords> words_;
};

}  // namespace

std::unique_ptr<const Stage> MakeCoreferenceStage(const Languages& languages) {
  return std::make_unique<CoreferenceStage>(languages);
}

}  // namespace sourcier
