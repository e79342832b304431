// Who says what: sentences of our own through the whole line.
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "extractors/examples.h"
#include "tests/unit/french_line.h"

namespace sourcier {
namespace {

std::string All(const Document& document) {
  std::string s;
  for (const Attribution& a : document.attributions)
    s += (s.empty() ? "" : "; ") + Render(document, a);
  return s;
}

TEST_CASE("attribution: forms of cues") {
  const struct {
    std::string text;
    std::string expected;
  } kCases[] = {
      {"Selon la préfecture, trente maisons ont brûlé.",
       "indirect préfecture: [trente maisons ont brûlé]"},
      {"Trente maisons ont brûlé, selon la préfecture.",
       "indirect préfecture: [Trente maisons ont brûlé]"},
      {"Le port, d'après la préfecture, a fermé.", "indirect préfecture: [Le port] [a fermé]"},
      {"Le maire affirme que le pont tient.", "indirect maire: [le pont tient]"},
      {"Le maire a affirmé mardi que le pont tient.", "indirect maire: [le pont tient]"},
      {"Le maire dément vouloir fermer le pont.", "indirect maire: [vouloir fermer le pont]"},
      {"« Le pont tient bon », assure le maire.", "direct maire: [Le pont tient bon]"},
      {"\"Le pont tient bon\", a assuré le maire.", "direct maire: [Le pont tient bon]"},
      {"Le pont a fermé, a indiqué jeudi soir la direction.",
       "indirect direction: [Le pont a fermé]"},
      {"Le pont a fermé, comme le rapporte la presse.", "indirect presse: [Le pont a fermé]"},
      {"Le maire a ajouté : « Le pont tient bon. »", "direct maire: [Le pont tient bon.]"},
      {"Le maire juge que le pont « a fait son temps ».",
       "mixed maire: [le pont « a fait son temps »]"},
      // no attribution
      {"Le maire veut que le pont ferme.", ""},
      {"La ville compte trois ponts.", ""},
      {"Cela signifie que le pont ferme.", ""},
  };
  for (const auto& c : kCases) {
    CAPTURE(c.text);
    CHECK(All(*Read(c.text)) == c.expected);
  }
}

TEST_CASE("attribution: a denial is kept") {
  const auto document = Read("Le maire nie que le pont ferme.");
  REQUIRE(document->attributions.size() == 1);
  CHECK(document->attributions[0].epistemic == Epistemic::kDenied);
}

TEST_CASE("attribution: a quotation by itself goes on with the speaker before") {
  const auto document =
      Read("« Le pont tient bon », assure le maire. « Il tiendra encore des années. »");
  REQUIRE(document->attributions.size() == 2);
  CHECK(document->attributions[1].source.canonical == "maire");
  CHECK(document->attributions[1].source.by == FoundBy::kDiscourse);
  CHECK(document->attributions[1].cue.span.empty());
}

TEST_CASE("attribution: a quotation that never closes ends before its cue") {
  const auto document = Read("« Le pont tient bon et il tiendra encore, assure le maire.");
  REQUIRE(document->attributions.size() == 1);
  CHECK(document->Text(document->attributions[0].content[0]) ==
        "Le pont tient bon et il tiendra encore");
}

}  // namespace
}  // namespace sourcier
