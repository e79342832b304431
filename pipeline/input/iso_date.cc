#include "pipeline/input/iso_date.h"

#include <cstddef>

namespace sourcier {
namespace {

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool AtEnd() const { return text_.empty(); }
  bool Take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  // `digits` digits, as a number; -1 where they are not there.
  int Number(size_t digits) {
    if (text_.size() < digits) return -1;
    int value = 0;
    for (char c : text_.substr(0, digits)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    text_.remove_prefix(digits);
    return value;
  }
  // A number of that many digits from 0 to `max`.
  bool Within(size_t digits, int max) {
    const int n = Number(digits);
    return n >= 0 && n <= max;
  }
  void SkipDigits() {
    while (!text_.empty() && text_[0] >= '0' && text_[0] <= '9') text_.remove_prefix(1);
  }

 private:
  std::string_view text_;
};

int DaysOf(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

}  // namespace

bool IsIsoDate(std::string_view text, bool zone) {
  Cursor c(text);
  const int year = c.Number(4);
  if (year < 0 || !c.Take('-')) return false;
  const int month = c.Number(2);
  if (month < 1 || month > 12 || !c.Take('-')) return false;
  const int day = c.Number(2);
  if (day < 1 || day > DaysOf(year, month)) return false;
  if (c.AtEnd()) return true;
  if (!c.Take('T') || !c.Within(2, 23) || !c.Take(':') || !c.Within(2, 59)) return false;
  if (c.Take(':')) {
    if (!c.Within(2, 60)) return false;  // 60: a leap second
    if (c.Take('.')) {
      if (c.Number(1) < 0) return false;
      c.SkipDigits();
    }
  }
  if (c.AtEnd()) return true;
  if (!zone) return false;
  if (c.Take('Z')) return c.AtEnd();
  if (!c.Take('+') && !c.Take('-')) return false;
  if (!c.Within(2, 23)) return false;
  if (c.AtEnd()) return true;
  c.Take(':');
  return c.Within(2, 59) && c.AtEnd();
}

bool NormalizeIsoDate(std::string* text, bool zone) {
  constexpr size_t kDateLength = 10;
  const bool blank = text->size() > kDateLength && (*text)[kDateLength] == ' ';
  if (blank) (*text)[kDateLength] = 'T';
  const bool is_date = IsIsoDate(*text, zone);
  if (blank && !is_date) (*text)[kDateLength] = ' ';
  return is_date;
}

}  // namespace sourcier
