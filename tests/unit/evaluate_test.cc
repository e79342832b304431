// The scorer, on small records whose numbers were computed with the reference scorer, and against
// that scorer where it is at hand (SOURCIER_SHARED, or the folder `shared` beside the sources).
#include "pipeline/run/evaluate.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>

namespace sourcier {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using score::Layers;

constexpr const char* kGold =
    R"gold({"layer":"figures","file":"a.txt","text":"5 M€","start":10,"end":20,"kind":"money","value":5000000,"value_min":null,"value_max":null,"unit":null,"currency":"EUR","qualifier":"exact","iso":null}
{"layer":"figures","file":"a.txt","text":"49 %","start":30,"end":40,"kind":"percent","value":49,"unit":"%","qualifier":"approx","qualifier_also":["exact"]}
{"layer":"figures","file":"a.txt","text":"des milliers","start":50,"end":60,"kind":"count","value":null,"value_min":2000,"qualifier":"vague"}
{"layer":"figures","file":"a.txt","text":"au 3e trimestre","start":70,"end":78,"kind":"date","iso":"2024-Q3","qualifier":"exact"}
{"layer":"figures","file":"a.txt","text":"un tiers","start":80,"end":90,"kind":"ratio","value":0.3333333333333333,"qualifier":"exact"}
{"layer":"figures","file":"a.txt","text":"deux","start":95,"end":99,"kind":"count","value":2,"qualifier":"exact","optional":true}
{"layer":"figures","file":"b.txt","text":"trois ans","start":0,"end":9,"kind":"duration","value":3,"unit":"ans","qualifier":"exact"}
{"layer":"figures","file":"b.txt","text":"de 3 à 5 %","start":20,"end":31,"kind":"percent","value":null,"value_min":3,"value_max":5,"unit":"%","qualifier":"range"}
{"layer":"entities","file":"a.txt","text":"la Société Érable","start":100,"end":119,"type":"ORG","mention":"name","canonical":"Société Érable"}
{"layer":"entities","file":"a.txt","text":"Drôme","start":130,"end":136,"type":"LOC","mention":"name","canonical":"Drôme","alt_types":["ORG"]}
{"layer":"entities","file":"a.txt","text":"Gazette","start":140,"end":147,"type":"MEDIA","mention":"name","canonical":"La Gazette"}
{"layer":"entities","file":"a.txt","text":"Salon","start":150,"end":155,"type":"EVENT","mention":"name","canonical":"Salon","optional":true}
{"layer":"entities","file":"a.txt","text":"l’entreprise","start":160,"end":174,"type":"ORG","mention":"nominal","canonical":"Société Érable"}
{"layer":"entities","file":"a.txt","text":"elle","start":180,"end":184,"type":"ORG","mention":"pronoun","canonical":"Société Érable"}
{"layer":"attributions","file":"a.txt","source":{"text":"son directeur","start":200,"end":213,"canonical":"directeur"},"cue":{"text":"Selon","start":194,"end":199},"kind":"indirect","content":[{"start":215,"end":260}]}
{"layer":"attributions","file":"a.txt","source":{"text":null,"start":null,"end":null,"canonical":"Société Érable"},"cue":null,"kind":"direct","content":[{"start":300,"end":320},{"start":330,"end":350}]}
{"layer":"attributions","file":"a.txt","source":{"text":"Mme Roy","start":400,"end":407,"canonical":"Roy"},"cue":{"text":"dit","start":408,"end":411},"kind":"mixed","content":[{"start":412,"end":450}],"optional":true}
{"layer":"attributions","file":"b.txt","source":{"text":"la Gazette","start":40,"end":50,"canonical":"Gazette"},"cue":{"text":"révèle","start":51,"end":58},"kind":"indirect","content":[{"start":60,"end":80}]}
{"layer":"claims","file":"a.txt","claim_type":"funding","subject":{"text":"la Société Érable","start":100,"end":119,"canonical":"Société Érable"},"predicate":{"text":"lève","start":5,"end":9,"norm":"raise"},"object":null,"measure":null,"figure":{"text":"5 M€","start":10,"end":20,"kind":"money","value":5000000,"currency":"EUR","qualifier":"exact"},"time":{"text":"au 3e trimestre","start":67,"end":78,"iso":"2024-Q3","role":"at"},"period":null,"epistemic":"asserted","epistemic_also":["planned"],"attribution":null}
{"layer":"claims","file":"a.txt","claim_type":"stake","alt_types":["share"],"subject":{"text":null,"start":null,"end":null,"canonical":"Société Érable"},"predicate":null,"object":{"text":"l’atelier","start":45,"end":49,"canonical":"atelier"},"measure":{"text":"capital","start":41,"end":44},"figure":{"text":"49 %","start":30,"end":40,"kind":"percent","value":49,"unit":"%","qualifier":"approx","qualifier_also":["exact"]},"time":null,"period":{"text":"par an","start":41,"end":44,"iso":"P1Y"},"epistemic":"conditional","attribution":{"source":{"text":"son directeur","start":200,"end":213,"canonical":"directeur"},"cue":null,"kind":"indirect"}}
{"layer":"claims","file":"b.txt","claim_type":"duration","subject":null,"measure":{"text":"le chantier","start":10,"end":20},"figure":{"text":"trois ans","start":0,"end":9,"kind":"duration","value":3,"unit":"ans","qualifier":"exact"},"epistemic":"asserted","attribution":null}
{"layer":"claims","file":"b.txt","claim_type":"statement","subject":null,"figure":null,"epistemic":"asserted","attribution":null}
{"layer":"notes","file":"b.txt","text":"of no layer that is scored"}
)gold";

