// The pages of one document: its records, shown beside what its source says now. Used by audit.h.
#ifndef SOURCIER_RUN_DOCUMENT_AUDIT_H_
#define SOURCIER_RUN_DOCUMENT_AUDIT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/result.h"
#include "pipeline/run/audit.h"
#include "pipeline/run/audit_page.h"
#include "pipeline/run/reread.h"
#include "pipeline/store/store_reader.h"

namespace sourcier {

class DocumentAudit {
 public:
  // Reads the source again; where that fails, the pages say so and show what the store has.
  // `record`: a documents record. REQUIRES: `store` outlives it.
  DocumentAudit(const StoreReader& store, Json record, const AuditOptions& options);
  // Reads the records of the document; before anything else. Error kIo.
  Status Load();

  // Records that cover a byte of the payload, the shortest first.
  std::vector<const FoundRecord*> Covering(uint64_t byte) const;

  // Appends the page of a record of this document to page().
  void Page(Family family, const Json& record);
  AuditPage& page() { return page_; }

 private:
  void MentionPage(const Json& record);
  void AttributionPage(const Json& record);
  void ClaimPage(const Json& record);
  void DocumentPage();

  // Pieces of pages: fields of the record as they are, its roles, the attribution `id` and those
  // that it stands in, what other documents say about the same fact, and where it stands, from the
  // document down to the bytes.
  void Context(const Json& record, Span sentence, const std::vector<Mark>& marks);
  void Plain(const Json& record, const char* key);
  void Roles(const Json& record);
  void Chain(std::string id, const char* label);
  void Fact(const Json& claim);
  void Place(const Json& record);
  void PlaceAt(const std::vector<SourceRange>& ranges);

  // The text that the bytes of a record, or of a part of it, read as now.
  Span SpanOf(const Json& object, const char* begin = "byte_start",
              const char* end = "byte_end") const;
  std::vector<Mark> RoleMarks(const Json& record) const;
  // "text" [begin, end); "" where it has no bytes.
  std::string Piece(const Json& piece) const;
  std::string MentionShown(const std::string& id) const;

  const StoreReader& store_;
  AuditPage page_;
  const Json record_;
  const Source source_;
  Document document_;
  std::optional<SourceIndex> index_;
  std::string warning_, file_;
  std::vector<FoundRecord> records_;
  std::map<std::string, const Json*> by_id_;
};

}  // namespace sourcier

#endif  // SOURCIER_RUN_DOCUMENT_AUDIT_H_
