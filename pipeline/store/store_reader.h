// The reading end of a claim store: opens a directory through its MANIFEST.json and gives records
// line by line. Never locks, never writes, never holds a family in memory. Readers see the store as
// the MANIFEST named it when it was opened.
//
//   documents   d1        d2     d3 ...        every family is in the order of the documents, so
//   that a join figures     m m m     m      -             is one walk: DocumentJoin gives a
//   document with all its records claims      c         c c    -
#ifndef SOURCIER_STORE_STORE_READER_H_
#define SOURCIER_STORE_STORE_READER_H_

#include <array>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/result.h"
#include "pipeline/store/file_io.h"
#include "pipeline/store/manifest.h"
#include "pipeline/store/records.h"

namespace sourcier {

using Json = nlohmann::json;

// What a record says under a key, without exceptions: "" / nullopt / null where the key is absent,
// null or of another type.
std::string StringAt(const Json& record, std::string_view key);
std::optional<uint64_t> IntegerAt(const Json& record, std::string_view key);
const Json& ValueAt(const Json& record, std::string_view key);
// The `source` object of a record as a Source.
Source SourceOf(const Json& record);
// A discarded value where the line is no JSON object.
Json ParseRecord(std::string_view line);
// The value of a key that holds an id or another string without escapes, found in the line without
// parsing it; "" where the line has no such key. (Inside a JSON string every quote is escaped, so
// `"key":"` can only be a key.)
std::string_view PeekString(std::string_view line, std::string_view key);

// The lines of some files, one after the other; bounded memory (the longest line). Empty lines are
// left out.
class LineStream {
 public:
  explicit LineStream(std::vector<std::string> paths) : paths_(std::move(paths)) {}
  // False at the end, or where a file cannot be read (error() says which). The view is valid until
  // the next call.
  bool Next(std::string_view* line);
  const std::string& error() const { return error_; }

 private:
  std::vector<std::string> paths_;
  size_t next_path_ = 0;
  std::optional<LineReader> reader_;
  std::string error_;
};

// A record, and the family that it was found in.
struct FoundRecord {
  Family family = Family::kDocuments;
  Json record;
};

class StoreReader {
 public:
  // Errors: kUsage where the directory is no store, kFormat where its MANIFEST cannot be
  // understood.
  static Result<StoreReader> Open(const std::string& directory);

  const std::string& directory() const { return directory_; }
  const std::vector<StoreFile>& files() const { return manifest_.files; }
  std::string Path(const StoreFile& file) const { return directory_ + "/" + file.file; }
  LineStream Lines(Family family) const;

  // The absolute INPUT arguments of the latest run, by number; empty where the store has no runs/.
  std::vector<std::string> Inputs() const;
  // The record with this id, whose prefix tells the family (d_ m_ a_ c_ f_ p_). Nullopt where there
  // is none; kUsage where it is no id; kIo.
  Result<std::optional<FoundRecord>> FindId(const std::string& id) const;
  // The records of a family whose line holds `bytes`, as written in the JSON, until `found` answers
  // false.
  Status Search(Family family, const std::string& bytes,
                const std::function<bool(Json)>& found) const;
  // The first document for which `accept` is true.
  template <typename Accept>
  Result<std::optional<Json>> FindDocument(Accept accept) const;
  // All records of one document, families in `families`, in the order of the store.
  Result<std::vector<FoundRecord>> RecordsOf(const std::string& document,
                                             const std::vector<Family>& families) const;

 private:
  std::string directory_;
  Manifest manifest_;
};

// A document and its records, as the lines of the store.
struct DocumentGroup {
  std::string line;
  std::string id;
  std::array<std::vector<std::string>, kFamilyCount>
      lines;  // those of the families that were asked for
};

// Walks documents and some families of theirs side by side. Memory: the records of one document.
class DocumentJoin {
 public:
  DocumentJoin(const StoreReader& store, const std::vector<Family>& families);
  bool Next(DocumentGroup* group);
  // After the end: a record that no document claimed (out of order, or of a document that is not
  // there); "" where all were.
  std::string Leftover() const;
  // A file that could not be read; "" where all could.
  std::string error() const;

 private:
  struct Stream {
    Family family;
    LineStream lines;
    std::string pending;
    bool more = false;
  };
  void Advance(Stream* stream);

  LineStream documents_;
  std::vector<Stream> streams_;
};

template <typename Accept>
Result<std::optional<Json>> StoreReader::FindDocument(Accept accept) const {
  LineStream lines = Lines(Family::kDocuments);
  for (std::string_view line; lines.Next(&line);) {
    if (Json record = ParseRecord(line); accept(record))
      return std::optional<Json>(std::move(record));
  }
  if (!lines.error().empty()) return Error{ErrorCode::kIo, lines.error()};
  return std::optional<Json>();
}

}  // namespace sourcier

#endif  // SOURCIER_STORE_STORE_READER_H_
