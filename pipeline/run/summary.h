// What a run tells at its end: counts, and bad input by code with a few examples.
#ifndef SOURCIER_RUN_SUMMARY_H_
#define SOURCIER_RUN_SUMMARY_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/input/reader.h"
#include "pipeline/run/workers.h"

namespace sourcier {

struct ProblemCount {
  uint64_t count = 0;
  std::vector<std::string> examples;  // the first five: "path:record: message"
};

struct RunSummary {
  InputCounts input;
  uint64_t skipped_done = 0;  // payloads that an interrupted run had finished
  uint64_t quarantined = 0;   // payloads that made no document (under on_error skip: left out)
  uint64_t other_role_mentions = 0;
  std::array<uint64_t, kFamilyCount> records{};  // by Family, as written by this run
  std::map<std::string, uint64_t>
      languages;  // documents by language; "" where it could not be told
  std::map<std::string, ProblemCount> problems;  // by code, fatal and not

  // How it ended.
  int signal = 0;                // stopped by this signal
  bool errors_exceeded = false;  // --max-errors
  bool failed = false;           // --on-error fail
  bool skip_quarantine = false;  // quarantined payloads were asked to be left out

  // Counts one payload. `copy`: its document stands in the store already.
  void Count(const Outcome& outcome, bool copy);
  void CountProblem(const Source& source, const Problem& problem);
};

// 0 done, 2 --on-error fail, 3 finished with quarantined documents, 4 --max-errors exceeded, 128 +
// signal.
int ExitCode(const RunSummary& summary);

// For people, some lines, each with its LF. `color`: ANSI colours.
std::string FormatSummary(const RunSummary& summary, double seconds, bool color);

}  // namespace sourcier

#endif  // SOURCIER_RUN_SUMMARY_H_
