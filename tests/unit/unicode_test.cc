#include "pipeline/core/unicode.h"

#include <doctest/doctest.h>
#include <utf8proc.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

namespace sourcier {
namespace {

std::string Oracle(const std::string& text) {
  utf8proc_uint8_t* out = nullptr;
  const auto n = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                              static_cast<utf8proc_ssize_t>(text.size()), &out,
                              static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  REQUIRE(n >= 0);
  std::string composed(reinterpret_cast<char*>(out), static_cast<size_t>(n));
  std::free(out);
  return composed;
}

// NFC of `text`, after checks of what its map must say.
std::string Compose(const std::string& text) {
  std::string out;
  OffsetMap map;
  TextBuilder builder(&out, &map);
  AppendNfc(text, 100, &builder);
  CHECK(map.text_size() == out.size());
  uint64_t at = 100;
  for (const auto& run : map.runs()) {
    REQUIRE(run.src == at);  // NFC leaves nothing out
    at += run.slen;
    const std::string from = text.substr(run.src - 100, run.slen),
                      to = out.substr(run.dst, run.dlen);
    if (run.kind == OffsetMap::Kind::kLiteral) CHECK(from == to);
  }
  CHECK(at == 100 + text.size());
  const size_t clean = NfcQuickCheck(text);
  REQUIRE(clean <= text.size());
  CHECK(out.compare(0, clean, text, 0, clean) == 0);
  return out;
}

}  // namespace

TEST_CASE("NFC composes, and says where") {
  CHECK(Compose("") == "");
  CHECK(Compose("déjà") == "déjà");
  CHECK(Compose("e\u0301te\u0301") == "été");
  CHECK(Compose("abce\u0301") == "abcé");
  CHECK(Compose("é\u0301") == "é\u0301");
  CHECK(Compose("\u2126 \u212B") == "Ω Å");
  CHECK(Compose("\u2000x\u2001") == "\u2002x\u2003");
  CHECK(Compose("\u1100\u1161") == "가");
  CHECK(NfcQuickCheck("« l’été » – 5 €…") == std::string("« l’été » – 5 €…").size());
  CHECK(NfcQuickCheck("abce\u0301") == 3);

  std::string out;
  OffsetMap map;
  TextBuilder builder(&out, &map);
  AppendNfc("abce\u0301d", 0, &builder);
  CHECK(map.Hull({3, 5}) == SourceRange{3, 6});
  CHECK(map.Hull({5, 6}) == SourceRange{6, 7});
}

TEST_CASE("NFC equals that of utf8proc on random text") {
  std::mt19937 rng(11);
  const uint32_t ranges[][2] = {{0x20, 0x7E},     {0xC0, 0x17F},    {0x300, 0x34F},
                                {0x20, 0x7E},     {0x41, 0x7A},     {0x1E00, 0x1EFF},
                                {0x1100, 0x11FF}, {0xAC00, 0xAC80}, {0x2000, 0x20FF},
                                {0x900, 0x9FF},   {0x2100, 0x214F}, {0x1F600, 0x1F64F}};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (size_t n = rng() % 24; n > 0; --n) {
      const auto& r = ranges[rng() % std::size(ranges)];
      AppendUtf8(r[0] + static_cast<uint32_t>(rng() % (r[1] - r[0] + 1)), &text);
    }
    CAPTURE(text);
    CHECK(Compose(text) == Oracle(text));
  }
}

TEST_CASE("NFC passes Unicode's own cases, where they are at hand") {
  const char* shared = std::getenv("SOURCIER_SHARED");
  std::ifstream file(std::string(shared ? shared : SOURCIER_ROOT "/../shared") +
                     "/suites/unicode_nfc.jsonl");
  if (!file) return;
  std::string line;
  int cases = 0;
  while (std::getline(file, line)) {
    const auto record = nlohmann::json::parse(line);
    if (!record.contains("src") || !record.contains("nfc")) continue;
    const auto source = record["src"].get<std::string>();
    CAPTURE(source);
    CHECK(Compose(source) == record["nfc"].get<std::string>());
    ++cases;
  }
  CHECK(cases > 1000);
}

TEST_CASE("code points go in and out of UTF-8") {
  for (uint32_t c : {0x0u, 0x7Fu, 0x80u, 0x7FFu, 0x800u, 0xFFFFu, 0x10000u, 0x10FFFFu}) {
    std::string s;
    AppendUtf8(c, &s);
    size_t at = 0;
    CHECK(NextCodePoint(s, &at) == c);
    CHECK(at == s.size());
  }
}

TEST_CASE("fold keys compare names across case and accents") {
  CHECK(FoldKey("Élysée") == "elysee");
  CHECK(FoldKey("E\u0301LYSE\u0301E") == "elysee");
  CHECK(FoldKey("Straße") == "strasse");
  CHECK(FoldKey("ﬁn") == "fin");
  CHECK(FoldKey("Ωmega") == "ωmega");
  // Plain Latin text takes a short way; utf8proc is the oracle.
  for (uint32_t c = 0x20; c < 0x180; ++c) {
    std::string text = "Ab";
    AppendUtf8(c, &text);
    text += "C’d";
    utf8proc_uint8_t* folded = nullptr;
    utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                 static_cast<utf8proc_ssize_t>(text.size()), &folded,
                 static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK));
    CHECK(FoldKey(text) == reinterpret_cast<const char*>(folded));
    std::free(folded);
  }
}

}  // namespace sourcier
