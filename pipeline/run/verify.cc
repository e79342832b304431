#include "pipeline/run/verify.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "pipeline/core/enums.h"
#include "pipeline/run/reread.h"
#include "pipeline/store/segment_writer.h"

namespace sourcier {
namespace {

constexpr size_t kShown = 100;  // bytes of a text in a message

constexpr Family kCounted[] = {Family::kFigures, Family::kTimes, Family::kEntities,
                               Family::kAttributions, Family::kClaims};

std::vector<const char*> RolesOf(Family family) {
  if (family == Family::kAttributions) return {"source", "cue"};
  if (family == Family::kClaims)
    return {"subject", "predicate", "object", "measure", "base", "place"};
  return {};
}

// In quotes, in one line, cut; bytes that are no visible text as \xNN.
std::string Quote(std::string_view bytes) {
  std::string out = "\"";
  size_t end = std::min(kShown, bytes.size());
  while (end > 0 && end < bytes.size() && (bytes[end] & 0xC0) == 0x80) --end;  // no half character
  for (char c : bytes.substr(0, end)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) {
      out.push_back(c);
    } else {
      out.append("\\x")
          .append(1, "0123456789abcdef"[byte >> 4])
          .append(1, "0123456789abcdef"[byte & 15]);
    }
  }
  out.append(bytes.size() > kShown ? "\"..." : "\"");
  return out;
}

std::string Range(uint64_t begin, uint64_t end) {
  return "[" + std::to_string(begin) + ", " + std::to_string(end) + ")";
}

class Report {
 public:
  explicit Report(size_t examples) : limit_(examples) {}
  void Mismatch(std::string message) {
    ++counts.mismatches;
    if (counts.examples.size() < limit_) counts.examples.push_back(std::move(message));
  }
  VerifyReport counts;

 private:
  size_t limit_;
};

// Holds the records of one document against its payload as it is now.
class DocumentCheck {
 public:
  DocumentCheck(const Document& document, const std::string& name, Report* report)
      : document_(document), index_(document), name_(name), report_(report) {}

  void Blocks(const Json& record) {
    record_ = "document";
    for (const Json& block : ValueAt(record, "blocks")) {
      const std::optional<SourceRange> range = RangeOf(block, "byte_start", "byte_end", "block");
      if (range) Places(block, *range, index_.TextOf(*range), "block");
    }
  }

  // `counts` of the document leaves out what stands in nav, related ... blocks.
  void Counts(const Json& record, const std::array<uint64_t, kFamilyCount>& main) {
    record_ = "document";
    const Json& counts = ValueAt(record, "counts");
    for (Family family : kCounted) {
      const uint64_t found = main[static_cast<size_t>(family)];
      if (IntegerAt(counts, Name(family)) == found) continue;
      Mismatch("counts: the document says " + ValueAt(counts, Name(family)).dump() + " " +
               std::string(Name(family)) + ", the store has " + std::to_string(found));
    }
  }

  void Texts(const Json& record) {
    record_ = "texts";
    ++report_->counts.spans;
    const Json& normalized = ValueAt(record, "normalized");
    if (!normalized.is_string() || normalized.get_ref<const std::string&>() != document_.text) {
      Mismatch("normalized: the text of the source is another now");
    }
  }

  void Record(Family family, const Json& record) {
    record_ = std::string(Name(family)) + " " + StringAt(record, "id");
    const std::optional<SourceRange> range = RangeOf(record, "byte_start", "byte_end", "text");
    if (range) {
      const std::optional<Span> span = TextIs(*range, ValueAt(record, "text"), "text");
      if (span) {
        Places(record, *range, *span, "text");
        if (record.contains("segments")) Segments(ValueAt(record, "segments"), *span);
      }
    }
    if (family == Family::kFigures || family == Family::kTimes) {
      for (const Json& hedge : ValueAt(record, "hedges")) Piece(hedge, "hedge");
      for (const Json& part : ValueAt(record, "parts")) Piece(part, "part");
    }
    for (const char* role : RolesOf(family)) Piece(ValueAt(record, role), role);
    if (family == Family::kAttributions) {
      for (const Json& content : ValueAt(record, "content")) Piece(content, "content");
    }
    if (family == Family::kClaims) Claim(record);
    if (range && record.contains("sentence_start")) {
      const auto sentence = RangeOf(record, "sentence_start", "sentence_end", "sentence");
      if (sentence && (sentence->begin > range->begin || sentence->end < range->end)) {
        Mismatch("sentence " + Range(sentence->begin, sentence->end) + " does not hold " +
                 Range(range->begin, range->end));
      }
    }
  }

  // The ids that a record names must be of this document.
  void References(Family family, const Json& record, const std::unordered_set<std::string>& ids) {
    record_ = std::string(Name(family)) + " " + StringAt(record, "id");
    for (const char* key : {"antecedent", "parent", "attribution", "figure"})
      Reference(ValueAt(record, key), key, ids);
    if (family == Family::kClaims)
      Reference(ValueAt(ValueAt(record, "time"), "mention"), "time", ids);
    for (const char* role : RolesOf(family)) {
      for (const Json& id : ValueAt(ValueAt(record, role), "mentions")) Reference(id, role, ids);
    }
  }

