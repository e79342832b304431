#include "extractors/build.h"

#include <algorithm>

namespace sourcier {

const Number* BuildContext::NumberIn(UnitRange range) const {
  for (uint32_t i = range.first; i < range.last; ++i) {
    const uint32_t n = document.units[i].number;
    if (n != kNoIndex) return &document.numbers[n];
  }
  return nullptr;
}

std::string_view BuildContext::Attribute(UnitRange range, ClassId with_class,
                                         std::string_view column) const {
  if (with_class == kNoClass) return {};
  for (uint32_t i = range.first; i < range.last; ++i) {
    const std::string_view value = pack.Attribute(document.units[i], with_class, column);
    if (!value.empty()) return value;
  }
  return {};
}

namespace {

void AddParts(const Number& number, Mention* mention) {
  if (!number.sign.empty()) mention->parts.push_back({PartRole::kSign, number.sign});
  if (!number.digits.empty()) mention->parts.push_back({PartRole::kNumber, number.digits});
  if (!number.scale.empty()) mention->parts.push_back({PartRole::kScale, number.scale});
  mention->span = mention->span.Hull(number.sign);
}

}  // namespace

bool SetNumber(const BuildContext& context, FigureValue* value, Mention* mention) {
  if (const Number* n = context.NumberIn(context.Range("number"))) {
    value->number = n->value;
    value->denominator = n->denominator;
    value->low = n->low;
    value->high = n->high;
    value->qualifier = n->qualifier;
    AddParts(*n, mention);
    return true;
  }
  const Number* low = context.NumberIn(context.Range("low"));
  const Number* high = context.NumberIn(context.Range("high"));
  if (low == nullptr || high == nullptr || !low->value || !high->value) return false;
  value->low = low->value;
  value->high = high->value;
  if (low->scale.empty() && !high->scale.empty() && *low->value < high->scale_value) {
    // "10 a 12 millions"; but "800 000 a un million" is written out.
    const auto scaled = low->value->Times(high->scale_value);
    if (scaled && *scaled < *high->value) value->low = scaled;
  }
  value->qualifier = Qualifier::kRange;
  AddParts(*low, mention);
  AddParts(*high, mention);
  // "de 5 a 3 %" is no interval.
  return value->low->Compare(*value->high) < 0;
}

bool AddHundredths(const BuildContext& context, FigureValue* value) {
  const Number* minor = context.NumberIn(context.Range("minor"));
  if (minor == nullptr || !value->number || !minor->value) return true;
  const auto hundredth = minor->value->TimesPowerOfTen(-2);
  if (!hundredth) return false;
  value->number = value->number->Plus(*hundredth);
  return value->number.has_value();
}

void SetInterval(FigureValue* value) {
  if (!value->number || value->denominator != 1) return;
  const Decimal n = *value->number;
  switch (value->qualifier) {
    case Qualifier::kExact:
      value->low = value->high = n;
      break;
    case Qualifier::kApprox: {
      const auto share = n.Times(Decimal(5));
      const auto five_percent = share ? share->TimesPowerOfTen(-2) : std::nullopt;
      if (!five_percent) break;
      const Decimal margin = five_percent->IsNegative() ? five_percent->Negated() : *five_percent;
      value->low = n.Plus(margin.Negated());
      value->high = n.Plus(margin);
      break;
    }
    case Qualifier::kMoreThan:
    case Qualifier::kAtLeast:
      value->low = n;
      value->high.reset();
      break;
    case Qualifier::kLessThan:
    case Qualifier::kAtMost:
      value->low.reset();
      value->high = n;
      break;
    case Qualifier::kRange:
    case Qualifier::kVague:
      break;
  }
}

}  // namespace sourcier
