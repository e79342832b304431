#include "pipeline/store/file_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace sourcier {

Error IoError(const std::string& path, std::string_view what) {
  const std::string reason = std::generic_category().message(errno);
  return {ErrorCode::kIo, path + ": cannot " + std::string(what) + ": " + reason};
}

Fd& Fd::operator=(Fd&& other) noexcept {
  if (this != &other) {
    Close();
    fd_ = other.fd_;
    other.fd_ = -1;
  }
  return *this;
}

void Fd::Close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Result<Fd> OpenRead(const std::string& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.open()) return IoError(path, "open");
  return fd;
}

Result<Fd> OpenAppend(const std::string& path, uint64_t size) {
  Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  if (!fd.open()) return IoError(path, "create");
  struct stat st;
  if (::fstat(fd.get(), &st) != 0) return IoError(path, "stat");
  if (static_cast<uint64_t>(st.st_size) < size) {
    return Error{ErrorCode::kIo, path + ": expected at least " + std::to_string(size) +
                                     " bytes, found " + std::to_string(st.st_size)};
  }
  if (::ftruncate(fd.get(), static_cast<off_t>(size)) != 0) return IoError(path, "truncate");
  if (::lseek(fd.get(), 0, SEEK_END) < 0) return IoError(path, "seek in");
  return fd;
}

Status WriteAll(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return IoError(path, "write");
    }
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return Done();
}

Status Sync(int fd, const std::string& path) {
  if (::fsync(fd) != 0) return IoError(path, "sync");
  return Done();
}

Status SyncDirectory(const std::string& path) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.open()) return IoError(path, "open");
  // Some file systems cannot sync directories and need not.
  if (::fsync(fd.get()) != 0 && errno != EINVAL) return IoError(path, "sync");
  return Done();
}

Status MakeDirectory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return Error{ErrorCode::kIo, path + ": cannot create directory: " + error.message()};
  return Done();
}

Status Rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return IoError(to, "rename to");
  return Done();
}

bool Exists(const std::string& path) {
  struct stat st;
  return ::lstat(path.c_str(), &st) == 0;
}

Status RemoveFile(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return IoError(path, "remove");
  return Done();
}

Result<std::string> ReadFile(const std::string& path) {
  auto fd = OpenRead(path);
  if (!fd) return fd.error();
  std::string bytes;
  char buffer[65536];
  while (true) {
    const ssize_t n = ::read(fd->get(), buffer, sizeof buffer);
    if (n == 0) return bytes;
    if (n > 0) bytes.append(buffer, static_cast<size_t>(n));
    if (n < 0 && errno != EINTR) return IoError(path, "read");
  }
}

Status ReplaceFile(const std::string& directory, const std::string& name, std::string_view bytes) {
  const std::string path = directory + "/" + name, temporary = path + ".new";
  auto fd = OpenAppend(temporary, 0);
  if (!fd) return fd.error();
  if (auto s = WriteAll(fd->get(), bytes, temporary); !s) return s;
  if (auto s = Sync(fd->get(), temporary); !s) return s;
  fd->Close();
  if (auto s = Rename(temporary, path); !s) return s;
  return SyncDirectory(directory);
}

Result<LineReader> LineReader::Open(const std::string& path, size_t chunk) {
  auto fd = OpenRead(path);
  if (!fd) return fd.error();
  return LineReader(std::move(*fd), path, chunk);
}

bool LineReader::Next(std::string_view* line) {
  size_t searched = at_;
  while (true) {
    if (const size_t lf = buffer_.find('\n', searched); lf != std::string::npos) {
      *line = std::string_view(buffer_).substr(at_, lf - at_);
      at_ = lf + 1;
      return true;
    }
    if (ended_) {
      *line = std::string_view(buffer_).substr(at_);
      at_ = buffer_.size();
      return !line->empty() && status_.ok();
    }
    buffer_.erase(0, at_);
    at_ = 0;
    searched = buffer_.size();
    buffer_.resize(searched + chunk_);
    ssize_t n;
    do {
      n = ::read(fd_.get(), buffer_.data() + searched, chunk_);
    } while (n < 0 && errno == EINTR);
    if (n < 0) status_ = IoError(path_, "read");
    if (n <= 0) ended_ = true;
    buffer_.resize(searched + static_cast<size_t>(n > 0 ? n : 0));
  }
}

}  // namespace sourcier
