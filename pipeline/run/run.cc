#include "pipeline/run/run.h"

#include <algorithm>
#include <ctime>

namespace sourcier {
namespace {

std::string NowUtc() {
  const std::time_t now = std::time(nullptr);
  std::tm utc;
  gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return text;
}

std::string IdOf(const std::string& sha256) { return "d_" + sha256.substr(0, 20); }

class Runner {
 public:
  Runner(const RunOptions& options, InputReader& input, StoreWriter& store, Progress& progress)
      : options_(options), input_(input), store_(store), progress_(progress) {
    summary_.skip_quarantine = options.on_error == OnError::kSkip;
  }

  // Passes over what an interrupted run has finished. False where the run must end.
  bool SkipDone() {
    Document document;
    const uint64_t done = store_.done();
    for (uint64_t ordinal = 0; ordinal < done; ++ordinal) {
      if (Stopped()) return true;
      const bool more = input_.Next(&document);
      if (!more && Stopped()) return true;
      if (more) DecodePayload(&document);
      if (!more || !store_.Skip(ordinal, document.sha256)) {
        error_ = Error{ErrorCode::kUsage,
                       "the input has changed since the run that --resume goes on with (payload " +
                           std::to_string(ordinal) + (more ? ", " + document.source.path : "") +
                           "); start again with --fresh"};
        return false;
      }
      bool fatal = false;
      for (const Problem& p : document.problems) {
        summary_.CountProblem(document.source, p);
        fatal |= p.fatal;
      }
      summary_.quarantined += fatal;
      ++summary_.skipped_done;
      progress_.Update(input_.counts().payloads, input_.counts().bytes);
    }
    consumed_ = done;
    return true;
  }

  // Appends one outcome. False where the run must end.
  bool Take(Outcome& outcome) {
    ++consumed_;
    bool copy = false;
    if (!outcome.fatal && store_.Has(outcome.records.sha256)) {
      copy = true;
      copy_.Clear();
      RecordWriter::WriteCopy(IdOf(outcome.records.sha256), outcome.records, &copy_);
      outcome.problems.clear();
      std::swap(outcome.records, copy_);
    } else if (outcome.fatal && options_.on_error == OnError::kSkip) {
      Records none;
      none.sha256 = outcome.records.sha256;
      none.source_json = outcome.records.source_json;
      none.payload_bytes = outcome.records.payload_bytes;
      outcome.records = std::move(none);
    }
    if (Status s = store_.Append(outcome.records); !s.ok()) {
      error_ = s.error();
      return false;
    }
    appended_ = true;
    summary_.Count(outcome, copy);
    progress_.Update(consumed_, input_.counts().bytes);
    if (outcome.fatal && options_.on_error == OnError::kFail) {
      summary_.failed = true;
      return false;
    }
    summary_.errors_exceeded = options_.max_errors.Exceeded(summary_.quarantined, consumed_, false);
    return !summary_.errors_exceeded;
  }

  Result<RunSummary> End(RunInfo info) {
    progress_.Clear();
    if (error_) return *error_;
    summary_.input = input_.counts();
    if (Stopped()) summary_.signal = options_.stop->load();
    if (summary_.signal != 0 || summary_.errors_exceeded || summary_.failed) {
      summary_.input.payloads =
          std::max(consumed_, summary_.skipped_done);  // without those read ahead
      if (appended_) {
        if (Status s = store_.Checkpoint(); !s.ok()) return s.error();
      }
      return summary_;
    }
    summary_.errors_exceeded = options_.max_errors.Exceeded(summary_.quarantined, consumed_, true);
    info.finished = NowUtc();
    info.counts["files"] = summary_.input.files;
    info.counts["payloads"] = summary_.input.payloads;
    info.counts["bytes"] = summary_.input.bytes;
    info.counts["skipped_unknown_type"] = summary_.input.skipped_unknown_type;
    info.counts["quarantined"] = summary_.quarantined;
    info.counts["resumed_after"] = summary_.skipped_done;
    if (Status s = store_.Finish(info); !s.ok()) return s.error();
    return summary_;
  }

 private:
  bool Stopped() const {
    return options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed) != 0;
  }

  const RunOptions& options_;
  InputReader& input_;
  StoreWriter& store_;
  Progress& progress_;
  RunSummary summary_;
  std::optional<Error> error_;
  Records copy_;
  bool appended_ = false;
  uint64_t consumed_ = 0;  // payloads, those done before too
};

}  // namespace

bool MaxErrors::Exceeded(uint64_t errors, uint64_t payloads, bool at_end) const {
  if (count && errors > *count) return true;
  if (!percent || (!at_end && payloads < 1000)) return false;
  return static_cast<double>(errors) * 100 > *percent * static_cast<double>(payloads);
}

Result<RunSummary> Run(const RunOptions& options, const Languages& languages, const Line& line,
                       InputReader& input, StoreWriter& store, RunInfo info, Progress& progress) {
  if (info.started.empty()) info.started = NowUtc();
  Runner runner(options, input, store, progress);
  if (runner.SkipDone()) {
    const WorkOptions work{options.jobs, options.keep_text, options.stop};
    ProcessInOrder(work, languages, line, input,
                   [&](Outcome& outcome) { return runner.Take(outcome); });
  }
  return runner.End(std::move(info));
}

}  // namespace sourcier
