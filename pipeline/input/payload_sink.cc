#include "pipeline/input/payload_sink.h"

#include <string>

namespace sourcier {

void PayloadSink::Add(std::string_view bytes) {
  const bool was_over = size_ > max_document_;
  size_ += bytes.size();
  if (size_ <= max_document_) {
    // Doubling would take up to twice the limit.
    if (size_ > max_document_ / 2) document_->payload.reserve(max_document_);
    document_->payload.append(bytes);
    return;
  }
  if (!was_over) {
    hash_.Start();
    hash_.Add(document_->payload);
    document_->payload = std::string();  // gives the memory back
  }
  hash_.Add(bytes);
}

void PayloadSink::Finish() {
  if (size_ <= max_document_) return;
  document_->oversize = size_;
  document_->sha256 = hash_.FinishHex();
  document_->problems.push_back({"input", "document_too_large",
                                 "expected at most " + std::to_string(max_document_) +
                                     " bytes, found " + std::to_string(size_) + " (sha256 " +
                                     document_->sha256 + ")",
                                 std::nullopt, true});
}

}  // namespace sourcier
