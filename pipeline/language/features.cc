#include "pipeline/language/features.h"

namespace sourcier {
namespace {

using S = Sort;

constexpr SortBits kTwoDigits = Sorts(S::kTwoDigits00to09, S::kTwoDigits60to99);
constexpr SortBits kPlainDigits = Sorts(S::kZero, S::kGrouped);

constexpr struct {
  std::string_view name;
  SortBits sorts;
} kFeatures[] = {
    // shapes of words
    {":sign", Bit(S::kSign)},
    {":word", kWordSorts},
    {":lower", Bit(S::kLower)},
    {":capital", Bit(S::kCapital)},
    {":upper", Bit(S::kUpper)},
    {":mixed", Bit(S::kMixed)},
    {":letter", Bit(S::kInitial)},
    {":name", Sorts(S::kCapital, S::kInitial)},
    // numbers; `un` and `une` are #one only
    {"#number", Sorts(S::kZero, S::kFraction) & ~Bit(S::kWordOne)},
    {"#any", kNumberSorts},
    {"#one", Bit(S::kWordOne)},
    {"#digits", kDigitSorts},
    {"#integer", kPlainDigits | Bit(S::kWordSmall) | Bit(S::kWordNumber)},
    {"#plain", Sorts(S::kZero, S::kLongDigits)},
    {"#word", Sorts(S::kWordSmall, S::kWordScaled)},
    {"#small", Bit(S::kDigit1to9) | Bit(S::kWordSmall)},
    {"#day", Sorts(S::kDigit1to9, S::kTwoDigits24to31)},
    {"#month", Sorts(S::kDigit1to9, S::kTwoDigits10to12)},
    {"#hour", Sorts(S::kZero, S::kTwoDigits24to31)},
    {"#minute", Sorts(S::kTwoDigits00to09, S::kTwoDigits32to59)},
    {"#year", Bit(S::kYear)},
    {"#two-digits", kTwoDigits},
    {"#three-digits", Bit(S::kThreeDigits)},
    {"#four-digits", Bit(S::kYear) | Bit(S::kFourDigits)},
    {"#long", Bit(S::kLongDigits)},
    {"#grouped", Bit(S::kGrouped)},
    {"#decimal", Bit(S::kDecimal)},
    {"#scaled", Bit(S::kScaled) | Bit(S::kWordScaled)},
    {"#approximate", Bit(S::kApproximate)},
    {"#vague", Bit(S::kVague)},
    {"#fraction", Bit(S::kFraction)},
    {"#ordinal", Bit(S::kOrdinal)},
    {"#roman", Bit(S::kRoman)},
    {"#range", Bit(S::kNumberRange)},
    // mentions
    {"@money", Bit(S::kMoneyMention)},
    {"@percent", Bit(S::kPercentMention)},
    {"@ratio", Bit(S::kRatioMention)},
    {"@multiple", Bit(S::kMultipleMention)},
    {"@number", Bit(S::kNumberMention)},
    {"@ordinal", Bit(S::kOrdinalMention)},
    {"@quantity", Bit(S::kQuantityMention)},
    {"@figure", Sorts(S::kMoneyMention, S::kQuantityMention)},
    {"@date", Bit(S::kDateMention)},
    {"@time", Bit(S::kTimeMention)},
    {"@duration", Bit(S::kDurationMention)},
    {"@set", Bit(S::kSetMention)},
    {"@temporal", Sorts(S::kDateMention, S::kSetMention)},
    {"@organisation", Bit(S::kOrganisationMention)},
    {"@person", Bit(S::kPersonMention)},
    {"@place", Bit(S::kPlaceMention)},
    {"@product", Bit(S::kProductMention)},
    {"@media", Bit(S::kMediaMention)},
    {"@event", Bit(S::kEventMention)},
    {"@work", Bit(S::kWorkMention)},
    {"@other", Bit(S::kOtherMention)},
    {"@entity", Sorts(S::kOrganisationMention, S::kOtherMention)},
    {"@mention", kMentionSorts},
};

}  // namespace

std::optional<SortBits> FeatureSorts(std::string_view name) {
  for (const auto& f : kFeatures) {
    if (f.name == name) return f.sorts;
  }
  return std::nullopt;
}

}  // namespace sourcier
