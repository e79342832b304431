// The program: reads the command line, hands over to a command, returns its exit code.
#include <poll.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>

#include "tools/sourcier/cli.h"
#include "tools/sourcier/commands_eval.h"
#include "tools/sourcier/config.h"

namespace sourcier {
namespace {

// One row a family of commands (see cli.h); the order is that of --help.
constexpr void (*kFamilies[])(CLI::App&, Cli&) = {AddRunCommands, AddStoreCommands, AddEvalCommands,
                                                  AddLanguageCommands, AddExplainCommands};

int PrintVersion(bool as_json) {
  if (as_json) {
    nlohmann::ordered_json json;
    for (const auto& [name, version] : Versions()) json[name] = version;
    json["schema"] = "sourcier/1";
    std::printf("%s\n", json.dump().c_str());
  } else {
    std::printf("sourcier %s\n", SOURCIER_VERSION);
  }
  return kExitDone;
}

// Standard output is a pipe that nobody reads any more.
bool ReaderGone() {
  pollfd out = {STDOUT_FILENO, 0, 0};
  return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

int Main(std::vector<std::string> args) {
  CLI::App app(
      "Claims, figures, dates and names from news articles, each with its bytes in the source.",
      "sourcier");
  Cli cli;
  bool version = false, json = false;
  app.add_flag("--version", version, "Print the version");
  app.add_flag("--json", json, "With --version: as JSON");
  app.add_option("--color", cli.color,
                 "Colours: auto, always or never (auto looks at NO_COLOR and for a terminal)")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  app.fallthrough();
  app.footer(
      "Options may also stand in SOURCIER_<OPTION> variables, ./sourcier.toml and "
      "~/.config/sourcier/sourcier.toml.\n"
      "Exit codes: 0 done, 1 negative answer, 2 usage or fatal error, 3 finished with quarantined "
      "documents,\n"
      "4 --max-errors exceeded, 75 locked, 130/143 stopped by a signal.");
  for (const auto add : kFamilies) add(app, cli);

  auto layered = AddOuterLayers(app, std::move(args));
  if (!layered.ok()) return Fail(layered.error());
  std::reverse(layered->begin(), layered->end());  // CLI11 takes them from the back
  try {
    app.parse(*layered);
  } catch (const CLI::ParseError& e) {
    // Help goes to standard output with 0; all else is a usage error.
    return app.exit(e) == 0 ? kExitDone : kExitFatal;
  }
  if (version) return PrintVersion(json);
  if (app.get_subcommands().empty()) {
    std::fputs(app.help().c_str(), stderr);
    return kExitFatal;
  }
  const int code = cli.action();
  // A full disk is an error, a reader that has gone is not.
  if ((std::fflush(stdout) != 0 || std::ferror(stdout) != 0) && code == kExitDone && !ReaderGone())
    return Fail({ErrorCode::kIo, "cannot write all of the answer to standard output"});
  return code;
}

}  // namespace
}  // namespace sourcier

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // writers see EPIPE, and end quietly
  try {
    return sourcier::Main(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "sourcier: %s\n", e.what());
    return sourcier::kExitFatal;
  }
}
