#include "pipeline/store/store_writer.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "pipeline/store/done_list.h"
#include "pipeline/store/finishing.h"
#include "pipeline/store/known_records.h"
#include "pipeline/store/segment_writer.h"
#include "pipeline/store/store_directory.h"

namespace sourcier {
namespace {

constexpr auto kDoneList = "done.list";

// What the finishing pass makes; it is made again whenever a store is added to.
bool IsDerived(Family family) { return family == Family::kFacts || family == Family::kDuplicates; }

class Writer : public StoreWriter {
 public:
  Writer(const StoreOptions& options, StoreDirectory directory)
      : options_(options), directory_(std::move(directory)) {}

  // Takes up what is there: the progress of an unfinished run, the manifest of a finished store.
  Status Start(const RunProgress& progress, std::optional<Manifest> manifest);

  uint64_t done() const override { return done_; }
  bool Skip(uint64_t ordinal, std::string_view sha256) override {
    return ordinal < done_ && done_list_->Is(ordinal, sha256);
  }
  bool Has(std::string_view sha256) const override { return known_.HasDocument(sha256); }
  Status Append(const Records& records) override { return Keep(TryAppend(records)); }
  Status Checkpoint() override { return Keep(TryCheckpoint()); }
  Status Finish(const RunInfo& info) override { return Keep(TryFinish(info)); }

 private:
  using ClosedFile = RunProgress::ClosedFile;

  // After an error nothing more is written: the last checkpoint stands.
  Status Keep(Status status) {
    if (!status && !failed_) failed_ = status.error();
    return status;
  }
  Status TryAppend(const Records& records);
  Status TryCheckpoint();
  Status TryFinish(const RunInfo& info);
  FinishingOptions Finishing() const {
    FinishingOptions finishing;
    finishing.tmp = directory_.tmp();
    finishing.segment_bytes = options_.segment_bytes;
    return finishing;
  }
  Status AppendTo(Family family, std::string_view lines, uint64_t count);
  Status Close(Family family);
  Status WriteCheckpointFile();
  Status WriteSideFiles(const RunInfo& info, uint64_t generation, const std::string& run_file);

