#include "tools/sourcier/commands_eval.h"

#include <cstdio>
#include <memory>
#include <string>

#include "pipeline/run/evaluate.h"
#include "tools/sourcier/cli.h"

namespace sourcier {
namespace {

struct EvalOptions {
  std::string store, gold, floor;
  bool json = false;
  size_t errors = 0;
};

void Print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

// 1 where a number lies below its floor.
Result<int> CheckFloors(const Evaluation& evaluation, const std::string& path) {
  const Result<std::string> floors = score::ReadFile(path);
  if (!floors) return floors.error();
  const Result<std::vector<std::string>> below = BelowFloor(evaluation, *floors);
  if (!below) return Error{below.error().code, path + ": " + below.error().message};
  for (const std::string& line : *below) std::fprintf(stderr, "sourcier: %s\n", line.c_str());
  return below->empty() ? kExitDone : kExitNegative;
}

int RunEval(const EvalOptions& options) {
  const Result<Evaluation> evaluation = EvaluateStore(options.store, options.gold);
  if (!evaluation) return Fail(evaluation.error());
  for (const std::string& warning : evaluation->warnings) {
    std::fprintf(stderr, "sourcier: %s\n", warning.c_str());
  }
  Print(options.json ? evaluation->figures.dump(1) + "\n" : FormatEvaluation(*evaluation));
  // Beside JSON the errors must not stand on standard output.
  const std::string mistakes = FormatMistakes(*evaluation, options.errors);
  std::fwrite(mistakes.data(), 1, mistakes.size(), options.json ? stderr : stdout);
  if (options.floor.empty()) return kExitDone;
  const Result<int> code = CheckFloors(*evaluation, options.floor);
  return code ? *code : Fail(code.error());
}

}  // namespace

void AddEvalCommands(CLI::App& app, Cli& cli) {
  CLI::App* sub = app.add_subcommand("eval", "Score a store against hand-made gold");
  const auto options = std::make_shared<EvalOptions>();
  sub->add_option("STORE", options->store, "Claim store")->required();
  sub->add_option("--gold", options->gold, "Directory of *.gold.jsonl or seeds_*.jsonl files")
      ->required();
  sub->add_flag("--json", options->json, "Print the numbers as JSON");
  sub->add_option("--errors", options->errors, "Print the first N mistakes, too")->type_name("N");
  sub->add_option("--floor", options->floor,
                  "JSON object of floors (headline, figures, entities, attributions, claims); exit "
                  "1 below one");
  sub->callback([&cli, options] { cli.action = [options] { return RunEval(*options); }; });
}

}  // namespace sourcier
