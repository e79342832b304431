// Bytes that grow at the end: what records are written into. Unlike std::string it can hand out
// room that nobody has filled with zeros first, so writers store straight into it.
#ifndef SOURCIER_STORE_BYTE_BUFFER_H_
#define SOURCIER_STORE_BYTE_BUFFER_H_

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace sourcier {

class ByteBuffer {
 public:
  ByteBuffer() = default;
  ByteBuffer(const ByteBuffer& other) { append(other); }
  ByteBuffer(ByteBuffer&& other) noexcept { swap(other); }
  ByteBuffer& operator=(ByteBuffer other) noexcept {
    swap(other);
    return *this;
  }

  // A place for at least `bytes` more at the end; valid until the next call that adds. What was
  // written there counts after Advance.
  char* Room(size_t bytes) {
    if (static_cast<size_t>(limit_ - end_) < bytes) [[unlikely]]
      Grow(bytes);
    return end_;
  }
  // REQUIRES: `bytes` of the last Room were written.
  void Advance(size_t bytes) { end_ += bytes; }
  // The same by where the writing ended.
  void EndAt(char* end) { end_ = end; }

  ByteBuffer& append(std::string_view bytes) {
    if (!bytes.empty()) std::memcpy(Room(bytes.size()), bytes.data(), bytes.size());
    Advance(bytes.size());
    return *this;
  }
  void push_back(char c) {
    *Room(1) = c;
    Advance(1);
  }
  void clear() { end_ = bytes_.get(); }  // keeps the memory

  size_t size() const { return static_cast<size_t>(end_ - bytes_.get()); }
  size_t capacity() const { return static_cast<size_t>(limit_ - bytes_.get()); }
  bool empty() const { return size() == 0; }
  std::string_view view() const { return {bytes_.get(), size()}; }
  operator std::string_view() const { return view(); }  // NOLINT: reads as text

  void swap(ByteBuffer& other) noexcept {
    bytes_.swap(other.bytes_);
    std::swap(end_, other.end_);
    std::swap(limit_, other.limit_);
  }

 private:
  struct Free {
    void operator()(char* bytes) const { std::free(bytes); }
  };
  void Grow(size_t bytes);

  std::unique_ptr<char[], Free> bytes_;
  char* end_ = nullptr;
  char* limit_ = nullptr;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_BYTE_BUFFER_H_
