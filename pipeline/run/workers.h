// The engine of `run` and `extract`: payloads in, results out in the order of the input, whatever
// the number of threads.
//
//   caller's thread:  read -> [batch of ~32 KiB]  -> queue ......... -> batch done, oldest first ->
//   consume each result worker threads:                                 decode, line, records
//
// The caller's thread reads and consumes; it fills a bounded window of batches, then waits for the
// oldest. With one job there are no threads: read, work, consume. A document in work takes the
// memory of the line; one that waits, its payload; so the window holds at most 2 * jobs + 2 batches
// and, beyond one large document per job, at most jobs * 1 MiB of payloads.
#ifndef SOURCIER_RUN_WORKERS_H_
#define SOURCIER_RUN_WORKERS_H_

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/core/stage.h"
#include "pipeline/input/reader.h"
#include "pipeline/store/records.h"

namespace sourcier {

// What became of one payload.
struct Outcome {
  Records records;
  Source source;
  std::string language;           // "" where the document was not read
  std::vector<Problem> problems;  // ranges and messages, for the summary
  bool fatal = false;             // there is no document record
};

struct WorkOptions {
  unsigned jobs = 1;       // >= 1
  bool keep_text = false;  // as for RecordWriter
  const std::atomic<int>* stop =
      nullptr;  // when set, reading ends; what was read is finished and consumed
};

// Called in the order of the input, on the caller's thread. False ends the work: what is still in
// flight is dropped.
using Consume = std::function<bool(Outcome& outcome)>;

// An exception that a stage lets out becomes the fatal problem `internal` of its document.
// REQUIRES: `line` and `languages` outlive the call; the rest of `input` is read.
void ProcessInOrder(const WorkOptions& options, const Languages& languages, const Line& line,
                    InputReader& input, const Consume& consume);

}  // namespace sourcier

#endif  // SOURCIER_RUN_WORKERS_H_
