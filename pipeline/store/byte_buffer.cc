#include "pipeline/store/byte_buffer.h"

#include <algorithm>

namespace sourcier {

void ByteBuffer::Grow(size_t bytes) {
  constexpr size_t kSmallest = 256;
  const size_t capacity = std::max({kSmallest, size_ + bytes, 2 * capacity_});
  auto grown = std::make_unique_for_overwrite<char[]>(capacity);
  if (size_ > 0) std::memcpy(grown.get(), bytes_.get(), size_);
  bytes_ = std::move(grown);
  capacity_ = capacity;
}

}  // namespace sourcier
