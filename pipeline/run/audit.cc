// Idea: find the record, its document and the records beside it; read the source again; write one
// page. What the store says and what the bytes say are both shown, and where they differ the page
// says so.
#include "pipeline/run/audit.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <utility>
#include <vector>

#include "pipeline/run/audit_page.h"
#include "pipeline/run/document_audit.h"
#include "pipeline/run/reread.h"

namespace sourcier {
namespace {

namespace fs = std::filesystem;

// FILE:BYTE as its two halves; nullopt where it has another form.
std::optional<std::pair<std::string, uint64_t>> ParsePlace(const std::string& target) {
  const size_t colon = target.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == target.size()) return std::nullopt;
  uint64_t byte = 0;
  const auto [end, error] =
      std::from_chars(target.data() + colon + 1, target.data() + target.size(), byte);
  if (error != std::errc() || end != target.data() + target.size()) return std::nullopt;
  return std::make_pair(target.substr(0, colon), byte);
}

// Is `file`, as someone typed it, the file of this source? Paths that exist are compared as such,
// others by their tail.
bool IsFile(const std::string& file, const Source& source, const Rereader& rereader) {
  std::error_code error;
  const Result<std::string> known = rereader.FileOf(source);
  if (known && fs::equivalent(file, *known, error)) return true;
  return file == source.path ||
         (source.path.size() > file.size() && source.path.ends_with("/" + file)) ||
         (known && file == *known);
}

Result<std::optional<std::string>> AuditPlace(const StoreReader& store, const std::string& file,
                                              uint64_t byte, const AuditOptions& options) {
  const Rereader rereader(store, options.sources);
  // Documents of one file come together: ask the file system once a file.
  std::string last_path;
  std::optional<uint32_t> last_input;
  bool same = false;
  Result<std::optional<Json>> found = store.FindDocument([&](const Json& record) {
    const Source source = SourceOf(record);
    const uint64_t end =
        source.record ? source.record_byte_end : IntegerAt(record, "bytes").value_or(0);
    if (!source.container.empty() || byte >= end ||
        (source.record && byte < source.record_byte_start))
      return false;
    if (last_input != source.input || last_path != source.path) {
      last_input = source.input;
      last_path = source.path;
      same = IsFile(file, source, rereader);
    }
    return same;
  });
  if (!found) return found.error();
  if (!*found) return std::optional<std::string>();
  const Source source = SourceOf(**found);
  DocumentAudit audit(store, std::move(**found), options);
  if (const Status status = audit.Load(); !status) return status.error();
  const uint64_t inside = byte - (source.record ? source.record_byte_start : 0);
  const std::vector<const FoundRecord*> covering = audit.Covering(inside);
  if (covering.empty()) return std::optional<std::string>();
  for (const FoundRecord* record : covering) {
    if (record != covering.front()) audit.page().Blank();
    audit.Page(record->family, record->record);
  }
  return std::optional<std::string>(audit.page().Take());
}

// A fact or a problem: no place of its own to show, so the record as it is.
std::string RecordPage(const Json& record, bool colour) {
  AuditPage page(colour);
  page.Heading(StringAt(record, "type") + " " + StringAt(record, "id"));
  for (const auto& [key, value] : record.items()) {
    if (!value.is_null() && key != "type" && key != "id")
      page.Field(key, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return page.Take();
}

}  // namespace

Result<std::optional<std::string>> Audit(const StoreReader& store, const std::string& target,
                                         const AuditOptions& options) {
  if (const auto place = ParsePlace(target))
    return AuditPlace(store, place->first, place->second, options);
  Result<std::optional<FoundRecord>> found = store.FindId(target);
  if (!found && found.error().code == ErrorCode::kUsage) {
    return Error{ErrorCode::kUsage,
                 target + ": expected an id (d_, m_, a_, c_, f_, p_ and 20 digits) or FILE:BYTE"};
  }
  if (!found) return found.error();
  if (!*found) return std::optional<std::string>();
  auto& [family, record] = **found;
  if (family == Family::kFacts || family == Family::kProblems)
    return std::optional<std::string>(RecordPage(record, options.colour));
  Json document = record;
  if (family != Family::kDocuments) {
    const std::string id = StringAt(record, "document");
    Result<std::optional<FoundRecord>> of = store.FindId(id);
    if (!of) return of.error();
    if (!*of)
      return Error{ErrorCode::kFormat, target + ": its document " + id + " is not in the store"};
    document = std::move((*of)->record);
  }
  DocumentAudit audit(store, std::move(document), options);
  if (const Status status = audit.Load(); !status) return status.error();
  audit.Page(family, record);
  return std::optional<std::string>(audit.page().Take());
}

}  // namespace sourcier
