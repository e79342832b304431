// How good a claim store is, against hand-made gold: the four layers by four numbers, and the
// headline, their mean.
//
//   figures       full: span, value, unit and qualifier      entities  relaxed: names by place and
//   type attributions  slots: source, cue, content, kind          claims    slots: type, roles,
//   figure, time, epistemic, ...
#ifndef SOURCIER_RUN_EVALUATE_H_
#define SOURCIER_RUN_EVALUATE_H_

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/run/score_base.h"
#include "pipeline/run/score_records.h"

namespace sourcier {

struct Evaluation {
  // {figures {detect, span, value, full, value_by_kind}, entities {...}, attributions {...}, claims
  // {...}, headline}: a row is {P, R, F1, tp, fp, fn}. A layer that gold does not have is absent,
  // and the headline too then.
  nlohmann::ordered_json figures;
  score::Mistakes mistakes;           // what was judged wrong, by layer and file
  std::vector<std::string> warnings;  // what is amiss in the store itself
};

// Scores `system` against `gold`. Files that gold says nothing about are not judged.
Evaluation Evaluate(const score::Layers& gold, score::Layers system);

// Reads both and scores. Errors: kUsage where `gold_directory` holds no gold, kIo, kFormat.
Result<Evaluation> EvaluateStore(const std::string& store, const std::string& gold_directory);

// The report for people, one row a line; ends with a newline.
std::string FormatEvaluation(const Evaluation& evaluation);
// The first `limit` mistakes, one a line.
std::string FormatMistakes(const Evaluation& evaluation, size_t limit);

// Lines about the numbers that lie below their floor; empty where none does. `floors` is a JSON
// object with any of the keys headline, figures, entities, attributions, claims. kFormat where it
// is not, or names a layer that was not scored.
Result<std::vector<std::string>> BelowFloor(const Evaluation& evaluation, std::string_view floors);

}  // namespace sourcier

#endif  // SOURCIER_RUN_EVALUATE_H_
