#include "pipeline/store/records.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "pipeline/core/sha256.h"
#include "pipeline/store/finishing.h"
#include "tests/unit/json_schema.h"

namespace sourcier {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> KeysOf(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

std::vector<std::string> Words(const std::string& text) {
  std::vector<std::string> words;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::vector<Json> Lines(const Records& records, Family family) {
  std::vector<Json> lines;
  const std::string text(records.lines[static_cast<size_t>(family)]);
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    REQUIRE(end != std::string::npos);
    lines.push_back(Json::parse(text.substr(at, end - at)));
    at = end + 1;
  }
  CHECK(lines.size() == records.counts[static_cast<size_t>(family)]);
  return lines;
}

std::string Id(const std::string& prefix, const std::string& fields) {
  return prefix + Sha256Hex(fields).substr(0, 20);
}

// A title, and "Selon l’été, OpenAI a levé 13 milliards de dollars depuis 2019, soit 1/3." where
// "é" of the title was NFD.
struct Example {
  Document d;
  RecordWriter writer{true};
  Records out;

  Span Of(std::string_view part, size_t from = 0) const {
    const size_t at = d.text.find(part, from);
    REQUIRE(at != std::string::npos);
    return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + part.size())};
  }

  Example() {
    d.payload =
        "Leve\xCC\x81"
        "e\n\nSelon l’été, OpenAI a levé 13 milliards de dollars depuis 2019, soit 1/3.\n";
    d.sha256 = Sha256Hex(d.payload);
    d.source.path = "fr/caf\xE9.txt";
    d.media_type = "text/plain";
    d.charset = "utf-8";
    d.language = "fr";
    d.title = "Levée";
    d.AddFlag("suspect_stop");
    d.AddFlag("invalid_bytes");
    d.decoded = d.payload;
    d.decode_map = OffsetMap::Identity(static_cast<uint32_t>(d.decoded.size()));
    TextBuilder builder(&d.text, &d.normalize_map);
    builder.Literal("Lev", 0);
    builder.Replaced("é", 3, 3);
    builder.Literal(std::string_view(d.decoded).substr(6), 6);
    d.origin = OffsetMap::Compose(d.decode_map, d.normalize_map);

    const Span title = Of("Levée");
    const Span body =
        Of("Selon l’été, OpenAI a levé 13 milliards de dollars depuis 2019, soit 1/3.");
    d.blocks = {Block{BlockRole::kTitle, title, "fr"}, Block{BlockRole::kBody, body, "fr"},
                Block{}};
    d.blocks[2].role = BlockRole::kNav;
    d.blocks[2].span = Of("1/3");
    d.sentences.resize(3);
    d.sentences[0].span = title;
    d.sentences[1].span = body;
    d.sentences[1].block = 1;
    d.sentences[2].span = Of("1/3");
    d.sentences[2].block = 2;

    FigureValue money;
    money.kind = FigureKind::kMoney;
    money.number = money.low = money.high = Decimal(13000000000);
    money.unit = "USD";
    money.unit_system = UnitSystem::kIso4217;
    money.unit_by = "assumed";
    Add(money, Of("13 milliards de dollars"), 1);
    d.mentions.back().parts = {{PartRole::kNumber, Of("13")}, {PartRole::kScale, Of("milliards")}};
    d.mentions.back().hedges = {{Of("Selon"), Qualifier::kApprox}};
    d.mentions.back().rule = "fr/money/number-scale-currency";
    d.mentions.back().confidence = 0.954f;
    TimeValue year;
    year.edtf = "2019";
    year.date_start = "2019-01-01";
    year.date_end = "2020-01-01";
    year.role = TimeRole::kSince;
    Add(year, Of("2019"), 1);
    EntityValue openai;
    openai.entity_class = EntityClass::kOrganisation;
    openai.canonical = "OpenAI";
    openai.entity = "openai";
    Add(openai, Of("OpenAI"), 1);
    FigureValue third;
    third.kind = FigureKind::kRatio;
    third.number = Decimal(1);
    third.denominator = 3;
    Add(third, Of("1/3"), 2);
    EntityValue pronoun;
    pronoun.form = EntityForm::kPronoun;
    pronoun.antecedent = 2;
    Add(pronoun, Of("l’"), 1);
    Add(third, Of("1/3"), 2);  // two readings of one span

    Attribution a;
    a.sentence = 1;
    a.rule = "fr/attribution/cue-comma";
    a.source.span = Of("l’été");
    a.source.canonical = "été";
    a.source.mentions = {4};
    a.cue.span = Of("Selon");
    a.content = {Of("OpenAI a levé 13 milliards de dollars"), Of("depuis 2019")};
    d.attributions.push_back(a);
    a.cue.span = {};
    a.content = {Of("soit 1/3")};
    a.parent = 0;
    d.attributions.insert(d.attributions.begin(), a);
    d.attributions[0].parent = 1;

    Claim c;
    c.sentence = 1;
    c.figure = 1;  // the year
    c.type = ClaimType::kEventDate;
    d.claims.push_back(c);
    c.type = ClaimType::kFunding;
    c.figure = 0;
    c.time = 1;
    c.time_span = Of("depuis 2019");
    c.subject.span = Of("OpenAI");
    c.subject.canonical = "OpenAI";
    c.subject.mentions = {2};
    c.predicate.span = Of("a levé");
    c.predicate.norm = "raise";
    c.object.canonical = "implicit";
    c.object.by = FoundBy::kDiscourse;
    c.epistemic = Epistemic::kConditional;
    c.markers = {{Of("Selon"), Epistemic::kConditional}};
    c.attribution = 1;
    c.said_by = "été";
    c.fact_key = "funding|OpenAI|implicit|USD|";
    c.rules = {"fr/claims/raise"};
    c.per = "P1Y";
    c.direction = Direction::kUp;
    d.claims.push_back(c);
    d.claims.push_back(c);
    d.problems.push_back(
        {"decode", "invalid_utf8", "byte 3: expected \"x\"", SourceRange{3, 4}, false});
    d.problems.push_back({"input", "no_date", "none", std::nullopt, false});
    writer.Write(d, &out);
  }
  void Add(Value value, Span span, uint32_t sentence) {
    Mention m;
    m.value = std::move(value);
    m.span = span;
    m.sentence = sentence;
    m.rule = "fr/test/plain";
    d.mentions.push_back(std::move(m));
  }
  std::string Place(std::string_view part) const {
    const size_t at = d.payload.find(part);
    return std::to_string(at) + "\n" + std::to_string(at + part.size());
  }
};

