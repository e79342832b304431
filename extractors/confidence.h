// How far a claim can be trusted, from what speaks for it. The weights stand in confidence.cc.
#ifndef SOURCIER_EXTRACTORS_CONFIDENCE_H_
#define SOURCIER_EXTRACTORS_CONFIDENCE_H_

#include "extractors/predicate.h"

namespace sourcier {

// A claim below this is more often wrong than right, and is not made.
constexpr float kLeastConfidence = 0.385F;

// A confidence in [0, 1] for the claim that hangs on the predicate; `subject` is the phrase that
// its subject was read from (not found where it has none), `own` the figure's chunk.
float ConfidenceOf(const Chunks& chunks, const Predication& predicate, const Phrase& subject,
                   size_t own, const Claim& claim);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_CONFIDENCE_H_
