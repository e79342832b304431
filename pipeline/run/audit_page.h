// How an audit looks: pieces of a page of plain text. No store, no files: strings in, text out.
#ifndef SOURCIER_RUN_AUDIT_PAGE_H_
#define SOURCIER_RUN_AUDIT_PAGE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/span.h"

namespace sourcier {

// A span of the text to show: the one that the audit is about, or a role around it.
struct Mark {
  Span span;
  std::string label;  // "subject"; not shown for the main one
  bool main = false;
};

class AuditPage {
 public:
  // With colour, marks are underlined (the main one bold, too) and context is dim; without, they
  // stand in brackets:
  // "[subject: Microsoft] a investi [[13 milliards]]".
  explicit AuditPage(bool colour) : colour_(colour) {}

  // A line at the margin.
  void Heading(std::string_view text);
  // "  label       text"; nothing where `text` is empty.
  void Field(std::string_view label, std::string_view text);
  // `sentence` of `text` with its marks, and the sentences before and after it as context.
  void Context(std::string_view text, Span sentence, const std::vector<Mark>& marks);
  void Blank() { out_.push_back('\n'); }

  std::string Take() { return std::move(out_); }

 private:
  void Plain(std::string_view text);
  void Dim(std::string_view text);

  bool colour_;
  std::string out_;
};

// The sentence before `begin` or after `end`, roughly: to the nearest stop or line end, at most 300
// bytes. Empty at the ends of the text.
Span SentenceBefore(std::string_view text, uint32_t begin);
Span SentenceAfter(std::string_view text, uint32_t end);

// In quotes, in one line; control characters as \xNN, so that no source can steer a terminal.
std::string Quoted(std::string_view text);
// "[12, 34)"
std::string Bytes(SourceRange range);

// A plain command of a POSIX shell that prints exactly these ranges of the file, one after the
// other.
std::string PrintCommand(const std::string& file, const std::vector<SourceRange>& ranges);

}  // namespace sourcier

#endif  // SOURCIER_RUN_AUDIT_PAGE_H_
