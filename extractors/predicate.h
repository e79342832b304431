// What a figure is the figure of: the predicate of its clause, the noun that is measured, and the
// claim type that follows.
#ifndef SOURCIER_EXTRACTORS_PREDICATE_H_
#define SOURCIER_EXTRACTORS_PREDICATE_H_

#include <cstdint>

#include "extractors/argument.h"
#include "extractors/chunks.h"

namespace sourcier {

constexpr uint32_t Bit(ClaimType type) { return 1u << static_cast<unsigned>(type); }

struct Predication {
  size_t chunk = kNone;                // chunk of the predicate
  size_t first = kNone, last = kNone;  // its nodes
  size_t main = kNone;                 // the node that has the meaning
  bool noun = false;                   // "l'investissement de 13 milliards"
  bool right = false;                  // it stands right of the figure
  size_t measure = kNone;              // noun chunk of what is measured
  size_t subject_measure = kNone;      // the same, where it is the subject of the predicate
  size_t locution = kNone;             // chunk of "en hausse de" between verb and figure
  ClaimType type = ClaimType::kOther;
  bool listed = false;        // the type comes from the lexicon, not from the figure alone
  Link link = Link::kObject;  // how the figure hangs on the verb; of a noun: kComplement
  bool by_verb = false;       // the type is the verb's own: no noun of the clause decides
  bool argument() const { return link != Link::kAdjunct && link != Link::kApart; }
  bool found() const { return main != kNone; }
};

// The predicate of the figure or time at the node; not found where its clause has none.
Predication FindPredicate(const Chunks& chunks, size_t node);

// The types that a figure of its kind can have, as bits.
uint32_t TypesOf(const Mention& mention);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_PREDICATE_H_
