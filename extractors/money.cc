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
  if (const Number* like = context.NumberIn(context.Range("like"))) {
    // "1,5 million d'euros, contre 2,3": the scale of the first serves the second, too.
    const Number* own = context.NumberIn(context.Range("number"));
    value.unit_by = "neighbour";
    if (own == nullptr || !value.number || !like->value) return false;
    if (own->scale.empty() && !like->scale.empty() && value.number->Compare(Decimal(1000)) < 0) {
      value.number = value.number->Times(like->scale_value);
      if (!value.number) return false;
    }
  }
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
  if (value.unit_by != "neighbour") {
    mention->parts.push_back({PartRole::kCurrency, context.SpanOf(currency)});
  }
  mention->value = value;
  return true;
}

namespace {

constexpr size_t kReach = 200;  // mentions on either side that are looked at

std::string_view CurrencyText(const Document& document, const Mention& mention) {
  for (const Part& part : mention.parts) {
    if (part.role == PartRole::kCurrency) return document.Text(part.span);
  }
  return {};
}

// The unit of a mention whose currency is written as `word` and more ("dollars canadiens"); ""
// where it is no such.
std::string_view FullerUnit(const Document& document, const Mention& mention,
                            std::string_view word) {
  const auto* money = std::get_if<FigureValue>(&mention.value);
  if (money == nullptr || money->kind != FigureKind::kMoney || !money->unit_by.empty()) return {};
  const std::string_view text = CurrencyText(document, mention);
  return text.size() > word.size() + 1 && text.starts_with(word) && text[word.size()] == ' '
             ? money->unit
             : std::string_view();
}

}  // namespace

void ResolveCurrencies(Document* document) {
  auto& mentions = document->mentions;
  for (size_t i = 0; i < mentions.size(); ++i) {
    auto* money = std::get_if<FigureValue>(&mentions[i].value);
    if (money == nullptr || money->unit_by != "assumed:default") continue;
    const std::string_view word = CurrencyText(*document, mentions[i]);
    if (word.empty()) continue;
    std::string_view unit;
    for (size_t d = 1; d <= kReach && unit.empty() && (d <= i || i + d < mentions.size()); ++d) {
      if (d <= i) unit = FullerUnit(*document, mentions[i - d], word);
      if (unit.empty() && i + d < mentions.size())
        unit = FullerUnit(*document, mentions[i + d], word);
    }
    if (unit.empty()) continue;
    money->unit = unit;
    money->unit_by = "nearby";
  }
}

}  // namespace sourcier
