#include "extractors/explain.h"

#include <doctest/doctest.h>

#include "tests/unit/french_line.h"

namespace sourcier {
namespace {

std::vector<SentenceExplanation> ExplainText(const std::string& text) {
  return Explain(FrenchLine(), Packs(), Decoded(text).get());
}

const Found* Find(const SentenceExplanation& e, std::string_view family) {
  for (const Found& f : e.found) {
    if (f.family == family) return &f;
  }
  return nullptr;
}

const Beaten* Find(const std::vector<Beaten>& all, std::string_view rule) {
  for (const Beaten& b : all) {
    if (b.rule == rule) return &b;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("explain names the winner, the beaten rules and why they lost") {
  const auto all = ExplainText("La ville a investi 13 millions d'euros en 2019. Rien de plus.");
  REQUIRE(all.size() == 2);
  CHECK(all[0].bytes == SourceRange{0, 47});
  CHECK(all[1].found.empty());
  const Found* figure = Find(all[0], "figure");
  REQUIRE(figure != nullptr);
  CHECK(figure->reading == "13000000 EUR");
  CHECK(figure->rule == "fr/money/number-currency");
  CHECK(figure->where.starts_with("fr/money.rules:"));
  const Beaten* number = Find(figure->beaten, "fr/quantity/number");
  REQUIRE(number != nullptr);
  CHECK(number->why == "the winner is longer");
  const Found* year = Find(all[0], "time");
  REQUIRE(year != nullptr);
  CHECK(year->reading == "2019");
  REQUIRE(Find(year->beaten, "fr/quantity/number") != nullptr);
  CHECK(Find(year->beaten, "fr/quantity/number")->why == "the winner's rule comes first");
  CHECK(Find(all[0], "claim") != nullptr);
}

TEST_CASE("explain gives places in the payload") {
  const auto all = ExplainText("\xC3\x89t\xC3\xA9 2024 : 3 % de plus.\n\nUn autre bloc, 5 euros.");
  REQUIRE(all.size() == 2);
  CHECK(all[1].bytes.begin == 27);
  REQUIRE(Find(all[1], "figure") != nullptr);
  CHECK(Find(all[1], "figure")->reading == "5 EUR");
}

}  // namespace sourcier
