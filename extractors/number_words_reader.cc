// Numbers in words: cardinals and ordinals joined by NumberWords, decimals behind a spelled mark,
// collectives ("vingtaine", "dizaines de milliers"), scale words, "and a half", fractions.
#include "extractors/number_cursor.h"
#include "pipeline/language/number_words.h"
#include "pipeline/text/tokens.h"

namespace sourcier {

bool NumberReader::ReadWords(Cursor& c, Reading* r) const {
  using Part = NumberWords::Part;
  NumberWords words;
  const uint32_t start = c.at;
  uint32_t taken = start;  // one past the last token that belongs to the number
  bool only_one = false;
  for (;;) {
    uint32_t skip = 0;
    bool and_before = false;
    if (!words.empty()) {
      if (c.IsSign(0, '-') && c.Glued(0) && c.Glued(1)) skip = 1;
      if (const Lexicon::Hit joiner = c.Look(skip); Is(joiner, and_) && joiner.tokens == 1) {
        ++skip;
        and_before = true;
        if (c.IsSign(skip, '-') && c.Glued(skip)) ++skip;
      }
    }
    if (!c.has(skip)) break;
    const Lexicon::Hit hit = c.Look(skip);
    if (!hit) break;
    if (Is(hit, ordinal_word_) && !words.empty()) {
      // "vingt-deuxieme", "vingt et unieme"
      int64_t sum = 0;
      const int64_t value = DecimalOf(ValueOf(hit, ordinal_word_)).ToInteger().value_or(0);
      // Without a hyphen only where it can be nothing else: "vingt cinquieme", "trois millieme".
      const int64_t rest = words.value() % 100;
      const bool apart =
          Is(hit, ordinal_apart_) && (value < 10 ? rest >= 20 && rest % 10 == 0 : !only_one);
      if ((!c.Glued(skip) && !and_before && !apart) || !words.JoinOrdinal(value, &sum)) break;
      r->number.value = Decimal(sum);
      r->sort = Sort::kOrdinal;
      c.at += skip + hit.tokens;
      r->number.digits = c.document.TokenSpan(start, c.at);
      return true;
    }
    Part part;
    ClassId id;
    if (Is(hit, unit_)) {
      part = Part::kUnit, id = unit_;
    } else if (Is(hit, teen_)) {
      part = Part::kTeen, id = teen_;
    } else if (Is(hit, ten_)) {
      part = Part::kTen, id = ten_;
    } else if (Is(hit, hundred_)) {
      part = Part::kHundred, id = hundred_;
    } else if (Is(hit, thousand_)) {
      part = Part::kThousand, id = thousand_;
    } else if (Is(hit, scale_) && !words.empty()) {
      part = Part::kScale, id = scale_;
    } else {
      break;
    }
    const int64_t value = DecimalOf(ValueOf(hit, id)).ToInteger().value_or(0);
    if (and_before && !words.TakesAnd(value)) break;
    if (!words.Join(part, value, Is(hit, score_))) break;
    if (part == Part::kScale) {
      r->number.scale = c.document.TokenSpan(c.at + skip, c.at + skip + hit.tokens);
      r->number.scale_value = Decimal(value);
    }
    only_one = words.words() == 1 && Is(hit, one_);
    c.at += skip + hit.tokens;
    taken = c.at;
  }
  if (words.empty()) return false;
  c.at = taken;
  r->number.value = Decimal(words.value());
  if (r->number.scale.empty() && ReadWordDecimals(c, r)) {
    r->number.digits = c.document.TokenSpan(start, c.at);
    return true;
  }
  r->sort = only_one                   ? Sort::kWordOne
            : !r->number.scale.empty() ? Sort::kWordScaled
            : words.value() < 10       ? Sort::kWordSmall
                                       : Sort::kWordNumber;
  r->number.digits = c.document.TokenSpan(start, taken);
  if (!r->number.scale.empty())
    r->number.digits.end = std::max(r->number.digits.begin, r->number.scale.begin);
  return true;
}

// "deux virgule cinq", "zero virgule zero trois": what follows the mark is read digit by digit, or
// as one number.
bool NumberReader::ReadWordDecimals(Cursor& c, Reading* r) const {
  const Lexicon::Hit mark = c.Look();
  if (!Is(mark, comma_)) return false;
  Cursor behind = c;
  behind.at += mark.tokens;
  int places = 0;
  NumberWords words;
  while (!behind.done()) {
    const Lexicon::Hit hit = behind.Look();
    if (!Is(hit, word_)) break;
    const int64_t value = DecimalOf(ValueOf(hit, word_)).ToInteger().value_or(-1);
    if (value == 0 && words.empty()) {
      ++places;  // zeros before the first digit
    } else {
      const bool ten = Is(hit, ten_);
      if (value <= 0 || value >= 100 ||
          !words.Join(ten              ? NumberWords::Part::kTen
                      : Is(hit, teen_) ? NumberWords::Part::kTeen
                                       : NumberWords::Part::kUnit,
                      value, Is(hit, score_)))
        break;
    }
    behind.at += hit.tokens;
    if (behind.IsSign(0, '-') && behind.Glued(0) && behind.Glued(1)) ++behind.at;
  }
  if (words.empty()) return false;
  const int64_t tail = words.value();
  const auto part = Decimal(tail).TimesPowerOfTen(-(places + (tail < 10 ? 1 : 2)));
  const auto sum = part ? r->number.value->Plus(*part) : std::nullopt;
  if (!sum) return false;
  r->number.value = sum;
  r->sort = Sort::kDecimal;
  c.at = behind.at;
  return true;
}

// "vingtaine", "milliers", "dizaines de milliers", "plusieurs millions", "quelques centaines de
// milliers".
bool NumberReader::ReadCollective(Cursor& c, Reading* r) const {
  const uint32_t start = c.at;
  Lexicon::Hit hit = c.Look();
  Decimal least = 1;
  bool vague = false;
  uint32_t at = 0;
  if (Is(hit, vague_)) {
    vague = true;
    least = DecimalOf(ValueOf(hit, vague_));
    at = hit.tokens;
    hit = c.Look(at);
    const bool counted =
        Is(hit, collective_) || Is(hit, scale_) || Is(hit, thousand_) || Is(hit, hundred_);
    if (!counted) hit = {};
  }
  Decimal value = 1;
  bool plural = false;
  uint32_t scale_from = 0;
  while (hit) {
    const ClassId id = Is(hit, collective_) ? collective_
                       : Is(hit, scale_)    ? scale_
                       : Is(hit, thousand_) ? thousand_
                       : Is(hit, hundred_)  ? hundred_
                                            : kNoClass;
    if (id == kNoClass) break;
    if (at == 0) plural = Is(hit, collective_plural_);
    const auto product = value.Times(DecimalOf(ValueOf(hit, id)));
    if (!product) return false;
    value = *product;
    if (scale_from == 0) scale_from = at + 1;
    at += hit.tokens;
    // "de" and another collective or scale behind it multiplies.
    const Lexicon::Hit of = c.Look(at);
    if (!Is(of, of_)) break;
    const Lexicon::Hit next = c.Look(at + of.tokens);
    if (!Is(next, collective_) && !Is(next, scale_)) break;
    at += of.tokens;
    hit = next;
  }
  if (at == 0) return false;
  c.at += at;
  r->number.span = c.document.TokenSpan(start, c.at);
  if (scale_from != 0) {
    r->number.scale = c.document.TokenSpan(start + scale_from - 1, c.at);
    r->number.scale_value = value;
  }
  if (vague || plural) {
    r->number.qualifier = Qualifier::kVague;
    r->number.low = value.Times(vague ? least : Decimal(2));
    r->sort = Sort::kVague;
  } else {
    r->number.qualifier = Qualifier::kApprox;
    r->number.value = value;
    r->sort = Sort::kApproximate;
  }
  return true;
}

void NumberReader::ReadScale(Cursor& c, Reading* r) const {
  if (!r->number.value) return;
  const uint32_t start = c.at;
  Lexicon::Hit hit = c.Look();
  ClassId id = Is(hit, scale_)        ? scale_
               : Is(hit, thousand_)   ? thousand_
               : Is(hit, collective_) ? collective_
                                      : kNoClass;
  if (id == kNoClass || c.token().Is(Token::kLineStart)) return;
  // "10k": a letter is a scale only where it is glued and ends the word.
  if (Is(hit, scale_letter_) &&
      (!c.Glued(0) || (c.has(hit.tokens) && c.Glued(hit.tokens) &&
                       (IsDigits(c.token(hit.tokens)) || c.token(hit.tokens).Is(Token::kWord)))))
    return;
  // After digits a thousand must be the word itself (5 mille); a collective after words multiplies
  // (trois dizaines).
  const auto product = r->number.value->Times(DecimalOf(ValueOf(hit, id)));
  if (!product) return;
  // "une vingtaine" is about twenty.
  if (id == collective_ && r->sort == Sort::kWordOne) r->number.qualifier = Qualifier::kApprox;
  r->number.value = product;
  r->number.scale_value = DecimalOf(ValueOf(hit, id));
  c.at += hit.tokens;
  r->number.scale = c.document.TokenSpan(start, c.at);
  r->sort = r->sort == Sort::kWordOne || r->sort == Sort::kWordSmall || r->sort == Sort::kWordNumber
                ? Sort::kWordScaled
                : Sort::kScaled;
  if (id == collective_) {
    // "un millier" is about a thousand.
    const Lexicon::Hit of = c.Look();
    if (Is(of, of_)) {
      const Lexicon::Hit next = c.Look(of.tokens);
      if (Is(next, scale_) || Is(next, collective_)) {
        const ClassId next_id = Is(next, scale_) ? scale_ : collective_;
        if (const auto more = r->number.value->Times(DecimalOf(ValueOf(next, next_id)))) {
          r->number.value = more;
          c.at += of.tokens + next.tokens;
          r->number.scale = c.document.TokenSpan(start, c.at);
        }
      }
    }
  }
  ReadAndHalf(c, r);
}

// "deux millions et demi"
void NumberReader::ReadAndHalf(Cursor& c, Reading* r) const {
  const Lexicon::Hit joiner = c.Look();
  // The two words may be one entry of the lexicon.
  uint32_t taken = joiner.tokens;
  if (!Is(joiner, half_)) {
    if (!Is(joiner, and_)) return;
    const Lexicon::Hit half = c.Look(joiner.tokens);
    if (!Is(half, half_)) return;
    taken += half.tokens;
  }
  const auto half_scale = r->number.scale_value.Times(Decimal(5));
  const auto sum = half_scale ? half_scale->TimesPowerOfTen(-1) : std::nullopt;
  if (!sum || !r->number.value) return;
  r->number.value = r->number.value->Plus(*sum);
  c.at += taken;
  r->number.scale.end = c.document.tokens[c.at - 1].end();
}

// "trois et un cinquieme", "deux et trois quarts": a whole number and a fraction below one.
bool NumberReader::ReadMixed(Cursor& c, Reading* r) const {
  const Lexicon::Hit joiner = c.Look();
  if (!Is(joiner, and_) || joiner.tokens != 1 || !r->number.value) return false;
  Cursor behind = c;
  behind.at += joiner.tokens;
  Reading part;
  if (!Is(behind.Look(), word_) || !ReadWords(behind, &part)) return false;
  if (part.sort != Sort::kWordOne && part.sort != Sort::kWordSmall) return false;
  ReadFraction(behind, &part);
  if (part.sort != Sort::kFraction || part.number.denominator > 10 ||
      part.number.value->Compare(Decimal(part.number.denominator)) >= 0)
    return false;
  const auto whole = r->number.value->Times(Decimal(part.number.denominator));
  const auto sum = whole ? whole->Plus(*part.number.value) : std::nullopt;
  if (!sum) return false;
  r->number.value = sum;
  r->number.denominator = part.number.denominator;
  r->sort = Sort::kFraction;
  c.at = behind.at;
  return true;
}

void NumberReader::ReadFraction(Cursor& c, Reading* r) const {
  const bool countable = r->sort == Sort::kWordOne || r->sort == Sort::kWordSmall ||
                         r->sort == Sort::kWordNumber || r->sort == Sort::kDigit1to9;
  if (!countable || c.done()) return;
  const Lexicon::Hit hit = c.Look();
  if (c.token().Is(Token::kLineStart) || c.token().Is(Token::kGlued)) return;
  if (!Is(hit, fraction_denominator_)) {
    // "trois vingt-cinquiemes": an ordinal of several words below.
    if (r->sort == Sort::kDigit1to9 || !Is(hit, word_) || Is(hit, unit_)) return;
    Cursor below = c;
    Reading ordinal;
    if (!ReadWords(below, &ordinal) || ordinal.sort != Sort::kOrdinal) return;
    r->number.denominator = ordinal.number.value->ToInteger().value_or(1);
    c.at = below.at;
    r->sort = Sort::kFraction;
    return;
  }
  const auto d = DecimalOf(ValueOf(hit, fraction_denominator_)).ToInteger();
  if (!d || *d < 2) return;
  r->number.denominator = *d;
  c.at += hit.tokens;
  r->sort = Sort::kFraction;
}

}  // namespace sourcier
