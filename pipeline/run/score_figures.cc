// Figures: detection (any overlap), span (same bytes), value (kind family, value, unit) and full
// (value and qualifier).
#include "pipeline/run/score_base.h"

namespace sourcier::score {

nlohmann::ordered_json ScoreFigures(const Layers& gold, const Layers& system, Mistakes* mistakes) {
  Counts detect, span, value, full;
  CountsByName by_kind;
  const auto similarity = [](const Figure& t, const Figure& s) {
    const double iou = Iou(t.at, s.at);
    return iou == 0 ? 0 : iou + (SameFigure(t, s) ? 1 : 0);
  };
  ForEachFile(gold.figures, system.figures,
              [&](const std::string& file, const auto& T, const auto& S) {
                const Alignment alignment = Align(T, S, similarity);
                for (const auto& [i, j] : alignment.pairs) {
                  const Figure &t = T[i], &s = S[j];
                  if (t.optional) continue;
                  const bool same_value = SameFigure(t, s), same_qualifier = SameQualifier(t, s);
                  detect.Right();
                  span.Judge(t.at == s.at);
                  value.Judge(same_value);
                  full.Judge(same_value && same_qualifier);
                  by_kind[t.kind].Judge(same_value);
                  if (!same_value) {
                    mistakes->push_back({"figure value", file, t.text, s.text});
                  } else if (!same_qualifier) {
                    mistakes->push_back(
                        {"figure qualifier", file, t.text, t.qualifier + " / " + s.qualifier});
                  }
                }
                for (const size_t i : alignment.missed) {
                  if (T[i].optional) continue;
                  for (Counts* counts : {&detect, &span, &value, &full}) ++counts->fn;
                  ++by_kind[T[i].kind].fn;
                  mistakes->push_back({"figure missed", file, T[i].text, ""});
                }
                for (const size_t j : alignment.spurious) {
                  const auto excuses = [&](const Figure& t) {
                    return t.optional && Overlap(t.at, S[j].at) > 0;
                  };
                  if (std::any_of(T.begin(), T.end(), excuses)) continue;
                  for (Counts* counts : {&detect, &span, &value, &full}) ++counts->fp;
                  ++by_kind[S[j].kind].fp;
                  mistakes->push_back({"figure spurious", file, "", S[j].text});
                }
              });
  return {{"detect", detect.Json()},
          {"span", span.Json()},
          {"value", value.Json()},
          {"full", full.Json()},
          {"value_by_kind", Json(by_kind)}};
}

}  // namespace sourcier::score
