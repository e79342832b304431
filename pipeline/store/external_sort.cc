#include "pipeline/store/external_sort.h"

#include <algorithm>

#include "pipeline/store/file_io.h"

namespace sourcier {
namespace {

// So many runs are merged at once: each reads through a buffer of twice kReadChunk.
constexpr size_t kFanIn = 24;
constexpr size_t kReadChunk = 256 << 10;
constexpr size_t kWriteBuffer = 256 << 10;

// Bytes [from, from + 8) of the line as a big-endian number; zeros where it is shorter.
uint64_t HeadOf(std::string_view line, size_t from) {
  uint64_t head = 0;
  for (size_t i = from; i < from + 8; ++i)
    head = head << 8 | (i < line.size() ? static_cast<unsigned char>(line[i]) : 0u);
  return head;
}

// Lines into a file.
class LineWriter {
 public:
  LineWriter(Fd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}
  Status Add(std::string_view line) {
    buffer_.append(line).push_back('\n');
    return buffer_.size() < kWriteBuffer ? Status(Done()) : Flush();
  }
  Status Flush() {
    auto s = WriteAll(fd_.get(), buffer_, path_);
    buffer_.clear();
    return s;
  }

 private:
  Fd fd_;
  std::string path_, buffer_;
};

Result<LineWriter> OpenLineWriter(const std::string& path) {
  auto fd = OpenAppend(path, 0);
  if (!fd) return fd.error();
  return LineWriter(std::move(*fd), path);
}

}  // namespace

ExternalSort::ExternalSort(std::string directory, std::string name, uint64_t memory_bytes)
    : directory_(std::move(directory)),
      name_(std::move(name)),
      memory_bytes_(std::min<uint64_t>(memory_bytes, 1 << 30)) {}

ExternalSort::~ExternalSort() {
  for (size_t run = merged_; run < spilled_; ++run) (void)RemoveFile(PathOf(run));
}

std::string ExternalSort::PathOf(size_t run) const {
  return directory_ + "/" + name_ + "-" + std::to_string(run) + ".sort";
}

Status ExternalSort::Add(std::string_view line) {
  const uint64_t used = lines_.size() + places_.size() * sizeof(Place);
  if (!places_.empty() && used + line.size() + sizeof(Place) > memory_bytes_) {
    if (auto s = Spill(); !s) return s;
  }
  places_.push_back({{HeadOf(line, 0), HeadOf(line, 8)},
                     static_cast<uint32_t>(lines_.size()),
                     static_cast<uint32_t>(line.size())});
  lines_.append(line);
  return Done();
}

void ExternalSort::SortLines() {
  std::sort(places_.begin(), places_.end(), [this](const Place& a, const Place& b) {
    if (a.head[0] != b.head[0]) return a.head[0] < b.head[0];
    if (a.head[1] != b.head[1]) return a.head[1] < b.head[1];
    return LineAt(a) < LineAt(b);
  });
}

Status ExternalSort::Spill() {
  SortLines();
  const std::string path = PathOf(spilled_++);
  auto out = OpenLineWriter(path);
  if (!out) return out.error();
  for (const Place p : places_) {
    if (auto s = out->Add(LineAt(p)); !s) return s;
  }
  places_.clear();
  lines_.clear();
  return out->Flush();
}

Status ExternalSort::Merge(size_t first, size_t last,
                           const std::function<Status(std::string_view)>& use) {
  struct Run {
    LineReader reader;
    std::string_view line;
  };
  std::vector<Run> runs;
  for (size_t run = first; run < last; ++run) {
    auto reader = LineReader::Open(PathOf(run), kReadChunk);
    if (!reader) return reader.error();
    runs.push_back({std::move(*reader), {}});
  }
  // A heap of run numbers, the smallest line on top.
  std::vector<size_t> heap;
  const auto later = [&](size_t a, size_t b) { return runs[b].line < runs[a].line; };
  for (size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].reader.Next(&runs[i].line)) heap.push_back(i);
  }
  std::make_heap(heap.begin(), heap.end(), later);
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), later);
    Run& run = runs[heap.back()];
    if (auto s = use(run.line); !s) return s;
    if (run.reader.Next(&run.line)) {
      std::push_heap(heap.begin(), heap.end(), later);
    } else {
      if (!run.reader.status()) return run.reader.status();
      heap.pop_back();
    }
  }
  for (size_t run = first; run < last; ++run) {
    if (auto s = RemoveFile(PathOf(run)); !s) return s;
  }
  merged_ = last;
  return Done();
}

Status ExternalSort::Finish(const std::function<Status(std::string_view)>& use) {
  if (spilled_ == 0) {
    SortLines();
    for (const Place p : places_) {
      if (auto s = use(LineAt(p)); !s) return s;
    }
    return Done();
  }
  if (!places_.empty()) {
    if (auto s = Spill(); !s) return s;
  }
  lines_ = ByteBuffer();
  places_.shrink_to_fit();
  while (spilled_ - merged_ > kFanIn) {
    const size_t first = merged_, target = spilled_++;
    auto out = OpenLineWriter(PathOf(target));
    if (!out) return out.error();
    if (auto s =
            Merge(first, first + kFanIn, [&](std::string_view line) { return out->Add(line); });
        !s)
      return s;
    if (auto s = out->Flush(); !s) return s;
  }
  return Merge(merged_, spilled_, use);
}

}  // namespace sourcier
