// `sourcier run`: every payload of an input through the line into a store, in the order of the
// input.
#ifndef SOURCIER_RUN_RUN_H_
#define SOURCIER_RUN_RUN_H_

#include <atomic>
#include <optional>

#include "pipeline/core/result.h"
#include "pipeline/core/stage.h"
#include "pipeline/input/reader.h"
#include "pipeline/run/progress.h"
#include "pipeline/run/summary.h"
#include "pipeline/store/store_writer.h"

namespace sourcier {

// What to do with a payload that makes no document.
enum class OnError { kQuarantine, kFail, kSkip };

struct MaxErrors {
  std::optional<uint64_t> count{};
  // Of the payloads; looked at from 1,000 payloads on, and at the end.
  std::optional<double> percent{};
  // True where `errors` of `payloads` are too many.
  bool Exceeded(uint64_t errors, uint64_t payloads, bool at_end) const;
};

struct RunOptions {
  unsigned jobs = 1;
  bool keep_text = false;
  OnError on_error = OnError::kQuarantine;
  MaxErrors max_errors{};
  // Set to the signal's number by a handler: documents in work are finished, a checkpoint is made,
  // and Run returns.
  const std::atomic<int>* stop = nullptr;
};

// Reads all of `input`, and makes `store` of it. Payloads that the store has done (an interrupted
// run) are decoded again but not analysed. A payload that the store has already makes a `copies`
// record. The bytes of the store do not depend on `jobs`. On success the store is finished, unless
// the summary says that the run was stopped (signal, max_errors, failed): then it holds a
// checkpoint to resume from. `info` is completed with counts. Errors: kIo from the store; kUsage
// where the input has changed since the run that is resumed.
Result<RunSummary> Run(const RunOptions& options, const Languages& languages, const Line& line,
                       InputReader& input, StoreWriter& store, RunInfo info, Progress& progress);

}  // namespace sourcier

#endif  // SOURCIER_RUN_RUN_H_
