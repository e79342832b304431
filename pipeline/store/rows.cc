#include "pipeline/store/rows.h"

#include <algorithm>

namespace sourcier {
namespace {

constexpr std::string_view kNames[kColumnCount] = {"title",
                                                   "url",
                                                   "published",
                                                   "claim_type",
                                                   "subject",
                                                   "predicate",
                                                   "object",
                                                   "measure",
                                                   "figure",
                                                   "number",
                                                   "low",
                                                   "high",
                                                   "unit",
                                                   "qualifier",
                                                   "per",
                                                   "time",
                                                   "epistemic",
                                                   "said_by",
                                                   "sentence",
                                                   "source",
                                                   "container",
                                                   "record",
                                                   "byte_start",
                                                   "byte_end",
                                                   "line",
                                                   "figure_byte_start",
                                                   "figure_byte_end",
                                                   "document",
                                                   "claim",
                                                   "confidence",
                                                   "kind",
                                                   "block",
                                                   "figure_id"};

Cell CellOf(const Json& value) {
  if (value.is_string()) return {Cell::Kind::kText, value.get<std::string>()};
  if (value.is_number()) return {Cell::Kind::kNumber, value.dump()};
  return {};
}

Cell FirstOf(const Json& record, std::string_view first, std::string_view second) {
  const Cell cell = CellOf(ValueAt(record, first));
  return cell.kind != Cell::Kind::kNull ? cell : CellOf(ValueAt(record, second));
}

Cell ContainerOf(const Json& source) {
  Cell cell;
  for (const Json& member : ValueAt(source, "container")) {
    if (!member.is_string()) continue;
    if (cell.kind == Cell::Kind::kText) cell.text += " > ";
    cell.kind = Cell::Kind::kText;
    cell.text += member.get<std::string>();
  }
  return cell;
}

void AppendCsvField(const Cell& cell, std::string* out) {
  if (cell.text.find_first_of(",\"\r\n") == std::string::npos) {
    out->append(cell.text);
    return;
  }
  out->push_back('"');
  for (char c : cell.text) {
    if (c == '"') out->push_back('"');
    out->push_back(c);
  }
  out->push_back('"');
}

// The columns of the table: a heading, the cells that may fill it (the first that is not null), and
// a share of the width.
struct TableColumn {
  std::string_view heading;
  Column first, second;
  size_t share;
};
constexpr TableColumn kTable[] = {
    {"FIGURE", Column::kFigure, Column::kFigure, 18},
    {"NUMBER", Column::kNumber, Column::kLow, 13},
    {"UNIT", Column::kUnit, Column::kUnit, 8},
    {"TYPE", Column::kClaimType, Column::kKind, 12},
    {"SUBJECT", Column::kSubject, Column::kSubject, 18},
    {"ABOUT", Column::kObject, Column::kMeasure, 20},
    {"TIME", Column::kTime, Column::kTime, 11},
    {"STATUS", Column::kEpistemic, Column::kEpistemic, 11},
    {"SAID BY", Column::kSaidBy, Column::kSaidBy, 16},
};
constexpr size_t kShares = 18 + 13 + 8 + 12 + 18 + 20 + 11 + 11 + 16;
constexpr size_t kIdWidth = 22;

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The text in exactly `width` cells and a blank, one cell a code point; control characters as
// blanks.
void AppendPadded(std::string_view text, size_t width, std::string* out) {
  const size_t length = static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !IsContinuation(c); }));
  const size_t room = length > width ? width - 1 : width;
  size_t used = 0;
  for (char c : text) {
    if (!IsContinuation(c) && ++used > room) break;
    out->push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c);
  }
  if (length > width) out->append("\u2026");
  out->append(width - std::min(length, width) + 1, ' ');
}

size_t WidthOf(const TableColumn& column, size_t width) {
  const size_t room =
      width > kIdWidth + std::size(kTable) ? width - kIdWidth - std::size(kTable) : 0;
  return std::max<size_t>(column.heading.size(), column.share * room / kShares);
}

}  // namespace

std::string_view Name(Column column) { return kNames[static_cast<size_t>(column)]; }

