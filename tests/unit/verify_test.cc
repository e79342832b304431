#include "pipeline/run/verify.h"

#include <doctest/doctest.h>

#include "tests/unit/store_fixture.h"

namespace sourcier {
namespace {

using test::StoreFixture;
using test::WriteFile;

VerifyReport Check(const StoreReader& store, VerifyOptions options = {}) {
  const Result<VerifyReport> report = Verify(store, options);
  REQUIRE_MESSAGE(report.ok(), report.error().message);
  return *report;
}

std::string Joined(const VerifyReport& report) {
  std::string all;
  for (const std::string& example : report.examples) all += example + "\n";
  return all;
}

}  // namespace

TEST_CASE("a store that is as its sources are verifies, and everything in it was looked at") {
  StoreFixture fixture;
  const VerifyReport report = Check(fixture.Write());
  CHECK_MESSAGE(report.ok(), Joined(report));
  CHECK(report.documents == 2);
  CHECK(report.files == 7);
  CHECK(report.records == 10);
  CHECK(report.bytes == fixture.article().bytes.size() + fixture.line().bytes.size());
  // 8 mentions and their sentences 16, hedge 1, part 1, block 1; attribution 1, source and cue 2,
  // content 1; claim 1, roles 3, figure 1, time 1, marker 1.
  CHECK(report.spans == 30);
}

TEST_CASE("any wrong place or text of a record is found, and named with what the bytes say") {
  const struct {
    const char* family;
    const char* id;
    const char* patch;  // merged into the record
    const char* expected;
  } cases[] = {
      {"figures", "m_13", R"({"text": "14 milliards de dollars"})",
       R"(the store says "14 milliards de dollars", the bytes say "13 milliards de dollars")"},
      {"figures", "m_13", R"({"char_start": 3})", "char_start: the store says 3, the bytes say 58"},
      {"figures", "m_13", R"({"char_end": null})", "char_end: the store says null"},
      {"figures", "m_13", R"({"line": 4})", "line: the store says 4, the bytes say 3"},
      {"figures", "m_13", R"({"segments": null})",
       "segments: the store says null, the bytes make 2"},
      {"figures", "m_13", R"({"segments": [[1, 2], [3, 4]]})",
       "segments: the store says [[1,2],[3,4]]"},
      {"figures", "m_13", R"({"byte_end": 100000})", "100000): the payload has"},
      {"figures", "m_13", R"({"byte_end": null})", "text ["},
      {"figures", "m_13", R"({"sentence_end": 40})", "does not hold"},
      {"figures", "m_13",
       R"({"hedges": [{"text": "presque", "byte_start": 50, "byte_end": 57, "effect": "approx"}]})",
       "hedge [50, 57)"},
      {"figures", "m_13",
       R"({"parts": [{"role": "number", "byte_start": 100001, "byte_end": 100002}]})",
       "part [100001"},
      {"figures", "m_13", R"({"document": "d_gone"})",
       "records out of order or without a document"},
      {"figures", "m_13", R"({"block": "nav"})",
       "counts: the document says 1 figures, the store has 0"},
      {"figures", "m_500", R"({"text": "500 milliards de dollars"})", "m_500: text ["},
      {"figures", "m_500", R"({"char_start": 0})",
       "char_start: the store says 0, the bytes say 19"},
      {"times", "m_2019", R"({"byte_start": 1})", "m_2019: text [1, "},
      {"entities", "m_oa", R"({"text": "OpenIA"})",
       R"(the store says "OpenIA", the bytes say "OpenAI")"},
      {"entities", "m_oa", R"({"antecedent": "m_0"})", R"(antecedent names "m_0")"},
      {"entities", "m_oa", R"({"id": "m_ms"})", "m_ms: the id is there twice"},
      {"attributions", "a_1", R"({"cue": {"text": "dit", "byte_start": 3, "byte_end": 6}})",
       "cue [3, 6)"},
      {"attributions", "a_1", R"({"content": [{"text": "dit", "byte_start": 3, "byte_end": 6}]})",
       "content [3, 6)"},
      {"attributions", "a_1", R"({"parent": "a_2"})", R"(parent names "a_2")"},
      {"claims", "c_1", R"({"text": "Microsoft"})", "c_1: text ["},
      {"claims", "c_1", R"({"subject": {"text": "IBM", "byte_start": 3, "byte_end": 6}})",
       "subject [3, 6)"},
      {"claims", "c_1", R"({"subject": {"text": "IBM", "byte_start": null, "byte_end": null}})",
       "subject: has a text but no bytes"},
      {"claims", "c_1", R"({"object": {"mentions": ["m_x"]}})", R"(object names "m_x")"},
      {"claims", "c_1", R"({"figure_text": "13"})", R"(figure_text [)"},
      {"claims", "c_1", R"({"figure": "m_1"})", R"(figure names "m_1")"},
      {"claims", "c_1", R"({"time": {"text": "2020"}})", "time ["},
      {"claims", "c_1", R"({"markers": [{"text": "aurait", "byte_start": 3, "byte_end": 9}]})",
       "marker [3, 9)"},
      {"claims", "c_1", R"({"attribution": "a_9"})", R"(attribution names "a_9")"},
  };
  for (const auto& c : cases) {
    const std::string what = std::string(c.id) + " " + c.patch;
    CAPTURE(what);
    StoreFixture fixture;
    Json& record = fixture.Record(c.family, c.id);
    // Nulls of the patch stand for themselves, so no merge_patch.
    const Json patch = Json::parse(c.patch);
    for (const auto& [key, value] : patch.items()) {
      if (record[key].is_object() && value.is_object()) {
        record[key].update(value);
      } else {
        record[key] = value;
      }
    }
    const VerifyReport report = Check(fixture.Write());
    CHECK_FALSE(report.ok());
    CHECK_MESSAGE(Joined(report).find(c.expected) != std::string::npos, Joined(report));
    if (std::string(c.expected).find("out of order") == std::string::npos) {
      CHECK(Joined(report).find("d_") == 0);  // the document is named first
    }
  }
}

TEST_CASE("one changed byte of a source is found: hash, span, and what the bytes say now") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  std::string changed = fixture.article().bytes;
  changed[fixture.article().Find("13 mil")] = '9';
  WriteFile(fixture.sources() / "news" / "a.txt", changed);
  const VerifyReport report = Check(store);
  const std::string all = Joined(report);
  CHECK(report.mismatches == 5);  // sha256, figure, sentences of attribution and claim, figure_text
  CHECK(all.find(fixture.article().id() + " (news/a.txt): sha256: the store says") !=
        std::string::npos);
  CHECK(all.find(R"(figures m_13: text [)") != std::string::npos);
  CHECK(all.find(R"(the bytes say "93 milliards de dollars")") != std::string::npos);
}

