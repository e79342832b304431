#include "pipeline/language/automaton.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <algorithm>
#include <random>
#include <thread>

namespace sourcier {
namespace {

constexpr Symbol kSymbols = 8;  // the two marks and six others

// Tests of units are named by the symbols that pass: "2457".
Automaton::SymbolBits PassingOf(const Predicate& p) {
  uint64_t bits = 0;
  for (char c : p.name) bits |= uint64_t{1} << (c - '0');
  return {bits};
}

char Letter(Symbol symbol) { return static_cast<char>('a' + symbol); }

// The same pattern as RE2 reads it, symbols as letters.
std::string Re2Of(const Pattern& p) {
  std::string s;
  switch (p.kind) {
    case Pattern::Kind::kUnit:
      s = "[";
      for (char c : p.unit.name) s += Letter(static_cast<Symbol>(c - '0'));
      return s + "]";
    case Pattern::Kind::kBegin:
      return std::string(1, Letter(kBeginSymbol));
    case Pattern::Kind::kEnd:
      return std::string(1, Letter(kEndSymbol));
    case Pattern::Kind::kSequence:
      for (const Pattern& part : p.parts) s += Re2Of(part);
      return "(?:" + s + ")";
    case Pattern::Kind::kChoice:
      for (const Pattern& part : p.parts) s += (s.empty() ? "" : "|") + Re2Of(part);
      return "(?:" + s + ")";
    case Pattern::Kind::kRepeat:
      s = Re2Of(p.parts[0]) + "{" + std::to_string(p.least) + ",";
      return s + (p.most < 0 ? "" : std::to_string(p.most)) + "}";
    case Pattern::Kind::kCapture:
      return "(" + Re2Of(p.parts[0]) + ")";
  }
  return s;
}

class RandomPatterns {
 public:
  explicit RandomPatterns(unsigned seed) : random_(seed) {}

  size_t Below(size_t n) { return random_() % n; }

  Pattern Make(int depth) {
    Pattern p;
    const size_t kind = depth == 0 ? 0 : Below(7);
    if (kind <= 2) {
      p.kind = Pattern::Kind::kUnit;
      for (Symbol s = kFirstSymbol; s < kSymbols; ++s) {
        if (Below(3) == 0) p.unit.name += static_cast<char>('0' + s);
      }
      if (p.unit.name.empty()) p.unit.name = "2";
      return p;
    }
    if (kind == 3) {
      p.kind = Pattern::Kind::kRepeat;
      p.least = static_cast<int>(Below(2));
      p.most = p.least + static_cast<int>(Below(3)) + (p.least == 0);
      p.parts.push_back(Make(0));  // RE2 rewrites loops over what may be empty
      return p;
    }
    if (kind == 4) {
      p.kind = Pattern::Kind::kCapture;
      p.name = std::to_string(names_++);
      p.parts.push_back(Make(depth - 1));
      return p;
    }
    p.kind = kind == 5 ? Pattern::Kind::kChoice : Pattern::Kind::kSequence;
    for (size_t i = 0; i < 2 + Below(2); ++i) p.parts.push_back(Make(depth - 1));
    return p;
  }

  std::vector<Symbol> Text() {
    std::vector<Symbol> text = {kBeginSymbol};
    for (size_t i = Below(14); i > 0; --i) {
      text.push_back(static_cast<Symbol>(kFirstSymbol + Below(kSymbols - kFirstSymbol)));
    }
    text.push_back(kEndSymbol);
    return text;
  }