  StoreOptions options_;
  StoreDirectory directory_;
  KnownRecords known_;
  std::optional<DoneList> done_list_;
  std::map<Family, SegmentWriter> open_;
  std::array<uint64_t, kFamilyCount> next_number_{};
  std::optional<FactSort> facts_;
  std::vector<ClosedFile> closed_;       // by this run, in order
  std::vector<ClosedFile> unpublished_;  // closed since the last checkpoint
  std::vector<StoreFile> base_;          // of the finished store that is added to
  uint64_t generation_ = 0;              // of the store that is there
  bool fresh_ = false;
  uint64_t done_ = 0;     // when opened
  uint64_t pending_ = 0;  // bytes since the last checkpoint
  std::string scratch_;
  std::optional<Error> failed_;
};

Status Writer::Start(const RunProgress& progress, std::optional<Manifest> manifest) {
  fresh_ = progress.fresh;
  done_ = progress.done;
  closed_ = progress.closed;
  if (manifest) generation_ = manifest->generation;
  if (manifest && !fresh_) {
    for (const StoreFile& f : manifest->files) {
      // A run that was killed right after it replaced the manifest finds its own files there.
      const bool own = std::any_of(closed_.begin(), closed_.end(),
                                   [&](const auto& c) { return c.file.file == f.file; });
      if (!own && !IsDerived(f.family)) base_.push_back(f);
    }
  }
  if (auto s = directory_.MakeFolders(); !s) return s;
  if (auto s = directory_.Publish(closed_); !s) return s;
  std::vector<std::string> keep{"progress.json", kDoneList};
  for (const auto& o : progress.open) keep.push_back(OpenName(o.family, o.number));
  if (auto s = directory_.CleanTmp(keep); !s) return s;

  for (const StoreFile& f : base_) {
    if (auto s = known_.LoadFinished(f.family, directory_.path() + "/" + f.file); !s) return s;
  }
  auto list = DoneList::Open(directory_.tmp() + "/" + kDoneList, done_, &known_);
  if (!list) return list.error();
  done_list_.emplace(std::move(*list));
  for (const ClosedFile& c : closed_) {
    next_number_[static_cast<size_t>(c.file.family)] = c.number + 1;
    if (c.file.family != Family::kProblems) continue;
    if (auto s = known_.LoadProblemIds(directory_.path() + "/" + c.file.file); !s) return s;
  }
  for (const auto& o : progress.open) {
    auto segment = SegmentWriter::Open(directory_.tmp(), o.family, o.number, o.bytes, o.records);
    if (!segment) return segment.error();
    open_.emplace(o.family, std::move(*segment));
    next_number_[static_cast<size_t>(o.family)] = o.number + 1;
    if (o.family != Family::kProblems) continue;
    if (auto s = known_.LoadProblemIds(directory_.tmp() + "/" + OpenName(o.family, o.number)); !s)
      return s;
  }
  // Where all claims pass by, the facts gather them; else they are read from the segments at the
  // end.
  if (base_.empty() && done_ == 0) facts_.emplace(Finishing());
  // From here on a kill finds a progress.
  return WriteCheckpointFile();
}

Status Writer::AppendTo(Family family, std::string_view lines, uint64_t count) {
  if (lines.empty()) return Done();
  auto it = open_.find(family);
  if (it == open_.end()) {
    auto segment = SegmentWriter::Open(directory_.tmp(), family,
                                       next_number_[static_cast<size_t>(family)]++, 0, 0);
    if (!segment) return segment.error();
    it = open_.emplace(family, std::move(*segment)).first;
  }
  pending_ += lines.size();
  return it->second.Append(lines, count);
}

Status Writer::Close(Family family) {
  auto it = open_.find(family);
  if (it == open_.end()) return Done();
  auto closed = it->second.Close();
  if (!closed) return closed.error();
  unpublished_.push_back(*closed);
  open_.erase(it);
  return Done();
}

Status Writer::TryAppend(const Records& records) {
  if (failed_) return *failed_;
  bool full = false;
  for (size_t i = 0; i < kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    std::string_view lines = records.lines[i];
    uint64_t count = records.counts[i];
    if (!lines.empty() && (family == Family::kCopies || family == Family::kProblems)) {
      scratch_.clear();
      count = family == Family::kCopies ? known_.FilterCopies(lines, &scratch_)
                                        : known_.FilterProblems(records, &scratch_);
      lines = scratch_;
    }
    if (auto s = AppendTo(family, lines, count); !s) return s;
    const auto it = open_.find(family);
    if (it != open_.end() && it->second.bytes() > options_.segment_bytes) {
      if (auto s = Close(family); !s) return s;
      full = true;
    }
  }
  if (facts_) {
    if (auto s = facts_->Add(records.fact_lines); !s) return s;
  }
  const bool document = records.counts[static_cast<size_t>(Family::kDocuments)] > 0;
  if (document) known_.AddDocument(Hash128::FromHex(records.sha256));
  if (auto s = done_list_->Append(records.sha256, document); !s) return s;
  if (full || pending_ >= options_.checkpoint_bytes) return TryCheckpoint();
  return Done();
}

Status Writer::TryCheckpoint() {
  if (failed_) return *failed_;
  for (auto& [family, segment] : open_) {
    if (auto s = segment.Flush(); !s) return s;
  }
  if (auto s = done_list_->Flush(); !s) return s;
  if (auto s = SyncDirectory(directory_.tmp()); !s) return s;
  closed_.insert(closed_.end(), unpublished_.begin(), unpublished_.end());
  if (auto s = WriteCheckpointFile(); !s) return s;
  if (auto s = directory_.Publish(unpublished_); !s) return s;
  unpublished_.clear();
  pending_ = 0;
  return Done();
}

Status Writer::WriteCheckpointFile() {
  RunProgress progress;
  progress.ruleset = options_.ruleset;
  progress.fresh = fresh_;
  progress.done = done_list_->count();
  for (const auto& [family, segment] : open_) {
    progress.open.push_back({family, segment.number(), segment.bytes(), segment.records()});
  }
  progress.closed = closed_;
  return WriteProgress(directory_.tmp(), progress);
}

Status Writer::TryFinish(const RunInfo& info) {
  if (failed_) return *failed_;
  for (size_t i = 0; i < kFamilyCount; ++i) {
    if (auto s = Close(static_cast<Family>(i)); !s) return s;
  }
  if (auto s = TryCheckpoint(); !s) return s;

  Manifest manifest;
  manifest.generation = generation_ + 1;
  manifest.versions = options_.versions;
  manifest.ruleset = options_.ruleset;
  manifest.files = base_;
  for (const ClosedFile& c : closed_) manifest.files.push_back(c.file);

  if (!facts_) {
    facts_.emplace(Finishing());
    for (const std::string& path : manifest.PathsOf(Family::kClaims, directory_.path())) {
      if (auto s = facts_->AddSegment(path); !s) return s;
    }
  }
  auto facts = facts_->WriteFacts();
  if (!facts) return facts.error();
  facts_.reset();
  if (auto s = directory_.Publish(*facts); !s) return s;
  for (const ClosedFile& c : *facts) manifest.files.push_back(c.file);
  std::stable_sort(manifest.files.begin(), manifest.files.end(),
                   [](const StoreFile& a, const StoreFile& b) { return a.family < b.family; });

  std::string run_file;
  for (const char c : info.started) {
    if (std::isalnum(static_cast<unsigned char>(c))) run_file.push_back(c);
  }
  run_file += (run_file.empty() ? "" : "-") + std::to_string(manifest.generation) + ".json";
  if (auto s = WriteSideFiles(info, manifest.generation, run_file); !s) return s;
  if (auto s = WriteManifest(directory_.path(), manifest); !s) return s;
  failed_ = Error{ErrorCode::kInternal, directory_.path() + ": the store is finished"};
  done_list_.reset();
  return directory_.RemoveStale(manifest, fresh_ ? run_file : std::string());
}

Status Writer::WriteSideFiles(const RunInfo& info, uint64_t generation,
                              const std::string& run_file) {
  const std::string& store = directory_.path();
  for (const auto& [name, text] : options_.static_files) {
    const std::string folder = name.ends_with(".json") ? store + "/schemas" : store;
    if (auto s = ReplaceFile(folder, name, text); !s) return s;
  }
  using Json = nlohmann::ordered_json;
  const Json run = {{"run", run_file.substr(0, run_file.size() - 5)},
                    {"generation", generation},
                    {"started", info.started},
                    {"finished", info.finished},
                    {"inputs", info.inputs},
                    {"options", info.options},
                    {"versions", options_.versions},
                    {"ruleset", options_.ruleset},
                    {"counts", info.counts}};
  // Paths may hold bytes that are no UTF-8.
  return ReplaceFile(store + "/runs", run_file,
                     run.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

Error UsageError(const std::string& store, const std::string& message) {
  return {ErrorCode::kUsage, store + ": " + message};
}

}  // namespace

Result<std::unique_ptr<StoreWriter>> StoreWriter::Open(const StoreOptions& options) {
  using Mode = StoreOptions::Mode;
  const std::string& path = options.directory;
  auto directory = StoreDirectory::OpenLocked(path);
  if (!directory) return directory.error();
  const bool finished = directory->has_manifest(), unfinished = directory->has_checkpoint();
  if (options.mode == Mode::kNew && (finished || unfinished)) {
    return UsageError(
        path, finished
                  ? "holds a store already; go on with --resume or replace it with --fresh"
                  : "holds an unfinished store; go on with --resume or replace it with --fresh");
  }

  RunProgress progress;
  progress.ruleset = options.ruleset;
  std::optional<Manifest> manifest;
  if (finished) {
    auto read = ReadManifest(path);
    if (read) {
      manifest = std::move(*read);
    } else if (options.mode == Mode::kResume) {
      return read.error();
    }
  }
  if (options.mode == Mode::kResume && unfinished) {
    auto read = ReadProgress(directory->tmp());
    if (!read) return read.error();
    progress = std::move(*read);
  }
  if (options.mode == Mode::kFresh) progress.fresh = finished;
  const std::string& ruleset = unfinished || !manifest ? progress.ruleset : manifest->ruleset;
  if (options.mode == Mode::kResume && ruleset != options.ruleset) {
    return UsageError(
        path, "was made under ruleset " + ruleset + ", this run has " + options.ruleset +
                  "; documents of two rulesets are not mixed: use --fresh or another directory");
  }
  auto writer = std::make_unique<Writer>(options, std::move(*directory));
  if (auto s = writer->Start(progress, std::move(manifest)); !s) return s.error();
  return std::unique_ptr<StoreWriter>(std::move(writer));
}

}  // namespace sourcier
