// Blocks, roles, languages and sentences, with the packs that are built in.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "pipeline/language/language_pack.h"
#include "pipeline/text/blocks.h"
#include "pipeline/text/language_id.h"
#include "pipeline/text/normalize.h"
#include "pipeline/text/sentences.h"
#include "pipeline/text/tokens.h"

namespace sourcier {
namespace {

const Languages& Packs() {
  static const Languages languages = [] {
    auto loaded = Languages::LoadEmbedded(TokenizeEntry);
    REQUIRE_MESSAGE(loaded.ok(), (loaded.ok() ? "" : loaded.error().message));
    return std::move(loaded.value());
  }();
  return languages;
}

void Read(std::string_view decoded, Document* document, const char* language = "auto",
          uint32_t field_begin = 0) {
  document->Reset();
  document->decoded = decoded;
  document->field_begin = field_begin;
  Line line;
  line.push_back(MakeNormalizeStage());
  line.push_back(MakeBlockStage());
  line.push_back(MakeLanguageStage({language, ""}));
  line.push_back(MakeRoleStage());
  line.push_back(MakeSentenceStage());
  RunLine(line, Packs(), *document);
}

std::string Roles(const Document& document) {
  std::string roles;
  for (const Block& b : document.blocks) {
    if (!roles.empty()) roles += ' ';
    roles += Name(b.role);
  }
  return roles;
}

std::string Sentences(const Document& document) {
  std::string all;
  for (const Sentence& s : document.sentences) {
    if (!all.empty()) all += " | ";
    all += document.Text(s.span);
  }
  return all;
}

constexpr const char* kBody =
    "Le groupe a annoncé mardi que son chiffre d’affaires avait progressé de 5 % au cours de "
    "l’année.";

std::string WithBody(std::string text) {
  for (size_t at = 0; (at = text.find("BODY", at)) != std::string::npos;)
    text.replace(at, 4, kBody);
  return text;
}

}  // namespace

TEST_CASE("blocks get roles by their form and their words") {
  const struct {
    const char* text;
    const char* roles;
  } cases[] = {
      {"", ""},
      {"\n \n", ""},
      {"BODY", "body"},
      {"BODY\nBODY Encore", "body body"},
      {"Un titre sans point\nBODY", "title body"},
      {"Une première phrase entière.\nBODY", "body body"},
      {"Titre\nBODY\nIntertitre\nBODY Encore.", "title body heading body"},
      {"Titre\nBODY\nIntertitre", "title body body"},
      {"BODY\nUne question ?\nBODY Encore.", "body heading body"},
      {"BODY\n-\n* * *\n***\n…\nEt après.", "body separator separator separator separator body"},
      {"BODY\nLire aussi :\n- Un article\n- Un autre\nSuite du texte.",
       "body related related related body"},
      {"BODY\nÀ lire aussi : un article sur le même groupe\nSuite.", "body related body"},
      {"BODY\nTu pourrais aimer ça\nBODY Encore.", "body related body"},
      {"BODY\n- premier point\n- deuxième point\nFin.", "body list list body"},
      {"BODY\n• premier point\nFin.", "body list body"},
      {"BODY\n« Une citation entière. »\nFin.", "body quote body"},
      {"BODY\n« Oui », dit-il, « non ».\nFin.", "body body body"},
      {"BODY\nFor Latest Updates Follow us on Google News\n-\nPREV Une actrice\nNEXT le reste",
       "body promo separator nav nav"},
      {"BODY\nLe logo de l’entreprise à Paris\nBODY Encore.", "body caption body"},
      {"BODY\nCrédit photo : AFP\nFin.", "body caption body"},
      {"BODY\nLaisser un commentaire\nVotre adresse e-mail ne sera pas publiée.\nNom *",
       "body form form form"},
      {"BODY\nTous droits réservés", "body boilerplate"},
      {"Un titre\n\nUn titre\nUn titre\nBODY", "title duplicate duplicate body"},
      {"Titre\nBODY\nBODY", "title body duplicate"},
      {"Titre\nBODY\nOui.\nBODY Encore.\nOui.", "title body body body body"},
  };
  Document document;
  for (const auto& c : cases) {
    CAPTURE(std::string(c.text));
    Read(WithBody(c.text), &document);
    CHECK(Roles(document) == c.roles);
  }
}

TEST_CASE("documents get a title and flags") {
  Document document;
  Read(WithBody("une source de tensions entre OpenAI et Microsoft\nune source de tensions entre "
                "OpenAI et Microsoft\nBODY"),
       &document);
  CHECK(document.title == "une source de tensions entre OpenAI et Microsoft");
  CHECK(document.HasFlag("title_truncated"));
  CHECK(document.HasFlag("title_repeated"));

  Read(WithBody("BODY\nBODY Encore."), &document);
  CHECK(document.title == "");
  CHECK(document.flags.empty());

  // A title field comes before the text field.
  const std::string record = WithBody("Le titre.\nBODY\nSuite du texte.");
  Read(record, &document, "auto", 10);
  CHECK(Roles(document) == "title body body");
  CHECK(document.title == "Le titre.");

  const struct {
    const char* text;
    const char* flag;
    bool set;
  } flags[] = {
      {"Il a dit « oui.\nEt puis c’est tout.", "quote_unbalanced", true},
      {"Il a dit « oui ».\nEt puis c’est tout.", "quote_unbalanced", false},
      {"Présent aux côtés de celui qui l’a annoncé depuis. la Maison Blanche.", "suspect_stop",
       true},
      {"Le texte parle d’OpenAI. insiste le communiqué.", "suspect_stop", true},
      {"C’est la fin. .", "suspect_stop", true},
      {"Des pommes, des poires, etc. sont vendues. Le prix, env. dix euros, monte en janv. "
       "prochain.",
       "suspect_stop", false},
      {"Il a dit... et puis rien. L’iPhone sort. iPhone, donc.", "suspect_stop", false},
      {"OpenAI et OpenAI, Openai, Openai, Openai, d’Openai et d’Openai.", "machine_translated",
       true},
      {"OpenAI et OpenAI, Openai, OpenAI, OpenAI.", "machine_translated", false},
  };
  for (const auto& f : flags) {
    CAPTURE(std::string(f.text));
    Read(f.text, &document);
    CHECK(document.HasFlag(f.flag) == f.set);
  }
}

TEST_CASE("lines wrapped by hand go together") {
  Document document;
  Read(
      "Le groupe a annoncé mardi que son chiffre d’affaires avait\n"
      "progressé de 5 % au cours de l’année, malgré une demande\n"
      "qui reste faible dans la plupart des pays. Les actionnaires\n"
      "toucheront un dividende.\n\n"
      "La direction se dit confiante pour la suite de l’exercice,\n"
      "dont elle attend beaucoup.\n",
      &document);
  REQUIRE(document.blocks.size() == 2);
  CHECK(document.Text(document.blocks[1].span).starts_with("La direction"));
  CHECK(document.sentences.size() == 3);
  // Paragraphs of one line each stay apart.
  Read(WithBody("BODY\nBODY Encore.\nBODY Et encore.\nBODY Et toujours."), &document);
  CHECK(document.blocks.size() == 4);
}

TEST_CASE("each block has its language and the pack that reads it") {
  Document document;
  const std::string mixed = WithBody(
      "Leaked Documents Shed Light into How Much OpenAI Pays Microsoft\nBODY\nCoûts et services "
      "cloud\n"
      "The company said on Tuesday that it would have to pay more for the services that it "
      "uses.\nBODY Oui.");
  Read(mixed, &document);
  REQUIRE(document.blocks.size() == 5);
  CHECK(document.language == "fr");
  CHECK(document.blocks[0].language == "en");
  CHECK(document.blocks[0].role == BlockRole::kTitle);
  CHECK(PackOf(document.blocks[0]) == Packs().Find("fr"));
  CHECK(document.blocks[1].language == "fr");
  CHECK(document.blocks[2].language == "fr");
  CHECK(document.blocks[3].language == "en");
  CHECK(document.blocks[3].pack == Packs().Find("en"));  // null as long as there is no English pack

  Read(mixed, &document, "fr");
  CHECK(document.language == "fr");
  CHECK(document.blocks[3].language == "en");
  CHECK(PackOf(document.blocks[3]) == Packs().Find("fr"));

  Read(
      "Die Regierung hat am Dienstag angekündigt, dass sie die Steuern im nächsten Jahr senken "
      "will.",
      &document);
  CHECK(document.language == "de");
  CHECK(document.sentences.size() == 1);
}

TEST_CASE("sentences end where one can begin") {
  const char* const cases[] = {
      // Every " | " is a break; the rest must hold together.
      "Il est venu. | Elle est partie.",
      "Il est venu ! | Elle est partie ? | Oui.",
      "M. Dupont et Mme. Durand ont vu le Dr. Martin. | Ils sont repartis.",
      "MM. Dupont et Durand, Me. Leroy, le Pr. Petit.",
      "Cf. art. 5, p. 12, vol. 3, n° 4. | Fin.",
      "Le prix est de 3.5 millions. | Le reste suit.",
      "Il a 1.500 euros. | Il les garde.",
      "J. Dupont et J.-P. Martin sont là. | J. R. R. Tolkien aussi.",
      "En 44 av. J.-C. César est mort. | Puis Rome change.",
      "Des pommes, des poires, etc. | Le reste suit.",
      "Des pommes, etc., et des poires.",
      "Le 5 janv. 2024, il est venu.",
      "C’est à la fin de janv. | Ensuite vient février.",
      "Apple Inc. Microsoft Corp. et Alphabet. | Fin.",
      "Il travaille chez Apple Inc. | Le groupe va bien.",
      "Aux U.S. Steel est connu. | Oui.",
      "C’est le plan B. | Il faut agir.",
      "« Oui. » | Il est parti.",
      "« Oui. » dit-il.",
      "« Oui ! » s’exclame-t-il. | Puis il sort.",
      "Il a dit « non ». | Puis il sort.",
      "Il l’a annoncé depuis. la Maison Blanche. | Fin.",
      "Le texte parle d’OpenAI. insiste le communiqué. | Fin.",
      "Elle hésite… | Puis elle part.",
      "Elle hésite... puis elle part.",
      "Quoi ?! | Rien.",
      "C’est fini (enfin.) | Ou presque.",
      "C’est une collaboration.| Samedi, elle prend fin.",
      "Il va sur Booking.com et Amazon.Com pour voir.",
      "Yahoo! est racheté. | Fin.",
      "Le rapport Fortune . | De plus, la société grandit.",
      "1. Le premier point. | Et un deuxième.",
      "Il en a vendu 3. | Elle en veut 4.",
      "En 2020. | 15 personnes sont venues.",
      "Il dit : « Bien. | Très bien. » | Fin.",
      "\"Oui.\" | Il est parti.",
      "Vraiment ? | – Oui. | – Non.",
  };
  Document document;
  for (const char* c : cases) {
    CAPTURE(std::string(c));
    std::string text = c, expected = c;
    for (size_t at; (at = text.find("| ")) != std::string::npos;) text.erase(at, 2);
    if (const size_t glued = expected.find(".| "); glued != std::string::npos)
      expected.insert(glued + 1, " ");
    Read(text, &document, "fr");
    CHECK(Sentences(document) == expected);
  }
}

TEST_CASE("blocks tile the tokens and sentences tile the blocks, whatever the text") {
  const char* const pieces[] = {"Le ",  "mot ",  "M. ",         ".",     ". ",   "\n",   "\n\n",
                                "« ",   " »",    "?",           "!",     "12 ",  "l’",   "OpenAI ",
                                "- ",   "* ",    "…",           "(",     ")",    ":",    "A. ",
                                "\r\n", "une ",  "Lire aussi ", "PREV ", "PDG ", "été ", "\u00A0",
                                "\"",   "Inc. ", ".Le "};
  std::mt19937 rng(5);
  Document document;
  for (int round = 0; round < 400; ++round) {
    std::string text;
    for (size_t n = rng() % 80; n > 0; --n) text += pieces[rng() % std::size(pieces)];
    CAPTURE(text);
    Read(text, &document);
    uint32_t token = 0;
    for (const Block& b : document.blocks) {
      REQUIRE(b.first_token == token);
      REQUIRE(b.last_token > b.first_token);
      CHECK(b.span == document.TokenSpan(b.first_token, b.last_token));
      token = b.last_token;
      if (b.role == BlockRole::kSeparator) {
        CHECK(b.first_sentence == b.last_sentence);
        continue;
      }
      uint32_t inner = b.first_token;
      for (uint32_t s = b.first_sentence; s < b.last_sentence; ++s) {
        REQUIRE(document.sentences[s].first_token == inner);
        REQUIRE(document.sentences[s].last_token > inner);
        inner = document.sentences[s].last_token;
      }
      CHECK(inner == b.last_token);
    }
    CHECK(token == document.tokens.size());
  }
}

}  // namespace sourcier
