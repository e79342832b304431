// Two kinds of places, never mixed: a Span counts bytes of a document's text (UTF-8, after
// cleaning), a SourceRange counts bytes of its payload as it came. Only Locator turns one
// into the other. Both are half-open: [begin, end).
#ifndef SOURCIER_CORE_SPAN_H_
#define SOURCIER_CORE_SPAN_H_

#include <algorithm>
#include <cstdint>

namespace sourcier {

struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool Contains(Span other) const { return begin <= other.begin && other.end <= end; }
  bool Overlaps(Span other) const { return begin < other.end && other.begin < end; }
  // The smallest span that holds both; an empty span adds nothing.
  Span Hull(Span other) const {
    if (empty()) return other;
    if (other.empty()) return *this;
    return {std::min(begin, other.begin), std::max(end, other.end)};
  }
  friend bool operator==(Span, Span) = default;
};

struct SourceRange {
  uint64_t begin = 0;
  uint64_t end = 0;

  uint64_t size() const { return end - begin; }
  friend bool operator==(SourceRange, SourceRange) = default;
};

}  // namespace sourcier

#endif  // SOURCIER_CORE_SPAN_H_
