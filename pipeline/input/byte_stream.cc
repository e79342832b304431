#include "pipeline/input/byte_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sourcier {
namespace {

constexpr size_t kChunk = 1 << 20;

}  // namespace

ByteStream::ByteStream(const std::atomic<int>* stop)
    : stop_(stop), buffer_(std::make_unique<char[]>(kChunk)) {}

ByteStream::~ByteStream() { Close(); }

int ByteStream::Open(const std::string& file) {
  Close();
  fd_ = file == "-" ? STDIN_FILENO : open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd_ < 0) return errno;
  begin_ = end_ = 0;
  read_ = 0;
  error_ = 0;
  at_end_ = false;
  return 0;
}

void ByteStream::Close() {
  if (fd_ > STDIN_FILENO) close(fd_);
  fd_ = -1;
  at_end_ = true;
  begin_ = end_ = 0;
}

void ByteStream::Fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == kChunk) return;
  for (;;) {
    if (stopped()) {
      at_end_ = true;
      return;
    }
    const ssize_t n = read(fd_, buffer_.get() + end_, kChunk - end_);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) error_ = errno;
    if (n <= 0) {
      at_end_ = true;
      return;
    }
    end_ += static_cast<size_t>(n);
    read_ += static_cast<uint64_t>(n);
    return;
  }
}

std::string_view ByteStream::Peek() {
  if (begin_ == end_ && !at_end_) Fill();
  return {buffer_.get() + begin_, end_ - begin_};
}

std::string_view ByteStream::PeekLine(size_t limit) {
  std::string_view seen = Peek();
  while (!at_end_ && seen.size() < limit && seen.find('\n') == std::string_view::npos) {
    Fill();
    seen = {buffer_.get() + begin_, end_ - begin_};
  }
  return seen;
}

}  // namespace sourcier
