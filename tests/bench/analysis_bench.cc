// From bytes to claims in memory: decodes each JSONL record and runs the whole line on it, without
// writing records. Documents are read first; those of the first megabyte are run once before the
// clock starts, since tables and caches fill up on the way.
//   analysis_bench DUMP.jsonl [TEXT]    prints {"documents", "bytes", "seconds"} of those timed;
//                                       TEXT: a file to write their plain text to, for `wc -w`
#include <time.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "extractors/stages.h"
#include "pipeline/core/sha256.h"
#include "pipeline/input/charset.h"
#include "pipeline/input/reader.h"
#include "pipeline/text/tokens.h"

namespace sourcier {
namespace {

constexpr size_t kWarmUp = 1 << 20;  // bytes

double CpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

int Bench(const char* dump, const char* text_file) {
  const auto languages = Languages::LoadEmbedded(TokenizeEntry);
  if (!languages.ok()) return 1;
  const Line line = MakeLine(*languages, LineOptions{});
  std::vector<std::string> payloads;
  std::ifstream in(dump, std::ios::binary);
  for (std::string payload; std::getline(in, payload);) payloads.push_back(std::move(payload));

  Document d;
  size_t bytes = 0, documents = 0, mentions = 0;
  const auto analyse = [&](const std::string& payload) {
    d.Reset();
    d.media_type = "application/x-ndjson";
    d.payload.assign(payload);
    d.sha256 = Sha256Hex(d.payload);
    DecodePayload(&d);
    RunLine(line, *languages, d);
    mentions += d.mentions.size() + d.claims.size();
  };
  size_t first = 0;
  for (size_t warm = 0; first < payloads.size() && warm < kWarmUp; ++first) {
    analyse(payloads[first]);
    warm += d.decoded.size();
  }
  if (first == payloads.size()) first = 0;  // a small dump is timed in full
  const double start = CpuSeconds();
  for (size_t i = first; i < payloads.size(); ++i) {
    analyse(payloads[i]);
    bytes += d.decoded.size();
    ++documents;
  }
  const double seconds = CpuSeconds() - start;
  if (text_file != nullptr) {
    std::ofstream out(text_file, std::ios::binary);
    for (size_t i = first; i < payloads.size(); ++i) {
      d.Reset();
      d.media_type = "application/x-ndjson";
      d.payload = payloads[i];
      DecodePayload(&d);
      out << d.decoded << '\n';
    }
  }
  std::printf("{\"documents\": %zu, \"bytes\": %zu, \"found\": %zu, \"seconds\": %.4f}\n",
              documents, bytes, mentions, seconds);
  return 0;
}

}  // namespace
}  // namespace sourcier

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "analysis_bench DUMP.jsonl [TEXT]\n");
    return 2;
  }
  return sourcier::Bench(argv[1], argc > 2 ? argv[2] : nullptr);
}
