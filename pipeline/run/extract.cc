#include "pipeline/run/extract.h"

#include <algorithm>

namespace sourcier {

RunSummary Extract(const WorkOptions& options, const Languages& languages, const Line& line,
                   InputReader& input, const Sink& sink, const OnProblem& on_problem) {
  RunSummary summary;
  std::string out;
  ProcessInOrder(options, languages, line, input, [&](Outcome& outcome) {
    const auto is_empty = [](const Problem& p) { return p.code == "empty_document"; };
    if (std::any_of(outcome.problems.begin(), outcome.problems.end(), is_empty)) return true;
    for (const Problem& p : outcome.problems) on_problem(outcome.source, p);
    summary.Count(outcome, false);
    out.clear();
    for (const ByteBuffer& lines : outcome.records.lines) out += lines.view();
    return sink(out);
  });
  summary.input = input.counts();
  if (options.stop != nullptr) summary.signal = options.stop->load();
  return summary;
}

}  // namespace sourcier
