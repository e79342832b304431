#include "pipeline/store/store_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace sourcier {
namespace {

namespace fs = std::filesystem;

constexpr size_t kChunk = 256 << 10;

std::optional<std::string> ReadWhole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// The families whose ids have this prefix.
std::vector<Family> FamiliesOf(std::string_view id) {
  if (id.size() < 3 || id[1] != '_') return {};
  switch (id[0]) {
    case 'd':
      return {Family::kDocuments};
    case 'm':
      return {Family::kFigures, Family::kTimes, Family::kEntities};
    case 'a':
      return {Family::kAttributions};
    case 'c':
      return {Family::kClaims};
    case 'f':
      return {Family::kFacts};
    case 'p':
      return {Family::kProblems};
    default:
      return {};
  }
}

}  // namespace

const Json& ValueAt(const Json& record, std::string_view key) {
  static const Json kNull;
  if (!record.is_object()) return kNull;
  const auto it = record.find(key);
  return it == record.end() ? kNull : *it;
}

std::string StringAt(const Json& record, std::string_view key) {
  const Json& value = ValueAt(record, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::optional<uint64_t> IntegerAt(const Json& record, std::string_view key) {
  const Json& value = ValueAt(record, key);
  if (!value.is_number_unsigned()) return std::nullopt;
  return value.get<uint64_t>();
}

Source SourceOf(const Json& record) {
  const Json& json = ValueAt(record, "source");
  Source source;
  source.input = static_cast<uint32_t>(IntegerAt(json, "input").value_or(0));
  source.path = StringAt(json, "path");
  for (const Json& member : ValueAt(json, "container")) {
    if (member.is_string()) source.container.push_back(member.get<std::string>());
  }
  source.record = IntegerAt(json, "record");
  source.record_byte_start = IntegerAt(json, "record_byte_start").value_or(0);
  source.record_byte_end = IntegerAt(json, "record_byte_end").value_or(0);
  source.url = StringAt(json, "url");
  return source;
}

Json ParseRecord(std::string_view line) {
  Json record = Json::parse(line, nullptr, false);
  return record.is_object() ? record : Json(Json::value_t::discarded);
}

std::string_view PeekString(std::string_view line, std::string_view key) {
  std::string pattern = "\"";
  pattern.append(key).append("\":\"");
  const size_t at = line.find(pattern);
  if (at == std::string_view::npos) return {};
  const size_t begin = at + pattern.size();
  const size_t end = line.find('"', begin);
  return end == std::string_view::npos ? std::string_view() : line.substr(begin, end - begin);
}

bool LineReader::Refill() {
  while (true) {
    if (!file_) {
      if (next_path_ == paths_.size()) return false;
      file_.reset(std::fopen(paths_[next_path_].c_str(), "rb"));
      if (!file_) {
        error_ = paths_[next_path_] + ": cannot be read: " + std::strerror(errno);
        return false;
      }
      ++next_path_;
    }
    buffer_.erase(0, begin_);
    scanned_ -= begin_;
    begin_ = 0;
    const size_t kept = buffer_.size();
    buffer_.resize(kept + kChunk);
    const size_t got = std::fread(buffer_.data() + kept, 1, kChunk, file_.get());
    buffer_.resize(kept + got);
    if (std::ferror(file_.get())) {
      error_ = paths_[next_path_ - 1] + ": cannot be read: " + std::strerror(errno);
      return false;
    }
    if (got > 0) return true;
    file_.reset();
    if (!buffer_.empty() && buffer_.back() != '\n') {  // a last line without its LF
      buffer_.push_back('\n');
      return true;
    }
  }
}

bool LineReader::Next(std::string_view* line) {
  while (error_.empty()) {
    const size_t lf = buffer_.find('\n', scanned_);
    if (lf != std::string::npos) {
      *line = std::string_view(buffer_).substr(begin_, lf - begin_);
      begin_ = scanned_ = lf + 1;
      if (!line->empty()) return true;
      continue;
    }
    scanned_ = buffer_.size();
    if (!Refill()) return false;
  }
  return false;
}

Result<StoreReader> StoreReader::Open(const std::string& directory) {
  StoreReader store;
  store.directory_ = directory;
  while (store.directory_.size() > 1 && store.directory_.back() == '/') store.directory_.pop_back();
  const fs::path manifest_path = fs::path(directory) / "MANIFEST.json";
  const std::optional<std::string> bytes = ReadWhole(manifest_path);
  if (!bytes)
    return Error{ErrorCode::kUsage,
                 directory + ": no claim store here: it has no readable MANIFEST.json"};
  const Json manifest = ParseRecord(*bytes);
  const Json& files = ValueAt(manifest, "files");
  if (!files.is_array()) {
    return Error{ErrorCode::kFormat,
                 manifest_path.string() + ": expected an object with an array `files`"};
  }
  for (const Json& entry : files) {
    ListedFile file{StringAt(entry, "file"), StringAt(entry, "family"), StringAt(entry, "xxh128"), 0,
                   0};
    file.bytes = IntegerAt(entry, "bytes").value_or(0);
    file.records = IntegerAt(entry, "records").value_or(0);
    if (file.file.empty() || file.family.empty()) {
      return Error{ErrorCode::kFormat,
                   manifest_path.string() + ": expected `file` and `family` in " + entry.dump()};
    }
    store.files_.push_back(std::move(file));
  }
  return store;
}

LineReader StoreReader::Lines(Family family) const {
  std::vector<std::string> paths;
  for (const ListedFile& file : files_) {
    if (file.family == Name(family)) paths.push_back(Path(file));
  }
  return LineReader(std::move(paths));
}

std::vector<std::string> StoreReader::Inputs() const {
  // The latest run is the one that finished last; where the clock says nothing, the last by name.
  std::vector<std::string> inputs;
  std::pair<std::string, std::string> latest;
  std::error_code error;
  for (fs::directory_iterator it(fs::path(directory_) / "runs", error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() != ".json") continue;
    const Json run = ParseRecord(ReadWhole(it->path()).value_or(""));
    std::pair<std::string, std::string> key{StringAt(run, "finished"),
                                            it->path().filename().string()};
    if (key < latest) continue;
    latest = std::move(key);
    inputs.clear();
    for (const Json& input : ValueAt(run, "inputs")) {
      if (input.is_string()) inputs.push_back(input.get<std::string>());
    }
  }
  return inputs;
}

Status StoreReader::Search(Family family, const std::string& bytes,
                           const std::function<bool(Json)>& found) const {
  const std::boyer_moore_horspool_searcher searcher(bytes.begin(), bytes.end());
  LineReader lines = Lines(family);
  for (std::string_view line; lines.Next(&line);) {
    if (std::search(line.begin(), line.end(), searcher) == line.end()) continue;
    if (!found(ParseRecord(line))) return Done{};
  }
  if (!lines.error().empty()) return Error{ErrorCode::kIo, lines.error()};
  return Done{};
}

Result<std::optional<FoundRecord>> StoreReader::FindId(const std::string& id) const {
  const std::vector<Family> families = FamiliesOf(id);
  if (families.empty()) {
    return Error{ErrorCode::kUsage, id + ": expected an id (d_, m_, a_, c_, f_, p_ and 20 digits)"};
  }
  std::optional<FoundRecord> result;
  for (Family family : families) {
    const Status status = Search(family, id, [&](Json record) {
      if (StringAt(record, "id") == id) result = FoundRecord{family, std::move(record)};
      return !result;
    });
    if (!status) return status.error();
    if (result) break;
  }
  return result;
}

Result<std::vector<FoundRecord>> StoreReader::RecordsOf(const std::string& document,
                                                        const std::vector<Family>& families) const {
  std::vector<FoundRecord> found;
  for (Family family : families) {
    const Status status = Search(family, document, [&](Json record) {
      if (StringAt(record, "document") == document) found.push_back({family, std::move(record)});
      return true;
    });
    if (!status) return status.error();
  }
  return found;
}

DocumentJoin::DocumentJoin(const StoreReader& store, const std::vector<Family>& families)
    : documents_(store.Lines(Family::kDocuments)) {
  for (Family family : families) {
    streams_.push_back({family, store.Lines(family), {}, false});
    Advance(&streams_.back());
  }
}

void DocumentJoin::Advance(Stream* stream) {
  std::string_view line;
  stream->more = stream->lines.Next(&line);
  if (stream->more) stream->pending.assign(line);
}

bool DocumentJoin::Next(DocumentGroup* group) {
  std::string_view line;
  if (!documents_.Next(&line)) return false;
  group->line.assign(line);
  const std::string_view id = PeekString(line, "id");
  group->id = id.empty() ? StringAt(ParseRecord(line), "id") : std::string(id);
  for (Stream& stream : streams_) {
    std::vector<std::string>& lines = group->lines[static_cast<size_t>(stream.family)];
    lines.clear();
    while (stream.more) {
      const std::string_view document = PeekString(stream.pending, "document");
      const bool same = document.empty()
                            ? StringAt(ParseRecord(stream.pending), "document") == group->id
                            : document == group->id;
      if (!same) break;
      lines.push_back(std::move(stream.pending));
      Advance(&stream);
    }
  }
  return true;
}

std::string DocumentJoin::Leftover() const {
  for (const Stream& stream : streams_) {
    if (stream.more) return stream.pending;
  }
  return {};
}

std::string DocumentJoin::error() const {
  if (!documents_.error().empty()) return documents_.error();
  for (const Stream& stream : streams_) {
    if (!stream.lines.error().empty()) return stream.lines.error();
  }
  return {};
}

}  // namespace sourcier
