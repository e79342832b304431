// A rule file is lines; a line is a keyword and its argument, continued by lines indented deeper
// than the keyword. Patterns are read by recursive descent: choice > sequence > repeated item >
// item.
#include "pipeline/language/rule_file.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>

namespace sourcier {
namespace {

struct Failure {
  size_t at = 0;  // byte in the file
  std::string message;
};

bool IsNameByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
}
// What may stand in a bare word: letters, digits, and everything beyond ASCII.
bool IsWordByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || static_cast<signed char>(c) < 0 ||
         c == '\'' || c == '-';
}

class PatternParser {
 public:
  PatternParser(std::string_view file, size_t begin, size_t end,
                const std::map<std::string, Pattern, std::less<>>& lets,
                std::vector<std::string>* literals)
      : file_(file), at_(begin), end_(end), lets_(lets), literals_(literals) {}

  bool ParsePattern(Pattern* out) {
    if (!ParseChoice(out)) return false;
    SkipSpace();
    return at_ == end_ || Fail("expected an item, '|' or the end of the pattern");
  }
  // One unit, or several with '|' between.
  bool ParseTrigger(Predicate* out) {
    *out = {Predicate::Kind::kOr, "", {}};
    do {
      Predicate item;
      if (!ParseItemPredicate(&item)) return false;
      out->parts.push_back(std::move(item));
    } while (Eat('|'));
    return at_ == end_ || Fail("expected '|' or the end of the line");
  }
  const Failure& failure() const { return failure_; }

 private:
  bool Fail(std::string message) {
    if (failure_.message.empty()) failure_ = {at_, std::move(message)};
    return false;
  }
  void SkipSpace() {
    while (at_ < end_ && std::isspace(static_cast<unsigned char>(file_[at_]))) ++at_;
  }
  char Peek() {
    SkipSpace();
    return at_ < end_ ? file_[at_] : '\0';
  }
  bool Eat(char c) {
    if (Peek() != c || at_ >= end_) return false;
    ++at_;
    return true;
  }
  std::string Name() {
    const size_t from = at_;
    while (at_ < end_ && (IsNameByte(file_[at_]) || file_[at_] == ':' || file_[at_] == '.')) ++at_;
    return std::string(file_.substr(from, at_ - from));
  }

  bool ParseChoice(Pattern* out) {
    Pattern choice{Pattern::Kind::kChoice, {}, {}, 0, -1, {}};
    do {
      Pattern sequence;
      if (!ParseSequence(&sequence)) return false;
      choice.parts.push_back(std::move(sequence));
    } while (Eat('|'));
    *out = choice.parts.size() == 1 ? std::move(choice.parts[0]) : std::move(choice);
    return true;
  }

  bool ParseSequence(Pattern* out) {
    *out = {};
    for (char c = Peek(); c != '\0' && c != ')' && c != '|'; c = Peek()) {
      Pattern item;
      if (!ParseRepeated(&item)) return false;
      out->parts.push_back(std::move(item));
    }
    return !out->parts.empty() || Fail("expected a pattern here");
  }

  bool ParseRepeated(Pattern* out) {
    if (!ParseItem(out)) return false;
    while (at_ < end_) {
      Pattern repeat{Pattern::Kind::kRepeat, {}, {}, 0, -1, {}};
      const char c = file_[at_];
      if (c == '?') {
        repeat.most = 1;
      } else if (c == '+') {
        repeat.least = 1;
      } else if (c == '{' && at_ + 1 < end_ &&
                 std::isdigit(static_cast<unsigned char>(file_[at_ + 1]))) {
        ++at_;
        if (!ParseCounts(&repeat)) return false;
        repeat.parts.push_back(std::move(*out));
        *out = std::move(repeat);
        continue;
      } else if (c != '*') {
        break;
      }
      ++at_;
      repeat.parts.push_back(std::move(*out));
      *out = std::move(repeat);
    }
    return true;
  }

  bool ParseCounts(Pattern* repeat) {
    auto number = [&](int* value) {
      const auto r = std::from_chars(file_.data() + at_, file_.data() + end_, *value);
      if (r.ec != std::errc()) return false;
      at_ = static_cast<size_t>(r.ptr - file_.data());
      return true;
    };
    if (!number(&repeat->least)) return Fail("expected a number in {m,n}");
    repeat->most = repeat->least;
    if (Eat(',') && !number(&repeat->most)) return Fail("expected a second number in {m,n}");
    if (!Eat('}')) return Fail("expected '}'");
    return repeat->most <= 12 || Fail("a repeat of more than 12 makes slow rules");
  }

