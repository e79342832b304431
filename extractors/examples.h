// The examples that stand in rule files, run. `yes TEXT -> EXPECTED` holds where the line makes
// something of TEXT by this very rule that reads EXPECTED (any reading where there is no arrow);
// `no TEXT` holds where this rule makes nothing.
#ifndef SOURCIER_EXTRACTORS_EXAMPLES_H_
#define SOURCIER_EXTRACTORS_EXAMPLES_H_

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/stage.h"
#include "pipeline/language/language_pack.h"

namespace sourcier {

// How a mention reads in examples and explanations, without its surface:
//   figures   13000000000 USD | ~49 % | >=300 salaries | 3..5 % | >=2000000 EUR vague | 1/3 | x2
//   times     2024-03-12 | since 2019 | XXXX-03 | P3W | T18:05 | start of 2021
//   entities  organisation Banque centrale europeenne
std::string Render(const Mention& mention);
std::string Render(const Document& document, const Attribution& attribution);
std::string Render(const Document& document, const Claim& claim);

struct ExampleFailure {
  std::string where;  // file:line
  std::string rule;
  std::string message;  // what was expected, what was found
};

struct ExampleReport {
  size_t rules = 0, examples = 0;
  std::vector<ExampleFailure> failures;
};

// Runs every example of the pack, each as a document of its own with reference date 2024-05-15 (a
// Wednesday) where the text needs one. A rule without a `yes` and a `no` is a failure too.
ExampleReport RunExamples(const Languages& languages, const LanguagePack& pack);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_EXAMPLES_H_
