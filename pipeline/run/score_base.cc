// Names are compared by their heads: folded to ASCII words, without the articles and titles before
// them ("the Elysee" and "Elysee" are one). Which words those are, and which spellings of a unit
// are one, stands in extractors/languages/common/scoring.txt: the engine has no words.
#include "pipeline/run/score_base.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "pipeline/core/unicode.h"
#include "pipeline/language/embedded.h"

namespace sourcier::score {
namespace {

struct ScoringWords {
  std::set<std::string, std::less<>> dropped;             // before a name
  std::map<std::string, std::string, std::less<>> units;  // spelling -> unit
};

ScoringWords LoadWords() {
  ScoringWords words;
  for (const EmbeddedFile& file : EmbeddedLanguages()) {
    if (file.path != "common/scoring.txt") continue;
    std::string_view rest = file.text;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const size_t tab = line.find('\t');
      if (line.empty() || line[0] == '#' || tab == std::string_view::npos) continue;
      const std::string_view entry = line.substr(0, tab);
      const size_t second = line.find('\t', tab + 1);
      const std::string_view what = line.substr(tab + 1, second - tab - 1);
      if (what == "dropped") words.dropped.emplace(entry);
      if (what == "unit") words.units.emplace(entry, line.substr(second + 1));
    }
  }
  return words;
}

const ScoringWords& Words() {
  static const ScoringWords words = LoadWords();
  return words;
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

std::string_view UnitOf(std::string_view spelling, std::string_view otherwise) {
  const auto it = Words().units.find(spelling);
  return it == Words().units.end() ? otherwise : std::string_view(it->second);
}

std::string_view CurrencyOf(const Figure& figure) {
  std::string lower = figure.currency;
  for (char& c : lower) c = Lower(c);
  return UnitOf(lower, figure.currency);
}

bool Close(std::optional<double> a, std::optional<double> b, double relative = 1e-6) {
  if (!a || !b) return false;
  return std::fabs(*a - *b) <= relative * std::max({1.0, std::fabs(*a), std::fabs(*b)}) + 1e-9;
}

// Kinds that are compared with each other; a kind that is none of these is its own family.
std::string_view KindFamily(std::string_view kind) {
  if (kind == "percent" || kind == "ratio") return "share";
  if (kind == "count" || kind == "measure") return "qty";
  if (kind == "date" || kind == "duration") return "time";
  return kind;
}

bool SameTime(const Figure& gold, const Figure& system) {
  if (!gold.iso.empty() && IsoNorm(gold.iso) == IsoNorm(system.iso)) return true;
  if (gold.kind == "duration" && system.kind == "duration" && gold.value) {
    return Close(gold.value, system.value) &&
           Head(gold.unit).substr(0, 3) == Head(system.unit).substr(0, 3);
  }
  return gold.iso.empty();  // not resolvable: the span is all that is asked
}

bool SameValue(const Figure& gold, const Figure& system) {
  // A ratio is compared in percent, and loosely: a third may be written as 33,3 %.
  const bool is_ratio = gold.kind == "ratio";
  const double relative = is_ratio ? 1e-3 : 1e-6;
  const auto scaled = [](const Figure& figure, std::optional<double> value) {
    if (value && figure.kind == "ratio") *value *= 100.0;
    return value;
  };
  const auto number = scaled(gold, gold.value), found = scaled(system, system.value);
  const auto low = scaled(gold, gold.value_min), found_low = scaled(system, system.value_min);
  const auto high = scaled(gold, gold.value_max), found_high = scaled(system, system.value_max);
  if (gold.qualifier == "vague") return !found;  // no invented point value
  if (gold.qualifier == "range" || !number)
    return Close(low, found_low, relative) && Close(high, found_high, relative);
  return Close(number, found, relative) ||
         (!found && (Close(number, found_low) || Close(number, found_high)));
}

}  // namespace

double Round4(double value) {
  char digits[64];
  std::snprintf(digits, sizeof digits, "%.4f", value);
  return std::strtod(digits, nullptr);
}

nlohmann::ordered_json Counts::Json() const {
  const auto ratio = [](int64_t a, int64_t b) {
    return static_cast<double>(a) / static_cast<double>(b);
  };
  const double p = tp + fp ? ratio(tp, tp + fp) : (fn ? 0.0 : 1.0);
  const double r = tp + fn ? ratio(tp, tp + fn) : 1.0;
  const double f1 = p + r > 0 ? 2 * p * r / (p + r) : 0.0;
  return {{"P", Round4(p)}, {"R", Round4(r)}, {"F1", Round4(f1)},
          {"tp", tp},       {"fp", fp},       {"fn", fn}};
}

nlohmann::ordered_json Json(const CountsByName& counts) {
  auto out = nlohmann::ordered_json::object();
  for (const auto& [name, count] : counts) out[name] = count.Json();
  return out;
}

int64_t Overlap(const Extent& a, const Extent& b) {
  if (!a.set || !b.set) return 0;
  return std::max<int64_t>(0, std::min(a.end, b.end) - std::max(a.start, b.start));
}

double Iou(const Extent& a, const Extent& b) {
  const int64_t shared = Overlap(a, b);
  if (shared == 0) return 0;
  return static_cast<double>(shared) /
         static_cast<double>(a.end - a.start + b.end - b.start - shared);
}

bool GoodSpan(const Extent& gold, const Extent& system) {
  if (!gold.set || !system.set) return false;
  const auto shared = static_cast<double>(Overlap(gold, system));
  return shared >= 0.5 * static_cast<double>(gold.end - gold.start) &&
         shared >= 0.25 * static_cast<double>(system.end - system.start);
}

std::string Head(std::string_view text) {
  std::string words;
  bool gap = false;
  for (const char c : FoldKey(text)) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) {
      if (gap && !words.empty()) words += ' ';
      words += c;
      gap = false;
    } else {
      gap = true;
    }
  }
  for (;;) {
    const size_t space = words.find(' ');
    if (space == std::string::npos || !Words().dropped.contains(words.substr(0, space)))
      return words;
    words.erase(0, space + 1);
  }
}

