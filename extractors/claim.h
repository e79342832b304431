// Claims: one figure in one clause, with its roles. claim.cc is the stage; claim_roles.cc finds
// object, base, time and place.
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

// Sets the attribution of a claim: the innermost one whose content holds the figure. The voice is
// the end of its chain.
void SetAttribution(const Document& document, Span figure, Claim* claim);

// What makes claims of different articles the same fact: type|subjects|object or measure|unit|per.
std::string FactKey(const Document& document, const Claim& claim, std::string_view measure_head);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_CLAIM_H_
