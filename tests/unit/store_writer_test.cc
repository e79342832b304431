#include "pipeline/store/store_writer.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>

#include "pipeline/core/sha256.h"
#include "pipeline/store/finishing.h"
#include "pipeline/store/manifest.h"

namespace sourcier {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct TempDirectory {
  std::string path = "/tmp/sourcier_store_XXXXXX";
  TempDirectory() { REQUIRE(mkdtemp(path.data()) != nullptr); }
  ~TempDirectory() { fs::remove_all(path); }
  std::string operator/(const std::string& name) const { return path + "/" + name; }
};

std::string Slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Every file of a finished store that must be the same after any kill: name -> content; the
// manifest without its generation.
std::map<std::string, std::string> Contents(const std::string& store) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(store)) {
    const std::string name = fs::relative(entry.path(), store).string();
    if (!entry.is_regular_file() || name == "LOCK" || name.starts_with("runs/")) continue;
    files[name] = Slurp(entry.path());
  }
  if (auto it = files.find("MANIFEST.json"); it != files.end()) {
    Json manifest = Json::parse(it->second);
    manifest.erase("generation");
    it->second = manifest.dump();
  }
  return files;
}

// What a run would make of payload number `i`: a document with claims, a copy of an earlier one, or
// a problem.
class Payloads {
 public:
  std::string Sha(uint64_t i) const {
    return Sha256Hex("payload " + std::to_string(IsCopy(i) ? i - 5 : i));
  }
  static bool IsCopy(uint64_t i) { return i % 11 == 7; }
  static bool IsProblem(uint64_t i) { return i % 7 == 3 && !IsCopy(i) && !IsCopy(i + 5); }

  void Make(uint64_t i, Records* r) const {
    r->Clear();
    r->sha256 = Sha(i);
    r->source_json = "{\"input\":0,\"path\":\"a.jsonl\",\"record\":" + std::to_string(i) + "}";
    const std::string id = "d_" + r->sha256.substr(0, 20);
    if (IsCopy(i)) {
      RecordWriter::WriteCopy(id, Records(*r), r);
      return;
    }
    if (IsProblem(i)) {
      r->problem_fields = {
          "a.jsonl\ninput\nbad\n"};  // the same for all: the store must tell them apart
      Add(Family::kProblems, r,
          "{\"type\":\"problem\",\"id\":\"p_" + Sha256Hex(r->problem_fields[0]).substr(0, 20) +
              "\",\"document\":null,\"source\":" + r->source_json + "}");
      return;
    }
    Add(Family::kDocuments, r,
        "{\"type\":\"document\",\"schema\":\"sourcier/1\",\"id\":\"" + id + "\",\"sha256\":\"" +
            r->sha256 + "\",\"bytes\":9,\"source\":" + r->source_json + ",\"media_type\":null}");
    for (uint64_t k = 0; k < i % 4; ++k) {
      const std::string n = std::to_string(i * 10 + k);
      Add(Family::kFigures, r,
          "{\"type\":\"figure\",\"id\":\"m_" + n + "\",\"text\":\"" + std::string(i % 97, 'x') +
              "\"}");
      const std::string number = std::to_string(10 + i % 3);
      Add(Family::kClaims, r,
          "{\"type\":\"claim\",\"id\":\"c_" + n + "\",\"document\":\"" + id +
              "\",\"figure_kind\":\"money\",\"number\":\"" + number + "\",\"value\":1,\"low\":\"" +
              number + "\",\"high\":\"" + number +
              "\",\"qualifier\":\"exact\",\"unit\":\"USD\",\"time\":null,\"fact_key\":\"stake|K" +
              std::to_string(i % 13) + "||USD|\"}");
    }
  }

 private:
  static void Add(Family family, Records* r, const std::string& line) {
    r->lines[static_cast<size_t>(family)].append(line).append("\n");
    if (family == Family::kClaims) AppendFactLine(line, 0, &r->fact_lines);
    ++r->counts[static_cast<size_t>(family)];
  }
};

StoreOptions Options(const std::string& directory, StoreOptions::Mode mode) {
  StoreOptions o;
  o.directory = directory;
  o.ruleset = "r1";
  o.versions = {{"sourcier", "0.1.0"}};
  o.mode = mode;
  o.static_files = {{"claim.schema.json", "{}\n"}, {"views.sql", "-- views\n"}};
  o.segment_bytes = 4000;
  o.checkpoint_bytes = 9000;
  return o;
}

