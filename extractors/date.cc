// Dates: a rule finds the place, ReadSaid walks over its units and collects what is said (day,
// month, year, weekday, clock, a shift); the date stage (date_stage.cc) works out what it means
// once the whole document is read.
//   "lundi 3 juin a 18 h 30"  ->  weekday 1, day 3, month 6, hour 18, minute 30  ->
//   2024-06-03T18:30
// Keys of `yield date`: at, or low and high (captures of points); day month year hour minute
// (numbers in a written order); count unit toward=past|future|capture from=anchor|text (a shift),
// with `at` counted from that point; days (a capture: so many days from `at`); from=event (a day
// that no date of the text gives); side=last|this|next; mod, role (captures); span; publishes=yes;
// kind=time. An entry of calendar.tsv says what its words mean: see the head of that file.
#include <algorithm>
#include <array>
#include <charconv>

#include "extractors/build.h"
#include "extractors/calendar.h"
#include "extractors/time_resolve.h"

namespace sourcier {
namespace {

using U = SaidTime::Unit;
using B = SaidTime::Base;
constexpr auto Said = SaidTime::Said;

int ToInt(std::string_view s, int otherwise = 0) {
  if (!s.empty() && s[0] == '+') s.remove_prefix(1);
  int value = otherwise;
  std::from_chars(s.data(), s.data() + s.size(), value);
  return value;
}

// Walks over the units of a point of time.
class Reader {
 public:
  Reader(const BuildContext& context, Mention* mention) : c_(context), mention_(mention) {}

  // False where the units say no possible time.
  bool Read(UnitRange range, SaidTime* said) {
    said_ = said;
    bool fits = true;
    for (at_ = range.first, end_ = range.last; at_ < end_ && fits; ++at_) fits = Step();
    return fits && Finish();
  }

 private:
  const Unit& unit(uint32_t ahead = 0) const { return c_.document.units[at_ + ahead]; }
  bool has(uint32_t ahead) const { return at_ + ahead < end_; }
  bool Is(uint32_t ahead, std::string_view class_name) const {
    return has(ahead) && c_.pack.Has(unit(ahead), c_.pack.Class(class_name));
  }
  std::string_view Value(std::string_view class_name, std::string_view column = "value") const {
    return c_.pack.Attribute(unit(), c_.pack.Class(class_name), column);
  }
  std::optional<int> IntAt(uint32_t ahead) const {
    if (!has(ahead) || unit(ahead).number == kNoIndex) return std::nullopt;
    const Number& n = c_.document.numbers[unit(ahead).number];
    const auto value = n.value && n.denominator == 1 ? n.value->ToInteger() : std::nullopt;
    if (!value || *value < -9999 || *value > 9999) return std::nullopt;
    // What looks like a sign before a number is a hyphen here (2019-2023).
    return static_cast<int>(n.sign.empty() ? *value : std::abs(*value));
  }
  bool IsColon(uint32_t ahead) const {
    return has(ahead) && c_.TextOf({at_ + ahead, at_ + ahead + 1}) == ":";
  }
  void AddPart(PartRole role, uint32_t first, uint32_t last) {
    mention_->parts.push_back({role, c_.SpanOf({first, last})});
  }
  static bool Set(int16_t* field, int value) {
    if (Said(*field)) return false;
    *field = static_cast<int16_t>(value);
    return true;
  }

