// From INPUT arguments to payloads, and from payloads to decoded documents.
//
//   INPUT -> files in order (input/source) -> payloads (formats table: one file is one payload, or
//   a line is) -> Decode
#ifndef SOURCIER_INPUT_READER_H_
#define SOURCIER_INPUT_READER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/result.h"

namespace sourcier {

struct InputOptions {
  std::vector<std::string> inputs;  // files and directories as given; "-" is standard input
  // A list of further inputs, "-" for standard input, "" for none: one a line, or NUL-separated
  // where it holds a NUL. Their numbers go on after those of `inputs`.
  std::string files_from = "";
  uint64_t max_document = 16 << 20;  // bytes; at most kMaxMaxDocument
  // A directory that walks leave out (the store, where it lies inside an input); "" for none.
  std::string exclude = "";
  // Set by a signal handler: reading ends, even where it waits for a pipe, and a payload read in
  // part is dropped.
  const std::atomic<int>* stop = nullptr;
};
inline constexpr uint64_t kMaxMaxDocument =
    1 << 30;  // spans have 32 bits, and a byte may become three

struct InputCounts {
  uint64_t files = 0, payloads = 0, bytes = 0, skipped_unknown_type = 0;
};

// Gives payloads one after the other, in the order of the contract (arguments as given, directory
// entries bytewise). One thread calls it; the documents may then go to any thread.
class InputReader {
 public:
  // An Error only where nothing could be read at all (no such file named on the command line is a
  // Problem, not an Error).
  static Result<std::unique_ptr<InputReader>> Open(const InputOptions& options);
  virtual ~InputReader() = default;
  // Fills `document` (Reset before) with source, media_type, payload, or with a fatal problem.
  // False at the end.
  virtual bool Next(Document* document) = 0;
  virtual InputCounts counts() const = 0;
  // All inputs by number: the arguments, then the entries of the list.
  virtual const std::vector<std::string>& inputs() const = 0;
};

// What a payload is: the whole file for text; for JSONL a line without its LF and without one CR
// before it (that CR is outside record_byte_end). Lines of nothing but white space are no records.
// `record` counts records from 0, good and bad ones. A UTF-8 byte order mark at the start of a
// JSONL file stands before record 0; in a text file it is part of the payload. A file of a known
// type named on the command line that holds nothing is the problem `empty_document`; standard input
// that holds nothing gives nothing.
//
// Problem codes of this folder (stage "input"; fatal unless it says so): not_found, unreadable,
// read_error, symlink_loop, unknown_type, document_too_large (hashed in passing, never held:
// `oversize` and sha256 are set), empty_document. Stage "decode": binary, invalid_utf8 (not fatal;
// also for what UTF-16 and windows-1252 cannot mean), no_text (not fatal: white space only),
// bad_json, missing_text, lone_surrogate, bad_published, bad_field (the last three not fatal).

// The first stage of the line, by media type: sha256 is set, `decoded`, `decode_map`, `charset`,
// metadata (title, published, url ...) and problems are filled. Does nothing to a document that has
// a fatal problem. Pure: the same payload gives the same document on any thread. Also what verify
// and audit use to read a payload again.
void DecodePayload(Document* document);

// Reads the payload of a record's `source` object again. `root` is the absolute INPUT argument (a
// directory or a file), or the directory that --sources names. Error kIo where the file is gone or
// the range is past its end.
Result<std::string> ReadPayload(const Source& source, const std::string& root);

}  // namespace sourcier

#endif  // SOURCIER_INPUT_READER_H_