std::set<std::string> Names(std::string_view text) {
  std::set<std::string> names;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find('|', at), text.size());
    names.insert(Head(text.substr(at, end - at)));
    at = end + 1;
  }
  names.erase("");
  return names;
}

bool SameRole(const Slot& gold, const Slot& system, const Slot* other) {
  if (gold.present && system.present) {
    const auto wanted = Names(gold.canonical);
    if (!wanted.empty() &&
        wanted == Names(system.canonical.empty() ? system.text : system.canonical))
      return true;
    if (wanted.size() == 1 && Names(system.text) == wanted) return true;
  }
  return GoodSpan(gold.at, system.at) || (other != nullptr && GoodSpan(other->at, system.at));
}

std::string IsoNorm(std::string_view iso) {
  std::string out;
  for (const char raw : iso) {
    const char c = Upper(raw);
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '/') out += c;
  }
  return out;
}

bool SameFigure(const Figure& gold, const Figure& system) {
  const std::string_view family = KindFamily(gold.kind);
  if (family != KindFamily(system.kind)) return false;
  if (family == "time") return SameTime(gold, system);
  if (!SameValue(gold, system)) return false;
  if (family == "money") return CurrencyOf(gold) == CurrencyOf(system);
  if (family == "share")
    return (gold.unit == "point") == (UnitOf(system.unit, system.unit) == "point");
  return true;  // the counted noun is not scored
}

std::string_view QualifierFamily(std::string_view qualifier) {
  static const std::map<std::string_view, std::string_view> families = {
      {"", "exact"},     {"exact", "exact"},   {"more_than", "min"}, {"at_least", "min"},
      {"min", "min"},    {"less_than", "max"}, {"at_most", "max"},   {"max", "max"},
      {"up_to", "max"},  {"approx", "approx"}, {"about", "approx"},  {"range", "range"},
      {"vague", "vague"}};
  const auto it = families.find(qualifier);
  return it == families.end() ? std::string_view() : it->second;
}

bool SameQualifier(const Figure& gold, const Figure& system) {
  const auto family = [](std::string_view qualifier) {
    const std::string_view known = QualifierFamily(qualifier);
    return known.empty() ? qualifier : known;
  };
  const std::string_view found = family(system.qualifier);
  return found == family(gold.qualifier) ||
         std::any_of(gold.qualifier_also.begin(), gold.qualifier_also.end(),
                     [&](const std::string& also) { return found == family(also); });
}

}  // namespace sourcier::score
