// A line on a terminal that says how far a run is. The one place of the library that prints, and
// only to what it is given.
#ifndef SOURCIER_RUN_PROGRESS_H_
#define SOURCIER_RUN_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <cstdio>

namespace sourcier {

// Not thread-safe.
class Progress {
 public:
  // `out` null: prints nothing (not a terminal).
  explicit Progress(std::FILE* out);
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Cheap to call for every payload: looks at the clock now and then, prints five times a second.
  void Update(uint64_t payloads, uint64_t bytes);
  // Takes the line away.
  void Clear();

 private:
  std::FILE* out_;
  std::chrono::steady_clock::time_point start_, last_;
  uint32_t calls_ = 0;
  bool shown_ = false;
};

}  // namespace sourcier

#endif  // SOURCIER_RUN_PROGRESS_H_