Row MakeRow(const Json& document, const Json& mention, const Json& claim) {
  Row row;
  auto set = [&row](Column column, Cell cell) {
    row.cells[static_cast<size_t>(column)] = std::move(cell);
  };
  const bool claimed = claim.is_object();
  const Json& main = claimed ? claim : mention;
  for (Column c : {Column::kNumber, Column::kLow, Column::kHigh, Column::kUnit, Column::kQualifier,
                   Column::kPer, Column::kByteStart, Column::kByteEnd, Column::kLine,
                   Column::kDocument, Column::kConfidence, Column::kBlock}) {
    set(c, CellOf(ValueAt(main, Name(c))));
  }
  for (Column c : {Column::kTitle, Column::kUrl, Column::kPublished})
    set(c, CellOf(ValueAt(document, Name(c))));
  const Json& source = ValueAt(document, "source");
  set(Column::kSource, CellOf(ValueAt(source, "path")));
  set(Column::kContainer, ContainerOf(source));
  set(Column::kRecord, CellOf(ValueAt(source, "record")));
  if (claimed) {
    for (Column c : {Column::kClaimType, Column::kEpistemic, Column::kSaidBy})
      set(c, CellOf(ValueAt(claim, Name(c))));
    for (Column c : {Column::kSubject, Column::kObject})
      set(c, FirstOf(ValueAt(claim, Name(c)), "canonical", "text"));
    set(Column::kPredicate, FirstOf(ValueAt(claim, "predicate"), "text", "norm"));
    set(Column::kMeasure, FirstOf(ValueAt(claim, "measure"), "text", "canonical"));
    set(Column::kTime, FirstOf(ValueAt(claim, "time"), "edtf", "text"));
    set(Column::kSentence, CellOf(ValueAt(claim, "text")));
    set(Column::kClaim, CellOf(ValueAt(claim, "id")));
    set(Column::kFigure, CellOf(ValueAt(claim, "figure_text")));
    set(Column::kFigureByteStart, CellOf(ValueAt(claim, "figure_byte_start")));
    set(Column::kFigureByteEnd, CellOf(ValueAt(claim, "figure_byte_end")));
    set(Column::kFigureId, CellOf(ValueAt(claim, "figure")));
    set(Column::kKind, CellOf(ValueAt(claim, "figure_kind")));
  } else {
    set(Column::kFigure, CellOf(ValueAt(mention, "text")));
    set(Column::kFigureByteStart, CellOf(ValueAt(mention, "byte_start")));
    set(Column::kFigureByteEnd, CellOf(ValueAt(mention, "byte_end")));
    set(Column::kFigureId, CellOf(ValueAt(mention, "id")));
    set(Column::kKind, CellOf(ValueAt(mention, "kind")));
    set(Column::kTime, CellOf(ValueAt(mention, "edtf")));
  }
  return row;
}

void AppendCsvHeader(const std::vector<Column>& columns, std::string* out) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out->push_back(',');
    out->append(Name(columns[i]));
  }
  out->push_back('\n');
}

void AppendCsv(const Row& row, const std::vector<Column>& columns, std::string* out) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out->push_back(',');
    AppendCsvField(row[columns[i]], out);
  }
  out->push_back('\n');
}

void AppendJson(const Row& row, const std::vector<Column>& columns, std::string* out) {
  for (size_t i = 0; i < columns.size(); ++i) {
    out->append(i == 0 ? "{\"" : ",\"").append(Name(columns[i])).append("\":");
    const Cell& cell = row[columns[i]];
    switch (cell.kind) {
      case Cell::Kind::kNull:
        out->append("null");
        break;
      case Cell::Kind::kNumber:
        out->append(cell.text);
        break;
      case Cell::Kind::kText:
        out->append(Json(cell.text).dump(-1, ' ', false, Json::error_handler_t::replace));
        break;
    }
  }
  out->append("}\n");
}

void AppendTableHeader(size_t width, std::string* out) {
  for (const TableColumn& column : kTable)
    AppendPadded(column.heading, WidthOf(column, width), out);
  out->append("ID\n");
}

void AppendTable(const Row& row, size_t width, std::string* out) {
  for (const TableColumn& column : kTable) {
    const Cell& first = row[column.first];
    AppendPadded(first.kind == Cell::Kind::kNull ? row[column.second].text : first.text,
                 WidthOf(column, width), out);
  }
  const Cell& claim = row[Column::kClaim];
  out->append(claim.kind == Cell::Kind::kNull ? row[Column::kFigureId].text : claim.text);
  out->push_back('\n');
}

}  // namespace sourcier