std::unique_ptr<StoreWriter> Open(const StoreOptions& options) {
  auto writer = StoreWriter::Open(options);
  REQUIRE_MESSAGE(writer.ok(), (writer.ok() ? "" : writer.error().message));
  return std::move(*writer);
}

RunInfo Info() {
  RunInfo info;
  info.inputs = {"/data/a.jsonl"};
  info.started = "2025-01-02T03:04:05Z";
  info.finished = "2025-01-02T03:04:06Z";
  info.counts = {{"documents", 3}};
  return info;
}

// Feeds payloads [done, end) as a run does.
void Feed(StoreWriter& writer, uint64_t end) {
  const Payloads payloads;
  Records records;
  for (uint64_t i = 0; i < std::min(end, writer.done()); ++i)
    REQUIRE(writer.Skip(i, payloads.Sha(i)));
  for (uint64_t i = writer.done(); i < end; ++i) {
    REQUIRE(writer.Has(payloads.Sha(i)) == Payloads::IsCopy(i));
    payloads.Make(i, &records);
    REQUIRE(writer.Append(records).ok());
  }
}

void RunAll(const std::string& directory, StoreOptions::Mode mode, uint64_t payloads) {
  auto writer = Open(Options(directory, mode));
  Feed(*writer, payloads);
  REQUIRE(writer->Finish(Info()).ok());
}

constexpr uint64_t kPayloads = 400;

TEST_CASE("store: the layout of a finished store") {
  TempDirectory t;
  RunAll(t / "s", StoreOptions::Mode::kNew, kPayloads);
  const auto manifest = ReadManifest(t / "s");
  REQUIRE(manifest.ok());
  CHECK(manifest->generation == 1);
  CHECK(manifest->ruleset == "r1");
  CHECK(manifest->schema == "sourcier/1");
  std::map<Family, uint64_t> records;
  std::set<std::string> ids;
  for (const StoreFile& f : manifest->files) {
    const std::string text = Slurp(t / "s/" + f.file);
    CHECK(text.size() == f.bytes);
    CHECK(static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n')) == f.records);
    CHECK(f.xxh128.size() == 32);
    const std::string stem =
        f.family == Family::kProblems ? "quarantine" : "segments/" + std::string(Name(f.family));
    CHECK(f.file == stem + "-" + f.xxh128.substr(0, 16) + ".jsonl");
    records[f.family] += f.records;
    // A segment closes after the document that takes it past the limit: without its last document
    // it is below.
    CHECK(f.bytes < 4000 + 1500);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      const Json j = Json::parse(line);
      if (j.contains("id")) CHECK_MESSAGE(ids.insert(j["id"].get<std::string>()).second, line);
    }
  }
  CHECK(records[Family::kProblems] > 40);
  CHECK(records[Family::kCopies] > 30);
  CHECK(records[Family::kFacts] == 13);
  CHECK(records.count(Family::kTimes) == 0);  // an empty family makes no segment
  CHECK(manifest->PathsOf(Family::kFigures, t / "s").size() > 5);
  CHECK(Slurp(t / "s/views.sql") == "-- views\n");
  CHECK(Slurp(t / "s/schemas/claim.schema.json") == "{}\n");
  CHECK_FALSE(fs::exists(t / "s/tmp"));
  const Json run = Json::parse(Slurp(t / "s/runs/20250102T030405Z-1.json"));
  CHECK(run["inputs"][0] == "/data/a.jsonl");
  CHECK(run["counts"]["documents"] == 3);
  CHECK(run["versions"]["sourcier"] == "0.1.0");
}

TEST_CASE("store: kill and resume give the bytes of an unbroken run") {
  TempDirectory t;
  RunAll(t / "whole", StoreOptions::Mode::kNew, kPayloads);
  const auto whole = Contents(t / "whole");
  std::mt19937 random(5);
  for (int round = 0; round < 25; ++round) {
    const std::string store = t / ("s" + std::to_string(round));
    auto mode = StoreOptions::Mode::kNew;
    for (int kills = 1 + round % 5; kills > 0; --kills) {
      auto writer = Open(Options(store, mode));
      mode = StoreOptions::Mode::kResume;
      Feed(*writer, std::min<uint64_t>(kPayloads, writer->done() + random() % 250));
      if (random() % 3 == 0) REQUIRE(writer->Checkpoint().ok());
    }
    RunAll(store, mode, kPayloads);
    CHECK(Contents(store) == whole);
  }
}

