// Writes JSON text at the end of a buffer: keys as raw pieces, values by type. No tree, no state
// but the buffer; the caller writes braces and commas. Output is ASCII where the input is, and
// UTF-8 as it came elsewhere. The hottest code of a run: short things are inline.
#ifndef SOURCIER_STORE_JSON_WRITER_H_
#define SOURCIER_STORE_JSON_WRITER_H_

#include <cstdint>
#include <cstring>
#include <string_view>

#include "pipeline/core/decimal.h"
#include "pipeline/store/byte_buffer.h"

namespace sourcier {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer.
  explicit JsonWriter(ByteBuffer* out) : out_(out) {}

  // A piece of JSON as it is: `,"byte_start":`. A literal's length is known to the compiler, which
  // makes a few moves of it.
  template <size_t N>
  JsonWriter& Raw(const char (&json)[N]) {
    std::memcpy(out_->Room(N - 1), json, N - 1);
    out_->Advance(N - 1);
    return *this;
  }
  JsonWriter& Raw(std::string_view json) {
    out_->EndAt(CopyShort(json, out_->Room(json.size())));
    return *this;
  }
  // A string of which every byte is known to need no escape: an enumerator, an id, a digit run.
  JsonWriter& Plain(std::string_view text) {
    char* p = out_->Room(text.size() + 2);
    *p++ = '"';
    p = CopyShort(text, p);
    *p++ = '"';
    out_->EndAt(p);
    return *this;
  }
  JsonWriter& PlainOrNull(std::string_view text) { return text.empty() ? Null() : Plain(text); }
  // A string; escapes only what JSON demands (RFC 8259: quote, backslash, control characters).
  // REQUIRES: valid UTF-8.
  JsonWriter& String(std::string_view text);
  JsonWriter& StringOrNull(std::string_view text) { return text.empty() ? Null() : String(text); }
  // A string that may hold anything, such as a file name: every byte that is no UTF-8 becomes
  // U+FFFD.
  JsonWriter& Untrusted(std::string_view text);
  JsonWriter& UntrustedOrNull(std::string_view text) {
    return text.empty() ? Null() : Untrusted(text);
  }

  JsonWriter& Number(uint64_t value) {
    out_->EndAt(WriteNumber(value, out_->Room(kMaxDigits)));
    return *this;
  }
  // The shortest decimal that reads back as the same double. REQUIRES: finite.
  JsonWriter& Double(double value);
  // 0.95, 1.00: two decimals, half away from zero. REQUIRES: 0 <= value < 1000.
  JsonWriter& Hundredths(float value);
  // An exact number: a string of plain digits.
  JsonWriter& Exact(const Decimal& value);
  JsonWriter& Null() { return Raw("null"); }

  ByteBuffer& out() { return *out_; }

 private:
  static constexpr size_t kMaxDigits = 20;

  // Copies text of mostly few bytes: two moves that may overlap instead of a call. Returns its end.
  static char* CopyShort(std::string_view text, char* to) {
    const size_t n = text.size();
    const char* from = text.data();
    const auto both_ends = [&](auto word) {
      std::memcpy(&word, from, sizeof word);
      auto last = word;
      std::memcpy(&last, from + n - sizeof last, sizeof last);
      std::memcpy(to, &word, sizeof word);
      std::memcpy(to + n - sizeof last, &last, sizeof last);
    };
    if (n > 32) {
      std::memcpy(to, from, n);
    } else if (n > 16) {
      both_ends(Bytes16{});
    } else if (n >= 8) {
      both_ends(uint64_t{});
    } else if (n >= 4) {
      both_ends(uint32_t{});
    } else if (n > 0) {
      to[0] = from[0];
      to[n / 2] = from[n / 2];
      to[n - 1] = from[n - 1];
    }
    return to + n;
  }
  struct Bytes16 {
    uint64_t low, high;
  };

  // Decimal digits, two at a time from a table; returns their end.
  static char* WriteNumber(uint64_t value, char* to);
  // Writes the escaped text into room for the worst case; returns its end.
  static char* WriteEscaped(std::string_view text, char* to);
  // Escapes text of any length, piece by piece; leaves room for a quote at the end it returns.
  char* EscapeLong(std::string_view text);

  ByteBuffer* out_;
};

// Where the valid UTF-8 at the start of `text` ends: a byte offset; text.size() where all of it is
// valid.
size_t ValidUtf8Prefix(std::string_view text);

}  // namespace sourcier

#endif  // SOURCIER_STORE_JSON_WRITER_H_
