// languages, check-language and schema.
#include <algorithm>
#include <cstdio>
#include <memory>

#include "extractors/examples.h"
#include "pipeline/language/embedded.h"
#include "tools/sourcier/cli.h"

namespace sourcier {
namespace {

// A pack's rules, counted in its files.
size_t CountRules(const Languages& languages, std::string_view code) {
  size_t rules = 0;
  for (const LanguageFile& file : languages.files()) {
    if (!file.path.starts_with(std::string(code) + '/') || !file.path.ends_with(".rules")) continue;
    for (size_t at = 0; at < file.text.size();) {
      const size_t end = std::min(file.text.find('\n', at), file.text.size());
      rules += file.text.substr(at, end - at).starts_with("rule ");
      at = end + 1;
    }
  }
  return rules;
}

int ListLanguages(const std::string& folder) {
  auto languages = LoadLanguages(folder);
  if (!languages.ok()) return Fail(languages.error());
  std::printf("%-6s%-20s%10s%10s\n", "code", "name", "entries", "rules");
  for (const auto& pack : languages->packs()) {
    std::printf("%-6s%-20s%10zu%10zu\n", std::string(pack->code()).c_str(),
                std::string(pack->name()).c_str(), pack->lexicon().entry_count(),
                CountRules(*languages, pack->code()));
  }
  return kExitDone;
}

// Loads the pack, which checks every file of it, and runs the examples of its rules. Failures go to
// standard output, as they are the answer; exit 1 where there are any.
int CheckLanguage(const std::string& code, const std::string& folder) {
  auto languages = LoadLanguages(folder);
  if (!languages.ok()) return Fail(languages.error());
  const LanguagePack* pack = languages->Find(code);
  if (pack == nullptr) return Fail({ErrorCode::kUsage, code + ": there is no such language pack"});
  const ExampleReport report = RunExamples(*languages, *pack);
  for (const ExampleFailure& f : report.failures) {
    std::printf("%s: %s: %s\n", f.where.c_str(), f.rule.c_str(), f.message.c_str());
  }
  std::printf("%s: %zu lexicon entries, %zu rules, %zu examples, %zu failures\n", code.c_str(),
              pack->lexicon().entry_count(), report.rules, report.examples, report.failures.size());
  return report.failures.empty() ? kExitDone : kExitNegative;
}

int PrintSchema(const std::string& family) {
  constexpr std::string_view kSuffix = ".schema.json";
  std::string known;
  for (const EmbeddedFile& file : EmbeddedSchemas()) {
    if (!file.path.ends_with(kSuffix)) continue;
    const std::string name(file.path.substr(0, file.path.size() - kSuffix.size()));
    if (family.empty()) std::printf("%s\n", name.c_str());
    if (name == family) {
      std::fwrite(file.text.data(), 1, file.text.size(), stdout);
      return kExitDone;
    }
    known += (known.empty() ? "" : ", ") + name;
  }
  if (family.empty()) return kExitDone;
  return Fail({ErrorCode::kUsage, "schema: expected one of " + known + ", found '" + family + "'"});
}

}  // namespace

void AddLanguageCommands(CLI::App& app, Cli& cli) {
  struct Settings {
    std::string folder, code, family;
  };
  const auto s = std::make_shared<Settings>();
  CLI::App* languages = app.add_subcommand("languages", "List the language packs");
  languages->add_option("--languages", s->folder,
                        "Read the language packs of this folder, not those built in");
  languages->callback([s, &cli] { cli.action = [s] { return ListLanguages(s->folder); }; });

  CLI::App* check = app.add_subcommand("check-language", "Check the files of a language pack");
  check->add_option("CODE", s->code, "Its code (ISO 639-1)")->required();
  check->add_option("--languages", s->folder,
                    "Read the language packs of this folder, not those built in");
  check->callback([s, &cli] { cli.action = [s] { return CheckLanguage(s->code, s->folder); }; });

  CLI::App* schema = app.add_subcommand(
      "schema", "Print the JSON Schema of a record family, or list the families");
  schema->add_option("FAMILY", s->family, "documents, figures, times, ...");
  schema->callback([s, &cli] { cli.action = [s] { return PrintSchema(s->family); }; });
}

}  // namespace sourcier
