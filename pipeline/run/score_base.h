// What all layers of the scorer share: counts, one-to-one alignment, and what counts as the same
// name, place or value.
#ifndef SOURCIER_RUN_SCORE_BASE_H_
#define SOURCIER_RUN_SCORE_BASE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/run/score_records.h"

namespace sourcier::score {

// True positives, false positives (wrong or spurious) and false negatives (wrong or missed).
struct Counts {
  int64_t tp = 0, fp = 0, fn = 0;

  void Right() { ++tp; }
  void Wrong() { ++fp, ++fn; }
  void Judge(bool right) { right ? Right() : Wrong(); }
  void Add(const Counts& other) { tp += other.tp, fp += other.fp, fn += other.fn; }
  // {P, R, F1, tp, fp, fn}, the ratios rounded to 4 decimals. Nothing asked and nothing given is
  // perfect.
  nlohmann::ordered_json Json() const;
};

using CountsByName = std::map<std::string, Counts, std::less<>>;
nlohmann::ordered_json Json(const CountsByName& counts);

// To 4 decimals: correctly rounded, ties to even.
double Round4(double value);

// One thing that was judged wrong, for people: what, in which file, what gold has, what the system
// has.
struct Mistake {
  std::string what, file, gold, system;
};
using Mistakes = std::vector<Mistake>;

// Bytes that both cover; 0 where one has no place.
int64_t Overlap(const Extent& a, const Extent& b);
// Overlap by union, 0 to 1.
double Iou(const Extent& a, const Extent& b);
// `system` covers at least half of `gold`, and at least a quarter of it is gold (no reward for
// swallowing the sentence).
bool GoodSpan(const Extent& gold, const Extent& system);

// Letters and digits of FoldKey(text) in ASCII, words parted by one space: "elysee 2" for
// "L'Elysee-2" less its articles.
std::string Head(std::string_view text);
// Heads of names that are joined by '|'.
std::set<std::string> Names(std::string_view text);
// Same canonical names in any order, or a good span over the gold's or over `other`.
bool SameRole(const Slot& gold, const Slot& system, const Slot* other = nullptr);
// Digits, capitals and '/' of a date or period.
std::string IsoNorm(std::string_view iso);

// Same family of kind, same value, and same currency or point-ness; for dates the same date.
bool SameFigure(const Figure& gold, const Figure& system);
// Same direction of bound, or one that gold allows as well.
bool SameQualifier(const Figure& gold, const Figure& system);
// exact approx min max range vague; "" for what is none of the known qualifiers.
std::string_view QualifierFamily(std::string_view qualifier);

// Gold i goes with system j.
struct Alignment {
  std::vector<std::pair<size_t, size_t>> pairs;
  std::vector<size_t> missed, spurious;
};

// One to one, greedily by descending similarity; ties in the order of the records. Only what is
// above 0 is joined.
template <typename T, typename Similarity>
Alignment Align(const std::vector<T>& gold, const std::vector<T>& system, Similarity similarity) {
  struct Candidate {
    double weight;
    size_t i, j;
  };
  std::vector<Candidate> candidates;
  for (size_t i = 0; i < gold.size(); ++i) {
    for (size_t j = 0; j < system.size(); ++j) {
      const double weight = similarity(gold[i], system[j]);
      if (weight > 0) candidates.push_back({weight, i, j});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.weight > b.weight; });
  Alignment out;
  std::vector<bool> used_gold(gold.size()), used_system(system.size());
  for (const Candidate& c : candidates) {
    if (used_gold[c.i] || used_system[c.j]) continue;
    used_gold[c.i] = used_system[c.j] = true;
    out.pairs.emplace_back(c.i, c.j);
  }
  for (size_t i = 0; i < gold.size(); ++i) {
    if (!used_gold[i]) out.missed.push_back(i);
  }
  for (size_t j = 0; j < system.size(); ++j) {
    if (!used_system[j]) out.spurious.push_back(j);
  }
  return out;
}

// Calls `visit(file, gold, system)` for every file of either, in bytewise order; the absent side is
// an empty vector.
template <typename T, typename Visit>
void ForEachFile(const ByFile<T>& gold, const ByFile<T>& system, Visit visit) {
  static const std::vector<T> none;
  std::set<std::string_view> files;
  for (const auto& [file, records] : gold) files.insert(file);
  for (const auto& [file, records] : system) files.insert(file);
  for (const std::string_view file : files) {
    const auto g = gold.find(file);
    const auto s = system.find(file);
    visit(std::string(file), g == gold.end() ? none : g->second,
          s == system.end() ? none : s->second);
  }
}

// The layers. Each gives a JSON object of rows (schemas/FORMAT.md has no part in it: the keys are
// those of the report).
nlohmann::ordered_json ScoreFigures(const Layers& gold, const Layers& system, Mistakes* mistakes);
nlohmann::ordered_json ScoreEntities(const Layers& gold, const Layers& system, Mistakes* mistakes);
nlohmann::ordered_json ScoreAttributions(const Layers& gold, const Layers& system,
                                         Mistakes* mistakes);
nlohmann::ordered_json ScoreClaims(const Layers& gold, const Layers& system, Mistakes* mistakes);

}  // namespace sourcier::score

#endif  // SOURCIER_RUN_SCORE_BASE_H_
