#include "pipeline/input/charset.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "pipeline/input/reader.h"

namespace sourcier {
namespace {

using Kind = OffsetMap::Kind;
constexpr char kFffd[] = "\xEF\xBF\xBD";

Document Decode(std::string payload) {
  Document d;
  d.media_type = "text/plain";
  d.payload = std::move(payload);
  DecodePayload(&d);
  return d;
}

bool HasProblem(const Document& d, std::string_view code) {
  for (const Problem& p : d.problems) {
    if (p.code == code) return true;
  }
  return false;
}

std::string Utf16(std::u16string_view text, bool little) {
  std::string bytes;
  for (char16_t u : text) {
    const char low = static_cast<char>(u & 0xFF), high = static_cast<char>(u >> 8);
    bytes.push_back(little ? low : high);
    bytes.push_back(little ? high : low);
  }
  return bytes;
}

}  // namespace

TEST_CASE("the charset and the text of a payload") {
  struct Case {
    const char* name;
    std::string payload, charset, decoded;
    bool damaged;
  };
  const std::vector<Case> cases = {
      {"ascii", "abc", "utf-8", "abc", false},
      {"utf-8", "été à 49 %", "utf-8", "été à 49 %", false},
      {"utf-8 with a mark",
       "\xEF\xBB\xBF"
       "été",
       "utf-8", "été", false},
      {"utf-16le with a mark", "\xFF\xFE" + Utf16(u"été 😀", true), "utf-16le", "été 😀", false},
      {"utf-16be with a mark", "\xFE\xFF" + Utf16(u"été 😀", false), "utf-16be", "été 😀", false},
      {"utf-16le without", Utf16(u"un été à Paris", true), "utf-16le", "un été à Paris", false},
      {"utf-16be without", Utf16(u"un été à Paris", false), "utf-16be", "un été à Paris", false},
      {"utf-16 with a lone surrogate", "\xFF\xFE" + Utf16({u"a\xD83Dz", 3}, true), "utf-16le",
       std::string("a") + kFffd + "z", true},
      {"utf-16 with an odd byte", "\xFF\xFE" + Utf16(u"ab", true) + "c", "utf-16le",
       std::string("ab") + kFffd, true},
      {"cp1252", "L'\xE9t\xE9, 10 \x80 \x93\xE0\x94 \x9C", "windows-1252", "L'été, 10 € “à” œ",
       false},
      {"cp1252 with a byte without meaning", "\xE9t\xE9 \x81", "windows-1252",
       std::string("été ") + kFffd, true},
      {"utf-8 with a bad byte", "été été \xFF été", "utf-8",
       std::string("été été ") + kFffd + " été", true},
      {"utf-8 cut in a sequence", "été \xE2\x82", "utf-8", std::string("été ") + kFffd, true},
      // Unicode 15, table 3-8: one U+FFFD for each maximal subpart.
      {"maximal subparts", "ééé\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64éééé", "utf-8",
       std::string("éééa") + kFffd + kFffd + kFffd + "b" + kFffd + "c" + kFffd + kFffd + "déééé",
       true},
      {"surrogates in utf-8", "éééé\xED\xA0\x80", "utf-8",
       std::string("éééé") + kFffd + kFffd + kFffd, true},
      {"overlong", "éééé\xC0\xAF", "utf-8", std::string("éééé") + kFffd + kFffd, true},
      {"a mark outweighs the vote",
       "\xEF\xBB\xBF"
       "a\xE9"
       "b",
       "utf-8", std::string("a") + kFffd + "b", true},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Document d = Decode(c.payload);
    CHECK(d.charset == c.charset);
    CHECK(d.decoded == c.decoded);
    CHECK(d.HasFlag("invalid_bytes") == c.damaged);
    CHECK(HasProblem(d, "invalid_utf8") == c.damaged);
    CHECK(d.sha256.size() == 64);
    // The runs tile the text, and literal bytes equal those of the payload.
    uint32_t at = 0;
    for (const OffsetMap::Run& run : d.decode_map.runs()) {
      CHECK(run.dst == at);
      at += run.dlen;
      CHECK(run.src + run.slen <= d.payload.size());
      if (run.kind == Kind::kLiteral) {
        CHECK(d.decoded.substr(run.dst, run.dlen) == d.payload.substr(run.src, run.slen));
      }
    }
    CHECK(at == d.decoded.size());
  }
}

TEST_CASE("each byte of the text knows its bytes of the payload") {
  SUBCASE("windows-1252: one for each character") {
    const Document d = Decode("a\xE9\x80z");  // a, e acute (2 bytes), euro (3 bytes), z
    const std::vector<SourceRange> of = {{0, 1}, {1, 2}, {1, 2}, {2, 3}, {2, 3}, {2, 3}, {3, 4}};
    REQUIRE(d.decoded.size() == of.size());
    for (uint32_t i = 0; i < of.size(); ++i) CHECK(d.decode_map.Hull({i, i + 1}) == of[i]);
  }
  SUBCASE("utf-16: two or four") {
    const Document d = Decode("\xFF\xFE" + Utf16(u"aé😀z", true));
    const std::vector<SourceRange> of = {{2, 4},  {4, 6},  {4, 6},  {6, 10},
                                         {6, 10}, {6, 10}, {6, 10}, {10, 12}};
    REQUIRE(d.decoded.size() == of.size());
    for (uint32_t i = 0; i < of.size(); ++i) CHECK(d.decode_map.Hull({i, i + 1}) == of[i]);
  }
  SUBCASE("utf-8 with a mark: three further on") {
    const Document d = Decode(
        "\xEF\xBB\xBF"
        "abc");
    CHECK(d.decode_map.Hull({0, 3}) == SourceRange{3, 6});
    CHECK(!d.decode_map.IsIdentity());
  }
  SUBCASE("valid utf-8: as it is") { CHECK(Decode("été").decode_map.IsIdentity()); }
}

TEST_CASE("damage is counted and its first place told") {
  const Document d = Decode("été \xFF été \xFE\xFE été");
  REQUIRE(d.problems.size() == 1);
  CHECK(d.problems[0].range == SourceRange{6, 7});
  CHECK(!d.problems[0].fatal);
  CHECK(d.problems[0].message.find("3 ill-formed") != std::string::npos);
}

TEST_CASE("what is no text is a fatal problem, what is only space is not") {
  using std::string_literals::operator""s;
  struct Case {
    const char* name;
    std::string payload, code;
    bool fatal;
  };
  const std::vector<Case> cases = {
      {"nothing", "", "empty_document", true},
      {"a NUL in text", "Un texte\0 avec un zéro"s, "binary", true},
      {"a picture", "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0"s, "binary", true},
      {"a NUL between two letters", "a\0b"s, "binary", true},
      {"controls", "\x01\x02\x03 abc \x04\x05\x06", "binary", true},
      {"blank lines", std::string(1000, '\n'), "no_text", false},
      {"only a mark", "\xEF\xBB\xBF", "no_text", false},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Document d = Decode(c.payload);
    REQUIRE(d.problems.size() == 1);
    CHECK(d.problems[0].code == c.code);
    CHECK(d.problems[0].fatal == c.fatal);
    CHECK(d.sha256.size() == 64);
  }
}

}  // namespace sourcier
