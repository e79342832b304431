// Entities. Names: exact (same bytes, same type) and relaxed (overlap of 0.3, type of the same
// family), and how many of those have the right canonical name. Nominals and pronouns: how many are
// linked to the right one.
#include "pipeline/run/score_base.h"

namespace sourcier::score {
namespace {

std::string_view TypeFamily(std::string_view type) {
  if (type == "MEDIA") return "ORG";
  if (type == "GPE") return "LOC";
  if (type == "PROJECT") return "EVENT";
  if (type == "WORK") return "PRODUCT";
  return type;
}

// Whether `same(type)` holds for the type of gold, or for another that gold allows.
template <typename Same>
bool AnyType(const Entity& gold, Same same) {
  return same(gold.type) || std::any_of(gold.alt_types.begin(), gold.alt_types.end(), same);
}

bool SameFamily(const Entity& t, const Entity& s) {
  return AnyType(t,
                 [&](const std::string& type) { return TypeFamily(type) == TypeFamily(s.type); });
}

bool ShareName(const std::string& a, const std::string& b) {
  const auto x = Names(a), y = Names(b);
  return std::any_of(x.begin(), x.end(), [&](const std::string& name) { return y.contains(name); });
}

nlohmann::ordered_json Share(int64_t part, int64_t whole) {
  if (whole == 0) return nullptr;
  return Round4(static_cast<double>(part) / static_cast<double>(whole));
}

struct Tally {
  Counts exact, relaxed;
  CountsByName by_type;
  int64_t named = 0, named_right = 0;  // relaxed pairs; those with the right canonical name
  int64_t linked = 0,
          linked_right = 0;  // nominals and pronouns of gold; those linked to the right name
};

void ScoreNames(const std::string& file, const std::vector<Entity>& T, const std::vector<Entity>& S,
                const std::vector<Entity>& other, Tally* tally, Mistakes* mistakes) {
  const Alignment alignment = Align(T, S, [](const Entity& t, const Entity& s) {
    return Iou(t.at, s.at) + (Overlap(t.at, s.at) > 0 && SameFamily(t, s) ? 0.5 : 0);
  });
  for (const auto& [i, j] : alignment.pairs) {
    const Entity &t = T[i], &s = S[j];
    if (t.optional) continue;
    const bool right = SameFamily(t, s) && Iou(t.at, s.at) >= 0.3;
    tally->exact.Judge(t.at == s.at &&
                       AnyType(t, [&](const std::string& type) { return type == s.type; }));
    tally->relaxed.Judge(right);
    tally->by_type[t.type].Judge(right);
    if (right) {
      ++tally->named;
      tally->named_right += ShareName(t.canonical, s.canonical.empty() ? s.text : s.canonical);
    } else {
      mistakes->push_back({"entity type/span", file, t.text + ":" + t.type, s.text + ":" + s.type});
    }
  }
  for (const size_t i : alignment.missed) {
    if (T[i].optional) continue;
    ++tally->exact.fn, ++tally->relaxed.fn, ++tally->by_type[T[i].type].fn;
    mistakes->push_back({"entity missed", file, T[i].text + ":" + T[i].type, ""});
  }
  for (const size_t j : alignment.spurious) {
    const auto overlaps = [&](const Entity& t) { return Overlap(t.at, S[j].at) > 0; };
    if (std::any_of(other.begin(), other.end(), overlaps)) continue;
    if (std::any_of(T.begin(), T.end(), [&](const Entity& t) { return t.optional && overlaps(t); }))
      continue;
    ++tally->exact.fp, ++tally->relaxed.fp, ++tally->by_type[S[j].type].fp;
    mistakes->push_back({"entity spurious", file, "", S[j].text + ":" + S[j].type});
  }
}

void ScoreLinks(const std::vector<Entity>& T, const std::vector<Entity>& S, Tally* tally) {
  const Alignment alignment = Align(T, S, [](const Entity& t, const Entity& s) {
    return GoodSpan(t.at, s.at) ? Iou(t.at, s.at) : 0;
  });
  for (const auto& [i, j] : alignment.pairs) {
    tally->linked_right +=
        ShareName(T[i].canonical, S[j].canonical.empty() ? S[j].coref : S[j].canonical);
  }
  tally->linked += static_cast<int64_t>(T.size());
}

}  // namespace

nlohmann::ordered_json ScoreEntities(const Layers& gold, const Layers& system, Mistakes* mistakes) {
  Tally tally;
  ForEachFile(gold.entities, system.entities,
              [&](const std::string& file, const auto& T, const auto& S) {
                const auto is_name = [](const Entity& e) { return e.is_name; };
                std::vector<Entity> gold_names, gold_other, names, any;
                std::partition_copy(T.begin(), T.end(), std::back_inserter(gold_names),
                                    std::back_inserter(gold_other), is_name);
                std::partition_copy(S.begin(), S.end(), std::back_inserter(names),
                                    std::back_inserter(any), is_name);
                ScoreNames(file, gold_names, names, gold_other, &tally, mistakes);
                any.insert(any.end(), names.begin(), names.end());
                ScoreLinks(gold_other, any, &tally);
              });
  return {{"exact", tally.exact.Json()},
          {"relaxed", tally.relaxed.Json()},
          {"relaxed_by_type", Json(tally.by_type)},
          {"canonical_acc", Share(tally.named_right, tally.named)},
          {"coref_recall", Share(tally.linked_right, tally.linked)},
          {"coref_n", tally.linked}};
}

}  // namespace sourcier::score
