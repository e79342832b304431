// run and extract.
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <thread>

#include "extractors/stages.h"
#include "pipeline/core/sha256.h"
#include "pipeline/input/iso_date.h"
#include "pipeline/language/embedded.h"
#include "pipeline/run/extract.h"
#include "pipeline/run/run.h"
#include "tools/sourcier/cli.h"

namespace sourcier {
namespace {

std::atomic<int> stop_signal{0};

// The first SIGINT or SIGTERM ends the work in good order, the second one at once.
void InstallSignalHandlers() {
  struct sigaction action = {};
  action.sa_handler = [](int signal) { stop_signal.store(signal); };
  action.sa_flags =
      static_cast<int>(SA_RESETHAND);  // and no SA_RESTART: a read that waits must return
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

// What both commands take.
struct Settings {
  InputOptions input;
  LineOptions line;
  std::string languages_folder;
  std::string max_document = "16M";
  unsigned jobs = 1;
  bool keep_text = false;
  // run
  std::string store, on_error = "quarantine", max_errors;
  bool resume = false, fresh = false;
};

void AddSettings(CLI::App* sub, Settings* s) {
  sub->add_option("--language", s->line.language, "Language of every document, or auto")
      ->capture_default_str();
  sub->add_option(
         "--reference-date", s->line.reference_date,
         "ISO date or date-time for relative dates in documents without a date of publication")
      ->check([](const std::string& date) {
        return IsIsoDate(date, false)
                   ? ""
                   : "expected an ISO date or date-time without zone, found '" + date + "'";
      });
  sub->add_option("--languages", s->languages_folder,
                  "Read the language packs of this folder, not those built in");
  sub->add_option("--max-document", s->max_document, "Largest document, in bytes or with K, M, G")
      ->capture_default_str()
      ->check([](const std::string& size) {
        const auto bytes = ParseSize(size);
        const bool good = bytes && *bytes > 0 && *bytes <= kMaxMaxDocument;
        return good ? "" : "expected 1 to 1G bytes, found '" + size + "'";
      });
  sub->add_option("--jobs,-j", s->jobs, "Threads; the output does not depend on it")
      ->capture_default_str()
      ->check(CLI::Range(1u, 256u));
}

std::string CheckMaxErrors(const std::string& text) {
  const bool percent = text.ends_with('%');
  const std::string number = percent ? text.substr(0, text.size() - 1) : text;
  const bool good =
      !number.empty() &&
      number.find_first_not_of(percent ? "0123456789." : "0123456789") == std::string::npos &&
      number.size() < 18 && number != ".";
  return good ? "" : "expected a number or a percentage, found '" + text + "'";
}

MaxErrors ParseMaxErrors(const std::string& text) {
  MaxErrors max;
  if (text.ends_with('%')) {
    max.percent = std::strtod(text.c_str(), nullptr);
  } else if (!text.empty()) {
    max.count = std::strtoull(text.c_str(), nullptr, 10);
  }
  return max;
}

// What an action needs before it can begin.
struct Ready {
  std::unique_ptr<const Languages> languages;  // the line refers to it
  Line line;
  std::unique_ptr<InputReader> input;
};

Result<Ready> Prepare(Settings& s) {
  auto languages = LoadLanguages(s.languages_folder);
  if (!languages.ok()) return languages.error();
  if (s.line.language != "auto" && languages->Find(s.line.language) == nullptr) {
    return Error{ErrorCode::kUsage,
                 "--language " + s.line.language + ": there is no such language pack"};
  }
  s.input.max_document = *ParseSize(s.max_document);
  s.input.stop = &stop_signal;
  auto input = InputReader::Open(s.input);
  if (!input.ok()) return input.error();
  InstallSignalHandlers();
  auto kept = std::make_unique<const Languages>(std::move(*languages));
  Line line = MakeLine(*kept, s.line);
  return Ready{std::move(kept), std::move(line), std::move(*input)};
}

// Hash of everything that can change a record: a document done under another one is not skipped.
std::string Ruleset(const Settings& s, const Languages& languages) {
  std::string all;
  for (const auto& [name, version] : Versions()) all += name + ' ' + version + '\n';
  all += "languages " + languages.hash() + '\n';
  all += "language " + s.line.language + "\nreference-date " + s.line.reference_date + '\n';
  all += "max-document " + std::to_string(*ParseSize(s.max_document)) + '\n';
  all += std::string("keep-text ") + (s.keep_text ? "1" : "0") + "\nskip-errors " +
         (s.on_error == "skip" ? "1" : "0") + '\n';
  return Sha256Hex(all);
}

RunInfo Info(const Settings& s, const InputReader& input) {
  RunInfo info;
  for (const std::string& in : input.inputs()) {
    info.inputs.push_back(in == "-" ? in
                                    : std::filesystem::absolute(in).lexically_normal().string());
  }
  info.options = {{"jobs", std::to_string(s.jobs)},
                  {"language", s.line.language},
                  {"reference-date", s.line.reference_date},
                  {"languages", s.languages_folder},
                  {"on-error", s.on_error},
                  {"max-errors", s.max_errors},
                  {"max-document", s.max_document},
                  {"files-from", s.input.files_from},
                  {"keep-text", s.keep_text ? "true" : "false"}};
  return info;
}

int RunCommand(Settings& s, const Cli& cli) {
  s.input.exclude = s.store;
  auto ready = Prepare(s);
  if (!ready.ok()) return Fail(ready.error());
  StoreOptions store_options;
  store_options.directory = s.store;
  store_options.ruleset = Ruleset(s, *ready->languages);
  store_options.versions = Versions();
  for (const EmbeddedFile& file : EmbeddedSchemas()) {
    store_options.static_files.emplace_back(file.path, file.text);
  }
  if (s.resume) store_options.mode = StoreOptions::Mode::kResume;
  if (s.fresh) store_options.mode = StoreOptions::Mode::kFresh;
  auto store = StoreWriter::Open(store_options);
  if (!store.ok()) return Fail(store.error());

  RunOptions options;
  options.jobs = s.jobs;
  options.keep_text = s.keep_text;
  options.on_error = s.on_error == "fail"   ? OnError::kFail
                     : s.on_error == "skip" ? OnError::kSkip
                                            : OnError::kQuarantine;
  options.max_errors = ParseMaxErrors(s.max_errors);
  options.stop = &stop_signal;
  const auto start = std::chrono::steady_clock::now();
  Progress progress(isatty(STDERR_FILENO) != 0 ? stderr : nullptr);
  auto summary = Run(options, *ready->languages, ready->line, *ready->input, **store,
                     Info(s, *ready->input), progress);
  if (!summary.ok()) return Fail(summary.error());
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::fputs(FormatSummary(*summary, seconds, cli.Color(STDERR_FILENO)).c_str(), stderr);
  return ExitCode(*summary);
}

int ExtractCommand(Settings& s) {
  if (s.input.inputs.empty()) s.input.inputs.push_back("-");
  auto ready = Prepare(s);
  if (!ready.ok()) return Fail(ready.error());
  int write_error = 0;
  // Flushed for each document, so that a reader at the other end of a pipe has it at once.
  const auto sink = [&](std::string_view jsonl) {
    if (std::fwrite(jsonl.data(), 1, jsonl.size(), stdout) == jsonl.size() &&
        std::fflush(stdout) == 0)
      return true;
    write_error = errno;
    return false;
  };
  const auto on_problem = [](const Source& source, const Problem& problem) {
    const std::string record = source.record ? ":record " + std::to_string(*source.record) : "";
    std::fprintf(stderr, "sourcier: %s%s: %.*s: %s\n", source.path.c_str(), record.c_str(),
                 static_cast<int>(problem.code.size()), problem.code.data(),
                 problem.message.c_str());
  };
  const RunSummary summary = Extract({s.jobs, s.keep_text, &stop_signal}, *ready->languages,
                                     ready->line, *ready->input, sink, on_problem);
  if (write_error == EPIPE) return kExitDone;
  if (write_error != 0) {
    return Fail({ErrorCode::kIo,
                 std::string("cannot write to standard output: ") + std::strerror(write_error)});
  }
  return ExitCode(summary);
}

}  // namespace

void AddRunCommands(CLI::App& app, Cli& cli) {
  const auto run_settings = std::make_shared<Settings>();
  Settings* r = run_settings.get();
  r->jobs = std::max(1u, std::thread::hardware_concurrency());
  CLI::App* run = app.add_subcommand("run", "Read articles and write a claim store");
  run->add_option("INPUT", r->input.inputs, "Files and directories; - is standard input");
  run->add_option("-o,--output", r->store, "The store: a directory")->required();
  AddSettings(run, r);
  run->add_option("--files-from", r->input.files_from,
                  "A list of further inputs, one a line or NUL-separated; - is standard input");
  run->add_flag("--keep-text", r->keep_text, "Keep the text of every document in the store");
  CLI::Option* resume =
      run->add_flag("--resume", r->resume, "Go on with an interrupted run, or add to a store");
  run->add_flag("--fresh", r->fresh, "Replace a store that is there")->excludes(resume);
  run->add_option("--on-error", r->on_error,
                  "A payload that makes no document: quarantine, fail or skip")
      ->check(CLI::IsMember({"quarantine", "fail", "skip"}))
      ->capture_default_str();
  run->add_option("--max-errors", r->max_errors,
                  "Stop after more such payloads: a number, or a percentage of all")
      ->check(CheckMaxErrors);
  run->callback([run_settings, &cli] {
    if (run_settings->input.inputs.empty() && run_settings->input.files_from.empty()) {
      throw CLI::RequiredError("INPUT or --files-from");
    }
    cli.action = [run_settings, &cli] { return RunCommand(*run_settings, cli); };
  });

  const auto extract_settings = std::make_shared<Settings>();
  Settings* x = extract_settings.get();
  CLI::App* extract =
      app.add_subcommand("extract", "Text or JSONL documents in, records out as JSONL");
  extract->add_option("FILE", x->input.inputs, "Files; - or none is standard input");
  AddSettings(extract, x);
  extract->callback([extract_settings, &cli] {
    cli.action = [extract_settings] { return ExtractCommand(*extract_settings); };
  });
}

}  // namespace sourcier
