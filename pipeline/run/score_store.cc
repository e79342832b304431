// A claim store as layers: the records' own bytes and canonical names, in the scorer's vocabulary.
// Blocks that feed no claims are left out. Of a range or a vague figure the bounds are compared, of
// others the number.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "pipeline/core/enums.h"
#include "pipeline/run/score_json.h"
#include "pipeline/run/score_records.h"

namespace sourcier::score {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

Extent ToExtent(const json& record) {
  const json &start = At(record, "byte_start"), &end = At(record, "byte_end");
  if (!start.is_number_integer() || !end.is_number_integer()) return {};
  return {start.get<int64_t>(), end.get<int64_t>(), true};
}

// "13000000000", or a fraction such as "1/3".
std::optional<double> Number(const json& record, const char* key) {
  const std::string text = Text(record, key);
  if (text.empty()) return std::nullopt;
  const size_t slash = text.find('/');
  const double number = std::strtod(text.c_str(), nullptr);
  return slash == std::string::npos ? number
                                    : number / std::strtod(text.c_str() + slash + 1, nullptr);
}

// The scorer's form of an EDTF date: no marks of uncertainty; seasons, quarters and halves by
// letters (2024-35: 2024Q3).
std::string Iso(const std::string& edtf) {
  static constexpr std::pair<std::string_view, std::string_view> kParts[] = {
      {"21", "SP"}, {"22", "SU"}, {"23", "FA"}, {"24", "WI"}, {"33", "Q1"},
      {"34", "Q2"}, {"35", "Q3"}, {"36", "Q4"}, {"40", "H1"}, {"41", "H2"}};
  std::string out;
  std::string part;
  const auto close = [&] {
    for (const auto& [digits, letters] : kParts) {
      if (part.size() == 7 && part.ends_with(digits)) part.replace(5, 2, letters);
    }
    out += part;
    part.clear();
  };
  for (const char c : edtf) {
    if (c == '~' || c == '?' || c == '%') continue;
    if (c == '/') close(), out += c;
    if (c != '/') part += c;
  }
  close();
  return out;
}

Slot ToSlot(const json& role) {
  Slot slot;
  slot.present = At(role, "text").is_string() || At(role, "canonical").is_string();
  if (!slot.present) return slot;
  slot.at = ToExtent(role);
  slot.text = Text(role, "text");
  slot.canonical = Text(role, "canonical");
  slot.norm = Text(role, "norm");
  return slot;
}

// "" for what gold does not hold: ordinals and sets.
std::string_view KindOf(const std::string& kind) {
  if (const auto figure = Parse<FigureKind>(kind)) {
    if (*figure == FigureKind::kNumber || *figure == FigureKind::kQuantity) return "count";
    return *figure == FigureKind::kOrdinal ? std::string_view() : Name(*figure);
  }
  const auto time = Parse<TimeKind>(kind);
  if (!time || *time == TimeKind::kSet) return "";
  return Name(*time == TimeKind::kTime ? TimeKind::kDate : *time);
}

Figure ToFigure(const json& record) {
  const std::string kind = Text(record, "kind"), edtf = Text(record, "edtf");
  Figure figure;
  figure.at = ToExtent(record);
  figure.text = Text(record, "text");
  figure.kind = KindOf(kind).empty() ? kind : std::string(KindOf(kind));
  if (figure.kind == "count" && Text(record, "unit_system") == Name(UnitSystem::kUcum)) {
    figure.kind = "measure";
  }
  figure.qualifier = Text(record, "qualifier");
  figure.value = Number(record, "number");
  if (figure.qualifier == Name(Qualifier::kRange) || figure.qualifier == Name(Qualifier::kVague)) {
    figure.value_min = Number(record, "low");
    figure.value_max = Number(record, "high");
  }
  if (figure.qualifier.empty()) {
    const bool interval =
        figure.kind == Name(TimeKind::kDate) && edtf.find('/') != std::string::npos;
    figure.qualifier = Name(interval ? Qualifier::kRange : Qualifier::kExact);
  }
  (kind == Name(FigureKind::kMoney) ? figure.currency : figure.unit) = Text(record, "unit");
  if (figure.kind == Name(TimeKind::kDuration)) figure.iso = Text(record, "duration");
  if (figure.iso.empty()) figure.iso = Iso(edtf);
  return figure;
}

std::string TypeOf(const std::string& name) {
  switch (Parse<EntityClass>(name).value_or(EntityClass::kOther)) {
    case EntityClass::kOrganisation:
      return "ORG";
    case EntityClass::kPerson:
      return "PER";
    case EntityClass::kPlace:
      return "LOC";
    case EntityClass::kProduct:
      return "PRODUCT";
    case EntityClass::kMedia:
      return "MEDIA";
    case EntityClass::kEvent:
      return "EVENT";
    case EntityClass::kWork:
      return "WORK";
    case EntityClass::kOther:
      return "MISC";
  }
  return "MISC";
}

bool InMainBlock(const json& record) {
  const json& block = At(record, "block");
  if (!block.is_string()) return block.is_null();
  const auto role = Parse<BlockRole>(block.get<std::string>());
  return role && (IsMain(*role) || *role == BlockRole::kCaption);
}

// Reads a store family by family; records refer to each other by id.
class StoreLayers {
 public:
  StoreLayers(const std::string& directory, std::vector<std::string>* warnings)
      : directory_(directory), warnings_(warnings) {}

