// From a phrase to a role: its span, the mentions in it, and the name it is known by.
#ifndef SOURCIER_EXTRACTORS_ROLES_H_
#define SOURCIER_EXTRACTORS_ROLES_H_

#include "extractors/chunks.h"
#include "pipeline/core/document.h"

namespace sourcier {

// The role that the phrase fills. The canonical name is that of the entity at its head (several: sorted, joined by '|'), of a
// person in apposition, or the phrase without its determiner; empty for a pronoun that stands for nothing known.
Role MakeRole(const Chunks& chunks, const Phrase& phrase, Document& document);

// A role without a span.
Role ImplicitRole(std::string_view canonical, FoundBy by);

// The phrase without determiners: "les documents divulgues" -> "documents divulgues".
Span WithoutDeterminer(const SentenceView& view, size_t first, size_t last);

// The canonical name of an entity, of the end of its chain of antecedents where it has none itself.
std::string_view CanonicalOf(const Document& document, const Mention& mention);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_ROLES_H_
