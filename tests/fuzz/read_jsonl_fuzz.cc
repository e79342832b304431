// Any bytes as a JSONL record: what the scanner takes is JSON, the text is valid UTF-8, runs tile
// it.
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <vector>

#include "pipeline/input/json_scan.h"
#include "tests/fuzz/check_document.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sourcier::Document d;
  d.media_type = "application/x-ndjson";
  d.payload.assign(reinterpret_cast<const char*>(data), size);
  std::vector<sourcier::JsonMember> members;
  const bool taken = !sourcier::ScanObject(d.payload, &members);
  // nlohmann also looks at UTF-8, surrogates and the size of numbers, so it may refuse more, but
  // not take more (but for nesting, where only the scanner has a limit, and NUL, which ends its
  // input).
  if (!taken && d.payload.size() < 1000 && d.payload.find('\0') == std::string::npos) {
    const auto parsed = nlohmann::json::parse(d.payload, nullptr, false);
    if (parsed.is_object()) std::abort();
  }
  sourcier::DecodePayload(&d);
  sourcier::CheckDocument(d);
  return 0;
}
