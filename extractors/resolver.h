// How coreference.cc and coreference_nominals.cc work through a document: a private header.
#ifndef SOURCIER_EXTRACTORS_RESOLVER_H_
#define SOURCIER_EXTRACTORS_RESOLVER_H_

#include <cstdint>
#include <string_view>

#include "extractors/discourse.h"
#include "extractors/reference_words.h"
#include "pipeline/core/document.h"

namespace sourcier {

// What an anaphor stands for.
struct Link {
  uint32_t known = kNoIndex;    // index in Discourse::known(); kNoIndex where only `of` tells it
  uint32_t mention = kNoIndex;  // the antecedent: a name, never another anaphor
  uint16_t of = 0;              // a name that the data give: index in ReferenceWords::name()
  float confidence = 0;
  explicit operator bool() const { return confidence > 0; }
};

// Reads the blocks of one document in order. Keeps its memory from document to document.
class Resolver {
 public:
  // A new document, or a new pack.
  void Begin() { begun_ = false; }
  // Appends the mentions of the block. `words` must outlive the document.
  void Run(Document& document, const ReferenceWords& words, uint32_t block);

 private:
  const Unit& At(uint32_t u) const { return document_->units[u]; }
  uint32_t Roles(uint32_t u) const { return words_->Roles(At(u)); }
  const Traits& TraitsAt(uint32_t u) const { return words_->grammar().Of(At(u)); }
  bool Free(uint32_t u, uint32_t end) const { return u < end && At(u).mention == kNoIndex; }
  bool IsVerb(uint32_t u) const;
  // The sentence of a main block before this one; kNoIndex where there is none.
  uint32_t Before(uint32_t s, bool headings) const;

  // --- pronouns (coreference.cc) ---
  void Pronoun(uint32_t s, uint32_t u);
  bool VerbFollows(uint32_t u, uint32_t end) const;
  // "il faut", "il y a", "il est possible que"
  bool Empty(uint32_t u, uint32_t end) const;
  bool CanBePronoun(const NounPhrase& p, const ReferenceWord& word) const;
  Link Subject(uint32_t s, uint32_t u, const ReferenceWord& word);
  // The first subject of the sentence that agrees; a common noun that agrees leaves it open.
  Link SubjectOf(uint32_t s, const ReferenceWord& word);
  // "cette derniere": the nearest phrase that agrees.
  Link Near(uint32_t s, uint32_t u);

  // --- nominals (coreference_nominals.cc) ---
  enum Fit { kNot, kPerhaps, kWell, kVeryWell };
  void Nominal(uint32_t s, uint32_t u, uint32_t roles, bool quoted);
  Fit FitOf(const ReferenceWord& word, uint32_t roles, const Unit& noun, uint32_t known) const;
  // Whether what stands at `u`, behind a nominal, makes it another one: a name, an adjective, a
  // relative clause.
  bool Narrowed(uint32_t u, uint32_t end) const;
  // "le geant de Redmond", "la societe basee a Redmond", "les fabricants de ChatGPT"
  bool ToldByName(uint32_t s, uint32_t u, uint32_t roles, uint32_t begin, uint32_t det);
  Link ByData(uint16_t of) const;
  // `reach`: how many sentences back; `least`: how well the name must fit.
  Link ForNominal(uint32_t s, uint32_t u, uint32_t roles, uint32_t reach, Fit least);
  // Whether the nominal at `u` is the noun of the phrase that begins at `first`.
  bool IsNounOf(uint32_t first, uint32_t u) const;
  // Whether a subject at `first` is that of the clause in which `u` stands.
  bool SameClause(uint32_t first, uint32_t u) const;
  // "son partenaire": where the sentence names the owner and one other party.
  void Partner(uint32_t s, uint32_t det, uint32_t u);

  // --- records ---
  Link Make(const NounPhrase& p, float confidence) const;
  // `phrase`: the unit at which discourse has the phrase begin. Nothing where there is no link.
  void Add(uint32_t s, uint32_t phrase, uint32_t first, uint32_t last, EntityForm form,
           const Link& link, std::string_view rule);

  Document* document_ = nullptr;
  const ReferenceWords* words_ = nullptr;
  Discourse discourse_;
  bool begun_ = false;
};

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_RESOLVER_H_
