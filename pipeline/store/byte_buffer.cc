#include "pipeline/store/byte_buffer.h"

#include <algorithm>
#include <new>

namespace sourcier {

// By realloc: large buffers are moved by their pages, so that growth neither copies them nor holds
// them twice.
void ByteBuffer::Grow(size_t bytes) {
  constexpr size_t kSmallest = 256;
  const size_t size = this->size();
  const size_t capacity = std::max({kSmallest, size + bytes, 2 * this->capacity()});
  auto* grown = static_cast<char*>(std::realloc(bytes_.get(), capacity));
  if (grown == nullptr) throw std::bad_alloc();
  (void)bytes_.release();
  bytes_.reset(grown);
  end_ = grown + size;
  limit_ = grown + capacity;
}

}  // namespace sourcier