// Copies a store that is being written, as a kill -9 would leave it.
void Snapshot(const std::string& from, const std::string& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

TEST_CASE(
    "store: a kill after the manifest was replaced, or between a checkpoint and the renames") {
  TempDirectory t;
  RunAll(t / "whole", StoreOptions::Mode::kNew, kPayloads);
  const auto whole = Contents(t / "whole");
  // Everything is written but the manifest, which something is in the way of.
  {
    auto writer = Open(Options(t / "a", StoreOptions::Mode::kNew));
    Feed(*writer, kPayloads);
    REQUIRE(writer->Checkpoint().ok());
    Snapshot(t / "a", t / "before");
    fs::create_directory(t / "a/MANIFEST.json.new");
    const Status s = writer->Finish(Info());
    REQUIRE_FALSE(s.ok());
    CHECK(s.error().message.find("MANIFEST.json.new") != std::string::npos);
    fs::remove(t / "a/MANIFEST.json.new");
  }
  for (const bool replaced : {false, true}) {
    Snapshot(t / "a", t / "b");
    if (replaced) fs::copy(t / "whole/MANIFEST.json", t / "b/MANIFEST.json");
    RunAll(t / "b", StoreOptions::Mode::kResume, kPayloads);
    CHECK(Contents(t / "b") == whole);
  }
  // A closed segment still has the name of an open one.
  Snapshot(t / "before", t / "c");
  const Json checkpoint = Json::parse(Slurp(t / "c/tmp/checkpoint.json"));
  REQUIRE(checkpoint["closed"].size() > 3);
  for (const Json& f : checkpoint["closed"]) {
    fs::rename(t / "c/" + f["file"].get<std::string>(),
               t / "c/tmp/" + f["family"].get<std::string>() + "-" +
                   std::to_string(f["number"].get<int>()) + ".open");
  }
  RunAll(t / "c", StoreOptions::Mode::kResume, kPayloads);
  CHECK(Contents(t / "c") == whole);
}

TEST_CASE("store: changed input is seen on resume") {
  TempDirectory t;
  {
    auto writer = Open(Options(t / "s", StoreOptions::Mode::kNew));
    Feed(*writer, 50);
    REQUIRE(writer->Checkpoint().ok());
  }
  auto writer = Open(Options(t / "s", StoreOptions::Mode::kResume));
  const Payloads payloads;
  REQUIRE(writer->done() == 50);
  CHECK(writer->Skip(49, payloads.Sha(49)));
  CHECK_FALSE(writer->Skip(49, payloads.Sha(48)));
  CHECK_FALSE(writer->Skip(50, payloads.Sha(50)));
}

TEST_CASE("store: a finished store that is run again stays as it is, and grows by what is new") {
  TempDirectory t;
  RunAll(t / "s", StoreOptions::Mode::kNew, 200);
  const auto before = Contents(t / "s");
  const auto run_again = [&](uint64_t end) {
    auto writer = Open(Options(t / "s", StoreOptions::Mode::kResume));
    CHECK(writer->done() == 0);
    const Payloads payloads;
    Records records;
    for (uint64_t i = 0; i < end; ++i) {
      payloads.Make(i, &records);
      if (writer->Has(payloads.Sha(i))) {
        const Records of = records;
        records.Clear();
        RecordWriter::WriteCopy("d_" + payloads.Sha(i).substr(0, 20), of, &records);
      }
      REQUIRE(writer->Append(records).ok());
    }
    REQUIRE(writer->Finish(Info()).ok());
  };
  run_again(200);
  CHECK(Contents(t / "s") == before);
  CHECK(ReadManifest(t / "s")->generation == 2);

  run_again(kPayloads);
  const auto manifest = ReadManifest(t / "s");
  TempDirectory u;
  RunAll(u / "whole", StoreOptions::Mode::kNew, kPayloads);
  const auto all = ReadManifest(u / "whole");
  std::map<Family, uint64_t> got, want;
  for (const StoreFile& f : manifest->files) got[f.family] += f.records;
  for (const StoreFile& f : all->files) want[f.family] += f.records;
  CHECK(got == want);
  for (const auto& [name, text] : before) {
    if (name.starts_with("segments/facts") || name == "MANIFEST.json") continue;
    CHECK(Slurp(t / "s/" + name) == text);  // old segments stay
  }
}

TEST_CASE("store: modes, rulesets, foreign directories") {
  TempDirectory t;
  const auto error_of = [](const StoreOptions& o) {
    const auto writer = StoreWriter::Open(o);
    REQUIRE_FALSE(writer.ok());
    return writer.error();
  };
  using Mode = StoreOptions::Mode;
  RunAll(t / "s", Mode::kNew, 30);
  CHECK(error_of(Options(t / "s", Mode::kNew)).code == ErrorCode::kUsage);
  StoreOptions other = Options(t / "s", Mode::kResume);
  other.ruleset = "r2";
  CHECK(error_of(other).code == ErrorCode::kUsage);
  CHECK(error_of(other).message.find("r2") != std::string::npos);

  {
    auto writer = Open(Options(t / "u", Mode::kNew));
    Feed(*writer, 5);
  }
  CHECK(error_of(Options(t / "u", Mode::kNew)).code == ErrorCode::kUsage);
  RunAll(t / "u", Mode::kFresh, 10);
  RunAll(t / "v", Mode::kResume, 10);  // nothing there: a new store
  CHECK(Contents(t / "u") == Contents(t / "v"));

  fs::create_directories(t / "mine/tmp");
  std::ofstream(t / "mine/tmp/notes.open") << "mine";
  for (const Mode mode : {Mode::kNew, Mode::kResume, Mode::kFresh}) {
    CHECK(error_of(Options(t / "mine", mode)).code == ErrorCode::kUsage);
  }
  CHECK(Slurp(t / "mine/tmp/notes.open") == "mine");
  CHECK_FALSE(fs::exists(t / "mine/LOCK"));
  std::ofstream(t / "file") << "x";
  CHECK(error_of(Options(t / "file", Mode::kNew)).code == ErrorCode::kIo);
}

TEST_CASE("store: fresh replaces a store at the end and leaves what is not its own") {
  TempDirectory t;
  RunAll(t / "s", StoreOptions::Mode::kNew, 200);
  std::ofstream(t / "s/segments/notes.txt") << "mine";
  std::ofstream(t / "s/readme.md") << "mine";
  const auto old = ReadManifest(t / "s");
  {
    StoreOptions o = Options(t / "s", StoreOptions::Mode::kFresh);
    o.ruleset = "r2";
    auto writer = Open(o);
    Feed(*writer, 60);
    REQUIRE(writer->Checkpoint().ok());
    // Killed: the old store is still whole.
    for (const StoreFile& f : old->files) CHECK(Slurp(t / "s/" + f.file).size() == f.bytes);
  }
  StoreOptions o = Options(t / "s", StoreOptions::Mode::kResume);
  o.ruleset = "r2";
  {
    auto writer = Open(o);
    CHECK(writer->done() == 60);
    Feed(*writer, 100);
    REQUIRE(writer->Finish(Info()).ok());
  }
  CHECK(ReadManifest(t / "s")->generation == 2);
  CHECK(Slurp(t / "s/segments/notes.txt") == "mine");
  CHECK(Slurp(t / "s/readme.md") == "mine");
  fs::remove(t / "s/segments/notes.txt");
  fs::remove(t / "s/readme.md");
  StoreOptions n = Options(t / "n", StoreOptions::Mode::kNew);
  n.ruleset = "r2";
  auto writer = Open(n);
  Feed(*writer, 100);
  REQUIRE(writer->Finish(Info()).ok());
  CHECK(Contents(t / "s") == Contents(t / "n"));
}

TEST_CASE("store: one writer") {
  TempDirectory t;
  auto first = Open(Options(t / "s", StoreOptions::Mode::kNew));
  const auto second = StoreWriter::Open(Options(t / "s", StoreOptions::Mode::kResume));
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().code == ErrorCode::kLocked);
  first.reset();
  CHECK(StoreWriter::Open(Options(t / "s", StoreOptions::Mode::kResume)).ok());
}