  bool Step() {
    if (unit().number != kNoIndex && !Is(0, "time-unit")) return ReadNumber();
    if (Is(0, "month"))
      return AddPart(PartRole::kMonth, at_, at_ + 1), Set(&said_->month, ToInt(Value("month")));
    if (Is(0, "weekday")) return Set(&said_->weekday, ToInt(Value("weekday")));
    if (Is(0, "holiday")) return Holiday(Value("holiday"));
    if (Is(0, "season")) return Set(&said_->part, ToInt(Value("season")));
    if (Is(0, "quarter-code")) return Set(&said_->part, ToInt(Value("quarter-code")));
    if (Is(0, "clock-name")) return ClockName();
    if (Is(0, "day-word") || Is(0, "text-day")) {
      const bool text = !Is(0, "day-word");
      said_->base = text ? B::kText : B::kAnchor;
      said_->unit = said_->shift_unit = U::kDay;
      said_->shift = ToInt(Value(text ? "text-day" : "day-word"));
      return true;
    }
    if (Is(0, "time-last") && Is(1, "year-part")) {  // the last quarter of 2023
      ++at_;
      const int base = ToInt(Value("year-part"));
      return Set(&said_->part, base + PartsFrom(base) - 1);
    }
    for (std::string_view side : {"time-last", "time-next", "time-this"}) {
      if (!Is(0, side)) continue;
      said_->side = static_cast<int16_t>(ToInt(Value(side)));
      counts_from_text_ |= Is(0, "time-text");
      return true;
    }
    if (Is(0, "daypart")) {
      said_->part_of_day = static_cast<int16_t>(ToInt(Value("daypart")));
      if (Said(said_->hour) && said_->hour < 12 && said_->part_of_day >= 12) said_->hour += 12;
      return true;
    }
    if (Is(0, "era-before")) {
      if (!Said(said_->year) && said_->unit != U::kCentury) return false;
      if (Said(said_->year)) said_->year = static_cast<int16_t>(1 - said_->year);
      if (said_->unit == U::kCentury) said_->part = static_cast<int16_t>(-said_->part);
      return true;
    }
    if (Is(0, "decade-head")) decade_ = true;
    if (Is(0, "time-unit")) {
      if (unit_ == U::kNone || Is(0, "year-head"))
        unit_ = UnitOfDuration(Value("time-unit", "duration")).unit;
      after_year_head_ = Is(0, "year-head");
    } else if (Is(0, "year-head")) {
      after_year_head_ = true;
    }
    if (Is(0, "weekend")) said_->unit = unit_ = U::kWeekend;
    return true;
  }

  bool ReadNumber() {
    const auto value = IntAt(0);
    if (!value) return false;
    const int n = *value;
    const Sort sort = unit().sort;
    if (Is(1, "clock-unit") || IsColon(1)) return Clock(n);
    if (Is(1, "year-part")) {
      const int base = ToInt(c_.pack.Attribute(unit(1), c_.pack.Class("year-part"), "value"));
      ++at_;
      return n >= 1 && n <= PartsFrom(base) && Set(&said_->part, base + n - 1);
    }
    const uint32_t next = Is(1, "ordinal-mark") ? 2 : 1;  // "XVIII e siecle"
    if (Is(next, "time-unit") && (sort == Sort::kOrdinal || sort == Sort::kRoman)) {
      said_->unit =
          UnitOfDuration(c_.pack.Attribute(unit(next), c_.pack.Class("time-unit"), "duration"))
              .unit;
      at_ += next;
      if (said_->unit == U::kDay) return n >= 1 && n <= 31 && Set(&said_->day, n);
      return said_->unit == U::kCentury && n >= 1 && n <= 40 && Set(&said_->part, n);
    }
    const uint32_t skip = Is(next, "of") ? next + 1 : next;
    if (Is(skip, "month") && !Said(said_->day)) {
      AddPart(PartRole::kDay, at_, at_ + 1);
      return n >= 1 && n <= 31 && Set(&said_->day, n);
    }
    if (Said(said_->day) && !Said(said_->month) && c_.TextOf({at_ - 1, at_}) == "/") {
      AddPart(PartRole::kMonth, at_, at_ + 1);
      return n >= 1 && n <= 12 && Set(&said_->month, n);
    }
    const bool two_digits = sort >= Sort::kTwoDigits00to09 && sort <= Sort::kTwoDigits60to99;
    const bool four = n >= 1000 && n < 2200;
    if (four || ((two_digits || sort == Sort::kWordNumber) && decade_) || after_year_head_ ||
        (Is(1, "era-before")) || (Said(said_->month) && (Said(said_->day) || n > 31))) {
      AddPart(PartRole::kYear, at_, at_ + 1);
      const bool short_form = n < 100 && (two_digits || decade_) && !Is(1, "era-before");
      return Set(&said_->year, !short_form ? n
                               : n >= 30   ? 1900 + n
                               : decade_   ? 1900 + n
                                           : 2000 + n);
    }
    AddPart(PartRole::kDay, at_, at_ + 1);
    return n >= 1 && n <= 31 && Set(&said_->day, n);
  }

