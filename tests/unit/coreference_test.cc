// Coreference: sentences of our own through the whole line.
#include "extractors/coreference.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "extractors/examples.h"
#include "tests/unit/french_line.h"

namespace sourcier {
namespace {

// "Elle=Renault; le groupe=Airbus"
std::string Links(const Document& document) {
  std::string s;
  for (const Mention& m : document.mentions) {
    const EntityValue* e = m.entity();
    if (e == nullptr || e->form == EntityForm::kName) continue;
    s += (s.empty() ? "" : "; ") + std::string(document.Text(m.span)) + "=" +
         std::string(e->canonical);
  }
  return s;
}

struct Case {
  std::string text;
  std::string expected;
};

void CheckAll(const Case* first, size_t count) {
  for (const Case* c = first; c != first + count; ++c) {
    CAPTURE(c->text);
    CHECK(Links(*Read(c->text)) == c->expected);
  }
}

TEST_CASE("coreference: subject pronouns") {
  const Case kCases[] = {
      {"Airbus recrute. Il cherche des ingénieurs.", "Il=Airbus"},
      {"Airbus affirme qu'il recrute.", "il=Airbus"},
      {"Camille Durand et Airbus parlent. Il recrute.", ""},
      {"Sophie Martin a quitté Airbus. Elle rejoint Renault.", "Elle=Sophie Martin"},
      // gender: the bank, not the man
      {"La Commission européenne a reçu Marc Dupuis. Elle hésite.", "Elle=Commission européenne"},
      // a common noun that agrees leaves it open
      {"Le maire a reçu Marc Dupuis. Il hésite.", ""},
      {"Un séisme a touché le Japon. Il a duré une minute.", ""},
      // the pronoun of an unknown woman asks for evidence
      {"Dominique Valtorin recrute. Elle hésite.", ""},
      // it stands for nothing
      {"Airbus recrute. Il faut des ingénieurs.", ""},
      {"Airbus recrute. Il y a des ingénieurs.", ""},
      {"Airbus recrute. Il est probable que la demande baisse.", ""},
      {"Airbus recrute. Il leur faudra du temps.", ""},
      {"Airbus recrute. Il revient au juge de trancher.", ""},
      // out of a quotation, plural, behind a preposition: no link
      {"Airbus recrute. « Il cherche des ingénieurs », dit un salarié.", ""},
      {"Airbus recrute. Ils cherchent des ingénieurs.", ""},
      // what follows a fronted clause
      {"Renault hésite. Alors qu'il recrute, Airbus embauche.", ""},
      // two subjects in the sentence before
      {"Marc Dupuis dit que Pierre Lenoir hésite. Il part.", ""},
  };
  CheckAll(kCases, std::size(kCases));
}

TEST_CASE("coreference: the latter") {
  const Case kCases[] = {
      {"Marc Dupuis a vu Sophie Martin. Cette dernière hésite.", "Cette dernière=Sophie Martin"},
      {"Marc Dupuis a vu Pierre Lenoir. Ce dernier hésite.", "Ce dernier=Pierre Lenoir"},
      // a nearer noun that agrees
      {"Airbus a ouvert un atelier. Ce dernier est grand.", ""},
      // not the subject of its own clause
      {"Marc Dupuis a vu Pierre Lenoir. Sophie Martin part avec ce dernier.",
       "ce dernier=Pierre Lenoir"},
      {"Airbus a ouvert un atelier. Ce dernier modèle plaît.", ""},
  };
  CheckAll(kCases, std::size(kCases));
}

TEST_CASE("coreference: nominals by sort, by the noun that the text gave, and by data") {
  const Case kCases[] = {
      {"Airbus a rencontré Ryanair. L'avionneur recrute.", "L'avionneur=Airbus"},
      {"Airbus a rencontré Ryanair. La compagnie aérienne recrute.",
       "La compagnie aérienne=Ryanair"},
      {"Airbus recrute. Le groupe européen hésite.", "Le groupe européen=Airbus"},
      {"Le groupe Valtorine a vu Airbus. Le groupe hésite.", "Le groupe=Valtorine"},
      {"Le maire de Lyon, Marc Dupuis, a vu Pierre Lenoir. Le maire hésite.",
       "Le maire=Marc Dupuis"},
      {"Pierre Lenoir a vu Marc Dupuis. Le maire hésite.", ""},
      {"La France importe du gaz. Le pays en manque.", "Le pays=France"},
      {"La France et le Japon importent du gaz. Le pays en manque.", ""},
      {"Airbus recrute. Le pays en manque.", ""},
      // the object, not the subject of its own clause
      {"Airbus aide Renault, ce qui plaît. Microsoft propose à l'entreprise un rabais.",
       "l'entreprise=Airbus"},
      {"Microsoft a investi dans OpenAI, permettant à l'entreprise d'investir.",
       "l'entreprise=OpenAI"},
      // narrowed, indefinite, plural, unnamed: another one
      {"Airbus recrute. L'entreprise familiale hésite.", ""},
      {"Airbus recrute. L'entreprise de Lyon hésite.", ""},
      {"Airbus recrute. Une entreprise hésite.", ""},
      {"Airbus a vu Renault. Les deux entreprises hésitent.", ""},
      {"Airbus recrute. Une entreprise de Lyon a fermé. L'entreprise avait trente ans.", ""},
      // nicknames
      {"Le géant de Redmond recrute.", "Le géant de Redmond=Microsoft"},
      {"La société basée à Redmond recrute.", "La société basée à Redmond=Microsoft"},
      {"Microsoft a choisi les fabricants de ChatGPT.", "les fabricants de ChatGPT=OpenAI"},
      {"Les clients de la marque au losange hésitent.", "la marque au losange=Renault"},
  };
  CheckAll(kCases, std::size(kCases));
}

TEST_CASE("coreference: the record ends at a name, with its class and entity") {
  const auto document = Read("Microsoft recrute. Le géant du logiciel hésite. Il attend.");
  uint32_t name = kNoIndex;
  int links = 0;
  for (uint32_t i = 0; i < document->mentions.size(); ++i) {
    const EntityValue* e = document->mentions[i].entity();
    if (e == nullptr) continue;
    if (e->form == EntityForm::kName) {
      name = i;
      continue;
    }
    ++links;
    CHECK(e->antecedent == name);
    CHECK(e->entity_class == EntityClass::kOrganisation);
    CHECK(e->entity == "microsoft");
    CHECK(document->mentions[i].confidence >= kByElimination);
    CHECK(document->mentions[i].rule.starts_with("fr/coreference/"));
  }
  CHECK(links == 2);
}

TEST_CASE("coreference: claims and attributions know whom they speak of") {
  const Case kCases[] = {
      {"Airbus recrute. Il a investi 3 millions d'euros dans Renault.",
       "investment|Airbus|Renault|EUR|"},
      {"Le géant de Redmond a investi 3 millions d'euros dans les fabricants de ChatGPT.",
       "investment|Microsoft|OpenAI|EUR|"},
      {"Airbus détient 20 % du capital de Renault.", "stake|Airbus|Renault|%|"},
      {"Airbus observe Renault, dont il détient 20 % du capital.", "stake|Airbus|Renault|%|"},
      {"Airbus recrute. Son bénéfice net atteint 3 millions d'euros.",
       "profit|Airbus|bénéfice net|EUR|"},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.text);
    const auto document = Read(c.text);
    REQUIRE(document->claims.size() == 1);
    CHECK(document->claims[0].fact_key == c.expected);
  }
  const auto document = Read("Airbus recrute. L'avionneur affirme que la demande monte.");
  REQUIRE(document->attributions.size() == 1);
  CHECK(document->attributions[0].source.canonical == "Airbus");
  CHECK(document->attributions[0].source.by == FoundBy::kCoreference);
}

TEST_CASE("coreference: what was put in went where the stake is") {
  const auto document =
      Read("Airbus détient 20 % du capital de Renault, après avoir investi 3 millions d'euros.");
  REQUIRE(document->claims.size() == 2);
  CHECK(document->claims[1].fact_key == "investment|Airbus|Renault|EUR|");
  CHECK(document->claims[1].object.by == FoundBy::kDiscourse);
}

}  // namespace
}  // namespace sourcier
