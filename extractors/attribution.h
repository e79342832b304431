// Who says what: the parts of the attribution stage (attribution.cc, sources.cc). Cues come from attribution.rules; the source is the
// noun phrase that the cue's form asks for, and the content runs from the cue to a boundary, or is a quotation (quotes.h).
#ifndef SOURCIER_EXTRACTORS_ATTRIBUTION_H_
#define SOURCIER_EXTRACTORS_ATTRIBUTION_H_

#include <string_view>
#include <vector>

#include "extractors/chunks.h"
#include "extractors/quotes.h"
#include "pipeline/language/rule_set.h"

namespace sourcier {

// A cue in its sentence.
struct Cue {
  std::string_view form;        // of attribution.rules
  size_t first = 0, last = 0;   // nodes
  size_t verb = kNone;          // the node of the verb of saying; kNone for prepositions and nouns
  size_t match_last = 0;        // the node after the whole match
  std::string_view rule;
  float weight = 1;
  bool used = false;
};

// Whether the phrase can be a source: a person, body, medium or document. `verb` is the traits of the cue's verb.
bool IsPlausibleSource(const Chunks& chunks, const Phrase& phrase, const Traits& verb);

// What a cue makes of what it says: a verb of denial, or a negated cue.
Epistemic CueEpistemic(const Chunks& chunks, const Cue& cue, const Phrase& source);

// The content left of an incise that begins at this chunk, and right of one that ends before `after`; both where the clause is
// broken by it. Chunk indices; appends spans.
void AppendContentAround(const Chunks& chunks, size_t incise, size_t after, std::vector<Span>* content);
// The content from a chunk to the end of what the sentence says.
Span ContentFrom(const Chunks& chunks, size_t chunk);
// From a node instead, in the middle of a chunk.
Span ContentFromNode(const Chunks& chunks, size_t node);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_ATTRIBUTION_H_
