// From bytes of some charset to UTF-8, with a run for every byte that did not stay as it was.
//
// How a charset is found, in this order: byte order mark; the NUL pattern of UTF-16 without one;
// strict UTF-8; and where the bytes are none of these, a vote: if few of the bytes above 0x7F stand
// in well-formed UTF-8 sequences the text is windows-1252, else UTF-8 with some bad bytes. NULs
// outside the UTF-16 pattern, or many control bytes, are binary.
#ifndef SOURCIER_INPUT_CHARSET_H_
#define SOURCIER_INPUT_CHARSET_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/core/offset_map.h"

namespace sourcier {

enum class Charset : uint8_t { kUtf8, kUtf8Damaged, kUtf16Le, kUtf16Be, kWindows1252, kBinary };

// "utf-8", "utf-16le", "utf-16be", "windows-1252"; "" for binary. (IANA names, lower case; a
// literal.)
std::string_view Name(Charset charset);

struct DetectedCharset {
  Charset charset = Charset::kUtf8;
  uint32_t bom_bytes = 0;  // length of the byte order mark, which is no part of the text
};

// Looks at all bytes. Empty input is UTF-8.
DetectedCharset DetectCharset(std::string_view bytes);

// As DetectCharset, for a piece of an ASCII-compatible file (a JSONL line): never UTF-16, never
// binary.
Charset DetectAsciiSuperset(std::string_view bytes);

// What could not be decoded: each became U+FFFD.
struct Damage {
  uint64_t count = 0;
  SourceRange first;  // of the source; meaningless where count is 0
  void Add(SourceRange range) {
    if (count++ == 0) first = range;
  }
};

// Appends `bytes`, which stand at source byte `src`, to `builder` as UTF-8.
// - UTF-8: literal. Damaged: one replaced run U+FFFD for each maximal subpart of an ill-formed
// sequence (Unicode 15,
//   section 3.9, "U+FFFD Substitution of Maximal Subparts"; what browsers do).
// - windows-1252: one replaced run for each byte above 0x7F; the five bytes without a meaning are
// damage.
// - UTF-16: one replaced run for each code point; a lone surrogate or an odd last byte is damage.
// REQUIRES: not kBinary; kUtf8 only where the bytes are valid.
void AppendDecoded(std::string_view bytes, uint64_t src, Charset charset, TextBuilder* builder,
                   Damage* damage);

// The version of ICU in use, for `versions` and the ruleset: what NFC gives may change with it.
std::string IcuVersion();

}  // namespace sourcier

#endif  // SOURCIER_INPUT_CHARSET_H_
