// OffsetMap: where each byte of a derived text came from, and TextBuilder, the only way to make
// such a text (law 3).
//
//   source   a b c &eacute; d SHY e          runs: {dst 0, src 0, dlen 3, slen 3, kLiteral}   "abc"
//   text     a b c e'      d     e                 {dst 3, src 3, dlen 2, slen 8, kReplaced}  "e'"
//   for "&eacute;"
//                                                  {dst 5, src 11, ...  kLiteral}             "d"
//                                                  {dst 6, src 14, ...  kLiteral}             "e"
//                                                  (SHY left out: a hole)
//
// Runs are sorted by dst and tile the text. Literal runs map byte for byte; a byte of a replaced
// run maps to the whole source interval of the run; an inserted run (slen 0) has no source and is
// marked so. Maps compose: Compose(inner, outer).
#ifndef SOURCIER_CORE_OFFSET_MAP_H_
#define SOURCIER_CORE_OFFSET_MAP_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/span.h"

namespace sourcier {

class OffsetMap {
 public:
  enum class Kind : uint8_t { kLiteral, kReplaced, kInserted };
  struct Run {
    uint32_t dst = 0;   // byte of the text
    uint32_t dlen = 0;  // bytes of text
    uint64_t src = 0;   // byte of the source
    uint32_t slen = 0;  // bytes of source; == dlen where literal, 0 where inserted
    Kind kind = Kind::kLiteral;
    friend bool operator==(const Run&, const Run&) = default;
  };

  // The map of a text that is `source` bytes [begin, begin + size) as they are.
  static OffsetMap Identity(uint32_t size, uint64_t begin = 0);

  bool IsIdentity() const {
    return runs_.empty() ||
           (runs_.size() == 1 && runs_[0].kind == Kind::kLiteral && runs_[0].src == 0);
  }
  const std::vector<Run>& runs() const { return runs_; }
  uint32_t text_size() const { return runs_.empty() ? 0 : runs_.back().dst + runs_.back().dlen; }

  // The hull of the source bytes of `span`. An empty span, or one of inserted text only, gives the
  // empty range after the source byte that stands before it.
  SourceRange Hull(Span span) const;
  // The source bytes of `span` as maximal contiguous ranges, in order of the text; inserted text
  // adds none. `segments` is cleared first.
  void Segments(Span span, std::vector<SourceRange>* segments) const;
  // The text bytes that came from source bytes [begin, end): empty where none did. Linear in runs
  // touched.
  Span TextOf(SourceRange range) const;

  // text -> middle (outer) and middle -> source (inner) make text -> source.
  static OffsetMap Compose(const OffsetMap& inner, const OffsetMap& outer);

  void Clear() { runs_.clear(); }

 private:
  friend class TextBuilder;
  void Append(Run run);  // merges with the last run where both are literal and adjoin
  std::vector<Run>::const_iterator Find(uint32_t byte) const;

  std::vector<Run> runs_;
};

// Builds a text from pieces of a source, left to right, and its map along with it.
class TextBuilder {
 public:
  TextBuilder(std::string* text, OffsetMap* map) : text_(text), map_(map) {
    text_->clear();
    map_->Clear();
  }
  // Bytes that stand in the source at `src` and are taken as they are.
  void Literal(std::string_view bytes, uint64_t src);
  // `bytes` of text that stand for source bytes [src, src + slen), slen > 0.
  void Replaced(std::string_view bytes, uint64_t src, uint32_t slen);
  // Bytes that no source has (a line break between two fields).
  void Inserted(std::string_view bytes, uint64_t src);
  uint32_t size() const { return static_cast<uint32_t>(text_->size()); }

 private:
  std::string* text_;
  OffsetMap* map_;
};

}  // namespace sourcier

#endif  // SOURCIER_CORE_OFFSET_MAP_H_
