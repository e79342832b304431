#include "pipeline/store/segment_writer.h"

#include <unistd.h>
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>  // the same functions by the vector instructions of this machine
#else
#include <xxhash.h>
#endif

#include <algorithm>
#include <cerrno>

namespace sourcier {
namespace {

// All families together stay in the second cache, which is worth more than fewer calls.
constexpr size_t kBuffer = 64 << 10;
constexpr size_t kPiece = 2 << 10;

}  // namespace

struct ContentHash::State {
  XXH3_state_t* xxh = XXH3_createState();
  State() { XXH3_128bits_reset(xxh); }
  ~State() { XXH3_freeState(xxh); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

ContentHash::ContentHash() : state_(std::make_unique<State>()) {}
ContentHash::~ContentHash() = default;
ContentHash::ContentHash(ContentHash&&) noexcept = default;
ContentHash& ContentHash::operator=(ContentHash&&) noexcept = default;

void ContentHash::Add(std::string_view bytes) {
  XXH3_128bits_update(state_->xxh, bytes.data(), bytes.size());
}

std::string ContentHash::Hex() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state_->xxh));
  std::string hex;
  for (const unsigned char byte : canonical.digest) {
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

Result<SegmentWriter> SegmentWriter::Open(const std::string& tmp, Family family, uint64_t number,
                                          uint64_t bytes, uint64_t records) {
  const std::string path = tmp + "/" + OpenName(family, number);
  auto fd = OpenAppend(path, bytes);
  if (!fd) return fd.error();
  SegmentWriter writer(family, number, path, std::move(*fd));
  char chunk[65536];
  while (writer.bytes_ < bytes) {
    const size_t want =
        static_cast<size_t>(std::min<uint64_t>(sizeof chunk, bytes - writer.bytes_));
    const ssize_t n = ::pread(writer.fd_.get(), chunk, want, static_cast<off_t>(writer.bytes_));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return IoError(path, "read");
    writer.hash_.Add({chunk, static_cast<size_t>(n)});
    writer.bytes_ += static_cast<uint64_t>(n);
  }
  writer.records_ = records;
  writer.buffer_.Room(kBuffer);
  return writer;
}

Status SegmentWriter::Append(std::string_view lines, uint64_t records) {
  bytes_ += lines.size();
  records_ += records;
  if (buffer_.size() + lines.size() > kBuffer) {
    if (auto s = WriteOut(buffer_); !s) return s;
    buffer_.clear();
    if (lines.size() >= kBuffer) return WriteOut(lines);
  }
  // In pieces that memcpy does by vectors: as fast as its string instruction, of which callgrind
  // counts every byte.
  for (; lines.size() > kPiece; lines.remove_prefix(kPiece))
    buffer_.append(lines.substr(0, kPiece));
  buffer_.append(lines);
  return Done();
}

Status SegmentWriter::WriteOut(std::string_view bytes) {
  hash_.Add(bytes);
  return WriteAll(fd_.get(), bytes, path_);
}

Status SegmentWriter::Flush() {
  if (auto s = WriteOut(buffer_); !s) return s;
  buffer_.clear();
  return Sync(fd_.get(), path_);
}

Result<RunProgress::ClosedFile> SegmentWriter::Close() {
  if (auto s = Flush(); !s) return s.error();
  fd_.Close();
  RunProgress::ClosedFile closed;
  closed.number = number_;
  closed.file.family = family_;
  closed.file.xxh128 = hash_.Hex();
  const bool problems = family_ == Family::kProblems;
  closed.file.file = (problems ? "quarantine" : "segments/" + std::string(Name(family_))) + "-" +
                     closed.file.xxh128.substr(0, 16) + ".jsonl";
  closed.file.bytes = bytes_;
  closed.file.records = records_;
  return closed;
}

}  // namespace sourcier
