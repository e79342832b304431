// The schemas, the views made from them, and the records of schemas/FORMAT.md.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "pipeline/core/enums.h"
#include "pipeline/core/sha256.h"
#include "tests/unit/json_schema.h"

namespace sourcier {
namespace {

using test::Json;
using test::LoadSchema;
using test::ValidateRecord;

constexpr const char* kFamilies[] = {"documents",    "figures", "times",   "entities",
                                     "attributions", "claims",  "facts",   "copies",
                                     "duplicates",   "texts",   "problems"};

std::string ReadFile(const std::string& name) {
  std::ifstream in(std::string(SOURCIER_ROOT) + "/" + name, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The text between every pair of `open` and `close`.
std::vector<std::string> Between(const std::string& text, const std::string& open,
                                 const std::string& close) {
  std::vector<std::string> out;
  for (size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    const size_t end = text.find(close, at);
    REQUIRE(end != std::string::npos);
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

std::string FamilyOf(const Json& record) {
  const std::string type = record.value("type", "");
  return type == "entity" ? "entities" : type + "s";
}

// The worked records, by family.
const std::map<std::string, Json>& WorkedRecords() {
  static const std::map<std::string, Json> records = [] {
    std::map<std::string, Json> out;
    for (const std::string& block : Between(ReadFile("schemas/FORMAT.md"), "```json\n", "```")) {
      Json record = Json::parse(block);
      out[FamilyOf(record)] = record;
    }
    const Json source = out.at("documents").at("source");
    const std::string id = out.at("documents").at("id");
    out["copies"] = {{"document", id}, {"source", source}};
    out["duplicates"] = {{"document", id}, {"of", id}, {"similarity", 0.9}};
    out["texts"] = {{"document", id}, {"text", "a"}, {"normalized", "a"}};
    out["problems"] = {{"type", "problem"},   {"id", "p_00000000000000000000"},
                       {"document", nullptr}, {"source", source},
                       {"stage", "decode"},   {"code", "invalid_utf8"},
                       {"message", "byte 3"}, {"byte_start", 3},
                       {"byte_end", 4}};
    return out;
  }();
  return records;
}

std::string WorkedArticle() {
  const std::string text = ReadFile("schemas/FORMAT.md");
  const std::string command = text.substr(0, text.find(" > article.txt"));
  std::string article = Between(command, "printf '", "'").at(0);
  for (size_t at; (at = article.find("\\n")) != std::string::npos;) article.replace(at, 2, "\n");
  return article;
}

std::string Joined(const std::vector<std::string>& errors) {
  std::string out;
  for (const std::string& e : errors) out += e + "\n";
  return out;
}

// Calls `visit(path, schema)` for every object schema in a schema.
template <typename Visit>
void ForEachObject(const std::string& path, const Json& schema, Visit visit) {
  if (schema.contains("properties")) visit(path, schema);
  for (const char* inner : {"properties", "$defs"}) {
    if (!schema.contains(inner)) continue;
    for (const auto& [key, value] : schema.at(inner).items())
      ForEachObject(path + "/" + key, value, visit);
  }
  if (schema.contains("items")) ForEachObject(path + "/items", schema.at("items"), visit);
}

TEST_CASE("schema: every key is required, in order, described, and none else is allowed") {
  for (const std::string family : kFamilies) {
    const Json schema = LoadSchema(family);
    CHECK(schema.at("$schema") == "https://json-schema.org/draft/2020-12/schema");
    CHECK(schema.at("title") == family);
    ForEachObject(family, schema, [](const std::string& path, const Json& object) {
      CAPTURE(path);
      CHECK(object.at("additionalProperties") == false);
      Json keys = Json::array();
      for (const auto& item : object.at("properties").items()) {
        const auto& key = item.key();
        const auto& property = item.value();
        keys.push_back(key);
        CAPTURE(key);
        CHECK((property.contains("description") || property.contains("$ref")));
      }
      CHECK(object.at("required") == keys);
    });
  }
}

TEST_CASE("schema: the worked records of FORMAT.md are valid") {
  CHECK(WorkedRecords().size() == std::size(kFamilies));
  for (const auto& item : WorkedRecords()) {
    const auto& family = item.first;
    const auto& record = item.second;
    CHECK_MESSAGE(ValidateRecord(family, record).empty(), family,
                  Joined(ValidateRecord(family, record)));
  }
}

// Every object with text and bytes below `value` stands in `article`.
void CheckTexts(const Json& value, const std::string& article) {
  if (value.is_structured()) {
    for (const Json& inner : value) CheckTexts(inner, article);
  }
  if (!value.is_object() || !value.contains("text") || !value.contains("byte_start")) return;
  const size_t start = value.at("byte_start"), end = value.at("byte_end");
  CHECK(article.substr(start, end - start) == value.at("text").get<std::string>());
  if (!value.contains("char_start")) return;
  const auto points = [](const std::string& s) {
    return std::count_if(s.begin(), s.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  };
  CHECK(value.at("char_start") == points(article.substr(0, start)));
  CHECK(value.at("char_end") == points(article.substr(0, end)));
}

TEST_CASE("schema: the worked records of FORMAT.md are true to their article") {
  const std::string article = WorkedArticle(), sha = Sha256Hex(article);
  const auto& records = WorkedRecords();
  for (const char* family : {"figures", "times", "entities", "attributions", "claims"}) {
    CheckTexts(records.at(family), article);
  }
  const auto id = [](const std::string& prefix, const std::string& fields) {
    return prefix + Sha256Hex(fields).substr(0, 20);
  };
  const Json& document = records.at("documents");
  CHECK(document.at("sha256") == sha);
  CHECK(document.at("bytes") == article.size());
  CHECK(document.at("id") == id("d_", article));
  CHECK(records.at("claims").at("figure") == records.at("figures").at("id"));
  CHECK(records.at("claims").at("attribution") == records.at("attributions").at("id"));
  CHECK(records.at("facts").at("fact_key") == records.at("claims").at("fact_key"));
  for (const char* family : {"figures", "times", "entities"}) {
    const Json& r = records.at(family);
    CHECK(r.at("id") == id("m_", sha + "\n" + family + "\n" + r.at("byte_start").dump() + "\n" +
                                     r.at("byte_end").dump()));
  }
}

TEST_CASE("schema: bad records are refused") {
  struct Case {
    std::string family;
    std::string pointer;
    Json value;
    const char* error;
  };
  const Case cases[] = {
      {"documents", "/schema", "sourcier/2", "/schema: is not"},
      {"documents", "/sha256", std::string(63, 'a'), "/sha256: "},
      {"documents", "/bytes", -1, "/bytes: is below 0"},
      {"documents", "/bytes", 1.5, "/bytes: 1.5 is not"},
      {"documents", "/blocks/1/role", "sidebar", "/blocks/1/role: \"sidebar\" is none"},
      {"documents", "/source/record", "0", "/source/record: "},
      {"documents", "/published", "12 mars 2024", "/published: "},
      {"documents", "/extra", 1, ": has a key that the schema does not know: extra"},
      {"figures", "/id", "m_123", "/id: "},
      {"figures", "/number", 80, "/number: 80 is not"},
      {"figures", "/number", "80,5", "/number: "},
      {"figures", "/number", "1e9", "/number: "},
      {"figures", "/number", "+80", "/number: "},
      {"figures", "/value", "80", "/value: "},
      {"figures", "/line", 0, "/line: is below 1"},
      {"figures", "/kind", nullptr, "/kind: "},
      {"figures", "/rule", "money", "/rule: "},
      {"figures", "/confidence", 1.01, "/confidence: is above 1"},
      {"figures", "/segments", Json::array({{1, 2}}), "/segments: has too few items"},
      {"figures", "/segments", Json::array({{1, 2}, {3}}), "/segments/1: has too few items"},
      {"figures", "/hedges/0/effect", "maybe", "/hedges/0/effect: "},
      {"times", "/edtf", "03/2023", "/edtf: "},
      {"times", "/date_end", "2023-04", "/date_end: "},
      {"times", "/duration", "1Y", "/duration: "},
      {"times", "/resolved_by", nullptr, "/resolved_by: "},
      {"entities", "/wikidata", "P31", "/wikidata: "},
      {"entities", "/class", "ORG", "/class: "},
      {"entities", "/antecedent", "d_00000000000000000000", "/antecedent: "},
      {"attributions", "/content/0/text", nullptr, "/content/0/text: "},
      {"attributions", "/source", "directeur", "/source: "},
      {"claims", "/claim_type", "forecast", "/claim_type: "},
      {"claims", "/predicate/norm", 1, "/predicate/norm: "},
      {"claims", "/subject/norm", "x", "/subject: has a key that the schema does not know: norm"},
      {"claims", "/subject/by", "guess", "/subject/by: "},
      {"claims", "/rules/0", "a/b", "/rules/0: "},
      {"facts", "/verdict", "same", "/verdict: "},
      {"facts", "/values", Json::array(), "/values: has too few items"},
      {"facts", "/values/0/claims/0", "m_00000000000000000000", "/values/0/claims/0: "},
      {"facts", "/values/0/time", "2023-03", "/values/0/time: "},
      {"duplicates", "/similarity", 2, "/similarity: is above 1"},
      {"copies", "/type", "copy", ": has a key that the schema does not know: type"},
      {"problems", "/code", "Invalid UTF-8", "/code: "},
      {"texts", "/text", nullptr, "/text: "},
  };
  for (const Case& c : cases) {
    CAPTURE(c.family);
    CAPTURE(c.pointer);
    Json record = WorkedRecords().at(c.family);
    record[Json::json_pointer(c.pointer)] = c.value;
    const auto errors = ValidateRecord(c.family, record);
    REQUIRE(!errors.empty());
    CHECK_MESSAGE(errors[0].starts_with(c.error), Joined(errors));
  }
}

TEST_CASE("schema: a missing key and a key out of order are refused") {
  for (const auto& item : WorkedRecords()) {
    const auto& family = item.first;
    const auto& record = item.second;
    CAPTURE(family);
    Json without = record, turned = Json::object();
    const std::string first = record.begin().key();
    without.erase(first);
    CHECK(Joined(ValidateRecord(family, without)) == ": lacks " + first + "\n");
    for (const auto& [key, value] : without.items()) turned[key] = value;
    turned[first] = record.at(first);
    CHECK(Joined(ValidateRecord(family, turned)) == ": keys are not in the order of the schema\n");
  }
}

TEST_CASE("schema: patterns take what they should") {
  struct Case {
    std::string family;
    std::string key;
    std::vector<const char*> good, bad;
  };
  const Case cases[] = {
      {"figures",
       "number",
       {"0", "-5", "13000000000", "1/3", "0.5", "-0.25"},
       {"", "1.", ".5", "1/", "1 000", "1/3/4"}},
      {"times",
       "edtf",
       {"2019", "2023-03", "2023-03-13", "2024-35", "199X", "19XX", "1900~", "2004?", "XXXX-03-13",
        "2019/2021", "2019/..", "../2019", "2024-03-13T15:00", "2024-03-13/2024-04-02", "2024-W05",
        "2004-06-~11"},
       {"", "19", "mars", "2023-3", "2023-03-13T", "2019-2021", "2023/03/13"}},
      {"times",
       "date_start",
       {"2023-03-01", "T15:00", "2023-03-01T15:00"},
       {"", "2023", "2023-03", "15:00"}},
      {"times",
       "duration",
       {"P1Y", "P1Y6M", "PT2H30M", "PXM", "P1.5Y", "P2W", "P1DT2H"},
       {"", "P", "PT", "1Y", "PY", "P1"}},
      {"documents",
       "published",
       {"2024", "2024-03-13", "2024-03-13T10:00:00Z", "2024-03-13T10:00:00.5+01:00"},
       {"", "13/03/2024"}},
      {"documents", "language", {"fr", "fr-CA"}, {"", "French", "f"}},
  };
  for (const Case& c : cases) {
    Json record = WorkedRecords().at(c.family);
    for (const char* text : c.good) {
      record[c.key] = text;
      CHECK_MESSAGE(ValidateRecord(c.family, record).empty(), c.key, " ", text);
    }
    for (const char* text : c.bad) {
      record[c.key] = text;
      CHECK_MESSAGE(ValidateRecord(c.family, record).size() == 1, c.key, " ", text);
    }
  }
}

// The words of an enum, less its "none", up to `last`.
template <typename E>
Json Words(E last) {
  Json out = Json::array();
  for (size_t i = 0; i <= static_cast<size_t>(last); ++i) {
    if (const auto name = Name(static_cast<E>(i)); !name.empty()) out.push_back(name);
  }
  return out;
}

TEST_CASE("schema: vocabularies are those of core/enums") {
  struct Case {
    std::string family;
    std::string pointer;
    Json words;
  };
  const Json qualifiers = Words(Qualifier::kVague), roles = Words(BlockRole::kBoilerplate);
  const Json epistemics = Words(Epistemic::kAsserted), time_roles = Words(TimeRole::kDuring);
  Json kinds = Words(FigureKind::kQuantity);
  for (const Json& kind : Words(TimeKind::kSet)) kinds.push_back(kind);
  const Case cases[] = {
      {"documents", "/$defs/block/properties/role", roles},
      {"figures", "/properties/block", roles},
      {"figures", "/properties/kind", Words(FigureKind::kQuantity)},
      {"figures", "/properties/qualifier", qualifiers},
      {"figures", "/properties/unit_system", Words(UnitSystem::kNoun)},
      {"figures", "/properties/direction", Words(Direction::kDown)},
      {"figures", "/$defs/hedge/properties/effect", qualifiers},
      {"figures", "/$defs/part/properties/role", Words(PartRole::kHour)},
      {"times", "/properties/kind", Words(TimeKind::kSet)},
      {"times", "/properties/role", time_roles},
      {"times", "/properties/mod", Words(TimeMod::kApprox)},
      {"times", "/properties/resolved_by", Words(ResolvedBy::kNone)},
      {"entities", "/properties/class", Words(EntityClass::kOther)},
      {"entities", "/properties/form", Words(EntityForm::kPronoun)},
      {"attributions", "/properties/kind", Words(QuoteKind::kMixed)},
      {"attributions", "/properties/epistemic", epistemics},
      {"claims", "/properties/claim_type", Words(ClaimType::kOther)},
      {"claims", "/properties/figure_kind", kinds},
      {"claims", "/properties/epistemic", epistemics},
      {"claims", "/$defs/role/properties/by", Words(FoundBy::kDiscourse)},
      {"claims", "/$defs/time/properties/role", time_roles},
      {"claims", "/$defs/marker/properties/label", epistemics},
  };
  for (const Case& c : cases) {
    CAPTURE(c.family);
    CAPTURE(c.pointer);
    Json words = Json::array();
    const Json property = LoadSchema(c.family).at(Json::json_pointer(c.pointer));
    for (const Json& word : property.at("enum")) {
      if (!word.is_null()) words.push_back(word);
    }
    CHECK(words == c.words);
  }
}

// The DuckDB type that fits a property.
std::string SqlType(const Json& schema, const Json& property) {
  if (property.contains("$ref")) {
    return SqlType(schema,
                   schema.at(Json::json_pointer(property.at("$ref").get<std::string>().substr(1))));
  }
  if (property.contains("anyOf")) return SqlType(schema, property.at("anyOf").at(0));
  if (property.contains("const")) return "VARCHAR";
  const Json& types = property.at("type");
  const std::string type = types.is_array() ? types.at(0) : types;
  if (type == "array") return SqlType(schema, property.at("items")) + "[]";
  if (type == "object") {
    std::string fields;
    for (const auto& [key, inner] : property.at("properties").items()) {
      fields += (fields.empty() ? "\"" : ", \"") + key + "\" " + SqlType(schema, inner);
    }
    return "STRUCT(" + fields + ")";
  }
  return type == "string" ? "VARCHAR" : type == "integer" ? "BIGINT" : "DOUBLE";
}

TEST_CASE("views.sql has every key of every family as a column of a fitting type") {
  const std::string sql = ReadFile("schemas/views.sql");
  for (const std::string family : kFamilies) {
    CAPTURE(family);
    const bool filtered = family == "figures" || family == "times" || family == "entities";
    const std::string view = filtered ? "all_" + family : family;
    const std::string files =
        family == "problems" ? "quarantine-*.jsonl" : "segments/" + family + "-*.jsonl";
    const auto bodies =
        Between(sql, "CREATE OR REPLACE VIEW " + view + " AS SELECT * FROM read_json(", "\n});");
    REQUIRE(bodies.size() == 1);
    CHECK(bodies[0].starts_with("'" + files + "', format = 'newline_delimited'"));
    std::string columns;
    const Json schema = LoadSchema(family);
    for (const auto& [key, property] : schema.at("properties").items()) {
      columns +=
          (columns.empty() ? "\n  '" : ",\n  '") + key + "': '" + SqlType(schema, property) + "'";
    }
    CHECK(bodies[0].substr(bodies[0].find('\n')) == columns);
    const std::string main = "CREATE OR REPLACE VIEW " + family + " AS SELECT * FROM all_" +
                             family + " WHERE block IN (";
    if (filtered) CHECK(sql.find(main) != std::string::npos);
  }
}

TEST_CASE("views.sql: mentions has what figures, times and entities have in common") {
  const std::string sql = ReadFile("schemas/views.sql");
  std::string columns;
  const Json figures = LoadSchema("figures").at("properties"),
             times = LoadSchema("times").at("properties"),
             entities = LoadSchema("entities").at("properties");
  for (const auto& [key, property] : figures.items()) {
    if (times.contains(key) && entities.contains(key))
      columns += (columns.empty() ? "\"" : ", \"") + key + "\"";
  }
  std::string view = Between(sql, "CREATE OR REPLACE VIEW all_mentions AS\n", ";").at(0);
  for (size_t at; (at = view.find("\n    ")) != std::string::npos;) view.replace(at, 5, " ");
  const std::string select = "  SELECT " + columns + "\n  FROM all_";
  CHECK(view ==
        select + "figures\n  UNION ALL\n" + select + "times\n  UNION ALL\n" + select + "entities");
}

TEST_CASE("FORMAT.md speaks of every key") {
  const std::string text = ReadFile("schemas/FORMAT.md");
  for (const std::string family : kFamilies) {
    ForEachObject(family, LoadSchema(family), [&](const std::string& path, const Json& object) {
      for (const auto& item : object.at("properties").items()) {
        const std::string& key = item.key();
        CAPTURE(path);
        CAPTURE(key);
        CHECK((text.find('"' + key + '"') != std::string::npos ||
               text.find('`' + key + '`') != std::string::npos));
      }
    });
  }
}

}  // namespace
}  // namespace sourcier
