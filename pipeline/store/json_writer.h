// Writes JSON text at the end of a string: keys as raw pieces, values by type. No tree, no state
// but the string; the caller writes braces and commas. Output is ASCII where the input is, and
// UTF-8 as it came elsewhere.
#ifndef SOURCIER_STORE_JSON_WRITER_H_
#define SOURCIER_STORE_JSON_WRITER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/core/decimal.h"

namespace sourcier {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer.
  explicit JsonWriter(std::string* out) : out_(out) {}

  // A piece of JSON as it is: `,"byte_start":`.
  JsonWriter& Raw(std::string_view json) {
    out_->append(json);
    return *this;
  }
  // A string of which every byte is known to need no escape: an enumerator, an id, a digit run.
  JsonWriter& Plain(std::string_view text) {
    out_->push_back('"');
    out_->append(text);
    out_->push_back('"');
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

  JsonWriter& Number(uint64_t value);
  // The shortest decimal that reads back as the same double. REQUIRES: finite.
  JsonWriter& Double(double value);
  // 0.95, 1.00: two decimals, half away from zero. REQUIRES: 0 <= value < 1000.
  JsonWriter& Hundredths(float value);
  // An exact number: a string of plain digits.
  JsonWriter& Exact(const Decimal& value);
  JsonWriter& Null() { return Raw("null"); }

  std::string& out() { return *out_; }

 private:
  void Escape(std::string_view text);

  std::string* out_;
};

// Where the valid UTF-8 at the start of `text` ends: a byte offset; text.size() where all of it is
// valid.
size_t ValidUtf8Prefix(std::string_view text);

}  // namespace sourcier

#endif  // SOURCIER_STORE_JSON_WRITER_H_
