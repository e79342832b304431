// Dates as people give them to the program: in `published` fields and --reference-date.
#ifndef SOURCIER_INPUT_ISO_DATE_H_
#define SOURCIER_INPUT_ISO_DATE_H_

#include <string>
#include <string_view>

namespace sourcier {

// True for an ISO 8601 calendar date YYYY-MM-DD that exists, alone or followed by
// Thh:mm[:ss[.fraction]]; with `zone`, a date with time may end in Z, +hh:mm, +hhmm or +hh (or a
// minus).
bool IsIsoDate(std::string_view text, bool zone);

// Brings what writers of dates commonly make of ISO 8601 to its form: the blank between date and
// time ("2016-11-10 13:37:00", as Python and SQL print it) becomes a T. False, and `text` as it
// was, where that gives no ISO 8601 date.
bool NormalizeIsoDate(std::string* text, bool zone);

}  // namespace sourcier

#endif  // SOURCIER_INPUT_ISO_DATE_H_
