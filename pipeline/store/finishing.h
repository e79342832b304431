// The finishing pass: what only the whole store can tell. Facts: the claims of one fact_key side by
// side, with a verdict.
#ifndef SOURCIER_STORE_FINISHING_H_
#define SOURCIER_STORE_FINISHING_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/store/byte_buffer.h"
#include "pipeline/store/external_sort.h"
#include "pipeline/store/manifest.h"

namespace sourcier {

struct FinishingOptions {
  std::string tmp;  // directory for spilled runs and for the new segments
  uint64_t segment_bytes = 32 << 20;
  uint64_t memory_bytes = 16 << 20;  // of the external sort, which goes along with the run
};

// Appends what the facts need of a claim, as one line: nothing where it has no fact_key.
// `figure_fields`: where `,"figure_kind":` stands in the claim, 0 where that is not known.
void AppendFactLine(std::string_view claim, size_t figure_fields, ByteBuffer* lines);

// Takes the claims of a whole store, in order, and writes its facts. The same claims in the same
// order give the same bytes, however they came. Errors: kIo.
class FactSort {
 public:
  explicit FactSort(const FinishingOptions& options);
  // Lines of AppendFactLine.
  Status Add(std::string_view lines);
  // The claims of a segment.
  Status AddSegment(const std::string& path);
  // The facts family, sorted by fact_key, as closed files in `tmp` which the caller renames. Once.
  Result<std::vector<RunProgress::ClosedFile>> WriteFacts();

 private:
  const FinishingOptions options_;
  ExternalSort sort_;
  uint64_t place_ = 0;
  std::string line_;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_FINISHING_H_
