#include "pipeline/store/done_list.h"

#include <unistd.h>

#include <algorithm>

namespace sourcier {
namespace {

// 32 bytes of a hash in hexadecimal; zeros where there is none.
std::string Binary(std::string_view hex) {
  std::string bytes(32, '\0');
  for (size_t i = 0; i < 64 && i < hex.size(); ++i) {
    const int digit = hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10;
    bytes[i / 2] =
        static_cast<char>((static_cast<unsigned char>(bytes[i / 2]) << 4) | (digit & 15));
  }
  return bytes;
}

Hash128 Prefix(std::string_view bytes) {
  Hash128 h;
  for (size_t i = 0; i < 16; ++i) {
    uint64_t& word = i < 8 ? h.high : h.low;
    word = word << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return h;
}

}  // namespace

Result<DoneList> DoneList::Open(const std::string& path, uint64_t count, KnownRecords* known) {
  auto fd = OpenAppend(path, count * kEntry);
  if (!fd) return fd.error();
  DoneList list(path, std::move(*fd));
  std::string chunk(kEntry * 2048, '\0');
  while (list.count_ < count) {
    const uint64_t entries = std::min<uint64_t>(2048, count - list.count_);
    const auto size = static_cast<size_t>(entries * kEntry);
    if (::pread(list.fd_.get(), chunk.data(), size, static_cast<off_t>(list.count_ * kEntry)) !=
        static_cast<ssize_t>(size)) {
      return IoError(path, "read");
    }
    for (size_t i = 0; i < size; i += kEntry) {
      if (chunk[i + 32] == 'd') known->AddDocument(Prefix(std::string_view(chunk).substr(i)));
    }
    list.count_ += entries;
  }
  return list;
}

Status DoneList::Append(std::string_view sha256_hex, bool document) {
  buffer_.append(Binary(sha256_hex)).push_back(document ? 'd' : '-');
  ++count_;
  return buffer_.size() < 65536 ? Status(Done()) : [this] {
    auto s = WriteAll(fd_.get(), buffer_, path_);
    buffer_.clear();
    return s;
  }();
}

Status DoneList::Flush() {
  if (auto s = WriteAll(fd_.get(), buffer_, path_); !s) return s;
  buffer_.clear();
  return Sync(fd_.get(), path_);
}

bool DoneList::Is(uint64_t ordinal, std::string_view sha256_hex) const {
  char entry[kEntry];
  if (::pread(fd_.get(), entry, kEntry, static_cast<off_t>(ordinal * kEntry)) != kEntry)
    return false;
  return std::string_view(entry, 32) == Binary(sha256_hex);
}

}  // namespace sourcier
