#include "pipeline/store/field_scanner.h"

namespace sourcier {
namespace {

// The end of the string that begins with the quote at `at`.
size_t EndOfString(std::string_view s, size_t at) {
  for (++at; at < s.size(); ++at) {
    if (s[at] == '\\') {
      ++at;
    } else if (s[at] == '"') {
      return at + 1;
    }
  }
  return s.size();
}

size_t EndOfValue(std::string_view s, size_t at) {
  int depth = 0;
  while (at < s.size()) {
    const char c = s[at];
    if (c == '"') {
      at = EndOfString(s, at);
      if (depth == 0) return at;
      continue;
    }
    if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (--depth <= 0) return depth == 0 ? at + 1 : at;
    } else if (c == ',' && depth == 0) {
      return at;
    }
    ++at;
  }
  return at;
}

}  // namespace

std::string_view FieldScanner::Next(std::string_view key) {
  for (size_t from = at_;;) {
    const size_t found = line_.find(key, from);
    if (found == std::string_view::npos) return {};
    from = found + 1;
    const size_t end = found + key.size();
    if (found < 2 || end + 2 > line_.size() || line_[found - 1] != '"' || line_[end] != '"' ||
        line_[end + 1] != ':') {
      continue;
    }
    if (line_[found - 2] != ',' && line_[found - 2] != '{') continue;
    at_ = EndOfValue(line_, end + 2);
    return line_.substr(end + 2, at_ - end - 2);
  }
}

std::string_view Unquoted(std::string_view json) {
  if (json.size() < 2 || json.front() != '"') return {};
  return json.substr(1, json.size() - 2);
}

std::string Unescaped(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain.push_back(text[i]);
      continue;
    }
    const char c = text[++i];
    if (c == 'u' && i + 5 <= text.size()) {
      const auto digit = [](char h) { return h <= '9' ? h - '0' : h - 'a' + 10; };
      plain.push_back(static_cast<char>(digit(text[i + 3]) * 16 + digit(text[i + 4])));
      i += 4;
    } else {
      plain.push_back(c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c);
    }
  }
  return plain;
}

}  // namespace sourcier