  // "18 h 30", "18h", "14:30:05"
  bool Clock(int hour) {
    const uint32_t first = at_;
    if (hour < 0 || hour > 24 || !Set(&said_->hour, hour)) return false;
    at_ += 1;
    const auto minute = IntAt(1);
    const bool ends = Is(2, "month");  // "18 h 12 mars"
    if (minute && *minute >= 0 && *minute < 60 && !ends &&
        c_.SpanOf({at_ + 1, at_ + 2}).size() <= 2) {
      said_->minute = static_cast<int16_t>(*minute);
      ++at_;
      const auto second = IsColon(1) ? IntAt(2) : std::nullopt;
      if (second && *second < 60) {
        said_->second = static_cast<int16_t>(*second);
        at_ += 2;
      }
    } else {
      ClockPart();
    }
    AddPart(PartRole::kHour, first, at_ + 1);
    return true;
  }
  // The part of an hour behind it: a half, a quarter; below zero it counts back from the hour.
  void ClockPart() {
    if (!Is(1, "clock-part")) return;
    ++at_;
    said_->minute = static_cast<int16_t>(ToInt(Value("clock-part")));
    if (said_->minute >= 0) return;
    said_->minute = static_cast<int16_t>(60 + said_->minute);
    said_->hour = static_cast<int16_t>((said_->hour + 23) % 24);
  }
  bool ClockName() {
    const uint32_t first = at_;
    if (!Set(&said_->hour, ToInt(Value("clock-name")))) return false;
    ClockPart();
    AddPart(PartRole::kHour, first, at_ + 1);
    return true;
  }

  // How many parts a year has of the kind whose first has that EDTF code.
  static int PartsFrom(int base) { return base == 40 ? 2 : base == 37 ? 3 : 4; }

  bool Holiday(std::string_view code) {
    if (code.starts_with('E')) return Set(&said_->from_easter, ToInt(code.substr(1)));
    said_->unit = U::kDay;  // a day that comes every year
    return Set(&said_->month, ToInt(code.substr(0, 2))) && Set(&said_->day, ToInt(code.substr(3)));
  }

  bool Finish() {
    const bool field = Said(said_->month) || Said(said_->day) || Said(said_->weekday) ||
                       Said(said_->part) || Said(said_->from_easter) || Said(said_->hour);
    if (decade_) said_->unit = U::kDecade;
    if (said_->base != B::kNone) return true;  // a word such as yesterday
    if (Said(said_->year)) {
      if (unit_ == U::kWeek && Said(said_->day)) said_->unit = U::kWeek;
      said_->base = B::kCalendar;
      return true;
    }
    if (unit_ == U::kWeek && Said(said_->day) && Said(said_->month)) {  // the week of 10 April
      said_->unit = U::kWeek;
      said_->base = B::kCalendar;
      return true;
    }
    // A unit that counts from the anchor: last year, this week; finer fields stand inside it (March
    // of last year).
    const bool inside = !field || unit_ == U::kYear || unit_ == U::kWeek || unit_ == U::kWeekend ||
                        (unit_ == U::kMonth && !Said(said_->month)) || unit_ == U::kQuarter;
    if (unit_ != U::kNone && (Said(said_->side) || !field) && inside &&
        !(unit_ == U::kMonth && Said(said_->month))) {
      said_->base = counts_from_text_ ? B::kText : B::kAnchor;
      said_->unit = said_->shift_unit = unit_;
      said_->shift = Said(said_->side) ? said_->side : 0;
      return true;
    }
    if (Said(said_->part_of_day) && !field && Said(said_->side)) {  // ce matin
      said_->base = B::kAnchor;
      said_->unit = U::kDay;
      said_->shift_unit = U::kDay;
      said_->shift = said_->side == -1 || said_->side == 1 ? said_->side : 0;
      return true;
    }
    said_->base = B::kCalendar;
    return field || Said(said_->part_of_day);
  }

