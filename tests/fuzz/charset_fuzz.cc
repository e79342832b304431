// Any bytes as a text file: the text is valid UTF-8, runs tile it, literal bytes equal their
// source.
#include <cstdlib>

#include "pipeline/input/charset.h"
#include "tests/fuzz/check_document.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sourcier::Document d;
  d.media_type = "text/plain";
  d.payload.assign(reinterpret_cast<const char*>(data), size);
  sourcier::DecodePayload(&d);
  sourcier::CheckDocument(d);
  return 0;
}
