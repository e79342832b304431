// audit: one record, or what stands at one byte, taken back to its source: the sentence in its
// context with the figure marked, its parts, rule and bytes, the hash of the document, and a plain
// command that prints exactly those bytes.
#ifndef SOURCIER_RUN_AUDIT_H_
#define SOURCIER_RUN_AUDIT_H_

#include <optional>
#include <string>

#include "pipeline/core/result.h"
#include "pipeline/store/store_reader.h"

namespace sourcier {

struct AuditOptions {
  std::string
      sources;  // root to look for the sources in; "" for the INPUT arguments of the latest run
  bool colour = false;
};

// `target`: an id of any family, or FILE:BYTE, where FILE is a source as the file system or the
// store names it and BYTE counts bytes of that file from 0 (for a record of a JSONL file: of the
// whole file). FILE:BYTE gives every record that covers the byte, the shortest first. Returns the
// page; nullopt where the store has no such record. A source that is gone or has changed makes no
// error: the page says so. Errors: kUsage for a target of neither form, kIo.
Result<std::optional<std::string>> Audit(const StoreReader& store, const std::string& target,
                                         const AuditOptions& options);

}  // namespace sourcier

#endif  // SOURCIER_RUN_AUDIT_H_
