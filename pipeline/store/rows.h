// Rows for people and spreadsheets: a figure (or time), the claim that it carries where there is
// one, and the document, side by side in named columns. `query` and `export` print these; the
// records themselves stay as they are.
#ifndef SOURCIER_STORE_ROWS_H_
#define SOURCIER_STORE_ROWS_H_

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/store/store_reader.h"

namespace sourcier {

// Columns and their names are part of the output: append, never rename. byte_start, byte_end and
// line are those of the claim record (its sentence), figure_byte_start and figure_byte_end those of
// the figure; all count bytes of the payload.
enum class Column : uint8_t {
  kTitle,
  kUrl,
  kPublished,
  kClaimType,
  kSubject,
  kPredicate,
  kObject,
  kMeasure,
  kFigure,
  kNumber,
  kLow,
  kHigh,
  kUnit,
  kQualifier,
  kPer,
  kTime,
  kEpistemic,
  kSaidBy,
  kSentence,
  kSource,
  kContainer,
  kRecord,
  kByteStart,
  kByteEnd,
  kLine,
  kFigureByteStart,
  kFigureByteEnd,
  kDocument,
  kClaim,
  kConfidence,
  kKind,
  kBlock,
  kFigureId
};
inline constexpr size_t kColumnCount = 33;
// "title", "claim_type", ...
std::string_view Name(Column column);

struct Cell {
  enum class Kind : uint8_t { kNull, kText, kNumber };
  Kind kind = Kind::kNull;
  std::string text;
};

struct Row {
  std::array<Cell, kColumnCount> cells;
  const Cell& operator[](Column column) const { return cells[static_cast<size_t>(column)]; }
};

// REQUIRES: `document` is a documents record; `mention` a figures or times record, or null; `claim`
// a claims record, or null; not both null. Where there is no claim, the place is that of the
// mention and the claim's columns are null. Roles are named by their canonical name where they have
// one, by their text otherwise; a time by its EDTF.
Row MakeRow(const Json& document, const Json& mention, const Json& claim);

// One line each, appended with its LF. CSV: quoting as in RFC 4180, null as the empty field. JSON:
// an object in the order of `columns`.
void AppendCsvHeader(const std::vector<Column>& columns, std::string* out);
void AppendCsv(const Row& row, const std::vector<Column>& columns, std::string* out);
void AppendJson(const Row& row, const std::vector<Column>& columns, std::string* out);

// A table for a terminal that is `width` cells wide: columns of fixed width, long texts cut, the id
// at the end always whole.
void AppendTableHeader(size_t width, std::string* out);
void AppendTable(const Row& row, size_t width, std::string* out);

// Where output goes; false: the reader has gone, stop.
using Sink = std::function<bool(std::string_view)>;

}  // namespace sourcier

#endif  // SOURCIER_STORE_ROWS_H_
