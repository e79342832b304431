// Claims with a figure, aligned on its bytes and then on how many slots agree. Every slot is judged
// by itself; a slot that is absent on both sides counts nothing, and one that gold marks optional
// may be left empty. Strict: type, subject, object, figure, epistemic and attribution all right.
#include <array>

#include "pipeline/run/score_base.h"

namespace sourcier::score {
namespace {

enum SlotIndex {
  kType,
  kSubject,
  kObject,
  kFigure,
  kQualifier,
  kTime,
  kPeriod,
  kEpistemic,
  kAttribution,
  kPredicate
};
constexpr std::array<const char*, 10> kSlots = {"type",        "subject",  "object", "figure",
                                                "qualifier",   "time",     "period", "epistemic",
                                                "attribution", "predicate"};
constexpr bool CountsForStrict(size_t slot) {
  return slot != kQualifier && slot != kTime && slot != kPeriod && slot != kPredicate;
}

struct Verdict {
  bool wanted = false, given = false, right = false;
  bool optional = false;  // gold does not ask for it
};
using Verdicts = std::array<Verdict, kSlots.size()>;

bool OneOf(const std::string& value, const std::string& first,
           const std::vector<std::string>& more) {
  return value == first || std::find(more.begin(), more.end(), value) != more.end();
}

Verdict JudgeQualifier(const Claim& t, const Claim& s) {
  const auto wanted = QualifierFamily(t.figure->qualifier),
             given = QualifierFamily(s.figure->qualifier);
  bool also = false, also_exact = false;
  for (const std::string& other : t.figure->qualifier_also) {
    const std::string_view family = QualifierFamily(other);
    also = also || (!family.empty() && family == given);
    also_exact = also_exact || family == "exact";
  }
  return {wanted != "exact", given != "exact", wanted == given || also, also_exact};
}

Verdict JudgeTime(const Slot& t, const Slot& s) {
  const auto covered = static_cast<double>(Overlap(t.at, s.at));
  const bool inside =
      t.at.set && s.at.set && covered >= 0.5 * static_cast<double>(s.at.end - s.at.start);
  const bool same = !t.iso.empty() && IsoNorm(t.iso) == IsoNorm(s.iso);
  return {t.present, s.present, t.present && s.present && (same || GoodSpan(t.at, s.at) || inside),
          t.present && t.iso.empty()};
}

Verdict JudgeAttribution(const Claim& t, const Claim& s) {
  const bool sources = t.said_by.present && s.said_by.present;
  const bool same =
      sources ? SameRole(t.said_by, s.said_by) : !t.said_by.present && !s.said_by.present;
  return {t.attributed, s.attributed, t.attributed && s.attributed && same,
          t.attributed && t.attribution_optional};
}

Verdicts Judge(const Claim& t, const Claim& s) {
  Verdicts out;
  out[kType] = {true, !s.type.empty(), OneOf(s.type, t.type, t.alt_types), false};
  const bool subject = t.subject.present ? SameRole(t.subject, s.subject, &t.measure)
                                         : GoodSpan(t.measure.at, s.subject.at);
  out[kSubject] = {t.subject.present, s.subject.present, s.subject.present && subject,
                   t.subject.present ? !t.subject.at.set : t.measure.present};
  out[kObject] = {t.object.present, s.object.present,
                  t.object.present && s.object.present && SameRole(t.object, s.object),
                  t.object.present && !t.object.at.set};
  out[kFigure] = {true, true, SameFigure(*t.figure, *s.figure), false};
  out[kQualifier] = JudgeQualifier(t, s);
  out[kTime] = JudgeTime(t.time, s.time);
  const bool period =
      IsoNorm(t.period.iso) == IsoNorm(s.period.iso) || GoodSpan(t.period.at, s.period.at);
  out[kPeriod] = {t.period.present, s.period.present,
                  t.period.present && s.period.present && period, false};
  out[kEpistemic] = {true, !s.epistemic.empty(), OneOf(s.epistemic, t.epistemic, t.epistemic_also),
                     false};
  out[kAttribution] = JudgeAttribution(t, s);
  const bool predicate = (!t.predicate.norm.empty() && t.predicate.norm == s.predicate.norm) ||
                         Overlap(t.predicate.at, s.predicate.at) > 0;
  out[kPredicate] = {t.predicate.present, s.predicate.present,
                     t.predicate.present && s.predicate.present && predicate, false};
  return out;
}

double Similarity(const Claim& t, const Claim& s) {
  const double iou = Iou(t.figure->at, s.figure->at);
  if (iou == 0) return 0;
  int right = 0;
  for (const Verdict& v : Judge(t, s)) right += v.wanted && v.right;
  return 1 + iou + 0.5 * right;
}

std::string Show(const Claim& claim, size_t slot) {
  const auto role = [](const Slot& s) {
    if (!s.present) return std::string("-");
    return s.text + " -> " + (s.canonical.empty() ? s.iso : s.canonical);
  };
  switch (slot) {
    case kType:
      return claim.type;
    case kSubject:
      return role(claim.subject);
    case kObject:
      return role(claim.object);
    case kFigure:
      return claim.figure->text;
    case kQualifier:
      return claim.figure->qualifier;
    case kTime:
      return role(claim.time);
    case kPeriod:
      return role(claim.period);
    case kEpistemic:
      return claim.epistemic;
    case kAttribution:
      return claim.attributed ? role(claim.said_by) : "-";
    default:
      return role(claim.predicate);
  }
}

class ClaimScorer {
 public:
  explicit ClaimScorer(Mistakes* mistakes) : mistakes_(mistakes) {}

