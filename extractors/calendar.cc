#include "extractors/calendar.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace sourcier {

bool IsLeapYear(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int DaysInMonth(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays[month - 1];
}

bool IsDate(int year, int month, int day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= DaysInMonth(year, month);
}

// Years begin in March here, so that the leap day is the last of its year; eras have 400 years.
int64_t DayOf(CivilDate date) {
  const int64_t y = date.month <= 2 ? date.year - 1 : date.year;
  const int64_t era = (y >= 0 ? y : y - 399) / 400;
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year =
      (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

CivilDate DateOf(int64_t day) {
  day += 719468;
  const int64_t era = (day >= 0 ? day : day - 146096) / 146097;
  const int64_t day_of_era = day - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t m = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(m < 10 ? m + 3 : m - 9);
  return {static_cast<int>(year_of_era + era * 400 + (month <= 2 ? 1 : 0)), month,
          static_cast<int>(day_of_year - (153 * m + 2) / 5 + 1)};
}

int WeekdayOf(int64_t day) { return static_cast<int>(((day + 3) % 7 + 7) % 7) + 1; }

int64_t MondayOf(int64_t day) { return day - (WeekdayOf(day) - 1); }

CivilDate AddMonths(CivilDate date, int months) {
  const int64_t n = int64_t{date.year} * 12 + date.month - 1 + months;
  const int64_t year = (n >= 0 ? n : n - 11) / 12;
  CivilDate result{static_cast<int>(year), static_cast<int>(n - year * 12) + 1, date.day};
  result.day = std::min(result.day, DaysInMonth(result.year, result.month));
  return result;
}

CivilDate Easter(int year) {
  const int a = year % 19, b = year / 100, c = year % 100;
  const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return {year, n / 31, n % 31 + 1};
}

namespace {

std::string Padded(int64_t value, int width) {
  std::string digits = std::to_string(value);
  if (static_cast<int>(digits.size()) < width)
    digits.insert(0, static_cast<size_t>(width) - digits.size(), '0');
  return digits;
}

}  // namespace

std::string FormatYear(int year) {
  if (year > 9999 || year < -9999) return "Y" + std::to_string(year);
  return year < 0 ? "-" + Padded(-year, 4) : Padded(year, 4);
}

std::string FormatMonth(int year, int month) { return FormatYear(year) + "-" + Padded(month, 2); }

std::string FormatDay(int64_t day) {
  const CivilDate d = DateOf(day);
  return FormatMonth(d.year, d.month) + "-" + Padded(d.day, 2);
}

std::string FormatClock(int64_t second_of_day) {
  std::string s = "T" + Padded(second_of_day / 3600, 2) + ":" + Padded(second_of_day / 60 % 60, 2);
  if (second_of_day % 60 != 0) s += ":" + Padded(second_of_day % 60, 2);
  return s;
}

std::optional<ParsedInstant> ParseInstant(std::string_view iso) {
  auto number = [&](size_t at, size_t width) {
    int value = 0;
    if (at + width > iso.size()) return -1;
    for (size_t i = at; i < at + width; ++i) {
      if (iso[i] < '0' || iso[i] > '9') return -1;
      value = value * 10 + (iso[i] - '0');
    }
    return value;
  };
  if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || !IsDate(year, month, day)) return std::nullopt;
  ParsedInstant result;
  result.second = DayOf({year, month, day}) * kSecondsOfDay;
  if (iso.size() >= 16 && (iso[10] == 'T' || iso[10] == ' ') && iso[13] == ':') {
    const int hour = number(11, 2), minute = number(14, 2);
    const int second = iso.size() >= 19 && iso[16] == ':' ? number(17, 2) : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0) return std::nullopt;
    result.second += hour * 3600 + minute * 60 + std::min(second, 59);
    result.has_clock = true;
  }
  return result;
}

}  // namespace sourcier
