// The commands that read a store: audit, verify, query, export.
#ifndef SOURCIER_TOOLS_COMMANDS_STORE_H_
#define SOURCIER_TOOLS_COMMANDS_STORE_H_

#include <CLI/CLI.hpp>

namespace sourcier {

// Adds the commands to `app`. When one of them has run, `*exit_code` holds its answer
// (schemas/FORMAT.md). Both must outlive the parse.
void AddStoreCommands(CLI::App& app, int* exit_code);

}  // namespace sourcier

#endif  // SOURCIER_TOOLS_COMMANDS_STORE_H_
