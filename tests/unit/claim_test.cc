// Claims: sentences of our own through the whole line.
#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "extractors/examples.h"
#include "tests/unit/french_line.h"

namespace sourcier {
namespace {

std::string All(const Document& document) {
  std::string s;
  for (const Claim& c : document.claims) s += (s.empty() ? "" : "; ") + Render(document, c);
  return s;
}

TEST_CASE("claims: type, subject, object, figure, firmness") {
  const struct {
    std::string text;
    std::string expected;
  } kCases[] = {
      {"Airbus a investi 3 millions d'euros dans Renault.",
       "investment Airbus | Renault | 3000000 EUR"},
      {"Airbus aurait investi 3 millions d'euros dans Renault.",
       "investment Airbus | Renault | 3000000 EUR conditional"},
      {"Airbus pourrait investir 3 millions d'euros dans Renault.",
       "investment Airbus | Renault | 3000000 EUR possible"},
      {"Airbus devrait investir 3 millions d'euros dans Renault.",
       "investment Airbus | Renault | 3000000 EUR expected"},
      {"Airbus compte investir 3 millions d'euros dans Renault.",
       "investment Airbus | Renault | 3000000 EUR planned"},
      {"Airbus n'a pas investi 3 millions d'euros dans Renault.",
       "investment Airbus | Renault | 3000000 EUR negated"},
      {"Airbus emploie 300 salariés.", "jobs Airbus | - | 300 salariés"},
      {"Airbus, qui a investi 3 millions d'euros dans Renault, recrute.",
       "investment Airbus | Renault | 3000000 EUR"},
      {"Airbus a vendu une usine et a investi 3 millions d'euros dans Renault.",
       "investment Airbus | Renault | 3000000 EUR"},
      // no claim
      {"Voici 3 millions d'euros.", ""},
      {"La réunion de mardi commence.", ""},
  };
  for (const auto& c : kCases) {
    CAPTURE(c.text);
    CHECK(All(*Read(c.text)) == c.expected);
  }
}

TEST_CASE("claims: a restriction and a bound are no negations") {
  for (const char* text : {"Airbus n'emploie que 300 salariés.",
                           "La dette d'Airbus ne dépasse pas 6 millions d'euros."}) {
    CAPTURE(text);
    const auto document = Read(text);
    REQUIRE(document->claims.size() == 1);
    CHECK(document->claims[0].epistemic == Epistemic::kAsserted);
  }
}

TEST_CASE("claims: a figure that is no argument of the verb makes none") {
  for (const char* text : {
           "La mer cerne un amas de 120 cabanes.",     // a complement of another noun
           "Les cas ont été recensés dans 196 pays.",  // an adjunct
           "Airbus a dessiné un modèle avec boîte à 6 rapports.",
           "Airbus devance Renault 29 %.",                      // the figure of another party
           "Airbus a vendu l'A 320 lors du 20th Anniversary.",  // no figure at all
           "Le navire d'Airbus est en quarantaine.",
           "Plusieurs salariés ont quitté Airbus.",
       }) {
    CAPTURE(text);
    CHECK(All(*Read(text)) == "");
  }
}

TEST_CASE("claims: who the subject is") {
  const struct {
    std::string text;
    std::string subject;
  } kCases[] = {
      // a counted subject beside another verb
      {"Soixante élus ont voté blanc, deux ont voté non.", "deux"},
      // who does what the infinitive says
      {"Le tribunal a condamné Airbus à verser 3 millions d'euros.", "Airbus"},
      {"La loi permet à Airbus de verser 3 millions d'euros.", "Airbus"},
      {"Airbus veut verser 3 millions d'euros.", "Airbus"},
      // the participle right behind its noun, and what an antecedent is by number
      {"On présente un moteur développant 600 ch.", "moteur"},
      {"La hausse des prix de l'énergie, qui a coûté 3 millions d'euros, dure.",
       "hausse des prix de l'énergie"},
      {"L'entreprise dont le siège se trouve à Lille a levé 3 millions d'euros.", "entreprise"},
      {"Une pétition demandant leur départ a recueilli 300 signatures.", "pétition"},
  };
  for (const auto& c : kCases) {
    CAPTURE(c.text);
    const auto document = Read(c.text);
    REQUIRE(!document->claims.empty());
    const Claim& claim = document->claims.back();
    CHECK(std::string(claim.subject.canonical.empty() ? document->Text(claim.subject.span)
                                                      : claim.subject.canonical) == c.subject);
  }
}

TEST_CASE("claims: the time of another verb is not theirs") {
  for (const char* text :
       {"Fondée en 1959, la société emploie 300 salariés.",
        "Airbus a annoncé mardi la suppression de 300 postes.",
        "Airbus a versé 3 millions d'euros lors d'une réunion organisée le 24 juin 2020."}) {
    CAPTURE(text);
    const auto document = Read(text);
    REQUIRE(!document->claims.empty());
    CHECK(document->claims[0].time == kNoIndex);
  }
}

TEST_CASE("claims: what speaks for one is in its confidence") {
  const auto plain = Read("Airbus emploie 300 salariés.");
  const auto distant = Read(
      "Airbus a fermé une usine, promis un plan de formation et, après un an, employé 300 "
      "salariés.");
  REQUIRE(plain->claims.size() == 1);
  REQUIRE(!distant->claims.empty());
  CHECK(plain->claims[0].confidence > 0.8F);
  CHECK(distant->claims.back().confidence < plain->claims[0].confidence);
}

TEST_CASE("claims: a comparison is a second claim of the same measure") {
  const auto document =
      Read("Airbus a levé 48 millions d'euros, contre 43 millions d'euros en 2021.");
  REQUIRE(document->claims.size() == 2);
  CHECK(document->claims[1].type == document->claims[0].type);
  CHECK(document->claims[1].subject.canonical == "Airbus");
  CHECK(document->claims[0].time == kNoIndex);
  CHECK(document->claims[1].time != kNoIndex);
  CHECK(document->claims[0].fact_key == document->claims[1].fact_key);
}

TEST_CASE("claims: the source of the attribution that holds the figure") {
  const auto document = Read("Selon Reuters, Airbus a investi 3 millions d'euros dans Renault.");
  REQUIRE(document->claims.size() == 1);
  CHECK(document->claims[0].said_by == "Reuters");
  CHECK(document->claims[0].fact_key == "investment|Airbus|Renault|EUR|");
}

TEST_CASE("claims: what is denied is denied") {
  const auto document = Read("Airbus dément avoir investi 3 millions d'euros dans Renault.");
  REQUIRE(document->claims.size() == 1);
  CHECK(document->claims[0].epistemic == Epistemic::kDenied);
}

}  // namespace
}  // namespace sourcier
