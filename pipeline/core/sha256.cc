#include "pipeline/core/sha256.h"

#include <openssl/evp.h>

namespace sourcier {
namespace {

void AppendHex(const unsigned char* bytes, size_t count, std::string* out) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (size_t i = 0; i < count; ++i) {
    out->push_back(kDigits[bytes[i] >> 4]);
    out->push_back(kDigits[bytes[i] & 15]);
  }
}

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* md = EVP_MD_CTX_new();
  EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  ~Context() {
    EVP_MD_free(algorithm);
    EVP_MD_CTX_free(md);
  }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) { Start(); }
Sha256::~Sha256() = default;

void Sha256::Start() { EVP_DigestInit_ex2(context_->md, context_->algorithm, nullptr); }

void Sha256::Add(std::string_view bytes) {
  EVP_DigestUpdate(context_->md, bytes.data(), bytes.size());
}

std::string Sha256::FinishHex() {
  unsigned char digest[32];
  EVP_DigestFinal_ex(context_->md, digest, nullptr);
  std::string hex;
  AppendHex(digest, sizeof digest, &hex);
  return hex;
}

void Sha256::AppendIdTail(std::string_view bytes, std::string* out) {
  Start();
  Add(bytes);
  unsigned char digest[32];
  EVP_DigestFinal_ex(context_->md, digest, nullptr);
  AppendHex(digest, 10, out);
}

std::string Sha256Hex(std::string_view bytes) {
  Sha256 hash;
  hash.Add(bytes);
  return hash.FinishHex();
}

}  // namespace sourcier
