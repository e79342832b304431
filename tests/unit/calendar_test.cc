#include "extractors/calendar.h"

#include <doctest/doctest.h>

namespace sourcier {
namespace {

// Gauss, with the two exceptions of the Gregorian reckoning: another road to Easter than the one
// that the code takes.
CivilDate EasterByGauss(int year) {
  const int k = year / 100, p = (13 + 8 * k) / 25, q = k / 4;
  const int m = (15 - p + k - q) % 30, n = (4 + k - q) % 7;
  const int a = year % 19, d = (19 * a + m) % 30;
  int e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7;
  int day = 22 + d + e;  // of March
  if (d == 29 && e == 6) day = 50;
  if (d == 28 && e == 6 && (11 * m + 11) % 30 < 19) day = 49;
  return day > 31 ? CivilDate{year, 4, day - 31} : CivilDate{year, 3, day};
}

TEST_CASE("every day from 1600 to 2100 follows the one before") {
  int64_t day = DayOf({1600, 1, 1});
  int weekday = WeekdayOf(day);
  CHECK(weekday == 6);  // a Saturday
  size_t wrong = 0;
  for (int year = 1600; year <= 2100; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int d = 1; d <= DaysInMonth(year, month); ++d, ++day, weekday = weekday % 7 + 1) {
        const CivilDate date{year, month, d};
        const auto parsed = ParseInstant(FormatDay(day));
        wrong += DayOf(date) != day || !(DateOf(day) == date) || WeekdayOf(day) != weekday ||
                 !parsed || parsed->second != day * kSecondsOfDay;
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(DateOf(0) == CivilDate{1970, 1, 1});
}

TEST_CASE("Easter by two algorithms") {
  size_t wrong = 0;
  for (int year = 1600; year <= 2100; ++year) wrong += !(Easter(year) == EasterByGauss(year));
  CHECK(wrong == 0);
  CHECK(Easter(2024) == CivilDate{2024, 3, 31});
  CHECK(Easter(2025) == CivilDate{2025, 4, 20});
}

TEST_CASE("months are added to the last day that exists") {
  CHECK(AddMonths({2024, 1, 31}, 1) == CivilDate{2024, 2, 29});
  CHECK(AddMonths({2023, 1, 31}, 1) == CivilDate{2023, 2, 28});
  CHECK(AddMonths({2024, 3, 31}, -1) == CivilDate{2024, 2, 29});
  CHECK(AddMonths({2024, 1, 15}, -13) == CivilDate{2022, 12, 15});
  CHECK(AddMonths({2024, 12, 1}, 1) == CivilDate{2025, 1, 1});
}

TEST_CASE("dates that do not exist") {
  CHECK(IsDate(2024, 2, 29));
  CHECK_FALSE(IsDate(2023, 2, 29));
  CHECK_FALSE(IsDate(1900, 2, 29));
  CHECK_FALSE(IsDate(2024, 13, 1));
  CHECK_FALSE(IsDate(2024, 4, 31));
}

TEST_CASE("written forms") {
  CHECK(FormatYear(-43) == "-0043");
  CHECK(FormatYear(12000) == "Y12000");
  CHECK(FormatMonth(2024, 3) == "2024-03");
  CHECK(FormatClock(18 * 3600 + 5 * 60) == "T18:05");
  CHECK(FormatClock(5) == "T00:00:05");
  const auto at = ParseInstant("2024-03-12T10:12:00+01:00");
  REQUIRE(at);
  CHECK(at->has_clock);
  CHECK(at->second == DayOf({2024, 3, 12}) * kSecondsOfDay + 10 * 3600 + 12 * 60);
  CHECK_FALSE(ParseInstant("2024-02-30"));
  CHECK_FALSE(ParseInstant("12/03/2024"));
  CHECK_FALSE(ParseInstant(""));
}

}  // namespace
}  // namespace sourcier
