// One open file or standard input, read in chunks of 1 MiB that are looked at in place.
#ifndef SOURCIER_INPUT_BYTE_STREAM_H_
#define SOURCIER_INPUT_BYTE_STREAM_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sourcier {

// Not thread-safe. One stream may be opened again and again; it keeps its buffer.
class ByteStream {
 public:
  // Reading ends when `stop` is set, as if the file ended there; stopped() tells.
  explicit ByteStream(const std::atomic<int>* stop = nullptr);
  ~ByteStream();
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  // "-" is standard input. 0, or an errno.
  int Open(const std::string& file);
  void Close();

  // The bytes at hand, at least one; empty at the end of the file, after an error or when stopped.
  // Valid until the next call.
  std::string_view Peek();
  // Reads on until a whole line, `limit` bytes (<= 1 MiB) or the end of the file are at hand, and
  // shows the bytes at hand.
  std::string_view PeekLine(size_t limit);
  // REQUIRES: n <= size of the last Peek.
  void Skip(size_t n) { begin_ += n; }

  uint64_t position() const {
    return read_ - (end_ - begin_);
  }                                     // bytes of the file before the next one
  int error() const { return error_; }  // errno of a failed read, or 0
  bool stopped() const { return stop_ != nullptr && stop_->load(std::memory_order_relaxed) != 0; }

 private:
  void Fill();  // reads once behind what is at hand

  const std::atomic<int>* stop_;
  std::unique_ptr<char[]> buffer_;
  int fd_ = -1;
  size_t begin_ = 0, end_ = 0;
  uint64_t read_ = 0;
  int error_ = 0;
  bool at_end_ = true;
};

}  // namespace sourcier

#endif  // SOURCIER_INPUT_BYTE_STREAM_H_
