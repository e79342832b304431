#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "pipeline/input/formats.h"
#include "pipeline/input/reader.h"

namespace sourcier {
namespace {

using Kind = OffsetMap::Kind;
constexpr char kFffd[] = "\xEF\xBF\xBD";

Document Decode(std::string line) {
  Document d;
  d.media_type = "application/x-ndjson";
  d.payload = std::move(line);
  DecodePayload(&d);
  return d;
}

}  // namespace

TEST_CASE("fields of a record") {
  const Document d = Decode(
      R"({"id":"x","url":"http://a/b","title":"Un titre","text":"Le texte.","published":"2024-05-15T08:00:00Z",)"
      R"("authors":["Ana","Bo\u00e9"],"language":"fr","publisher":"Le Journal","other":{"text":"non"}})");
  CHECK(d.problems.empty());
  CHECK(d.decoded == "Un titre\n\nLe texte.");
  CHECK(d.field_begin == 10);
  CHECK(d.title == "Un titre");
  CHECK(d.published == "2024-05-15T08:00:00Z");
  CHECK(d.published_by == "metadata");
  CHECK(d.url == "http://a/b");
  CHECK(d.authors == std::vector<std::string>{"Ana", "Boé"});
  CHECK(d.declared_language == "fr");
  CHECK(d.publisher == "Le Journal");
  CHECK(d.charset == "utf-8");
}

TEST_CASE("without a title the text begins the document; a lone author may be a string") {
  for (const char* title : {"", R"("title":null,)", R"("title":"",)", R"("title":" \n",)"}) {
    const Document d = Decode(std::string("{") + title + R"("text":"Le texte.","authors":"Ana"})");
    CAPTURE(title);
    CHECK(d.problems.empty());
    CHECK(d.decoded == "Le texte.");
    CHECK(d.field_begin == 0);
    CHECK(d.title.empty());
    CHECK(d.authors == std::vector<std::string>{"Ana"});
  }
}

TEST_CASE("every escape is one run, all else is literal") {
  struct Case {
    std::string escaped, text;
    size_t replaced;  // runs
    bool damaged;
  };
  const std::vector<Case> cases = {
      {"abc", "abc", 0, false},
      {R"(a\"b\\c\/d)", "a\"b\\c/d", 3, false},
      {R"(\b\f\n\r\t)", "\b\f\n\r\t", 5, false},
      {R"(caf\u00e9 \u20AC)", "café €", 2, false},
      {R"(\ud83d\ude00!)", "😀!", 1, false},
      {R"(a\ud83d)", std::string("a") + kFffd, 1, true},
      {R"(\ude00a)", kFffd + std::string("a"), 1, true},
      {R"(\ud83d\ud83d\ude00)", kFffd + std::string("😀"), 2, true},
      {R"(\ud83d\u00e9)", kFffd + std::string("é"), 2, true},
      {R"(\ud83dabcdefg)", kFffd + std::string("abcdefg"), 1, true},
      {"été\xA0", std::string("été") + kFffd, 1, true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.escaped);
    const Document d = Decode("{\"text\":\"" + c.escaped + "\"}");
    CHECK(d.decoded == c.text);
    CHECK(d.HasFlag("invalid_bytes") == c.damaged);
    CHECK(d.problems.size() == (c.damaged ? 1 : 0));
    size_t replaced = 0;
    uint64_t src = 9;
    for (const OffsetMap::Run& run : d.decode_map.runs()) {
      CHECK(run.src == src);  // runs follow each other without a hole
      src += run.slen;
      replaced += run.kind == Kind::kReplaced;
      if (run.kind == Kind::kLiteral) {
        CHECK(d.decoded.substr(run.dst, run.dlen) == d.payload.substr(run.src, run.slen));
      }
    }
    CHECK(src == d.payload.size() - 2);
    CHECK(replaced == c.replaced);
  }
}

TEST_CASE(
    "the break between title and text has no bytes in the line, in either order of the fields") {
  for (const char* line : {R"({"title":"AB","text":"CD"})", R"({"text":"CD","title":"AB"})"}) {
    const Document d = Decode(line);
    CHECK(d.decoded == "AB\n\nCD");
    REQUIRE(d.decode_map.runs().size() == 3);
    CHECK(d.decode_map.runs()[1].kind == Kind::kInserted);
    const SourceRange text = d.decode_map.Hull({4, 6});
    CHECK(d.payload.substr(text.begin, text.size()) == "CD");
    const SourceRange title = d.decode_map.Hull({0, 2});
    CHECK(d.payload.substr(title.begin, title.size()) == "AB");
  }
}

TEST_CASE("a line in windows-1252 is read as that") {
  const Document d = Decode("{\"text\":\"\xE9t\xE9 10 \x80\"}");
  CHECK(d.charset == "windows-1252");
  CHECK(d.decoded == "été 10 €");
  CHECK(d.problems.empty());
}

TEST_CASE("bad records are problems that say where") {
  struct Case {
    std::string line, code;
    bool fatal;
    SourceRange range;
  };
  const std::vector<Case> cases = {
      {R"({"text":"a)", "bad_json", true, {10, 10}},
      {R"(text)", "bad_json", true, {0, 1}},
      {R"({"title":"a"})", "missing_text", true, {0, 0}},
      {R"({"text":null})", "missing_text", true, {8, 12}},
      {R"({"text":12})", "missing_text", true, {8, 10}},
      {R"({"text":" "})", "no_text", false, {}},
      {R"({"text":"a","published":"hier"})", "bad_published", false, {25, 29}},
      {R"({"text":"a","title":3})", "bad_field", false, {20, 21}},
      {R"({"text":"a","authors":3})", "bad_field", false, {22, 23}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    const Document d = Decode(c.line);
    REQUIRE(d.problems.size() == 1);
    CHECK(d.problems[0].code == c.code);
    CHECK(d.problems[0].fatal == c.fatal);
    CHECK(d.problems[0].range.value_or(SourceRange{}) == c.range);
    CHECK(d.published.empty());
  }
}

TEST_CASE("JSONL is known by its first line") {
  struct Case {
    const char* head;
    bool jsonl;
  };
  constexpr Case kCases[] = {
      {"{\"id\": 1, \"text\": \"a\"}\n", true},
      {"\xEF\xBB\xBF{\"a\":1}", true},
      {"\n\n  { \"a\" : 1", true},
      {"{}\n", true},
      {"{\n  \"a\": 1\n}\n", false},  // one document over many lines
      {"[{\"a\":1}]", false},
      {"{ceci est un texte}", false},
      {"{\"ceci\" est un texte}", false},
      {"Un texte.\n{\"a\":1}\n", false},
      {"", false},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.head);
    CHECK(SniffJsonl(c.head) == c.jsonl);
  }
}

}  // namespace sourcier
