#include "pipeline/store/field_scanner.h"

#include <cstring>

#include "pipeline/core/json_bytes.h"

namespace sourcier {
namespace {

constexpr size_t kLongestKey = 60;
constexpr int kSteps = 8;

// The end of the string that begins with the quote at `at`.
size_t EndOfString(std::string_view s, size_t at) {
  for (++at;;) {
    at = FindJsonSpecial(s, at);
    if (at >= s.size()) return s.size();
    if (s[at] == '"') return at + 1;
    at += s[at] == '\\' ? 2 : 1;
  }
}

size_t EndOfValue(std::string_view s, size_t at) {
  if (at < s.size() && s[at] == '"') return EndOfString(s, at);
  int depth = 0;
  while (at < s.size()) {
    const char c = s[at];
    if (c == '"') {
      at = EndOfString(s, at);
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

std::string_view FieldScanner::Take(size_t value) {
  at_ = EndOfValue(line_, value);
  return line_.substr(value, at_ - value);
}

std::string_view FieldScanner::Next(std::string_view key) {
  // Most fields that are asked for stand close together: the next members are stepped over, up to
  // an array or object, which may hold the key.
  const size_t start = at_;
  for (int step = 0; step < kSteps && at_ + 2 < line_.size(); ++step) {
    if ((line_[at_] != ',' && line_[at_] != '{') || line_[at_ + 1] != '"') break;
    const std::string_view rest = line_.substr(at_ + 2);
    if (rest.starts_with(key) && rest.substr(key.size()).starts_with("\":"))
      return Take(at_ + key.size() + 4);
    const size_t value = EndOfString(line_, at_ + 1) + 1;
    if (value + 1 >= line_.size() || line_[value - 1] != ':') break;
    const char c = line_[value];
    if (c == '{' || (c == '[' && line_[value + 1] != ']')) break;
    at_ = EndOfValue(line_, value);
  }
  const std::string_view found = Search(key);
  if (found.empty()) at_ = start;
  return found;
}

// memmem skips by the length of what it looks for, so that is the whole `"key":`.
std::string_view FieldScanner::Search(std::string_view key) {
  char pattern[kLongestKey + 3];
  const size_t size = key.size() + 3;
  if (key.size() > kLongestKey) return {};
  pattern[0] = pattern[size - 2] = '"';
  pattern[size - 1] = ':';
  key.copy(pattern + 1, key.size());
  for (size_t from = at_;;) {
    const void* found = memmem(line_.data() + from, line_.size() - from, pattern, size);
    if (found == nullptr) return {};
    const auto begin = static_cast<size_t>(static_cast<const char*>(found) - line_.data());
    from = begin + 1;
    if (begin > 0 && (line_[begin - 1] == ',' || line_[begin - 1] == '{'))
      return Take(begin + size);
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
