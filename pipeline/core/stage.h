// A stage: one step of the line. Immutable, and shared by all threads.
#ifndef SOURCIER_CORE_STAGE_H_
#define SOURCIER_CORE_STAGE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"

namespace sourcier {

// What a run may ask of the line.
struct LineOptions {
  std::string language = "auto";  // or the code of the pack that every document is read with
  std::string
      reference_date;  // ISO date or date-time, where a document has no `published`; "" for none
};

class Languages;  // pipeline/language/language_pack.h

class Stage {
 public:
  virtual ~Stage() = default;
  virtual std::string_view name() const = 0;
  // Reads the document and appends to it. Must not fail: bad input becomes a Problem of the
  // document. A stage asks `languages` for the pack of each block.
  virtual void Run(const Languages& languages, Document& document) const = 0;
};

// The line: stages in the order in which they run.
using Line = std::vector<std::unique_ptr<const Stage>>;

inline void RunLine(const Line& line, const Languages& languages, Document& document) {
  for (const auto& stage : line) stage->Run(languages, document);
}

}  // namespace sourcier

#endif  // SOURCIER_CORE_STAGE_H_
