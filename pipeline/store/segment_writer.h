// One file of a family while it grows, and its hash. The file lies in the store's tmp/ until it is
// closed; then it gets the name that its content gives it (XXH3-128: against accidents, not against
// attackers).
#ifndef SOURCIER_STORE_SEGMENT_WRITER_H_
#define SOURCIER_STORE_SEGMENT_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "pipeline/core/result.h"
#include "pipeline/store/byte_buffer.h"
#include "pipeline/store/file_io.h"
#include "pipeline/store/manifest.h"

namespace sourcier {

// XXH3-128 of a stream of bytes, in the canonical (big-endian) form.
class ContentHash {
 public:
  ContentHash();
  ~ContentHash();
  ContentHash(ContentHash&&) noexcept;
  ContentHash& operator=(ContentHash&&) noexcept;
  void Add(std::string_view bytes);
  // 32 hexadecimal digits of what was added so far.
  std::string Hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class SegmentWriter {
 public:
  // Makes tmp/FAMILY-NUMBER.open, or goes on after its first `bytes` bytes (which it reads, for the
  // hash).
  static Result<SegmentWriter> Open(const std::string& tmp, Family family, uint64_t number,
                                    uint64_t bytes, uint64_t records);

  // Whole lines. They may stay in memory until Flush. After an error the file is of no use but up
  // to the last Flush.
  Status Append(std::string_view lines, uint64_t records);
  // Hands everything to the system and waits until the disk has it.
  Status Flush();
  // Flushes and tells what the file is to be called; it stays where it is.
  Result<RunProgress::ClosedFile> Close();

  Family family() const { return family_; }
  uint64_t number() const { return number_; }
  uint64_t bytes() const { return bytes_; }
  uint64_t records() const { return records_; }

 private:
  SegmentWriter(Family family, uint64_t number, std::string path, Fd fd)
      : family_(family), number_(number), path_(std::move(path)), fd_(std::move(fd)) {}
  Status WriteOut(std::string_view bytes);

  Family family_;
  uint64_t number_;
  std::string path_;
  Fd fd_;
  ContentHash hash_;  // of what was handed to the system
  ByteBuffer buffer_;
  uint64_t bytes_ = 0, records_ = 0;
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_SEGMENT_WRITER_H_
