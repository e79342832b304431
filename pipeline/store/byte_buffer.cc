#include "pipeline/store/byte_buffer.h"

#include <algorithm>

namespace sourcier {

void ByteBuffer::Grow(size_t bytes) {
  constexpr size_t kSmallest = 256;
  const size_t size = this->size(),
               capacity = std::max({kSmallest, size + bytes, 2 * this->capacity()});
  auto grown = std::make_unique_for_overwrite<char[]>(capacity);
  if (size > 0) std::memcpy(grown.get(), bytes_.get(), size);
  bytes_ = std::move(grown);
  end_ = bytes_.get() + size;
  limit_ = bytes_.get() + capacity;
}

}  // namespace sourcier
