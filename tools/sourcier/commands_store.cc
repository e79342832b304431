#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "pipeline/run/audit.h"
#include "pipeline/run/verify.h"
#include "pipeline/store/exporters.h"
#include "pipeline/store/query.h"
#include "tools/sourcier/cli.h"

namespace sourcier {
namespace {

constexpr size_t kFlushAt = 64 << 10;

// Standard output that remembers how it failed.
class Output {
 public:
  // False where it takes no more (a closed pipe, a full disk).
  bool Print(std::string_view text) {
    if (error_ == 0 && std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
      error_ = errno;
    return error_ == 0;
  }
  // `code`, also where the reader of a pipe has left: that is its right. A full disk is not.
  int Finish(int code) {
    if (error_ == 0 && std::fflush(stdout) != 0) error_ = errno;
    if (error_ == 0 || error_ == EPIPE) return code;
    return Fail(
        {ErrorCode::kIo, std::string("standard output: cannot write: ") + std::strerror(error_)});
  }

 private:
  int error_ = 0;
};

size_t TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 160;
}

void AddStore(CLI::App* command, std::string* directory) {
  command->add_option("STORE", *directory, "Directory of the claim store")->required();
}

struct AuditFlags {
  std::string store, target;
  AuditOptions options;
};

int RunAudit(AuditFlags flags, const Cli& cli) {
  const Result<StoreReader> store = StoreReader::Open(flags.store);
  if (!store) return Fail(store.error());
  flags.options.colour = cli.Color(STDOUT_FILENO);
  const Result<std::optional<std::string>> page = Audit(*store, flags.target, flags.options);
  if (!page) return Fail(page.error());
  if (!*page) {
    std::fprintf(stderr, "sourcier: %s: the store has no record there\n", flags.target.c_str());
    return kExitNegative;
  }
  Output output;
  output.Print(**page);
  return output.Finish(kExitDone);
}

struct VerifyFlags {
  std::string store;
  VerifyOptions options;
};

int RunVerify(const VerifyFlags& flags) {
  const Result<StoreReader> store = StoreReader::Open(flags.store);
  if (!store) return Fail(store.error());
  const Result<VerifyReport> report = Verify(*store, flags.options);
  if (!report) return Fail(report.error());
  Output output;
  for (const std::string& example : report->examples) output.Print(example + "\n");
  if (const uint64_t more = report->mismatches - report->examples.size(); more > 0) {
    output.Print("... " + std::to_string(more) + " more\n");
  }
  auto line = [&output](const char* name, uint64_t n) {
    output.Print(std::string(name) + std::to_string(n) + "\n");
  };
  line("files       ", report->files);
  line("documents   ", report->documents);
  line("bytes       ", report->bytes);
  line("records     ", report->records);
  line("spans       ", report->spans);
  line("mismatches  ", report->mismatches);
  return output.Finish(report->ok() ? kExitDone : kExitNegative);
}

struct QueryFlags {
  std::string store, min, max;
  bool csv = false;
  QueryOptions options;
};

int RunQuery(QueryFlags flags) {
  for (auto [text, bound, name] : {std::tuple{&flags.min, &flags.options.min, "--min"},
                                   std::tuple{&flags.max, &flags.options.max, "--max"}}) {
    if (text->empty()) continue;
    *bound = Decimal::Parse(*text);
    if (!*bound)
      return Fail(
          {ErrorCode::kUsage,
           std::string(name) + ": expected a number like 1000000 or 1e6, found '" + *text + "'"});
  }
  const Result<StoreReader> store = StoreReader::Open(flags.store);
  if (!store) return Fail(store.error());
  const bool table = !flags.csv && isatty(STDOUT_FILENO) == 1;
  const size_t width = table ? TerminalWidth() : 0;
  Output output;
  std::string out;
  if (table) AppendTableHeader(width, &out);
  if (flags.csv) AppendCsvHeader(QueryColumns(), &out);
  const Status status = Query(*store, flags.options, [&](const Row& row) {
    if (table) {
      AppendTable(row, width, &out);
    } else if (flags.csv) {
      AppendCsv(row, QueryColumns(), &out);
    } else {
      AppendJson(row, QueryColumns(), &out);
    }
    if (out.size() < kFlushAt && !table) return true;
    const bool more = output.Print(out);
    out.clear();
    return more;
  });
  if (!status) return Fail(status.error());
  output.Print(out);
  return output.Finish(kExitDone);
}

struct ExportFlags {
  std::string store, format;
};

int RunExport(const ExportFlags& flags) {
  const Exporter* exporter = FindExporter(flags.format);
  const Result<StoreReader> store = StoreReader::Open(flags.store);
  if (!store) return Fail(store.error());
  Output output;
  const Status status =
      exporter->write(*store, [&output](std::string_view text) { return output.Print(text); });
  if (!status) return Fail(status.error());
  return output.Finish(kExitDone);
}

void AddAudit(CLI::App& app, Cli& cli) {
  auto flags = std::make_shared<AuditFlags>();
  CLI::App* command = app.add_subcommand("audit", "Take a record back to the bytes of its source");
  AddStore(command, &flags->store);
  command
      ->add_option("TARGET", flags->target,
                   "An id (d_ m_ a_ c_ f_ p_), or FILE:BYTE for what stands at a byte of a source")
      ->required();
  command->add_option("--sources", flags->options.sources, "Look for the sources in DIR")
      ->type_name("DIR");
  command->footer(
      "Shows the sentence in its context with the figure marked, value, parts, rule, hash, place,\n"
      "and a shell command that prints exactly its bytes. Exit code 1 where there is no such "
      "record.");
  command->callback(
      [flags, &cli] { cli.action = [flags, &cli] { return RunAudit(*flags, cli); }; });
}

void AddVerify(CLI::App& app, Cli& cli) {
  auto flags = std::make_shared<VerifyFlags>();
  CLI::App* command = app.add_subcommand("verify", "Hold every record against its source again");
  AddStore(command, &flags->store);
  command->add_option("--sources", flags->options.sources, "Look for the sources in DIR")
      ->type_name("DIR");
  command->footer(
      "Reads every source again and compares hashes, sizes, and the bytes, text, characters and "
      "line of\n"
      "every span. Names the first 20 mismatches, counts the rest. Exit code 1 on any mismatch.");
  command->callback([flags, &cli] { cli.action = [flags] { return RunVerify(*flags); }; });
}

void AddQuery(CLI::App& app, Cli& cli) {
  auto flags = std::make_shared<QueryFlags>();
  QueryOptions& options = flags->options;
  CLI::App* command = app.add_subcommand("query", "Find figures and claims");
  AddStore(command, &flags->store);
  command->add_option("--entity", options.entity,
                      "Named in a role of the claim, or as its source (whole words, any case)");
  command
      ->add_option("--kind", options.kinds,
                   "money percent ratio multiple number ordinal quantity date time duration set")
      ->delimiter(',');
  command->add_option("--min", flags->min, "Smallest number, inclusive: 1000000 or 1e6");
  command->add_option("--max", flags->max, "Largest number, inclusive");
  command->add_option("--unit", options.units, "EUR, USD, %, ... as in the records")
      ->delimiter(',');
  command->add_option("--said-by", options.said_by, "Who said it (whole words, any case)");
  command->add_option("--text", options.text, "Piece of the sentence (any case, accents ignored)");
  command
      ->add_option("--epistemic", options.epistemics,
                   "asserted planned expected possible conditional rumor negated denied")
      ->delimiter(',');
  command
      ->add_option("--claim-type", options.claim_types,
                   "investment acquisition stake revenue jobs ...")
      ->delimiter(',');
  command->add_flag("--all", options.all,
                    "Also what stands in navigation, captions, related links and the like");
  command->add_flag("--csv", flags->csv, "CSV instead of a table or JSONL");
  command->add_option("--limit", options.limit, "At most N rows")->type_name("N");
  command->footer(
      "One row a figure, with the claim that it carries where there is one (two claims, two rows). "
      "All\n"
      "filters must hold; of a list (--kind money,percent) one value. --said-by, --epistemic and\n"
      "--claim-type leave out figures without a claim. For those, --entity looks at the names in "
      "the same\n"
      "sentence and --text at the figure itself. --min and --max compare ranges and vague figures "
      "by\n"
      "their interval, which must overlap. Dates and durations without a claim come only when "
      "--kind\n"
      "asks for them. A table on a terminal, JSONL otherwise.\n\n"
      "  sourcier query STORE --kind money --min 1e9 --unit USD --entity OpenAI --said-by "
      "Microsoft");
  command->callback([flags, &cli] { cli.action = [flags] { return RunQuery(*flags); }; });
}

void AddExport(CLI::App& app, Cli& cli) {
  auto flags = std::make_shared<ExportFlags>();
  std::vector<std::string> names;
  std::string footer = "Formats:\n";
  for (const Exporter& exporter : Exporters()) {
    names.emplace_back(exporter.name);
    footer += "  " + names.back() + "   " + std::string(exporter.what) + "\n";
  }
  CLI::App* command = app.add_subcommand("export", "Write the claims of a store in another format");
  AddStore(command, &flags->store);
  command->add_option("--format", flags->format, "Format of the output")
      ->required()
      ->check(CLI::IsMember(names));
  command->footer(footer +
                  "byte_start and byte_end are those of the sentence, figure_byte_start and "
                  "figure_byte_end those of\n"
                  "the figure; all count bytes of the document.");
  command->callback([flags, &cli] { cli.action = [flags] { return RunExport(*flags); }; });
}

}  // namespace

void AddStoreCommands(CLI::App& app, Cli& cli) {
  AddAudit(app, cli);
  AddVerify(app, cli);
  AddQuery(app, cli);
  AddExport(app, cli);
}

}  // namespace sourcier
