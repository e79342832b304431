// Files as the store needs them: errors with path and reason, whole writes, and replacement that
// survives a power cut (write a temporary file, fsync, rename, fsync the directory). All errors are
// ErrorCode::kIo. Paths are as the system takes them.
#ifndef SOURCIER_STORE_FILE_IO_H_
#define SOURCIER_STORE_FILE_IO_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/core/result.h"

namespace sourcier {

// "PATH: cannot WHAT: reason" from errno.
Error IoError(const std::string& path, std::string_view what);

// A file descriptor that closes itself.
class Fd {
 public:
  explicit Fd(int fd = -1) : fd_(fd) {}
  ~Fd() { Close(); }
  Fd(Fd&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Fd& operator=(Fd&& other) noexcept;
  int get() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  void Close();

 private:
  int fd_;
};

// Opens for reading, or for writing at the end after cutting (or making) the file to `size` bytes.
// It is an error where the file is shorter than `size`.
Result<Fd> OpenRead(const std::string& path);
Result<Fd> OpenAppend(const std::string& path, uint64_t size);

Status WriteAll(int fd, std::string_view bytes, const std::string& path);
Status Sync(int fd, const std::string& path);
Status SyncDirectory(const std::string& path);
Status MakeDirectory(const std::string& path);  // with its parents; no error where it is there
Status Rename(const std::string& from, const std::string& to);
bool Exists(const std::string& path);
Status RemoveFile(const std::string& path);  // no error where it is not there

// The whole file; for small ones.
Result<std::string> ReadFile(const std::string& path);
// Replaces `directory`/`name`, by way of `directory`/`name`.new.
Status ReplaceFile(const std::string& directory, const std::string& name, std::string_view bytes);

// Reads a file line by line in one reused buffer.
class LineReader {
 public:
  // `chunk` bytes are read at once; the buffer grows to twice that, or to the longest line.
  static Result<LineReader> Open(const std::string& path, size_t chunk = 1 << 20);
  // The next line without its LF; valid until the next call. False at the end or after an error.
  bool Next(std::string_view* line);
  // Ok unless reading failed.
  Status status() const { return status_; }

 private:
  LineReader(Fd fd, std::string path, size_t chunk)
      : fd_(std::move(fd)), path_(std::move(path)), chunk_(chunk) {}

  Fd fd_;
  std::string path_, buffer_;
  size_t chunk_;
  size_t at_ = 0;  // next unread byte of buffer_
  bool ended_ = false;
  Status status_ = Done();
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_FILE_IO_H_