TEST_CASE_FIXTURE(Example, "what the facts need of the claims: as read from their lines") {
  writer.Write(d, &out);
  ByteBuffer expected;
  for (std::string_view lines = out.lines[static_cast<size_t>(Family::kClaims)]; !lines.empty();) {
    const size_t end = lines.find('\n');
    AppendFactLine(lines.substr(0, end), 0, &expected);
    lines.remove_prefix(end + 1);
  }
  CHECK_FALSE(expected.empty());
  CHECK(out.fact_lines.view() == expected.view());
}

TEST_CASE("records: every key is there, in schema order") {
  const Example e;
  const std::string head = "type id document byte_start byte_end char_start char_end line ";
  const std::string common =
      head + "segments text block sentence_start sentence_end rule confidence ";
  const struct {
    Family family;
    std::string keys;
  } cases[] = {
      {Family::kDocuments,
       "type schema id sha256 bytes source media_type charset language title published "
       "published_by authors publisher "
       "url blocks flags counts"},
      {Family::kFigures, common + "kind number value low high qualifier unit unit_system unit_by "
                                  "per direction hedges parts"},
      {Family::kTimes, common + "kind edtf date_start date_end role mod resolved_by duration "
                                "number unit low high qualifier hedges parts"},
      {Family::kEntities, common + "class form canonical entity wikidata antecedent"},
      {Family::kAttributions,
       head + "text block kind source cue content epistemic parent rule confidence"},
      {Family::kClaims,
       "type id document claim_type byte_start byte_end char_start char_end line text block "
       "subject predicate object "
       "measure base place figure figure_kind figure_text figure_byte_start figure_byte_end number "
       "value low high "
       "qualifier unit per direction time epistemic markers attribution said_by fact_key rules "
       "confidence"},
      {Family::kTexts, "document text normalized"},
      {Family::kProblems, "type id document source stage code message byte_start byte_end"},
  };
  for (const auto& c : cases) {
    const auto lines = Lines(e.out, c.family);
    REQUIRE_FALSE(lines.empty());
    for (const Json& line : lines) CHECK(KeysOf(line) == Words(c.keys));
  }
  const Json document = Lines(e.out, Family::kDocuments)[0];
  CHECK(KeysOf(document["source"]) ==
        Words("input path container record record_byte_start record_byte_end url"));
  CHECK(KeysOf(document["blocks"][0]) ==
        Words("role language byte_start byte_end char_start char_end"));
  CHECK(KeysOf(document["counts"]) == Words("figures times entities attributions claims problems"));
  const Json claim = Lines(e.out, Family::kClaims)[0];
  const std::string role = "text byte_start byte_end mentions canonical by";
  CHECK(KeysOf(claim["subject"]) == Words(role));
  CHECK(KeysOf(claim["predicate"]) == Words(role + " norm"));
  CHECK(KeysOf(claim["time"]) ==
        Words("mention text byte_start byte_end edtf date_start date_end role"));
  CHECK(KeysOf(claim["markers"][0]) == Words("text byte_start byte_end label"));
}

