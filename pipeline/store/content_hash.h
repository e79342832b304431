// XXH3-128: names segments by their content and guards them against accidents (documents carry
// SHA-256 for the rest). 32 lower-case hexadecimal digits in canonical (big-endian) order: what
// `xxh128sum FILE` prints.
#ifndef SOURCIER_STORE_CONTENT_HASH_H_
#define SOURCIER_STORE_CONTENT_HASH_H_

#include <memory>
#include <string>
#include <string_view>

namespace sourcier {

std::string ContentHashOf(std::string_view bytes);

// The same over a stream of pieces. Not thread-safe.
class ContentHasher {
 public:
  ContentHasher();
  ~ContentHasher();
  ContentHasher(ContentHasher&&) noexcept;
  ContentHasher& operator=(ContentHasher&&) noexcept;

  void Add(std::string_view bytes);
  // The hash of what was added since the last Reset; adding may go on.
  std::string Hex() const;
  void Reset();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_CONTENT_HASH_H_