constexpr const char* kSystem =
    R"system({"layer":"figures","file":"x/a.txt","text":"5 M€","start":10,"end":20,"kind":"money","value":5000000.0000001,"currency":"euro","qualifier":"at_least"}
{"layer":"figures","file":"a.txt","text":"49 %","start":33,"end":40,"kind":"percent","value":49,"unit":"percent","qualifier":null}
{"layer":"figures","file":"a.txt","text":"des milliers","start":50,"end":60,"kind":"count","value":2000,"qualifier":"vague"}
{"layer":"figures","file":"a.txt","text":"trimestre","start":70,"end":78,"kind":"date","iso":"2024q3","qualifier":"exact"}
{"layer":"figures","file":"a.txt","text":"un tiers","start":80,"end":90,"kind":"percent","value":33.3,"unit":"%","qualifier":"approx"}
{"layer":"figures","file":"a.txt","text":"un","start":80,"end":82,"kind":"count","value":1,"qualifier":"exact"}
{"layer":"figures","file":"a.txt","text":"deux","start":96,"end":98,"kind":"count","value":2,"qualifier":"exact"}
{"layer":"figures","file":"a.txt","text":"x","start":98,"end":99,"kind":"count","value":2,"qualifier":"exact"}
{"layer":"figures","file":"b.txt","text":"trois ans","start":0,"end":9,"kind":"duration","value":3,"unit":"an","qualifier":"exact"}
{"layer":"figures","file":"b.txt","text":"3 à 5 %","start":23,"end":31,"kind":"percent","value":null,"value_min":3,"value_max":5,"unit":"%","qualifier":"range"}
{"layer":"figures","file":"c.txt","text":"not judged","start":0,"end":9,"kind":"count","value":3,"qualifier":"exact"}
{"layer":"entities","file":"a.txt","text":"Société Érable","start":103,"end":119,"type":"ORG","mention":"name","canonical":"SOCIETE ERABLE"}
{"layer":"entities","file":"a.txt","text":"Drôme","start":130,"end":136,"type":"ORG","mention":"name","canonical":null}
{"layer":"entities","file":"a.txt","text":"Gazette","start":140,"end":147,"type":"ORG","mention":"name","canonical":"Gazette de la Drôme"}
{"layer":"entities","file":"a.txt","text":"Salon","start":150,"end":155,"type":"MISC","mention":"name","canonical":"Salon"}
{"layer":"entities","file":"a.txt","text":"l’entreprise","start":162,"end":174,"type":"ORG","mention":"nominal","canonical":"La société érable"}
{"layer":"entities","file":"a.txt","text":"Selon","start":194,"end":199,"type":"PER","mention":"name","canonical":"Selon"}
{"layer":"attributions","file":"a.txt","source":{"text":"directeur","start":204,"end":213,"canonical":null},"cue":{"text":"Selon","start":194,"end":199},"kind":"indirect","content":[{"start":215,"end":230},{"start":225,"end":240}]}
{"layer":"attributions","file":"a.txt","source":null,"cue":{"text":"a dit","start":351,"end":356},"kind":"direct","content":[{"start":300,"end":340}]}
{"layer":"attributions","file":"a.txt","source":null,"cue":{"text":"dit","start":408,"end":411},"kind":"direct","content":[]}
{"layer":"attributions","file":"b.txt","source":null,"cue":{"text":"x","start":1,"end":2},"kind":"direct","content":[]}
{"layer":"claims","file":"a.txt","claim_type":"investment","subject":{"text":"Société Érable","start":103,"end":119,"canonical":null},"predicate":{"text":"a levé","start":0,"end":6,"norm":"collect"},"object":null,"measure":null,"figure":{"text":"5 M€","start":10,"end":20,"kind":"money","value":5000000,"currency":"EUR","qualifier":"at_least"},"time":{"text":"trimestre","start":70,"end":78,"iso":null,"role":"at"},"period":{"iso":"P1Y"},"epistemic":"planned","attribution":null}
{"layer":"claims","file":"a.txt","claim_type":"share","subject":null,"predicate":null,"object":{"text":"atelier","start":47,"end":49,"canonical":null},"measure":null,"figure":{"text":"49 %","start":30,"end":40,"kind":"percent","value":49,"unit":"%","qualifier":"exact"},"time":null,"period":{"iso":"P1Y"},"epistemic":"asserted","attribution":{"source":{"text":"le directeur","start":1,"end":2,"canonical":null},"cue":null,"kind":"indirect"}}
{"layer":"claims","file":"a.txt","claim_type":"event_date","subject":null,"figure":{"text":"trimestre","start":70,"end":78,"kind":"date","iso":"2024-Q3","qualifier":"exact"},"epistemic":"asserted","attribution":null}
{"layer":"claims","file":"a.txt","claim_type":"count","subject":null,"figure":{"text":"deux","start":95,"end":99,"kind":"count","value":2,"qualifier":"exact"},"epistemic":"asserted","attribution":null}
{"layer":"claims","file":"b.txt","claim_type":"rate","subject":{"text":"x","start":60,"end":61,"canonical":null},"figure":{"text":"3 à 5 %","start":23,"end":31,"kind":"percent","value_min":3,"value_max":5,"unit":"%","qualifier":"range"},"epistemic":"asserted","attribution":null}
)system";

