#include "pipeline/store/exporters.h"

#include <doctest/doctest.h>

#include "tests/unit/store_fixture.h"

namespace sourcier {
namespace {

// The fields of RFC 4180 text, read the slow way.
std::vector<std::vector<std::string>> ReadCsv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back().push_back('"');
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      rows.back().emplace_back();
    } else if (c == '\n' && !quoted) {
      rows.push_back({""});
    } else {
      rows.back().back().push_back(c);
    }
  }
  rows.pop_back();
  return rows;
}

}  // namespace

TEST_CASE("csv: one row a claim, with its document, and quoting that reads back") {
  test::StoreFixture fixture;
  Json other = fixture.Record("claims", "c_1");
  other["id"] = "c_2";
  other["text"] = "Il dit : \"13, voire 14\",\npuis part.";
  other["time"] = nullptr;
  fixture.families()["claims"].push_back(other);
  const Exporter* csv = FindExporter("csv");
  REQUIRE(csv != nullptr);
  std::string out;
  REQUIRE(csv->write(fixture.Write(),
                     [&](std::string_view s) {
                       out += s;
                       return true;
                     })
              .ok());

  const auto rows = ReadCsv(out);
  REQUIRE(rows.size() == 3);
  std::vector<std::map<std::string, std::string>> records(2);
  for (size_t r = 0; r < 2; ++r) {
    REQUIRE(rows[r + 1].size() == rows[0].size());
    for (size_t i = 0; i < rows[0].size(); ++i) records[r][rows[0][i]] = rows[r + 1][i];
  }
  const std::pair<const char*, std::string> expected[] = {{"title", "Microsoft, \"le\" pari"},
                                                          {"url", "https://example.org/?a=1,2"},
                                                          {"published", "2025-01-22"},
                                                          {"claim_type", "investment"},
                                                          {"subject", "Microsoft"},
                                                          {"predicate", "a investi"},
                                                          {"object", "OpenAI"},
                                                          {"measure", ""},
                                                          {"figure", "13 milliards de dollars"},
                                                          {"number", "13000000000"},
                                                          {"low", ""},
                                                          {"unit", "USD"},
                                                          {"qualifier", "approx"},
                                                          {"time", "2019"},
                                                          {"epistemic", "asserted"},
                                                          {"said_by", "Satya Nadella"},
                                                          {"source", "news/a.txt"},
                                                          {"container", ""},
                                                          {"record", ""},
                                                          {"line", "3"},
                                                          {"document", fixture.article().id()},
                                                          {"claim", "c_1"},
                                                          {"confidence", "0.75"}};
  for (const auto& item : expected) {
    const auto& column = item.first;
    const auto& value = item.second;
    CAPTURE(column);
    REQUIRE(records[0].count(column) == 1);
    CHECK(records[0][column] == value);
  }
  const size_t begin = std::stoul(records[0]["byte_start"]),
               end = std::stoul(records[0]["byte_end"]);
  CHECK(fixture.article().bytes.substr(begin, 9) == "Microsoft");
  CHECK(fixture.article().bytes.substr(end - 8, 8) == "Nadella.");
  CHECK(fixture.article().bytes.substr(std::stoul(records[0]["figure_byte_start"]), 6) == "13 mil");
  CHECK(records[1]["sentence"] == "Il dit : \"13, voire 14\",\npuis part.");
  CHECK(records[1]["time"] == "");
}

TEST_CASE("an export stops quietly where its reader leaves; there is no exporter without a name") {
  test::StoreFixture fixture;
  int calls = 0;
  CHECK(FindExporter("csv")
            ->write(fixture.Write(),
                    [&](std::string_view) {
                      ++calls;
                      return false;
                    })
            .ok());
  CHECK(calls == 1);
  CHECK(FindExporter("") == nullptr);
  CHECK(FindExporter("xml") == nullptr);
}

}  // namespace sourcier
