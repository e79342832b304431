// The whole line over corpus/ into a store: every record that comes out is valid against its
// schema, ids are unique, and every id that a record names is there.
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "extractors/stages.h"
#include "pipeline/input/reader.h"
#include "pipeline/run/run.h"
#include "pipeline/text/tokens.h"
#include "tests/unit/json_schema.h"
#include "tests/unit/temp_folder.h"

namespace sourcier {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// family -> records, of all segments and the quarantine.
std::map<std::string, std::vector<Json>> RunOnCorpus(const TempFolder& folder) {
  const auto languages = Languages::LoadEmbedded(TokenizeEntry);
  REQUIRE(languages.ok());
  const Line line = MakeLine(*languages, LineOptions{});
  InputOptions in;
  in.inputs = {std::string(SOURCIER_ROOT) + "/corpus"};
  auto input = InputReader::Open(in);
  REQUIRE(input.ok());
  StoreOptions to;
  to.directory = folder / "store";
  to.ruleset = "test";
  auto store = StoreWriter::Open(to);
  REQUIRE(store.ok());
  RunOptions options;
  options.jobs = 2;
  options.keep_text = true;
  Progress progress(nullptr);
  REQUIRE(Run(options, *languages, line, **input, **store, RunInfo{}, progress).ok());
  std::map<std::string, std::vector<Json>> records;
  for (const auto& entry : fs::recursive_directory_iterator(to.directory)) {
    if (entry.path().extension() != ".jsonl") continue;
    const std::string name = entry.path().filename().string();
    std::string family = name.substr(0, name.find('-'));
    if (family == "quarantine") family = "problems";
    std::ifstream file(entry.path());
    for (std::string text; std::getline(file, text);) records[family].push_back(Json::parse(text));
  }
  return records;
}

// Strings anywhere in a record that look like the id of another one.
void CollectIds(const Json& json, std::set<std::string>* ids) {
  for (const Json& part : json) {
    if (part.is_structured()) CollectIds(part, ids);
    if (!part.is_string()) continue;
    const std::string text = part.get<std::string>();
    if (text.size() == 22 && text[1] == '_' &&
        text.find_first_not_of("0123456789abcdef", 2) == std::string::npos)
      ids->insert(text);
  }
}

TEST_CASE("every record that the corpus gives is valid, unique and complete") {
  const TempFolder folder;
  const auto records = RunOnCorpus(folder);
  for (const char* family : {"documents", "figures", "times", "entities", "attributions", "claims",
                             "facts", "texts", "problems"})
    CHECK_MESSAGE(records.count(family) == 1, family, " is missing");
  std::set<std::string> ids, named;
  for (const auto& [family, all] : records) {
    for (const Json& record : all) {
      for (const std::string& error : test::ValidateRecord(family, record))
        FAIL_CHECK(family << ": " << error << "\n" << record.dump());
      if (record.contains("id")) CHECK(ids.insert(record["id"].get<std::string>()).second);
      CollectIds(record, &named);
    }
  }
  CHECK(ids.size() > 500);
  for (const std::string& id : named) CHECK_MESSAGE(ids.count(id) == 1, id, " is named, not there");
}

}  // namespace
}  // namespace sourcier
