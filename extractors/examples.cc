#include "extractors/examples.h"

#include "extractors/stages.h"
#include "pipeline/language/rule_set.h"

namespace sourcier {
namespace {

std::string Text(const std::optional<Decimal>& d) { return d ? d->ToString() : ""; }

// ">=300", "~49", "3..5", "1/3"
std::string RenderAmount(const std::optional<Decimal>& number, int64_t denominator,
                         const std::optional<Decimal>& low, const std::optional<Decimal>& high,
                         Qualifier qualifier) {
  switch (qualifier) {
    case Qualifier::kExact:
      break;
    case Qualifier::kApprox:
      return "~" + (number ? Text(number) : Text(low) + ".." + Text(high));
    case Qualifier::kMoreThan:
      return ">" + Text(number);
    case Qualifier::kAtLeast:
      return ">=" + Text(number);
    case Qualifier::kLessThan:
      return "<" + Text(number);
    case Qualifier::kAtMost:
      return "<=" + Text(number);
    case Qualifier::kRange:
      return Text(low) + ".." + Text(high);
    case Qualifier::kVague:
      return ">=" + Text(low);
  }
  return Text(number) + (denominator == 1 ? "" : "/" + std::to_string(denominator));
}

std::string RenderFigure(const FigureValue& f) {
  std::string s = RenderAmount(f.number, f.denominator, f.low, f.high, f.qualifier);
  if (f.kind == FigureKind::kMultiple) s = "x" + s;
  if (f.kind == FigureKind::kOrdinal) s += ".";
  if (!f.unit.empty()) s += " " + std::string(f.unit);
  if (f.qualifier == Qualifier::kVague) s += " vague";
  if (!f.per.empty()) s += " per " + std::string(f.per);
  if (f.direction != Direction::kNone) s += " " + std::string(Name(f.direction));
  return s;
}

std::string RenderTime(const TimeValue& t) {
  std::string s;
  if (t.mod != TimeMod::kNone) s += std::string(Name(t.mod)) + " of ";
  if (t.role != TimeRole::kNone && t.role != TimeRole::kAt) s += std::string(Name(t.role)) + " ";
  if (t.kind == TimeKind::kDuration) {
    const std::string amount = RenderAmount(t.number, 1, t.low, t.high, t.qualifier);
    s += t.duration;
    // The duration says the number already; what it does not say is the qualifier.
    if (t.qualifier != Qualifier::kExact && t.qualifier != Qualifier::kVague)
      s += " (" + amount + ")";
    return s;
  }
  if (t.kind == TimeKind::kSet) return s + "every " + t.duration;
  if (!t.edtf.empty()) return s + t.edtf;
  return s + (t.date_start.empty() ? "unresolved" : t.date_start);
}

std::string RenderRole(const Document& document, const Role& role) {
  if (!role.present()) return "-";
  if (!role.canonical.empty()) return std::string(role.canonical);
  return std::string(document.Text(role.span));
}

}  // namespace

std::string Render(const Mention& mention) {
  if (const FigureValue* f = mention.figure()) return RenderFigure(*f);
  if (const TimeValue* t = mention.time()) return RenderTime(*t);
  const EntityValue& e = *mention.entity();
  return std::string(Name(e.entity_class)) + " " + std::string(e.canonical);
}

std::string Render(const Document& document, const Attribution& attribution) {
  std::string s(Name(attribution.kind));
  s += " " + RenderRole(document, attribution.source) + ":";
  for (Span content : attribution.content) s += " [" + std::string(document.Text(content)) + "]";
  return s;
}

std::string Render(const Document& document, const Claim& claim) {
  std::string s(Name(claim.type));
  s += " " + RenderRole(document, claim.subject) + " | " + RenderRole(document, claim.object) +
       " | " + Render(document.mentions[claim.figure]);
  if (claim.epistemic != Epistemic::kAsserted) s += " " + std::string(Name(claim.epistemic));
  return s;
}

namespace {

// What the line made of a text by one rule.
std::vector<std::string> Readings(const Document& document, std::string_view rule) {
  std::vector<std::string> readings;
  for (const Mention& m : document.mentions) {
    bool by_rule = m.rule == rule;
    // Hedge and rate rules make no mention: they change one that has a part or hedge of theirs.
    if (!by_rule && (rule.find("/hedges/") != std::string_view::npos)) by_rule = !m.hedges.empty();
    if (!by_rule && (rule.find("/per/") != std::string_view::npos))
      by_rule = m.figure() && !m.figure()->per.empty();
    if (by_rule) readings.push_back(Render(m));
  }
  for (const Attribution& a : document.attributions) {
    if (a.rule == rule) readings.push_back(Render(document, a));
  }
  for (const Claim& c : document.claims) {
    for (std::string_view r : c.rules) {
      if (r == rule) readings.push_back(Render(document, c));
    }
  }
  return readings;
}

std::string Join(const std::vector<std::string>& parts) {
  std::string s;
  for (const std::string& p : parts) s += (s.empty() ? "" : "; ") + p;
  return s.empty() ? "nothing" : s;
}

}  // namespace

ExampleReport RunExamples(const Languages& languages, const LanguagePack& pack) {
  ExampleReport report;
  const Line line = MakeLine(languages, {std::string(pack.code()), "2024-05-15"});
  auto read = [&](const std::string& text) {
    auto document = std::make_unique<Document>();
    document->decoded = text;
    document->decode_map = OffsetMap::Identity(static_cast<uint32_t>(text.size()));
    document->payload = text;
    RunLine(line, languages, *document);
    return document;
  };
  for (const auto& [name, set] : pack.rule_sets()) {
    for (const Rule& rule : set->rules()) {
      ++report.rules;
      auto fail = [&](int where, std::string message) {
        report.failures.push_back(
            {rule.file + ":" + std::to_string(where), rule.name, std::move(message)});
      };
      bool keeps_away = false;  // `yield none`: the rule matches, and nothing is made
      for (const Yield& y : rule.yields) keeps_away |= y.kind == "none";
      if (rule.yes.empty() || rule.no.empty())
        fail(rule.line, "a rule needs a `yes` and a `no` example");
      for (const Example& e : rule.yes) {
        ++report.examples;
        const auto document = read(e.text);
        if (keeps_away) {
          std::vector<RuleMatch> matches;
          for (const Sentence& s : document->sentences) set->MatchEach(*document, s, &matches);
          bool matched = false;
          for (const RuleMatch& m : matches) matched |= m.rule == &rule;
          if (!matched) fail(e.line, "\"" + e.text + "\": the rule does not match");
          continue;
        }
        const std::vector<std::string> readings = Readings(*document, rule.name);
        bool found = e.expected.empty() ? !readings.empty() : false;
        for (const std::string& r : readings) found |= r == e.expected;
        if (found) continue;
        std::vector<std::string> all;
        for (const Mention& m : document->mentions)
          all.push_back(Render(m) + " by " + std::string(m.rule));
        fail(e.line, "\"" + e.text + "\": expected " + e.expected + ", found " + Join(readings) +
                         " (in all: " + Join(all) + ")");
      }
      for (const Example& e : rule.no) {
        ++report.examples;
        const auto document = read(e.text);
        const std::vector<std::string> readings = Readings(*document, rule.name);
        if (!readings.empty())
          fail(e.line, "\"" + e.text + "\": expected nothing, found " + Join(readings));
      }
    }
  }
  return report;
}

}  // namespace sourcier
