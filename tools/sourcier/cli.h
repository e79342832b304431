// What the command families share. A family is one file with one function AddXCommands(CLI::App&,
// Cli&), declared at the end of this header and named in the table of main.cc. It adds subcommands
// whose callbacks put the work into `cli.action`:
//
//   CLI::App* sub = app.add_subcommand("languages", "List the language packs");
//   sub->callback([&cli] { cli.action = [&cli] { return ListLanguages(cli); }; });
//
// The action returns the exit code. Values of options live in an object shared with the callback
// (std::shared_ptr). Every option may also come from SOURCIER_<NAME> or from a [<subcommand>]
// section of a config file (config.h): nothing to do for it.
#ifndef SOURCIER_TOOLS_SOURCIER_CLI_H_
#define SOURCIER_TOOLS_SOURCIER_CLI_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/core/result.h"
#include "pipeline/core/stage.h"
#include "pipeline/language/language_pack.h"

namespace sourcier {

// Exit codes (the contract, section 4).
inline constexpr int kExitDone = 0, kExitNegative = 1, kExitFatal = 2, kExitQuarantined = 3,
                     kExitTooManyErrors = 4, kExitTemporary = 75;

struct Cli {
  std::function<int()> action;
  std::string color = "auto";  // auto, always, never

  // True where text for this file descriptor (1, 2) is to be coloured: --color, NO_COLOR, a
  // terminal.
  bool Color(int fd) const;
};

// Says "sourcier: <message>" on standard error and gives the exit code that goes with the error.
int Fail(const Error& error);

// "16M" -> 16777216: a number with an optional K, M or G (powers of 1024). nullopt for anything
// else.
std::optional<uint64_t> ParseSize(std::string_view text);

// The packs of `directory`, or those built in where it is "".
Result<Languages> LoadLanguages(const std::string& directory);

// "sourcier" -> "0.1.0", "icu" -> "72.1".
std::map<std::string, std::string> Versions();

void AddRunCommands(CLI::App& app, Cli& cli);       // run, extract
void AddStoreCommands(CLI::App& app, Cli& cli);     // audit, verify, query, export
void AddLanguageCommands(CLI::App& app, Cli& cli);  // languages, check-language, schema
void AddExplainCommands(CLI::App& app, Cli& cli);   // explain

}  // namespace sourcier

#endif  // SOURCIER_TOOLS_SOURCIER_CLI_H_
