// The writing end of a claim store (the directory of schemas/FORMAT.md): segments named by content, a MANIFEST replaced by
// rename, a LOCK, a checkpoint that a killed run goes on from. One writer, one thread.
#ifndef SOURCIER_STORE_STORE_WRITER_H_
#define SOURCIER_STORE_STORE_WRITER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/store/records.h"

namespace sourcier {

struct StoreOptions {
  std::string directory;
  std::string ruleset;                           // hash; see schemas/FORMAT.md
  std::map<std::string, std::string> versions;   // "sourcier" -> "0.1.0", "icu" -> "72.1", ...
  enum class Mode { kNew, kResume, kFresh } mode = Mode::kNew;
};

// What goes into runs/<run-id>.json. The only place with a clock and absolute paths.
struct RunInfo {
  std::vector<std::string> inputs;  // absolute, as given
  std::map<std::string, std::string> options;
  std::string started, finished;    // ISO 8601, UTC
  std::map<std::string, uint64_t> counts;
};

class StoreWriter {
 public:
  // Errors: kLocked where another writer holds LOCK; kUsage where the directory holds a store and mode is kNew, or a store
  // of another ruleset and mode is kResume; kIo.
  static Result<std::unique_ptr<StoreWriter>> Open(const StoreOptions& options);
  virtual ~StoreWriter() = default;

  // How many payloads, in the order of the input, an interrupted run of the same ruleset had finished (0 for a new store): the
  // run reads and hashes those again, and passes them to Skip instead of analysing them.
  virtual uint64_t done() const = 0;
  // True where payload number `ordinal` (< done()) has this hash and may be skipped; false: the input has changed since, and
  // the run must stop with a usage error that says so.
  virtual bool Skip(uint64_t ordinal, std::string_view sha256) = 0;
  // True where the store has a document with this payload hash already.
  virtual bool Has(std::string_view sha256) const = 0;

  // Appends the records of the next payload. Closes a segment when a family passes 32 MiB, and makes a checkpoint then and
  // every 64 MiB of records. Error kIo (disk full): the store stays resumable.
  virtual Status Append(const Records& records) = 0;
  // Makes what was appended so far safe: a run that is told to stop calls it and leaves.
  virtual Status Checkpoint() = 0;
  // Closes all segments, runs the finishing pass (facts), writes runs/, schemas/, views.sql and the MANIFEST.
  virtual Status Finish(const RunInfo& info) = 0;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_STORE_WRITER_H_
