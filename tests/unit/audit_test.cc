#include "pipeline/run/audit.h"

#include <doctest/doctest.h>

#include <cstdio>

#include "pipeline/run/audit_page.h"
#include "pipeline/run/reread.h"
#include "tests/unit/store_fixture.h"

namespace sourcier {
namespace {

using test::StoreFixture;
using test::WriteFile;

std::string Page(const StoreReader& store, const std::string& target, AuditOptions options = {}) {
  const Result<std::optional<std::string>> page = Audit(store, target, options);
  REQUIRE_MESSAGE(page.ok(), page.error().message);
  return page->value_or("");
}

// What the command under `print` of a page prints.
std::string RunCommandOf(const std::string& page) {
  const size_t at = page.find("\n  print       ");
  REQUIRE(at != std::string::npos);
  const size_t begin = at + 15;
  const std::string command = page.substr(begin, page.find('\n', begin) - begin);
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  char buffer[4096];
  while (const size_t n = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, n);
  CHECK(pclose(pipe) == 0);
  return out;
}

}  // namespace

TEST_CASE("every kind of record has a page with its marks, its parts and its place") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  const std::string sha256 = Sha256Hex(fixture.article().bytes),
                    file = (fixture.sources() / "news" / "a.txt").string();
  const struct {
    std::string id;
    std::vector<std::string> expected;
  } cases[] = {
      {"m_13",
       {"figure m_13  \"13 milliards de dollars\"  money  13000000000 USD\n",
        "\n  Le pari est risqu\u00E9.\n",
        "  Microsoft a investi [hedge: environ] [[13 milliards de dollars]] dans OpenAI depuis "
        "2019, selon Satya Nadella.\n",
        "\n  La somme vient en plusieurs fois.\n", "qualifier   approx",
        "hedge       \"environ\" [", "approx\n", "part        number \"13\" [",
        "rule        fr/figure/test", "claim       c_1  investment: Microsoft a investi",
        "line        3\n", "sha256      " + sha256, "source      " + file + "\n"}},
      {"m_2019",
       {"[[2019]]", "edtf        2019\n", "interval    [2019-01-01, 2020-01-01)",
        "resolved_by explicit"}},
      {"m_oa", {"dans [[OpenAI]] depuis", "class       organisation", "canonical   OpenAI"}},
      {"c_1",
       {"[subject: Microsoft]", "[[13 milliards de dollars]]", "[object: OpenAI]",
        "[time: depuis 2019]", "subject     \"Microsoft\" [", "mention m_ms \"Microsoft\" [",
        "norm invest", "time        \"depuis 2019\" [", "epistemic   asserted",
        "marker      \"a investi\" [", "said by     Satya Nadella",
        "attribution a_1  indirect  Satya Nadella  source \"Satya Nadella\" [",
        "rule        fr/claim/invest", "fact_key    investment|Microsoft|OpenAI|USD|",
        "verdict     differ", "value       13000000000  USD  approx  c_1",
        "also in     " + fixture.line().id() + "  news/b.jsonl"}},
      {"a_1",
       {"attribution a_1  indirect", "[[Microsoft a investi environ]]", "[cue: selon]",
        "[source: Satya Nadella]", "cue         \"selon\" [",
        "content     \"Microsoft a investi environ\" [", "claim       c_1"}},
      {"m_500",
       {"Stargate co\u00FBterait [[500\u00A0milliards de dollars]].\n", "low         400000000000",
        "record 1 ["}},
      {fixture.article().id(),
       {"title       Microsoft, \"le\" pari", "blocks      body 1", "counts      attributions 1, ",
        "claim       c_1"}},
      {"f_1", {"fact f_1", "verdict     differ"}},
  };
  for (const auto& c : cases) {
    const std::string page = Page(store, c.id);
    CAPTURE(page);
    for (const std::string& expected : c.expected)
      CHECK_MESSAGE(page.find(expected) != std::string::npos, expected);
    CHECK(page.find("WARNING") == std::string::npos);
  }
}

TEST_CASE("the command prints exactly the bytes") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  CHECK(RunCommandOf(Page(store, "m_oa")) == "OpenAI");
  CHECK(RunCommandOf(Page(store, "m_13")) ==
        "13 milliards de dollars");  // two segments, without the soft hyphen
  CHECK(RunCommandOf(Page(store, "c_1")) == "13 mil\u00ADliards de dollars");
  CHECK(RunCommandOf(Page(store, "m_500")) == R"(500\u00a0milliards de dollars)");
  CHECK(RunCommandOf(Page(store, fixture.line().id())) == fixture.line().bytes);
}

TEST_CASE("offsets of a JSONL record are printed within it and within its file") {
  StoreFixture fixture;
  const std::string page = Page(fixture.Write(), "m_40");
  const size_t begin = fixture.line().Find("1/3"), base = fixture.line_base();
  CHECK(page.find("bytes       " + Bytes({begin, begin + 3}) + " of the payload, " +
                  Bytes({base + begin, base + begin + 3}) + " of the file\n") != std::string::npos);
}

