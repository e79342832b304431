// What tokens.cc and tokens_avx2.cc share, and nobody else needs: kinds and cases of code points,
// and the hash.
#ifndef SOURCIER_TEXT_TOKEN_RULES_H_
#define SOURCIER_TEXT_TOKEN_RULES_H_

#include <string_view>
#include <vector>

#include "pipeline/core/token.h"
#include "pipeline/core/unicode.h"

namespace sourcier::token_rules {

enum class Kind : uint8_t { kLetter, kDigit, kSpace, kSign };
enum class Case : uint8_t { kNone, kLower, kUpper };

// Room is left for the apostrophe that closes an elision (3 bytes).
constexpr uint32_t kLongestRun = UINT16_MAX - 3;

constexpr bool In(uint32_t c, uint32_t low, uint32_t high) { return c - low <= high - low; }

// The ranges above ASCII that are no letters. A lead byte of any of them must be in IsSpecialLead.
constexpr Kind KindAbove(uint32_t c) {
  if (c < 0x100) {
    if (c <= 0xA0 || c == 0xAD) return Kind::kSpace;
    if (c >= 0xC0) return c == 0xD7 || c == 0xF7 ? Kind::kSign : Kind::kLetter;
    return c == 0xAA || c == 0xB5 || c == 0xBA ? Kind::kLetter : Kind::kSign;
  }
  if (c < 0x2000) return Kind::kLetter;
  if (c < 0x2070) {
    const bool space = c <= 0x200F || In(c, 0x2028, 0x202F) || c >= 0x205F;
    return space ? Kind::kSpace : Kind::kSign;
  }
  if (c < 0x20D0) return Kind::kSign;  // super- and subscripts, currency signs
  if (In(c, 0x2100, 0x2BFF)) return Kind::kSign;
  if (In(c, 0x2E00, 0x2E7F)) return Kind::kSign;
  if (In(c, 0x3000, 0x303F)) return c == 0x3000 ? Kind::kSpace : Kind::kSign;
  if (In(c, 0xFE00, 0xFE0F) || c == 0xFEFF)
    return Kind::kSpace;  // variation selectors, byte order mark
  if (In(c, 0xFE30, 0xFE6F)) return Kind::kSign;
  if (In(c, 0xFF00, 0xFF0F) || In(c, 0xFF1A, 0xFF20) || In(c, 0xFF3B, 0xFF40) ||
      In(c, 0xFF5B, 0xFF65) || In(c, 0xFFE0, 0xFFFF)) {
    return Kind::kSign;
  }
  return In(c, 0x1F000, 0x1FAFF) ? Kind::kSign : Kind::kLetter;
}

constexpr Kind KindOf(uint32_t c) {
  if (c >= 0x80) return KindAbove(c);
  if (In(c | 0x20, 'a', 'z')) return Kind::kLetter;
  if (In(c, '0', '9')) return Kind::kDigit;
  return c <= 0x20 || c == 0x7F ? Kind::kSpace : Kind::kSign;
}

// ASCII, Latin-1 and Latin Extended-A have case here; other letters have none.
constexpr Case CaseOf(uint32_t c) {
  if (c < 0x80)
    return In(c, 'a', 'z') ? Case::kLower : In(c, 'A', 'Z') ? Case::kUpper : Case::kNone;
  if (c < 0xC0) return c == 0xB5 ? Case::kLower : Case::kNone;
  if (c < 0x100) return c >= 0xDF ? Case::kLower : Case::kUpper;
  if (c >= 0x180) return Case::kNone;
  if (c == 0x178) return Case::kUpper;
  if (c == 0x138 || c == 0x149 || c == 0x17F) return Case::kLower;
  const bool odd_is_upper = In(c, 0x139, 0x148) || c > 0x178;
  return (c % 2 == 1) == odd_is_upper ? Case::kUpper : Case::kLower;
}

// What OR-ing 0x20 does not fold: Latin Extended-A.
constexpr uint32_t FoldExtended(uint32_t c) {
  if (c < 0x100 || CaseOf(c) != Case::kUpper) return c;
  return c == 0x178 ? 0xFF : c + 1;
}

inline uint32_t CodePointAt(std::string_view text, size_t at) { return NextCodePoint(text, &at); }

inline bool IsContinuation(char c) { return static_cast<signed char>(c) < -64; }

// Length of an apostrophe at `at`, 0 where there is none.
inline uint32_t ApostropheAt(std::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == '\'') return 1;
  return text.substr(at, 3) == "\xE2\x80\x99" ? 3 : 0;
}

// Length of an apostrophe at `at` with a letter after it.
inline uint32_t ElisionAt(std::string_view text, size_t at) {
  const uint32_t n = ApostropheAt(text, at);
  return n != 0 && at + n < text.size() && KindOf(CodePointAt(text, at + n)) == Kind::kLetter ? n
                                                                                              : 0;
}

// Where a run [begin, end) that may be too long ends: at a code point, at `end` where it fits.
inline uint32_t CutRun(std::string_view text, uint32_t begin, uint32_t end) {
  if (end - begin <= kLongestRun) return end;
  uint32_t cut = begin + kLongestRun;
  while (IsContinuation(text[cut])) --cut;
  return cut;
}

inline uint64_t Multiply(uint64_t a, uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

// The hash is a chain over words of 8 bytes (little-endian, zero-padded, folded); the seed has the
// length and the elision.
inline uint64_t HashSeed(size_t length, bool elided) {
  return (length * 2 + elided) * 0x9E3779B97F4A7C15ull ^ 0x2D358DCCAA6C78A5ull;
}
inline uint64_t HashStep(uint64_t so_far, uint64_t word) {
  return Multiply(word ^ 0x8BB84B93962EACC9ull, so_far | 1);
}
inline uint64_t HashEnd(uint64_t so_far) { return so_far == 0 ? 1 : so_far; }

// Flags that a run of white space gives to the token after it.
inline unsigned SpaceFlags(std::string_view space) {
  if (space == " ") return 0;
  unsigned flags = space.find('\n') == std::string_view::npos ? 0 : Token::kLineStart;
  if (space == "\xC2\xA0" || space == "\xE2\x80\xAF" || space == "\xE2\x80\x89")
    flags |= Token::kNarrowSpace;
  return flags;
}

inline Token MakeToken(uint32_t begin, uint32_t end, unsigned flags, uint64_t hash) {
  return {begin, static_cast<uint16_t>(end - begin), static_cast<uint16_t>(flags), hash};
}

// Hash of a run without the apostrophe of an elision, byte by byte.
uint64_t HashRun(std::string_view run, Kind kind, bool elided);

// Flags that come from the letters of a word.
unsigned WordFlags(std::string_view word);

// A region of signs: equal ones in a row are one token. `before` are the flags that what stands
// before gives.
void EmitSigns(std::string_view text, uint32_t begin, uint32_t end, unsigned before,
               std::vector<Token>* tokens);

#if defined(__x86_64__)
// REQUIRES: a processor with AVX2 and BMI.
void TokenizeAvx2(std::string_view text, std::vector<Token>* tokens);
#endif

}  // namespace sourcier::token_rules

#endif  // SOURCIER_TEXT_TOKEN_RULES_H_
