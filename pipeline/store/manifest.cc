#include "pipeline/store/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipeline/store/file_io.h"

namespace sourcier {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const StoreFile& f) {
  return {{"file", f.file},
          {"family", std::string(Name(f.family))},
          {"xxh128", f.xxh128},
          {"bytes", f.bytes},
          {"records", f.records}};
}

// The readers below throw what nlohmann throws; Guard turns it into an Error.
Family FamilyOf(const Json& j) {
  const auto name = j.at("family").get<std::string>();
  const auto family = ParseFamily(name);
  if (!family) throw std::runtime_error("unknown family \"" + name + "\"");
  return *family;
}

StoreFile FileOf(const Json& j) {
  StoreFile f;
  f.file = j.at("file").get<std::string>();
  f.family = FamilyOf(j);
  f.xxh128 = j.at("xxh128").get<std::string>();
  f.bytes = j.at("bytes").get<uint64_t>();
  f.records = j.at("records").get<uint64_t>();
  return f;
}

template <typename Read>
auto Guard(const std::string& path, Read read) -> Result<decltype(read(Json()))> {
  auto text = ReadFile(path);
  if (!text) return text.error();
  try {
    return read(Json::parse(*text));
  } catch (const std::exception& e) {
    return Error{ErrorCode::kFormat, path + ": " + e.what()};
  }
}

}  // namespace

std::vector<std::string> Manifest::PathsOf(Family family, const std::string& store) const {
  std::vector<std::string> paths;
  for (const StoreFile& f : files) {
    if (f.family == family) paths.push_back(store + "/" + f.file);
  }
  return paths;
}

std::optional<Family> ParseFamily(std::string_view name) {
  for (size_t i = 0; i < kFamilyCount; ++i) {
    if (Name(static_cast<Family>(i)) == name) return static_cast<Family>(i);
  }
  return std::nullopt;
}

bool IsSegmentName(std::string_view name) {
  constexpr std::string_view kTail = ".jsonl";
  const size_t dash = name.find('-');
  if (dash == std::string_view::npos || name.size() != dash + 1 + 16 + kTail.size()) return false;
  if (!name.ends_with(kTail)) return false;
  const std::string_view hash = name.substr(dash + 1, 16), stem = name.substr(0, dash);
  if (hash.find_first_not_of("0123456789abcdef") != std::string_view::npos) return false;
  return stem == "quarantine" || ParseFamily(stem).has_value();
}

Result<Manifest> ReadManifest(const std::string& store) {
  return Guard(store + "/MANIFEST.json", [](const Json& j) {
    Manifest m;
    m.generation = j.at("generation").get<uint64_t>();
    m.schema = j.at("schema").get<std::string>();
    if (m.schema != kStoreSchema) throw std::runtime_error("unknown schema \"" + m.schema + "\"");
    m.versions = j.at("versions").get<std::map<std::string, std::string>>();
    m.ruleset = j.at("ruleset").get<std::string>();
    for (const Json& f : j.at("files")) m.files.push_back(FileOf(f));
    return m;
  });
}

Status WriteManifest(const std::string& store, const Manifest& manifest) {
  Json files = Json::array();
  for (const StoreFile& f : manifest.files) files.push_back(ToJson(f));
  const Json j = {{"generation", manifest.generation},
                  {"schema", manifest.schema},
                  {"versions", manifest.versions},
                  {"ruleset", manifest.ruleset},
                  {"files", files}};
  return ReplaceFile(store, "MANIFEST.json",
                     j.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

std::string OpenName(Family family, uint64_t number) {
  return std::string(Name(family)) + "-" + std::to_string(number) + ".open";
}

Result<RunProgress> ReadProgress(const std::string& tmp) {
  return Guard(tmp + "/checkpoint.json", [](const Json& j) {
    RunProgress c;
    c.ruleset = j.at("ruleset").get<std::string>();
    c.fresh = j.at("fresh").get<bool>();
    c.done = j.at("done").get<uint64_t>();
    for (const Json& o : j.at("open")) {
      c.open.push_back({FamilyOf(o), o.at("number").get<uint64_t>(), o.at("bytes").get<uint64_t>(),
                        o.at("records").get<uint64_t>()});
    }
    for (const Json& f : j.at("closed"))
      c.closed.push_back({FileOf(f), f.at("number").get<uint64_t>()});
    return c;
  });
}

Status WriteProgress(const std::string& tmp, const RunProgress& progress) {
  Json open = Json::array(), closed = Json::array();
  for (const auto& o : progress.open) {
    open.push_back({{"family", std::string(Name(o.family))},
                    {"number", o.number},
                    {"bytes", o.bytes},
                    {"records", o.records}});
  }
  for (const auto& c : progress.closed) {
    Json f = ToJson(c.file);
    f["number"] = c.number;
    closed.push_back(f);
  }
  const Json j = {{"ruleset", progress.ruleset},
                  {"fresh", progress.fresh},
                  {"done", progress.done},
                  {"open", open},
                  {"closed", closed}};
  return ReplaceFile(tmp, "checkpoint.json", j.dump(1) + "\n");
}

}  // namespace sourcier