constexpr const char* kReport = R"report(figures
  detect                 P 0.875  R 1.000  F1 0.933   (tp 7 fp 1 fn 0)
  span                   P 0.625  R 0.714  F1 0.667   (tp 5 fp 3 fn 2)
  value                  P 0.625  R 0.714  F1 0.667   (tp 5 fp 3 fn 2)
  full                   P 0.375  R 0.429  F1 0.400   (tp 3 fp 5 fn 4)
    count                P 0.000  R 0.000  F1 0.000   (tp 0 fp 2 fn 1)
    date                 P 1.000  R 1.000  F1 1.000   (tp 1 fp 0 fn 0)
    duration             P 0.000  R 0.000  F1 0.000   (tp 0 fp 1 fn 1)
    money                P 1.000  R 1.000  F1 1.000   (tp 1 fp 0 fn 0)
    percent              P 1.000  R 1.000  F1 1.000   (tp 2 fp 0 fn 0)
    ratio                P 1.000  R 1.000  F1 1.000   (tp 1 fp 0 fn 0)
entities
  exact                  P 0.250  R 0.333  F1 0.286   (tp 1 fp 3 fn 2)
  relaxed                P 0.750  R 1.000  F1 0.857   (tp 3 fp 1 fn 0)
    LOC                  P 1.000  R 1.000  F1 1.000   (tp 1 fp 0 fn 0)
    MEDIA                P 1.000  R 1.000  F1 1.000   (tp 1 fp 0 fn 0)
    ORG                  P 1.000  R 1.000  F1 1.000   (tp 1 fp 0 fn 0)
    PER                  P 0.000  R 1.000  F1 0.000   (tp 0 fp 1 fn 0)
  canonical_acc          0.6667
  coref_recall           0.5
  coref_n                2
