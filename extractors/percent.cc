// Shares and factors. "49 %" -> 49 with unit "%"; "0,5 point de pourcentage" -> 0.5 with unit
// "point"; "un tiers", "deux sur trois" -> ratio 1/3, 2/3; "deux fois plus" -> multiple 2. Entries
// of class `percent` have a column `unit` (% or per mille or point) and may have a `scale` (a basis
// point is 0.01 points).
#include "extractors/build.h"

namespace sourcier {

bool BuildPercent(const BuildContext& context, Mention* mention) {
  FigureValue value;
  value.kind = FigureKind::kPercent;
  const UnitRange unit = context.Range("unit");
  value.unit = context.Attribute(unit, "percent", "unit");
  if (value.unit.empty()) value.unit = context.Attribute(unit, "percent-point-weak", "unit");
  if (value.unit.empty() || !SetNumber(context, &value, mention)) return false;
  if (const auto factor = Decimal::Parse(context.Attribute(unit, "percent", "scale"))) {
    for (auto* d : {&value.number, &value.low, &value.high}) {
      if (*d) *d = (*d)->Times(*factor);
    }
  }
  // A sign that is written tells the direction of a share: "(-1,2 %)".
  const Number* n = context.NumberIn(context.Range("number"));
  if (n != nullptr && !n->sign.empty()) {
    value.direction = value.number->IsNegative() ? Direction::kDown : Direction::kUp;
  }
  mention->parts.push_back({PartRole::kUnit, context.SpanOf(unit)});
  mention->value = value;
  return true;
}

namespace {

// What shares are given of: a few of any number, and of small numbers and powers of ten ("un sur
// six", "45 sur 1 000"); "562 sur 650" is two counts.
bool IsBase(Decimal numerator, int64_t denominator) {
  if (denominator < 2) return false;
  if (numerator.Compare(Decimal(5)) <= 0) return true;
  while (denominator % 10 == 0) denominator /= 10;
  return denominator <= 25;
}

}  // namespace

bool BuildRatio(const BuildContext& context, Mention* mention) {
  FigureValue value;
  value.kind = FigureKind::kRatio;
  if (!SetNumber(context, &value, mention) || !value.number) return false;
  if (const Number* of = context.NumberIn(context.Range("of"))) {
    const auto denominator = of->value ? of->value->ToInteger() : std::nullopt;
    if (!denominator || !IsBase(*value.number, *denominator) || !value.number->IsInteger() ||
        value.denominator != 1)
      return false;
    if (value.number->Compare(*of->value) > 0) return false;
    value.denominator = *denominator;
    mention->parts.push_back({PartRole::kNumber, of->span});
  }
  if (value.denominator == 1) return false;
  mention->value = value;
  return true;
}

bool BuildMultiple(const BuildContext& context, Mention* mention) {
  FigureValue value;
  value.kind = FigureKind::kMultiple;
  if (!SetNumber(context, &value, mention)) {
    // A word that says its factor: "le double", "a triple".
    const UnitRange word = context.Range("factor");
    value.number = Decimal::Parse(context.Attribute(word, "multiple", "factor"));
    if (!value.number) return false;
    mention->parts.push_back({PartRole::kNumber, context.SpanOf(word)});
  }
  mention->value = value;
  return true;
}

}  // namespace sourcier
