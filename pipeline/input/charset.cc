#include "pipeline/input/charset.h"

#include <simdjson.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <array>

#include "pipeline/core/unicode.h"

namespace sourcier {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

uint8_t Byte(std::string_view s, size_t i) { return static_cast<uint8_t>(s[i]); }

// Bytes 0x80-0x9F of windows-1252 (WHATWG index, but 0 for the five bytes it fills with controls).
constexpr std::array<uint16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

struct Sequence {
  size_t size;
  bool valid;  // false: `size` bytes are a maximal subpart of an ill-formed sequence
};

// The UTF-8 sequence at s[at], by table 3-7 of the Unicode standard.
Sequence SequenceAt(std::string_view s, size_t at) {
  const uint8_t lead = Byte(s, at);
  if (lead < 0x80) return {1, true};
  size_t size = 0;
  uint8_t low = 0x80, high = 0xBF;  // of the second byte
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    size = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {1, false};
  }
  for (size_t i = 1; i < size; ++i) {
    if (at + i >= s.size() || Byte(s, at + i) < low || Byte(s, at + i) > high) return {i, false};
    low = 0x80;
    high = 0xBF;
  }
  return {size, true};
}

// First byte above 0x7F at or after `at`.
size_t SkipAscii(std::string_view s, size_t at) {
  while (at < s.size() && Byte(s, at) < 0x80) ++at;
  return at;
}

bool IsControl(uint8_t b) {
  return (b < 0x20 && !(b >= '\t' && b <= '\r') && b != 0x1B) || b == 0x7F;
}

// Text of any language that uses UTF-16 has spaces, digits and line ends: units with a zero high
// byte.
bool LooksLikeUtf16(std::string_view head, bool little) {
  const size_t pairs = head.size() / 2;
  size_t ascii = 0, wrong = 0;
  for (size_t i = 0; i + 1 < head.size(); i += 2) {
    const uint8_t high = Byte(head, i + (little ? 1 : 0)), low = Byte(head, i + (little ? 0 : 1));
    const bool odd = high == 0 && IsControl(low);  // a NUL too
    ascii += high == 0 && !odd;
    wrong += odd || (low == 0 && high < 0x20);
  }
  return pairs > 0 && ascii * 3 >= pairs && wrong * 50 <= pairs;
}

bool MostlyControls(std::string_view bytes) {
  size_t controls = 0;
  for (char c : bytes) controls += IsControl(static_cast<uint8_t>(c));
  return controls * 10 > bytes.size();
}

void AppendDamagedUtf8(std::string_view bytes, uint64_t src, TextBuilder* builder, Damage* damage) {
  size_t literal = 0;
  for (size_t at = SkipAscii(bytes, 0); at < bytes.size(); at = SkipAscii(bytes, at)) {
    const Sequence s = SequenceAt(bytes, at);
    if (!s.valid) {
      builder->Literal(bytes.substr(literal, at - literal), src + literal);
      builder->Replaced(kReplacement, src + at, static_cast<uint32_t>(s.size));
      damage->Add({src + at, src + at + s.size});
      literal = at + s.size;
    }
    at += s.size;
  }
  builder->Literal(bytes.substr(literal), src + literal);
}

void AppendWindows1252(std::string_view bytes, uint64_t src, TextBuilder* builder, Damage* damage) {
  std::string utf8;
  for (size_t at = 0; at < bytes.size();) {
    const size_t high = SkipAscii(bytes, at);
    builder->Literal(bytes.substr(at, high - at), src + at);
    at = high;
    if (at == bytes.size()) break;
    const uint8_t b = Byte(bytes, at);
    const uint32_t code_point = b < 0xA0 ? kWindows1252[b - 0x80u] : b;
    utf8.clear();
    AppendUtf8(code_point == 0 ? 0xFFFD : code_point, &utf8);
    builder->Replaced(utf8, src + at, 1);
    if (code_point == 0) damage->Add({src + at, src + at + 1});
    ++at;
  }
}

