// Numbers as they stand in text, composed from tokens before any rule looks: digits with group and
// decimal marks, number words, scale words, fractions, ordinals, vague amounts. "13 milliards",
// "2,3", "1 234 567", "vingt et un", "une vingtaine", "plusieurs millions", "trois quarts", "XXIe".
// A composed number is one unit for the rules; it is no mention yet.
#ifndef SOURCIER_EXTRACTORS_NUMBER_H_
#define SOURCIER_EXTRACTORS_NUMBER_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/language/language_pack.h"

namespace sourcier {

// Reads numbers with the words of one pack. Immutable.
class NumberReader {
 public:
  explicit NumberReader(const LanguagePack& pack);

  struct Reading {
    uint32_t tokens = 0;  // 0: no number begins here
    Number number;
    Sort sort = Sort::kSign;
  };
  // False where no number can begin with this token, whose lexicon entry has these classes: a quick
  // look that spares most words the reading.
  bool MayBegin(std::string_view text, const Token& token, ClassSetId classes) const {
    if (token.Is(Token::kDigits) || begins_[classes]) return true;
    return token.Is(Token::kCapital) &&
           kRomanLetters.find(text[token.offset]) != kRomanLetters.npos;
  }
  // The longest number that begins at tokens[at]; looks no further than tokens[end - 1]. `hit` is
  // what the lexicon says of tokens[at]. Digits that are part of a name or code (A320, Covid-19)
  // give sort kSign and tokens 1.
  Reading Read(const Document& document, uint32_t at, uint32_t end, const Lexicon::Hit& hit) const;

 private:
  static constexpr std::string_view kRomanLetters = "IVXLC";
  struct Cursor;
  bool ReadDigits(Cursor& c, Reading* r) const;
  bool ReadWords(Cursor& c, Reading* r) const;
  bool ReadWordDecimals(Cursor& c, Reading* r) const;
  bool ReadCollective(Cursor& c, Reading* r) const;
  void ReadScale(Cursor& c, Reading* r) const;
  void ReadAndHalf(Cursor& c, Reading* r) const;
  void ReadFraction(Cursor& c, Reading* r) const;
  bool ReadMixed(Cursor& c, Reading* r) const;
  bool ReadRoman(Cursor& c, Reading* r) const;
  Sort SortOfDigits(std::string_view digits) const;
  std::string_view ValueOf(const Lexicon::Hit& hit, ClassId with_class) const;
  bool Is(const Lexicon::Hit& hit, ClassId id) const {
    return hit && lexicon_.Has(hit.classes, id);
  }

  const Lexicon& lexicon_;
  bool comma_decimal_;  // the language writes 1,5 for one and a half
  ClassId word_, unit_, one_, teen_, ten_, score_, hundred_, thousand_, scale_, and_, half_,
      collective_, collective_plural_, vague_, fraction_denominator_, fraction_word_,
      fraction_sign_, ordinal_word_, ordinal_suffix_, ordinal_apart_, scale_letter_, of_, comma_;
  std::vector<uint8_t> begins_;  // by ClassSetId: an entry with these classes may begin a number
};

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_NUMBER_H_