TEST_CASE("FILE:BYTE gives all that covers the byte, the shortest first") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  const std::string file = (fixture.sources() / "news" / "a.txt").string();
  const std::string at = ":" + std::to_string(fixture.article().Find("13 mil") + 1);
  for (const std::string& name : {file, std::string("news/a.txt"), std::string("a.txt")}) {
    const std::string page = Page(store, name + at);
    const size_t figure = page.find("figure m_13"), claim = page.find("\nclaim c_1"),
                 attribution = page.find("\nattribution a_1");
    CHECK(figure == 0);
    CHECK(claim != std::string::npos);
    CHECK(attribution != std::string::npos);
    CHECK(page.find("m_oa \"") > claim);
  }
  const size_t third = fixture.line_base() + fixture.line().Find("1/3");
  CHECK(Page(store, "news/b.jsonl:" + std::to_string(third)).find("figure m_40") == 0);
  CHECK(Page(store, "news/b.jsonl:" + std::to_string(third + 3)) == "");
  CHECK(Page(store, file + ":0") == "");
  CHECK(Page(store, file + ":1000000") == "");
  CHECK(Page(store, "other.txt" + at) == "");
  CHECK(Page(store, "m_999") == "");
  for (const char* bad : {"", "what", "a.txt:", "a.txt:x", ":3"}) {
    CAPTURE(bad);
    CHECK(Audit(store, bad, {}).error().code == ErrorCode::kUsage);
  }
}

TEST_CASE("a source that changed or went away is said on the page") {
  StoreFixture fixture;
  const StoreReader store = fixture.Write();
  WriteFile(fixture.sources() / "news" / "a.txt", "x" + fixture.article().bytes);
  CHECK(Page(store, "m_13").find("WARNING     the source has changed") != std::string::npos);
  std::filesystem::remove(fixture.sources() / "news" / "a.txt");
  const std::string page = Page(store, "c_1");
  CHECK(page.find("WARNING     the source cannot be read again") != std::string::npos);
  CHECK(page.find("investi environ 13 milliards") != std::string::npos);  // from the store
}

TEST_CASE("marks in colour and in brackets; control characters never reach the page") {
  const std::string text = "Avant. Un deux trois. Apres.";
  const std::vector<Mark> marks = {
      {{7, 9}, "subject", false}, {{10, 20}, "object", false}, {{10, 14}, "", true}};
  const struct {
    bool colour;
    const char* expected;
  } cases[] = {
      {false, "  Avant.\n  [subject: Un] [object: [[deux]] trois].\n  Apres.\n"},
      {true,
       "  \x1b[2mAvant.\x1b[0m\n  \x1b[4mUn\x1b[0m \x1b[1;4mdeux\x1b[0m\x1b[4m trois\x1b[0m.\n  "
       "\x1b[2mApres.\x1b[0m\n"},
  };
  for (const auto& c : cases) {
    AuditPage page(c.colour);
    page.Context(text, {7, 21}, marks);
    CHECK(page.Take() == c.expected);
  }
  AuditPage page(false);
  page.Field("x", "a\x1b[31mb\nc");
  CHECK(page.Take() == "  x           a [31mb c\n");
  CHECK(Quoted("a\x1b\n") == R"("a\x1b\x0a")");
}

TEST_CASE("sentences around a place end at stops and lines, and never inside a character") {
  const struct {
    const char* text;
    uint32_t begin, end;
    const char *before, *after;
  } cases[] = {
      {"", 0, 0, "", ""},
      {"Un.", 0, 3, "", ""},
      {"Un. Deux. Trois. Quatre.", 10, 16, "Deux.", "Quatre."},
      {"Titre\n\nUn.\n\nSuite sans fin", 7, 10, "Titre", "Suite sans fin"},
      {"Le 3.5 a monte. X. Y", 16, 18, "Le 3.5 a monte.", "Y"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    const std::string_view text = c.text;
    const Span before = SentenceBefore(text, c.begin), after = SentenceAfter(text, c.end);
    CHECK(text.substr(before.begin, before.size()) == c.before);
    CHECK(text.substr(after.begin, after.size()) == c.after);
  }
  std::string longer;
  for (int i = 0; i < 400; ++i) longer += "\u00E9";
  for (uint32_t shift : {0u, 1u}) {
    const std::string text = std::string(shift, 'a') + longer + "|" + longer;
    const uint32_t bar = shift + 800;
    const Span before = SentenceBefore(text, bar), after = SentenceAfter(text, bar + 1);
    CHECK(before.size() <= 300);
    CHECK(before.size() >= 298);
    CHECK((static_cast<unsigned char>(text[before.begin]) & 0xC0) != 0x80);
    CHECK((after.size() == 300 || after.size() == 299));
    CHECK(after.size() % 2 == 0);
  }
}

TEST_CASE("shell words are quoted") {
  CHECK(PrintCommand("/a b/c'd", {{3, 10}}) == R"(tail -c +4 '/a b/c'\''d' | head -c 7)");
  CHECK(PrintCommand("f", {{0, 1}, {5, 6}}) ==
        "{ tail -c +1 'f' | head -c 1; tail -c +6 'f' | head -c 1; }");
}

TEST_CASE("the index of a source answers as the map and the counting twins do") {
  Document document;
  document.payload = "a\r\nb\u00ADc\u00E9\r\nd\nfin";
  document.decoded = document.payload;
  TextBuilder builder(&document.text, &document.origin);
  builder.Literal("a", 0);
  builder.Replaced("\n", 1, 2);
  builder.Literal("b", 3);
  builder.Literal("c\u00E9", 6);
  builder.Replaced("\n", 9, 2);
  builder.Inserted("+", 11);
  builder.Literal("d\nfin", 11);
  const SourceIndex index(document);
  for (uint64_t begin = 0; begin <= document.payload.size(); ++begin) {
    for (uint64_t end = begin + 1; end <= document.payload.size(); ++end) {
      CHECK(index.TextOf({begin, end}) == document.origin.TextOf({begin, end}));
    }
  }
  CHECK(index.Line(0) == 1);
  CHECK(index.Line(2) == 1);
  CHECK(index.Line(3) == 2);
  CHECK(index.Line(document.payload.size()) == 4);
  CHECK(index.Char(3) == 3);
  CHECK(index.Char(6) == 5);
  CHECK(index.Char(9) == 7);
}

}  // namespace sourcier
