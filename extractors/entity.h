// What the entity stage and the coreference stage share.
#ifndef SOURCIER_EXTRACTORS_ENTITY_H_
#define SOURCIER_EXTRACTORS_ENTITY_H_

#include <string>
#include <string_view>

#include "pipeline/core/document.h"

namespace sourcier {

// The stable slug of a canonical name: folded, words joined by hyphens
// ("banque-centrale-europeenne").
std::string Slug(std::string_view canonical);

// Puts a mention into the document and marks its units. REQUIRES: none of its units has a mention.
uint32_t AppendMention(Document& document, Mention mention);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_ENTITY_H_
