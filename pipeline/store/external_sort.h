// Sorts more lines than memory holds: bytewise, in runs that are spilled to files and merged. Lines
// hold no LF.
#ifndef SOURCIER_STORE_EXTERNAL_SORT_H_
#define SOURCIER_STORE_EXTERNAL_SORT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/store/byte_buffer.h"

namespace sourcier {

class ExternalSort {
 public:
  // Spills to DIRECTORY/NAME-N.sort; removes those files when it goes. `memory_bytes` counts lines
  // and their index.
  ExternalSort(std::string directory, std::string name, uint64_t memory_bytes = 32 << 20);
  ~ExternalSort();
  ExternalSort(const ExternalSort&) = delete;
  ExternalSort& operator=(const ExternalSort&) = delete;

  Status Add(std::string_view line);
  // Calls `use` with every line in order (equal lines too), once; stops at the first error of
  // `use`. The line is valid during the call only.
  Status Finish(const std::function<Status(std::string_view)>& use);
  size_t spilled_runs() const { return spilled_; }

 private:
  // A line, and its first 16 bytes as numbers that sort as they do: most comparisons end there,
  // without a look at lines that lie anywhere in memory.
  struct Place {
    uint64_t head[2];
    uint32_t begin, size;
  };
  std::string PathOf(size_t run) const;
  std::string_view LineAt(Place p) const { return lines_.view().substr(p.begin, p.size); }
  void SortLines();
  Status Spill();
  // Merges runs [first, last) into `use`.
  Status Merge(size_t first, size_t last, const std::function<Status(std::string_view)>& use);

  std::string directory_, name_;
  uint64_t memory_bytes_;
  ByteBuffer lines_;
  std::vector<Place> places_;
  size_t spilled_ = 0;  // runs written so far; those below merged_ are gone
  size_t merged_ = 0;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_EXTERNAL_SORT_H_
