#include "extractors/examples.h"

#include <doctest/doctest.h>

#include "pipeline/text/tokens.h"

namespace sourcier {

TEST_CASE("every rule has examples, and they hold") {
  const auto languages = Languages::LoadEmbedded(TokenizeEntry);
  REQUIRE(languages.ok());
  for (const auto& pack : languages->packs()) {
    const ExampleReport report = RunExamples(*languages, *pack);
    CHECK(report.rules > 50);
    for (const ExampleFailure& f : report.failures) FAIL_CHECK(f.where << " " << f.message);
  }
}

}  // namespace sourcier