  bool ParseItem(Pattern* out) {
    const char c = Peek();
    if (Eat('(')) {
      if (!ParseChoice(out)) return false;
      return Eat(')') || Fail("expected ')'");
    }
    if (Eat('^')) return *out = Pattern{Pattern::Kind::kBegin, {}, {}, 0, -1, {}}, true;
    if (Eat('$')) return *out = Pattern{Pattern::Kind::kEnd, {}, {}, 0, -1, {}}, true;
    if (c == '{') return ParsePiece(out, "");
    if (c == '~') {
      ++at_;
      Predicate inner;
      if (!ParseItemPredicate(&inner)) return false;
      Predicate glued{Predicate::Kind::kFeature, ":glued", {}};
      *out = Unit({Predicate::Kind::kAnd, "", {std::move(inner), std::move(glued)}});
      return true;
    }
    if (const size_t colon = CaptureColon(); colon != 0) {
      std::string name(file_.substr(at_, colon - at_));
      at_ = colon + 1;
      Pattern inner;
      if (at_ < end_ && file_[at_] == '{') {
        if (!ParsePiece(&inner, name)) return false;
      } else if (!ParseItem(&inner)) {
        return false;
      }
      *out = {Pattern::Kind::kCapture, {}, {}, 0, -1, std::move(name)};
      out->parts.push_back(std::move(inner));
      return true;
    }
    Predicate predicate;
    if (!ParseItemPredicate(&predicate)) return false;
    *out = Unit(std::move(predicate));
    return true;
  }

  // "name:" with an item right behind: where the colon stands, else 0.
  size_t CaptureColon() const {
    size_t i = at_;
    while (i < end_ && std::islower(static_cast<unsigned char>(file_[i]))) ++i;
    const bool is_capture = i > at_ && i + 1 < end_ && file_[i] == ':' &&
                            !std::isspace(static_cast<unsigned char>(file_[i + 1]));
    return is_capture ? i : 0;
  }

  bool ParsePiece(Pattern* out, std::string_view prefix) {
    ++at_;
    const std::string name = Name();
    const auto it = lets_.find(name);
    if (it == lets_.end()) return Fail("no `let " + name + "` above this line");
    if (!Eat('}')) return Fail("expected '}'");
    *out = it->second;
    if (!prefix.empty()) Prefix(out, prefix);
    return true;
  }
  static void Prefix(Pattern* p, std::string_view prefix) {
    if (p->kind == Pattern::Kind::kCapture) p->name = std::string(prefix) + "." + p->name;
    for (Pattern& part : p->parts) Prefix(&part, prefix);
  }
  static Pattern Unit(Predicate predicate) {
    Pattern p{Pattern::Kind::kUnit, std::move(predicate), {}, 0, -1, {}};
    return p;
  }

  // <...>, #x, @x, :x, '.', "literal" or word.
  bool ParseItemPredicate(Predicate* out) {
    const char c = Peek();
    if (Eat('<')) {
      if (!ParseOr(out)) return false;
      return Eat('>') || Fail("expected '>'");
    }
    if (Eat('.')) return *out = Predicate{}, true;
    if (c == '#' || c == '@' || c == ':') return ParseFeature(out);
    std::string literal;
    if (Eat('"')) {
      const size_t from = at_;
      while (at_ < end_ && file_[at_] != '"') ++at_;
      if (at_ >= end_) return Fail("expected a closing '\"'");
      literal = file_.substr(from, at_ - from);
      ++at_;
    } else {
      const size_t from = at_;
      while (at_ < end_ && IsWordByte(file_[at_])) ++at_;
      literal = file_.substr(from, at_ - from);
    }
    if (literal.empty())
      return Fail("expected a word, \"...\", <class>, #sort, @kind, :shape, (...) or {piece}");
    *out = {Predicate::Kind::kClass, "=" + literal, {}};
    literals_->push_back(std::move(literal));
    return true;
  }
  bool ParseFeature(Predicate* out) {
    const size_t from = at_++;
    while (at_ < end_ && IsNameByte(file_[at_])) ++at_;
    *out = {Predicate::Kind::kFeature, std::string(file_.substr(from, at_ - from)), {}};
    return out->name.size() > 1 || Fail("expected a name behind '#', '@' or ':'");
  }

