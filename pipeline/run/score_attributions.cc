// Attributions: found where the cues overlap or the contents share 0.3 of their bytes; then the
// slots source, cue, content (0.5) and kind, each by itself. The layer's number is over all slots.
#include <array>

#include "pipeline/run/score_base.h"

namespace sourcier::score {
namespace {

constexpr std::array<const char*, 4> kSlots = {"source", "cue", "content", "kind"};
enum class Verdict { kAbsent, kRight, kWrong };

// The bytes of some extents as sorted extents that do not touch.
std::vector<Extent> Union(std::vector<Extent> extents) {
  std::erase_if(extents, [](const Extent& e) { return e.end <= e.start; });
  std::sort(extents.begin(), extents.end(),
            [](const Extent& a, const Extent& b) { return a.start < b.start; });
  std::vector<Extent> out;
  for (const Extent& e : extents) {
    if (!out.empty() && e.start <= out.back().end) {
      out.back().end = std::max(out.back().end, e.end);
    } else {
      out.push_back(e);
    }
  }
  return out;
}

int64_t Size(const std::vector<Extent>& extents) {
  int64_t size = 0;
  for (const Extent& e : extents) size += e.end - e.start;
  return size;
}

double ContentIou(const Attribution& t, const Attribution& s) {
  const std::vector<Extent> a = Union(t.content), b = Union(s.content);
  int64_t shared = 0;
  for (const Extent& x : a) {
    for (const Extent& y : b) shared += Overlap(x, y);
  }
  const int64_t all = Size(a) + Size(b) - shared;
  if (a.empty() || b.empty() || all == 0) return 0;
  return static_cast<double>(shared) / static_cast<double>(all);
}

double Similarity(const Attribution& t, const Attribution& s) {
  const bool cue = Overlap(t.cue.at, s.cue.at) > 0;
  const double content = ContentIou(t, s);
  const bool joined = (cue && (content > 0 || s.content.empty())) || content >= 0.3;
  return joined ? (cue ? 1.0 : 0.0) + content : 0;
}

std::array<bool, 4> Filled(const Attribution& a) {
  return {a.source.present, a.cue.present, a.has_content, !a.kind.empty()};
}

Verdict Judge(bool right) { return right ? Verdict::kRight : Verdict::kWrong; }

std::array<Verdict, 4> JudgeSlots(const Attribution& t, const Attribution& s) {
  std::array<Verdict, 4> out{};
  if (t.source.present || s.source.present) {
    out[0] = Judge(t.source.present && s.source.present && SameRole(t.source, s.source));
  }
  if (t.cue.at.set || s.cue.at.set) out[1] = Judge(Overlap(t.cue.at, s.cue.at) > 0);
  out[2] = Judge(ContentIou(t, s) >= 0.5);
  out[3] = Judge(t.kind == s.kind);
  return out;
}

std::string Show(const Attribution& a, size_t slot) {
  if (slot == 0) return a.source.text.empty() ? a.source.canonical : a.source.text;
  if (slot == 1) return a.cue.text;
  if (slot == 3) return a.kind;
  std::string out;
  for (const Extent& e : a.content) {
    out += "[" + std::to_string(e.start) + ", " + std::to_string(e.end) + ") ";
  }
  return out;
}

}  // namespace

nlohmann::ordered_json ScoreAttributions(const Layers& gold, const Layers& system,
                                         Mistakes* mistakes) {
  Counts detect;
  std::array<Counts, 4> slots;
  ForEachFile(gold.attributions, system.attributions,
              [&](const std::string& file, const auto& T, const auto& S) {
                const Alignment alignment = Align(T, S, Similarity);
                for (const auto& [i, j] : alignment.pairs) {
                  const Attribution &t = T[i], &s = S[j];
                  if (t.optional) continue;
                  detect.Right();
                  const auto verdicts = JudgeSlots(t, s);
                  const auto wanted = Filled(t), given = Filled(s);
                  for (size_t k = 0; k < kSlots.size(); ++k) {
                    if (verdicts[k] == Verdict::kRight) slots[k].Right();
                    if (verdicts[k] != Verdict::kWrong) continue;
                    slots[k].fp += given[k];
                    slots[k].fn += wanted[k];
                    mistakes->push_back(
                        {std::string("attribution ") + kSlots[k], file, Show(t, k), Show(s, k)});
                  }
                }
                for (const size_t i : alignment.missed) {
                  const Attribution& t = T[i];
                  if (t.optional) continue;
                  ++detect.fn;
                  for (size_t k = 0; k < kSlots.size(); ++k) slots[k].fn += Filled(t)[k];
                  mistakes->push_back(
                      {"attribution missed", file, Show(t, 1) + " (" + Show(t, 0) + ")", ""});
                }
                for (const size_t j : alignment.spurious) {
                  const Attribution& s = S[j];
                  const auto excuses = [&](const Attribution& t) {
                    return t.optional &&
                           (Overlap(t.cue.at, s.cue.at) > 0 || ContentIou(t, s) >= 0.3);
                  };
                  if (std::any_of(T.begin(), T.end(), excuses)) continue;
                  ++detect.fp;
                  for (size_t k = 0; k < kSlots.size(); ++k) slots[k].fp += Filled(s)[k];
                  mistakes->push_back(
                      {"attribution spurious", file, "", Show(s, 1) + " (" + Show(s, 0) + ")"});
                }
              });
  Counts all;
  auto by_slot = nlohmann::ordered_json::object();
  for (size_t k = 0; k < kSlots.size(); ++k) {
    all.Add(slots[k]);
    by_slot[kSlots[k]] = slots[k].Json();
  }
  return {{"detect", detect.Json()}, {"slots", all.Json()}, {"by_slot", by_slot}};
}

}  // namespace sourcier::score