  Status Read() {
    if (Status s = ListSegments(); !s) return s;
    const std::pair<const char*, std::function<void(const json&)>> families[] = {
        {"documents", [this](const json& r) { AddDocument(r); }},
        {"figures", [this](const json& r) { AddFigure(r); }},
        {"times", [this](const json& r) { AddFigure(r); }},
        {"entities", [this](const json& r) { AddEntity(r); }},
        {"attributions", [this](const json& r) { AddAttribution(r); }},
        {"claims", [this](const json& r) { AddClaim(r); }}};
    for (const auto& [family, add] : families) {
      if (Status s = ForEach(family, add); !s) return s;
    }
    return Done{};
  }

  Layers layers;

 private:
  // The segments that the manifest names; all of them where there is no manifest or it names none.
  Status ListSegments() {
    const fs::path manifest = fs::path(directory_) / "MANIFEST.json";
    std::error_code error;
    std::vector<std::string> listed;
    if (fs::exists(manifest, error)) {
      const Result<std::string> text = ReadFile(manifest.string());
      if (!text) return text.error();
      const json parsed = json::parse(*text, nullptr, false);
      if (!parsed.is_object()) {
        return Error{ErrorCode::kFormat, manifest.string() + ": expected a JSON object"};
      }
      for (const json& file : At(parsed, "files")) {
        listed.push_back(fs::path(Text(file, "file")).filename().string());
      }
    }
    for (const auto& entry : fs::directory_iterator(fs::path(directory_) / "segments", error)) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with(".jsonl")) continue;
      if (!listed.empty() && std::find(listed.begin(), listed.end(), name) == listed.end())
        continue;
      segments_.push_back(name);
    }
    if (error) return Error{ErrorCode::kIo, directory_ + ": no claim store: " + error.message()};
    std::sort(segments_.begin(), segments_.end());
    return Done{};
  }

  Status ForEach(const std::string& family, const std::function<void(const json&)>& add) {
    for (const std::string& name : segments_) {
      if (!name.starts_with(family + "-")) continue;
      const std::string path = (fs::path(directory_) / "segments" / name).string();
      std::ifstream in(path, std::ios::binary);
      if (!in) return Error{ErrorCode::kIo, path + ": cannot be read"};
      size_t number = 0;
      for (std::string line; std::getline(in, line);) {
        ++number;
        const json record = json::parse(line, nullptr, false);
        if (!record.is_object()) {
          return Error{ErrorCode::kFormat,
                       path + ":" + std::to_string(number) + ": expected a JSON object"};
        }
        add(record);
      }
    }
    return Done{};
  }

  std::string FileOf(const json& record) const {
    const std::string document = Text(record, "document");
    const auto it = file_of_.find(document);
    return it == file_of_.end() ? document : it->second;
  }

  void AddDocument(const json& record) {
    const json& source = At(record, "source");
    const json& container = At(source, "container");
    std::string path = Text(source, "path");
    if (container.is_array() && !container.empty() && container.back().is_string()) {
      path = container.back().get<std::string>();
    }
    file_of_[Text(record, "id")] = path.substr(path.rfind('/') + 1);
  }

  void AddFigure(const json& record) {
    Figure figure = ToFigure(record);
    if (!KindOf(Text(record, "kind")).empty() && InMainBlock(record)) {
      layers.figures[FileOf(record)].push_back(figure);
    }
    figures_.emplace(Text(record, "id"), std::move(figure));
  }

  void AddEntity(const json& record) {
    if (!InMainBlock(record)) return;
    Entity entity;
    entity.at = ToExtent(record);
    entity.text = Text(record, "text");
    entity.type = TypeOf(Text(record, "class"));
    entity.canonical = Text(record, "canonical");
    entity.is_name = Text(record, "form") == Name(EntityForm::kName);
    layers.entities[FileOf(record)].push_back(std::move(entity));
  }

  void AddAttribution(const json& record) {
    Attribution attribution;
    attribution.source = ToSlot(At(record, "source"));
    attribution.cue = ToSlot(At(record, "cue"));
    attribution.kind = Text(record, "kind");
    for (const json& part : At(record, "content")) {
      attribution.has_content = true;
      if (const Extent extent = ToExtent(part); extent.set) attribution.content.push_back(extent);
    }
    sources_.emplace(Text(record, "id"), attribution.source);
    layers.attributions[FileOf(record)].push_back(std::move(attribution));
  }

  void AddClaim(const json& record) {
    const auto figure = figures_.find(Text(record, "figure"));
    if (figure == figures_.end()) {
      warnings_->push_back("claim " + Text(record, "id") +
                           " names a figure that is not there: " + Text(record, "figure"));
      return;
    }
    Claim claim;
    claim.type = Text(record, "claim_type");
    claim.subject = ToSlot(At(record, "subject"));
    claim.object = ToSlot(At(record, "object"));
    claim.measure = ToSlot(At(record, "measure"));
    claim.predicate = ToSlot(At(record, "predicate"));
    claim.figure = figure->second;
    claim.epistemic = Text(record, "epistemic");
    if (const json& time = At(record, "time"); time.is_object() && !time.empty()) {
      claim.time.present = true;
      claim.time.at = ToExtent(time);
      claim.time.text = Text(time, "text");
      claim.time.iso = Iso(Text(time, "edtf"));
    }
    const std::string per = Text(record, "per");  // a noun is no period
    if (per.size() > 1 && per[0] == 'P' && (per[1] == 'T' || (per[1] >= '0' && per[1] <= '9'))) {
      claim.period.present = true;
      claim.period.iso = per;
    }
    if (const auto source = sources_.find(Text(record, "attribution")); source != sources_.end()) {
      claim.attributed = true;
      claim.said_by = source->second;
    }
    layers.claims[FileOf(record)].push_back(std::move(claim));
  }

  std::string directory_;
  std::vector<std::string>* warnings_;
  std::vector<std::string> segments_;
  std::unordered_map<std::string, std::string> file_of_;
  std::unordered_map<std::string, Figure> figures_;
  std::unordered_map<std::string, Slot> sources_;
};

}  // namespace

Result<Layers> ReadStore(const std::string& directory, std::vector<std::string>* warnings) {
  StoreLayers store(directory, warnings);
  if (const Status status = store.Read(); !status) return status.error();
  return std::move(store.layers);
}

}  // namespace sourcier::score
