// The table of input formats. A format is a row: how to know it, how to cut a file into payloads,
// how to decode a payload. A new one (HTML, WARC, CSV) is a file read_x.cc and a row in formats.cc.
#ifndef SOURCIER_INPUT_FORMATS_H_
#define SOURCIER_INPUT_FORMATS_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "pipeline/core/document.h"
#include "pipeline/input/byte_stream.h"

namespace sourcier {

// Cuts one open file into payloads. Ends at the end of the stream; a read error or a stop is seen
// by the caller, in the stream, and a payload that was read in part is dropped.
class PayloadReader {
 public:
  virtual ~PayloadReader() = default;
  // Fills payload (or oversize, sha256 and a fatal problem) and the record part of source. False at
  // the end.
  virtual bool Next(Document* document) = 0;
};

struct Format {
  std::string_view name;
  std::string_view media_type;
  std::span<const std::string_view> extensions;  // lower case, without the stop; a hint
  // True where the first bytes of a file can be nothing else. null: the content never tells (plain
  // text).
  bool (*sniff)(std::string_view head);
  std::unique_ptr<PayloadReader> (*open)(ByteStream* stream, uint64_t max_document);
  // Fills decoded, decode_map, charset, metadata and problems from the payload, which is not empty.
  void (*decode)(Document* document);
};

std::span<const Format> Formats();

// The format of a file by its first bytes, else by the extension of its name; a file without
// extension (standard input too) is plain text unless it holds NULs that UTF-16 does not explain.
// null: unknown.
const Format* ChooseFormat(std::string_view name, std::string_view head);
const Format* FindFormat(std::string_view media_type);

// --- read_text.cc ---
std::unique_ptr<PayloadReader> OpenText(ByteStream* stream, uint64_t max_document);
void DecodeText(Document* document);
// --- read_jsonl.cc ---
bool SniffJsonl(std::string_view head);
std::unique_ptr<PayloadReader> OpenJsonl(ByteStream* stream, uint64_t max_document);
void DecodeJsonl(Document* document);

// --- shared by readers ---
struct Damage;
// The non-fatal `invalid_utf8` problem and the flag, where there is damage.
void ReportDamage(const Damage& damage, Document* document);
// The non-fatal problem `no_text`, where `text` holds nothing but ASCII white space.
void ReportNoText(std::string_view text, Document* document);

}  // namespace sourcier

#endif  // SOURCIER_INPUT_FORMATS_H_
