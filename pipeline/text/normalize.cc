#include "pipeline/text/normalize.h"

#include "pipeline/core/unicode.h"

namespace sourcier {
namespace {

// How many bytes at `at` make up something that is replaced or left out; 0 for ordinary text.
size_t OddBytes(std::string_view s, size_t at) {
  const auto byte = [&](size_t i) {
    return at + i < s.size() ? static_cast<uint8_t>(s[at + i]) : uint8_t{0};
  };
  const uint8_t c = byte(0);
  if (c == '\r') return byte(1) == '\n' ? 2 : 1;
  if (c < 0x20) return c != '\t' && c != '\n';
  if (c == 0x7F) return 1;
  if (c == 0xC2) return byte(1) < 0xA0 || byte(1) == 0xAD ? 2 : 0;  // U+0080-009F, U+00AD
  if (c == 0xE2) {                                                  // U+200B, U+2060
    return (byte(1) == 0x80 && byte(2) == 0x8B) || (byte(1) == 0x81 && byte(2) == 0xA0) ? 3 : 0;
  }
  if (c == 0xEF) return byte(1) == 0xBB && byte(2) == 0xBF ? 3 : 0;  // U+FEFF
  return 0;
}

// The first place at or after `at` that may be odd; s.size() where there is none.
size_t NextSuspect(std::string_view s, size_t at) {
  constexpr size_t kStep = 64;
  const auto suspect = [](char byte) {
    const auto c = static_cast<uint8_t>(byte);
    return static_cast<uint8_t>((c < 0x20) & (c != '\n')) | (c == 0x7F) | (c == 0xC2) |
           (c == 0xE2) | (c == 0xEF);
  };
  while (at + kStep <= s.size()) {
    int any = 0;  // no early exit: the compiler makes vector code of it
    for (size_t i = 0; i < kStep; ++i) any |= suspect(s[at + i]);
    if (any != 0) break;
    at += kStep;
  }
  while (at < s.size() && !suspect(s[at])) ++at;
  return at;
}

size_t NextOdd(std::string_view s, size_t at) {
  for (at = NextSuspect(s, at); at < s.size(); at = NextSuspect(s, at + 1)) {
    if (OddBytes(s, at) != 0) break;
  }
  return at;
}

// Line ends and holes: `odd` is the first odd byte of `s`.
void Clean(std::string_view s, size_t odd, TextBuilder* builder) {
  size_t from = 0;
  while (odd < s.size()) {
    if (odd > from) builder->Literal(s.substr(from, odd - from), from);
    const size_t n = OddBytes(s, odd);
    if (s[odd] == '\r') builder->Replaced("\n", odd, static_cast<uint32_t>(n));
    from = odd + n;
    odd = NextOdd(s, from);
  }
  if (from < s.size()) builder->Literal(s.substr(from), from);
}

class NormalizeStage : public Stage {
 public:
  std::string_view name() const override { return "normalize"; }

  void Run(const Languages&, Document& document) const override {
    const std::string& decoded = document.decoded;
    document.normalize_map = OffsetMap::Identity(static_cast<uint32_t>(decoded.size()));
    if (const size_t odd = NextOdd(decoded, 0); odd < decoded.size()) {
      TextBuilder builder(&document.text, &document.normalize_map);
      Clean(decoded, odd, &builder);
    } else {
      document.text = decoded;
    }
    if (NfcQuickCheck(document.text) < document.text.size()) {
      std::string composed;
      OffsetMap map;
      TextBuilder builder(&composed, &map);
      AppendNfc(document.text, 0, &builder);
      document.text = std::move(composed);
      document.normalize_map = OffsetMap::Compose(document.normalize_map, map);
    }
    if (document.decode_map.runs().empty()) {
      document.origin = document.normalize_map;
    } else if (document.normalize_map.IsIdentity() && document.text.size() == decoded.size()) {
      document.origin = document.decode_map;
    } else {
      document.origin = OffsetMap::Compose(document.decode_map, document.normalize_map);
    }
  }
};

}  // namespace

std::unique_ptr<const Stage> MakeNormalizeStage() { return std::make_unique<NormalizeStage>(); }

}  // namespace sourcier
