#include "pipeline/run/run.h"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <vector>

#include "pipeline/core/sha256.h"
#include "pipeline/language/language_pack.h"
#include "pipeline/run/extract.h"
#include "tests/unit/temp_folder.h"

namespace sourcier {
namespace {

// Keeps in memory what a store would write.
class FakeStore : public StoreWriter {
 public:
  // Payload hashes in order, as an interrupted run would have left them, and what it had appended.
  std::vector<std::string> hashes;
  std::string appended;
  std::unordered_set<std::string> documents;
  uint64_t done_before = 0;
  size_t fail_after = SIZE_MAX;
  int checkpoints = 0;
  bool finished = false;
  RunInfo info;

  uint64_t done() const override { return done_before; }
  bool Skip(uint64_t ordinal, std::string_view sha256) override {
    return ordinal < hashes.size() && hashes[ordinal] == sha256;
  }
  bool Has(std::string_view sha256) const override {
    return documents.count(std::string(sha256)) > 0;
  }
  Status Append(const Records& records) override {
    if (hashes.size() >= fail_after) return Error{ErrorCode::kIo, "disk full"};
    hashes.push_back(records.sha256);
    for (const ByteBuffer& lines : records.lines) appended += lines.view();
    if (records.counts[static_cast<size_t>(Family::kDocuments)] > 0)
      documents.insert(records.sha256);
    return Done{};
  }
  Status Checkpoint() override {
    ++checkpoints;
    return Done{};
  }
  Status Finish(const RunInfo& run_info) override {
    finished = true;
    info = run_info;
    return Done{};
  }
};

// A line of one stage: counts words in the language, throws where the text says so, raises the stop
// flag.
class FakeStage : public Stage {
 public:
  explicit FakeStage(std::atomic<int>* stop = nullptr) : stop_(stop) {}
  std::string_view name() const override { return "fake"; }
  void Run(const Languages&, Document& d) const override {
    if (d.decoded.find("throw") != std::string::npos) throw std::runtime_error("as the text asks");
    if (d.decoded.find("interrupt") != std::string::npos && stop_ != nullptr) stop_->store(15);
    d.language = "xx";
  }

