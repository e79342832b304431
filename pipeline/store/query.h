// Questions to a store: figures and times, each with the claim that it carries where there is one
// (a left join), filtered. One walk in the order of the documents; memory is that of one document.
#ifndef SOURCIER_STORE_QUERY_H_
#define SOURCIER_STORE_QUERY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/core/decimal.h"
#include "pipeline/core/result.h"
#include "pipeline/store/rows.h"

namespace sourcier {

// A row must pass every filter that is set. Lists: one of the values.
struct QueryOptions {
  // Whole words, without regard to case and accents, of a role of the claim or of who said it;
  // where a figure has no claim, of an entity in the same sentence. Also an entity's slug or
  // Wikidata id.
  std::string entity;
  std::vector<std::string>
      kinds;  // of the figure or time: money percent ... date time duration set
  // Bounds, inclusive, on the number; where there is none (a range, a vague figure), on the
  // interval, which must overlap.
  std::optional<Decimal> min, max;
  std::vector<std::string> units;  // "EUR", "%", as in the records, without regard to case
  std::string said_by;             // whole words of the claim's source
  std::string text;  // piece of the sentence; of the figure itself where it has no claim
  std::vector<std::string> epistemics;  // of the claim
  std::vector<std::string> claim_types;
  bool all = false;    // also what stands in nav, related, promo ... blocks
  uint64_t limit = 0;  // rows; 0: no limit
};

// Calls `row` for each match until it answers false. Times that carry no claim come only where
// `kinds` asks for a kind of time; figures that carry no claim never pass --said-by, --epistemic
// and --claim-type. Error kUsage for a value that no record can have (an unknown kind), kIo for a
// file that cannot be read.
Status Query(const StoreReader& store, const QueryOptions& options,
             const std::function<bool(const Row&)>& row);

// The columns that `query` prints, as JSON and CSV.
const std::vector<Column>& QueryColumns();

}  // namespace sourcier

#endif  // SOURCIER_STORE_QUERY_H_
