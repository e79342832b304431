// What must hold of a decoded document whatever the payload was; aborts where it does not.
#ifndef SOURCIER_TESTS_FUZZ_CHECK_DOCUMENT_H_
#define SOURCIER_TESTS_FUZZ_CHECK_DOCUMENT_H_

#include <algorithm>
#include <cstdlib>

#include "pipeline/input/charset.h"
#include "pipeline/input/reader.h"

namespace sourcier {

inline void Require(bool condition) {
  if (!condition) std::abort();
}

inline void CheckDocument(const Document& d) {
  const bool fatal =
      std::any_of(d.problems.begin(), d.problems.end(), [](const Problem& p) { return p.fatal; });
  for (const Problem& p : d.problems) {
    if (p.range) Require(p.range->begin <= p.range->end && p.range->end <= d.payload.size());
  }
  if (fatal) return;
  for (const std::string* s :
       {&d.decoded, &d.title, &d.published, &d.url, &d.publisher, &d.declared_language}) {
    Require(DetectAsciiSuperset(*s) == Charset::kUtf8);
  }
  Require(d.field_begin <= d.decoded.size());
  uint32_t at = 0;
  for (const OffsetMap::Run& run : d.decode_map.runs()) {
    Require(run.dst == at && run.dlen > 0 && run.src + run.slen <= d.payload.size());
    if (run.kind == OffsetMap::Kind::kLiteral) {
      Require(d.decoded.compare(run.dst, run.dlen, d.payload, run.src, run.slen) == 0);
    }
    at += run.dlen;
  }
  Require(at == d.decoded.size());
}

}  // namespace sourcier

#endif  // SOURCIER_TESTS_FUZZ_CHECK_DOCUMENT_H_