 private:
  std::atomic<int>* stop_;
};

Line FakeLine(std::atomic<int>* stop = nullptr) {
  Line line;
  line.push_back(std::make_unique<FakeStage>(stop));
  return line;
}

Result<RunSummary> RunOn(const std::string& input, FakeStore& store, RunOptions options = {}) {
  auto reader =
      InputReader::Open({.inputs = {input}, .max_document = 1 << 20, .stop = options.stop});
  REQUIRE(reader.ok());
  const Languages languages;
  const Line line = FakeLine(const_cast<std::atomic<int>*>(options.stop));
  Progress progress(nullptr);
  return Run(options, languages, line, **reader, store, {}, progress);
}

std::string Record(const std::string& text) { return "{\"text\":\"" + text + "\"}\n"; }

// Small and large records, copies near and far, bad ones.
std::string Dump() {
  std::string dump;
  for (int i = 0; i < 3000; ++i) {
    std::string text = "article " + std::to_string(i % 7 == 3 ? i / 2 : i);
    if (i % 50 == 0) text += std::string(static_cast<size_t>(i) * 100, 'x');
    if (i % 211 == 5) text += " throw";
    dump += i % 97 == 11 ? "{bad\n" : Record(text);
  }
  return dump;
}

}  // namespace

TEST_CASE("the store is the same for any number of jobs") {
  const TempFolder f;
  const std::string input = f.Write("dump.jsonl", Dump());
  FakeStore one;
  const auto first = RunOn(input, one);
  REQUIRE(first.ok());
  CHECK(one.finished);
  CHECK(first->input.payloads == 3000);
  CHECK(first->records[static_cast<size_t>(Family::kCopies)] > 100);
  CHECK(first->problems.at("bad_json").count == 31);
  CHECK(first->problems.at("bad_json").examples.size() == 5);
  CHECK(first->problems.at("internal").count > 5);
  CHECK(ExitCode(*first) == 3);
  for (unsigned jobs : {2u, 4u}) {
    FakeStore many;
    const auto summary = RunOn(input, many, {.jobs = jobs});
    REQUIRE(summary.ok());
    CHECK(many.hashes == one.hashes);
    CHECK(many.appended == one.appended);
    CHECK(FormatSummary(*summary, 1, false) == FormatSummary(*first, 1, false));
  }
}

TEST_CASE("a resumed run skips what is done and ends as one that was never stopped") {
  const TempFolder f;
  const std::string input = f.Write("dump.jsonl", Dump());
  FakeStore whole;
  const auto first = RunOn(input, whole);
  REQUIRE(first.ok());
  for (unsigned jobs : {1u, 2u}) {
    FakeStore store;
    store.fail_after = 1234;
    CHECK(RunOn(input, store, {.jobs = jobs}).error().message == "disk full");
    CHECK(!store.finished);
    store.fail_after = SIZE_MAX;
    store.done_before = 1234;
    const auto second = RunOn(input, store, {.jobs = jobs});
    REQUIRE(second.ok());
    CHECK(store.appended == whole.appended);
    CHECK(second->skipped_done == 1234);
    CHECK(ExitCode(*second) == 3);
  }
}

TEST_CASE("a resumed run stops where the input has changed") {
  const TempFolder f;
  FakeStore store;
  store.hashes = {Sha256Hex("{\"text\":\"a\"}"), Sha256Hex("{\"text\":\"b\"}")};
  store.done_before = 2;
  const auto changed = RunOn(f.Write("a.jsonl", Record("a") + Record("c")), store);
  CHECK(changed.error().code == ErrorCode::kUsage);
  const auto shorter = RunOn(f.Write("b.jsonl", Record("a")), store);
  CHECK(shorter.error().code == ErrorCode::kUsage);
  CHECK(store.appended.empty());
  CHECK(store.checkpoints == 0);
}

TEST_CASE("a signal finishes what is read, makes a checkpoint and leaves") {
  const TempFolder f;
  const std::string input = f.Write("a.jsonl", Record("a") + Record("interrupt") + Record("b"));
  for (unsigned jobs : {1u, 2u}) {
    std::atomic<int> stop{0};
    FakeStore store;
    const auto summary = RunOn(input, store, {.jobs = jobs, .stop = &stop});
    REQUIRE(summary.ok());
    CHECK(summary->signal == 15);
    CHECK(ExitCode(*summary) == 143);
    CHECK(store.checkpoints == 1);
    CHECK(!store.finished);
    CHECK(store.hashes.size() >= 2);
    if (jobs == 1) CHECK(store.hashes.size() == 2);
  }
}

TEST_CASE("what bad payloads do to a run") {
  const TempFolder f;
  const std::string input =
      f.Write("a.jsonl", Record("a") + "{bad\n" + Record("b") + "{bad2\n" + Record("c"));
  struct Case {
    const char* name;
    RunOptions options;
    int exit;
    size_t appended;
    bool finished;
    uint64_t problems;
  };
  const std::vector<Case> cases = {
      {"quarantine", {}, 3, 5, true, 2},
      {"skip", {.on_error = OnError::kSkip}, 0, 5, true, 0},
      {"fail", {.on_error = OnError::kFail}, 2, 2, false, 1},
      {"two are allowed", {.max_errors = {.count = 2}}, 3, 5, true, 2},
      {"one is allowed", {.max_errors = {.count = 1}}, 4, 4, false, 2},
      {"none is allowed", {.max_errors = {.count = 0}}, 4, 2, false, 1},
      {"40 %", {.max_errors = {.percent = 40}}, 3, 5, true, 2},
      {"39 %", {.max_errors = {.percent = 39}}, 4, 5, true, 2},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    FakeStore store;
    const auto summary = RunOn(input, store, c.options);
    REQUIRE(summary.ok());
    CHECK(ExitCode(*summary) == c.exit);
    CHECK(store.hashes.size() == c.appended);
    CHECK(store.finished == c.finished);
    CHECK(store.checkpoints == (c.finished ? 0 : 1));
    CHECK(summary->records[static_cast<size_t>(Family::kProblems)] == c.problems);
  }
}

TEST_CASE("extract answers each payload by itself, in order, and nothing for nothing") {
  const TempFolder f;
  const auto extract = [&](const std::string& file, size_t* problems) {
    auto reader = InputReader::Open({.inputs = {file}});
    REQUIRE(reader.ok());
    const Languages languages;
    const Line line = FakeLine();
    std::vector<std::string> answers;
    const RunSummary s = Extract(
        {}, languages, line, **reader,
        [&](std::string_view jsonl) {
          answers.emplace_back(jsonl);
          return answers.size() < 4;
        },
        [&](const Source&, const Problem&) { ++*problems; });
    (void)s;
    return answers;
  };
  size_t problems = 0;
  const auto answers =
      extract(f.Write("a.jsonl", Record("a") + Record("a") + "{bad\n" + Record("b") + Record("c")),
              &problems);
  REQUIRE(answers.size() == 4);  // the sink said no more
  CHECK(answers[0].find("\"document\"") != std::string::npos);
  CHECK(answers[1].find("copies") == std::string::npos);
  CHECK(answers[2].find("bad_json") != std::string::npos);
  CHECK(problems == 1);
  CHECK(extract(f.Write("e.txt", ""), &problems).empty());
  CHECK(extract(f.Write("e.jsonl", ""), &problems).empty());
  CHECK(problems == 1);
}

TEST_CASE("a summary shows five examples of a code") {
  RunSummary s;
  for (uint64_t i = 0; i < 1200; ++i) {
    Outcome o;
    o.source.path = "a.jsonl";
    o.source.record = i;
    o.problems.push_back({"decode", "bad_json", "byte 3: expected ':'", std::nullopt, true});
    o.fatal = true;
    s.Count(o, false);
  }
  const std::string text = FormatSummary(s, 1, false);
  CHECK(text.find("bad_json: 1,200\n") != std::string::npos);
  CHECK(text.find("a.jsonl:record 4: byte 3: expected ':'\n") != std::string::npos);
  CHECK(text.find("record 5:") == std::string::npos);
  CHECK(text.find("... 1,195 more\n") != std::string::npos);
  CHECK(text.find("exit 3") != std::string::npos);
  CHECK(text.find('\x1B') == std::string::npos);
  CHECK(FormatSummary(s, 1, true).find('\x1B') != std::string::npos);
}

}  // namespace sourcier
