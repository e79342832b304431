// Documents to records: one JSON line a record, in the families and key order of schemas/FORMAT.md.
// The hot end of the line: constant templates and reused buffers, no JSON library.
#ifndef SOURCIER_STORE_RECORDS_H_
#define SOURCIER_STORE_RECORDS_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/store/byte_buffer.h"

namespace sourcier {

enum class Family : uint8_t {
  kDocuments,
  kFigures,
  kTimes,
  kEntities,
  kAttributions,
  kClaims,
  kCopies,
  kTexts,
  kFacts,
  kDuplicates,
  kProblems
};
inline constexpr size_t kFamilyCount = 11;
// "documents", "figures", ...
std::string_view Name(Family family);

// The records of one document (or of one problem that made none), ready to be appended to a store.
struct Records {
  std::array<ByteBuffer, kFamilyCount> lines;  // JSONL, each line with its LF
  std::array<uint32_t, kFamilyCount> counts{};
  ByteBuffer fact_lines;    // of the claims, for the finishing pass: see AppendFactLine
  std::string sha256;       // of the payload; "" where it could not be read
  std::string source_json;  // the `source` object, for a `copies` record
  uint64_t payload_bytes = 0;
  // For each problem the fields of its id, joined by LF: the store numbers those that come again (n
  // = 1, 2 ...).
  std::vector<std::string> problem_fields;
  uint32_t other_role_mentions = 0;  // mentions in blocks that feed no claims (nav, related, ...)

  void Clear();
};

// One a thread: keeps scratch memory.
class RecordWriter {
 public:
  explicit RecordWriter(bool keep_text);
  ~RecordWriter();
  // Replaces `out` by the records of `document`. A document with a fatal problem gives problems
  // only.
  void Write(const Document& document, Records* out);
  // A `copies` record for a payload that the store has already.
  static void WriteCopy(std::string_view document_id, const Records& of, Records* out);

 private:
  struct Scratch;
  std::unique_ptr<Scratch> scratch_;
  bool keep_text_;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_RECORDS_H_
