// Claims: one figure in one clause, with its roles. claim.cc is the stage; claim_roles.cc finds
// object, base, time and place; claim_parts.cc tells what else it asks of the clause.
#ifndef SOURCIER_EXTRACTORS_CLAIM_H_
#define SOURCIER_EXTRACTORS_CLAIM_H_

#include <string>

#include "extractors/predicate.h"

namespace sourcier {

// The object by the frame of the predicate ("object=dans/a"): the noun phrase behind one of its
// prepositions, or right behind the verb. Not found where the clause has none.
Phrase FindObject(const Chunks& chunks, const Predication& predicate, size_t figure_node);
// "du capital" behind a share.
Phrase FindBase(const Chunks& chunks, size_t figure_node);
// The date of the clause: the nearest one to the figure. kNone where there is none.
size_t FindTime(const Chunks& chunks, const Predication& predicate, size_t figure_node);
// The subject of a nominal predicate: "l'investissement de 13 milliards [du geant] dans ..."
Phrase FindNounSubject(const Chunks& chunks, const Predication& predicate, size_t figure_node);

// "X detient 49 % de Y, apres avoir investi 13 milliards": what X put in went into Y. Gives a claim
// without an object that of the claim before, where both are ties of capital of one subject in one
// sentence.
void InheritObject(const Document& document, Claim* claim);
// Whether the verb is what a quotation hangs on: the quotation is its object, "..., a-t-elle lance
// mardi".
bool IsQuoteCue(const Chunks& chunks, const Predication& predicate);
// Whether a counted figure belongs to the verb: as its argument, or to an event or amount that is
// one. "la fermeture de 12 usines", not "un amas de 12 cabanes" nor "dans 12 pays".
bool CountsHere(const Chunks& chunks, const Predication& predicate, const FigureValue& value,
                size_t figure_chunk);
// The agent of a participle: "verses [par Microsoft]".
Phrase AgentOf(const Chunks& chunks, size_t verb);
// The entity that a measure belongs to: "Le deficit [de la France]".
Phrase OwnerOf(const Chunks& chunks, const Phrase& measure);
// A noun phrase between "and" and the figure, where the verb of the clause stands further left.
Phrase Gapped(const Chunks& chunks, size_t figure_chunk, const Predication& predicate);
// Whether the subject acts: a body, a person, a pronoun for one.
bool IsAgent(const Chunks& chunks, const Phrase& subject);
// The lemma of the predicate.
std::string_view NormOf(const Chunks& chunks, const Predication& predicate);
Direction DirectionOf(const Chunks& chunks, const Predication& predicate);
// Whether the attribution of the claim has its cue in this sentence, in a past tense.
bool ReportedPast(const Chunks& chunks, const Claim& claim);

// Sets the attribution of a claim: the innermost one whose content holds the figure. The voice is
// the end of its chain.
void SetAttribution(const Document& document, Span figure, Claim* claim);

// What makes claims of different articles the same fact: type|subjects|object or measure|unit|per.
std::string FactKey(const Document& document, const Claim& claim, std::string_view measure_head);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_CLAIM_H_
