// Any bytes as a text file, cleaned and cut: the maps compose, vector and scalar cutter agree, and
// tokens stand in order on the borders of characters.
#include <cstring>
#include <memory>
#include <vector>

#include "pipeline/input/charset.h"
#include "pipeline/language/language_pack.h"
#include "pipeline/text/normalize.h"
#include "pipeline/text/tokens.h"
#include "tests/fuzz/check_document.h"

namespace sourcier {
namespace {

void CheckMaps(const Document& d) {
  Require(d.normalize_map.text_size() == d.text.size());
  for (const OffsetMap::Run& run : d.origin.runs()) {
    Require(run.src + run.slen <= d.payload.size());
    if (run.kind == OffsetMap::Kind::kLiteral)
      Require(d.text.compare(run.dst, run.dlen, d.payload, run.src, run.slen) == 0);
  }
}

void CheckTokens(std::string_view text) {
  // A copy of exactly this size, so that a read past the end is seen.
  const std::unique_ptr<char[]> exact(new char[text.size()]);
  if (!text.empty()) std::memcpy(exact.get(), text.data(), text.size());
  const std::string_view view(exact.get(), text.size());
  std::vector<Token> fast, slow;
  Tokenize(view, &fast);
  TokenizeScalar(view, &slow);
  Require(fast.size() == slow.size());
  uint32_t end = 0;
  for (size_t i = 0; i < fast.size(); ++i) {
    const Token &a = fast[i], &b = slow[i];
    Require(a.offset == b.offset && a.length == b.length && a.flags == b.flags && a.hash == b.hash);
    Require(a.offset >= end && a.length > 0 && a.end() <= text.size());
    Require((text[a.offset] & 0xC0) != 0x80);
    Require(a.end() == text.size() || (text[a.end()] & 0xC0) != 0x80);
    end = a.end();
  }
}

}  // namespace
}  // namespace sourcier

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sourcier;
  static const Languages none;
  static const std::unique_ptr<const Stage> normalize = MakeNormalizeStage();
  Document d;
  d.media_type = "text/plain";
  d.payload.assign(reinterpret_cast<const char*>(data), size);
  DecodePayload(&d);
  for (const Problem& p : d.problems)
    if (p.fatal) return 0;
  normalize->Run(none, d);
  CheckMaps(d);
  CheckTokens(d.text);
  return 0;
}
