// `sourcier eval STORE --gold DIR`: how good a store is, against hand-made gold.
#ifndef SOURCIER_TOOLS_SOURCIER_COMMANDS_EVAL_H_
#define SOURCIER_TOOLS_SOURCIER_COMMANDS_EVAL_H_

#include <CLI/CLI.hpp>

namespace sourcier {

struct Cli;  // cli.h

// Adds the command, as cli.h says.
void AddEvalCommands(CLI::App& app, Cli& cli);

}  // namespace sourcier

#endif  // SOURCIER_TOOLS_SOURCIER_COMMANDS_EVAL_H_
