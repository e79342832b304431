// The finishing pass: what only the whole store can tell. Facts: the claims of one fact_key side by
// side, with a verdict.
#ifndef SOURCIER_STORE_FINISHING_H_
#define SOURCIER_STORE_FINISHING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/store/manifest.h"

namespace sourcier {

struct FinishingOptions {
  std::string tmp;  // directory for spilled runs and for the new segments
  uint64_t segment_bytes = 32 << 20;
  uint64_t memory_bytes = 32 << 20;  // of the external sort
};

// Reads claim segments in order and writes the facts family, sorted by fact_key, as closed files in
// `tmp` which the caller renames. The same claims in the same order give the same bytes, however
// they are cut into segments.
Result<std::vector<RunProgress::ClosedFile>> WriteFacts(
    const std::vector<std::string>& claim_segments, const FinishingOptions& options);

}  // namespace sourcier

#endif  // SOURCIER_STORE_FINISHING_H_
