// Every value becomes two intervals: of numbers and of dates. Dates are ISO text, so they compare
// as text; a missing end is open. Values are sorted by the start of their time, so that a value
// meets only those whose times overlap its own.
#include "pipeline/store/facts.h"

#include <algorithm>
#include <charconv>

#include "pipeline/store/field_scanner.h"

namespace sourcier {
namespace {

struct Extent {
  const FactValue* value = nullptr;
  std::optional<Decimal> low, high;  // of the number; nullopt is open
  bool known = false;                // whether there is a number or a bound at all
  std::string_view begin, end;       // of the time, "" is open
};

// A decimal, or a fraction to 18 digits.
std::optional<Decimal> ReadNumber(std::string_view json) {
  const std::string_view text = Unquoted(json);
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return Decimal::Parse(text);
  const auto a = Decimal::Parse(text.substr(0, slash)), b = Decimal::Parse(text.substr(slash + 1));
  if (!a || !b || b->IsZero()) return std::nullopt;
  char buffer[64];
  const auto r = std::to_chars(buffer, buffer + sizeof buffer, a->ToDouble() / b->ToDouble(),
                               std::chars_format::fixed, 18);
  return Decimal::Parse({buffer, static_cast<size_t>(r.ptr - buffer)});
}

Extent ExtentOf(const FactValue& v) {
  Extent e;
  e.value = &v;
  e.low = ReadNumber(v.low);
  e.high = ReadNumber(v.high);
  const auto number = ReadNumber(v.number);
  const auto qualifier = Parse<Qualifier>(Unquoted(v.qualifier)).value_or(Qualifier::kExact);
  if (number && !e.low && !e.high) {
    const bool open_low = qualifier == Qualifier::kAtMost || qualifier == Qualifier::kLessThan;
    const bool open_high = qualifier == Qualifier::kAtLeast || qualifier == Qualifier::kMoreThan;
    const bool approx = qualifier == Qualifier::kApprox;
    static const Decimal kLess = *Decimal::Parse("0.95"), kMore = *Decimal::Parse("1.05");
    if (!open_low) e.low = approx ? number->Times(number->IsNegative() ? kMore : kLess) : number;
    if (!open_high) e.high = approx ? number->Times(number->IsNegative() ? kLess : kMore) : number;
  }
  e.known = e.low.has_value() || e.high.has_value();
  if (!v.date_start.empty() && !v.date_end.empty()) {
    const auto role = Parse<TimeRole>(v.time_role).value_or(TimeRole::kNone);
    const bool to_come = role == TimeRole::kSince || role == TimeRole::kAfter;
    const bool gone =
        role == TimeRole::kUntil || role == TimeRole::kBy || role == TimeRole::kBefore;
    if (!gone) e.begin = v.date_start;
    if (!to_come) e.end = v.date_end;
  }
  return e;
}

bool TimesOverlap(const Extent& a, const Extent& b) {
  return (a.end.empty() || b.begin.empty() || b.begin < a.end) &&
         (b.end.empty() || a.begin.empty() || a.begin < b.end);
}

bool SameVoice(const FactValue& a, const FactValue& b) {
  return a.documents.size() == 1 && a.documents == b.documents;
}

// What two comparable values say of each other: kAgree, kCompatible or kDiffer.
Verdict Compare(const Extent& a, const Extent& b) {
  if (a.known && b.known) {
    if ((a.high && b.low && *a.high < *b.low) || (b.high && a.low && *b.high < *a.low))
      return Verdict::kDiffer;
    const bool same =
        a.low == b.low && a.high == b.high && a.value->qualifier == b.value->qualifier;
    return same ? Verdict::kAgree : Verdict::kCompatible;
  }
  return a.known == b.known && a.value->time == b.value->time ? Verdict::kAgree
                                                              : Verdict::kCompatible;
}

}  // namespace

std::string_view Name(Verdict verdict) {
  static constexpr std::string_view kNames[] = {"single", "agree", "other_time", "compatible",
                                                "differ"};
  return kNames[static_cast<size_t>(verdict)];
}

Verdict Judge(std::span<const FactValue> values, size_t documents) {
  if (documents < 2) return Verdict::kSingle;
  std::vector<Extent> extents;
  for (const FactValue& v : values) extents.push_back(ExtentOf(v));
  std::stable_sort(extents.begin(), extents.end(),
                   [](const Extent& a, const Extent& b) { return a.begin < b.begin; });

  Verdict verdict = Verdict::kAgree;
  for (size_t i = 0; i < extents.size(); ++i) {
    for (size_t k = i + 1; k < extents.size(); ++k) {
      const Extent &a = extents[i], &b = extents[k];
      if (SameVoice(*a.value, *b.value)) continue;
      const bool overlap = TimesOverlap(a, b);
      verdict = std::max(verdict, overlap ? Compare(a, b) : Verdict::kOtherTime);
      if (verdict == Verdict::kDiffer) return verdict;
      // All that follow begin later still; nothing of theirs can overlap this one.
      if (!overlap && !a.end.empty() && b.begin >= a.end) break;
    }
  }
  return verdict;
}

}  // namespace sourcier
