#include "pipeline/run/summary.h"

#include <algorithm>
#include <cstdio>

namespace sourcier {
namespace {

constexpr size_t kExamples = 5;
constexpr size_t kExampleBytes = 200;

// 1234567 -> "1,234,567"
std::string Grouped(uint64_t n) {
  std::string s = std::to_string(n);
  for (size_t at = s.size(); at > 3;) s.insert(at -= 3, ",");
  return s;
}

std::string Fixed(double value, const char* format) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// One line of an example: cut at a code point, without controls.
std::string Clean(std::string_view text) {
  size_t end = std::min(text.size(), kExampleBytes);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  std::string out(text.substr(0, end));
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return out;
}

}  // namespace

void RunSummary::CountProblem(const Source& source, const Problem& problem) {
  ProblemCount& p = problems[std::string(problem.code)];
  if (++p.count > kExamples) return;
  std::string where = source.path;
  if (source.record) where += ":record " + std::to_string(*source.record);
  p.examples.push_back(Clean(where + ": " + problem.message));
}

void RunSummary::Count(const Outcome& outcome, bool copy) {
  for (const Problem& p : outcome.problems) CountProblem(outcome.source, p);
  for (size_t i = 0; i < kFamilyCount; ++i) records[i] += outcome.records.counts[i];
  other_role_mentions += outcome.records.other_role_mentions;
  quarantined += outcome.fatal;
  if (!outcome.fatal && !copy) ++languages[outcome.language];
}

int ExitCode(const RunSummary& s) {
  if (s.signal != 0) return 128 + s.signal;
  if (s.errors_exceeded) return 4;
  if (s.failed) return 2;
  return s.quarantined > 0 && !s.skip_quarantine ? 3 : 0;
}

std::string FormatSummary(const RunSummary& s, double seconds, bool color) {
  const auto paint = [&](const char* code, const std::string& text) {
    return color ? "\x1B[" + std::string(code) + "m" + text + "\x1B[0m" : text;
  };
  const auto of = [&](Family f) { return s.records[static_cast<size_t>(f)]; };
  const auto count = [](uint64_t n, const char* one, const char* many) {
    return Grouped(n) + ' ' + (n == 1 ? one : many);
  };
  std::string out = paint("1", count(of(Family::kDocuments), "document", "documents")) + " from " +
                    count(s.input.payloads, "payload", "payloads") + " in " +
                    count(s.input.files, "file", "files") + ", " +
                    Fixed(static_cast<double>(s.input.bytes) / 1e6, "%.1f MB") + " in " +
                    Fixed(seconds, "%.1f s");
  if (of(Family::kCopies) > 0) out += ", " + count(of(Family::kCopies), "copy", "copies");
  if (s.skipped_done > 0) out += ", " + Grouped(s.skipped_done) + " done before";
  out += '\n';
  const uint64_t mentions = of(Family::kFigures) + of(Family::kTimes) + of(Family::kEntities);
  out += "  " + count(mentions - std::min(mentions, s.other_role_mentions), "mention", "mentions") +
         " (" + count(of(Family::kFigures), "figure", "figures") + ", " +
         count(of(Family::kTimes), "time", "times") + ", " +
         count(of(Family::kEntities), "entity", "entities");
  if (s.other_role_mentions > 0)
    out += "; " + Grouped(s.other_role_mentions) + " more outside the article";
  out += "), " + count(of(Family::kAttributions), "attribution", "attributions") + ", " +
         paint("1", count(of(Family::kClaims), "claim", "claims")) + '\n';
  if (!s.languages.empty()) {
    std::vector<std::pair<uint64_t, std::string>> order;
    for (const auto& [code, n] : s.languages)
      order.emplace_back(n, code.empty() ? "unknown" : code);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    out += "  languages:";
    for (size_t i = 0; i < order.size(); ++i)
      out += (i > 0 ? ", " : " ") + order[i].second + ' ' + Grouped(order[i].first);
    out += '\n';
  }
  if (s.input.skipped_unknown_type > 0) {
    out +=
        "  " + count(s.input.skipped_unknown_type, "file", "files") + " of unknown type skipped\n";
  }
  for (const auto& [code, p] : s.problems) {
    out += "  " + paint("33", code) + ": " + Grouped(p.count) + '\n';
    for (const std::string& e : p.examples) out += "    " + e + '\n';
    if (p.count > p.examples.size())
      out += "    ... " + Grouped(p.count - p.examples.size()) + " more\n";
  }
  const std::string made_none = count(s.quarantined, "payload", "payloads") + " made no document";
  if (s.signal != 0) {
    out +=
        "stopped by a signal; go on with --resume (exit " + std::to_string(128 + s.signal) + ")\n";
  } else if (s.errors_exceeded) {
    out += paint("31", made_none + ": more than --max-errors allows") + " (exit 4)\n";
  } else if (s.failed) {
    out += paint("31", made_none + ": stopped, as --on-error fail asks") + " (exit 2)\n";
  } else if (s.quarantined > 0) {
    out += made_none + (s.skip_quarantine ? ", left out as --on-error skip asks\n"
                                          : "; see the problem records (exit 3)\n");
  }
  return out;
}

}  // namespace sourcier
