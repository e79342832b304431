// `sourcier extract`: a pure filter. Documents in, the records of each out, in the order of the
// input and of Family. No header, no state between documents: a payload that comes twice is
// answered twice.
#ifndef SOURCIER_RUN_EXTRACT_H_
#define SOURCIER_RUN_EXTRACT_H_

#include <functional>
#include <string_view>

#include "pipeline/core/stage.h"
#include "pipeline/input/reader.h"
#include "pipeline/run/summary.h"

namespace sourcier {

// Takes the JSONL of one document. False ends the work (the reader of a pipe has gone, the disk is
// full).
using Sink = std::function<bool(std::string_view jsonl)>;

// Told of every problem, before its records go out.
using OnProblem = std::function<void(const Source& source, const Problem& problem)>;

// Input without any bytes gives nothing, not even a problem: empty in, empty out.
RunSummary Extract(const WorkOptions& options, const Languages& languages, const Line& line,
                   InputReader& input, const Sink& sink, const OnProblem& on_problem);

}  // namespace sourcier

#endif  // SOURCIER_RUN_EXTRACT_H_
