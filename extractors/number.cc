// A cursor walks the tokens; each reader takes what fits and leaves the cursor behind it.
//   digits:  1 234 567,8   groups of three behind one space, point or apostrophe; then the decimal
//   mark, glued words:   NumberWords joins them; hyphens and "and" between then a scale word
//   (millions), then "and a half"; a denominator makes a fraction (trois quarts)
#include "extractors/number.h"

#include "pipeline/language/number_words.h"
#include "pipeline/text/tokens.h"

namespace sourcier {

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

NumberReader::NumberReader(const LanguagePack& pack)
    : lexicon_(pack.lexicon()),
      comma_decimal_(pack.setting("decimal") == ","),
      word_(pack.Class("number-word")),
      unit_(pack.Class("number-unit")),
      one_(pack.Class("number-one")),
      teen_(pack.Class("number-teen")),
      ten_(pack.Class("number-ten")),
      score_(pack.Class("number-score")),
      hundred_(pack.Class("number-hundred")),
      thousand_(pack.Class("number-thousand")),
      scale_(pack.Class("number-scale")),
      and_(pack.Class("number-and")),
      half_(pack.Class("number-half")),
      collective_(pack.Class("collective")),
      collective_plural_(pack.Class("collective-plural")),
      vague_(pack.Class("vague-quantifier")),
      fraction_denominator_(pack.Class("fraction-denominator")),
      fraction_word_(pack.Class("fraction-word")),
      fraction_sign_(pack.Class("fraction-sign")),
      ordinal_word_(pack.Class("ordinal-word")),
      ordinal_suffix_(pack.Class("ordinal-suffix")),
      scale_letter_(pack.Class("scale-letter")),
      of_(pack.Class("of")),
      comma_(pack.Class("number-comma")) {
  begins_.resize(lexicon_.set_count());
  for (size_t set = 0; set < begins_.size(); ++set) {
    for (ClassId id :
         {word_, collective_, vague_, scale_, fraction_word_, fraction_sign_, ordinal_word_}) {
      begins_[set] |= lexicon_.Has(static_cast<ClassSetId>(set), id);
    }
    if (lexicon_.Has(static_cast<ClassSetId>(set), scale_letter_)) begins_[set] = 0;
  }
}

std::string_view NumberReader::ValueOf(const Lexicon::Hit& hit, ClassId with_class) const {
  return lexicon_.Attribute(hit.entry, with_class, "value");
}

namespace {

bool IsDigits(const Token& t) { return t.Is(Token::kDigits); }

// The plural or singular vague multiple of a collective: "dizaines" is at least two tens.
Decimal DecimalOf(std::string_view value) { return Decimal::Parse(value).value_or(Decimal(0)); }

int RomanValue(std::string_view s) {
  static constexpr struct {
    std::string_view letters;
    int value;
  } kSteps[] = {{"C", 100}, {"XC", 90}, {"L", 50}, {"XL", 40}, {"X", 10},
                {"IX", 9},  {"V", 5},   {"IV", 4}, {"I", 1}};
  int value = 0;
  for (const auto& step : kSteps) {
    int times = 0;
    while (s.starts_with(step.letters) &&
           times < (step.letters.size() == 2 || step.value % 10 == 5 ? 1 : 3)) {
      value += step.value;
      s.remove_prefix(step.letters.size());
      ++times;
    }
  }
  return s.empty() ? value : 0;
}

}  // namespace

Sort NumberReader::SortOfDigits(std::string_view digits) const {
  const size_t n = digits.size();
  if (n > 4) return Sort::kLongDigits;
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  if (n == 1) return value == 0 ? Sort::kZero : Sort::kDigit1to9;
  if (n == 2) {
    if (value < 10) return Sort::kTwoDigits00to09;
    if (value <= 12) return Sort::kTwoDigits10to12;
    if (value <= 23) return Sort::kTwoDigits13to23;
    if (value <= 31) return Sort::kTwoDigits24to31;
    return value <= 59 ? Sort::kTwoDigits32to59 : Sort::kTwoDigits60to99;
  }
  if (n == 3) return Sort::kThreeDigits;
  return value >= 1000 && value < 2200 ? Sort::kYear : Sort::kFourDigits;
}

bool NumberReader::ReadDigits(Cursor& c, Reading* r) const {
  const uint32_t start = c.at;
  std::string digits(c.surface());
  r->sort = SortOfDigits(digits);
  const bool can_group = digits.size() <= 3 && digits[0] != '0';
  uint32_t used = 1;
  // Groups of three behind a space (one kind of mark throughout), an apostrophe or a point.
  auto group_at = [&](uint32_t i, char mark) {
    if (mark == ' ')
      return c.has(i) && IsDigits(c.token(i)) && c.token(i).length == 3 && c.OneSpaceBefore(i);
    return c.has(i + 1) && c.Glued(i) && c.Glued(i + 1) && IsDigits(c.token(i + 1)) &&
           c.token(i + 1).length == 3 &&
           (c.IsSign(i, mark) || (mark == '\'' && c.surface(i) == "\xE2\x80\x99"));
  };
  const char other_mark = comma_decimal_ ? '.' : ',';
  bool grouped = false;
  char group_mark = 0;
  if (can_group) {
    for (char mark : {' ', '\'', other_mark, comma_decimal_ ? ',' : '.'}) {
      const uint32_t step = mark == ' ' ? 1 : 2;
      uint32_t groups = 0;
      while (group_at(used + groups * step, mark)) ++groups;
      // The language's own decimal mark groups only where it does so twice (1,234,567).
      if (groups == 0 || (mark == (comma_decimal_ ? ',' : '.') && groups < 2)) continue;
      for (uint32_t g = 0; g < groups; ++g) digits += c.surface(used + (g + 1) * step - 1);
      used += groups * step;
      grouped = true;
      group_mark = mark;
      r->sort = Sort::kGrouped;
      break;
    }
  }
  int decimals = 0;
  const bool comma = c.IsSign(used, ','), point = c.IsSign(used, '.');
  if ((comma || point) && c.Glued(used) && c.Glued(used + 1) && IsDigits(c.token(used + 1))) {
    const bool chained =
        start >= 2 && c.document.tokens[start].Is(Token::kGlued) &&
        c.document.tokens[start - 1].length == 1 &&
        c.document.tokens[start - 1].Is(Token::kGlued) && IsDigits(c.document.tokens[start - 2]) &&
        c.document.text[c.document.tokens[start - 1].offset] == (comma ? ',' : '.');
    // One mark cannot both group and divide: 192.168.1 is a chain.
    const bool same = group_mark == (comma ? ',' : '.');
    const bool again =
        chained || ((c.IsSign(used + 2, ',') || c.IsSign(used + 2, '.')) && c.Glued(used + 2) &&
                    c.Glued(used + 3) && IsDigits(c.token(used + 3)));
    if (same) {
      digits = c.surface();
      used = 1;
      r->sort = SortOfDigits(digits);
    } else if (again && !grouped) {
      // 14.07.89, 192.168.0.1, 1,2,3: a chain of plain numbers.
      r->sort = SortOfDigits(digits);
    } else {
      digits += c.surface(used + 1);
      decimals = c.token(used + 1).length;
      used += 2;
      r->sort = Sort::kDecimal;
    }
  }
  r->number.value = Decimal::FromDigits(digits, decimals);
  if (!r->number.value) return false;
  // 1,5e-3: letter, sign and exponent are glued.
  const std::string_view letter = c.has(used + 2) ? c.surface(used) : std::string_view();
  if ((letter == "e" || letter == "E") && c.Glued(used) && c.Glued(used + 1) && c.Glued(used + 2) &&
      (c.IsSign(used + 1, '-') || c.IsSign(used + 1, '+')) && IsDigits(c.token(used + 2)) &&
      c.token(used + 2).length <= 2) {
    const int64_t power = DecimalOf(c.surface(used + 2)).ToInteger().value_or(0);
    const auto scaled = r->number.value->TimesPowerOfTen(
        static_cast<int>(c.IsSign(used + 1, '-') ? -power : power));
    if (scaled) {
      r->number.value = scaled;
      r->sort = Sort::kDecimal;
      used += 3;
    }
  }
  c.at += used;
  r->number.digits = c.document.TokenSpan(start, c.at);
  return true;
}

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
      if ((!c.Glued(skip) && !and_before) || !words.JoinOrdinal(value, &sum)) break;
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
          !words.Join(ten             ? NumberWords::Part::kTen
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

bool NumberReader::ReadRoman(Cursor& c, Reading* r) const {
  const Token& t = c.token();
  const std::string_view s = c.surface();
  size_t n = s.find_first_not_of("IVXLC");
  n = std::min(n, s.size());
  if (n == 0 || t.Is(Token::kElided)) return false;
  const bool suffixed = n < s.size();
  if (!suffixed && n < 2) return false;
  if (suffixed) {
    Token suffix;
    suffix.hash = TokenHash(s.substr(n));
    const Lexicon::Hit hit = lexicon_.Find(&suffix, 1);
    if (!Is(hit, ordinal_suffix_)) return false;
    // One letter and a suffix is mostly a word (Le, Ces, Vers): only I, V and X, and V and X only
    // with a suffix of their own.
    if (n == 1 && (s[0] == 'L' || s[0] == 'C')) return false;
    if (n == 1 && s[0] != 'I' && s.size() > 2 && s[1] == 'e' && s[2] != 'm') return false;
  }
  // XC90: the name of a thing.
  if (c.has(1) && c.Glued(1) && IsDigits(c.token(1))) return false;
  const int value = RomanValue(s.substr(0, n));
  if (value == 0) return false;
  r->number.value = Decimal(value);
  r->sort = Sort::kRoman;
  ++c.at;
  r->number.digits = t.span();
  return true;
}

namespace {

// An opening bracket or quotation mark, behind which a glued sign is that of a number: "(-3 %)".
bool Opens(const Document& document, uint32_t token) {
  const std::string_view s = document.Text(document.tokens[token].span());
  return s == "(" || s == "[" || s == "\"" || s == "\xC2\xAB" || s == "\xE2\x80\x9C";
}

}  // namespace

NumberReader::Reading NumberReader::Read(const Document& document, uint32_t at, uint32_t end,
                                         const Lexicon::Hit& hit) const {
  Reading r;
  Cursor c{document, lexicon_, at, end};
  const Token& first = document.tokens[at];
  if (IsDigits(first)) {
    // Digits glued to letters before them, or hyphened to a capitalised word, belong to a name:
    // A320, Covid-19, GPT-4.
    if (first.Is(Token::kGlued) && at > 0) {
      const Token& before = document.tokens[at - 1];
      // 18h30, 1m80: a unit between two numbers is no name.
      const bool between = at > 1 && before.Is(Token::kGlued) && before.Is(Token::kLowercase) &&
                           IsDigits(document.tokens[at - 2]);
      bool code = before.Is(Token::kWord) && !before.Is(Token::kElided) && !between;
      if (before.length == 1 && document.text[before.offset] == '-' && before.Is(Token::kGlued) &&
          at > 1) {
        const Token& name = document.tokens[at - 2];
        code = name.Is(Token::kWord) && (!name.Is(Token::kLowercase) || first.length < 4);
      }
      if (code) return {1, {}, Sort::kSign};
    }
    if (!ReadDigits(c, &r)) return {1, {}, Sort::kSign};
    // Ordinals: the suffix is glued (2e, 1er).
    if (!c.done() && c.Glued(0) && c.token().Is(Token::kWord) && r.sort != Sort::kDecimal) {
      const Lexicon::Hit suffix = c.Look();
      const bool ends_here = !(c.has(1) && c.Glued(1) && IsDigits(c.token(1)));
      if (Is(suffix, ordinal_suffix_) && suffix.tokens == 1 && ends_here) {
        ++c.at;
        r.sort = Sort::kOrdinal;
      }
    }
    // A fraction sign behind digits adds (2 1/2 as one sign).
    if (!c.done() && c.Glued(0) && Is(c.Look(), fraction_sign_)) {
      const std::string_view value = ValueOf(c.Look(), fraction_sign_);
      const auto d = DecimalOf(value.substr(value.find('/') + 1)).ToInteger().value_or(1);
      const auto whole = r.number.value->Times(Decimal(d));
      if (whole) r.number.value = whole->Plus(DecimalOf(value.substr(0, value.find('/'))));
      r.number.denominator = d;
      r.sort = Sort::kFraction;
      ++c.at;
    }
    if (r.sort != Sort::kOrdinal && r.sort != Sort::kFraction) {
      ReadScale(c, &r);
      ReadFraction(c, &r);
    }
  } else if (hit && Is(hit, word_)) {
    if (!ReadWords(c, &r)) return {};
    if (r.sort != Sort::kOrdinal) {
      if (r.number.scale.empty()) ReadScale(c, &r);
      ReadFraction(c, &r);
    }
    if (r.sort == Sort::kWordScaled) ReadAndHalf(c, &r);
  } else if (hit && (Is(hit, collective_) || Is(hit, vague_) || Is(hit, scale_))) {
    if (!ReadCollective(c, &r)) return {};
  } else if (hit && (Is(hit, fraction_word_) || Is(hit, fraction_sign_))) {
    const std::string_view value =
        ValueOf(hit, Is(hit, fraction_word_) ? fraction_word_ : fraction_sign_);
    r.number.value = DecimalOf(value.substr(0, value.find('/')));
    r.number.denominator = DecimalOf(value.substr(value.find('/') + 1)).ToInteger().value_or(1);
    r.sort = Sort::kFraction;
    c.at += hit.tokens;
  } else if (hit && Is(hit, ordinal_word_)) {
    r.number.value = DecimalOf(ValueOf(hit, ordinal_word_));
    r.sort = Sort::kOrdinal;
    c.at += hit.tokens;
  } else if (first.Is(Token::kWord) && first.Is(Token::kCapital)) {
    if (!ReadRoman(c, &r)) return {};
  } else {
    return {};
  }
  r.tokens = c.at - at;
  r.number.span = document.TokenSpan(at, c.at);
  if (r.number.digits.empty() && r.sort != Sort::kVague && r.number.scale.empty())
    r.number.digits = r.number.span;
  // A sign of its own before digits: -3, +2,5.
  if (at > 0 && IsDigits(first) && first.Is(Token::kGlued) && r.number.value) {
    const Token& sign = document.tokens[at - 1];
    const std::string_view s = document.Text(sign.span());
    if (!(sign.Is(Token::kGlued) && at > 1 && !Opens(document, at - 2)) && (s == "-" || s == "+" || s == "\xE2\x88\x92")) {
      r.number.sign = sign.span();
      if (s != "+") r.number.value = r.number.value->Negated();
    }
  }
  return r;
}

}  // namespace sourcier
