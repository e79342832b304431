// The writing end of a claim store (the directory of schemas/FORMAT.md): segments named by content,
// a MANIFEST replaced by rename, a LOCK, a checkpoint that a killed run goes on from. One writer,
// one thread.
//
//   Append -> tmp/FAMILY-N.open -(full)-> closed in tmp/checkpoint.json ->
//   segments/FAMILY-HASH.jsonl -(Finish)-> MANIFEST
//
// The order of the last steps makes the same bytes after any kill: an open file is cut to the
// length that the checkpoint names, and a closed one gets its name only after the checkpoint says
// so. Until Finish replaces the MANIFEST readers see the store as it was before, also while kFresh
// replaces it.
#ifndef SOURCIER_STORE_STORE_WRITER_H_
#define SOURCIER_STORE_STORE_WRITER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/store/records.h"

namespace sourcier {

struct StoreOptions {
  std::string directory;
  std::string ruleset;                          // hash; see schemas/FORMAT.md
  std::map<std::string, std::string> versions;  // "sourcier" -> "0.1.0", "icu" -> "72.1", ...
  enum class Mode { kNew, kResume, kFresh } mode = Mode::kNew;
  // Files that go along: "figure.schema.json" -> its text goes to schemas/, "views.sql" to the top.
  std::vector<std::pair<std::string, std::string>> static_files;
  uint64_t segment_bytes = 32 << 20;  // a segment closes after the document that takes it past this
  uint64_t checkpoint_bytes = 64 << 20;  // of records, between two checkpoints
};

// What goes into runs/<run-id>.json. The only place with a clock and absolute paths.
struct RunInfo {
  std::vector<std::string> inputs;  // absolute, as given
  std::map<std::string, std::string> options;
  std::string started, finished;  // ISO 8601, UTC
  std::map<std::string, uint64_t> counts;
};

class StoreWriter {
 public:
  // Errors: kLocked where another writer holds LOCK; kUsage where the directory holds a store
  // (finished or not) and mode is kNew, or a store of another ruleset and mode is kResume, or other
  // files than a store's; kIo. kResume goes on with an unfinished run, or adds to a finished store,
  // or starts where there is nothing.
  static Result<std::unique_ptr<StoreWriter>> Open(const StoreOptions& options);
  virtual ~StoreWriter() = default;

  // How many payloads, in the order of the input, an interrupted run of the same ruleset had
  // finished (0 for a new store): the run reads and hashes those again, and passes them to Skip
  // instead of analysing them.
  virtual uint64_t done() const = 0;
  // True where payload number `ordinal` (< done()) has this hash and may be skipped; false: the
  // input has changed since, and the run must stop with a usage error that says so.
  virtual bool Skip(uint64_t ordinal, std::string_view sha256) = 0;
  // True where the store has a document with this payload hash already.
  virtual bool Has(std::string_view sha256) const = 0;

  // Appends the records of the next payload: exactly one call for each payload that was not passed
  // to Skip, in the order of the input. Closes a segment when a family passes 32 MiB, and makes a
  // checkpoint then and every 64 MiB of records. What a finished store has already (a copy at the
  // same place, the same problem) is left out; a problem with the id of an earlier one gets the
  // next number. Error kIo (disk full): the store stays resumable, the writer is of no more use.
  virtual Status Append(const Records& records) = 0;
  // Makes what was appended so far safe: a run that is told to stop calls it and leaves.
  virtual Status Checkpoint() = 0;
  // Closes all segments, runs the finishing pass (facts), writes runs/, schemas/, views.sql and the
  // MANIFEST.
  virtual Status Finish(const RunInfo& info) = 0;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_STORE_WRITER_H_
