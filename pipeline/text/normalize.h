// decoded -> text: line ends become LF; soft hyphens, zero-width and control characters are left
// out (holes of the map); NFC. Never NFKC: the source keeps its apostrophes, quotes and spaces.
#ifndef SOURCIER_TEXT_NORMALIZE_H_
#define SOURCIER_TEXT_NORMALIZE_H_

#include <memory>

#include "pipeline/core/stage.h"

namespace sourcier {

// Fills text, normalize_map and origin. A document without decode_map runs counts as decoded byte
// for byte. Most texts change nowhere: they cost two scans and one copy.
std::unique_ptr<const Stage> MakeNormalizeStage();

}  // namespace sourcier

#endif  // SOURCIER_TEXT_NORMALIZE_H_
