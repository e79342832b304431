#include "pipeline/store/store_reader.h"

#include <doctest/doctest.h>

#include "tests/unit/store_fixture.h"

namespace sourcier {
namespace {

using test::StoreFixture;
using test::TempDir;
using test::WriteFile;

std::vector<std::string> All(LineStream reader) {
  std::vector<std::string> lines;
  for (std::string_view line; reader.Next(&line);) lines.emplace_back(line);
  return lines;
}

}  // namespace

TEST_CASE("lines of several files, with and without a last LF, short and longer than the buffer") {
  TempDir dir;
  const std::string a = dir.path() / "a", b = dir.path() / "b", c = dir.path() / "c",
                    d = dir.path() / "d";
  const std::string longer(3 << 20, 'x');
  WriteFile(a, "one\n\ntwo");
  WriteFile(b, "");
  WriteFile(c, "three\n" + longer + "\n");
  WriteFile(d, "four\n");
  CHECK(All(LineStream({a, b, c, d})) ==
        std::vector<std::string>{"one", "two", "three", longer, "four"});
  CHECK(All(LineStream({})).empty());
  LineStream gone({a, (dir.path() / "gone").string(), d});
  std::string_view line;
  CHECK(gone.Next(&line));
  CHECK(gone.Next(&line));
  CHECK_FALSE(gone.Next(&line));
  CHECK(gone.error().find("gone: cannot open") != std::string::npos);
}

TEST_CASE("keys are peeked at without parsing; quotes in texts do not deceive") {
  const std::string line =
      Json{{"a_text", "\"document\":\"no\""}, {"document", "d_1"}, {"n", 1}}.dump();
  CHECK(PeekString(line, "document") == "d_1");
  CHECK(PeekString(line, "n") == "");
  CHECK(PeekString(line, "other") == "");
}

TEST_CASE("a store opens through its MANIFEST, or says why not") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  CHECK(store.files().size() == 7);
  CHECK(store.Inputs() == std::vector<std::string>{fixture.sources().string()});
  CHECK(All(store.Lines(Family::kFigures)).size() == 4);
  CHECK(All(store.Lines(Family::kCopies)).empty());

  TempDir dir;
  CHECK(StoreReader::Open(dir.path()).error().code == ErrorCode::kUsage);
  for (const char* bad : {"", "[]", "{", R"({"files": 3})", R"({"files": [{"file": "x"}]})"}) {
    CAPTURE(bad);
    WriteFile(dir.path() / "MANIFEST.json", bad);
    CHECK(StoreReader::Open(dir.path()).error().code == ErrorCode::kFormat);
  }
}

TEST_CASE("inputs are those of the run that finished last") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  const std::filesystem::path runs = std::filesystem::path(fixture.store()) / "runs";
  WriteFile(runs / "0.json", R"({"inputs": ["/late"], "finished": "2025-02-01T00:00:00Z"})");
  WriteFile(runs / "2.json", R"({"inputs": ["/early"], "finished": "2024-02-01T00:00:00Z"})");
  WriteFile(runs / "3.json", "no JSON");
  CHECK(store.Inputs() == std::vector<std::string>{"/late"});
}

TEST_CASE("records are found by id, the prefix telling the family") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  const struct {
    std::string id;
    Family family;
  } cases[] = {{"m_13", Family::kFigures},
               {"m_2019", Family::kTimes},
               {"m_oa", Family::kEntities},
               {"c_1", Family::kClaims},
               {"a_1", Family::kAttributions},
               {"f_1", Family::kFacts},
               {fixture.line().id(), Family::kDocuments}};
  for (const auto& c : cases) {
    CAPTURE(c.id);
    const auto found = store.FindId(c.id);
    REQUIRE(found.ok());
    REQUIRE(found->has_value());
    CHECK((*found)->family == c.family);
    CHECK(StringAt((*found)->record, "id") == c.id);
  }
  for (const char* id : {"m_1", "c_13", "p_1", "d_0"}) CHECK_FALSE(store.FindId(id)->has_value());
  for (const char* id : {"", "x", "x_1", "13", "m"})
    CHECK(store.FindId(id).error().code == ErrorCode::kUsage);
}

TEST_CASE(
    "the join gives each document with its own records, and tells of records that none claims") {
  StoreFixture fixture;
  std::vector<std::pair<size_t, size_t>> sizes;
  auto walk = [&](const StoreReader& store) {
    sizes.clear();
    DocumentJoin join(store, {Family::kFigures, Family::kClaims});
    for (DocumentGroup group; join.Next(&group);) {
      sizes.emplace_back(group.lines[static_cast<size_t>(Family::kFigures)].size(),
                         group.lines[static_cast<size_t>(Family::kClaims)].size());
    }
    CHECK(join.error() == "");
    return join.Leftover();
  };
  CHECK(walk(fixture.Write()) == "");
  CHECK(sizes == std::vector<std::pair<size_t, size_t>>{{2, 1}, {2, 0}});
  fixture.families()["claims"].push_back({{"id", "c_2"}, {"document", "d_gone"}});
  CHECK(walk(fixture.Write()).find("d_gone") != std::string::npos);
}

}  // namespace sourcier
