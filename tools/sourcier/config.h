// Options from outside the command line: SOURCIER_* environment > ./sourcier.toml > user config.
// Whatever the command line gives itself wins over all of them.
//
//   # sourcier.toml
//   color = "never"
//   [run]
//   jobs = 2
//   max-document = "32M"
#ifndef SOURCIER_TOOLS_SOURCIER_CONFIG_H_
#define SOURCIER_TOOLS_SOURCIER_CONFIG_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "pipeline/core/result.h"

namespace sourcier {

// `args`: the command line without the program's name. Returns it with the options of the outer
// layers put in, each only where `args` does not give it. Top-level keys are options of the
// program, sections those of a subcommand. The user config is
// $XDG_CONFIG_HOME/sourcier/sourcier.toml, else ~/.config/sourcier/sourcier.toml. An option
// `--max-document` is SOURCIER_MAX_DOCUMENT in the environment. Error kUsage: a file that cannot be
// parsed, or a key that is no option.
Result<std::vector<std::string>> AddOuterLayers(const CLI::App& app, std::vector<std::string> args);

}  // namespace sourcier

#endif  // SOURCIER_TOOLS_SOURCIER_CONFIG_H_