  // `figures`: the gold figures of the file.
  void File(const std::string& file, const std::vector<Claim>& T, const std::vector<Claim>& S,
            const std::vector<Figure>& figures) {
    const Alignment alignment = Align(T, S, Similarity);
    for (const auto& [i, j] : alignment.pairs) {
      if (!T[i].optional) Pair(file, T[i], S[j]);
    }
    for (const size_t i : alignment.missed) {
      if (!T[i].optional) Missed(file, T[i]);
    }
    for (const size_t j : alignment.spurious) {
      if (!Excused(S[j], T, figures)) Spurious(file, S[j]);
    }
  }

  nlohmann::ordered_json Json() const {
    Counts all;
    auto by_slot = nlohmann::ordered_json::object();
    for (size_t k = 0; k < kSlots.size(); ++k) {
      if (k != kPredicate) all.Add(slots_[k]);
      by_slot[kSlots[k]] = slots_[k].Json();
    }
    return {{"detect", detect_.Json()},
            {"slots", all.Json()},
            {"strict", strict_.Json()},
            {"by_slot", by_slot},
            {"strict_by_type", score::Json(by_type_)}};
  }

 private:
  void Pair(const std::string& file, const Claim& t, const Claim& s) {
    detect_.Right();
    bool strict = true;
    const Verdicts verdicts = Judge(t, s);
    for (size_t k = 0; k < kSlots.size(); ++k) {
      const Verdict& v = verdicts[k];
      if (v.given && v.right) {  // also where gold has none but takes this one
        slots_[k].Right();
      } else if (v.given || (v.wanted && !v.optional)) {
        slots_[k].fp += v.given;
        slots_[k].fn += v.wanted && !v.optional;
        if (CountsForStrict(k)) strict = false;
        if (k == kPredicate) continue;
        mistakes_->push_back({std::string("claim ") + kSlots[k], file,
                              "[" + t.figure->text + "] " + Show(t, k), Show(s, k)});
      }
    }
    strict_.Judge(strict);
    by_type_[t.type].Judge(strict);
  }

  void Missed(const std::string& file, const Claim& t) {
    ++detect_.fn, ++strict_.fn, ++by_type_[t.type].fn;
    const Verdicts verdicts = Judge(t, t);
    for (size_t k = 0; k < kSlots.size(); ++k)
      slots_[k].fn += verdicts[k].wanted && !verdicts[k].optional;
    mistakes_->push_back({"claim missed", file, t.type + " [" + t.figure->text + "]", ""});
  }

  // Not punished: a claim on the figure of an optional claim or on an optional figure; a date or
  // duration that gold has as the time or period of another claim (redundant, not wrong).
  static bool Excused(const Claim& s, const std::vector<Claim>& T,
                      const std::vector<Figure>& figures) {
    const Extent& at = s.figure->at;
    const bool is_time = s.figure->kind == "date" || s.figure->kind == "duration";
    return std::any_of(
               T.begin(), T.end(),
               [&](const Claim& t) {
                 return (t.optional && Overlap(t.figure->at, at) > 0) ||
                        (is_time && (Overlap(t.time.at, at) > 0 || Overlap(t.period.at, at) > 0));
               }) ||
           std::any_of(figures.begin(), figures.end(),
                       [&](const Figure& f) { return f.optional && Overlap(f.at, at) > 0; });
  }

  void Spurious(const std::string& file, const Claim& s) {
    ++detect_.fp, ++strict_.fp;
    const Verdicts verdicts = Judge(s, s);
    for (size_t k = 0; k < kSlots.size(); ++k) slots_[k].fp += verdicts[k].given;
    mistakes_->push_back({"claim spurious", file, "", s.type + " [" + s.figure->text + "]"});
  }

  Mistakes* mistakes_;
  Counts detect_, strict_;
  std::array<Counts, kSlots.size()> slots_;
  CountsByName by_type_;
};

std::vector<Claim> WithFigure(const std::vector<Claim>& claims) {
  std::vector<Claim> out;
  std::copy_if(claims.begin(), claims.end(), std::back_inserter(out),
               [](const Claim& c) { return c.figure && c.figure->at.set; });
  return out;
}

}  // namespace

nlohmann::ordered_json ScoreClaims(const Layers& gold, const Layers& system, Mistakes* mistakes) {
  static const std::vector<Figure> none;
  ClaimScorer scorer(mistakes);
  ForEachFile(gold.claims, system.claims,
              [&](const std::string& file, const auto& T, const auto& S) {
                const auto figures = gold.figures.find(file);
                scorer.File(file, WithFigure(T), WithFigure(S),
                            figures == gold.figures.end() ? none : figures->second);
              });
  return scorer.Json();
}

}  // namespace sourcier::score