// Limits the size of files, as a full disk would: writes past it fail.
struct FileSizeLimit {
  rlimit old;
  explicit FileSizeLimit(rlim_t bytes) {
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    const rlimit now{bytes, old.rlim_max};
    setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &old); }
};

TEST_CASE("store: a write that fails names the file, and the store stays resumable") {
  TempDirectory t;
  StoreOptions options = Options(t / "s", StoreOptions::Mode::kNew);
  options.segment_bytes = 40000;
  options.checkpoint_bytes = 3000;
  StoreOptions whole = options;
  whole.directory = t / "whole";
  {
    auto writer = Open(whole);
    Feed(*writer, kPayloads);
    REQUIRE(writer->Finish(Info()).ok());
  }
  {
    auto writer = Open(options);
    const FileSizeLimit limit(6000);
    const Payloads payloads;
    Records records;
    Status status = Done();
    for (uint64_t i = 0; i < kPayloads && status.ok(); ++i) {
      payloads.Make(i, &records);
      status = writer->Append(records);
    }
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == ErrorCode::kIo);
    CHECK(status.error().message.find(t / "s/tmp/") == 0);
    CHECK(status.error().message.find("File too large") != std::string::npos);
    CHECK_FALSE(writer->Append(records).ok());  // nothing after an error
    CHECK_FALSE(writer->Checkpoint().ok());
    CHECK_FALSE(writer->Finish(Info()).ok());
  }
  options.mode = StoreOptions::Mode::kResume;
  auto writer = Open(options);
  CHECK(writer->done() > 0);
  Feed(*writer, kPayloads);
  REQUIRE(writer->Finish(Info()).ok());
  CHECK(Contents(t / "s") == Contents(t / "whole"));
}

