// A cursor walks the tokens; each reader takes what fits and leaves the cursor behind it.
//   digits:  1 234 567,8   groups of three behind one space, point or apostrophe; then the decimal
//   mark, glued words:   NumberWords joins them; hyphens and "and" between then a scale word
//   (millions), then "and a half"; a denominator makes a fraction (trois quarts)
#include "extractors/number.h"

#include "extractors/number_cursor.h"
#include "pipeline/text/tokens.h"

namespace sourcier {

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
      ordinal_apart_(pack.Class("ordinal-apart")),
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

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

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

// "10 1/2 miles": a whole number and a fraction below one, written apart.
bool NumberReader::ReadDigitFraction(Cursor& c, Reading* r) const {
  if (!c.has(2) || c.Glued(0) || c.token().Is(Token::kLineStart) || !IsDigits(c.token()) ||
      c.token().length != 1 || !c.IsSign(1, '/') || !c.Glued(1) || !IsDigits(c.token(2)) ||
      !c.Glued(2) || c.token(2).length != 1 || (c.has(3) && c.Glued(3) && c.IsSign(3, '/')))
    return false;
  const int64_t part = c.surface()[0] - '0', of = c.surface(2)[0] - '0';
  if (part < 1 || part >= of) return false;
  const auto whole = r->number.value->Times(Decimal(of));
  const auto sum = whole ? whole->Plus(Decimal(part)) : std::nullopt;
  if (!sum) return false;
  if (1000 % of == 0) {  // halves, quarters, fifths and eighths are exact decimals
    const auto thousandths = sum->Times(Decimal(1000 / of));
    r->number.value = thousandths ? thousandths->TimesPowerOfTen(-3) : std::nullopt;
    r->sort = Sort::kDecimal;
  } else {
    r->number.value = sum;
    r->number.denominator = of;
    r->sort = Sort::kFraction;
  }
  c.at += 3;
  return r->number.value.has_value();
}

bool NumberReader::ReadRoman(Cursor& c, Reading* r) const {
  const Token& t = c.token();
  const std::string_view s = c.surface();
  size_t n = s.find_first_not_of("IVXLC");
  n = std::min(n, s.size());
  if (n == 0 || t.Is(Token::kElided)) return false;
  const bool suffixed = n < s.size();
  // Hundreds without a suffix are initials: CCC, CX.
  if (!suffixed && (n < 2 || s.find('C') != std::string_view::npos)) return false;
  if (suffixed) {
    Token suffix;
    suffix.hash = TokenHash(s.substr(n));
    const Lexicon::Hit hit = lexicon_.Find(&suffix, 1);
    if (!Is(hit, ordinal_suffix_)) return false;
    // "IST" and "Inde" are words: a suffix in small letters, and where it belongs to one number
    // only (`value`: Ier, IInde) that number; the first takes no other.
    if (IsUpper(s[n])) return false;
    if (n == 1 && (s[0] == 'L' || s[0] == 'C')) return false;
    const int64_t only = DecimalOf(ValueOf(hit, ordinal_suffix_)).ToInteger().value_or(0);
    const int number = RomanValue(s.substr(0, n));
    if (number == 1 ? only != 1 : only != 0 && only != number) return false;
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
      // 18h30, 13H30, 1m80: a unit between two numbers is no name.
      const bool between = at > 1 && before.Is(Token::kGlued) &&
                           (before.Is(Token::kLowercase) || before.Is(Token::kSingle)) &&
                           IsDigits(document.tokens[at - 2]);
      bool code = before.Is(Token::kWord) && !before.Is(Token::kElided) && !between;
      if (before.length == 1 && document.text[before.offset] == '-' && before.Is(Token::kGlued) &&
          at > 1) {
        const Token& name = document.tokens[at - 2];
        code = name.Is(Token::kWord) && (!name.Is(Token::kLowercase) || first.length < 4);
        // MP4-12
        code |= IsDigits(name) && name.Is(Token::kGlued) && at > 2 &&
                document.tokens[at - 3].Is(Token::kWord) &&
                !document.tokens[at - 3].Is(Token::kLowercase);
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
    const bool plain = r.sort != Sort::kOrdinal && r.sort != Sort::kFraction &&
                       r.sort != Sort::kDecimal && r.sort != Sort::kYear;
    if (plain && ReadDigitFraction(c, &r)) {
      r.number.digits = document.TokenSpan(at, c.at);
    } else if (r.sort != Sort::kOrdinal && r.sort != Sort::kFraction) {
      ReadScale(c, &r);
      ReadFraction(c, &r);
    }
  } else if (hit && Is(hit, word_)) {
    if (!ReadWords(c, &r)) return {};
    if (r.sort != Sort::kOrdinal) {
      if (r.number.scale.empty()) ReadScale(c, &r);
      if (r.number.scale.empty() && !c.done() && r.sort != Sort::kDecimal && ReadMixed(c, &r)) {
        r.number.digits = document.TokenSpan(at, c.at);
      } else {
        ReadFraction(c, &r);
      }
    }
    if (r.sort == Sort::kWordScaled) ReadAndHalf(c, &r);
  } else if (hit && !Is(hit, scale_letter_) &&
             (Is(hit, collective_) || Is(hit, vague_) || Is(hit, scale_))) {
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
  // A sign of its own before digits: -3, +2,5; with a space "(- 3 %)", "+ 7 %".
  if (at > 0 && IsDigits(first) && r.number.value) {
    const Token& sign = document.tokens[at - 1];
    const std::string_view s = document.Text(sign.span());
    const bool plus = s == "+", minus = s == "-" || s == "\xE2\x88\x92";
    const bool opened = sign.Is(Token::kGlued) && at > 1 && Opens(document, at - 2);
    const bool apart = !sign.Is(Token::kGlued) && !(at > 1 && IsDigits(document.tokens[at - 2]));
    const bool glued = first.Is(Token::kGlued);
    if ((plus && (apart || opened)) || (minus && (opened || (apart && glued)))) {
      r.number.sign = sign.span();
      if (minus) r.number.value = r.number.value->Negated();
    }
  }
  return r;
}

}  // namespace sourcier
