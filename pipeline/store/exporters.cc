#include "pipeline/store/exporters.h"

#include <string>

namespace sourcier {
namespace {

constexpr size_t kFlushAt = 64 << 10;

Status WriteCsv(const StoreReader& store, const Sink& sink) {
  static const std::vector<Column> kColumns = {Column::kTitle,         Column::kUrl,
                                               Column::kPublished,     Column::kClaimType,
                                               Column::kSubject,       Column::kPredicate,
                                               Column::kObject,        Column::kMeasure,
                                               Column::kFigure,        Column::kNumber,
                                               Column::kLow,           Column::kHigh,
                                               Column::kUnit,          Column::kQualifier,
                                               Column::kPer,           Column::kTime,
                                               Column::kEpistemic,     Column::kSaidBy,
                                               Column::kSentence,      Column::kSource,
                                               Column::kContainer,     Column::kRecord,
                                               Column::kByteStart,     Column::kByteEnd,
                                               Column::kLine,          Column::kFigureByteStart,
                                               Column::kFigureByteEnd, Column::kDocument,
                                               Column::kClaim,         Column::kConfidence};
  std::string out;
  AppendCsvHeader(kColumns, &out);
  DocumentJoin join(store, {Family::kClaims});
  for (DocumentGroup group; join.Next(&group);) {
    const std::vector<std::string>& claims = group.lines[static_cast<size_t>(Family::kClaims)];
    if (claims.empty()) continue;
    const Json document = ParseRecord(group.line);
    for (const std::string& line : claims)
      AppendCsv(MakeRow(document, Json(), ParseRecord(line)), kColumns, &out);
    if (out.size() < kFlushAt) continue;
    if (!sink(out)) return Done{};
    out.clear();
  }
  sink(out);
  if (!join.error().empty()) return Error{ErrorCode::kIo, join.error()};
  return Done{};
}

}  // namespace

const std::vector<Exporter>& Exporters() {
  static const std::vector<Exporter> kExporters = {
      {"csv", "one row a claim, with its document, sentence and bytes (quoting as in RFC 4180)",
       WriteCsv},
  };
  return kExporters;
}

const Exporter* FindExporter(std::string_view name) {
  for (const Exporter& exporter : Exporters()) {
    if (exporter.name == name) return &exporter;
  }
  return nullptr;
}

}  // namespace sourcier
