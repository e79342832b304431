#include "pipeline/input/reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "pipeline/core/sha256.h"
#include "pipeline/input/byte_stream.h"
#include "pipeline/input/formats.h"
#include "pipeline/input/source.h"

namespace sourcier {
namespace {

constexpr size_t kSniffBytes = 4096;

class FileReader : public InputReader {
 public:
  FileReader(std::vector<std::string> inputs, const InputOptions& options)
      : walker_(std::move(inputs), options.exclude),
        stream_(options.stop),
        max_document_(options.max_document) {}

  bool Next(Document* document) override {
    for (;;) {
      document->Reset();
      if (payloads_ != nullptr) {
        if (payloads_->Next(document)) break;
        payloads_.reset();
        if (stream_.error() != 0) {
          AddProblem("read_error", std::generic_category().message(stream_.error()), document);
          break;
        }
      }
      if (stream_.stopped() || !walker_.Next(&leaf_)) return false;
      if (leaf_.problem) {
        document->problems.push_back(*leaf_.problem);
        break;
      }
      if (const int error = stream_.Open(leaf_.file); error != 0) {
        AddProblem("unreadable", std::generic_category().message(error), document);
        break;
      }
      if (!OpenPayloads(document)) break;
    }
    document->source.input = leaf_.input;
    document->source.path = leaf_.path;
    if (document->media_type.empty() && format_ != nullptr)
      document->media_type = format_->media_type;
    ++counts_.payloads;
    counts_.bytes += document->oversize.value_or(document->payload.size());
    return true;
  }

  InputCounts counts() const override {
    InputCounts counts = counts_;
    counts.skipped_unknown_type += walker_.skipped();
    return counts;
  }
  const std::vector<std::string>& inputs() const override { return walker_.inputs(); }

 private:
  // False where the file is a problem, which the document then holds.
  bool OpenPayloads(Document* document) {
    const std::string_view head = stream_.PeekLine(kSniffBytes);
    if (stream_.error() != 0) {
      AddProblem("read_error", std::generic_category().message(stream_.error()), document);
      return false;
    }
    if (head.empty() && leaf_.file == "-") return true;
    format_ = ChooseFormat(leaf_.path, head.substr(0, kSniffBytes));
    if (format_ == nullptr && leaf_.named) {
      AddProblem("unknown_type", "a type of file that this program does not read", document);
      return false;
    }
    if (format_ == nullptr) {
      ++counts_.skipped_unknown_type;
      return true;
    }
    ++counts_.files;
    payloads_ = format_->open(&stream_, max_document_);
    return true;
  }

  void AddProblem(std::string_view code, const std::string& found, Document* document) {
    format_ = nullptr;
    document->problems.push_back(
        {"input", code, leaf_.file + ": expected a readable text or JSONL file, found: " + found,
         std::nullopt, true});
  }

  SourceWalker walker_;
  ByteStream stream_;
  const uint64_t max_document_;
  Leaf leaf_;
  const Format* format_ = nullptr;
  std::unique_ptr<PayloadReader> payloads_;  // of the open leaf
  InputCounts counts_;
};

bool HasFatal(const Document& document) {
  return std::any_of(document.problems.begin(), document.problems.end(),
                     [](const Problem& p) { return p.fatal; });
}

// Bytes [begin, end) of the file, or as many as there are. 0, or an errno.
int ReadRange(int fd, uint64_t begin, uint64_t end, std::string* bytes) {
  constexpr uint64_t kStep = 1 << 20;  // a wrong range must not ask for all memory at once
  for (uint64_t at = begin; at < end;) {
    const size_t step = std::min(kStep, end - at);
    bytes->resize(at - begin + step);
    const ssize_t n = pread(fd, bytes->data() + (at - begin), step, static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    at += static_cast<uint64_t>(n);
    bytes->resize(at - begin);
    if (n == 0) break;
  }
  return 0;
}

}  // namespace

Result<std::unique_ptr<InputReader>> InputReader::Open(const InputOptions& options) {
  if (options.max_document == 0 || options.max_document > kMaxMaxDocument) {
    return Error{ErrorCode::kUsage, "max-document: expected 1 to " +
                                        std::to_string(kMaxMaxDocument) + " bytes, found " +
                                        std::to_string(options.max_document)};
  }
  std::vector<std::string> inputs = options.inputs;
  if (!options.files_from.empty()) {
    auto list = ReadList(options.files_from);
    if (!list.ok()) return list.error();
    inputs.insert(inputs.end(), list->begin(), list->end());
    if (options.files_from == "-" && std::find(inputs.begin(), inputs.end(), "-") != inputs.end()) {
      return Error{ErrorCode::kUsage,
                   "standard input cannot be both the list of files and an input"};
    }
  }
  return std::unique_ptr<InputReader>(std::make_unique<FileReader>(std::move(inputs), options));
}

void DecodePayload(Document* document) {
  if (HasFatal(*document)) return;
  if (document->sha256.empty()) {
    thread_local Sha256 hash;
    hash.Start();
    hash.Add(document->payload);
    document->sha256 = hash.FinishHex();
  }
  if (document->payload.empty()) {
    document->problems.push_back(
        {"input", "empty_document", "expected text, found no bytes", std::nullopt, true});
    return;
  }
  const Format* format = FindFormat(document->media_type);
  if (format != nullptr) format->decode(document);
}

Result<std::string> ReadPayload(const Source& source, const std::string& root) {
  if (!source.container.empty()) {
    return Error{ErrorCode::kFormat, source.path + ": this program does not read containers"};
  }
  std::string file = root;
  struct stat info;
  if (stat(root.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) file += '/' + source.path;
  const auto fail = [&](const std::string& found) {
    return Error{ErrorCode::kIo, file + ": cannot read the source: " + found};
  };
  std::string payload;
  if (source.record) {
    const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return fail(std::generic_category().message(errno));
    const int error = ReadRange(fd, source.record_byte_start, source.record_byte_end, &payload);
    close(fd);
    if (error != 0) return fail(std::generic_category().message(error));
    if (payload.size() < source.record_byte_end - source.record_byte_start) {
      return fail("it ends at byte " + std::to_string(source.record_byte_start + payload.size()));
    }
    return payload;
  }
  ByteStream stream;
  if (const int error = stream.Open(file); error != 0)
    return fail(std::generic_category().message(error));
  for (std::string_view chunk; !(chunk = stream.Peek()).empty(); stream.Skip(chunk.size()))
    payload.append(chunk);
  if (stream.error() != 0) return fail(std::generic_category().message(stream.error()));
  return payload;
}

}  // namespace sourcier
