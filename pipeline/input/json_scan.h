// A strict JSON scanner (RFC 8259) for one line that knows at which byte everything stands, which
// parsers that unescape into a buffer do not tell. It checks the whole line, but makes no values:
// members come out as byte ranges of the line.
//
// Bytes above 0x7F are let pass inside strings whatever they are: the charset is decided elsewhere,
// and one bad byte must not cost the record. simdjson is its oracle in the tests.
#ifndef SOURCIER_INPUT_JSON_SCAN_H_
#define SOURCIER_INPUT_JSON_SCAN_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace sourcier {

enum class JsonKind : unsigned char { kString, kNumber, kTrue, kFalse, kNull, kObject, kArray };

// Byte range of a value in the line; for strings of what stands between the quotes, still escaped.
struct JsonValue {
  JsonKind kind = JsonKind::kNull;
  size_t begin = 0, end = 0;
};

struct JsonMember {
  std::string_view key;  // between the quotes, still escaped
  JsonValue value;
};

struct JsonError {
  size_t at = 0;              // byte of the line
  std::string_view expected;  // a literal
};

// The members of the object that `line` holds, in order, duplicates and all; JSON white space
// around it is allowed. Nested values are checked to a depth of 1,000. nullopt: all well.
std::optional<JsonError> ScanObject(std::string_view line, std::vector<JsonMember>* members);

// The elements of an array value that ScanObject found in this line.
void ScanElements(std::string_view line, JsonValue array, std::vector<JsonValue>* elements);

}  // namespace sourcier

#endif  // SOURCIER_INPUT_JSON_SCAN_H_