TEST_CASE(
    "a JSONL record is named by its number; a byte inserted before it moves nothing silently") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  WriteFile(fixture.sources() / "news" / "b.jsonl",
            "{\"text\": \"Ein anderes\", \"id\": 1234567}\n" + fixture.line().bytes + "\n");
  const VerifyReport report = Check(store);
  CHECK_FALSE(report.ok());
  CHECK(Joined(report).find("(news/b.jsonl record 1): ") != std::string::npos);
}

TEST_CASE("sources that are gone are mismatches; --sources says where they are now") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  const auto moved = std::filesystem::path(fixture.store()).parent_path() / "moved";
  std::filesystem::rename(fixture.sources(), moved);
  const VerifyReport gone = Check(store);
  CHECK(gone.mismatches == 2);
  CHECK(Joined(gone).find("cannot be read again") != std::string::npos);
  CHECK(Check(store, {moved.string(), 20}).ok());
}

TEST_CASE("a segment that is not what the MANIFEST says is found") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  for (const StoreFile& file : store.files()) {
    if (file.family != Family::kFacts) continue;
    const std::string path = store.Path(file);
    std::ifstream in(path);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    bytes.replace(bytes.find("differ"), 6, "agree!");
    WriteFile(path, bytes);
    CHECK(Joined(Check(store)).find("xxh128: the MANIFEST says " + file.xxh128) !=
          std::string::npos);
    WriteFile(path, bytes + "{}\n");
    CHECK(Joined(Check(store)).find("and 1 records, the file has") != std::string::npos);
    std::filesystem::remove(path);
    CHECK(Joined(Check(store)).find("the MANIFEST names it, but it cannot be read") !=
          std::string::npos);
  }
}

TEST_CASE("the first mismatches are told, the others counted") {
  StoreFixture fixture;
  for (Json& entity : fixture.families()["entities"]) entity["text"] = "x";
  const VerifyReport report = Check(fixture.Write(), {"", 2});
  CHECK(report.mismatches == 3);
  CHECK(report.examples.size() == 2);
}

}  // namespace sourcier
