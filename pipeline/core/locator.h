// Turns spans of a document's text into places of its source: byte ranges by the offset maps, code
// points and lines by counts that are kept for every 64 bytes. Any order of questions costs about
// the same; in the order of the text the run of the map is at hand.
#ifndef SOURCIER_CORE_LOCATOR_H_
#define SOURCIER_CORE_LOCATOR_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/offset_map.h"
#include "pipeline/core/span.h"

namespace sourcier {

// Where a span stands in the source.
struct Location {
  SourceRange bytes;                      // hull, in the payload
  bool contiguous = true;                 // false: OffsetMap::Segments gives the pieces
  uint32_t char_start = 0, char_end = 0;  // code points, before normalisation
  uint32_t line = 1;                      // 1 + LF bytes of the payload before bytes.begin
};

// Counts in the first n bytes of a text: code points, or LF bytes.
enum class Counted { kCodePoints, kLines };

template <Counted kWhat>
class PrefixCounts {
 public:
  // `text` must stay as it is. Takes 1/16 of its size.
  void Start(std::string_view text);
  // REQUIRES: byte <= text.size().
  uint32_t Before(size_t byte) const;

 private:
  std::string_view text_;
  std::vector<uint32_t> before_;  // each step of the text; empty where there is nothing to count
};

// One document after the other; keeps its memory. Not thread-safe.
class Locator {
 public:
  // The document must not change while it is asked about.
  void Start(const Document& document);

  Location Locate(Span span);
  // Location::bytes alone.
  SourceRange Bytes(Span span) { return origin_.Hull(span); }

 private:
  // OffsetMap::Hull, quick where the span lies in one literal run.
  class Hulls {
   public:
    void Start(const OffsetMap* map) {
      map_ = map;
      at_ = 0;
    }
    // The run that holds all of the span as it is; null where there is none such.
    const OffsetMap::Run* LiteralRun(Span span);
    SourceRange Hull(Span span);

   private:
    const OffsetMap* map_ = nullptr;
    size_t at_ = 0;  // the run of the last answer
  };

  uint32_t CharOf(uint64_t decoded_byte) const;

  const Document* document_ = nullptr;
  Hulls origin_, decoded_;
  PrefixCounts<Counted::kCodePoints> chars_;
  PrefixCounts<Counted::kLines> lines_;
  uint32_t field_chars_ = 0;  // before the text field of a record
  std::vector<SourceRange> segments_;
};

}  // namespace sourcier

#endif  // SOURCIER_CORE_LOCATOR_H_
