// One fact: the values that a store's documents give for one fact_key, and what they say of each
// other.
//
//   13 bn (A, B), 1 bn since 2019 (C)          differ      comparable, and they exclude each other
//   49 % (A), about 49 % (B)                   compatible  a bound or a qualifier differs
//   612 M EUR in 2023 (A), 540 M in 2024 (B)   other_time  side by side
//
// A value is an interval of numbers: approx is +-5 %; at_least, more_than, at_most and less_than
// reach to infinity. Touching ends do not exclude each other: "more than 50" of one paper is the
// "50" of another. Its time is an interval of dates: `since` and `after` have no end, `until`, `by`
// and `before` no start, and a value without a resolved time may be of any. A claim about a date
// has that date as its time.
#ifndef SOURCIER_STORE_FACTS_H_
#define SOURCIER_STORE_FACTS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/decimal.h"
#include "pipeline/core/enums.h"

namespace sourcier {

enum class Verdict : uint8_t { kSingle, kAgree, kOtherTime, kCompatible, kDiffer };
std::string_view Name(Verdict verdict);

// A value as its claims give it. Claims of equal fields share one.
struct FactValue {
  std::string number, low, high, unit, qualifier;  // raw JSON, "null" for null
  std::string time;  // raw JSON {edtf, date_start, date_end, role}, or null
  std::string date_start, date_end, time_role;  // the same as plain text; "" where unresolved
  std::vector<std::string> claims;              // ids, raw JSON
  std::vector<uint32_t> documents;              // numbers of the fact's documents, increasing
};

// The verdict over values of `documents` voices. Values of one and the same document are one voice
// and are not compared.
Verdict Judge(std::span<const FactValue> values, size_t documents);

}  // namespace sourcier

#endif  // SOURCIER_STORE_FACTS_H_
