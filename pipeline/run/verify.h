// verify: does every span of a store still say what its source says? Reads every payload again,
// hashes it, brings it to text by the same stages, and holds each record against it, going from the
// bytes to the text (the run went the other way).
#ifndef SOURCIER_RUN_VERIFY_H_
#define SOURCIER_RUN_VERIFY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/store/store_reader.h"

namespace sourcier {

struct VerifyOptions {
  std::string
      sources;  // root to look for the sources in; "" for the INPUT arguments of the latest run
  size_t examples = 20;
};

struct VerifyReport {
  uint64_t files = 0;      // of the store, hashed
  uint64_t documents = 0;  // read again and hashed
  uint64_t bytes = 0;      // of their payloads
  uint64_t records = 0;
  uint64_t spans = 0;  // of records: mentions, hedges, parts, roles, contents, markers, blocks
  uint64_t mismatches = 0;
  // The first of them, a line each: the document, the record and its span, what the store says and
  // what the bytes say now.
  std::vector<std::string> examples;

  bool ok() const { return mismatches == 0; }
};

// Checks: size, hash and number of lines of every file that the MANIFEST names; sha256, size and id
// of every payload; for every span its bytes, `text`, `segments`, `char_*` and `line`; that ids
// which a record names stand in the same document; that every record belongs to a document. A
// source that cannot be read is a mismatch. Errors: kIo where a file of the store cannot be read.
// Memory: one document and its records.
Result<VerifyReport> Verify(const StoreReader& store, const VerifyOptions& options);

}  // namespace sourcier

#endif  // SOURCIER_RUN_VERIFY_H_
