// The cursor that the parts of the number reader share (number.cc, number_words_reader.cc); no
// other file includes it.
#ifndef SOURCIER_EXTRACTORS_NUMBER_CURSOR_H_
#define SOURCIER_EXTRACTORS_NUMBER_CURSOR_H_

#include <cstdint>
#include <string_view>

#include "extractors/number.h"

namespace sourcier {

// A place in the tokens of a sentence; every `ahead` is counted in tokens from there.
struct NumberReader::Cursor {
  const Document& document;
  const Lexicon& lexicon;
  uint32_t at, end;

  bool done() const { return at >= end; }
  const Token& token(uint32_t ahead = 0) const { return document.tokens[at + ahead]; }
  bool has(uint32_t ahead) const { return at + ahead < end; }
  std::string_view surface(uint32_t ahead = 0) const { return document.Text(token(ahead).span()); }
  bool IsSign(uint32_t ahead, char c) const {
    return has(ahead) && token(ahead).length == 1 && document.text[token(ahead).offset] == c;
  }
  Lexicon::Hit Look(uint32_t ahead = 0) const {
    return has(ahead) ? lexicon.Find(&document.tokens[at + ahead], end - at - ahead)
                      : Lexicon::Hit{};
  }
  // Exactly one space of any width, and no line break, stands before the token.
  bool OneSpaceBefore(uint32_t ahead) const {
    const Token& t = token(ahead);
    if (t.Is(Token::kGlued) || t.Is(Token::kLineStart)) return false;
    const Token& before = document.tokens[at + ahead - 1];
    return t.Is(Token::kNarrowSpace) ||
           (t.offset == before.end() + 1 && document.text[before.end()] == ' ');
  }
  bool Glued(uint32_t ahead) const { return has(ahead) && token(ahead).Is(Token::kGlued); }
};

inline bool IsDigits(const Token& t) { return t.Is(Token::kDigits); }

// A `value` of numbers.tsv; 0 where it is none.
inline Decimal DecimalOf(std::string_view value) {
  return Decimal::Parse(value).value_or(Decimal(0));
}

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_NUMBER_CURSOR_H_
