#include "pipeline/input/iso_date.h"

#include <doctest/doctest.h>

namespace sourcier {

TEST_CASE("which dates are ISO 8601 dates") {
  struct Case {
    const char* text;
    bool local, with_zone;
  };
  constexpr Case kCases[] = {
      {"2024-02-29", true, true},
      {"2023-02-29", false, false},
      {"1900-02-29", false, false},
      {"2000-02-29", true, true},
      {"2024-04-31", false, false},
      {"2024-13-01", false, false},
      {"2024-00-10", false, false},
      {"2024-1-2", false, false},
      {"2024-05", false, false},
      {"20240515", false, false},
      {"15/05/2024", false, false},
      {"", false, false},
      {"2024-05-15T08:30", true, true},
      {"2024-05-15T08:30:59", true, true},
      {"2024-05-15T08:30:59.123456", true, true},
      {"2024-05-15T08:30:59.", false, false},
      {"2024-05-15T24:00", false, false},
      {"2024-05-15T08", false, false},
      {"2024-05-15 08:30", false, false},
      {"2024-05-15T08:30Z", false, true},
      {"2024-05-15T08:30:00+02:00", false, true},
      {"2024-05-15T08:30:00-0500", false, true},
      {"2024-05-15T08:30:00+02", false, true},
      {"2024-05-15T08:30:00+2", false, false},
      {"2024-05-15Z", false, false},
      {"2024-05-15 ", false, false},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.text);
    CHECK(IsIsoDate(c.text, false) == c.local);
    CHECK(IsIsoDate(c.text, true) == c.with_zone);
  }
}

TEST_CASE("a blank between date and time becomes a T") {
  struct Case {
    const char *text, *normal;  // normal: nullptr where it is no date
  };
  constexpr Case kCases[] = {
      {"2016-11-10 13:37:00", "2016-11-10T13:37:00"},
      {"2016-11-10 13:37:00+01:00", "2016-11-10T13:37:00+01:00"},
      {"2016-11-10T13:37:00", "2016-11-10T13:37:00"},
      {"2016-11-10", "2016-11-10"},
      {"2016-11-10 ", nullptr},
      {"2016-11-10  13:37", nullptr},
      {"2016-02-30 13:37", nullptr},
      {"10 novembre 2016", nullptr},
  };
  for (const Case& c : kCases) {
    CAPTURE(c.text);
    std::string text = c.text;
    CHECK(NormalizeIsoDate(&text, true) == (c.normal != nullptr));
    CHECK(text == (c.normal != nullptr ? c.normal : c.text));
  }
}

}  // namespace sourcier
