// From what a text says of a time to what it means: EDTF and a half-open interval. "13 mars" with
// the anchor 2024-05-15 is 2024-03-13; without one it is XXXX-03-13 and no interval. Pure
// functions: the anchor is handed in, the clock is never asked.
#ifndef SOURCIER_EXTRACTORS_TIME_RESOLVE_H_
#define SOURCIER_EXTRACTORS_TIME_RESOLVE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "pipeline/core/document.h"

namespace sourcier {

// Where times are counted from.
struct Anchor {
  int64_t second = 0;      // since 1970-01-01
  bool has_clock = false;  // else the day alone is known
};

// [start, end) in seconds; `unit` is its precision.
struct Period {
  int64_t start = 0, end = 0;
  SaidTime::Unit unit = SaidTime::Unit::kNone;
  std::string edtf;
  bool used_anchor = false;
};

// nullopt: the text does not say enough, or says what does not exist (30 February).
std::optional<Period> ResolveTime(const SaidTime& said, const std::optional<Anchor>& anchor);
// EDTF of what cannot be placed: "XXXX-03-13", "XXXX-21"; "" where nothing of the calendar is said.
std::string UnplacedEdtf(const SaidTime& said);
// Whether it has the fields of the calendar down to a day, year included.
bool IsFullDate(const SaidTime& said);
// Whether it names a day or a longer period, not a clock alone.
bool NamesDay(const SaidTime& said);
// "2024-03-12", or with the clock where the period needs it.
std::string FormatBound(int64_t second, bool with_clock);
// The second that lies `by` units later; months keep the day where they have it.
int64_t ShiftedBy(int64_t second, SaidTime::Unit unit, int32_t by);
// Fills fields that `said` leaves open above its own from `other`: "3 au 7 juin 2024", "mars a juin
// 2023".
void CompleteFrom(const SaidTime& other, SaidTime* said);
// The unit in which a duration of ISO 8601 such as P1M or PT1H counts, and how many; kNone where it
// is not of one unit.
struct UnitCount {
  SaidTime::Unit unit = SaidTime::Unit::kNone;
  int32_t count = 0;
};
UnitCount UnitOfDuration(std::string_view iso);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_TIME_RESOLVE_H_
