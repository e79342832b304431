// tmp/done.list: what an unfinished run did with each payload, in order of the input. 33 bytes
// each: SHA-256 (zeros where the payload could not be read) and 'd' where it made a document, else
// '-'.
#ifndef SOURCIER_STORE_DONE_LIST_H_
#define SOURCIER_STORE_DONE_LIST_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/core/result.h"
#include "pipeline/store/file_io.h"
#include "pipeline/store/known_records.h"

namespace sourcier {

class DoneList {
 public:
  static constexpr size_t kEntry = 33;

  // Makes the list, or goes on after its first `count` entries and adds the hashes of their
  // documents to `known`.
  static Result<DoneList> Open(const std::string& path, uint64_t count, KnownRecords* known);
  Status Append(std::string_view sha256_hex, bool document);
  Status Flush();  // to the disk
  uint64_t count() const { return count_; }
  // True where entry `ordinal` (flushed) has this hash.
  bool Is(uint64_t ordinal, std::string_view sha256_hex) const;

 private:
  DoneList(std::string path, Fd fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  std::string path_;
  Fd fd_;
  std::string buffer_;
  uint64_t count_ = 0;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_DONE_LIST_H_