attributions
  detect                 P 0.667  R 0.667  F1 0.667   (tp 2 fp 1 fn 1)
  slots                  P 0.667  R 0.545  F1 0.600   (tp 6 fp 3 fn 5)
    source               P 1.000  R 0.333  F1 0.500   (tp 1 fp 0 fn 2)
    cue                  P 0.333  R 0.500  F1 0.400   (tp 1 fp 2 fn 1)
    content              P 1.000  R 0.667  F1 0.800   (tp 2 fp 0 fn 1)
    kind                 P 0.667  R 0.667  F1 0.667   (tp 2 fp 1 fn 1)
claims
  detect                 P 0.667  R 0.667  F1 0.667   (tp 2 fp 1 fn 1)
  slots                  P 0.500  R 0.643  F1 0.562   (tp 9 fp 9 fn 5)
  strict                 P 0.000  R 0.000  F1 0.000   (tp 0 fp 3 fn 3)
    type                 P 0.333  R 0.333  F1 0.333   (tp 1 fp 2 fn 2)
    subject              P 0.500  R 1.000  F1 0.667   (tp 1 fp 1 fn 0)
    object               P 1.000  R 1.000  F1 1.000   (tp 1 fp 0 fn 0)
    figure               P 0.667  R 0.667  F1 0.667   (tp 2 fp 1 fn 1)
    qualifier            P 0.000  R 1.000  F1 0.000   (tp 0 fp 2 fn 0)
    time                 P 1.000  R 1.000  F1 1.000   (tp 1 fp 0 fn 0)
    period               P 0.500  R 1.000  F1 0.667   (tp 1 fp 1 fn 0)
    epistemic            P 0.333  R 0.333  F1 0.333   (tp 1 fp 2 fn 2)
    attribution          P 1.000  R 1.000  F1 1.000   (tp 1 fp 0 fn 0)
    predicate            P 1.000  R 1.000  F1 1.000   (tp 1 fp 0 fn 0)
    duration             P 0.000  R 0.000  F1 0.000   (tp 0 fp 0 fn 1)
    funding              P 0.000  R 0.000  F1 0.000   (tp 0 fp 1 fn 1)
    stake                P 0.000  R 0.000  F1 0.000   (tp 0 fp 1 fn 1)
headline 0.605
)report";

Layers Read(const char* name, const std::string& text) {
  Layers layers;
  const Status status = AddLayered(name, text, &layers);
  REQUIRE_MESSAGE(status.ok(), (status.ok() ? "" : status.error().message));
  return layers;
}

// A directory of its own, removed at the end.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sourcier_evaluate_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  std::string Write(const std::string& name, const std::string& text) const {
    const fs::path path = path_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string Lines(const std::vector<json>& records) {
  std::string out;
  for (const json& record : records) out += record.dump() + "\n";
  return out;
}

TEST_CASE("evaluate: the report equals the reference scorer's") {
  const Evaluation evaluation = Evaluate(Read("gold", kGold), Read("system", kSystem));
  CHECK(FormatEvaluation(evaluation) == kReport);
}

TEST_CASE("evaluate: gold against itself is perfect") {
  const Evaluation evaluation = Evaluate(Read("gold", kGold), Read("gold", kGold));
  CHECK(evaluation.figures.at("headline") == 1.0);
  CHECK(evaluation.mistakes.empty());
}

TEST_CASE("evaluate: nothing against gold is nothing, and every mistake has its line") {
  const Evaluation evaluation = Evaluate(Read("gold", kGold), Layers());
  CHECK(evaluation.figures.at("headline") == 0.0);
  CHECK(evaluation.figures.at("figures").at("detect").at("fn") == 7);
  CHECK(FormatMistakes(evaluation, 2) ==
        "ERR | figure missed | a.txt | 5 M€ | \nERR | figure missed | a.txt | 49 % | \n");
  CHECK(evaluation.mistakes.size() == 7 + 3 + 3 + 3);
}

TEST_CASE("evaluate: a layer that gold lacks is not scored, and there is no headline") {
  const std::string gold = kGold;
  const Evaluation evaluation = Evaluate(
      Read("gold", gold.substr(0, gold.find("{\"layer\":\"entities\""))), Read("system", kSystem));
  CHECK(evaluation.figures.size() == 1);
  CHECK(evaluation.figures.contains("figures"));
  CHECK(!BelowFloor(evaluation, R"({"headline": 0.5})").ok());
}

