#include "pipeline/core/document.h"

#include <algorithm>

namespace sourcier {

void Document::AddFlag(std::string_view literal) {
  if (!HasFlag(literal)) flags.push_back(literal);
}

bool Document::HasFlag(std::string_view flag) const {
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

void Document::Reset() {
  source = {};
  oversize.reset();
  for (std::string* s : {&payload, &sha256, &title, &published, &published_by, &publisher, &url,
                         &declared_language, &language, &decoded, &text}) {
    s->clear();
  }
  media_type = charset = {};
  field_begin = 0;
  authors.clear();
  flags.clear();
  problems.clear();
  for (OffsetMap* m : {&decode_map, &normalize_map, &origin}) m->Clear();
  blocks.clear();
  tokens.clear();
  sentences.clear();
  units.clear();
  numbers.clear();
  mentions.clear();
  attributions.clear();
  claims.clear();
  arena.clear();
}

namespace {

// Code points of UTF-8: bytes that are no continuation bytes. Compilers turn this into vector code.
uint32_t CountCodePoints(std::string_view s) {
  uint32_t n = 0;
  for (char c : s) n += static_cast<signed char>(c) >= -64;
  return n;
}

uint32_t CountLines(std::string_view s) {
  return static_cast<uint32_t>(std::count(s.begin(), s.end(), '\n'));
}

}  // namespace

uint32_t Locator::CharOf(uint32_t byte) {
  const std::string_view decoded = document_.decoded;
  // The text field of a record counts from its own start.
  const uint32_t base = byte >= document_.field_begin ? document_.field_begin : 0;
  if (byte < char_byte_ || char_byte_ < base) {
    char_byte_ = base;
    chars_ = 0;
  }
  chars_ += CountCodePoints(decoded.substr(char_byte_, byte - char_byte_));
  char_byte_ = byte;
  return chars_;
}

uint32_t Locator::LineOf(uint64_t byte) {
  const std::string_view payload = document_.payload;
  if (byte < line_byte_) {
    line_byte_ = 0;
    lines_ = 0;
  }
  lines_ += CountLines(payload.substr(line_byte_, byte - line_byte_));
  line_byte_ = byte;
  return 1 + lines_;
}

Location Locator::Locate(Span span) {
  Location l;
  l.bytes = document_.origin.Hull(span);
  document_.origin.Segments(span, &l.segments);
  if (l.segments.size() < 2) l.segments.clear();
  const SourceRange chars = document_.normalize_map.Hull(span);
  l.char_start = CharOf(static_cast<uint32_t>(chars.begin));
  const uint32_t resume_byte = char_byte_, resume_chars = chars_;
  l.char_end = CharOf(static_cast<uint32_t>(chars.end));
  char_byte_ = resume_byte;
  chars_ = resume_chars;
  l.line = LineOf(l.bytes.begin);
  return l;
}

}  // namespace sourcier
