#include "pipeline/input/json_scan.h"

#include <cstring>

#include "pipeline/core/json_bytes.h"

namespace sourcier {
namespace {

constexpr size_t kMaxDepth = 1000;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHex(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

class Scanner {
 public:
  Scanner(std::string_view text, size_t at) : text_(text), at_(at) {}

  JsonError error() const { return {at_, expected_}; }
  size_t at() const { return at_; }
  bool AtEnd() const { return at_ == text_.size(); }

  void SkipSpace() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n')) {
      ++at_;
    }
  }
  bool Fail(std::string_view expected) {
    expected_ = expected;
    return false;
  }
  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool String(JsonValue* value) {
    if (!Take('"')) return Fail("a string");
    value->kind = JsonKind::kString;
    value->begin = at_;
    for (;;) {
      at_ = FindJsonSpecial(text_, at_);
      if (AtEnd()) return Fail("the closing quote of a string");
      const char c = text_[at_];
      if (c == '"') break;
      if (c != '\\') return Fail("an escape for this control character");
      ++at_;
      if (!Escape()) return false;
    }
    value->end = at_++;
    return true;
  }

  // One value of any kind, without recursion.
  bool Value(JsonValue* value) {
    const size_t begin = at_;
    if (!Scalar(value)) return false;
    if (value->kind != JsonKind::kObject && value->kind != JsonKind::kArray) return true;
    // A stack of '{' and '['; each step takes one scalar or bracket and what joins it to the next.
    std::vector<char> open(1, text_[begin]);
    bool first = true;
    while (!open.empty()) {
      const char close = open.back() == '{' ? '}' : ']';
      SkipSpace();
      if (Take(close)) {
        open.pop_back();
        first = false;
        continue;
      }
      if (!first) {
        if (!Take(',')) return Fail(close == '}' ? "',' or '}'" : "',' or ']'");
        SkipSpace();
      }
      JsonValue inner;
      if (close == '}') {
        if (!String(&inner)) return Fail("a member name");
        SkipSpace();
        if (!Take(':')) return Fail("':'");
        SkipSpace();
      }
      first = false;
      const size_t at = at_;
      if (!Scalar(&inner)) return false;
      if (inner.kind == JsonKind::kObject || inner.kind == JsonKind::kArray) {
        if (open.size() >= kMaxDepth) return Fail("fewer levels of nesting");
        open.push_back(text_[at]);
        first = true;
      }
    }
    value->begin = begin;
    value->end = at_;
    return true;
  }

 private:
  // A string, number or literal; of an object or array only the opening bracket.
  bool Scalar(JsonValue* value) {
    if (AtEnd()) return Fail("a value");
    value->begin = at_;
    switch (text_[at_]) {
      case '"':
        return String(value);
      case '{':
        value->kind = JsonKind::kObject;
        ++at_;
        break;
      case '[':
        value->kind = JsonKind::kArray;
        ++at_;
        break;
      case 't':
        return Literal("true", JsonKind::kTrue, value);
      case 'f':
        return Literal("false", JsonKind::kFalse, value);
      case 'n':
        return Literal("null", JsonKind::kNull, value);
      default:
        return Number(value);
    }
    value->end = at_;
    return true;
  }

  bool Literal(std::string_view word, JsonKind kind, JsonValue* value) {
    if (text_.substr(at_, word.size()) != word) return Fail("a value");
    at_ += word.size();
    value->kind = kind;
    value->end = at_;
    return true;
  }

  bool Digits() {
    if (AtEnd() || !IsDigit(text_[at_])) return Fail("a digit");
    while (!AtEnd() && IsDigit(text_[at_])) ++at_;
    return true;
  }

  bool Number(JsonValue* value) {
    value->kind = JsonKind::kNumber;
    const bool negative = Take('-');
    if (AtEnd() || !IsDigit(text_[at_])) return Fail(negative ? "a digit" : "a value");
    if (!Take('0')) Digits();
    if (Take('.') && !Digits()) return false;
    if (Take('e') || Take('E')) {
      if (!Take('+')) Take('-');
      if (!Digits()) return false;
    }
    value->end = at_;
    return true;
  }

  // What follows a backslash.
  bool Escape() {
    if (AtEnd()) return Fail("an escape");
    const char c = text_[at_];
    if (c == 'u') {
      for (size_t i = 1; i <= 4; ++i) {
        if (at_ + i >= text_.size() || !IsHex(text_[at_ + i])) {
          at_ += i;
          return Fail("four hexadecimal digits");
        }
      }
      at_ += 5;
      return true;
    }
    if (std::strchr("\"\\/bfnrt", c) == nullptr || c == '\0') return Fail("an escape");
    ++at_;
    return true;
  }

  std::string_view text_;
  size_t at_;
  std::string_view expected_;
};

}  // namespace

std::optional<JsonError> ScanObject(std::string_view line, std::vector<JsonMember>* members) {
  members->clear();
  Scanner s(line, 0);
  s.SkipSpace();
  if (!s.Take('{')) return JsonError{s.at(), "an object"};
  for (bool first = true;; first = false) {
    s.SkipSpace();
    if (s.Take('}')) break;
    if (!first) {
      if (!s.Take(',')) return JsonError{s.at(), "',' or '}'"};
      s.SkipSpace();
    }
    JsonValue key;
    JsonMember member;
    if (!s.String(&key)) return s.error();
    member.key = line.substr(key.begin, key.end - key.begin);
    s.SkipSpace();
    if (!s.Take(':')) return JsonError{s.at(), "':'"};
    s.SkipSpace();
    if (!s.Value(&member.value)) return s.error();
    members->push_back(member);
  }
  s.SkipSpace();
  if (!s.AtEnd()) return JsonError{s.at(), "the end of the line"};
  return std::nullopt;
}

void ScanElements(std::string_view line, JsonValue array, std::vector<JsonValue>* elements) {
  elements->clear();
  Scanner s(line.substr(0, array.end), array.begin);
  if (!s.Take('[')) return;
  for (;;) {
    s.SkipSpace();
    if (s.Take(']') || s.AtEnd()) return;
    if (!elements->empty()) {
      s.Take(',');
      s.SkipSpace();
    }
    JsonValue value;
    if (!s.Value(&value)) return;
    elements->push_back(value);
  }
}

}  // namespace sourcier