TEST_CASE("evaluate: floors") {
  const Evaluation evaluation = Evaluate(Read("gold", kGold), Read("system", kSystem));
  const double figures = evaluation.figures.at("figures").at("full").at("F1");
  const auto floors = [&](double at) { return json{{"figures", at}, {"headline", 0.1}}.dump(); };
  CHECK(BelowFloor(evaluation, floors(figures))->empty());
  CHECK(BelowFloor(evaluation, floors(figures + 0.0001))->size() == 1);
  for (const char* bad : {"", "[]", "{\"figures\": \"0.5\"}", "{\"figure\": 0.5}"})
    CHECK(!BelowFloor(evaluation, bad).ok());
}

TEST_CASE("evaluate: gold that cannot be used says where and why") {
  struct Case {
    const char* line;
    const char* message;
  };
  const Case cases[] = {
      {"{", "g:2: expected a JSON object"},
      {"[1]", "g:2: expected a JSON object"},
      {R"({"layer":"figures","start":1,"end":2,"kind":"count"})", "g:2: no \"file\""},
      {R"({"layer":"figures","file":"a","start":1,"kind":"count"})",
       "g:2: a figure needs start, end and kind"},
      {R"({"layer":"entities","file":"a","start":1,"end":2})",
       "g:2: an entity needs start, end and type"},
      {R"({"layer":"attributions","file":"a"})", "g:2: an attribution needs a kind"},
      {R"({"layer":"claims","file":"a"})", "g:2: a claim needs a claim_type"},
      {R"({"layer":"claims","file":"a","claim_type":"cost","figure":{"text":"1"}})",
       "g:2: a claim's figure needs start and end"},
  };
  for (const Case& c : cases) {
    Layers layers;
    const Status status = AddLayered("g", "\n" + std::string(c.line) + "\n", &layers);
    REQUIRE(!status.ok());
    CHECK(status.error().message == c.message);
  }
  Layers layers;  // the name tells the layer where the record does not
  CHECK(AddLayered("d/seeds_figures.jsonl", R"({"file":"a","start":1,"end":2,"kind":"count"})",
                   &layers)
            .ok());
  CHECK(layers.figures.size() == 1);
}

TEST_CASE("evaluate: a directory without gold, and one that is not there") {
  const Folder folder;
  folder.Write("notes.jsonl", "{}\n");
  CHECK(score::ReadGold(folder.path()).error().code == ErrorCode::kUsage);
  CHECK(score::ReadGold(folder.path() + "/none").error().code == ErrorCode::kIo);
  std::vector<std::string> warnings;
  CHECK(score::ReadStore(folder.path(), &warnings).error().code == ErrorCode::kIo);
}

// ---- stores ----

json Mention(const char* id, int start, int end, const char* kind, json more) {
  json record = {{"id", id},        {"document", "d_1"}, {"text", id},      {"byte_start", start},
                 {"byte_end", end}, {"kind", kind},      {"block", "body"}, {"qualifier", "exact"}};
  record.update(more);
  return record;
}
json Role(const char* text, int start, int end) {
  return {{"text", text},         {"byte_start", start},
          {"byte_end", end},      {"mentions", json::array()},
          {"canonical", nullptr}, {"by", nullptr}};
}

