// Why the line reads a text as it does: for each sentence what was found and by which rule, and the
// candidates that lost. Every rule is run by itself right before the stage that asks its set, so a
// candidate is seen as that stage saw it.
#ifndef SOURCIER_EXTRACTORS_EXPLAIN_H_
#define SOURCIER_EXTRACTORS_EXPLAIN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/stage.h"
#include "pipeline/language/language_pack.h"

namespace sourcier {

// A match of a rule that made nothing.
struct Beaten {
  Span span;
  std::string_view rule;
  std::string where;  // file:line
  std::string why;
};

// A mention, attribution or claim.
struct Found {
  Span span;
  std::string_view family;  // figure, time, entity, attribution, claim
  std::string reading;      // as in the examples of rule files
  std::string_view rule;
  std::string where;  // file:line; "" where no rule of a file made it
  float confidence = 1;
  std::vector<Beaten> beaten;  // candidates that overlap it
};

struct SentenceExplanation {
  Span span;
  SourceRange bytes;  // of the payload
  BlockRole role = BlockRole::kBody;
  std::vector<Found> found;   // in the order of the text
  std::vector<Beaten> alone;  // candidates where nothing was found
};

// Runs the line over a decoded document, and explains each sentence of a block that a pack reads.
std::vector<SentenceExplanation> Explain(const Line& line, const Languages& languages,
                                         Document* document);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_EXPLAIN_H_