TEST_CASE("records: lines keep to the schemas") {
  const Example e;
  for (size_t i = 0; i < kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    const auto lines = Lines(e.out, family);
    if (lines.empty()) continue;
    const std::string path =
        std::string(SOURCIER_ROOT) + "/schemas/" + std::string(Name(family)) + ".schema.json";
    std::ifstream file(path);
    test::SchemaValidator schema(Json::parse(file));
    for (const Json& line : lines) {
      for (const std::string& error : schema.Validate(line)) FAIL_CHECK(path, error, line.dump());
    }
  }
}

TEST_CASE("records: ids by their recipes") {
  const Example e;
  const std::string& sha = e.d.sha256;
  const std::string money = Id("m_", sha + "\nfigures\n" + e.Place("13 milliards de dollars"));
  const std::string cue = std::to_string(e.d.payload.find("Selon")),
                    content = std::to_string(e.d.payload.find("OpenAI a"));
  const std::string floating = std::to_string(e.d.payload.find("soit"));
  CHECK(Lines(e.out, Family::kDocuments)[0]["id"] == "d_" + sha.substr(0, 20));
  const auto figures = Lines(e.out, Family::kFigures);
  CHECK(figures[0]["id"] == money);
  CHECK(figures[1]["id"] == Id("m_", sha + "\nfigures\n" + e.Place("1/3")));
  CHECK(figures[2]["id"] == Id("m_", sha + "\nfigures\n" + e.Place("1/3") + "\n1"));
  CHECK(Lines(e.out, Family::kTimes)[0]["id"] == Id("m_", sha + "\ntimes\n" + e.Place("2019")));
  const auto entities = Lines(e.out, Family::kEntities);
  CHECK(entities[0]["id"] == Id("m_", sha + "\nentities\n" + e.Place("l’")));
  CHECK(entities[1]["id"] == Id("m_", sha + "\nentities\n" + e.Place("OpenAI")));
  CHECK(entities[0]["antecedent"] == entities[1]["id"]);
  const auto attributions = Lines(e.out, Family::kAttributions);
  CHECK(attributions[0]["id"] == Id("a_", sha + "\nattribution\n" + cue + "\n" + content));
  CHECK(attributions[1]["id"] == Id("a_", sha + "\nattribution\n" + floating + "\n" + floating));
  CHECK(attributions[1]["parent"] == attributions[0]["id"]);
  const auto claims = Lines(e.out, Family::kClaims);
  CHECK(claims[0]["id"] == Id("c_", money + "\n0"));
  CHECK(claims[1]["id"] == Id("c_", money + "\n1"));
  CHECK(claims[0]["figure"] == money);
  CHECK(claims[0]["attribution"] == attributions[0]["id"]);
  const auto problems = Lines(e.out, Family::kProblems);
  CHECK(problems[0]["id"] == Id("p_", e.d.source.path + "\ndecode\ninvalid_utf8\n3"));
  CHECK(problems[1]["id"] == Id("p_", e.d.source.path + "\ninput\nno_date\n"));
}

