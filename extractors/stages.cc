// THE LINE, one stage a row. Each reads what stands above it and appends; see the head of each
// file.
#include "extractors/stages.h"

#include "pipeline/text/blocks.h"
#include "pipeline/text/language_id.h"
#include "pipeline/text/normalize.h"
#include "pipeline/text/sentences.h"

namespace sourcier {

Line MakeLine(const Languages& languages, const LineOptions& options) {
  Line line;
  line.push_back(MakeNormalizeStage());        // decoded -> text, with its map
  line.push_back(MakeBlockStage());            // tokens, blocks
  line.push_back(MakeLanguageStage(options));  // language and pack of each block
  line.push_back(MakeRoleStage());             // title, body, related, nav, ...
  line.push_back(MakeSentenceStage());
  line.push_back(MakeUnitStage(languages));    // lexicon look-up, numbers
  line.push_back(MakeFigureStage(languages));  // money, percent, quantity, number, date, duration
  line.push_back(MakeHedgeStage(languages));   // qualifier and rate of figures
  line.push_back(MakeDateStage(languages, options));  // relative dates, against the document's own
  line.push_back(MakeEntityStage(languages));         // names
  line.push_back(MakeCoreferenceStage(languages));    // pronouns and nominals for names
  line.push_back(MakeAttributionStage(languages));    // who says what
  line.push_back(MakeClaimStage(languages));          // figures with their roles
  return line;
}

}  // namespace sourcier