  bool ParseOr(Predicate* out) {
    Predicate any{Predicate::Kind::kOr, "", {}};
    do {
      Predicate all{Predicate::Kind::kAnd, "", {}};
      do {
        Predicate part;
        if (!ParseNot(&part)) return false;
        all.parts.push_back(std::move(part));
      } while (Eat('&'));
      any.parts.push_back(all.parts.size() == 1 ? std::move(all.parts[0]) : std::move(all));
    } while (Eat('|'));
    *out = any.parts.size() == 1 ? std::move(any.parts[0]) : std::move(any);
    return true;
  }
  bool ParseNot(Predicate* out) {
    if (Eat('!')) {
      Predicate inner;
      if (!ParseNot(&inner)) return false;
      *out = {Predicate::Kind::kNot, "", {std::move(inner)}};
      return true;
    }
    if (Eat('(')) {
      if (!ParseOr(out)) return false;
      return Eat(')') || Fail("expected ')'");
    }
    const char c = Peek();
    if (c == '#' || c == '@' || c == ':') return ParseFeature(out);
    if (c == '"') return ParseItemPredicate(out);
    std::string name = Name();
    if (name.empty()) return Fail("expected a class, #sort, @kind, :shape, \"word\", '!' or '('");
    *out = {Predicate::Kind::kClass, std::move(name), {}};
    return true;
  }

  std::string_view file_;
  size_t at_, end_;
  const std::map<std::string, Pattern, std::less<>>& lets_;
  std::vector<std::string>* literals_;
  Failure failure_;
};

std::string_view Trim(std::string_view s) {
  while (!s.empty() && std::isspace(static_cast<unsigned char>(s.front()))) s.remove_prefix(1);
  while (!s.empty() && std::isspace(static_cast<unsigned char>(s.back()))) s.remove_suffix(1);
  return s;
}

class FileParser {
 public:
  FileParser(std::string_view path, std::string_view text) : path_(path), text_(text) {}

  Result<RuleFile> Parse() {
    file_.stage = path_.substr(path_.rfind('/') + 1);
    file_.stage.resize(std::min(file_.stage.size(), file_.stage.rfind('.')));
    file_.set = file_.stage;
    size_t at = 0;
    while (at < text_.size()) {
      const size_t begin = at;
      const size_t indent = Indent(begin);
      at = LineEnd(begin) + 1;
      const std::string_view line = text_.substr(begin, at - 1 - begin);
      if (Trim(line).empty() || Trim(line).front() == '#') continue;
      // Lines indented deeper go on with this one (a rule's own lines do not: they are indented
      // deeper than `rule` only).
      const size_t key_begin = begin + indent;
      size_t key_end = key_begin;
      while (key_end < at - 1 && IsNameByte(text_[key_end])) ++key_end;
      const std::string_view key = text_.substr(key_begin, key_end - key_begin);
      if (key != "rule") {
        while (at < text_.size() && Indent(at) > indent &&
               !Trim(text_.substr(at, LineEnd(at) - at)).empty()) {
          at = LineEnd(at) + 1;
        }
      }
      size_t end = std::min(at - 1, text_.size());
      if (!Line(key, key_begin, key_end, end)) return MakeError();
    }
    if (!FinishRule()) return MakeError();
    return std::move(file_);
  }

 private:
  size_t LineEnd(size_t at) const { return std::min(text_.find('\n', at), text_.size()); }
  size_t Indent(size_t at) const {
    size_t n = 0;
    while (at + n < text_.size() && text_[at + n] == ' ') ++n;
    return n;
  }
  int LineNumber(size_t at) const {
    int n = 1;
    for (size_t i = 0; i < at && i < text_.size(); ++i) n += text_[i] == '\n';
    return n;
  }
  bool Fail(size_t at, std::string message) {
    failure_ = {at, std::move(message)};
    return false;
  }
  Error MakeError() const {
    const size_t line_begin = failure_.at == 0 ? 0 : text_.rfind('\n', failure_.at - 1) + 1;
    const std::string_view line = text_.substr(line_begin, LineEnd(line_begin) - line_begin);
    const size_t column = failure_.at - line_begin;
    std::string caret;
    for (size_t i = 0; i < column && i < line.size(); ++i) {
      if ((static_cast<unsigned char>(line[i]) & 0xC0) != 0x80)
        caret.push_back(line[i] == '\t' ? '\t' : ' ');
    }
    return {ErrorCode::kFormat, std::string(path_) + ":" + std::to_string(LineNumber(failure_.at)) +
                                    ":" + std::to_string(column + 1) + ": " + failure_.message +
                                    "\n" + std::string(line) + "\n" + caret + "^"};
  }