  const BuildContext& c_;
  Mention* mention_;
  SaidTime* said_ = nullptr;
  uint32_t at_ = 0, end_ = 0;
  U unit_ = U::kNone;
  bool decade_ = false, after_year_head_ = false, counts_from_text_ = false;
};

TimeMod ModOf(std::string_view name) { return Parse<TimeMod>(name).value_or(TimeMod::kNone); }

// Numbers in an order that the rule knows: 03/04/2024, 2024-04-03.
bool ReadOrdered(const BuildContext& c, SaidTime* said, Mention* mention) {
  const struct {
    std::string_view key;
    int16_t* field;
    PartRole role;
    int least, most;
  } kFields[] = {{"day", &said->day, PartRole::kDay, 1, 31},
                 {"month", &said->month, PartRole::kMonth, 1, 12},
                 {"year", &said->year, PartRole::kYear, 0, 2199},
                 {"hour", &said->hour, PartRole::kHour, 0, 24},
                 {"minute", &said->minute, PartRole::kHour, 0, 59},
                 {"second", &said->second, PartRole::kHour, 0, 59}};
  bool any = false;
  for (const auto& f : kFields) {
    const UnitRange range = c.Range(f.key);
    if (range.empty()) continue;
    const Number* number = c.NumberIn(range);
    const auto value =
        number != nullptr && number->value ? number->value->ToInteger() : std::nullopt;
    if (!value) return false;
    int64_t n = std::abs(*value);
    if (n < f.least || n > f.most) return false;
    if (f.role == PartRole::kYear && n < 100) n += n >= 50 ? 1900 : 2000;
    *f.field = static_cast<int16_t>(n);
    mention->parts.push_back({f.role, c.SpanOf(range)});
    any = true;
  }
  if (any) said->base = B::kCalendar;
  return any;
}

// "il y a deux ans", "dans trois mois", "trois jours plus tard"
bool ReadShift(const BuildContext& c, SaidTime* said, Mention* mention) {
  const UnitRange unit = c.Range("unit");
  if (unit.empty()) return false;
  const UnitCount per = UnitOfDuration(c.Attribute(unit, "time-unit", "duration"));
  if (per.unit == U::kNone) return false;
  int64_t count = 1;
  if (!c.Range("count").empty()) {
    const Number* number = c.NumberIn(c.Range("count"));
    const auto value = number != nullptr && number->value && number->denominator == 1
                           ? number->value->ToInteger()
                           : std::nullopt;
    if (!value || *value < 0 || *value > 100000) return false;
    count = *value;
    mention->parts.push_back({PartRole::kNumber, number->span});
  }
  mention->parts.push_back({PartRole::kUnit, c.SpanOf(unit)});
  const std::string_view toward = c.Constant("toward");
  int sign = toward == "past" ? -1 : 1;
  if (const UnitRange word = c.Range("toward"); !word.empty()) {
    const std::string_view by = c.Attribute(word, "text-shift", "value");
    sign = ToInt(by.empty() ? c.Attribute(word, "time-offset", "value") : by);
  }
  said->base = c.Constant("from") == "text" ? B::kText : B::kAnchor;
  said->unit = said->shift_unit = per.unit;
  said->shift = static_cast<int32_t>(count * per.count * sign);
  // A week after a day is a day.
  if (said->base == B::kText && per.unit == U::kWeek) said->unit = U::kDay;
  return true;
}

bool HasClock(const SaidTime& s) { return Said(s.hour) || Said(s.part_of_day); }

// "entre 10 et 11h30": the number before the first clock is an hour, not a day. False where the
// two are no times of one day: "entre 3 et 24 heures".
bool ReadBareHour(TimeValue* value) {
  SaidTime& s = value->said;
  if (!Said(s.day) || Said(s.month) || Said(s.hour) || !Said(value->until.hour)) return true;
  if (s.day > 23 || value->until.hour == 24) return false;
  s.hour = s.day;
  s.day = value->until.day;
  return true;
}

// Whether such a day is in the calendar; in a year that is not said, in any.
bool Exists(const SaidTime& s) {
  constexpr int kSomeLeapYear = 2000;
  return !Said(s.month) || !Said(s.day) ||
         IsDate(Said(s.year) ? s.year : kSomeLeapYear, s.month, s.day);
}

// Whether the ends of a range stand the wrong way round for certain: "du 7 au 3 juin", "de 2023 a
// 2019".
bool IsReversed(const SaidTime& low, const SaidTime& high) {
  if (Said(low.year) && Said(high.year) && low.year != high.year) return low.year > high.year;
  if (Said(low.month) && Said(high.month) && low.month != high.month) {
    return Said(low.year) && Said(high.year) && low.month > high.month;
  }
  if (!Said(low.day) || !Said(high.day) || !Said(low.month)) return false;
  return low.day > high.day || (low.day == high.day && !Said(low.hour));
}

}  // namespace

bool BuildDate(const BuildContext& c, Mention* mention) {
  TimeValue value;
  Reader low(c, mention), high(c, mention);
  if (!c.Range("low").empty()) {
    if (!low.Read(c.Range("low"), &value.said) || !high.Read(c.Range("high"), &value.until))
      return false;
    value.qualifier = Qualifier::kRange;
    // "2023/24"
    if (Said(value.said.year) && Said(value.until.day) && !Said(value.until.month) &&
        !Said(value.said.month)) {
      value.until.year = static_cast<int16_t>(value.said.year / 100 * 100 + value.until.day);
      value.until.day = SaidTime::kUnsaid;
    }
    if (c.Constant("kind") == "time" && !ReadBareHour(&value)) return false;
    const bool own_year = Said(value.said.year);
    CompleteFrom(value.until, &value.said);
    // "du 5 novembre au 5 fevrier 2017" begins in the year before
    if (!own_year && Said(value.said.year) && value.said.month > value.until.month &&
        Said(value.until.month)) {
      --value.said.year;
    }
    if (IsReversed(value.said, value.until)) return false;
    // "20 h le 12 mars a 22 h": what the first says holds for the second
    if (!NamesDay(value.until) && NamesDay(value.said)) {
      SaidTime clock = value.until;
      value.until = value.said;
      value.until.hour = clock.hour;
      value.until.minute = clock.minute;
      value.until.second = clock.second;
    }
  } else if (!c.Range("unit").empty()) {
    if (!ReadShift(c, &value.said, mention)) return false;
    if (!c.Range("at").empty()) {  // "deux semaines avant le 13 mai 1999"
      const SaidTime by = value.said;
      value.said = {};
      if (!low.Read(c.Range("at"), &value.said) || value.said.base != B::kCalendar) return false;
      value.said.shift = by.shift;
      value.said.shift_unit = by.shift_unit;
    }
  } else if (!c.Range("at").empty()) {
    if (!low.Read(c.Range("at"), &value.said)) return false;
    if (const UnitRange days = c.Range("days"); !days.empty()) {  // "la veille de Noel"
      if (value.said.base != B::kCalendar) return false;
      value.said.shift = ToInt(c.Attribute(days, "text-day", "value"));
      value.said.shift_unit = U::kDay;
    }
    if (c.Constant("from") == "text" && value.said.base == B::kAnchor) value.said.base = B::kText;
  } else {
    if (!ReadOrdered(c, &value.said, mention)) return false;
    if (!c.Range("clock").empty()) {
      SaidTime clock;
      if (!high.Read(c.Range("clock"), &clock)) return false;
      value.said.hour = clock.hour;
      value.said.minute = clock.minute;
      value.said.second = clock.second;
    }
  }
  if (!Exists(value.said) || !Exists(value.until)) return false;
  if (c.Constant("from") == "event") {  // the day after the death of ...: no date says when
    value.said = {};
    value.resolved_by = ResolvedBy::kNone;
  }
  if (HasClock(value.said) && !NamesDay(value.said)) value.kind = TimeKind::kTime;
  if (c.Constant("publishes") == "yes") value.said.publishes = true;
  if (const UnitRange mod = c.Range("mod"); !mod.empty()) {
    value.mod = ModOf(c.Attribute(mod, "time-mod", "value"));
    if (value.mod == TimeMod::kNone) value.mod = TimeMod::kApprox;
    mention->parts.push_back({PartRole::kMod, c.SpanOf(mod)});
  }
  if (const UnitRange role = c.Range("role"); !role.empty()) {
    value.role = Parse<TimeRole>(c.Attribute(role, "time-role", "role")).value_or(TimeRole::kAt);
    mention->parts.push_back({PartRole::kRole, c.SpanOf(role)});
  }
  std::sort(mention->parts.begin(), mention->parts.end(),
            [](const Part& a, const Part& b) { return a.span.begin < b.span.begin; });
  mention->value = std::move(value);
  return true;
}

}  // namespace sourcier
