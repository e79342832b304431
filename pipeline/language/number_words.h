// Numbers in words. The words are data (numbers.tsv: a value and a part to play); the grammar that
// joins them is that of the languages that count by adding downwards and multiplying by hundred,
// thousand and the scales:
//
//   deux  cent  quatre - vingt  -  onze  mille      two * 100 + 4 * 20 + 11, all * 1000
//   unit  hundred unit    score    teen  thousand   = 291000
//
// A word joins where it fits below what stands already; the first that does not fit ends the
// number.
#ifndef SOURCIER_LANGUAGE_NUMBER_WORDS_H_
#define SOURCIER_LANGUAGE_NUMBER_WORDS_H_

#include <cstdint>

namespace sourcier {

// Joins number words one after the other. Values stay below 10^18.
class NumberWords {
 public:
  // The part that a word plays; classes number-unit, -teen, -ten, -hundred, -thousand, -scale of
  // the lexicon.
  enum class Part { kUnit, kTeen, kTen, kHundred, kThousand, kScale };

  // True where the word fits, and then it is joined. `is_score`: the ten may follow a four as
  // "times twenty".
  bool Join(Part part, int64_t value, bool is_score);
  // Whether a word of this value could follow "and" here (vingt et un, soixante et onze).
  bool TakesAnd(int64_t value) const;
  // Whether an ordinal of this value fits here as the last word (vingt et unieme); `*sum` is then
  // the whole.
  bool JoinOrdinal(int64_t value, int64_t* sum) const;

  int64_t value() const { return total_ + group_; }
  bool empty() const { return words_ == 0; }
  int words() const { return words_; }

 private:
  bool value_is_zero() const;

  int64_t total_ = 0;         // finished thousands and scales
  int64_t group_ = 0;         // what stands below the last of them, < 1000 (or 100 times a teen)
  int64_t last_scale_ = 0;    // the smallest scale so far; 0: none
  bool by_addition_ = false;  // a teen was added to a ten (soixante-dix)
  bool score_next_ = false;   // the last word was a unit 4, alone in its hundred
  int words_ = 0;
};

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_NUMBER_WORDS_H_
