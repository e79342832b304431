#include "pipeline/store/known_records.h"

#include "pipeline/store/field_scanner.h"
#include "pipeline/store/file_io.h"

namespace sourcier {
namespace {

// A problem line: kProblemHead, the id, the rest.
constexpr std::string_view kProblemHead = "{\"type\":\"problem\",\"id\":\"";
constexpr size_t kIdSize = 22;

std::string_view ProblemId(std::string_view line) {
  return line.substr(kProblemHead.size(), kIdSize);
}
std::string_view ProblemTail(std::string_view line) {
  return line.substr(kProblemHead.size() + kIdSize);
}
bool IsProblem(std::string_view line) { return line.size() > kProblemHead.size() + kIdSize; }

Hash128 HashOfId(std::string_view id) { return Hash128::FromHex(id.substr(2)); }

// Calls `f` with every line, without its LF.
template <typename F>
void ForEachLine(std::string_view lines, F f) {
  while (!lines.empty()) {
    const size_t lf = lines.find('\n');
    f(lines.substr(0, lf));
    if (lf == std::string_view::npos) return;
    lines.remove_prefix(lf + 1);
  }
}

template <typename F>
Status ReadLines(const std::string& path, F f) {
  auto reader = LineReader::Open(path);
  if (!reader) return reader.error();
  std::string_view line;
  while (reader->Next(&line)) f(line);
  return reader->status();
}

}  // namespace

Hash128 KnownRecords::HashOf(std::string_view a, std::string_view b) {
  sha_.Start();
  sha_.Add(a);
  sha_.Add("\n");
  sha_.Add(b);
  return Hash128::FromHex(sha_.FinishHex());
}

Status KnownRecords::LoadFinished(Family family, const std::string& path) {
  switch (family) {
    case Family::kDocuments:
      return ReadLines(path, [&](std::string_view line) {
        FieldScanner fields(line);
        const std::string_view id = Unquoted(fields.Next("id"));
        AddDocument(Hash128::FromHex(Unquoted(fields.Next("sha256"))));
        finished_places_.Add(HashOf(id, fields.Next("source")));
      });
    case Family::kCopies:
      return ReadLines(path, [&](std::string_view line) {
        FieldScanner fields(line);
        const std::string_view id = Unquoted(fields.Next("document"));
        finished_places_.Add(HashOf(id, fields.Next("source")));
      });
    case Family::kProblems:
      return ReadLines(path, [&](std::string_view line) {
        if (!IsProblem(line)) return;
        problem_ids_.Add(HashOfId(ProblemId(line)));
        finished_problems_.Add(HashOf("", ProblemTail(line)));
      });
    default:
      return Done();
  }
}

Status KnownRecords::LoadProblemIds(const std::string& path) {
  return ReadLines(path, [&](std::string_view line) {
    if (IsProblem(line)) problem_ids_.Add(HashOfId(ProblemId(line)));
  });
}

uint32_t KnownRecords::FilterCopies(std::string_view copies, std::string* kept) {
  uint32_t count = 0;
  ForEachLine(copies, [&](std::string_view line) {
    FieldScanner fields(line);
    const std::string_view id = Unquoted(fields.Next("document"));
    if (finished_places_.size() > 0 && finished_places_.Has(HashOf(id, fields.Next("source"))))
      return;
    kept->append(line).append("\n");
    ++count;
  });
  return count;
}

uint32_t KnownRecords::FilterProblems(const Records& records, std::string* kept) {
  uint32_t count = 0;
  size_t index = 0;
  ForEachLine(records.lines[static_cast<size_t>(Family::kProblems)], [&](std::string_view line) {
    const size_t i = index++;
    if (!IsProblem(line)) return;
    if (finished_problems_.size() > 0 && finished_problems_.Has(HashOf("", ProblemTail(line))))
      return;
    NumberProblem(
        line, i < records.problem_fields.size() ? records.problem_fields[i] : std::string(), kept);
    ++count;
  });
  return count;
}

void KnownRecords::NumberProblem(std::string_view line, const std::string& fields,
                                 std::string* kept) {
  const std::string_view first = ProblemId(line);
  if (problem_ids_.Add(HashOfId(first))) {
    kept->append(line).append("\n");
    return;
  }
  uint64_t& n = last_number_[std::string(first)];
  std::string id;
  do {
    id = "p_" + ids_.Tail(fields + "\n" + std::to_string(++n));
  } while (!problem_ids_.Add(HashOfId(id)));
  kept->append(kProblemHead).append(id).append(ProblemTail(line)).append("\n");
}

}  // namespace sourcier