 private:
  void Claim(const Json& record) {
    for (const Json& marker : ValueAt(record, "markers")) Piece(marker, "marker");
    Piece(ValueAt(record, "time"), "time");
    if (const auto figure = RangeOf(record, "figure_byte_start", "figure_byte_end", "figure")) {
      TextIs(*figure, ValueAt(record, "figure_text"), "figure_text");
    }
  }

  void Mismatch(const std::string& message) {
    report_->Mismatch(name_ + ": " + record_ + ": " + message);
  }

  void Reference(const Json& id, const char* what, const std::unordered_set<std::string>& ids) {
    if (id.is_string() && ids.count(id.get_ref<const std::string&>()) == 0) {
      Mismatch(std::string(what) + " names " + Quote(id.get_ref<const std::string&>()) +
               ", which the document does not have");
    }
  }

  // Nullopt, and a mismatch unless both are null, where the range is none of this payload.
  std::optional<SourceRange> RangeOf(const Json& object, const char* begin, const char* end,
                                     const char* what) {
    const std::optional<uint64_t> from = IntegerAt(object, begin), to = IntegerAt(object, end);
    if (!from && !to && ValueAt(object, begin).is_null() && ValueAt(object, end).is_null())
      return std::nullopt;
    ++report_->counts.spans;
    if (from && to && *from <= *to && *to <= document_.payload.size())
      return SourceRange{*from, *to};
    Mismatch(std::string(what) + " " + Range(from.value_or(0), to.value_or(0)) +
             ": the payload has " + std::to_string(document_.payload.size()) + " bytes");
    return std::nullopt;
  }

  // The span of the text, where the bytes read as `text`.
  std::optional<Span> TextIs(SourceRange range, const Json& text, const char* what) {
    const std::string expected = text.is_string() ? text.get<std::string>() : std::string();
    const Span span = index_.TextOf(range, expected);
    if (!span.empty() || expected == document_.Text(index_.TextOf(range))) return span;
    Mismatch(std::string(what) + " " + Range(range.begin, range.end) + ": the store says " +
             Quote(expected) + ", the bytes say " + Quote(document_.Text(index_.TextOf(range))));
    return std::nullopt;
  }

  // A part of a record: {text?, byte_start, byte_end}.
  void Piece(const Json& piece, const char* what) {
    if (!piece.is_object()) return;
    const std::optional<SourceRange> range = RangeOf(piece, "byte_start", "byte_end", what);
    if (!range) {
      if (ValueAt(piece, "text").is_string())
        Mismatch(std::string(what) + ": has a text but no bytes");
      return;
    }
    if (piece.contains("text")) {
      TextIs(*range, ValueAt(piece, "text"), what);
    } else if (index_.TextOf(*range).empty()) {
      Mismatch(std::string(what) + " " + Range(range->begin, range->end) +
               ": no text stands there");
    }
  }

  // char_start, char_end and line of a record whose bytes read right.
  void Places(const Json& record, SourceRange range, Span span, const char* what) {
    if (record.contains("line")) Number(record, "line", index_.Line(range.begin), what, range);
    if (!record.contains("char_start") || span.empty()) return;
    const SourceRange decoded = document_.normalize_map.Hull(span);
    Number(record, "char_start", index_.Char(decoded.begin), what, range);
    Number(record, "char_end", index_.Char(decoded.end), what, range);
  }

  void Number(const Json& record, const char* key, uint64_t now, const char* what,
              SourceRange range) {
    const std::optional<uint64_t> stored = IntegerAt(record, key);
    if (stored == now) return;
    Mismatch(std::string(what) + " " + Range(range.begin, range.end) + ": " + key +
             ": the store says " + (stored ? std::to_string(*stored) : "null") +
             ", the bytes say " + std::to_string(now));
  }

  void Segments(const Json& stored, Span span) {
    document_.origin.Segments(span, &segments_);
    if (segments_.size() < 2) segments_.clear();
    bool same = stored.is_null() ? segments_.empty()
                                 : stored.is_array() && stored.size() == segments_.size();
    for (size_t i = 0; same && i < segments_.size(); ++i) {
      same = stored[i] == Json::array({segments_[i].begin, segments_[i].end});
    }
    if (!same)
      Mismatch("segments: the store says " + stored.dump() + ", the bytes make " +
               std::to_string(segments_.size()));
  }

