// Where the time of `run` goes: CPU of every part, one thread, over the files named.
//   run_bench FOLDER FILE...       makes two stores in FOLDER, which must not be there; best on a
//                                  tmpfs
// A first round warms the automata of the rules, the second is measured.
#include <cstdio>
#include <ctime>
#include <map>
#include <string>
#include <vector>

#include "extractors/stages.h"
#include "pipeline/input/reader.h"
#include "pipeline/language/language_pack.h"
#include "pipeline/store/records.h"
#include "pipeline/store/store_writer.h"
#include "pipeline/text/tokens.h"

namespace sourcier {
namespace {

// User and system time of this thread.
double Cpu() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

class Parts {
 public:
  void Begin() { last_ = Cpu(); }
  // What passed since the last call goes to this part.
  void End(std::string_view part) {
    const double now = Cpu();
    if (!seconds_.contains(part)) order_.push_back(std::string(part));
    seconds_.try_emplace(std::string(part)).first->second += now - last_;
    last_ = Cpu();
  }
  void Print(double bytes) const {
    for (const std::string& part : order_) {
      const double s = seconds_.find(part)->second;
      std::printf("  %-14s %7.1f ms  %6.2f ns/byte\n", part.c_str(), s * 1e3, s * 1e9 / bytes);
    }
  }

 private:
  std::map<std::string, double, std::less<>> seconds_;
  std::vector<std::string> order_;
  double last_ = 0;
};

int Measure(const std::string& directory, std::vector<std::string> inputs) {
  auto languages = Languages::LoadEmbedded(TokenizeEntry);
  if (!languages.ok()) return 2;
  const Line line = MakeLine(*languages, LineOptions());
  for (const bool measured : {false, true}) {
    InputOptions input_options;
    input_options.inputs = inputs;
    auto input = InputReader::Open(input_options);
    StoreOptions store_options;
    store_options.directory = directory + (measured ? "/measured" : "/warm");
    auto store = StoreWriter::Open(store_options);
    if (!input.ok() || !store.ok()) return 2;
    Parts parts;
    Document document;
    RecordWriter writer(false);
    Records records;
    uint64_t written = 0;
    parts.Begin();
    while ((*input)->Next(&document)) {
      parts.End("read");
      DecodePayload(&document);
      parts.End("decode");
      for (const auto& stage : line) {
        stage->Run(*languages, document);
        parts.End(stage->name());
      }
      writer.Write(document, &records);
      for (const ByteBuffer& lines : records.lines) written += lines.size();
      parts.End("records");
      if (!(*store)->Append(records).ok()) return 2;
      parts.End("append");
    }
    if (!(*store)->Finish({}).ok()) return 2;
    parts.End("finish");
    if (!measured) continue;
    const auto bytes = static_cast<double>((*input)->counts().bytes);
    std::printf("%.1f MB in, %.2f bytes of records for each\n", bytes / 1e6,
                static_cast<double>(written) / bytes);
    parts.Print(bytes);
  }
  return 0;
}

}  // namespace
}  // namespace sourcier

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  return sourcier::Measure(argv[1], {argv + 2, argv + argc});
}
