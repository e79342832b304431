#include "pipeline/core/offset_map.h"

#include <doctest/doctest.h>

#include <random>

namespace sourcier {
namespace {

// The slow twin of OffsetMap: for every byte of the text, the source bytes it stands for.
struct Bytewise {
  std::vector<SourceRange> of;  // empty range: inserted
};

// A random text over `source`, built piece by piece, with its bytewise twin.
void Build(std::mt19937& rng, const std::string& source, std::string* text, OffsetMap* map,
           Bytewise* twin) {
  TextBuilder builder(text, map);
  twin->of.clear();
  for (size_t at = 0; at < source.size();) {
    const uint32_t n = static_cast<uint32_t>(std::min<size_t>(1 + rng() % 5, source.size() - at));
    switch (rng() % 5) {
      case 0:
        break;  // left out: a hole
      case 1: {
        const std::string replacement(1 + rng() % 3, static_cast<char>('A' + rng() % 26));
        builder.Replaced(replacement, at, n);
        twin->of.insert(twin->of.end(), replacement.size(), {at, at + n});
        break;
      }
      case 2:
        builder.Inserted("+", at);
        twin->of.push_back({at, at});
        [[fallthrough]];
      default:
        builder.Literal(std::string_view(source).substr(at, n), at);
        for (uint32_t i = 0; i < n; ++i) twin->of.push_back({at + i, at + i + 1});
    }
    at += n;
  }
}

SourceRange HullOf(const Bytewise& twin, Span span) {
  SourceRange hull;
  bool found = false;
  for (uint32_t i = span.begin; i < span.end; ++i) {
    const SourceRange r = twin.of[i];
    if (r.size() == 0) continue;
    hull = found ? SourceRange{std::min(hull.begin, r.begin), std::max(hull.end, r.end)} : r;
    found = true;
  }
  return hull;
}

}  // namespace

TEST_CASE("runs answer as a map of every byte does, and composing equals mapping twice") {
  std::mt19937 rng(20240229);
  for (int round = 0; round < 300; ++round) {
    std::string source;
    for (size_t n = 5 + rng() % 60; source.size() < n;)
      source.push_back(static_cast<char>('a' + rng() % 26));
    std::string middle, text;
    OffsetMap inner, outer;
    Bytewise inner_twin, outer_twin;
    Build(rng, source, &middle, &inner, &inner_twin);
    Build(rng, middle, &text, &outer, &outer_twin);
    const OffsetMap both = OffsetMap::Compose(inner, outer);
    if (text.empty()) continue;
    REQUIRE(both.text_size() == text.size());
    for (int k = 0; k < 40; ++k) {
      uint32_t a = static_cast<uint32_t>(rng() % text.size());
      uint32_t b = a + 1 + static_cast<uint32_t>(rng() % (text.size() - a));
      const SourceRange in_middle = HullOf(outer_twin, {a, b});
      if (in_middle.size() == 0) continue;
      CHECK(outer.Hull({a, b}) == in_middle);
      // Byte by byte through both maps.
      SourceRange expected;
      bool found = false;
      std::vector<char> touched(source.size(), 0);
      for (uint32_t i = a; i < b; ++i) {
        const SourceRange m = outer_twin.of[i];
        for (uint64_t j = m.begin; j < m.end; ++j) {
          const SourceRange s = inner_twin.of[j];
          if (s.size() == 0) continue;
          expected =
              found ? SourceRange{std::min(expected.begin, s.begin), std::max(expected.end, s.end)}
                    : s;
          found = true;
          for (uint64_t x = s.begin; x < s.end; ++x) touched[x] = 1;
        }
      }
      if (!found) continue;
      CHECK(both.Hull({a, b}) == expected);
      std::vector<SourceRange> segments;
      both.Segments({a, b}, &segments);
      std::vector<char> covered(source.size(), 0);
      for (const SourceRange& s : segments) {
        for (uint64_t x = s.begin; x < s.end; ++x) covered[x] = 1;
      }
      for (size_t x = 0; x < source.size(); ++x) {
        if (touched[x]) CHECK(covered[x]);
      }
    }
    for (const auto& run : both.runs()) {
      if (run.kind == OffsetMap::Kind::kLiteral) {
        CHECK(text.substr(run.dst, run.dlen) == source.substr(run.src, run.slen));
      }
    }
  }
}

TEST_CASE("a hole inside a span gives two segments and one hull") {
  std::string text;
  OffsetMap map;
  TextBuilder b(&text, &map);
  b.Literal("mil", 0);
  b.Literal("liards", 5);  // U+00AD at bytes 3 and 4 left out
  CHECK(text == "milliards");
  CHECK(map.Hull({0, 9}) == SourceRange{0, 11});
  std::vector<SourceRange> segments;
  map.Segments({0, 9}, &segments);
  REQUIRE(segments.size() == 2);
  CHECK(segments[0] == SourceRange{0, 3});
  CHECK(segments[1] == SourceRange{5, 11});
  map.Segments({0, 3}, &segments);
  CHECK(segments.size() == 1);
}

}  // namespace sourcier
