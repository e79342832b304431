#include "pipeline/store/store_reader.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace sourcier {
namespace {

namespace fs = std::filesystem;

constexpr size_t kChunk = 256 << 10;  // bytes of a stream in memory, at first

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

bool LineStream::Next(std::string_view* line) {
  while (error_.empty()) {
    if (!reader_) {
      if (next_path_ == paths_.size()) return false;
      Result<LineReader> reader = LineReader::Open(paths_[next_path_++], kChunk);
      if (!reader) {
        error_ = reader.error().message;
        return false;
      }
      reader_.emplace(std::move(*reader));
    }
    if (reader_->Next(line)) {
      if (!line->empty()) return true;
    } else {
      if (const Status status = reader_->status(); !status) error_ = status.error().message;
      reader_.reset();
    }
  }
  return false;
}

Result<StoreReader> StoreReader::Open(const std::string& directory) {
  StoreReader store;
  store.directory_ = directory;
  while (store.directory_.size() > 1 && store.directory_.back() == '/') store.directory_.pop_back();
  if (!Exists(store.directory_ + "/MANIFEST.json")) {
    return Error{ErrorCode::kUsage, directory + ": no claim store here: it has no MANIFEST.json"};
  }
  Result<Manifest> manifest = ReadManifest(store.directory_);
  if (!manifest) return manifest.error();
  store.manifest_ = std::move(*manifest);
  return store;
}

LineStream StoreReader::Lines(Family family) const {
  return LineStream(manifest_.PathsOf(family, directory_));
}

std::vector<std::string> StoreReader::Inputs() const {
  // The latest run is the one that finished last; where the clock says nothing, the last by name.
  std::vector<std::string> inputs;
  std::pair<std::string, std::string> latest;
  std::error_code error;
  for (fs::directory_iterator it(fs::path(directory_) / "runs", error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() != ".json") continue;
    const Result<std::string> text = ReadFile(it->path().string());
    const Json run = ParseRecord(text ? *text : "");
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
  LineStream lines = Lines(family);
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
