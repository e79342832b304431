#include "pipeline/core/sha256.h"

#include <doctest/doctest.h>

namespace sourcier {
namespace {

TEST_CASE("SHA-256 of the standard's examples") {
  CHECK(Sha256Hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(Sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST_CASE("a stream in pieces hashes as a whole, and a hash starts again") {
  const std::string text(1000, 'x');
  Sha256 hash;
  for (int round = 0; round < 2; ++round) {
    hash.Start();
    for (size_t at = 0; at < text.size(); at += 37) hash.Add(std::string_view(text).substr(at, 37));
    CHECK(hash.FinishHex() == Sha256Hex(text));
  }
}

TEST_CASE("ids: any prefix and any rest give the digits of both together") {
  std::string text;
  for (int i = 0; i < 300; ++i) text.push_back(static_cast<char>('!' + i * 7 % 90));
  for (size_t prefix = 0; prefix <= 140; ++prefix) {
    const IdHash hash(std::string_view(text).substr(0, prefix));
    for (size_t size = prefix; size <= text.size(); ++size) {
      const std::string_view rest = std::string_view(text).substr(prefix, size - prefix);
      if (hash.Tail(rest) != Sha256Hex(text.substr(0, size)).substr(0, IdHash::kDigits)) {
        FAIL_CHECK("prefix " << prefix << ", message " << size);
      }
    }
  }
}

}  // namespace
}  // namespace sourcier
