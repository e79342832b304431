#include "pipeline/store/json_writer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>

#include "pipeline/core/json_bytes.h"

namespace sourcier {
namespace {

constexpr size_t kStep = 16;          // bytes looked at together
constexpr size_t kLongestEscape = 6;  // \u001f
constexpr size_t kPiece = 4096;       // of a long text, so that room for the worst case stays small

char* WriteEscape(unsigned char c, char* to) {
  static constexpr char kHex[] = "0123456789abcdef";
  *to++ = '\\';
  switch (c) {
    case '"':
    case '\\':
      *to++ = static_cast<char>(c);
      return to;
    case '\n':
      *to++ = 'n';
      return to;
    case '\r':
      *to++ = 'r';
      return to;
    case '\t':
      *to++ = 't';
      return to;
    default:
      for (const char digit : {'u', '0', '0', kHex[c >> 4], kHex[c & 15]}) *to++ = digit;
      return to;
  }
}

// "00", "01", ... "99".
constexpr std::array<char, 200> kDigitPairs = [] {
  std::array<char, 200> pairs{};
  for (size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

void WritePair(uint32_t value, char* to) { std::memcpy(to, &kDigitPairs[2 * value], 2); }

// Room for `size` escaped bytes and two quotes; whole steps are stored before it is known how much
// of them counts.
size_t RoomFor(size_t size) { return size * kLongestEscape + kStep + 2; }

}  // namespace

// Each step is copied as it is, then looked at where it lies now: of the last one only the bytes
// that the text has may be read.
char* JsonWriter::WriteEscaped(std::string_view text, char* to) {
  const char* from = text.data();
  size_t left = text.size();
  const auto take = [&](size_t step, uint32_t escapes) {
    size_t clean = escapes == 0 ? step : static_cast<size_t>(std::countr_zero(escapes));
    to += clean;
    if (escapes != 0) to = WriteEscape(static_cast<unsigned char>(from[clean++]), to);
    from += clean;
    left -= clean;
  };
  while (left >= kStep) {
    std::memcpy(to, from, kStep);
    take(kStep, JsonSpecials(to));
  }
  while (left > 0) {
    CopyShort({from, left}, to);
    take(left, JsonSpecials(to) & ((1u << left) - 1));
  }
  return to;
}

char* JsonWriter::EscapeLong(std::string_view text) {
  for (; text.size() > kPiece; text.remove_prefix(kPiece)) {
    out_->EndAt(WriteEscaped(text.substr(0, kPiece), out_->Room(RoomFor(kPiece))));
  }
  return WriteEscaped(text, out_->Room(RoomFor(text.size())));
}

JsonWriter& JsonWriter::String(std::string_view text) {
  if (text.size() <= kPiece) {
    char* p = out_->Room(RoomFor(text.size()));
    *p++ = '"';
    p = WriteEscaped(text, p);
    *p++ = '"';
    out_->EndAt(p);
    return *this;
  }
  out_->push_back('"');
  char* p = EscapeLong(text);
  *p++ = '"';
  out_->EndAt(p);
  return *this;
}

JsonWriter& JsonWriter::Untrusted(std::string_view text) {
  out_->push_back('"');
  while (!text.empty()) {
    const size_t valid = ValidUtf8Prefix(text);
    out_->EndAt(EscapeLong(text.substr(0, valid)));
    text.remove_prefix(valid);
    if (text.empty()) break;
    out_->append("\xEF\xBF\xBD");
    text.remove_prefix(1);
  }
  out_->push_back('"');
  return *this;
}

// Most numbers are offsets of a few digits.
char* JsonWriter::WriteNumber(uint64_t value, char* to) {
  if (value >= 10000) {
    to = WriteNumber(value / 10000, to);
    const auto low = static_cast<uint32_t>(value % 10000);
    WritePair(low / 100, to);
    WritePair(low % 100, to + 2);
    return to + 4;
  }
  const auto v = static_cast<uint32_t>(value);
  if (v >= 1000) {
    WritePair(v / 100, to);
    WritePair(v % 100, to + 2);
    return to + 4;
  }
  if (v >= 100) {
    *to = static_cast<char>('0' + v / 100);
    WritePair(v % 100, to + 1);
    return to + 3;
  }
  if (v >= 10) {
    WritePair(v, to);
    return to + 2;
  }
  *to = static_cast<char>('0' + v);
  return to + 1;
}

JsonWriter& JsonWriter::Exact(const Decimal& value) {
  // 128-bit division is slow, and most numbers of news are small.
  if (const auto integer = value.ToInteger(); integer && *integer >= 0) {
    char* p = out_->Room(kMaxDigits + 2);
    *p++ = '"';
    p = WriteNumber(static_cast<uint64_t>(*integer), p);
    *p++ = '"';
    out_->EndAt(p);
    return *this;
  }
  return Plain(value.ToString());
}

JsonWriter& JsonWriter::Double(double value) {
  // Below 10^5 the shortest form of a whole number is its plain digits.
  if (value < 1e5 && value >= 0 && !std::signbit(value)) {
    const auto whole = static_cast<uint32_t>(value);
    if (static_cast<double>(whole) == value) return Number(whole);
  }
  constexpr size_t kLongest = 32;
  char* p = out_->Room(kLongest);
  out_->EndAt(std::to_chars(p, p + kLongest, value).ptr);
  return *this;
}

JsonWriter& JsonWriter::Hundredths(float value) {
  const auto n = static_cast<uint32_t>(static_cast<double>(value * 100) + 0.5);
  Number(n / 100);
  char* p = out_->Room(3);
  *p++ = '.';
  *p++ = static_cast<char>('0' + n / 10 % 10);
  *p++ = static_cast<char>('0' + n % 10);
  out_->EndAt(p);
  return *this;
}

size_t ValidUtf8Prefix(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      ++i;
      continue;
    }
    const size_t length = c >= 0xF5 || c < 0xC2 ? 0 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (length == 0 || i + length > text.size()) return i;
    for (size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return i;
    }
    // Overlong forms, surrogates and values past U+10FFFF show in the second byte.
    const auto second = static_cast<unsigned char>(text[i + 1]);
    if ((c == 0xE0 && second < 0xA0) || (c == 0xED && second > 0x9F) ||
        (c == 0xF0 && second < 0x90) || (c == 0xF4 && second > 0x8F)) {
      return i;
    }
    i += length;
  }
  return i;
}

}  // namespace sourcier
