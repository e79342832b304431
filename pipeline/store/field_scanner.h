// Reads single fields of the store's own lines, of which the key order is known: a search for
// `"key":` from where the last field ended. Not a JSON parser: a quote inside a string is always
// escaped, so `,"key":` never occurs within one.
#ifndef SOURCIER_STORE_FIELD_SCANNER_H_
#define SOURCIER_STORE_FIELD_SCANNER_H_

#include <string>
#include <string_view>

namespace sourcier {

class FieldScanner {
 public:
  explicit FieldScanner(std::string_view line) : line_(line) {}
  // The raw JSON of the value of the next `key` at any depth: `"text"` with its quotes, `{...}`,
  // `12`, `null`. "" where there is none; the place is kept then. Ask in the order of the keys.
  // REQUIRES: a key of at most 60 bytes.
  std::string_view Next(std::string_view key);
  // Goes on at this byte, where a comma or brace stands before a member.
  void SkipTo(size_t byte) { at_ = byte; }

 private:
  // The value that begins at this byte; goes on behind it.
  std::string_view Take(size_t value);
  std::string_view Search(std::string_view key);

  std::string_view line_;
  size_t at_ = 0;
};

// The string without its quotes, escapes as they are; "" for null.
std::string_view Unquoted(std::string_view json);
// Undoes the escapes that JsonWriter makes (and no others: no surrogate pairs).
std::string Unescaped(std::string_view text);

}  // namespace sourcier

#endif  // SOURCIER_STORE_FIELD_SCANNER_H_