  bool Line(std::string_view key, size_t key_begin, size_t key_end, size_t end) {
    const std::string_view argument = Trim(text_.substr(key_end, end - key_end));
    if (key == "set")
      return file_.set = argument,
             !argument.empty() || Fail(key_end, "expected a name behind `set`");
    if (key == "let") return Let(key_end, end);
    if (key == "trigger") {
      Predicate p;
      PatternParser parser(text_, key_end, end, lets_, &file_.literals);
      if (!parser.ParseTrigger(&p)) return failure_ = parser.failure(), false;
      file_.triggers.push_back(std::move(p));
      return true;
    }
    if (key == "rule") {
      if (!FinishRule()) return false;
      if (argument.empty()) return Fail(key_end, "expected a name behind `rule`");
      for (const RuleSource& r : file_.rules) {
        if (r.name == argument)
          return Fail(key_begin,
                      "rule " + r.name + " stands already on line " + std::to_string(r.line));
      }
      in_rule_ = true;
      rule_at_ = key_begin;
      rule_ = {};
      rule_.name = argument;
      rule_.file = path_;
      rule_.line = LineNumber(key_begin);
      choices_.clear();
      return true;
    }
    if (!in_rule_) return Fail(key_begin, "expected `let`, `trigger` or `rule`");
    if (key == "match") {
      Pattern p;
      PatternParser parser(text_, key_end, end, lets_, &file_.literals);
      if (!parser.ParsePattern(&p)) return failure_ = parser.failure(), false;
      choices_.push_back(std::move(p));
      return true;
    }
    if (key == "yield") return ParseYield(argument, key_end);
    if (key == "weight") {
      rule_.weight = std::atof(std::string(argument).c_str());
      return (rule_.weight > 0 && rule_.weight <= 1) ||
             Fail(key_end, "expected a number above 0, at most 1");
    }
    if (key == "yes" || key == "no") {
      Example e;
      const size_t arrow = argument.rfind("->");
      e.text = Trim(argument.substr(0, key == "yes" ? arrow : std::string_view::npos));
      if (key == "yes" && arrow != std::string_view::npos)
        e.expected = Trim(argument.substr(arrow + 2));
      e.line = LineNumber(key_begin);
      (key == "yes" ? rule_.yes : rule_.no).push_back(std::move(e));
      return true;
    }
    return Fail(key_begin, "expected `match`, `yield`, `weight`, `yes` or `no`");
  }

  bool Let(size_t begin, size_t end) {
    while (begin < end && text_[begin] == ' ') ++begin;
    size_t name_end = begin;
    while (name_end < end && IsNameByte(text_[name_end])) ++name_end;
    if (name_end == begin) return Fail(begin, "expected a name behind `let`");
    Pattern p;
    PatternParser parser(text_, name_end, end, lets_, &file_.literals);
    if (!parser.ParsePattern(&p)) return failure_ = parser.failure(), false;
    lets_[std::string(text_.substr(begin, name_end - begin))] = std::move(p);
    return true;
  }

  bool ParseYield(std::string_view argument, size_t at) {
    Yield yield;
    size_t i = 0;
    auto word = [&] {
      while (i < argument.size() && std::isspace(static_cast<unsigned char>(argument[i]))) ++i;
      const size_t from = i;
      while (i < argument.size() && !std::isspace(static_cast<unsigned char>(argument[i]))) ++i;
      return argument.substr(from, i - from);
    };
    yield.kind = word();
    if (yield.kind.empty()) return Fail(at, "expected a kind behind `yield`");
    for (std::string_view w = word(); !w.empty(); w = word()) {
      const size_t equal = w.find('=');
      if (equal == std::string_view::npos)
        return Fail(at, "expected key=value in `yield`, found " + std::string(w));
      yield.arguments.emplace_back(w.substr(0, equal), w.substr(equal + 1));
    }
    rule_.yields.push_back(std::move(yield));
    return true;
  }

  bool FinishRule() {
    if (!in_rule_) return true;
    in_rule_ = false;
    if (choices_.empty()) return Fail(rule_at_, "rule " + rule_.name + " has no `match`");
    if (choices_.size() == 1) {
      rule_.pattern = std::move(choices_[0]);
    } else {
      rule_.pattern = {Pattern::Kind::kChoice, {}, std::move(choices_), 0, -1, {}};
    }
    choices_.clear();
    file_.rules.push_back(std::move(rule_));
    return true;
  }

  std::string_view path_, text_;
  RuleFile file_;
  std::map<std::string, Pattern, std::less<>> lets_;
  bool in_rule_ = false;
  size_t rule_at_ = 0;
  RuleSource rule_;
  std::vector<Pattern> choices_;
  Failure failure_;
};

}  // namespace

std::string_view Yield::Get(std::string_view key) const {
  for (const auto& [k, v] : arguments) {
    if (k == key) return v;
  }
  return {};
}

Result<RuleFile> ParseRuleFile(std::string_view path, std::string_view text) {
  return FileParser(path, text).Parse();
}

}  // namespace sourcier
