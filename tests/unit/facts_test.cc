#include "pipeline/store/facts.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace sourcier {
namespace {

std::string Quoted(std::string_view s) { return s.empty() ? "null" : "\"" + std::string(s) + "\""; }

// "A 13" "B ~13 2019..2020 since" -> a value of document A, B ...
struct V {
  std::vector<uint32_t> documents;
  std::string number, low, high, qualifier = "exact", start, end, role;
};
FactValue ValueOf(const V& v) {
  FactValue f;
  f.number = Quoted(v.number);
  f.low = Quoted(v.low.empty() && v.qualifier == "exact" ? v.number : v.low);
  f.high = Quoted(v.high.empty() && v.qualifier == "exact" ? v.number : v.high);
  f.qualifier = Quoted(v.qualifier);
  f.unit = "\"USD\"";
  f.date_start = v.start;
  f.date_end = v.end;
  f.time_role = v.role;
  f.time = v.start + v.end + v.role;
  f.documents = v.documents;
  return f;
}

TEST_CASE("verdicts") {
  struct Case {
    const char* what;
    std::vector<V> values;
    size_t documents;
    std::string_view verdict;
  };
  const V thirteen{{0}, "13", "", "", "exact", "", "", ""},
      one{{1}, "1", "", "", "exact", "", "", ""};
  const auto exact = [](uint32_t d, std::string n) {
    return V{{d}, n, "", "", "exact", "", "", ""};
  };
  const auto hedged = [](uint32_t d, std::string n, std::string low, std::string high,
                         std::string q) { return V{{d}, n, low, high, q, "", "", ""}; };
  const auto at = [](uint32_t d, std::string n, std::string start, std::string end,
                     std::string role = "at") {
    return V{{d}, n, "", "", "exact", start, end, role};
  };
  const Case cases[] = {
      {"one document is one voice", {thirteen}, 1, "single"},
      {"whatever it says", {thirteen, exact(0, "1")}, 1, "single"},
      {"equal values of two", {V{{0, 1}, "13", "", "", "exact", "", "", ""}}, 2, "agree"},
      {"other values", {thirteen, one}, 2, "differ"},
      {"a document against itself is no difference",
       {thirteen, exact(0, "1"), at(1, "13", "", "")},
       2,
       "differ"},
      {"two values of one document, the other has both",
       {V{{0, 1}, "13", "", "", "exact", "", "", ""}, V{{0}, "13", "", "", "approx", "", "", ""}},
       2,
       "compatible"},
      {"about", {exact(0, "49"), hedged(1, "49", "46.55", "51.45", "approx")}, 2, "compatible"},
      {"about, bounds not given",
       {exact(0, "50"), hedged(1, "49", "", "", "approx")},
       2,
       "compatible"},
      {"about, too far",
       {exact(0, "52"), hedged(1, "49", "46.55", "51.45", "approx")},
       2,
       "differ"},
      {"about, below zero", {exact(0, "-50"), hedged(1, "-49", "", "", "approx")}, 2, "compatible"},
      {"at least", {exact(0, "60"), hedged(1, "50", "50", "", "at_least")}, 2, "compatible"},
      {"at least, missed", {exact(0, "40"), hedged(1, "50", "50", "", "at_least")}, 2, "differ"},
      {"more than touches",
       {exact(0, "50"), hedged(1, "50", "50", "", "more_than")},
       2,
       "compatible"},
      {"at most", {exact(0, "40"), hedged(1, "50", "", "50", "at_most")}, 2, "compatible"},
      {"at most, missed", {exact(0, "60"), hedged(1, "50", "", "50", "at_most")}, 2, "differ"},
      {"at most and at least",
       {hedged(0, "50", "", "50", "at_most"), hedged(1, "60", "60", "", "at_least")},
       2,
       "differ"},
      {"at most, no bounds given",
       {exact(0, "60"), hedged(1, "50", "", "", "at_most")},
       2,
       "differ"},
      {"range", {exact(0, "4"), hedged(1, "", "3", "5", "range")}, 2, "compatible"},
      {"range, missed", {exact(0, "6"), hedged(1, "", "3", "5", "range")}, 2, "differ"},
      {"vague", {exact(0, "7"), hedged(1, "", "2", "", "vague")}, 2, "compatible"},
      {"two years",
       {at(0, "612", "2023-01-01", "2024-01-01"), at(1, "540", "2024-01-01", "2025-01-01")},
       2,
       "other_time"},
      {"one year",
       {at(0, "612", "2023-01-01", "2024-01-01"), at(1, "540", "2023-06-01", "2023-07-01")},
       2,
       "differ"},
      {"since has no end",
       {at(0, "1", "2019-01-01", "2020-01-01", "since"), at(1, "13", "2023-01-01", "2024-01-01")},
       2,
       "differ"},
      {"until has no start",
       {at(0, "1", "2030-01-01", "2031-01-01", "until"), at(1, "13", "2023-01-01", "2024-01-01")},
       2,
       "differ"},
      {"a value without a time meets all",
       {exact(0, "13"), at(1, "1", "2019-01-01", "2020-01-01", "since")},
       2,
       "differ"},
      {"side by side, and one that agrees",
       {at(0, "612", "2023-01-01", "2024-01-01"), at(1, "540", "2024-01-01", "2025-01-01"),
        exact(2, "540")},
       3,
       "differ"},
      {"a bound parts more than a time",
       {at(0, "612", "2023-01-01", "2024-01-01"), at(1, "540", "2024-01-01", "2025-01-01"),
        V{{2}, "500", "500", "", "at_least", "", "", ""}},
       3,
       "compatible"},
      {"thirds", {exact(0, "1/3"), exact(1, "2/6")}, 2, "agree"},
      {"fractions", {exact(0, "1/3"), exact(1, "1/4")}, 2, "differ"},
      {"a date and the same",
       {V{{0}, "", "", "", "exact", "2030-01-01", "2031-01-01", "by"},
        V{{1}, "", "", "", "exact", "2030-01-01", "2031-01-01", "by"}},
       2,
       "agree"},
      {"more than a double can tell",
       {exact(0, "90071992547409930001"), exact(1, "90071992547409930002")},
       2,
       "differ"},
  };
  for (const Case& c : cases) {
    std::vector<FactValue> values;
    for (const V& v : c.values) values.push_back(ValueOf(v));
    CHECK_MESSAGE(Name(Judge(values, c.documents)) == c.verdict, c.what);
    std::reverse(values.begin(), values.end());
    CHECK_MESSAGE(Name(Judge(values, c.documents)) == c.verdict, c.what);
  }
}

TEST_CASE("verdicts: the sweep over times finds what all pairs find") {
  // Slow and obvious against fast: many values in windows of time; one pair that overlaps and
  // differs, or none.
  for (const bool clash : {false, true}) {
    std::vector<FactValue> values;
    for (uint32_t i = 0; i < 400; ++i) {
      const std::string year = std::to_string(1000 + (i * 37) % 400),
                        next = std::to_string(1001 + (i * 37) % 400);
      values.push_back(ValueOf(
          {{i}, std::to_string(i), "", "", "exact", year + "-01-01", next + "-01-01", "at"}));
    }
    if (clash)
      values.push_back(ValueOf({{400}, "7777", "", "", "exact", "1200-03-01", "1200-04-01", "at"}));
    CHECK(Name(Judge(values, values.size())) == (clash ? "differ" : "other_time"));
  }
}

}  // namespace
}  // namespace sourcier
