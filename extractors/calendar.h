// The Gregorian calendar, proleptic: days and seconds as integers, so that adding and comparing
// need no clock, no time zone and no locale. Day 0 is 1970-01-01. Years are astronomical: 0 is 1
// BC, -43 is 44 BC. Pure functions, for any thread.
#ifndef SOURCIER_EXTRACTORS_CALENDAR_H_
#define SOURCIER_EXTRACTORS_CALENDAR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sourcier {

struct CivilDate {
  int year = 0;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  friend bool operator==(const CivilDate&, const CivilDate&) = default;
};

bool IsLeapYear(int year);
int DaysInMonth(int year, int month);
// Whether that day exists.
bool IsDate(int year, int month, int day);

int64_t DayOf(CivilDate date);
CivilDate DateOf(int64_t day);
// 1 Monday .. 7 Sunday.
int WeekdayOf(int64_t day);
// The Monday of the week that holds the day.
int64_t MondayOf(int64_t day);
// The same day `months` later or earlier; the last of the month where that has fewer days.
CivilDate AddMonths(CivilDate date, int months);
// Easter Sunday of the western churches (Meeus, Jones and Butcher). REQUIRES: year > 1582.
CivilDate Easter(int year);

inline constexpr int64_t kSecondsOfDay = 86400;

// "2024-03-12"; years beyond four digits as EDTF writes them ("-0043", "Y12000").
std::string FormatYear(int year);
std::string FormatMonth(int year, int month);
std::string FormatDay(int64_t day);
// "T18:05", with seconds only where they are not 0.
std::string FormatClock(int64_t second_of_day);

// Reads YYYY-MM-DD, with or without Thh:mm[:ss] and a zone (which is left aside). `has_clock` says
// whether there was a time.
struct ParsedInstant {
  int64_t second = 0;  // since day 0
  bool has_clock = false;
};
std::optional<ParsedInstant> ParseInstant(std::string_view iso);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_CALENDAR_H_
