// The directory of a store as its one writer sees it: the lock, what is there, and what may be
// removed (only what is the store's own; a directory with other files and no store is refused).
#ifndef SOURCIER_STORE_STORE_DIRECTORY_H_
#define SOURCIER_STORE_STORE_DIRECTORY_H_

#include <string>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/store/file_io.h"
#include "pipeline/store/manifest.h"

namespace sourcier {

class StoreDirectory {
 public:
  // Makes the directory where there is none, and locks it until this object goes. Errors: kUsage
  // for a directory of other files, kLocked, kIo.
  static Result<StoreDirectory> OpenLocked(const std::string& path);

  const std::string& path() const { return path_; }
  std::string tmp() const { return path_ + "/tmp"; }
  bool has_manifest() const { return Exists(path_ + "/MANIFEST.json"); }
  bool has_checkpoint() const { return Exists(tmp() + "/checkpoint.json"); }

  // Makes segments/, runs/, schemas/ and tmp/.
  Status MakeFolders() const;
  // Gives closed files their names; those that have them already are left. Synced.
  Status Publish(const std::vector<RunProgress::ClosedFile>& closed) const;
  // Removes from tmp/ everything but the names to keep.
  Status CleanTmp(const std::vector<std::string>& keep) const;
  // Removes segments that `manifest` does not name and, where `keep_run` is not empty, the records
  // of other runs; then tmp/.
  Status RemoveStale(const Manifest& manifest, const std::string& keep_run) const;

 private:
  StoreDirectory(std::string path, Fd lock) : path_(std::move(path)), lock_(std::move(lock)) {}

  std::string path_;
  Fd lock_;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_STORE_DIRECTORY_H_
