// Back from a record to its source: reads the payload that a documents record names again and
// brings it to the text that the stages saw, with its map. What verify and audit stand on.
#ifndef SOURCIER_RUN_REREAD_H_
#define SOURCIER_RUN_REREAD_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/result.h"
#include "pipeline/core/stage.h"
#include "pipeline/store/store_reader.h"

namespace sourcier {

// Reads payloads of one store. Not thread-safe.
class Rereader {
 public:
  // `sources`: the root that --sources gives; "" for the INPUT arguments of the latest run.
  Rereader(const StoreReader& store, std::string sources);
  ~Rereader();

  // Fills `document` (Reset before) from a documents record: payload, sha256 as it is now, decoded,
  // text and maps. Errors: kUsage where nothing says where the sources are, kIo where the source is
  // gone.
  Status Read(const Json& record, Document* document) const;
  // The absolute path of the outer file of a source, as well as one can tell.
  Result<std::string> FileOf(const Source& source) const;

 private:
  Result<std::string> Root(const Source& source) const;

  std::string directory_, sources_;
  std::vector<std::string> inputs_;
  std::unique_ptr<const Stage> normalize_;
};

// The inverse of Locator: from bytes of the payload to text, lines and code points, by its own
// counting (an error in one of the two shows as a difference). Any order of questions costs the
// same. The document must outlive it, unchanged.
class SourceIndex {
 public:
  explicit SourceIndex(const Document& document);

  // The text that stands for these bytes of the payload: OffsetMap::TextOf in logarithmic time.
  Span TextOf(SourceRange range) const;
  // Like TextOf, but where the range cuts a piece of text that stands for its bytes as a whole (a
  // repaired line), the part of it that reads `expected`. Empty where the bytes do not read so.
  Span TextOf(SourceRange range, std::string_view expected) const;
  uint32_t Line(uint64_t payload_byte) const;
  // As char_start and char_end count: from the field that the byte of `decoded` stands in.
  uint32_t Char(uint64_t decoded_byte) const;

 private:
  const Document& document_;
  std::vector<OffsetMap::Run> runs_;  // that have a source, by source
  bool ordered_ = true;               // the ends of runs_ ascend too
  std::vector<uint32_t> lines_,
      chars_;  // LF bytes of the payload, code points of `decoded`, before each step
};

}  // namespace sourcier

#endif  // SOURCIER_RUN_REREAD_H_