 private:
  std::mt19937 random_;
  int names_ = 0;
};

RE2::Options Options(bool longest) {
  RE2::Options options(RE2::Latin1);
  options.set_longest_match(longest);
  return options;
}

}  // namespace

TEST_CASE("the automaton answers as RE2 does: ends, first pattern, groups") {
  size_t ends = 0, groups = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    RandomPatterns random(seed);
    Automaton automaton;
    std::vector<std::string> expressions;
    std::vector<std::vector<std::string>> names;
    while (names.size() < 4) {
      const Pattern p = random.Make(3);
      if (RE2::FullMatch("", RE2(Re2Of(p), Options(true)))) continue;  // is refused: tested below
      names.emplace_back();
      REQUIRE(automaton.Add(p, PassingOf, &names.back()));
      expressions.push_back(Re2Of(p));
    }
    automaton.Freeze(kSymbols);
    std::vector<Automaton::Accept> accepts;
    Automaton::Scratch scratch;
    for (int n = 0; n < 20; ++n) {
      const std::vector<Symbol> symbols = random.Text();
      std::string text;
      for (Symbol s : symbols) text += Letter(s);
      for (size_t begin = 0; begin < text.size(); ++begin) {
        automaton.Ends(symbols.data(), symbols.size(), begin, &accepts);
        CHECK((automaton.Begins(symbols[begin]) || accepts.empty()));
        size_t next = 0;
        for (size_t end = begin + 1; end <= text.size(); ++end) {
          const re2::StringPiece span(text.data() + begin, end - begin);
          size_t first = expressions.size();
          for (size_t p = expressions.size(); p-- > 0;) {
            if (RE2::FullMatch(span, RE2(expressions[p], Options(true)))) first = p;
          }
          if (first == expressions.size()) continue;
          REQUIRE(next < accepts.size());
          CHECK(accepts[next].end == end);
          CHECK(accepts[next].pattern == first);
          ++next;
          ++ends;
          // Groups, by the priorities of the pattern.
          const RE2 re(expressions[first], Options(false));
          std::vector<re2::StringPiece> found(static_cast<size_t>(re.NumberOfCapturingGroups()) +
                                              1);
          REQUIRE(re.Match(text, begin, end, RE2::ANCHOR_BOTH, found.data(),
                           static_cast<int>(found.size())));
          REQUIRE(automaton.Capture(first, symbols.data(), begin, end, &scratch));
          REQUIRE(scratch.groups.size() == names[first].size());
          REQUIRE(scratch.groups.size() + 1 == found.size());
          for (size_t g = 0; g < scratch.groups.size(); ++g) {
            const re2::StringPiece& piece = found[g + 1];
            const Automaton::Group& group = scratch.groups[g];
            if (piece.data() == nullptr) {
              CHECK(group.last == Automaton::kNone);
            } else {
              CHECK(group.first == static_cast<size_t>(piece.data() - text.data()));
              CHECK(group.last == group.first + piece.size());
              ++groups;
            }
          }
        }
        CHECK(next == accepts.size());
        for (size_t p = 0; p < expressions.size(); ++p) {
          re2::StringPiece found;
          const bool any = RE2(expressions[p], Options(true))
                               .Match(text, begin, text.size(), RE2::ANCHOR_START, &found, 1);
          const size_t end = any ? begin + found.size() : begin;
          CHECK(automaton.LongestEnd(p, symbols.data(), symbols.size(), begin) == end);
        }
      }
    }
  }
  CHECK(ends > 1000);
  CHECK(groups > 1000);
}

TEST_CASE("a pattern that matches nothing at all is refused") {
  Pattern unit;
  unit.kind = Pattern::Kind::kUnit;
  unit.unit.name = "2";
  Pattern maybe;
  maybe.kind = Pattern::Kind::kRepeat;
  maybe.parts.push_back(unit);
  maybe.most = 1;
  std::vector<std::string> names;
  CHECK_FALSE(Automaton().Add(maybe, PassingOf, &names));
  CHECK(Automaton().Add(unit, PassingOf, &names));
}

TEST_CASE("threads share the states that they find") {
  RandomPatterns random(7);
  Automaton automaton;
  std::vector<std::string> names;
  for (size_t added = 0; added < 6;) {
    const Pattern p = random.Make(4);
    if (RE2::FullMatch("", RE2(Re2Of(p), Options(true)))) continue;
    REQUIRE(automaton.Add(p, PassingOf, &names));
    ++added;
  }
  automaton.Freeze(kSymbols);
  std::vector<std::vector<Symbol>> texts;
  for (int i = 0; i < 500; ++i) texts.push_back(random.Text());
  auto sum = [&] {
    size_t all = 0;
    std::vector<Automaton::Accept> accepts;
    for (const auto& text : texts) {
      for (size_t begin = 0; begin < text.size(); ++begin) {
        automaton.Ends(text.data(), text.size(), begin, &accepts);
        for (const auto& a : accepts) all = all * 31 + a.end * 7 + a.pattern;
      }
    }
    return all;
  };
  size_t sums[4] = {};
  std::vector<std::thread> threads;
  for (size_t& s : sums) threads.emplace_back([&] { s = sum(); });
  for (std::thread& t : threads) t.join();
  for (size_t s : sums) CHECK(s == sum());
}

}  // namespace sourcier
