// The closed vocabularies of the records, with the names they have in JSON. The tables are in
// enums.cc; their order is the order of the enumerators. Names are those of schemas/FORMAT.md
// (money: ISO 4217; units: UCUM; dates: EDTF, ISO 8601-2).
#ifndef SOURCIER_CORE_ENUMS_H_
#define SOURCIER_CORE_ENUMS_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace sourcier {

enum class BlockRole : uint8_t {
  kTitle,
  kHeading,
  kBody,
  kQuote,
  kList,
  kCaption,
  kRelated,
  kPromo,
  kNav,
  kForm,
  kSeparator,
  kDuplicate,
  kBoilerplate
};
enum class FigureKind : uint8_t {
  kMoney,
  kPercent,
  kRatio,
  kMultiple,
  kNumber,
  kOrdinal,
  kQuantity
};
enum class TimeKind : uint8_t { kDate, kTime, kDuration, kSet };
enum class EntityClass : uint8_t {
  kOrganisation,
  kPerson,
  kPlace,
  kProduct,
  kMedia,
  kEvent,
  kWork,
  kOther
};
enum class EntityForm : uint8_t { kName, kNominal, kPronoun };
enum class Qualifier : uint8_t {
  kExact,
  kApprox,
  kMoreThan,
  kAtLeast,
  kLessThan,
  kAtMost,
  kRange,
  kVague
};
enum class UnitSystem : uint8_t { kNone, kIso4217, kUcum, kNoun };
enum class Direction : uint8_t { kNone, kUp, kDown };
enum class TimeRole : uint8_t { kNone, kAt, kSince, kUntil, kBy, kBefore, kAfter, kDuring };
enum class TimeMod : uint8_t { kNone, kStart, kMid, kEnd, kApprox };
enum class ResolvedBy : uint8_t { kExplicit, kPublished, kReference, kDocument, kNone };
enum class PartRole : uint8_t {
  kNumber,
  kScale,
  kSign,
  kUnit,
  kCurrency,
  kPer,
  kRole,
  kMod,
  kDay,
  kMonth,
  kYear,
  kHour
};
enum class QuoteKind : uint8_t { kDirect, kIndirect, kMixed };
// In order of precedence: the first that applies wins (FactBank).
enum class Epistemic : uint8_t {
  kDenied,
  kNegated,
  kRumor,
  kConditional,
  kPossible,
  kExpected,
  kPlanned,
  kAsserted
};
enum class FoundBy : uint8_t { kNone, kCoreference, kCoordination, kControl, kDiscourse };
enum class ClaimType : uint8_t {
  kInvestment,
  kAcquisition,
  kStake,
  kFunding,
  kValuation,
  kDeal,
  kPayment,
  kCost,
  kBudget,
  kPrice,
  kFine,
  kCompensation,
  kDebt,
  kRevenue,
  kProfit,
  kLoss,
  kJobs,
  kCount,
  kShare,
  kRate,
  kVote,
  kChange,
  kMeasure,
  kAge,
  kDuration,
  kDeadline,
  kEventDate,
  kOther
};

// The JSON name; "" for a kNone (written as null).
std::string_view Name(BlockRole);
std::string_view Name(FigureKind);
std::string_view Name(TimeKind);
std::string_view Name(EntityClass);
std::string_view Name(EntityForm);
std::string_view Name(Qualifier);
std::string_view Name(UnitSystem);
std::string_view Name(Direction);
std::string_view Name(TimeRole);
std::string_view Name(TimeMod);
std::string_view Name(ResolvedBy);
std::string_view Name(PartRole);
std::string_view Name(QuoteKind);
std::string_view Name(Epistemic);
std::string_view Name(FoundBy);
std::string_view Name(ClaimType);

// The enumerator with that JSON name; nullopt where there is none. E is one of the enums above.
template <typename E>
std::optional<E> Parse(std::string_view name);

// title heading body quote list: the roles that feed claims, attributions, date anchors, aliases
// and antecedents.
constexpr bool IsMain(BlockRole role) { return role <= BlockRole::kList; }

}  // namespace sourcier

#endif  // SOURCIER_CORE_ENUMS_H_
