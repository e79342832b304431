// SHA-256 (FIPS 180-4): the identity of a document and the root of every id.
#ifndef SOURCIER_CORE_SHA256_H_
#define SOURCIER_CORE_SHA256_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sourcier {

// Lower-case hexadecimal, 64 digits.
std::string Sha256Hex(std::string_view bytes);

// Hashes long streams without setting up a context each time. Not thread-safe.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Start();
  void Add(std::string_view bytes);
  // 64 hexadecimal digits; Start() must follow before the next Add().
  std::string FinishHex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// The tail of an id (schemas/FORMAT.md): the first 20 hexadecimal digits of SHA-256 over its
// fields. The ids of a document begin with one and the same field, so what is common is hashed
// once:
//
//   IdHash of_document(sha256);                      64 digits: one block of SHA-256
//   of_document.Write("\nfigures\n12\n34", tail);    the rest: one block more, no memory taken
//
// Writing is const and thread-safe.
class IdHash {
 public:
  static constexpr size_t kDigits = 20;

  explicit IdHash(std::string_view prefix = {}) { Start(prefix); }
  void Start(std::string_view prefix);
  // Puts kDigits digits at `out`: those of SHA-256(prefix + rest).
  void Write(std::string_view rest, char* out) const;
  std::string Tail(std::string_view rest) const;

 private:
  std::array<uint32_t, 8> state_{};  // after the whole blocks of the prefix
  std::array<char, 64> open_{};      // the rest of the prefix, then zeros
  size_t open_size_ = 0;
  uint64_t hashed_ = 0;  // bytes of whole blocks
};

}  // namespace sourcier

#endif  // SOURCIER_CORE_SHA256_H_