void AppendUtf16(std::string_view bytes, uint64_t src, bool little, TextBuilder* builder,
                 Damage* damage) {
  const auto unit = [&](size_t at) -> uint32_t {
    const uint32_t a = Byte(bytes, at), b = Byte(bytes, at + 1);
    return little ? a | b << 8 : a << 8 | b;
  };
  std::string utf8;
  for (size_t at = 0; at < bytes.size();) {
    uint32_t size = 2, code_point = 0xFFFD;
    bool lone = false;
    if (at + 1 >= bytes.size()) {
      size = 1;
      lone = true;
    } else if (const uint32_t u = unit(at); u < 0xD800 || u > 0xDFFF) {
      code_point = u;
    } else if (u < 0xDC00 && at + 3 < bytes.size() && (unit(at + 2) & 0xFC00) == 0xDC00) {
      code_point = 0x10000 + ((u - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      size = 4;
    } else {
      lone = true;
    }
    if (lone) damage->Add({src + at, src + at + size});
    utf8.clear();
    AppendUtf8(code_point, &utf8);
    builder->Replaced(utf8, src + at, size);
    at += size;
  }
}

}  // namespace

std::string_view Name(Charset charset) {
  switch (charset) {
    case Charset::kUtf8:
    case Charset::kUtf8Damaged:
      return "utf-8";
    case Charset::kUtf16Le:
      return "utf-16le";
    case Charset::kUtf16Be:
      return "utf-16be";
    case Charset::kWindows1252:
      return "windows-1252";
    case Charset::kBinary:
      break;
  }
  return "";
}

Charset DetectAsciiSuperset(std::string_view bytes) {
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return Charset::kUtf8;
  uint64_t sequences = 0, bad = 0;
  for (size_t at = SkipAscii(bytes, 0); at < bytes.size(); at = SkipAscii(bytes, at)) {
    const Sequence s = SequenceAt(bytes, at);
    ++(s.valid ? sequences : bad);
    at += s.size;
  }
  return sequences * 4 < bad ? Charset::kWindows1252 : Charset::kUtf8Damaged;
}

DetectedCharset DetectCharset(std::string_view bytes) {
  uint32_t bom = 0;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bom = 3;
  } else if (bytes.starts_with("\xFF\xFE")) {
    return {Charset::kUtf16Le, 2};
  } else if (bytes.starts_with("\xFE\xFF")) {
    return {Charset::kUtf16Be, 2};
  }
  if (bytes.find('\0') != std::string_view::npos) {
    const std::string_view head = bytes.substr(0, 1 << 16);
    for (bool little : {true, false}) {
      if (bytes.size() % 2 == 0 && LooksLikeUtf16(head, little))
        return {little ? Charset::kUtf16Le : Charset::kUtf16Be, 0};
    }
    return {Charset::kBinary, 0};
  }
  if (MostlyControls(bytes)) return {Charset::kBinary, 0};
  const Charset charset = DetectAsciiSuperset(bytes.substr(bom));
  // A UTF-8 mark outweighs the vote.
  return {bom > 0 && charset != Charset::kUtf8 ? Charset::kUtf8Damaged : charset, bom};
}

void AppendDecoded(std::string_view bytes, uint64_t src, Charset charset, TextBuilder* builder,
                   Damage* damage) {
  switch (charset) {
    case Charset::kUtf8:
      builder->Literal(bytes, src);
      return;
    case Charset::kUtf8Damaged:
      return AppendDamagedUtf8(bytes, src, builder, damage);
    case Charset::kWindows1252:
      return AppendWindows1252(bytes, src, builder, damage);
    case Charset::kUtf16Le:
    case Charset::kUtf16Be:
      return AppendUtf16(bytes, src, charset == Charset::kUtf16Le, builder, damage);
    case Charset::kBinary:
      return;
  }
}

std::string IcuVersion() {
  UVersionInfo version;
  u_getVersion(version);
  char text[U_MAX_VERSION_STRING_LENGTH];
  u_versionToString(version, text);
  return text;
}

}  // namespace sourcier
