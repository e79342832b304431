// THE LINE: which stages a document goes through, in order. See stages.cc.
#ifndef SOURCIER_EXTRACTORS_STAGES_H_
#define SOURCIER_EXTRACTORS_STAGES_H_

#include <memory>

#include "pipeline/core/stage.h"
#include "pipeline/language/language_pack.h"

namespace sourcier {

// All stages from decoded text to claims. `languages` must outlive the line and all documents.
Line MakeLine(const Languages& languages, const LineOptions& options);

std::unique_ptr<const Stage> MakeUnitStage(const Languages& languages);
std::unique_ptr<const Stage> MakeFigureStage(const Languages& languages);
std::unique_ptr<const Stage> MakeHedgeStage(const Languages& languages);
std::unique_ptr<const Stage> MakeDateStage(const Languages& languages, const LineOptions& options);
std::unique_ptr<const Stage> MakeEntityStage(const Languages& languages);
std::unique_ptr<const Stage> MakeCoreferenceStage(const Languages& languages);
std::unique_ptr<const Stage> MakeAttributionStage(const Languages& languages);
std::unique_ptr<const Stage> MakeClaimStage(const Languages& languages);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_STAGES_H_
