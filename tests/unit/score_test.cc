// What counts as the same name, place and value: tables on both sides of every threshold of the
// scorer.
#include <doctest/doctest.h>

#include "pipeline/run/score_base.h"

namespace sourcier::score {
namespace {

Extent At(int64_t start, int64_t end) { return {start, end, true}; }

TEST_CASE("score: heads of names") {
  struct Case {
    const char *text, *head;
  };
  const Case cases[] = {{"L’Élysée", "elysee"},
                        {"la Société  d'Érable", "societe d erable"},
                        {"Mme de La Roy", "roy"},
                        {"Les", "les"},
                        {"", ""},
                        {"ÉTÉ 2024!", "ete 2024"},
                        {"ﬁnance-X", "finance x"},
                        {"Straße", "strasse"}};
  for (const Case& c : cases) CHECK(Head(c.text) == c.head);
  CHECK(Names("B|la A||b") == std::set<std::string>{"a", "b"});
}

TEST_CASE("score: rounding is correct, ties to even") {
  CHECK(Round4(0.03125) == 0.0312);
  CHECK(Round4(0.09375) == 0.0938);
  CHECK(Round4(2.0 / 3) == 0.6667);
  CHECK(Round4(0.00005) == 0.0001);  // the double lies above the tie
}

TEST_CASE("score: a good span has half of gold and is a quarter gold") {
  struct Case {
    Extent gold, system;
    bool good;
  };
  const Case cases[] = {
      {At(10, 20), At(15, 20), true},   // half of gold
      {At(10, 20), At(16, 20), false},  // less
      {At(10, 20), At(10, 50), true},   // a quarter is gold
      {At(10, 20), At(10, 51), false},  // less
      {At(10, 20), At(20, 30), false},  // touches
      {At(10, 20), {}, false},         {{}, At(10, 20), false},
  };
  for (const Case& c : cases) CHECK(GoodSpan(c.gold, c.system) == c.good);
  CHECK(Iou(At(0, 10), At(5, 15)) == doctest::Approx(1.0 / 3));
  CHECK(Iou(At(0, 10), At(10, 15)) == 0);
}

TEST_CASE("score: the same role, by name or by place") {
  const auto slot = [](const char* text, const char* canonical, Extent at) {
    Slot s;
    s.present = true;
    s.text = text;
    s.canonical = canonical;
    s.at = at;
    return s;
  };
  const Slot gold = slot("les deux", "Érable|la Drôme", At(0, 10)),
             one = slot("x", "L’Érable", At(0, 10));
  CHECK(SameRole(gold, slot("", "Drôme|ERABLE", At(90, 95))));
  CHECK(!SameRole(gold, slot("", "Erable", At(90, 95))));
  CHECK(SameRole(gold, slot("", "autre", At(2, 10))));
  CHECK(SameRole(one, slot("Érable", "Société Érable", At(90, 95))));  // its text will do
  CHECK(SameRole(one, slot("érable", "", At(90, 95))));
  CHECK(!SameRole(one, slot("chêne", "", At(90, 95))));
  const Slot measure = slot("", "", At(88, 96));
  CHECK(SameRole(one, slot("chêne", "", At(90, 95)), &measure));
}

Figure Make(const char* kind, std::optional<double> value, const char* unit = "") {
  Figure f;
  f.kind = kind;
  f.value = value;
  (f.kind == "money" ? f.currency : f.unit) = unit;
  return f;
}

TEST_CASE("score: the same figure") {
  struct Case {
    Figure gold, system;
    bool same;
  };
  const auto bounds = [](Figure f, std::optional<double> low, std::optional<double> high,
                         const char* qualifier) {
    f.value_min = low;
    f.value_max = high;
    f.qualifier = qualifier;
    return f;
  };
  const auto dated = [](const char* kind, const char* iso) {
    Figure f = Make(kind, std::nullopt);
    f.iso = iso;
    return f;
  };
  const Figure none = Make("count", std::nullopt),
               range = bounds(Make("percent", std::nullopt), 3, 5, "range");
  const Case cases[] = {
      {Make("money", 5e6, "EUR"), Make("money", 5e6, "EUR"), true},
      {Make("money", 5e6, "EUR"), Make("money", 5e6, "€"), true},
      {Make("money", 5e6, "EUR"), Make("money", 5e6, "USD"), false},
      {Make("money", 5e6, "EUR"), Make("money", 5e6 + 4, "EUR"), true},  // within a millionth
      {Make("money", 5e6, "EUR"), Make("money", 5e6 + 6, "EUR"), false},
      {Make("money", 5e6, "EUR"), Make("count", 5e6), false},
      {Make("count", 3), Make("measure", 3, "km"), true},
      {Make("ratio", 1.0 / 3), Make("percent", 33.3, "%"), true},  // within a thousandth
      {Make("ratio", 1.0 / 3), Make("percent", 33.2, "%"), false},
      {Make("percent", 33.3, "%"), Make("ratio", 1.0 / 3), false},
      {Make("percent", 2, "point"), Make("percent", 2, "pp"), true},
      {Make("percent", 2, "point"), Make("percent", 2, "%"), false},
      {bounds(none, 2000, std::nullopt, "vague"), bounds(none, 7, std::nullopt, "vague"), true},
      {bounds(none, 2000, std::nullopt, "vague"), Make("count", 2000), false},  // invented
      {range, range, true},
      {range, bounds(Make("percent", std::nullopt), 3, 6, "range"), false},
      {range, bounds(Make("percent", std::nullopt), 3, std::nullopt, "range"), false},
      {Make("count", 80), bounds(none, 80, std::nullopt, "at_least"), true},  // a bound will do
      {Make("count", 80), bounds(none, 70, 90, "range"), false},
      {dated("date", "2024-Q3"), dated("date", "2024q3"), true},
      {dated("date", "2024-Q3"), dated("date", "2024"), false},
      {dated("date", ""), dated("date", "2024"), true},  // gold does not resolve it
      {dated("date", "2024"), dated("duration", "2024"), true},
      {Make("duration", 3, "ans"), Make("duration", 3, "années"), false},
      {Make("duration", 3, "mois"), Make("duration", 3, "mois"), true},
      {Make("duration", 3, "mois"), Make("duration", 4, "mois"), false},
  };
  for (const Case& c : cases) {
    CAPTURE(&c - cases);
    CHECK(SameFigure(c.gold, c.system) == c.same);
  }
}

TEST_CASE("score: the same qualifier") {
  struct Case {
    const char *gold, *also, *system;
    bool same;
  };
  const Case cases[] = {{"more_than", "", "at_least", true},
                        {"at_most", "", "less_than", true},
                        {"exact", "", "", true},
                        {"", "", "exact", true},
                        {"approx", "", "exact", false},
                        {"approx", "exact", "", true},
                        {"range", "", "vague", false},
                        {"odd", "", "odd", true},
                        {"odd", "", "exact", false}};
  for (const Case& c : cases) {
    Figure gold, system;
    gold.qualifier = c.gold;
    if (*c.also) gold.qualifier_also = {c.also};
    system.qualifier = c.system;
    CHECK(SameQualifier(gold, system) == c.same);
  }
}

TEST_CASE("score: thresholds of the layers") {
  // Names: an overlap of 0.3 is found; attributions: 0.3 of the content finds one, 0.5 is right.
  const auto relaxed = [](int64_t end) {
    Layers gold, system;
    Entity e;
    e.type = "ORG";
    e.at = At(0, 100);
    gold.entities["a"] = {e};
    e.at = At(0, end);
    system.entities["a"] = {e};
    Mistakes mistakes;
    return ScoreEntities(gold, system, &mistakes)["relaxed"]["tp"] == 1;
  };
  CHECK(relaxed(30));
  CHECK(!relaxed(29));
  const auto attribution = [](int64_t end, const char* row) {
    Layers gold, system;
    Attribution a;
    a.kind = "direct";
    a.has_content = true;
    a.content = {At(0, 60), At(50, 100)};  // 100 bytes, though they overlap
    gold.attributions["a"] = {a};
    a.content = {At(0, end)};
    system.attributions["a"] = {a};
    Mistakes mistakes;
    const auto rows = ScoreAttributions(gold, system, &mistakes);
    return (rows.contains(row) ? rows[row] : rows["by_slot"][row])["tp"] == 1;
  };
  CHECK(attribution(30, "detect"));
  CHECK(!attribution(29, "detect"));
  CHECK(attribution(50, "content"));
  CHECK(!attribution(49, "content"));
}

TEST_CASE("score: a slot that gold does not ask for may be left empty") {
  Claim claim;
  claim.type = "cost";
  claim.epistemic = "asserted";
  claim.figure = Make("money", 5, "EUR");
  claim.figure->at = At(0, 10);
  Claim gold = claim;
  gold.subject.present = true;  // implicit: it has no place
  gold.subject.canonical = "usine";
  const auto strict = [&](const Claim& wanted) {
    Layers truth, system;
    truth.claims["a"] = {wanted};
    system.claims["a"] = {claim};
    Mistakes mistakes;
    const auto rows = ScoreClaims(truth, system, &mistakes);
    CHECK(mistakes.empty() == (rows["strict"]["tp"] == 1));
    return rows["strict"]["tp"] == 1;
  };
  CHECK(strict(gold));
  gold.subject.at = At(20, 30);
  CHECK(!strict(gold));
}

TEST_CASE("score: ties are aligned in the order of the records") {
  const std::vector<Figure> two = {Make("count", 1), Make("count", 2)};
  const Alignment a = Align(two, two, [](const Figure&, const Figure&) { return 1.0; });
  CHECK(a.pairs == std::vector<std::pair<size_t, size_t>>{{0, 0}, {1, 1}});
  const Alignment b = Align(
      two, two, [](const Figure& t, const Figure& s) { return t.value == s.value ? 0.0 : 1.0; });
  CHECK(b.pairs == std::vector<std::pair<size_t, size_t>>{{0, 1}, {1, 0}});
  const Alignment c = Align(two, {two[1]}, [](const Figure& t, const Figure&) { return *t.value; });
  CHECK(c.pairs == std::vector<std::pair<size_t, size_t>>{{1, 0}});
  CHECK(c.missed == std::vector<size_t>{0});
}

}  // namespace
}  // namespace sourcier::score
