// Texts of our own through the whole line of the French pack: what several unit tests read.
#ifndef SOURCIER_TESTS_UNIT_FRENCH_LINE_H_
#define SOURCIER_TESTS_UNIT_FRENCH_LINE_H_

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

#include "extractors/stages.h"
#include "pipeline/language/language_pack.h"
#include "pipeline/text/tokens.h"

namespace sourcier {

// The packs that are built in, loaded once.
inline const Languages& Packs() {
  static const auto* const kPacks = new Languages([] {
    auto loaded = Languages::LoadEmbedded(TokenizeEntry);
    REQUIRE(loaded.ok());
    return std::move(*loaded);
  }());
  return *kPacks;
}

// Reference date: 2024-05-15, a Wednesday.
inline const Line& FrenchLine() {
  static const Line kLine = MakeLine(Packs(), {"fr", "2024-05-15"});
  return kLine;
}

// A text as it stands after decoding.
inline std::unique_ptr<Document> Decoded(const std::string& text) {
  auto document = std::make_unique<Document>();
  document->payload = document->decoded = text;
  document->decode_map = OffsetMap::Identity(static_cast<uint32_t>(text.size()));
  return document;
}

inline std::unique_ptr<Document> Read(const std::string& text) {
  auto document = Decoded(text);
  RunLine(FrenchLine(), Packs(), *document);
  return document;
}

}  // namespace sourcier

#endif  // SOURCIER_TESTS_UNIT_FRENCH_LINE_H_
