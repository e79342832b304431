#include "pipeline/run/evaluate.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace sourcier {
namespace {

using nlohmann::ordered_json;

struct Layer {
  const char* name;
  const char* row;  // whose F1 is the layer's number
};
constexpr std::array<Layer, 4> kLayers = {
    {{"figures", "full"}, {"entities", "relaxed"}, {"attributions", "slots"}, {"claims", "slots"}}};
constexpr const char* kHeadline = "headline";

std::optional<double> NumberOf(const ordered_json& figures, const std::string& name) {
  if (!figures.contains(name)) return std::nullopt;
  if (name == kHeadline) return figures.at(name).get<double>();
  for (const Layer& layer : kLayers) {
    if (name == layer.name) return figures.at(name).at(layer.row).at("F1").get<double>();
  }
  return std::nullopt;
}

// printf into a string.
template <typename... Args>
std::string Format(const char* format, Args... args) {
  char line[256];
  std::snprintf(line, sizeof line, format, args...);
  return line;
}

std::string Row(const std::string& name, const ordered_json& row) {
  return Format("  %-22s P %.3f  R %.3f  F1 %.3f   (tp %lld fp %lld fn %lld)\n", name.c_str(),
                row["P"].get<double>(), row["R"].get<double>(), row["F1"].get<double>(),
                row["tp"].get<long long>(), row["fp"].get<long long>(), row["fn"].get<long long>());
}

}  // namespace

Evaluation Evaluate(const score::Layers& gold, score::Layers system) {
  system.KeepFilesOf(gold);
  Evaluation out;
  out.figures = ordered_json::object();
  if (!gold.figures.empty()) out.figures["figures"] = ScoreFigures(gold, system, &out.mistakes);
  if (!gold.entities.empty()) out.figures["entities"] = ScoreEntities(gold, system, &out.mistakes);
  if (!gold.attributions.empty())
    out.figures["attributions"] = ScoreAttributions(gold, system, &out.mistakes);
  if (!gold.claims.empty()) out.figures["claims"] = ScoreClaims(gold, system, &out.mistakes);
  if (out.figures.size() == kLayers.size()) {
    double sum = 0;
    for (const Layer& layer : kLayers) sum += *NumberOf(out.figures, layer.name);
    out.figures[kHeadline] = score::Round4(sum / 4);
  }
  return out;
}

Result<Evaluation> EvaluateStore(const std::string& store, const std::string& gold_directory) {
  const Result<score::Layers> gold = score::ReadGold(gold_directory);
  if (!gold) return gold.error();
  std::vector<std::string> warnings;
  Result<score::Layers> system = score::ReadStore(store, &warnings);
  if (!system) return system.error();
  Evaluation out = Evaluate(*gold, std::move(*system));
  out.warnings = std::move(warnings);
  return out;
}

std::string FormatEvaluation(const Evaluation& evaluation) {
  std::string out;
  for (const auto& [layer, rows] : evaluation.figures.items()) {
    if (layer == kHeadline) {
      out += Format("%s %.3f\n", kHeadline, rows.get<double>());
      continue;
    }
    out += layer + "\n";
    for (const auto& [name, row] : rows.items()) {
      if (row.is_object() && row.contains("F1")) {
        out += Row(name, row);
      } else if (row.is_object()) {
        for (const auto& [inner, counts] : row.items()) out += Row("  " + inner, counts);
      } else {
        out += Format("  %-22s %s\n", name.c_str(), row.is_null() ? "None" : row.dump().c_str());
      }
    }
  }
  return out;
}

std::string FormatMistakes(const Evaluation& evaluation, size_t limit) {
  std::string out;
  for (size_t i = 0; i < std::min(limit, evaluation.mistakes.size()); ++i) {
    const score::Mistake& m = evaluation.mistakes[i];
    out += "ERR | " + m.what + " | " + m.file + " | " + m.gold + " | " + m.system + "\n";
  }
  return out;
}

Result<std::vector<std::string>> BelowFloor(const Evaluation& evaluation, std::string_view floors) {
  const ordered_json wanted = ordered_json::parse(floors, nullptr, false);
  if (!wanted.is_object())
    return Error{ErrorCode::kFormat, "floors: expected a JSON object of numbers"};
  std::vector<std::string> below;
  for (const auto& [name, floor] : wanted.items()) {
    if (!floor.is_number())
      return Error{ErrorCode::kFormat, "floors: " + name + ": expected a number"};
    const std::optional<double> found = NumberOf(evaluation.figures, name);
    if (!found) return Error{ErrorCode::kFormat, "floors: " + name + ": gold has no such layer"};
    if (*found < floor.get<double>()) {
      below.push_back(
          Format("%s %.4f is below its floor %.4f", name.c_str(), *found, floor.get<double>()));
    }
  }
  return below;
}

}  // namespace sourcier