TEST_CASE("store: facts name claims, documents and other currencies") {
  TempDirectory t;
  auto writer = Open(Options(t / "s", StoreOptions::Mode::kNew));
  Records r;
  const auto claim = [&](const std::string& id, const std::string& doc, const std::string& number,
                         const std::string& unit, const std::string& time,
                         const std::string& object = "") {
    const std::string line = "{\"type\":\"claim\",\"id\":\"c_" + id + "\",\"document\":\"d_" + doc +
                             "\",\"text\":\",\\\"fact_key\\\":\\\"no\\\"\"," +
                             "\"figure_kind\":\"money\",\"number\":\"" + number +
                             "\",\"value\":1,\"low\":\"" + number + "\",\"high\":\"" + number +
                             "\",\"qualifier\":\"exact\",\"unit\":\"" + unit +
                             "\",\"per\":null,\"direction\":null,\"time\":" + time +
                             ",\"fact_key\":\"investment|\\\"M\\\"|" + object + "|" + unit + "|\"}";
    r.lines[static_cast<size_t>(Family::kClaims)].append(line).append("\n");
    AppendFactLine(line, 0, &r.fact_lines);
    ++r.counts[static_cast<size_t>(Family::kClaims)];
  };
  const std::string since =
      R"({"mention":"m_1","text":"depuis 2019","byte_start":1,"byte_end":2,"edtf":"2019","date_start":"2019-01-01","date_end":"2020-01-01","role":"since"})";
  claim("1", "a", "13", "USD", "null");
  claim("2", "b", "1", "USD", since);
  claim("3", "b", "13", "USD", "null");
  claim("4", "c", "12", "EUR", "null");
  claim("5", "c", "12", "EUR", "null", "O");
  REQUIRE(writer->Append(r).ok());
  REQUIRE(writer->Finish(Info()).ok());
  const auto paths = ReadManifest(t / "s")->PathsOf(Family::kFacts, t / "s");
  REQUIRE(paths.size() == 1);
  std::istringstream lines(Slurp(paths[0]));
  std::vector<Json> facts;
  for (std::string line; std::getline(lines, line);) facts.push_back(Json::parse(line));
  REQUIRE(facts.size() == 3);
  const std::string key = "investment|\"M\"||USD|";
  CHECK(facts[0]["fact_key"] == "investment|\"M\"|O|EUR|");
  CHECK(facts[0]["note"].is_null());
  CHECK(facts[1]["fact_key"] == "investment|\"M\"||EUR|");
  CHECK(facts[1]["verdict"] == "single");
  CHECK(facts[1]["note"] == "also in USD, not compared");
  CHECK(facts[2]["fact_key"] == key);
  CHECK(facts[2]["id"] == "f_" + Sha256Hex(key).substr(0, 20));
  CHECK(facts[2]["type"] == "fact");
  CHECK(facts[2]["verdict"] == "differ");
  CHECK(facts[2]["documents"] == Json{"d_a", "d_b"});
  REQUIRE(facts[2]["values"].size() == 2);
  CHECK(facts[2]["values"][0]["claims"] == Json{"c_1", "c_3"});
  CHECK(facts[2]["values"][0]["time"].is_null());
  CHECK(facts[2]["values"][1]["number"] == "1");
  CHECK(facts[2]["values"][1]["time"]["edtf"] == "2019");
}

}  // namespace
}  // namespace sourcier
