// Coreference, light and honest: what a pronoun or a nominal stands for, where the text leaves
// little doubt.
//
//   Airbus ... Il ...                     a subject pronoun: the subject before it, if it agrees
//   Renault et une banque ... Cette derniere ...      "the latter": the nearest that agrees
//   Renault ... le constructeur ...       a nominal: the nearest name that is of such a sort
//   le groupe X ... le groupe ...         or that the text gave the same noun
//   le geant de Redmond, les fabricants de ChatGPT    nicknames, only by data
//
// A common noun that agrees as well, a second name that fits as well, or a word that narrows the
// nominal ("l'entreprise familiale") leaves it open. Only main blocks are read, and no pronoun
// looks into a heading or out of a quotation.
//
// Words and names come from lexicon/coreference.tsv of the language (reference_words.h); how a
// sentence is read, discourse.h says. Records: entities of form `pronoun` or `nominal`, with class,
// canonical name and entity of what they stand for.
#ifndef SOURCIER_EXTRACTORS_COREFERENCE_H_
#define SOURCIER_EXTRACTORS_COREFERENCE_H_

#include <cstdint>
#include <string_view>

#include "extractors/grammar.h"
#include "pipeline/core/document.h"

namespace sourcier {

// How sure a link is, by what found it; weaker ones are not made.
inline constexpr float kByData = 0.95F;         // a nickname
inline constexpr float kByNoun = 0.9F;          // the text gave the name this noun
inline constexpr float kBySort = 0.85F;         // the only one whose sort is known to fit
inline constexpr float kBySubject = 0.8F;       // the subject before
inline constexpr float kByNearness = 0.75F;     // the nearest that agrees
inline constexpr float kByElimination = 0.65F;  // the only one that nothing speaks against

// Whose something is, where the determiner at `unit` says no more than that ("son chiffre
// d'affaires"): the canonical name of the nearest party of the sentence left of it that no
// preposition governs, else of the first one of the sentence before. Empty where there is none.
std::string_view OwnerBefore(const Document& document, const Grammar& grammar, uint32_t sentence,
                             uint32_t unit);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_COREFERENCE_H_
