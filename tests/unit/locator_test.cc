#include "pipeline/core/locator.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

namespace sourcier {
namespace {

// The slow twins of what Locator keeps ready.
uint32_t CodePoints(std::string_view s) {
  return static_cast<uint32_t>(
      std::count_if(s.begin(), s.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}
uint32_t Lines(std::string_view s) {
  return static_cast<uint32_t>(std::count(s.begin(), s.end(), '\n'));
}

std::string RandomText(std::mt19937& random, size_t pieces) {
  const std::string_view kPieces[] = {
      "a", "b", "é", "€", "𝄞", "\n", "\v", "J", "\xC2\x8A", "\xE2\x80\xA8", "mots", " "};
  std::string text;
  for (; pieces > 0; --pieces) text += kPieces[random() % std::size(kPieces)];
  return text;
}

TEST_CASE("counts before every byte, whatever the length") {
  std::mt19937 random(11);
  for (size_t pieces : {0, 1, 3, 8, 30, 63, 200, 1000}) {
    const std::string text = RandomText(random, pieces);
    PrefixCounts<Counted::kCodePoints> chars;
    PrefixCounts<Counted::kLines> lines;
    chars.Start(text);
    lines.Start(text);
    for (size_t at = 0; at <= text.size(); ++at) {
      const std::string_view before = std::string_view(text).substr(0, at);
      if (chars.Before(at) != CodePoints(before)) FAIL_CHECK("code points before byte " << at);
      if (lines.Before(at) != Lines(before)) FAIL_CHECK("lines before byte " << at);
    }
  }
  PrefixCounts<Counted::kLines> none;
  none.Start("no line end");
  CHECK(none.Before(5) == 0);
}

TEST_CASE("places by the maps and by counting, in any order") {
  std::mt19937 random(12);
  Locator locator;
  for (int round = 0; round < 200; ++round) {
    Document d;
    d.payload = RandomText(random, 20 + random() % 80);
    // The payload cut into code points, some of them left out, repeated or made of nothing.
    TextBuilder decode(&d.decoded, &d.decode_map);
    for (size_t at = 0; at < d.payload.size();) {
      size_t end = at + 1;
      while (end < d.payload.size() && (d.payload[end] & 0xC0) == 0x80) ++end;
      const std::string_view piece = std::string_view(d.payload).substr(at, end - at);
      const auto dice = random() % 12;
      if (dice == 0) {
        decode.Replaced("\xEF\xBF\xBD", at, static_cast<uint32_t>(piece.size()));
      } else if (dice == 1) {
        decode.Inserted("\n\n", at);
      } else if (dice != 2) {
        decode.Literal(piece, at);
      }
      if (round % 2 == 1 && d.field_begin == 0 && dice == 3) d.field_begin = decode.size();
      at = end;
    }
    TextBuilder normalize(&d.text, &d.normalize_map);
    for (size_t at = 0; at < d.decoded.size();) {
      size_t end = at + 1;
      while (end < d.decoded.size() && (d.decoded[end] & 0xC0) == 0x80) ++end;
      if (random() % 9 != 0)
        normalize.Literal(std::string_view(d.decoded).substr(at, end - at), at);
      at = end;
    }
    if (d.text.empty()) continue;
    d.origin = OffsetMap::Compose(d.decode_map, d.normalize_map);
    locator.Start(d);
    for (int k = 0; k < 60; ++k) {
      const auto begin = static_cast<uint32_t>(random() % (d.text.size() + 1));
      const auto end = begin + static_cast<uint32_t>(random() % (d.text.size() + 1 - begin));
      const Location at = locator.Locate({begin, end});
      CHECK(at.bytes == d.origin.Hull({begin, end}));
      CHECK(locator.Bytes({begin, end}) == at.bytes);
      std::vector<SourceRange> segments;
      d.origin.Segments({begin, end}, &segments);
      CHECK(at.contiguous == (segments.size() < 2));
      const auto chars_before = [&](uint64_t byte) {
        const uint64_t base = byte >= d.field_begin ? d.field_begin : 0;
        return CodePoints(std::string_view(d.decoded).substr(base, byte - base));
      };
      const SourceRange chars = d.normalize_map.Hull({begin, end});
      CHECK(at.char_start == chars_before(chars.begin));
      CHECK(at.char_end == chars_before(chars.end));
      CHECK(at.line == 1 + Lines(std::string_view(d.payload).substr(0, at.bytes.begin)));
    }
  }
}

}  // namespace
}  // namespace sourcier
