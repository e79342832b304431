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

// A noun that follows a number of two or more directly stands in the plural: where the language
// says how its plurals end (setting `plural_endings`, letters), any other word is not what is
// counted
// ("93 prefere partir"). After a preposition it may be a mass noun ("2 millions d'aide").
bool Agrees(const BuildContext& context, const FigureValue& value, UnitRange unit) {
  if (context.TextOf(unit).size() < 2) return false;  // "4x4", "une 5e"
  const std::string_view endings = context.pack.setting("plural_endings");
  if (endings.empty() || (value.number && value.number->Compare(Decimal(2)) < 0)) return true;
  const Number* number = context.NumberIn(context.Range("number"));
  const bool scaled = number != nullptr && !number->scale.empty() &&
                      number->scale.end == number->span.end &&
                      number->scale_value.Compare(Decimal(1'000'000)) >= 0;
  const ClassId of = context.pack.Class("of");
  for (uint32_t i = context.match.mention.first; i < unit.first; ++i) {
    const Unit& u = context.document.units[i];
    if (of != kNoClass && context.pack.lexicon().Has(u.classes, of)) return true;
  }
  // "15 milliards injectes": what millions count stands behind a preposition.
  if (scaled) return false;
  // In a compound either word may carry the mark (avions-cargos, timbres-poste).
  for (uint32_t i = unit.first; i < unit.last; ++i) {
    const std::string_view word = context.TextOf({i, i + 1});
    if (!word.empty() && endings.find(word.back()) != std::string_view::npos) return true;
  }
  return false;
}

// "une Audi A6", "TF1": the number is part of a name.
bool IsInName(const BuildContext& context) {
  const uint32_t first = context.match.mention.first;
  if (first == 0 || !context.document.units[first].glued) return false;
  // "Moins d'un millier": an elided word closes before its apostrophe.
  const uint32_t token = context.document.units[first].first_token;
  if (context.document.tokens[token - 1].Is(Token::kElided)) return false;
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
    if (IsMerelyPlural(value) || !Agrees(context, value, unit)) return false;
  } else if (const auto factor = Decimal::Parse(context.Attribute(unit, "unit", "scale"))) {
    for (auto* d : {&value.number, &value.low, &value.high}) {
      if (*d) *d = (*d)->Times(*factor);
    }
  }
  if (!AddHundredths(context, &value)) return false;
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