  const Document& document_;
  const SourceIndex index_;
  const std::string& name_;
  Report* report_;
  std::string record_;
  std::vector<SourceRange> segments_;
};

constexpr Family kChecked[] = {Family::kFigures,      Family::kTimes,  Family::kEntities,
                               Family::kAttributions, Family::kClaims, Family::kTexts};

// "d_0123 (news.jsonl record 3)"
std::string NameOf(const std::string& id, const Source& source) {
  std::string name = id + " (" + source.path;
  for (const std::string& member : source.container) name += " > " + member;
  if (source.record) name += " record " + std::to_string(*source.record);
  return name + ")";
}

void CheckDocument(const DocumentGroup& group, const Rereader& rereader, Document* document,
                   Report* report) {
  const Json record = ParseRecord(group.line);
  ++report->counts.documents;
  const std::string name = NameOf(group.id, SourceOf(record));
  const Status read = rereader.Read(record, document);
  if (!read) {
    report->Mismatch(name + ": cannot be read again: " + read.error().message);
    return;
  }
  report->counts.bytes += document->payload.size();
  const std::string sha256 = StringAt(record, "sha256");
  if (sha256 != document->sha256) {
    report->Mismatch(name + ": sha256: the store says " + sha256 + ", the bytes say " +
                     document->sha256);
  }
  if (IntegerAt(record, "bytes") != document->payload.size()) {
    report->Mismatch(name + ": the store says " + ValueAt(record, "bytes").dump() +
                     " bytes, now there are " + std::to_string(document->payload.size()));
  }
  if (group.id != "d_" + sha256.substr(0, 20))
    report->Mismatch(name + ": the id is not made of sha256 " + sha256);

  DocumentCheck check(*document, name, report);
  check.Blocks(record);
  std::unordered_set<std::string> ids;
  std::array<uint64_t, kFamilyCount> main{};
  std::vector<std::pair<Family, Json>> referring;  // kept until all ids are known
  for (Family family : kChecked) {
    for (const std::string& line : group.lines[static_cast<size_t>(family)]) {
      ++report->counts.records;
      Json json = ParseRecord(line);
      if (family == Family::kTexts) {
        check.Texts(json);
        continue;
      }
      check.Record(family, json);
      const std::optional<BlockRole> role = Parse<BlockRole>(StringAt(json, "block"));
      main[static_cast<size_t>(family)] +=
          !role || IsMain(*role) || family == Family::kAttributions || family == Family::kClaims;
      if (!ids.insert(StringAt(json, "id")).second) {
        report->Mismatch(name + ": " + std::string(Name(family)) + " " + StringAt(json, "id") +
                         ": the id is there twice");
      }
      if (family != Family::kFigures && family != Family::kTimes)
        referring.emplace_back(family, std::move(json));
    }
  }
  check.Counts(record, main);
  for (const auto& [family, json] : referring) check.References(family, json, ids);
}

// Size, lines and hash of a file that the MANIFEST names.
Status CheckFile(const StoreReader& store, const StoreFile& file, Report* report) {
  ++report->counts.files;
  ContentHash hasher;
  uint64_t bytes = 0, lines = 0;
  std::string chunk(256 << 10, '\0');
  std::FILE* in = std::fopen(store.Path(file).c_str(), "rb");
  if (in == nullptr) {
    report->Mismatch(file.file + ": the MANIFEST names it, but it cannot be read");
    return Done{};
  }
  while (const size_t got = std::fread(chunk.data(), 1, chunk.size(), in)) {
    const std::string_view piece(chunk.data(), got);
    hasher.Add(piece);
    bytes += got;
    lines += static_cast<uint64_t>(std::count(piece.begin(), piece.end(), '\n'));
  }
  const bool failed = std::ferror(in) != 0;
  std::fclose(in);
  if (failed) return Error{ErrorCode::kIo, store.Path(file) + ": cannot be read"};
  if (bytes != file.bytes || lines != file.records) {
    report->Mismatch(file.file + ": the MANIFEST says " + std::to_string(file.bytes) +
                     " bytes and " + std::to_string(file.records) + " records, the file has " +
                     std::to_string(bytes) + " and " + std::to_string(lines));
  } else if (const std::string hash = hasher.Hex(); hash != file.xxh128) {
    report->Mismatch(file.file + ": xxh128: the MANIFEST says " + file.xxh128 + ", the bytes say " +
                     hash);
  }
  return Done{};
}

}  // namespace

Result<VerifyReport> Verify(const StoreReader& store, const VerifyOptions& options) {
  Report report(options.examples);
  bool complete = true;
  for (const StoreFile& file : store.files()) {
    const uint64_t before = report.counts.mismatches;
    const Status status = CheckFile(store, file, &report);
    if (!status) return status.error();
    complete = complete && report.counts.mismatches == before;
  }
  const Rereader rereader(store, options.sources);
  DocumentJoin join(store, std::vector<Family>(std::begin(kChecked), std::end(kChecked)));
  Document document;
  for (DocumentGroup group; join.Next(&group);) CheckDocument(group, rereader, &document, &report);
  if (!join.error().empty()) {
    if (complete) return Error{ErrorCode::kIo, join.error()};
  } else if (const std::string left = join.Leftover(); !left.empty()) {
    report.Mismatch("records out of order or without a document, from " + Quote(left) + " on");
  }
  return std::move(report.counts);
}

}  // namespace sourcier