// A store that says much of what kGold says of a.txt; the second figures segment is not in the
// manifest.
void WriteStore(const Folder& folder) {
  folder.Write("segments/documents-1.jsonl",
               Lines({{{"id", "d_1"},
                       {"source", {{"path", "z.zip"}, {"container", {"in/z.tar", "q/a.txt"}}}}}}));
  const std::string figures = Lines(
      {Mention("m_1", 10, 20, "money",
               {{"number", "5000000"}, {"low", "5000000"}, {"high", "5000000"}, {"unit", "EUR"}}),
       Mention("m_2", 30, 40, "percent", {{"number", "49"}, {"unit", "%"}}),
       Mention("m_3", 50, 60, "quantity",
               {{"low", "2000"}, {"qualifier", "vague"}, {"unit_system", "noun"}}),
       Mention("m_4", 80, 90, "ratio", {{"number", "1/3"}}),
       Mention("m_5", 120, 125, "ordinal", {{"number", "1"}}),
       Mention("m_6", 126, 129, "quantity", {{"number", "3"}, {"block", "nav"}})});
  folder.Write("segments/figures-1.jsonl", figures);
  folder.Write("segments/figures-2.jsonl", figures);
  folder.Write("segments/times-1.jsonl",
               Lines({Mention("m_7", 70, 78, "date", {{"edtf", "2024-35~"}, {"duration", nullptr}}),
                      Mention("m_8", 500, 510, "date",
                              {{"edtf", "2019/2021-21"}, {"qualifier", nullptr}})}));
  folder.Write("segments/entities-1.jsonl", Lines({{{"id", "m_9"},
                                                    {"document", "d_1"},
                                                    {"text", "Société Érable"},
                                                    {"byte_start", 103},
                                                    {"byte_end", 119},
                                                    {"class", "organisation"},
                                                    {"form", "name"},
                                                    {"canonical", "Société Érable"},
                                                    {"wikidata", nullptr},
                                                    {"block", "title"}},
                                                   {{"id", "m_10"},
                                                    {"document", "d_1"},
                                                    {"text", "Drôme"},
                                                    {"byte_start", 130},
                                                    {"byte_end", 136},
                                                    {"class", "place"},
                                                    {"form", "name"},
                                                    {"canonical", "Drôme"},
                                                    {"wikidata", nullptr},
                                                    {"block", "related"}}}));
  json attribution = {{"id", "a_1"},
                      {"document", "d_1"},
                      {"kind", "indirect"},
                      {"source", Role("directeur", 204, 213)},
                      {"cue", Role("Selon", 194, 199)},
                      {"content", json::array({Role("x", 215, 260)})}};
  folder.Write("segments/attributions-1.jsonl", Lines({attribution}));
  json claim = {
      {"id", "c_1"},
      {"document", "d_1"},
      {"claim_type", "share"},
      {"byte_start", 1},
      {"byte_end", 99},
      {"subject", nullptr},
      {"predicate", nullptr},
      {"object", Role("atelier", 45, 49)},
      {"measure", nullptr},
      {"base", nullptr},
      {"figure", "m_2"},
      {"per", "P1Y"},
      {"direction", nullptr},
      {"place", nullptr},
      {"epistemic", "conditional"},
      {"markers", json::array()},
      {"attribution", "a_1"},
      {"time",
       {{"text", "x"}, {"byte_start", 1}, {"byte_end", 2}, {"edtf", "2019"}, {"role", "at"}}}};
  json lost = claim;
  lost["figure"] = "m_0";
  lost["id"] = "c_2";
  folder.Write("segments/claims-1.jsonl", Lines({claim, lost}));
  json files = json::array();
  for (const char* family :
       {"documents", "figures", "times", "entities", "attributions", "claims"}) {
    files.push_back({{"file", "segments/" + std::string(family) + "-1.jsonl"}});
  }
  folder.Write("MANIFEST.json", json{{"files", files}}.dump());
}

TEST_CASE("evaluate: a store is read as layers") {
  const Folder folder;
  WriteStore(folder);
  std::vector<std::string> warnings;
  const auto layers = score::ReadStore(folder.path(), &warnings);
  REQUIRE(layers.ok());
  CHECK(warnings == std::vector<std::string>{"claim c_2 names a figure that is not there: m_0"});
  const auto& figures = layers->figures.at("a.txt");
  REQUIRE(figures.size() == 6);  // neither the ordinal nor the one in nav
  CHECK(figures[0].currency == "EUR");
  CHECK(figures[0].unit == "");
  CHECK(!figures[0].value_min);
  CHECK(figures[2].value_min == 2000.0);
  CHECK(figures[2].kind == "count");
  CHECK(figures[3].value == 1.0 / 3);
  CHECK(figures[4].iso == "2024-Q3");
  CHECK(figures[5].iso == "2019/2021-SP");
  CHECK(figures[5].qualifier == "range");
  CHECK(layers->entities.at("a.txt").size() == 1);
  const score::Claim& claim = layers->claims.at("a.txt").at(0);
  CHECK(claim.attributed);
  CHECK(claim.said_by.text == "directeur");
  CHECK(claim.period.iso == "P1Y");
  CHECK(claim.time.at == score::Extent{1, 2, true});
}

TEST_CASE("evaluate: a damaged store is an error with its place") {
  const Folder folder;
  const std::string path = folder.Write("segments/documents-1.jsonl", "{}\nnot json\n");
  std::vector<std::string> warnings;
  CHECK(score::ReadStore(folder.path(), &warnings).error().message ==
        path + ":2: expected a JSON object");
}

// ---- against the reference ----

