// Plain text: the whole file is one payload, in any charset that charset.h finds.
#include "pipeline/core/sha256.h"
#include "pipeline/input/charset.h"
#include "pipeline/input/formats.h"
#include "pipeline/input/payload_sink.h"

namespace sourcier {
namespace {

class TextReader : public PayloadReader {
 public:
  TextReader(ByteStream* stream, uint64_t max_document) : stream_(*stream), sink_(max_document) {}

  bool Next(Document* document) override {
    if (done_) return false;
    done_ = true;
    sink_.Start(document);
    for (std::string_view chunk; !(chunk = stream_.Peek()).empty(); stream_.Skip(chunk.size()))
      sink_.Add(chunk);
    if (stream_.error() != 0 || stream_.stopped()) return false;
    sink_.Finish();
    return true;
  }

 private:
  ByteStream& stream_;
  PayloadSink sink_;
  bool done_ = false;
};

}  // namespace

std::unique_ptr<PayloadReader> OpenText(ByteStream* stream, uint64_t max_document) {
  return std::make_unique<TextReader>(stream, max_document);
}

void DecodeText(Document* document) {
  const std::string_view payload = document->payload;
  const DetectedCharset detected = DetectCharset(payload);
  document->charset = Name(detected.charset);
  if (detected.charset == Charset::kBinary) {
    document->problems.push_back({"decode", "binary",
                                  "expected text, found NULs or many control bytes", std::nullopt,
                                  true});
    return;
  }
  TextBuilder builder(&document->decoded, &document->decode_map);
  Damage damage;
  AppendDecoded(payload.substr(detected.bom_bytes), detected.bom_bytes, detected.charset, &builder,
                &damage);
  ReportDamage(damage, document);
  ReportNoText(document->decoded, document);
}

}  // namespace sourcier
