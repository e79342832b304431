#include "pipeline/store/json_writer.h"

#include <charconv>
#include <cmath>
#include <cstring>

namespace sourcier {
namespace {

bool NeedsEscape(unsigned char c) { return c < 0x20 || c == '"' || c == '\\'; }

// True where one of the eight bytes may need an escape (exact for bytes below 0x80, and no byte
// above sets it alone).
bool MayNeedEscape(uint64_t v) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHigh = 0x8080808080808080;
  const uint64_t quote = v ^ (kOnes * '"'), backslash = v ^ (kOnes * '\\');
  return (((v - kOnes * 0x20) & ~v) | ((quote - kOnes) & ~quote) |
          ((backslash - kOnes) & ~backslash)) &
         kHigh;
}

size_t CleanPrefix(std::string_view text) {
  size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    uint64_t v;
    std::memcpy(&v, text.data() + i, 8);
    if (MayNeedEscape(v)) break;
  }
  while (i < text.size() && !NeedsEscape(static_cast<unsigned char>(text[i]))) ++i;
  return i;
}

template <typename T>
void AppendNumber(T value, std::string* out) {
  char buffer[32];
  const auto r = std::to_chars(buffer, buffer + sizeof buffer, value);
  out->append(buffer, static_cast<size_t>(r.ptr - buffer));
}

}  // namespace

JsonWriter& JsonWriter::String(std::string_view text) {
  out_->push_back('"');
  Escape(text);
  out_->push_back('"');
  return *this;
}

void JsonWriter::Escape(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  while (true) {
    const size_t clean = CleanPrefix(text);
    out_->append(text.data(), clean);
    if (clean == text.size()) return;
    const auto c = static_cast<unsigned char>(text[clean]);
    text.remove_prefix(clean + 1);
    switch (c) {
      case '"':
        out_->append("\\\"");
        break;
      case '\\':
        out_->append("\\\\");
        break;
      case '\n':
        out_->append("\\n");
        break;
      case '\r':
        out_->append("\\r");
        break;
      case '\t':
        out_->append("\\t");
        break;
      default:
        out_->append("\\u00");
        out_->push_back(kHex[c >> 4]);
        out_->push_back(kHex[c & 15]);
    }
  }
}

JsonWriter& JsonWriter::Untrusted(std::string_view text) {
  out_->push_back('"');
  while (!text.empty()) {
    const size_t valid = ValidUtf8Prefix(text);
    Escape(text.substr(0, valid));
    text.remove_prefix(valid);
    if (text.empty()) break;
    out_->append("\xEF\xBF\xBD");
    text.remove_prefix(1);
  }
  out_->push_back('"');
  return *this;
}

JsonWriter& JsonWriter::Number(uint64_t value) {
  AppendNumber(value, out_);
  return *this;
}

JsonWriter& JsonWriter::Exact(const Decimal& value) {
  out_->push_back('"');
  // 128-bit division is slow, and most numbers of news are small.
  if (const auto integer = value.ToInteger()) {
    AppendNumber(*integer, out_);
  } else {
    value.AppendTo(out_);
  }
  out_->push_back('"');
  return *this;
}

JsonWriter& JsonWriter::Double(double value) {
  AppendNumber(value, out_);
  return *this;
}

JsonWriter& JsonWriter::Hundredths(float value) {
  const auto n = static_cast<uint32_t>(std::lround(value * 100));
  AppendNumber(n / 100, out_);
  const char tail[] = {'.', static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
  out_->append(tail, sizeof tail);
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
