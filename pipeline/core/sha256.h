// SHA-256 (FIPS 180-4): the identity of a document and the root of every id.
#ifndef SOURCIER_CORE_SHA256_H_
#define SOURCIER_CORE_SHA256_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sourcier {

// Lower-case hexadecimal, 64 digits.
std::string Sha256Hex(std::string_view bytes);

// Hashes many short strings, or one long stream, without setting up a context each time. Not
// thread-safe.
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
  // Appends the first 20 hexadecimal digits of SHA-256(`bytes`) to `out`: the tail of an id
  // (schemas/FORMAT.md).
  void AppendIdTail(std::string_view bytes, std::string* out);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace sourcier

#endif  // SOURCIER_CORE_SHA256_H_
