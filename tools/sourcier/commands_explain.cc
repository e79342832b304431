// explain: why a text is read as it is.
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "extractors/explain.h"
#include "extractors/stages.h"
#include "pipeline/input/iso_date.h"
#include "pipeline/input/reader.h"
#include "tools/sourcier/cli.h"

namespace sourcier {
namespace {

struct ExplainFlags {
  std::string input, languages_folder;
  std::optional<uint64_t> at;
  LineOptions line;
};

// The sentence with its mentions marked: [13 milliards] without colour.
std::string Marked(const Document& document, const SentenceExplanation& e, bool color) {
  std::string text;
  uint32_t at = e.span.begin;
  for (const Found& f : e.found) {
    if (f.family == "claim" || f.family == "attribution" || f.span.begin < at) continue;
    const char* style = f.family == "figure" ? "\033[1;32m"
                        : f.family == "time" ? "\033[36m"
                                             : "\033[33m";
    text += document.Text({at, f.span.begin});
    text += color ? style : "[";
    text += document.Text(f.span);
    text += color ? "\033[0m" : "]";
    at = f.span.end;
  }
  text += document.Text({at, e.span.end});
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

std::string Quoted(const Document& document, Span span) {
  std::string text(document.Text(span));
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return "\"" + text + "\"";
}

void PrintBeaten(const Document& document, const Beaten& b) {
  std::printf("      lost   %s  %s  %s: %s\n", Quoted(document, b.span).c_str(),
              std::string(b.rule).c_str(), b.where.c_str(), b.why.c_str());
}

void PrintSentence(const Document& document, const SentenceExplanation& e, bool color) {
  std::printf("bytes %llu-%llu  %s\n  %s\n", static_cast<unsigned long long>(e.bytes.begin),
              static_cast<unsigned long long>(e.bytes.end), std::string(Name(e.role)).c_str(),
              Marked(document, e, color).c_str());
  for (const Found& f : e.found) {
    std::printf("    %-11s %s  %s  %s%s%s  %.2f\n", std::string(f.family).c_str(),
                Quoted(document, f.span).c_str(), f.reading.c_str(), std::string(f.rule).c_str(),
                f.where.empty() ? "" : "  ", f.where.c_str(), static_cast<double>(f.confidence));
    for (const Beaten& b : f.beaten) PrintBeaten(document, b);
  }
  for (const Beaten& b : e.alone) PrintBeaten(document, b);
}

int RunExplain(const ExplainFlags& flags, const Cli& cli) {
  const auto languages = LoadLanguages(flags.languages_folder);
  if (!languages.ok()) return Fail(languages.error());
  if (flags.line.language != "auto" && languages->Find(flags.line.language) == nullptr) {
    return Fail({ErrorCode::kUsage,
                 "--language " + flags.line.language + ": there is no such language pack"});
  }
  InputOptions options;
  options.inputs = {flags.input};
  const auto input = InputReader::Open(options);
  if (!input.ok()) return Fail(input.error());
  const Line line = MakeLine(*languages, flags.line);
  Document document;
  bool any = false, failed = false;
  while ((*input)->Next(&document)) {
    DecodePayload(&document);
    for (const Problem& p : document.problems) {
      std::fprintf(stderr, "sourcier: %s: %s: %s\n", document.source.path.c_str(),
                   std::string(p.code).c_str(), p.message.c_str());
      failed |= p.fatal;
    }
    if (std::any_of(document.problems.begin(), document.problems.end(),
                    [](const Problem& p) { return p.fatal; })) {
      document.Reset();
      continue;
    }
    for (const SentenceExplanation& e : Explain(line, *languages, &document)) {
      if (flags.at && (*flags.at < e.bytes.begin || *flags.at >= e.bytes.end)) continue;
      if (any) std::printf("\n");
      any = true;
      PrintSentence(document, e, cli.Color(1));
    }
    document.Reset();
  }
  if (failed) return kExitQuarantined;
  if (flags.at && !any) {
    std::fprintf(stderr, "sourcier: no sentence at byte %llu\n",
                 static_cast<unsigned long long>(*flags.at));
    return kExitNegative;
  }
  return kExitDone;
}

}  // namespace

void AddExplainCommands(CLI::App& app, Cli& cli) {
  const auto flags = std::make_shared<ExplainFlags>();
  CLI::App* command = app.add_subcommand("explain", "Show why a text is read as it is");
  command->add_option("FILE", flags->input, "Text or JSONL documents; - is standard input")
      ->required();
  command->add_option("--at", flags->at, "Only the sentence at this byte of the document")
      ->type_name("BYTE");
  command->add_option("--language", flags->line.language, "Language of the document, or auto")
      ->capture_default_str();
  command
      ->add_option("--reference-date", flags->line.reference_date,
                   "ISO date or date-time for relative dates in documents without a date")
      ->check([](const std::string& date) {
        return IsIsoDate(date, false) ? ""
                                      : "expected an ISO date or date-time, found '" + date + "'";
      });
  command->add_option("--languages", flags->languages_folder,
                      "Read the language packs of this folder, not those built in");
  command->footer(
      "For each sentence: its mentions marked, then what was found with its reading, rule, place "
      "of the\nrule and confidence; under it the candidates of other rules that lost, and why.");
  command->callback(
      [flags, &cli] { cli.action = [flags, &cli] { return RunExplain(*flags, cli); }; });
}

}  // namespace sourcier
