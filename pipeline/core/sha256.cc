#include "pipeline/core/sha256.h"

// The functions on a bare context are deprecated in OpenSSL 3, but there is no other way to go on
// from the middle of a message without taking memory, and they use the same instructions.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace sourcier {
namespace {

constexpr size_t kBlock = SHA256_CBLOCK;

// The two digits of every byte, one after the other.
constexpr std::array<char, 512> kHexPairs = [] {
  std::array<char, 512> pairs{};
  for (size_t i = 0; i < 256; ++i) {
    pairs[2 * i] = "0123456789abcdef"[i >> 4];
    pairs[2 * i + 1] = "0123456789abcdef"[i & 15];
  }
  return pairs;
}();

void WriteHex(const unsigned char* bytes, size_t count, char* out) {
  for (size_t i = 0; i < count; ++i) std::memcpy(out + 2 * i, &kHexPairs[2 * bytes[i]], 2);
}

// The same for the `digits` / 2 highest bytes of a word.
void WriteHex(uint32_t word, size_t digits, char* out) {
  for (size_t i = 0; i < digits; i += 2, word <<= 8)
    std::memcpy(out + i, &kHexPairs[2 * (word >> 24)], 2);
}

// As the last 8 bytes of a message, big-endian.
void StoreLength(uint64_t bits, unsigned char* out) {
  if constexpr (std::endian::native == std::endian::little) bits = __builtin_bswap64(bits);
  std::memcpy(out, &bits, sizeof bits);
}

}  // namespace

struct Sha256::Context {
  SHA256_CTX sha;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) { Start(); }
Sha256::~Sha256() = default;

void Sha256::Start() { SHA256_Init(&context_->sha); }

void Sha256::Add(std::string_view bytes) {
  SHA256_Update(&context_->sha, bytes.data(), bytes.size());
}

std::string Sha256::FinishHex() {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256_Final(digest, &context_->sha);
  std::string hex(2 * sizeof digest, '\0');
  WriteHex(digest, sizeof digest, hex.data());
  return hex;
}

std::string Sha256Hex(std::string_view bytes) {
  Sha256 hash;
  hash.Add(bytes);
  return hash.FinishHex();
}

void IdHash::Start(std::string_view prefix) {
  SHA256_CTX context;
  SHA256_Init(&context);
  open_size_ = prefix.size() % kBlock;
  hashed_ = prefix.size() - open_size_;
  for (size_t at = 0; at < hashed_; at += kBlock) {
    SHA256_Transform(&context, reinterpret_cast<const unsigned char*>(prefix.data()) + at);
  }
  std::copy_n(context.h, state_.size(), state_.begin());
  open_.fill(0);
  prefix.copy(open_.data(), open_size_, hashed_);
}

void IdHash::Write(std::string_view rest, char* out) const {
  SHA256_CTX context;
  std::copy(state_.begin(), state_.end(), context.h);
  unsigned char block[2 * kBlock] = {};
  std::memcpy(block, open_.data(), open_.size());
  const uint64_t bits = (hashed_ + open_size_ + rest.size()) * 8;
  size_t used = open_size_;
  while (used + rest.size() >= kBlock) {
    rest.copy(reinterpret_cast<char*>(block) + used, kBlock - used);
    rest.remove_prefix(kBlock - used);
    SHA256_Transform(&context, block);
    std::memset(block, 0, kBlock);
    used = 0;
  }
  rest.copy(reinterpret_cast<char*>(block) + used, rest.size());
  used += rest.size();
  // The end of a message: a bit, zeros, and its length in the last 8 bytes of a block.
  block[used++] = 0x80;
  const size_t end = used + 8 <= kBlock ? kBlock : 2 * kBlock;
  StoreLength(bits, block + end - 8);
  for (size_t at = 0; at < end; at += kBlock) SHA256_Transform(&context, block + at);

  static_assert(kDigits == 20);
  WriteHex(context.h[0], 8, out);
  WriteHex(context.h[1], 8, out + 8);
  WriteHex(context.h[2], 4, out + 16);
}

std::string IdHash::Tail(std::string_view rest) const {
  std::string tail(kDigits, '\0');
  Write(rest, tail.data());
  return tail;
}

}  // namespace sourcier