// The reference scorer's folder; "" where it or python3 is not there.
std::string Reference() {
  const char* shared = std::getenv("SOURCIER_SHARED");
  const std::string truth =
      (shared ? std::string(shared) : std::string(SOURCIER_ROOT) + "/../shared") + "/truth";
  if (!fs::exists(truth + "/score.py") || std::system("python3 -c 1 2>/dev/null") != 0) return "";
  return truth;
}

std::string Output(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  char buffer[4096];
  for (size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  CHECK(pclose(pipe) == 0);
  return out;
}

std::string GoldFiles(const std::string& truth) {
  std::string list;
  for (const char* layer : {"attributions", "claims", "entities", "figures"}) {
    list += (list.empty() ? "" : ",") + truth + "/seeds_" + layer + ".jsonl";
  }
  return list;
}

// The truth, damaged at random: records dropped and doubled, spans moved, words and values changed.
std::string Damaged(const std::string& truth, uint32_t seed) {
  std::mt19937 random(seed);
  const auto rarely = [&](uint32_t one_in) { return random() % one_in == 0; };
  std::string out;
  for (const char* layer : {"figures", "entities", "attributions", "claims"}) {
    std::ifstream in(truth + "/seeds_" + layer + ".jsonl");
    for (std::string line; std::getline(in, line);) {
      json record = json::parse(line);
      if (rarely(8)) continue;
      const std::function<void(json&)> damage = [&](json& value) {
        if (value.is_object() && value.contains("start") && value["start"].is_number() &&
            rarely(6)) {
          value["start"] = value["start"].get<int>() + static_cast<int>(random() % 5);
          value["end"] = std::max(value["end"].get<int>(), value["start"].get<int>() + 1);
        }
        if (!value.is_structured()) return;
        for (auto& [key, inner] : value.items()) {
          damage(inner);
          if (key == "qualifier" && rarely(5)) inner = "at_least";
          if (key == "value" && rarely(5)) inner = 7;
          if (key == "canonical" && rarely(5)) inner = "OpenAI";
          if ((key == "subject" || key == "object" || key == "time" || key == "attribution") &&
              rarely(6))
            inner = nullptr;
          if (key == "epistemic" && rarely(6)) inner = "planned";
          if (key == "type" && rarely(6)) inner = "MISC";
        }
      };
      damage(record);
      out += record.dump() + "\n";
      if (rarely(9)) out += record.dump() + "\n";
    }
  }
  return out;
}

TEST_CASE("evaluate: agrees with the reference scorer on damaged truth") {
  const std::string truth = Reference();
  if (truth.empty()) {
    MESSAGE("skipped: no reference scorer");
    return;
  }
  const auto gold = score::ReadGold(truth);
  REQUIRE(gold.ok());
  const Folder folder;
  for (uint32_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    const std::string damaged = Damaged(truth, seed), path = folder.Write("system.jsonl", damaged);
    const std::string expected =
        Output("python3 '" + truth + "/score.py' '" + path + "' '" + GoldFiles(truth) + "'");
    const Evaluation evaluation = Evaluate(*gold, Read("system", damaged));
    CHECK(FormatEvaluation(evaluation) == expected);
    CHECK(evaluation.figures.at("headline") < 1.0);
  }
}

TEST_CASE("evaluate: agrees with the reference on small records and on a store") {
  const std::string truth = Reference();
  if (truth.empty()) {
    MESSAGE("skipped: no reference scorer");
    return;
  }
  const Folder folder;
  WriteStore(folder);
  const std::string gold = folder.Write("gold/a.gold.jsonl", kGold),
                    system = folder.Write("system.jsonl", kSystem);
  const std::string scorer = "python3 '" + truth + "/score.py' '";
  CHECK(Output(scorer + system + "' '" + gold + "'") == kReport);
  const std::string layers = folder.path() + "/layers.jsonl";
  Output("python3 '" + truth + "/layers.py' '" + folder.path() + "' 2>/dev/null >'" + layers + "'");
  const auto evaluation = EvaluateStore(folder.path(), folder.path() + "/gold");
  REQUIRE(evaluation.ok());
  CHECK(FormatEvaluation(*evaluation) == Output(scorer + layers + "' '" + gold + "'"));
  const std::string printed = Output(scorer + layers + "' '" + gold + "' --json");
  CHECK(evaluation->figures.dump(1) + "\n" == printed);
}

}  // namespace
}  // namespace sourcier
