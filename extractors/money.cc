// Amounts of money: a number and a currency. "13 milliards de dollars" -> 13000000000 USD (assumed:
// which dollar is not said); "612 MEUR" -> 612000000 EUR; "50 centimes" -> 0.5 EUR. Currencies are
// lexicon entries of class `currency` with columns
//   code   ISO 4217        scale   what one of it is worth in units of the code (1e6 for a million
//   euros, 0.01 for centimes) by     how the code was assumed where the word alone does not say it
#include "extractors/build.h"

namespace sourcier {

bool BuildMoney(const BuildContext& context, Mention* mention) {
  FigureValue value;
  value.kind = FigureKind::kMoney;
  value.unit_system = UnitSystem::kIso4217;
  const UnitRange currency = context.Range("unit");
  value.unit = context.Attribute(currency, "currency", "code");
  value.unit_by = context.Attribute(currency, "currency", "by");
  if (value.unit.empty() || !SetNumber(context, &value, mention)) return false;
  const std::string_view scale = context.Attribute(currency, "currency", "scale");
  if (const auto factor = Decimal::Parse(scale)) {
    for (auto* d : {&value.number, &value.low, &value.high}) {
      if (!*d) continue;
      *d = (*d)->Times(*factor);
      if (!*d) return false;
    }
  }
  // "3 euros 50", "15 euros et 20 centimes": the minor amount is added.
  if (!AddHundredths(context, &value)) return false;
  mention->parts.push_back({PartRole::kCurrency, context.SpanOf(currency)});
  mention->value = value;
  return true;
}

}  // namespace sourcier
