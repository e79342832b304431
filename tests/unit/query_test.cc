#include "pipeline/store/query.h"

#include <doctest/doctest.h>

#include "tests/unit/store_fixture.h"

namespace sourcier {
namespace {

using Strings = std::vector<std::string>;

// The figures of the rows, and of the claims where there are any: "m_13/c_1".
Strings Ids(const StoreReader& store, const QueryOptions& options) {
  Strings ids;
  const Status status = Query(store, options, [&](const Row& row) {
    ids.push_back(row[Column::kFigureId].text);
    if (row[Column::kClaim].kind == Cell::Kind::kText) ids.back() += "/" + row[Column::kClaim].text;
    return true;
  });
  REQUIRE_MESSAGE(status.ok(), status.error().message);
  return ids;
}

}  // namespace

TEST_CASE("filters, one by one") {
  test::StoreFixture fixture;
  const StoreReader store = fixture.Write();
  using O = QueryOptions;
  const struct {
    const char* what;
    std::function<void(O&)> set;
    Strings expected;
  } cases[] = {
      {"nothing: figures of main blocks, with their claims",
       [](O&) {},
       {"m_13/c_1", "m_500", "m_40"}},
      {"all blocks", [](O& o) { o.all = true; }, {"m_13/c_1", "m_5", "m_500", "m_40"}},
      {"kind", [](O& o) { o.kinds = {"ratio"}; }, {"m_40"}},
      {"kinds",
       [](O& o) {
         o.kinds = {"ratio", "money"};
       },
       {"m_13/c_1", "m_500", "m_40"}},
      {"a kind of time", [](O& o) { o.kinds = {"date"}; }, {"m_2019"}},
      {"min", [](O& o) { o.min = Decimal::Parse("1.3e10"); }, {"m_13/c_1", "m_500"}},
      {"min above", [](O& o) { o.min = Decimal::Parse("13000000001"); }, {"m_500"}},
      {"min inside a range", [](O& o) { o.min = Decimal::Parse("5e11"); }, {"m_500"}},
      {"min above a range", [](O& o) { o.min = Decimal::Parse("7e11"); }, {}},
      {"max below a range", [](O& o) { o.max = Decimal::Parse("3e11"); }, {"m_13/c_1", "m_40"}},
      {"max on a ratio", [](O& o) { o.max = Decimal::Parse("0.333"); }, {}},
      {"min on a ratio",
       [](O& o) {
         o.min = Decimal::Parse("0.333");
         o.max = Decimal::Parse("0.334");
       },
       {"m_40"}},
      {"unit, any case", [](O& o) { o.units = {"usd"}; }, {"m_13/c_1", "m_500"}},
      {"unit of none", [](O& o) { o.units = {"EUR"}; }, {}},
      {"entity in a role", [](O& o) { o.entity = "openai"; }, {"m_13/c_1"}},
      {"entity as the source", [](O& o) { o.entity = "nadella"; }, {"m_13/c_1"}},
      {"entity: whole words", [](O& o) { o.entity = "open"; }, {}},
      {"said by", [](O& o) { o.said_by = "Satya"; }, {"m_13/c_1"}},
      {"said by no one", [](O& o) { o.said_by = "Altman"; }, {}},
      {"text of the sentence, no accents", [](O& o) { o.text = "A INVESTI"; }, {"m_13/c_1"}},
      {"text of a bare figure", [](O& o) { o.text = "500"; }, {"m_500"}},
      {"epistemic",
       [](O& o) {
         o.epistemics = {"asserted", "rumor"};
       },
       {"m_13/c_1"}},
      {"epistemic of none", [](O& o) { o.epistemics = {"denied"}; }, {}},
      {"claim type", [](O& o) { o.claim_types = {"investment"}; }, {"m_13/c_1"}},
      {"limit", [](O& o) { o.limit = 2; }, {"m_13/c_1", "m_500"}},
      {"an analyst's question",
       [](O& o) {
         o.kinds = {"money"};
         o.min = Decimal(1000000000);
         o.entity = "OpenAI";
         o.said_by = "Satya Nadella";
       },
       {"m_13/c_1"}},
  };
  for (const auto& c : cases) {
    CAPTURE(c.what);
    QueryOptions options;
    c.set(options);
    CHECK(Ids(store, options) == c.expected);
  }
}

TEST_CASE("a figure without a claim is found by the names of its sentence") {
  test::StoreFixture fixture;
  fixture.families()["claims"].clear();
  QueryOptions options;
  options.entity = "OpenAI";
  CHECK(Ids(fixture.Write(), options) == Strings{"m_13"});
}

TEST_CASE("a name that no record can have is a usage error") {
  test::StoreFixture fixture;
  const StoreReader store = fixture.Write();
  QueryOptions kind, epistemic, type;
  kind.kinds = {"monney"};
  epistemic.epistemics = {"sure"};
  type.claim_types = {"asserted"};
  for (const QueryOptions& options : {kind, epistemic, type}) {
    const Status status = Query(store, options, [](const Row&) { return true; });
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == ErrorCode::kUsage);
  }
}

TEST_CASE("rows print as JSON in the order of the columns, and as a table") {
  test::StoreFixture fixture;
  std::string json, table;
  QueryOptions options;
  options.limit = 1;
  AppendTableHeader(160, &table);
  REQUIRE(Query(fixture.Write(), options, [&](const Row& row) {
            AppendJson(row, QueryColumns(), &json);
            AppendTable(row, 160, &table);
            return true;
          }).ok());
  CHECK(json.starts_with(
      R"({"figure":"13 milliards de dollars","kind":"money","number":"13000000000","low":null)"));
  CHECK(json.find(R"("title":"Microsoft, \"le\" pari")") != std::string::npos);
  CHECK(json.find(R"("record":null,"byte_start":)") != std::string::npos);
  CHECK(ParseRecord(json).size() == kColumnCount);
  CHECK(table.starts_with("FIGURE"));
  CHECK(table.find("13 milliards de") != std::string::npos);
  CHECK(table.ends_with(" c_1\n"));
}

}  // namespace sourcier