TEST_CASE("records: values") {
  const Example e;
  const Json document = Lines(e.out, Family::kDocuments)[0];
  CHECK(document["bytes"] == e.d.payload.size());
  CHECK(document["source"]["path"] == "fr/caf\xEF\xBF\xBD.txt");
  CHECK(document["source"]["record"].is_null());
  CHECK(document["published"].is_null());
  CHECK(document["flags"] == Json{"invalid_bytes", "suspect_stop"});
  CHECK(document["blocks"][0]["byte_end"] == 7);  // the accent is two bytes more in the payload
  CHECK(document["blocks"][0]["char_end"] == 6);
  // Those of the nav block are there, but do not count.
  CHECK(document["counts"] == Json{{"figures", 1},
                                   {"times", 1},
                                   {"entities", 2},
                                   {"attributions", 2},
                                   {"claims", 3},
                                   {"problems", 2}});
  CHECK(e.out.other_role_mentions == 2);
  CHECK(e.out.counts[static_cast<size_t>(Family::kFigures)] == 3);

  const Json money = Lines(e.out, Family::kFigures)[0];
  CHECK(money["text"] == "13 milliards de dollars");
  CHECK(e.d.payload.substr(money["byte_start"], 23) == "13 milliards de dollars");
  CHECK(money["char_start"] == 35);
  CHECK(money["line"] == 3);
  CHECK(money["segments"].is_null());
  CHECK(money["block"] == "body");
  CHECK(money["sentence_start"] == e.d.payload.find("Selon"));
  CHECK(money["sentence_end"] == e.d.payload.size() - 1);
  CHECK(money["number"] == "13000000000");
  CHECK(money["value"] == 13000000000.0);
  CHECK(money["low"] == "13000000000");
  CHECK(money["unit_system"] == "iso4217");
  CHECK(money["direction"].is_null());
  CHECK(money["confidence"].dump() == "0.95");
  CHECK(money["hedges"][0]["effect"] == "approx");
  CHECK(money["parts"][1]["role"] == "scale");
  CHECK(e.d.payload.substr(money["parts"][1]["byte_start"], 9) == "milliards");
  const Json third = Lines(e.out, Family::kFigures)[1];
  CHECK(third["number"] == "1/3");
  CHECK(third["value"] == 1.0 / 3);
  CHECK(third["low"].is_null());
  CHECK(third["block"] == "nav");

  const auto claims = Lines(e.out, Family::kClaims);
  CHECK(claims[0]["figure_kind"] == "money");
  CHECK(claims[0]["time"]["text"] == "depuis 2019");
  CHECK(claims[0]["time"]["edtf"] == "2019");
  CHECK(claims[0]["per"] == "P1Y");
  CHECK(claims[0]["object"] == Json{{"text", nullptr},
                                    {"byte_start", nullptr},
                                    {"byte_end", nullptr},
                                    {"mentions", Json::array()},
                                    {"canonical", "implicit"},
                                    {"by", "discourse"}});
  CHECK(claims[0]["measure"].is_null());
  CHECK(claims[2]["claim_type"] ==
        "event_date");  // after those of the figure that stands before it
  CHECK(claims[2]["figure_kind"] == "date");
  CHECK(claims[2]["time"]["text"] == "2019");  // its own date
  CHECK(claims[2]["fact_key"].is_null());
  const Json text = Lines(e.out, Family::kTexts)[0];
  CHECK(text["text"] == e.d.decoded);
  CHECK(text["normalized"] == e.d.text);
}

TEST_CASE("records: a span whose bytes are not contiguous") {
  Document d;
  d.payload = "13&nbsp;<b>milliards</b>";
  d.sha256 = Sha256Hex(d.payload);
  TextBuilder decode(&d.decoded, &d.decode_map);
  decode.Literal("13", 0);
  decode.Replaced("\xC2\xA0", 2, 6);
  decode.Literal("milliards", 11);
  TextBuilder text(&d.text, &d.normalize_map);
  text.Literal(d.decoded, 0);
  d.origin = OffsetMap::Compose(d.decode_map, d.normalize_map);
  Mention m;
  m.span = {0, static_cast<uint32_t>(d.text.size())};
  m.value = FigureValue{};
  d.mentions.push_back(m);
  Records out;
  RecordWriter(false).Write(d, &out);
  const Json figure = Lines(out, Family::kFigures)[0];
  CHECK(figure["byte_start"] == 0);
  CHECK(figure["byte_end"] == 20);
  CHECK(figure["segments"] == Json::parse("[[0,8],[11,20]]"));
  CHECK(figure["block"].is_null());  // no sentence holds it
  CHECK(out.lines[static_cast<size_t>(Family::kTexts)].empty());
}

TEST_CASE("records: a document that could not be read makes problems only") {
  Document d;
  d.sha256 = Sha256Hex("x");
  d.oversize = 300;
  d.source.path = "dump.jsonl";
  d.source.container = {"a.tar", "b"};
  d.source.record = 7;
  d.source.record_byte_start = 100;
  d.source.record_byte_end = 400;
  d.problems.push_back(
      {"input", "document_too_large", "300 bytes, at most 200", std::nullopt, true});
  Records out;
  RecordWriter(true).Write(d, &out);
  CHECK(Lines(out, Family::kDocuments).empty());
  CHECK(Lines(out, Family::kTexts).empty());
  const Json p = Lines(out, Family::kProblems)[0];
  CHECK(p["document"].is_null());
  CHECK(p["source"] ==
        Json::parse(R"({"input":0,"path":"dump.jsonl","container":["a.tar","b"],"record":7,
      "record_byte_start":100,"record_byte_end":400,"url":null})"));
  CHECK(p["byte_start"].is_null());
  CHECK(out.payload_bytes == 300);

  Records copy;
  RecordWriter::WriteCopy("d_0123", out, &copy);
  const Json c = Lines(copy, Family::kCopies)[0];
  CHECK(KeysOf(c) == Words("document source"));
  CHECK(c["source"] == p["source"]);
}

}  // namespace
}  // namespace sourcier
