#include "pipeline/core/enums.h"

#include <array>
#include <cstddef>

namespace sourcier {
namespace {

constexpr std::string_view kBlockRoles[] = {"title",     "heading",   "body",       "quote", "list",
                                            "caption",   "related",   "promo",      "nav",   "form",
                                            "separator", "duplicate", "boilerplate"};
constexpr std::string_view kFigureKinds[] = {"money",  "percent", "ratio",   "multiple",
                                             "number", "ordinal", "quantity"};
constexpr std::string_view kTimeKinds[] = {"date", "time", "duration", "set"};
constexpr std::string_view kEntityClasses[] = {"organisation", "person", "place", "product",
                                               "media",        "event",  "work",  "other"};
constexpr std::string_view kEntityForms[] = {"name", "nominal", "pronoun"};
constexpr std::string_view kQualifiers[] = {"exact",     "approx",  "more_than", "at_least",
                                            "less_than", "at_most", "range",     "vague"};
constexpr std::string_view kUnitSystems[] = {"", "iso4217", "ucum", "noun"};
constexpr std::string_view kDirections[] = {"", "up", "down"};
constexpr std::string_view kTimeRoles[] = {"",   "at",     "since", "until",
                                           "by", "before", "after", "during"};
constexpr std::string_view kTimeMods[] = {"", "start", "mid", "end", "approx"};
constexpr std::string_view kResolvedBys[] = {"explicit", "published", "reference", "document",
                                             "none"};
constexpr std::string_view kPartRoles[] = {"number", "scale", "sign", "unit",  "currency", "per",
                                           "role",   "mod",   "day",  "month", "year",     "hour"};
constexpr std::string_view kQuoteKinds[] = {"direct", "indirect", "mixed"};
constexpr std::string_view kEpistemics[] = {"denied",   "negated",  "rumor",   "conditional",
                                            "possible", "expected", "planned", "asserted"};
constexpr std::string_view kFoundBys[] = {"", "coreference", "coordination", "control",
                                          "discourse"};
constexpr std::string_view kClaimTypes[] = {
    "investment", "acquisition", "stake", "funding",  "valuation",    "deal",       "payment",
    "cost",       "budget",      "price", "fine",     "compensation", "debt",       "revenue",
    "profit",     "loss",        "jobs",  "count",    "share",        "rate",       "vote",
    "change",     "measure",     "age",   "duration", "deadline",     "event_date", "other"};

template <typename E, size_t N>
std::optional<E> Find(const std::string_view (&names)[N], std::string_view name) {
  for (size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace

#define SOURCIER_ENUM(E, table)                                                \
  std::string_view Name(E value) { return table[static_cast<size_t>(value)]; } \
  template <>                                                                  \
  std::optional<E> Parse<E>(std::string_view name) {                           \
    return Find<E>(table, name);                                               \
  }

SOURCIER_ENUM(BlockRole, kBlockRoles)
SOURCIER_ENUM(FigureKind, kFigureKinds)
SOURCIER_ENUM(TimeKind, kTimeKinds)
SOURCIER_ENUM(EntityClass, kEntityClasses)
SOURCIER_ENUM(EntityForm, kEntityForms)
SOURCIER_ENUM(Qualifier, kQualifiers)
SOURCIER_ENUM(UnitSystem, kUnitSystems)
SOURCIER_ENUM(Direction, kDirections)
SOURCIER_ENUM(TimeRole, kTimeRoles)
SOURCIER_ENUM(TimeMod, kTimeMods)
SOURCIER_ENUM(ResolvedBy, kResolvedBys)
SOURCIER_ENUM(PartRole, kPartRoles)
SOURCIER_ENUM(QuoteKind, kQuoteKinds)
SOURCIER_ENUM(Epistemic, kEpistemics)
SOURCIER_ENUM(FoundBy, kFoundBys)
SOURCIER_ENUM(ClaimType, kClaimTypes)

#undef SOURCIER_ENUM

}  // namespace sourcier
