// Durations and sets. "trois semaines" -> P3W; "deux ans et demi" -> P2.5Y; "2 h 30" -> PT2H30M;
// "plusieurs mois" -> PXM; "tous les lundis" -> set P1W. Entries of class `time-unit` have columns
// `duration` (of one of them) and `noun`. Keys of `yield duration`: number unit (or low high unit);
// half (adds one half); minor and minor-unit (a second, finer part); vague=yes (no number is said);
// kind=set; role; window (a capture such as "derniers", "prochains": counted from the anchor, see
// the date stage), or toward=future; period (an ISO duration that the rule knows, for sets of
// weekdays), or adverb (a capture of class `set-adverb`, which has the duration); times (so many in
// one unit).
#include "extractors/build.h"
#include "extractors/time_resolve.h"

namespace sourcier {
namespace {

// ISO 8601 in parts: the designator, whether it stands behind T, and how many of it one unit is.
struct IsoUnit {
  char designator = 0;
  bool clock = false;
  Decimal factor = 1;
};

std::optional<IsoUnit> ParseIso(std::string_view iso) {
  IsoUnit unit;
  if (iso.size() < 3 || iso[0] != 'P') return std::nullopt;
  iso.remove_prefix(1);
  if (iso[0] == 'T') {
    unit.clock = true;
    iso.remove_prefix(1);
  }
  unit.designator = iso.back();
  const auto factor = Decimal::Parse(iso.substr(0, iso.size() - 1));
  if (!factor) return std::nullopt;
  unit.factor = *factor;
  return unit;
}

// "P3W"; with a finer part "PT2H30M". Empty where the numbers do not fit.
std::string Iso(const IsoUnit& unit, Decimal number, const IsoUnit* minor, Decimal minor_number) {
  const auto total = unit.factor.Times(number);
  if (!total) return "";
  std::string s = unit.clock ? "PT" : "P";
  total->AppendTo(&s);
  s += unit.designator;
  if (minor != nullptr) {
    const auto rest = minor->factor.Times(minor_number);
    if (!rest) return "";
    if (minor->clock && !unit.clock) s += 'T';
    rest->AppendTo(&s);
    s += minor->designator;
  }
  return s;
}

std::string IsoVague(const IsoUnit& unit) {
  return std::string(unit.clock ? "PTX" : "PX") + unit.designator;
}

// 1 / n, where that is an exact decimal.
std::optional<Decimal> ShareOf(const Number* n) {
  const auto count = n != nullptr && n->value ? n->value->ToInteger() : std::nullopt;
  constexpr int64_t kScale = 1000;
  if (!count || *count < 1 || kScale % *count != 0) return std::nullopt;
  return Decimal(kScale / *count).TimesPowerOfTen(-3);
}

// "les trois derniers mois": a period that ends, or begins, at the anchor; the date stage places
// it.
void SetWindow(const BuildContext& c, TimeValue* value) {
  const UnitRange side = c.Range("window");
  const bool ahead = c.Constant("toward") == "future";
  if ((side.empty() && !ahead) || !value->number || value->qualifier != Qualifier::kExact) return;
  const bool past = !ahead && c.Attribute(side, "time-last-plural", "value") == "-1";
  const UnitCount per = UnitOfDuration(c.Attribute(c.Range("unit"), "time-unit", "duration"));
  const auto count = value->number->ToInteger();
  if (!count || *count < 1 || *count > 10000 || per.unit == SaidTime::Unit::kNone) {
    return;
  }
  value->said.base = SaidTime::Base::kAnchor;
  value->said.unit = value->said.shift_unit = per.unit;
  value->said.shift = static_cast<int32_t>(*count) * per.count * (past ? -1 : 1);
}

}  // namespace

bool BuildDuration(const BuildContext& c, Mention* mention) {
  TimeValue value;
  value.kind = c.Constant("kind") == "set" ? TimeKind::kSet : TimeKind::kDuration;
  if (const UnitRange role = c.Range("role"); !role.empty()) {
    value.role = Parse<TimeRole>(c.Attribute(role, "time-role", "role")).value_or(TimeRole::kNone);
    mention->parts.push_back({PartRole::kRole, c.SpanOf(role)});
  }
  const UnitRange adverb = c.Range("adverb");
  if ((!c.Constant("period").empty() || !adverb.empty()) && c.Range("unit").empty()) {
    value.duration =
        adverb.empty() ? c.Constant("period") : c.Attribute(adverb, "set-adverb", "duration");
    value.number = Decimal(1);
    mention->value = std::move(value);
    return true;
  }
  const UnitRange unit_range = c.Range("unit");
  const auto unit = ParseIso(c.Attribute(unit_range, "time-unit", "duration"));
  if (!unit) return false;
  value.unit = c.Attribute(unit_range, "time-unit", "noun");

  FigureValue number;
  const bool has_number = !c.Range("number").empty() || !c.Range("low").empty();
  if (!c.Range("times").empty()) {  // twice a month: every half of one
    number.number = ShareOf(c.NumberIn(c.Range("times")));
    if (!number.number) return false;
  } else if (!has_number && c.Constant("vague") != "yes") {
    number.number = Decimal(1);
  } else if (!has_number) {
    number.qualifier = Qualifier::kVague;
    number.low = Decimal(2);
  } else if (!SetNumber(c, &number, mention)) {
    return false;
  }
  mention->parts.push_back({PartRole::kUnit, c.SpanOf(unit_range)});
  Decimal minor_number = 0;
  std::optional<IsoUnit> minor;
  if (number.number) {
    if (number.denominator != 1) {
      // "trois quarts d'heure": halves and quarters are exact decimals, thirds are not
      const int64_t d = number.denominator;
      if (d != 2 && d != 4 && d != 5 && d != 10) return false;
      const auto share = number.number->Times(Decimal(100 / d));
      if (!share) return false;
      number.number = share->TimesPowerOfTen(-2);
    }
    if (!c.Range("half").empty())
      number.number = number.number->Plus(*Decimal(5).TimesPowerOfTen(-1));
    if (const Number* n = c.NumberIn(c.Range("minor")); n != nullptr && n->value) {
      minor = ParseIso(c.Attribute(c.Range("minorunit"), "time-unit", "duration"));
      if (!minor && unit->designator == 'H') minor = IsoUnit{'M', true, 1};
      if (!minor) return false;
      minor_number = *n->value;
    }
    value.number = number.number;
    value.duration = Iso(*unit, *number.number, minor ? &*minor : nullptr, minor_number);
    if (value.duration.empty()) return false;
    if (minor) value.number.reset();
    if (minor && minor->designator == 'M' && minor->clock && unit->designator == 'H') {
      // 2 h 30 are 2.5 hours where that is exact
      const auto hundredths = minor_number.Times(Decimal(100));
      const auto whole = hundredths ? hundredths->ToInteger() : std::nullopt;
      if (whole && *whole % 60 == 0)
        value.number = number.number->Plus(*Decimal(*whole / 60).TimesPowerOfTen(-2));
    }
  } else {
    value.duration = IsoVague(*unit);
  }
  value.qualifier = number.qualifier;
  SetWindow(c, &value);
  SetInterval(&number);
  value.low = number.low;
  value.high = number.high;
  if (value.number && value.qualifier == Qualifier::kExact) value.low = value.high = value.number;
  mention->value = std::move(value);
  return true;
}

}  // namespace sourcier
