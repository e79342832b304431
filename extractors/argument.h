// How a figure hangs on a verb, and whether a noun phrase agrees with one. A figure that is no
// argument of its verb says nothing about the verb's subject:
//
//   "a vendu [13 avions] dans [196 pays]"     an object, an adjunct
//   "[Douze candidats] ont signe"             a subject
//   "une motorisation avec commande a [6 rapports]"     an adjunct of another noun
#ifndef SOURCIER_EXTRACTORS_ARGUMENT_H_
#define SOURCIER_EXTRACTORS_ARGUMENT_H_

#include <cstdint>
#include <string_view>

#include "extractors/chunks.h"

namespace sourcier {

enum class Link : uint8_t {
  kSubject,     // it stands before the verb as its subject
  kObject,      // behind the verb, no preposition
  kGoverned,    // behind a preposition that the verb's frame has for figures
  kComplement,  // "de FIGURE" behind a noun
  kAdjunct,     // behind another preposition
  kApart,       // something else stands between
};

// The link between the figure's chunk and the verb group's. `right`: the verb stands right of it.
Link LinkOf(const Chunks& chunks, size_t verb, size_t figure, bool right);

// The chunk before the figure, hedges and adverbs left out: the chunk behind its preposition.
size_t BeforeHedges(const Chunks& chunks, size_t figure);

// A value of the frame of the node's verb: FrameOf(view, i, "figure") -> "np/a". Empty where the
// lexicon has none.
std::string_view FrameOf(const SentenceView& view, size_t node, std::string_view key);
// Whether "a/de" has the option "de".
bool HasOption(std::string_view options, std::string_view option);
// The plain form of the preposition at the node; empty where it is none.
std::string_view PrepositionAt(const SentenceView& view, size_t node);

// Whether the phrase can be the subject of the finite verb by number. True where the words do not
// tell.
bool Agrees(const Chunks& chunks, const Phrase& subject, size_t verb);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_ARGUMENT_H_
