// How firmly a clause is said, by the precedence of the Epistemic enumerators: the first that holds
// wins.
#ifndef SOURCIER_EXTRACTORS_EPISTEMIC_H_
#define SOURCIER_EXTRACTORS_EPISTEMIC_H_

#include <vector>

#include "extractors/predicate.h"

namespace sourcier {

struct Firmness {
  Epistemic label = Epistemic::kAsserted;
  std::vector<Marker> markers;

  void Note(Epistemic e, Span span) {
    markers.push_back({span, e});
    if (e < label) label = e;
  }
};

// Reads the words of the clause: negation, moods, modal verbs, adverbs and nouns of expectation.
// `agent`: the subject is a person or a body, whose futures are plans; `reported_past`: the clause
// depends on a past verb of saying, after which a conditional is a future.
Firmness ReadFirmness(const Chunks& chunks, const Predication& predicate, size_t figure_node,
                      bool agent, bool reported_past);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_EPISTEMIC_H_
