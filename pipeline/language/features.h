// What rules may ask of a unit beside its lexicon classes: `#year`, `@money`, `:capital`. One
// table, used by the rule compiler.
#ifndef SOURCIER_LANGUAGE_FEATURES_H_
#define SOURCIER_LANGUAGE_FEATURES_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "pipeline/core/document.h"

namespace sourcier {

using SortBits = uint64_t;
static_assert(static_cast<int>(Sort::kCount) <= 64);

constexpr SortBits Bit(Sort sort) { return SortBits{1} << static_cast<int>(sort); }

// The sorts from `first` to `last`, both included.
constexpr SortBits Sorts(Sort first, Sort last) { return (Bit(last) << 1) - Bit(first); }

constexpr SortBits kWordSorts = Sorts(Sort::kLower, Sort::kInitial);
constexpr SortBits kDigitSorts = Sorts(Sort::kZero, Sort::kScaled);
constexpr SortBits kNumberSorts = Sorts(Sort::kZero, Sort::kNumberRange);
constexpr SortBits kMentionSorts = Sorts(Sort::kMoneyMention, Sort::kOtherMention);

constexpr bool IsNumber(Sort sort) { return (Bit(sort) & kNumberSorts) != 0; }

// The sorts that a feature name stands for; nullopt where there is no such feature. `:glued` and
// `:first` are no sorts.
std::optional<SortBits> FeatureSorts(std::string_view name);

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_FEATURES_H_
