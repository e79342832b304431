#include "pipeline/store/store_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>

namespace sourcier {
namespace {

namespace fs = std::filesystem;

// The names in a directory; none where it cannot be read.
std::vector<std::string> NamesIn(const std::string& path) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  return names;
}

}  // namespace

Result<StoreDirectory> StoreDirectory::OpenLocked(const std::string& path) {
  if (auto s = MakeDirectory(path); !s) return s.error();
  const std::vector<std::string> names = NamesIn(path);
  const auto has = [&](std::string_view n) {
    return std::find(names.begin(), names.end(), n) != names.end();
  };
  if (!names.empty() && !has("MANIFEST.json")) {
    // An unfinished store has a LOCK and folders, and nothing else.
    const auto foreign = std::find_if(names.begin(), names.end(), [&](const std::string& n) {
      return !has("LOCK") ||
             !(n == "LOCK" || n == "segments" || n == "runs" || n == "schemas" || n == "tmp" ||
               n == "views.sql" || n.ends_with(".new") || IsSegmentName(n));
    });
    if (foreign != names.end()) {
      return Error{ErrorCode::kUsage,
                   path + ": expected a store or an empty directory, found \"" + *foreign + "\""};
    }
  }
  const std::string lock_path = path + "/LOCK";
  Fd lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (!lock.open()) return IoError(lock_path, "open");
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return Error{ErrorCode::kLocked, lock_path + ": held by another writer"};
    return IoError(lock_path, "lock");
  }
  return StoreDirectory(path, std::move(lock));
}

Status StoreDirectory::MakeFolders() const {
  for (const char* name : {"segments", "runs", "schemas", "tmp"}) {
    if (auto s = MakeDirectory(path_ + "/" + name); !s) return s;
  }
  return SyncDirectory(path_);
}

Status StoreDirectory::Publish(const std::vector<RunProgress::ClosedFile>& closed) const {
  if (closed.empty()) return Done();
  for (const auto& c : closed) {
    const std::string from = tmp() + "/" + OpenName(c.file.family, c.number),
                      to = path_ + "/" + c.file.file;
    if (Exists(from)) {
      if (auto s = Rename(from, to); !s) return s;
    } else if (!Exists(to)) {
      return Error{ErrorCode::kIo, to + ": named by the checkpoint, but not there"};
    }
  }
  if (auto s = SyncDirectory(path_ + "/segments"); !s) return s;
  return SyncDirectory(path_);
}

Status StoreDirectory::CleanTmp(const std::vector<std::string>& keep) const {
  for (const std::string& name : NamesIn(tmp())) {
    const bool own = name.ends_with(".open") || name.ends_with(".sort") || name.ends_with(".new") ||
                     name == "done.list" || name == "checkpoint.json";
    if (!own || std::find(keep.begin(), keep.end(), name) != keep.end()) continue;
    if (auto s = RemoveFile(tmp() + "/" + name); !s) return s;
  }
  return Done();
}

Status StoreDirectory::RemoveStale(const Manifest& manifest, const std::string& keep_run) const {
  std::set<std::string> listed;
  for (const StoreFile& f : manifest.files) listed.insert(f.file);
  for (const std::string& folder : {std::string(), std::string("segments/")}) {
    for (const std::string& name : NamesIn(path_ + "/" + folder)) {
      const bool in_place = folder.empty() == name.starts_with("quarantine-");
      if (!IsSegmentName(name) || !in_place || listed.count(folder + name) > 0) continue;
      if (auto s = RemoveFile(path_ + "/" + folder + name); !s) return s;
    }
  }
  if (!keep_run.empty()) {
    for (const std::string& name : NamesIn(path_ + "/runs")) {
      if (!name.ends_with(".json") || name == keep_run) continue;
      if (auto s = RemoveFile(path_ + "/runs/" + name); !s) return s;
    }
  }
  if (auto s = CleanTmp({}); !s) return s;
  if (::rmdir(tmp().c_str()) != 0 && errno != ENOTEMPTY && errno != ENOENT)
    return IoError(tmp(), "remove");
  return Done();
}

}  // namespace sourcier
