// From INPUT arguments to payloads, and from payloads to decoded documents.
//
//   INPUT -> files in order (input/source) -> payloads (formats table: one file is one payload, or a line is) -> Decode
#ifndef SOURCIER_INPUT_READER_H_
#define SOURCIER_INPUT_READER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/result.h"

namespace sourcier {

struct InputOptions {
  std::vector<std::string> inputs;   // files and directories as given; "-" is standard input
  std::string files_from;            // a list file, "-" for standard input; "" for none
  uint64_t max_document = 16 << 20;  // bytes
};

struct InputCounts {
  uint64_t files = 0, payloads = 0, bytes = 0, skipped_unknown_type = 0;
};

// Gives payloads one after the other, in the order of the contract (arguments as given, directory entries bytewise). One
// thread calls it; the documents may then go to any thread.
class InputReader {
 public:
  // An Error only where nothing could be read at all (no such file named on the command line is a Problem, not an Error).
  static Result<std::unique_ptr<InputReader>> Open(const InputOptions& options);
  virtual ~InputReader() = default;
  // Fills `document` (Reset before) with source, media_type, payload, or with a fatal problem. False at the end.
  virtual bool Next(Document* document) = 0;
  virtual InputCounts counts() const = 0;
};

// The first stage of the line, by media type: sha256 is set, `decoded`, `decode_map`, `charset`, metadata (title, published,
// url ...) and problems are filled. Pure: the same payload gives the same document on any thread. Also what verify and audit use
// to read a payload again.
void DecodePayload(Document* document);

// Reads the payload of a record's `source` object again. `root` is the absolute INPUT argument (a directory or a file), or the
// directory that --sources names. Error kIo where the file is gone or the range is past its end.
Result<std::string> ReadPayload(const Source& source, const std::string& root);

}  // namespace sourcier

#endif  // SOURCIER_INPUT_READER_H_
