#include "pipeline/text/normalize.h"

#include <doctest/doctest.h>

#include <random>

#include "pipeline/language/language_pack.h"

namespace sourcier {
namespace {

const Languages& NoLanguages() {
  static const Languages languages;
  return languages;
}

void Normalize(const std::string& decoded, Document* document) {
  document->Reset();
  document->decoded = decoded;
  MakeNormalizeStage()->Run(NoLanguages(), *document);
}

}  // namespace

TEST_CASE("text is cleaned and composed") {
  const struct {
    const char* decoded;
    const char* text;
  } cases[] = {
      {"", ""},
      {"rien à faire", "rien à faire"},
      {"a\r\nb\rc\nd", "a\nb\nc\nd"},
      {"\r\r\n", "\n\n"},
      {"mil\u00ADliards", "milliards"},
      {"a\u200Bb\u2060c\uFEFF", "abc"},
      {"a\u200Cb\u200Dc", "a\u200Cb\u200Dc"},
      {"a\x01\tb\x7F\u0085c", "a\tbc"},
      {"l’été\u00A0: 5\u202F€", "l’été\u00A0: 5\u202F€"},
      {"e\u0301", "é"},
      {"e\u00AD\u0301\r\n", "é\n"},
      {"①ﬁ½", "①ﬁ½"},
  };
  Document document;
  for (const auto& c : cases) {
    CAPTURE(c.decoded);
    Normalize(c.decoded, &document);
    CHECK(document.text == c.text);
    CHECK(document.normalize_map.text_size() == document.text.size());
    CHECK(document.origin.runs() == document.normalize_map.runs());
  }
}

TEST_CASE("every byte of the text knows where it came from") {
  Document document;
  Normalize("13 mil\u00ADliards\r\ne\u0301t", &document);
  CHECK(document.text == "13 milliards\nét");
  CHECK(document.origin.Hull({3, 12}) == SourceRange{3, 14});
  CHECK(document.origin.Hull({12, 13}) == SourceRange{14, 16});
  CHECK(document.origin.Hull({13, 15}) == SourceRange{16, 19});

  std::mt19937 rng(3);
  const char* const pieces[] = {"a",      "b",      "\r\n",   "\r",   "\n", "é",
                                "\u00AD", "\u200B", "\u2009", "\x02", "€",  "«"};
  for (int round = 0; round < 500; ++round) {
    std::string decoded;
    for (size_t n = rng() % 200; n > 0; --n)
      decoded += pieces[rng() % (round % 2 ? std::size(pieces) : 2)];
    Normalize(decoded, &document);
    uint32_t at = 0;
    for (const auto& run : document.origin.runs()) {
      CHECK(run.dst == at);
      at += run.dlen;
      const auto to = document.text.substr(run.dst, run.dlen);
      if (run.kind == OffsetMap::Kind::kLiteral) {
        CHECK(decoded.substr(run.src, run.slen) == to);
      } else {
        CHECK(to == "\n");
        CHECK(decoded[run.src] == '\r');
      }
    }
    CHECK(at == document.text.size());
    for (const char* gone : {"\r", "\u00AD", "\u200B", "\x02"})
      CHECK(document.text.find(gone) == std::string::npos);
  }
}

TEST_CASE("the map to the payload goes through the decoding") {
  Document document;
  document.decoded = "é\r\nx";
  TextBuilder builder(&document.decoded, &document.decode_map);
  builder.Replaced("é", 0, 1);  // Latin-1
  builder.Literal("\r\nx", 1);
  MakeNormalizeStage()->Run(NoLanguages(), document);
  CHECK(document.text == "é\nx");
  CHECK(document.origin.Hull({0, 2}) == SourceRange{0, 1});
  CHECK(document.origin.Hull({3, 4}) == SourceRange{3, 4});
  CHECK(document.normalize_map.Hull({3, 4}) == SourceRange{4, 5});
}

}  // namespace sourcier
