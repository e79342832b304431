#include "tools/sourcier/config.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

namespace sourcier {
namespace {

// Values by option, the strongest layer first to come.
using Layer = std::map<const CLI::Option*, std::vector<std::string>>;

// null where there is no such subcommand.
const CLI::App* Subcommand(const CLI::App& app, const std::string& name) {
  const auto found =
      app.get_subcommands([&](const CLI::App* sub) { return sub->get_name() == name; });
  return found.empty() ? nullptr : found[0];
}

std::string Variable(const std::string& option) {
  std::string name = "SOURCIER_";
  for (char c : option)
    name.push_back(c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  return name;
}

// Options that only ask for a text are no settings.
bool IsSetting(const CLI::Option* option) {
  const std::string name = option->get_name();
  return !option->get_lnames().empty() && name != "--help" && name != "--version";
}

void ReadEnvironment(const CLI::App& app, Layer* layer) {
  for (const CLI::Option* option : app.get_options(IsSetting)) {
    const char* value = std::getenv(Variable(option->get_lnames()[0]).c_str());
    if (value != nullptr && *value != '\0') layer->emplace(option, std::vector<std::string>{value});
  }
}

Status ReadFile(const CLI::App& app, const std::string& file, Layer* layer) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return Done{};
  std::vector<CLI::ConfigItem> items;
  try {
    items = CLI::ConfigTOML().from_file(file);
  } catch (const CLI::Error& e) {
    return Error{ErrorCode::kUsage, file + ": " + e.what()};
  }
  for (const CLI::ConfigItem& item : items) {
    if (item.name == "++" || item.name == "--") continue;  // a section begins or ends
    const CLI::App* of = &app;
    if (!item.parents.empty()) {
      of = Subcommand(app, item.parents[0]);
    }
    const CLI::Option* option = of == nullptr ? nullptr : of->get_option_no_throw("--" + item.name);
    if (option == nullptr || item.parents.size() > 1 || !IsSetting(option)) {
      return Error{ErrorCode::kUsage, file + ": " + item.fullname() + ": there is no such option"};
    }
    layer->emplace(option, item.inputs);
  }
  return Done{};
}

std::string UserConfig() {
  const char* base = std::getenv("XDG_CONFIG_HOME");
  if (base != nullptr && *base != '\0') return std::string(base) + "/sourcier/sourcier.toml";
  const char* home = std::getenv("HOME");
  return home == nullptr ? "" : std::string(home) + "/.config/sourcier/sourcier.toml";
}

bool Given(const CLI::Option* option, const std::vector<std::string>& args) {
  for (const std::string& arg : args) {
    if (arg == "--") return false;
    for (const std::string& name : option->get_lnames()) {
      if (arg == "--" + name || arg.starts_with("--" + name + "=")) return true;
    }
    for (const std::string& name : option->get_snames()) {
      if (arg.starts_with("-" + name) && !arg.starts_with("--")) return true;
    }
  }
  return false;
}

std::vector<std::string> Arguments(const CLI::App& app, const Layer& layer,
                                   const std::vector<std::string>& args) {
  std::vector<std::string> added;
  for (const CLI::Option* option : app.get_options(IsSetting)) {
    const auto found = layer.find(option);
    if (found == layer.end() || Given(option, args)) continue;
    for (const std::string& value : found->second)
      added.push_back("--" + option->get_lnames()[0] + "=" + value);
  }
  return added;
}

}  // namespace

Result<std::vector<std::string>> AddOuterLayers(const CLI::App& app,
                                                std::vector<std::string> args) {
  // The subcommand is the first word that is one; options of the program take no word of their own
  // but --color's.
  auto at = std::find_if(args.begin(), args.end(),
                         [&](const std::string& arg) { return Subcommand(app, arg) != nullptr; });
  const CLI::App* sub = at == args.end() ? nullptr : Subcommand(app, *at);
  Layer layer;
  ReadEnvironment(app, &layer);
  if (sub != nullptr) ReadEnvironment(*sub, &layer);
  for (const std::string& file : {std::string("sourcier.toml"), UserConfig()}) {
    if (Status s = ReadFile(app, file, &layer); !s.ok()) return s.error();
  }
  std::vector<std::string> result = Arguments(app, layer, args);
  result.insert(result.end(), args.begin(), at == args.end() ? at : at + 1);
  if (sub != nullptr) {
    const std::vector<std::string> of_sub = Arguments(*sub, layer, args);
    result.insert(result.end(), of_sub.begin(), of_sub.end());
    result.insert(result.end(), at + 1, args.end());
  }
  return result;
}

}  // namespace sourcier
