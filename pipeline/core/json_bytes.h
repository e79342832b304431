// The bytes that end or interrupt a run of plain text in a JSON string: quotes, backslashes and
// control characters (RFC 8259). Sixteen bytes are looked at together where the machine can.
#ifndef SOURCIER_CORE_JSON_BYTES_H_
#define SOURCIER_CORE_JSON_BYTES_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sourcier {

inline bool IsJsonSpecial(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// Bit i is set where byte i of these 16 is special.
inline uint32_t JsonSpecials(const char* bytes) {
#ifdef __SSE2__
  const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1F)), v);
  const __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
  const __m128i backslash = _mm_cmpeq_epi8(v, _mm_set1_epi8('\\'));
  return static_cast<uint32_t>(
      _mm_movemask_epi8(_mm_or_si128(control, _mm_or_si128(quote, backslash))));
#else
  uint32_t specials = 0;
  for (uint32_t i = 0; i < 16; ++i) specials |= static_cast<uint32_t>(IsJsonSpecial(bytes[i])) << i;
  return specials;
#endif
}

// The first special byte at or after `at`; text.size() where there is none.
inline size_t FindJsonSpecial(std::string_view text, size_t at) {
  for (; at + 16 <= text.size(); at += 16) {
    if (const uint32_t specials = JsonSpecials(text.data() + at); specials != 0)
      return at + static_cast<size_t>(std::countr_zero(specials));
  }
  while (at < text.size() && !IsJsonSpecial(text[at])) ++at;
  return at;
}

}  // namespace sourcier

#endif  // SOURCIER_CORE_JSON_BYTES_H_
