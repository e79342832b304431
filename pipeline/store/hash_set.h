// A set of 128-bit hashes in one flat table: 16 bytes a slot, at most 3/4 full. For a dump of 10
// million documents 256 MB at most.
#ifndef SOURCIER_STORE_HASH_SET_H_
#define SOURCIER_STORE_HASH_SET_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace sourcier {

struct Hash128 {
  uint64_t high = 0, low = 0;
  friend bool operator==(Hash128, Hash128) = default;

  // The first 32 digits of a hash in hexadecimal; fewer digits count as followed by zeros. Any text
  // has some value.
  static Hash128 FromHex(std::string_view hex) {
    Hash128 h;
    for (size_t i = 0; i < 32; ++i) {
      const char c = i < hex.size() ? hex[i] : '0';
      const auto digit = static_cast<uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10) & 15;
      uint64_t& word = i < 16 ? h.high : h.low;
      word = word << 4 | digit;
    }
    return h;
  }
};

class HashSet {
 public:
  bool Has(Hash128 h) const {
    if (slots_.empty()) return false;
    return slots_[Find(h)] == Mark(h);
  }
  // False where it was there.
  bool Add(Hash128 h) {
    if ((count_ + 1) * 4 > slots_.size() * 3) Grow();
    Hash128& slot = slots_[Find(h)];
    if (slot == Mark(h)) return false;
    slot = Mark(h);
    ++count_;
    return true;
  }
  size_t size() const { return count_; }

 private:
  // All zeros mark an empty slot.
  static Hash128 Mark(Hash128 h) { return h == Hash128{} ? Hash128{0, 1} : h; }
  size_t Find(Hash128 h) const {
    const Hash128 want = Mark(h);
    size_t i = want.high & (slots_.size() - 1);
    while (slots_[i] != Hash128{} && slots_[i] != want) i = (i + 1) & (slots_.size() - 1);
    return i;
  }
  void Grow() {
    std::vector<Hash128> old(slots_.empty() ? 1024 : slots_.size() * 2);
    old.swap(slots_);
    for (const Hash128& h : old) {
      if (h != Hash128{}) slots_[Find(h)] = h;
    }
  }

  std::vector<Hash128> slots_;  // a power of two, or empty
  size_t count_ = 0;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_HASH_SET_H_
