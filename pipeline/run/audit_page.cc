#include "pipeline/run/audit_page.h"

#include <algorithm>

namespace sourcier {
namespace {

constexpr size_t kLabelWidth = 12;
constexpr uint32_t kMaxContext = 300;

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool IsStop(char c) { return c == '.' || c == '!' || c == '?'; }
bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// A stop with white space behind it, or a line end, at `at`.
bool EndsSentence(std::string_view text, uint32_t at) {
  return text[at] == '\n' || (IsStop(text[at]) && at + 1 < text.size() && IsSpace(text[at + 1]));
}

}  // namespace

Span SentenceBefore(std::string_view text, uint32_t begin) {
  uint32_t end = std::min(begin, static_cast<uint32_t>(text.size()));
  while (end > 0 && IsSpace(text[end - 1])) --end;
  if (end == 0) return {};
  const uint32_t floor = end > kMaxContext ? end - kMaxContext : 0;
  uint32_t at = end - 1;  // the stop of this sentence itself does not count
  while (at > floor && !EndsSentence(text, at - 1)) --at;
  while (at < end && (IsSpace(text[at]) || IsContinuation(text[at]))) ++at;
  return {at, end};
}

Span SentenceAfter(std::string_view text, uint32_t end) {
  const uint32_t size = static_cast<uint32_t>(text.size());
  uint32_t begin = std::min(end, size);
  while (begin < size && IsSpace(text[begin])) ++begin;
  const uint32_t ceiling = size - begin > kMaxContext ? begin + kMaxContext : size;
  uint32_t at = begin;
  while (at < ceiling && !EndsSentence(text, at)) ++at;
  if (at < ceiling && IsStop(text[at])) ++at;
  while (at > begin && at < size && IsContinuation(text[at])) --at;
  return {begin, at};
}

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (IsControl(c)) {
      const auto byte = static_cast<unsigned char>(c);
      out.append("\\x")
          .append(1, "0123456789abcdef"[byte >> 4])
          .append(1, "0123456789abcdef"[byte & 15]);
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

std::string Bytes(SourceRange range) {
  return "[" + std::to_string(range.begin) + ", " + std::to_string(range.end) + ")";
}

std::string PrintCommand(const std::string& file, const std::vector<SourceRange>& ranges) {
  std::string quoted = "'";
  for (char c : file) c == '\'' ? quoted.append("'\\''") : quoted.append(1, c);
  quoted.push_back('\'');
  std::string command;
  for (const SourceRange& range : ranges) {
    if (!command.empty()) command += "; ";
    command += "tail -c +" + std::to_string(range.begin + 1) + " " + quoted + " | head -c " +
               std::to_string(range.size());
  }
  return ranges.size() > 1 ? "{ " + command + "; }" : command;
}

void AuditPage::Plain(std::string_view text) {
  for (char c : text) out_.push_back(IsControl(c) ? ' ' : c);
}

void AuditPage::Dim(std::string_view text) {
  if (text.empty()) return;
  out_.append("  ").append(colour_ ? "\x1b[2m" : "");
  Plain(text);
  out_.append(colour_ ? "\x1b[0m\n" : "\n");
}

void AuditPage::Heading(std::string_view text) {
  out_.append(colour_ ? "\x1b[1m" : "");
  Plain(text);
  out_.append(colour_ ? "\x1b[0m\n" : "\n");
}

void AuditPage::Field(std::string_view label, std::string_view text) {
  if (text.empty()) return;
  out_.append("  ").append(label).append(kLabelWidth - std::min(kLabelWidth - 1, label.size()),
                                         ' ');
  Plain(text);
  out_.push_back('\n');
}

void AuditPage::Context(std::string_view text, Span sentence, const std::vector<Mark>& marks) {
  const Span before = SentenceBefore(text, sentence.begin),
             after = SentenceAfter(text, sentence.end);
  Dim(text.substr(before.begin, before.size()));
  out_.append("  ");

  // The text between two borders of marks; at a border first what ends, the shortest first, then
  // what begins.
  std::vector<uint32_t> borders = {sentence.begin, sentence.end};
  std::vector<const Mark*> shown;
  for (const Mark& mark : marks) {
    if (mark.span.empty() || !sentence.Contains(mark.span)) continue;
    shown.push_back(&mark);
    borders.insert(borders.end(), {mark.span.begin, mark.span.end});
  }
  std::stable_sort(shown.begin(), shown.end(),
                   [](const Mark* a, const Mark* b) { return a->span.size() > b->span.size(); });
  std::sort(borders.begin(), borders.end());
  borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
  for (size_t i = 0; i < borders.size(); ++i) {
    const uint32_t at = borders[i];
    bool main = false, role = false;
    for (auto mark = shown.rbegin(); mark != shown.rend() && !colour_; ++mark) {
      if ((*mark)->span.end == at) out_.append((*mark)->main ? "]]" : "]");
    }
    for (const Mark* mark : shown) {
      if (mark->span.begin == at && !colour_)
        out_.append(mark->main ? "[[" : "[" + mark->label + ": ");
      const bool open = mark->span.begin <= at && at < mark->span.end;
      (mark->main ? main : role) |= open;
    }
    if (i + 1 == borders.size()) break;
    if (colour_ && (main || role)) out_.append(main ? "\x1b[1;4m" : "\x1b[4m");
    Plain(text.substr(at, borders[i + 1] - at));
    if (colour_ && (main || role)) out_.append("\x1b[0m");
  }
  out_.push_back('\n');
  Dim(text.substr(after.begin, after.size()));
}

}  // namespace sourcier
