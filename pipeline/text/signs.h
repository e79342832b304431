// Which sign a token is, for the stages of this folder. Code points, not words: the same for all
// languages.
#ifndef SOURCIER_TEXT_SIGNS_H_
#define SOURCIER_TEXT_SIGNS_H_

#include <string_view>

#include "pipeline/core/document.h"
#include "pipeline/core/unicode.h"

namespace sourcier {

// The code point of a sign token ("..." is '.'); 0 for words and numbers.
inline uint32_t SignOf(std::string_view text, const Token& token) {
  if ((token.flags & (Token::kWord | Token::kDigits)) != 0) return 0;
  const auto first = static_cast<uint8_t>(text[token.offset]);
  if (first < 0x80) return first;
  size_t at = token.offset;
  return NextCodePoint(text, &at);
}

inline constexpr uint32_t kEllipsis = 0x2026;

// Ends sentences: . ! ? and the ellipsis.
constexpr bool IsStop(uint32_t sign) {
  return sign == '.' || sign == '!' || sign == '?' || sign == kEllipsis;
}
// Guillemets and the curly double quotes.
constexpr bool IsOpeningQuote(uint32_t sign) {
  return sign == 0xAB || sign == 0x201C || sign == 0x201E;
}
constexpr bool IsClosingQuote(uint32_t sign) { return sign == 0xBB || sign == 0x201D; }
// What stays with the sentence before it.
constexpr bool IsClosing(uint32_t sign) {
  return IsClosingQuote(sign) || sign == ')' || sign == ']';
}
constexpr bool IsDash(uint32_t sign) { return sign == '-' || (sign >= 0x2010 && sign <= 0x2015); }
// Marks the items of lists where it stands at the start of a line with a space after it.
constexpr bool IsBullet(uint32_t sign) {
  return IsDash(sign) || sign == '*' || sign == 0xB7 || sign == 0x2022 || sign == 0x2023 ||
         sign == 0x2043 || (sign >= 0x25A0 && sign <= 0x25FF) ||
         (sign >= 0x2713 && sign <= 0x2714) || (sign >= 0x2794 && sign <= 0x27BE);
}

}  // namespace sourcier

#endif  // SOURCIER_TEXT_SIGNS_H_
