// The few Unicode services that need a library: NFC with a map, case and accent folding. (ICU;
// utf8proc is the oracle in tests.) Everything else looks at UTF-8 bytes.
#ifndef SOURCIER_CORE_UNICODE_H_
#define SOURCIER_CORE_UNICODE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/core/offset_map.h"

namespace sourcier {

// Appends the code point as UTF-8. REQUIRES: a scalar value.
void AppendUtf8(uint32_t code_point, std::string* out);

// Decodes the code point at `*at` and moves past it. REQUIRES: valid UTF-8 and *at < text.size().
uint32_t NextCodePoint(std::string_view text, size_t* at);

// Length of the longest prefix that is surely in NFC and ends before a starter: a cheap test that
// most texts pass whole.
size_t NfcQuickCheck(std::string_view text);

// Appends NFC(`bytes`), which stand at source byte `src`, to `builder`, with a run for every span
// that changed.
void AppendNfc(std::string_view bytes, uint64_t src, TextBuilder* builder);

// NFKD, case fold, combining marks dropped: "Elysee" for "\u00c9lys\u00e9e". For comparing names,
// never for offsets.
std::string FoldKey(std::string_view text);
// The same, appended to `key`.
void AppendFoldKey(std::string_view text, std::string* key);

}  // namespace sourcier

#endif  // SOURCIER_CORE_UNICODE_H_
