#include "extractors/time_resolve.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "extractors/calendar.h"

namespace sourcier {
namespace {

using U = SaidTime::Unit;
using B = SaidTime::Base;
constexpr auto Said = SaidTime::Said;

constexpr int kQuarter = 33, kThird = 37, kHalf = 40, kSpring = 21, kWinter = 24;

int64_t FloorDay(int64_t second) {
  return (second >= 0 ? second : second - (kSecondsOfDay - 1)) / kSecondsOfDay;
}

int64_t Midnight(CivilDate d) { return DayOf(d) * kSecondsOfDay; }

// The months of a part of the year: quarters, thirds, halves.
Period PartOfYear(int year, int code) {
  Period p;
  p.edtf = FormatYear(year) + "-" + std::to_string(code);
  int first, months;
  if (code >= kHalf) {
    first = (code - kHalf) * 6, months = 6, p.unit = U::kHalf;
  } else if (code >= kThird) {
    first = (code - kThird) * 4, months = 4, p.unit = U::kQuarter;
  } else if (code >= kQuarter) {
    first = (code - kQuarter) * 3, months = 3, p.unit = U::kQuarter;
  } else {
    // Seasons of the northern half by whole months, as the weather services count them: winter is
    // named by the year of its December.
    first = (code - kSpring) * 3 + 2, months = 3, p.unit = U::kSeason;
  }
  p.start = Midnight({year, first + 1, 1});
  p.end = Midnight(AddMonths({year, first + 1, 1}, months));
  return p;
}

Period WholeOf(U unit, int64_t second) {
  Period p;
  p.unit = unit;
  int64_t day = FloorDay(second);
  const CivilDate d = DateOf(day);
  switch (unit) {
    case U::kSecond:
    case U::kMinute:
    case U::kHour: {
      const int64_t step = unit == U::kHour ? 3600 : unit == U::kMinute ? 60 : 1;
      const int64_t of_day = (second - day * kSecondsOfDay) / step * step;
      p.start = day * kSecondsOfDay + of_day;
      p.end = p.start + step;
      p.edtf = FormatDay(day) + FormatClock(of_day);
      return p;
    }
    case U::kWeekend:
    case U::kWeek: {
      const int64_t first = MondayOf(day) + (unit == U::kWeekend ? 5 : 0);
      const int64_t end = MondayOf(day) + 7;
      p.start = first * kSecondsOfDay;
      p.end = end * kSecondsOfDay;
      p.edtf = FormatDay(first) + "/" + FormatDay(end - 1);
      return p;
    }
    case U::kMonth:
      p.start = Midnight({d.year, d.month, 1});
      p.end = Midnight(AddMonths({d.year, d.month, 1}, 1));
      p.edtf = FormatMonth(d.year, d.month);
      return p;
    case U::kQuarter:
      return PartOfYear(d.year, kQuarter + (d.month - 1) / 3);
    case U::kHalf:
      return PartOfYear(d.year, kHalf + (d.month - 1) / 6);
    case U::kYear:
      p.start = Midnight({d.year, 1, 1});
      p.end = Midnight({d.year + 1, 1, 1});
      p.edtf = FormatYear(d.year);
      return p;
    case U::kDecade:
    case U::kCentury: {
      const int size = unit == U::kDecade ? 10 : 100;
      const int first = d.year >= 0 ? d.year / size * size : -((-d.year + size - 1) / size * size);
      p.start = Midnight({first, 1, 1});
      p.end = Midnight({first + size, 1, 1});
      const std::string digits = FormatYear(first);
      p.edtf = first < 0 ? digits
                         : digits.substr(0, unit == U::kDecade ? 3 : 2) +
                               (unit == U::kDecade ? "X" : "XX");
      return p;
    }
    default:
      p.unit = U::kDay;
      p.start = day * kSecondsOfDay;
      p.end = p.start + kSecondsOfDay;
      p.edtf = FormatDay(day);
      return p;
  }
}

int64_t Shifted(int64_t second, U unit, int32_t by) {
  const int64_t day = FloorDay(second), of_day = second - day * kSecondsOfDay;
  int months = 0;
  switch (unit) {
    case U::kSecond:
      return second + by;
    case U::kMinute:
      return second + int64_t{by} * 60;
    case U::kHour:
      return second + int64_t{by} * 3600;
    case U::kWeekend:
    case U::kWeek:
      return second + int64_t{by} * 7 * kSecondsOfDay;
    case U::kMonth:
      months = 1;
      break;
    case U::kQuarter:
      months = 3;
      break;
    case U::kHalf:
      months = 6;
      break;
    case U::kSeason:
    case U::kYear:
      months = 12;
      break;
    case U::kDecade:
      months = 120;
      break;
    case U::kCentury:
      months = 1200;
      break;
    default:
      return second + int64_t{by} * kSecondsOfDay;
  }
  return Midnight(AddMonths(DateOf(day), months * by)) + of_day;
}

// The year of a date without one: that of the anchor, or the neighbour that it is clearly nearer
// to; `side` decides where said.
int YearNear(const SaidTime& said, int month, int day, const Anchor& anchor) {
  const int64_t today = FloorDay(anchor.second);
  const CivilDate now = DateOf(today);
  auto place = [&](int year) {
    return DayOf({year, month, std::min(day, DaysInMonth(year, month))});
  };
  int year = now.year;
  const bool whole_month = !Said(said.day) && !Said(said.from_easter);
  if (said.side == -1) {
    const bool past = whole_month ? month < now.month : place(year) < today;
    return past ? year : year - 1;
  }
  if (said.side == 1) {
    const bool ahead = whole_month ? month > now.month : place(year) > today;
    return ahead ? year : year + 1;
  }
  if (Said(said.weekday) && Said(said.day)) {
    for (int candidate : {year, year - 1, year + 1}) {
      if (IsDate(candidate, month, day) && WeekdayOf(place(candidate)) == said.weekday)
        return candidate;
    }
  }
  // What is past lies in this year rather than ahead in the next, unless it is very far.
  constexpr int64_t kFarBack = 270;
  const bool feast = Said(said.from_easter) || said.unit == U::kDay;
  const int64_t far_ahead = feast ? kFarBack : 185;
  if (said.side != 0 && place(year) - today > far_ahead)
    --year;
  else if (said.side != 0 && today - place(year) > kFarBack)
    ++year;
  return year;
}

// The day of the week nearest to the anchor on the side that is said; where none is said the last
// one, today included.
int64_t WeekdayNear(int weekday, int side, int64_t today) {
  const int ahead = (weekday - WeekdayOf(today) + 7) % 7;
  if (side == 1) return today + (ahead == 0 ? 7 : ahead);
  if (side == 0) return MondayOf(today) + weekday - 1;
  if (side == -1) return today + ahead - 7;
  return ahead == 0 ? today : today + ahead - 7;
}

// Puts the clock of `said` into the day.
Period AtClock(const SaidTime& said, int64_t day) {
  const int64_t of_day = int64_t{said.hour} * 3600 + (Said(said.minute) ? said.minute * 60 : 0) +
                         (Said(said.second) ? said.second : 0);
  return WholeOf(Said(said.second)   ? U::kSecond
                 : Said(said.minute) ? U::kMinute
                                     : U::kHour,
                 day * kSecondsOfDay + of_day);
}

Period OnDay(const SaidTime& said, int64_t day) {
  if (Said(said.hour)) return AtClock(said, day);
  Period p = WholeOf(U::kDay, day * kSecondsOfDay);
  if (Said(said.part_of_day)) {
    p.start += int64_t{said.part_of_day} * 3600;
    p.end = std::min(p.start + 6 * 3600, p.end);
    p.unit = U::kHour;
  }
  return p;
}

std::optional<Period> InYear(const SaidTime& said, int year) {
  if (Said(said.from_easter)) return OnDay(said, DayOf(Easter(year)) + said.from_easter);
  if (Said(said.part)) return PartOfYear(year, said.part);
  if (Said(said.month)) {
    if (!Said(said.day)) return WholeOf(U::kMonth, Midnight({year, said.month, 1}));
    if (!IsDate(year, said.month, said.day)) return std::nullopt;
    const int64_t day = DayOf({year, said.month, said.day});
    if (said.unit == U::kWeek)
      return WholeOf(U::kWeek, day * kSecondsOfDay);  // the week of 10 April
    return OnDay(said, day);
  }
  return WholeOf(said.unit == U::kDecade ? U::kDecade : U::kYear, Midnight({year, 1, 1}));
}

// "le 20", "vendredi 31": of the month of the anchor, or of the one next to it that has such a day.
std::optional<Period> InMonthNear(const SaidTime& said, CivilDate now) {
  const bool moved = said.side == 1 || said.side == -1;
  for (int by : {0, -1, 1, -2, 2}) {
    const CivilDate in = AddMonths({now.year, now.month, 1}, moved ? said.side : by);
    if (IsDate(in.year, in.month, said.day)) {
      const int64_t day = DayOf({in.year, in.month, said.day});
      if (!Said(said.weekday) || WeekdayOf(day) == said.weekday) return OnDay(said, day);
    }
    if (moved || !Said(said.weekday)) break;
  }
  return std::nullopt;
}

std::optional<Period> FromAnchor(const SaidTime& said, const Anchor& anchor) {
  const bool fine = said.unit == U::kHour || said.unit == U::kMinute || said.unit == U::kSecond;
  if (fine && !anchor.has_clock) return std::nullopt;
  const int64_t second = Shifted(anchor.second, said.shift_unit, said.shift);
  const CivilDate d = DateOf(FloorDay(second));
  if (Said(said.month) || Said(said.part) || Said(said.from_easter)) return InYear(said, d.year);
  if (Said(said.day)) {
    if (!IsDate(d.year, d.month, said.day)) return std::nullopt;
    return OnDay(said, DayOf({d.year, d.month, said.day}));
  }
  if (Said(said.weekday)) return OnDay(said, MondayOf(FloorDay(second)) + said.weekday - 1);
  if (Said(said.hour) || Said(said.part_of_day)) return OnDay(said, FloorDay(second));
  return WholeOf(said.unit, second);
}

}  // namespace

bool IsFullDate(const SaidTime& said) {
  return said.base == B::kCalendar && Said(said.year) &&
         ((Said(said.month) && Said(said.day)) || Said(said.from_easter));
}

bool NamesDay(const SaidTime& said) {
  return Said(said.day) || Said(said.weekday) || Said(said.year) || Said(said.month) ||
         Said(said.part) || Said(said.from_easter) || said.base != B::kCalendar;
}

std::optional<Period> ResolveTime(const SaidTime& said, const std::optional<Anchor>& anchor) {
  std::optional<Period> p;
  if (said.base == B::kCalendar && said.shift != 0) {  // two weeks before 13 May 1999
    SaidTime from = said;
    from.shift = 0;
    p = ResolveTime(from, anchor);
    if (!p) return std::nullopt;
    const bool used_anchor = p->used_anchor;
    p = WholeOf(p->unit, Shifted(p->start, said.shift_unit, said.shift));
    p->used_anchor = used_anchor;
    return p;
  }
  if (said.base == B::kAnchor || said.base == B::kText) {
    if (!anchor) return std::nullopt;
    p = FromAnchor(said, *anchor);
    if (p) p->used_anchor = true;
    return p;
  }
  if (said.base != B::kCalendar) return std::nullopt;
  if (said.unit == U::kCentury && Said(said.part)) {
    const int first = said.part > 0 ? (said.part - 1) * 100 : said.part * 100;
    return WholeOf(U::kCentury, Midnight({first, 1, 1}));
  }
  if (Said(said.year)) return InYear(said, said.year);
  if (!anchor) return std::nullopt;
  const int64_t today = FloorDay(anchor->second);
  const CivilDate now = DateOf(today);
  if (Said(said.from_easter)) {
    const CivilDate this_year = DateOf(DayOf(Easter(now.year)) + said.from_easter);
    p = InYear(said, YearNear(said, this_year.month, this_year.day, *anchor));
  } else if (Said(said.part)) {
    const CivilDate begin = DateOf(FloorDay(PartOfYear(now.year, said.part).start));
    SaidTime day = said;
    day.day = static_cast<int16_t>(begin.day);
    int year = YearNear(day, begin.month, begin.day, *anchor);
    // In January this winter is the one that began in December.
    if (said.part == kWinter && now.month <= 2 && (!Said(said.side) || said.side == 0))
      year = now.year - 1;
    p = InYear(said, year);
  } else if (Said(said.month)) {
    p = InYear(said, YearNear(said, said.month, Said(said.day) ? said.day : 15, *anchor));
  } else if (Said(said.day)) {
    p = InMonthNear(said, now);
  } else if (Said(said.weekday)) {
    p = OnDay(said, WeekdayNear(said.weekday, said.side, today));
  } else if (Said(said.hour) || Said(said.part_of_day)) {
    p = OnDay(said, today);
  }
  if (p) p->used_anchor = true;
  return p;
}

std::string UnplacedEdtf(const SaidTime& said) {
  if (said.base != B::kCalendar || said.shift != 0) return "";
  auto two = [](int n) {
    return std::string(1, static_cast<char>('0' + n / 10)) + static_cast<char>('0' + n % 10);
  };
  if (Said(said.month))
    return "XXXX-" + two(said.month) + (Said(said.day) ? "-" + two(said.day) : "");
  if (Said(said.part)) return "XXXX-" + two(said.part);
  return "";
}

std::string FormatBound(int64_t second, bool with_clock) {
  const int64_t day = FloorDay(second);
  return FormatDay(day) + (with_clock ? FormatClock(second - day * kSecondsOfDay) : "");
}

int64_t ShiftedBy(int64_t second, SaidTime::Unit unit, int32_t by) {
  return Shifted(second, unit, by);
}

void CompleteFrom(const SaidTime& other, SaidTime* said) {
  if (said->base == B::kNone) return;
  if (said->base != other.base && !(said->base == B::kCalendar && !Said(said->year))) return;
  const bool dated = Said(said->day) || Said(said->month) || Said(said->part) || Said(said->year) ||
                     Said(said->weekday);
  auto fill = [](int16_t from, int16_t* to) {
    if (!Said(*to)) *to = from;
  };
  if (Said(said->hour) && !dated) {
    fill(other.day, &said->day);
    fill(other.weekday, &said->weekday);
  }
  if (Said(said->day) || Said(said->hour)) fill(other.month, &said->month);
  if (!Said(said->weekday) || Said(said->day)) fill(other.year, &said->year);
  fill(other.side, &said->side);
  if (other.base != B::kCalendar && said->base == B::kCalendar && !Said(said->weekday)) {
    said->base = other.base;
    said->shift = other.shift;
    said->shift_unit = other.shift_unit;
    said->unit = other.unit;
  }
}

UnitCount UnitOfDuration(std::string_view iso) {
  if (iso.empty() || iso[0] != 'P') return {};
  iso.remove_prefix(1);
  const bool clock = !iso.empty() && iso[0] == 'T';
  if (clock) iso.remove_prefix(1);
  if (iso.size() < 2) return {};
  int32_t count = 0;
  const auto r = std::from_chars(iso.data(), iso.data() + iso.size() - 1, count);
  if (r.ptr != iso.data() + iso.size() - 1) return {};
  switch (iso.back()) {
    case 'Y':
      if (count == 100) return {U::kCentury, 1};
      if (count == 10) return {U::kDecade, 1};
      return {U::kYear, count};
    case 'M':
      if (clock) return {U::kMinute, count};
      if (count == 3) return {U::kQuarter, 1};
      if (count == 6) return {U::kHalf, 1};
      return {U::kMonth, count};
    case 'W':
      return {U::kWeek, count};
    case 'D':
      return count == 2 ? UnitCount{U::kWeekend, 1} : UnitCount{U::kDay, count};
    case 'H':
      return {U::kHour, count};
    case 'S':
      return {U::kSecond, count};
    default:
      return {};
  }
}

}  // namespace sourcier
