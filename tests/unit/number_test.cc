#include "extractors/number.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>

#include "pipeline/text/tokens.h"

namespace sourcier {
namespace {

const LanguagePack& French() {
  static const Result<Languages> languages = Languages::LoadEmbedded(TokenizeEntry);
  return *languages.value().Find("fr");
}

// How a country and a spelling reform write the same number.
struct Style {
  bool hyphens_everywhere = false;  // 1990: deux-cent-vingt-et-un
  bool septante = false;            // Belgium and Switzerland
  bool huitante = false;            // parts of Switzerland
};

std::string BelowHundred(int n, const Style& style, bool plural) {
  static const char* const kSmall[] = {"zéro",   "un",    "deux",     "trois",    "quatre",
                                       "cinq",   "six",   "sept",     "huit",     "neuf",
                                       "dix",    "onze",  "douze",    "treize",   "quatorze",
                                       "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"};
  static const char* const kTens[] = {"",          "",         "vingt",    "trente",   "quarante",
                                      "cinquante", "soixante", "septante", "huitante", "nonante"};
  if (n < 20) return kSmall[n];
  int ten = n / 10, rest = n % 10;
  std::string word = kTens[ten];
  if (ten == 8 && !style.huitante) {
    word = rest == 0 && plural ? "quatre-vingts" : "quatre-vingt";
    return rest == 0 ? word : word + "-" + kSmall[rest];
  }
  if ((ten == 7 || ten == 9) && !style.septante) {
    word = ten == 7 ? "soixante" : "quatre-vingt";
    rest += 10;
    if (ten == 9) return word + "-" + kSmall[rest];
  }
  if (rest == 0) return word;
  if (rest == 1 || rest == 11) {
    return word + (style.hyphens_everywhere ? "-et-" : " et ") + kSmall[rest];
  }
  return word + "-" + kSmall[rest];
}

std::string BelowThousand(int n, const Style& style, bool plural) {
  const std::string joint = style.hyphens_everywhere ? "-" : " ";
  const int hundreds = n / 100, rest = n % 100;
  if (hundreds == 0) return BelowHundred(rest, style, plural);
  std::string s = hundreds == 1 ? "cent" : BelowHundred(hundreds, style, false) + joint + "cent";
  if (hundreds > 1 && rest == 0 && plural) s += "s";
  return rest == 0 ? s : s + joint + BelowHundred(rest, style, plural);
}

std::string Spell(int64_t n, const Style& style) {
  if (n == 0) return "zéro";
  static constexpr struct {
    int64_t value;
    const char* name;
  } kScales[] = {
      {1'000'000'000'000, "billion"}, {1'000'000'000, "milliard"}, {1'000'000, "million"}};
  const std::string joint = style.hyphens_everywhere ? "-" : " ";
  std::string s;
  for (const auto& scale : kScales) {
    const int count = static_cast<int>(n / scale.value);
    n %= scale.value;
    if (count == 0) continue;
    if (!s.empty()) s += joint;
    s += BelowThousand(count, style, true) + joint + scale.name + (count > 1 ? "s" : "");
  }
  const int thousands = static_cast<int>(n / 1000), rest = static_cast<int>(n % 1000);
  if (thousands > 0) {
    if (!s.empty()) s += joint;
    s += thousands == 1 ? "mille" : BelowThousand(thousands, style, false) + joint + "mille";
  }
  if (rest > 0) {
    if (!s.empty()) s += joint;
    s += BelowThousand(rest, style, true);
  }
  return s;
}

// The first number of the text: "value" or "value/denominator"; "" where none is there or tokens
// are left over.
std::string Whole(const std::string& text) {
  static const NumberReader reader(French());
  static Document document;
  document.text = text;
  document.tokens.clear();
  TokenizeEntry(text, &document.tokens);
  const auto end = static_cast<uint32_t>(document.tokens.size());
  const auto hit = French().lexicon().Find(document.tokens.data(), end);
  const NumberReader::Reading r = reader.Read(document, 0, end, hit);
  if (r.tokens != end || !r.number.value) return "";
  const std::string value = r.number.value->ToString();
  return r.number.denominator == 1 ? value : value + "/" + std::to_string(r.number.denominator);
}

int64_t Failures(int64_t from, int64_t to, int64_t step, const Style& style) {
  int64_t failures = 0;
  for (int64_t n = from; n <= to; n += step) {
    const std::string text = Spell(n, style);
    if (Whole(text) == std::to_string(n)) continue;
    if (++failures == 1) MESSAGE("first failure: ", text, " read as ", Whole(text));
  }
  return failures;
}

TEST_CASE("every number up to a million reads back, in all spellings") {
  const Style styles[] = {
      {false, false, false}, {true, false, false}, {false, true, false}, {true, true, true}};
  for (const Style& style : styles) {
    CHECK(Failures(0, 20'000, 1, style) == 0);
    CHECK(Failures(20'001, 1'000'000, 61, style) == 0);
  }
  CHECK(Failures(20'001, 1'000'000, 1, styles[0]) == 0);
}

TEST_CASE("large numbers read back") {
  std::mt19937_64 random(20250101);
  int64_t failures = 0;
  for (int i = 0; i < 10'000; ++i) {
    const int64_t n = static_cast<int64_t>(random() % 1'000'000'000'000'000);
    const Style style{(i & 1) != 0, (i & 2) != 0, (i & 4) != 0 && (i & 2) != 0};
    if (Whole(Spell(n, style)) == std::to_string(n)) continue;
    if (++failures == 1) MESSAGE("first failure: ", Spell(n, style));
  }
  CHECK(failures == 0);
}

TEST_CASE("numbers in digits and words") {
  static constexpr struct {
    const char* text;
    const char* value;
  } kCases[] = {
      {"1 234 567,5", "1234567.5"},
      {"1.234.567", "1234567"},
      {"7'500", "7500"},
      {"12,5e-3", "0.0125"},
      {"2,3 millions", "2300000"},
      {"10k", "10000"},
      {"un million et demi", "1500000"},
      {"deux virgule cinq", "2.5"},
      {"trois virgule quatorze", "3.14"},
      {"zéro virgule zéro trois", "0.03"},
      {"trois quarts", "3/4"},
      {"un vingt-cinquième", "1/25"},
      {"deux et trois quarts", "11/4"},
      {"vingt et unième", "21"},
      {"trois millième", "3000"},
      {"vingt cinquième", "25"},
      {"XXIe", "21"},
      {"Ier", "1"},
      {"IInde", "2"},
      {"3 millions et demi", "3500000"},
      {"demi-milliard", "500000000"},
  };
  for (const auto& c : kCases) {
    CAPTURE(std::string(c.text));
    CHECK(Whole(c.text) == c.value);
  }
}

TEST_CASE("what is no number, or ends before the next word") {
  for (const std::string text : {"Inde", "IST", "Ces", "Vers", "vingt secondes", "vingt premiers",
                                 "k", "XC90", "192.168.1.2", "10k5"}) {
    CAPTURE(text);
    CHECK(Whole(text) == "");
  }
}

}  // namespace
}  // namespace sourcier
