// Quantities: a number with a unit of measure (UCUM) or a counted noun, and the numbers that stand
// alone. "28 degrees Celsius" -> 28 Cel; "3 500 salaries" -> 3500 of the noun as it stands. Entries
// of class `unit` have columns `ucum` and, where the unit is a multiple that UCUM has no code for,
// `scale`.
#include "extractors/build.h"

namespace sourcier {
namespace {

// "plusieurs rapports", "quelques-uns": some, and nobody says how many.
bool IsMerelyPlural(const FigureValue& value) {
  return value.qualifier == Qualifier::kVague && value.low && value.low->ToDouble() < 10;
}

// "une Audi A6", "TF1": the number is part of a name.
bool IsInName(const BuildContext& context) {
  const uint32_t first = context.match.mention.first;
  if (first == 0 || !context.document.units[first].glued) return false;
  const Sort before = context.document.units[first - 1].sort;
  return before == Sort::kCapital || before == Sort::kUpper || before == Sort::kMixed ||
         before == Sort::kInitial;
}

}  // namespace

bool BuildQuantity(const BuildContext& context, Mention* mention) {
  FigureValue value;
  value.kind = FigureKind::kQuantity;
  const UnitRange unit = context.Range("unit");
  if (unit.empty() || IsInName(context) || !SetNumber(context, &value, mention)) return false;
  value.unit = context.Attribute(unit, "unit", "ucum");
  value.unit_system = UnitSystem::kUcum;
  if (value.unit.empty()) {
    value.unit = context.TextOf(unit);
    value.unit_system = UnitSystem::kNoun;
    if (IsMerelyPlural(value)) return false;
  } else if (const auto factor = Decimal::Parse(context.Attribute(unit, "unit", "scale"))) {
    for (auto* d : {&value.number, &value.low, &value.high}) {
      if (*d) *d = (*d)->Times(*factor);
    }
  }
  mention->parts.push_back({PartRole::kUnit, context.SpanOf(unit)});
  mention->value = value;
  return true;
}

bool BuildNumber(const BuildContext& context, Mention* mention) {
  FigureValue value;
  value.kind = context.Constant("kind") == "ordinal" ? FigureKind::kOrdinal : FigureKind::kNumber;
  if (IsInName(context) || !SetNumber(context, &value, mention) || IsMerelyPlural(value))
    return false;
  mention->value = value;
  return true;
}

}  // namespace sourcier
