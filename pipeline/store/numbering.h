// Numbers distinct texts in the order in which they first came: 0, 1, 2 ... Made for thousands of
// small sets after one another: keeps its memory, and hashes only where a set grows.
#ifndef SOURCIER_STORE_NUMBERING_H_
#define SOURCIER_STORE_NUMBERING_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sourcier {

class Numbering {
 public:
  // The number of `text`; it is new where that was size() before.
  uint32_t Of(std::string_view text) {
    if (size_ <= kFew) {
      for (uint32_t i = 0; i < size_; ++i) {
        if (texts_[i] == text) return i;
      }
    } else if (const auto found = index_.find(text); found != index_.end()) {
      return found->second;
    }
    if (size_ == texts_.size()) texts_.emplace_back();
    texts_[size_].assign(text);
    for (uint32_t i = size_ == kFew ? 0 : size_; size_ >= kFew && i <= size_; ++i)
      index_.emplace(texts_[i], i);
    return size_++;
  }
  uint32_t size() const { return size_; }
  const std::string& operator[](uint32_t number) const { return texts_[number]; }
  void Clear() {
    if (size_ > kFew) index_.clear();
    size_ = 0;
  }

 private:
  static constexpr uint32_t kFew = 8;

  std::deque<std::string> texts_;  // the first size_ are in use; they never move
  uint32_t size_ = 0;
  std::unordered_map<std::string_view, uint32_t> index_;  // of all, once they are more than kFew
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_NUMBERING_H_
