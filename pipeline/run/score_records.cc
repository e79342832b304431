// Gold, as JSON, into typed records.
#include "pipeline/run/score_records.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "pipeline/run/score_json.h"

namespace sourcier::score {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

bool Flag(const json& record, const char* key) {
  const json& value = At(record, key);
  return value.is_boolean() && value.get<bool>();
}

std::optional<double> Number(const json& record, const char* key) {
  const json& value = At(record, key);
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::vector<std::string> Texts(const json& record, const char* key) {
  std::vector<std::string> out;
  const json& value = At(record, key);
  if (!value.is_array()) return out;
  for (const json& item : value) {
    if (item.is_string()) out.push_back(item.get<std::string>());
  }
  return out;
}

Extent ToExtent(const json& record) {
  const json &start = At(record, "start"), &end = At(record, "end");
  if (!start.is_number_integer() || !end.is_number_integer()) return {};
  return {start.get<int64_t>(), end.get<int64_t>(), true};
}

Slot ToSlot(const json& value) {
  Slot slot;
  slot.present = value.is_object() && !value.empty();
  if (!slot.present) return slot;
  slot.at = ToExtent(value);
  slot.text = Text(value, "text");
  slot.canonical = Text(value, "canonical");
  slot.norm = Text(value, "norm");
  slot.iso = Text(value, "iso");
  return slot;
}

Figure ToFigure(const json& value) {
  Figure figure;
  figure.at = ToExtent(value);
  figure.text = Text(value, "text");
  figure.kind = Text(value, "kind");
  figure.value = Number(value, "value");
  figure.value_min = Number(value, "value_min");
  figure.value_max = Number(value, "value_max");
  figure.unit = Text(value, "unit");
  figure.currency = Text(value, "currency");
  figure.iso = Text(value, "iso");
  figure.qualifier = Text(value, "qualifier");
  figure.qualifier_also = Texts(value, "qualifier_also");
  figure.optional = Flag(value, "optional");
  return figure;
}

Entity ToEntity(const json& value) {
  Entity entity;
  entity.at = ToExtent(value);
  entity.text = Text(value, "text");
  entity.type = Text(value, "type");
  entity.alt_types = Texts(value, "alt_types");
  entity.canonical = Text(value, "canonical");
  entity.coref = Text(value, "coref");
  entity.is_name = !value.contains("mention") || Text(value, "mention") == "name";
  entity.optional = Flag(value, "optional");
  return entity;
}

Attribution ToAttribution(const json& value) {
  Attribution attribution;
  attribution.source = ToSlot(At(value, "source"));
  attribution.cue = ToSlot(At(value, "cue"));
  attribution.kind = Text(value, "kind");
  const json& content = At(value, "content");
  attribution.has_content = (content.is_array() || content.is_object()) && !content.empty();
  const auto add = [&](const json& part) {
    if (const Extent extent = ToExtent(part); extent.set) attribution.content.push_back(extent);
  };
  if (content.is_object()) add(content);
  if (content.is_array()) std::for_each(content.begin(), content.end(), add);
  attribution.optional = Flag(value, "optional");
  return attribution;
}

Claim ToClaim(const json& value) {
  Claim claim;
  claim.type = Text(value, "claim_type");
  claim.alt_types = Texts(value, "alt_types");
  claim.subject = ToSlot(At(value, "subject"));
  claim.object = ToSlot(At(value, "object"));
  claim.measure = ToSlot(At(value, "measure"));
  claim.predicate = ToSlot(At(value, "predicate"));
  claim.time = ToSlot(At(value, "time"));
  claim.period = ToSlot(At(value, "period"));
  if (const json& figure = At(value, "figure"); figure.is_object() && !figure.empty()) {
    claim.figure = ToFigure(figure);
  }
  claim.epistemic = Text(value, "epistemic");
  claim.epistemic_also = Texts(value, "epistemic_also");
  const json& attribution = At(value, "attribution");
  claim.attributed = attribution.is_object() && !attribution.empty();
  claim.attribution_optional = Flag(attribution, "optional");
  claim.said_by = ToSlot(At(attribution, "source"));
  claim.optional = Flag(value, "optional");
  return claim;
}

std::string_view LayerOfName(std::string_view name) {
  name = name.substr(name.rfind('/') + 1);
  std::string_view found;
  size_t at = std::string_view::npos;
  for (const std::string_view layer : {"figures", "entities", "attributions", "claims"}) {
    if (const size_t here = name.find(layer); here < at) at = here, found = layer;
  }
  return found;
}

// Adds one record; returns what is wrong with it, "" where nothing is.
std::string Add(const json& record, std::string_view layer, Layers* layers) {
  std::string file = Text(record, "file");
  if (file.empty()) return "no \"file\"";
  file.erase(0, file.rfind('/') + 1);
  if (layer == "figures") {
    Figure figure = ToFigure(record);
    if (!figure.at.set || figure.kind.empty()) return "a figure needs start, end and kind";
    layers->figures[file].push_back(std::move(figure));
  } else if (layer == "entities") {
    Entity entity = ToEntity(record);
    if (!entity.at.set || entity.type.empty()) return "an entity needs start, end and type";
    layers->entities[file].push_back(std::move(entity));
  } else if (layer == "attributions") {
    Attribution attribution = ToAttribution(record);
    if (attribution.kind.empty()) return "an attribution needs a kind";
    layers->attributions[file].push_back(std::move(attribution));
  } else {
    Claim claim = ToClaim(record);
    if (claim.type.empty()) return "a claim needs a claim_type";
    if (claim.figure && !claim.figure->at.set) return "a claim's figure needs start and end";
    layers->claims[file].push_back(std::move(claim));
  }
  return "";
}

bool IsGoldName(std::string_view name) {
  return name.ends_with(".gold.jsonl") || (name.starts_with("seeds_") && name.ends_with(".jsonl"));
}

}  // namespace

bool Layers::HasFile(std::string_view file) const {
  return figures.contains(file) || entities.contains(file) || attributions.contains(file) ||
         claims.contains(file);
}

void Layers::KeepFilesOf(const Layers& gold) {
  const auto foreign = [&](const auto& entry) { return !gold.HasFile(entry.first); };
  std::erase_if(figures, foreign);
  std::erase_if(entities, foreign);
  std::erase_if(attributions, foreign);
  std::erase_if(claims, foreign);
}

Status AddLayered(std::string_view name, std::string_view jsonl, Layers* layers) {
  const std::string_view layer_of_name = LayerOfName(name);
  size_t number = 0;
  while (!jsonl.empty()) {
    const std::string_view line = jsonl.substr(0, jsonl.find('\n'));
    jsonl.remove_prefix(std::min(jsonl.size(), line.size() + 1));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const auto fail = [&](const std::string& what) {
      return Error{ErrorCode::kFormat,
                   std::string(name) + ":" + std::to_string(number) + ": " + what};
    };
    const json record = json::parse(line, nullptr, false);
    if (!record.is_object()) return fail("expected a JSON object");
    std::string layer = Text(record, "layer");
    if (layer.empty()) layer = layer_of_name;
    if (layer.empty() || LayerOfName(layer) != layer) continue;
    if (const std::string wrong = Add(record, layer, layers); !wrong.empty()) return fail(wrong);
  }
  return Done{};
}

Result<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.good() && !in.eof()) return Error{ErrorCode::kIo, path + ": cannot be read"};
  return text;
}

Result<Layers> ReadGold(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (IsGoldName(entry.path().filename().string())) paths.push_back(entry.path().string());
  }
  if (error) return Error{ErrorCode::kIo, directory + ": " + error.message()};
  if (paths.empty()) {
    return Error{ErrorCode::kUsage,
                 directory + ": expected *.gold.jsonl or seeds_*.jsonl, found none"};
  }
  std::sort(paths.begin(), paths.end());
  Layers layers;
  for (const std::string& path : paths) {
    const Result<std::string> text = ReadFile(path);
    if (!text) return text.error();
    if (const Status status = AddLayered(path, *text, &layers); !status) return status.error();
  }
  return layers;
}

}  // namespace sourcier::score
