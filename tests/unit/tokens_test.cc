#include "pipeline/text/tokens.h"

#include <doctest/doctest.h>

#include <cctype>
#include <cstring>
#include <memory>
#include <random>
#include <string>

namespace sourcier {
namespace {

// Tokens joined by spaces, with their flags as letters after a slash: what a reader of the table
// sees.
std::string Show(std::string_view text, const std::vector<Token>& tokens, bool flags) {
  std::string s;
  for (const Token& t : tokens) {
    if (!s.empty()) s += ' ';
    s += text.substr(t.offset, t.length);
    if (!flags) continue;
    s += '/';
    for (const auto& [flag, letter] :
         std::initializer_list<std::pair<Token::Flag, char>>{{Token::kGlued, 'g'},
                                                             {Token::kLineStart, 'n'},
                                                             {Token::kDigits, 'd'},
                                                             {Token::kWord, 'w'},
                                                             {Token::kCapital, 'C'},
                                                             {Token::kAllCaps, 'A'},
                                                             {Token::kMixed, 'M'},
                                                             {Token::kElided, 'e'},
                                                             {Token::kNarrowSpace, '_'},
                                                             {Token::kLowercase, 'l'},
                                                             {Token::kSingle, '1'}}) {
      if (t.Is(flag)) s += letter;
    }
  }
  return s;
}

std::string Cut(std::string_view text, bool flags = false) {
  std::vector<Token> tokens;
  Tokenize(text, &tokens);
  return Show(text, tokens, flags);
}

void CheckSame(std::string_view text) {
  // A copy of exactly this size, so that a read past the end is one that a sanitizer sees.
  const std::unique_ptr<char[]> exact(new char[text.size()]);
  std::memcpy(exact.get(), text.data(), text.size());
  const std::string_view view(exact.get(), text.size());
  std::vector<Token> fast, slow;
  Tokenize(view, &fast);
  TokenizeScalar(view, &slow);
  const std::string start(text.substr(0, 200));
  CAPTURE(start);
  const bool same = Show(text, fast, true) == Show(text, slow, true);
  if (!same && text.size() < 200) CHECK(Show(text, fast, true) == Show(text, slow, true));
  REQUIRE(same);
  for (size_t i = 0; i < fast.size(); ++i) {
    REQUIRE(fast[i].hash == slow[i].hash);
    REQUIRE(fast[i].hash != 0);
    CHECK(fast[i].hash == TokenHash(text.substr(fast[i].offset, fast[i].length)));
  }
}

}  // namespace

TEST_CASE("text is cut into tokens by the rules of tokens.h") {
  const struct {
    const char* text;
    const char* tokens;
  } cases[] = {
      {"", ""},
      {" \n\t ", ""},
      {"un mot", "un mot"},
      {"l'an", "l' an"},
      {"l’an", "l’ an"},
      {"aujourd'hui", "aujourd' hui"},
      {"qu’Élysée", "qu’ Élysée"},
      {"dit-il", "dit - il"},
      {"vingt-deux", "vingt - deux"},
      {"24h", "24 h"},
      {"M€", "M €"},
      {"5G", "5 G"},
      {"1,5 %", "1 , 5 %"},
      {"13 000", "13 000"},
      {"13\u00A0000", "13 000"},
      {"13\u202F000", "13 000"},
      {"...", "..."},
      {"?!", "? !"},
      {"!!!", "!!!"},
      {"--", "--"},
      {"«\u00A0Oui\u00A0»", "« Oui »"},
      {"‘a’", "‘ a ’"},
      {"'a'", "' a '"},
      {"années '90", "années ' 90"},
      {"O'", "O '"},
      {"l''an", "l '' an"},
      {"l'10", "l ' 10"},
      {"a_b", "a _ b"},
      {"10×5÷2", "10 × 5 ÷ 2"},
      {"x×y", "x × y"},
      {"n° 5", "n ° 5"},
      {"28 °C", "28 ° C"},
      {"m² et m³", "m ² et m ³"},
      {"CO₂", "CO ₂"},
      {"№ 4 ™", "№ 4 ™"},
      {"½ tour", "½ tour"},
      {"5 µm", "5 µm"},
      {"a→b", "a → b"},
      {"≥ 5", "≥ 5"},
      {"– — …", "– — …"},
      {"……", "……"},
      {"\U0001F600\U0001F600ok", "\U0001F600\U0001F600 ok"},
      {"日本、東京", "日本 、 東京"},
      {"a\u200Bb", "a b"},
      {"mil\u00ADliard", "mil liard"},
      {"e\u0301te\u0301", "e\u0301te\u0301"},
      {"＄5", "＄ 5"},
      {"ﬁn", "ﬁn"},
      {"a\x01\x62", "a b"},
      {"http://a.fr/x?y=1", "http : // a . fr / x ? y = 1"},
      {"$3.5bn", "$ 3 . 5 bn"},
      {"(U.S.)", "( U . S . )"},
  };
  for (const auto& c : cases) {
    CHECK(Cut(c.text) == c.tokens);
    CheckSame(c.text);
  }
}

TEST_CASE("tokens say what they look like") {
  const struct {
    const char* text;
    const char* shown;
  } cases[] = {
      {"mot", "mot/nwl"},
      {"Mot É Œ Ç Š Ÿ Ž ÿ ß", "Mot/nwC É/wC1 Œ/wC1 Ç/wC1 Š/wC1 Ÿ/wC1 Ž/wC1 ÿ/wl1 ß/wl1"},
      {"ONU ÉLYSÉE ŒUVRE", "ONU/nwCA ÉLYSÉE/wCA ŒUVRE/wCA"},
      {"OpenAI iPhone eÉ McDonald", "OpenAI/nwCM iPhone/wMl eÉ/wMl McDonald/wCM"},
      {"L'an d’eau qu'il", "L'/nwCe1 an/gwl d’/wel1 eau/gwl qu'/wel il/gwl"},
      {"13\u00A0% 5\u202F€ 7\u2009m 9 \u00A0x", "13/nd %/_ 5/d €/_ 7/d m/w_l1 9/d x/wl1"},
      {"a\nb\r\nc", "a/nwl1 b/nwl1 c/nwl1"},
      {"a\n\u00A0b", "a/nwl1 b/nwl1"},
      {"(a", "(/n a/gwl1"},
      {" 5km", "5/nd km/gwl"},
      {"abcdefghIJ ABCDEFGHIJ abcdefghij", "abcdefghIJ/nwMl ABCDEFGHIJ/wCA abcdefghij/wl"},
      {"éééééééÉ", "éééééééÉ/nwMl"},
      {"日本", "日本/nw"},
  };
  for (const auto& c : cases) {
    CHECK(Cut(c.text, true) == c.shown);
    CheckSame(c.text);
  }
}

TEST_CASE("hashes fold case and apostrophes, and tell an elision from a word") {
  const auto same = [](const char* a, const char* b) { return TokenHash(a) == TokenHash(b); };
  CHECK(same("Banque", "banque"));
  CHECK(same("ÉLYSÉE", "élysée"));
  CHECK(same("ŒUVRE", "œuvre"));
  CHECK(same("Ÿ", "ÿ"));
  CHECK(same("Š", "š"));
  CHECK(same("l'", "l’"));
  CHECK(same("AUJOURD’", "aujourd'"));
  CHECK(same("'", "’"));
  CHECK_FALSE(same("l", "l'"));
  CHECK_FALSE(same("élysée", "elysee"));
  CHECK_FALSE(same("[", "{"));
  CHECK_FALSE(same("@", "`"));
  CHECK_FALSE(same("a", "aa"));
  CHECK_FALSE(same("-", "--"));
}

TEST_CASE("an entry may end in an elision") {
  for (const char* entry : {"l'", "l’", "plus d'", "qu'", "O", "''", "a '"}) {
    std::vector<Token> tokens;
    TokenizeEntry(entry, &tokens);
    const std::string shown = Show(entry, tokens, false);
    CHECK(shown == entry);
    const bool elided =
        shown.size() > 1 && std::isalpha(static_cast<unsigned char>(entry[0])) && shown != "a '";
    CHECK(tokens.back().Is(Token::kElided) == elided);
    if (elided) CHECK(tokens.back().hash == TokenHash(shown.substr(shown.rfind(' ') + 1)));
  }
}

TEST_CASE("a run too long for one token is cut at a code point") {
  for (const char* piece : {"a", "é", "!", "7", "日", "œ"}) {
    std::string text;
    while (text.size() < 140000) text += piece;
    text += "'x";
    CheckSame(text);
    std::vector<Token> tokens;
    Tokenize(text, &tokens);
    CHECK(tokens.size() >= 4);
    CHECK(tokens[1].Is(Token::kGlued));
    CHECK(tokens[1].offset == tokens[0].end());
    CHECK(tokens[0].length % std::strlen(piece) == 0);
  }
}

TEST_CASE("vector code and plain code agree on every alignment and on random text") {
  const char* const pieces[] = {
      "a",      "b",      "Z",        "é",          "É",          "œ",   "Œ",         "ß",
      "'",      "’",      " ",        " ",          " ",          "\n",  "\t",        "\u00A0",
      "\u202F", "\u2009", "\u200B",   "0",          "7",          ".",   ",",         "-",
      "–",      "…",      "«",        "»",          "×",          "÷",   "x×",        "€",
      "²",      "日",     "、",       "\U0001F600", "µ",          "ª",   "\u0301",    "\uFEFF",
      "ﬁ",      "\x7F",   "\xC2\x80", "ÿ",          "mot",        "Mot", "[",         "{",
      "α",      "Я",      "\u3000",   "\uFF0C",     "\U00010000", "ế",   "milliards", "Conseil",
      "l'",     "d’"};
  std::mt19937 rng(7);
  std::string text;
  for (size_t length = 0; length <= 200; ++length) {
    for (int round = 0; round < 20; ++round) {
      text.clear();
      const unsigned range = round % 4 == 0 ? 4u : static_cast<unsigned>(std::size(pieces));
      const unsigned base = static_cast<unsigned>(rng() % (std::size(pieces) - range + 1));
      while (text.size() < length) text += pieces[base + rng() % range];
      CheckSame(text);
    }
  }
}

}  // namespace sourcier
