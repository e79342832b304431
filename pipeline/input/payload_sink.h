// Where readers put the bytes of a payload: into the document, or, once they are too many, into a
// hash only.
#ifndef SOURCIER_INPUT_PAYLOAD_SINK_H_
#define SOURCIER_INPUT_PAYLOAD_SINK_H_

#include <cstdint>
#include <string_view>

#include "pipeline/core/document.h"
#include "pipeline/core/sha256.h"

namespace sourcier {

// Holds at most `max_document` bytes, whatever passes through it.
class PayloadSink {
 public:
  explicit PayloadSink(uint64_t max_document) : max_document_(max_document) {}

  void Start(Document* document) {
    document_ = document;
    size_ = 0;
    document->payload.clear();
  }
  void Add(std::string_view bytes);
  uint64_t size() const { return size_; }
  // A payload over the limit becomes the fatal problem `document_too_large`; size and sha256 are
  // those of all its bytes.
  void Finish();

 private:
  const uint64_t max_document_;
  Document* document_ = nullptr;
  uint64_t size_ = 0;
  Sha256 hash_;  // in use when size_ > max_document_
};

}  // namespace sourcier

#endif  // SOURCIER_INPUT_PAYLOAD_SINK_H_
