#include "pipeline/text/tokens.h"

#include "pipeline/text/token_rules.h"

namespace sourcier {
namespace token_rules {

uint64_t HashRun(std::string_view run, Kind kind, bool elided) {
  std::string folded;
  for (size_t at = 0; at < run.size();) {
    const size_t from = at;
    const uint32_t c = NextCodePoint(run, &at);
    if (kind == Kind::kLetter) {
      if (const uint32_t f = FoldExtended(c); f != c) {
        AppendUtf8(f, &folded);
      } else {
        folded.append(run, from, at - from);
      }
    } else if (c == 0x2019) {
      folded.push_back('\'');  // the typographic apostrophe is the plain one
    } else {
      folded.append(run, from, at - from);
    }
  }
  uint64_t hash = HashSeed(folded.size(), elided);
  for (size_t i = 0; i < folded.size(); i += 8) {
    uint64_t word = 0;
    for (size_t k = 0; k < 8 && i + k < folded.size(); ++k) {
      const uint8_t byte = static_cast<uint8_t>(folded[i + k]);
      const uint8_t fold = kind == Kind::kLetter ? byte | 0x20 : byte;
      word |= static_cast<uint64_t>(fold) << (8 * k);
    }
    hash = HashStep(hash, word);
  }
  return HashEnd(hash);
}

unsigned WordFlags(std::string_view word) {
  unsigned flags = Token::kWord;
  bool lower = false, upper = false;
  size_t letters = 0;
  for (size_t at = 0; at < word.size(); ++letters) {
    const Case k = CaseOf(NextCodePoint(word, &at));
    if (letters == 0 && k == Case::kUpper) flags |= Token::kCapital;
    if (letters == 0 && k == Case::kLower) flags |= Token::kLowercase;
    if (k == Case::kUpper && lower) flags |= Token::kMixed;
    lower |= k == Case::kLower;
    upper |= k == Case::kUpper;
  }
  if (letters == 1) flags |= Token::kSingle;
  if (letters >= 2 && upper && !lower) flags |= Token::kAllCaps;
  return flags;
}

// before gives.
void EmitSigns(std::string_view text, uint32_t begin, uint32_t end, unsigned before,
               std::vector<Token>* tokens) {
  while (begin < end) {
    size_t at = begin;
    const uint32_t c = NextCodePoint(text, &at);
    for (size_t next = at; at < end && NextCodePoint(text, &next) == c;) at = next;
    const uint32_t cut = CutRun(text, begin, static_cast<uint32_t>(at));
    const uint64_t hash = HashRun(text.substr(begin, cut - begin), Kind::kSign, false);
    tokens->push_back(MakeToken(begin, cut, before, hash));
    begin = cut;
    before = Token::kGlued;
  }
}

}  // namespace token_rules

using namespace token_rules;

void Tokenize(std::string_view text, std::vector<Token>* tokens) {
#if defined(__x86_64__)
  static const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
  if (has_avx2) return TokenizeAvx2(text, tokens);
#endif
  TokenizeScalar(text, tokens);
}

void TokenizeEntry(std::string_view entry, std::vector<Token>* tokens) {
  const size_t before = tokens->size();
  Tokenize(entry, tokens);
  if (tokens->size() < before + 2) return;
  const Token last = tokens->back();
  Token& word = tokens->end()[-2];
  if (!word.Is(Token::kWord) || word.Is(Token::kElided) || !last.Is(Token::kGlued) ||
      ApostropheAt(entry, last.offset) != last.length) {
    return;
  }
  word.hash = HashRun(entry.substr(word.offset, word.length), Kind::kLetter, true);
  word.length = static_cast<uint16_t>(word.length + last.length);
  word.flags |= Token::kElided;
  tokens->pop_back();
}

uint64_t TokenHash(std::string_view surface) {
  if (surface.empty()) return HashEnd(HashSeed(0, false));
  const Kind kind = KindOf(CodePointAt(surface, 0));
  if (kind == Kind::kLetter) {
    for (std::string_view apostrophe : {std::string_view("'"), std::string_view("\xE2\x80\x99")}) {
      if (surface.ends_with(apostrophe)) {
        surface.remove_suffix(apostrophe.size());
        return HashRun(surface, kind, true);
      }
    }
  }
  return HashRun(surface, kind, false);
}

void TokenizeScalar(std::string_view text, std::vector<Token>* tokens) {
  const uint32_t size = static_cast<uint32_t>(text.size());
  unsigned before = Token::kLineStart;
  for (uint32_t at = 0; at < size;) {
    const Kind kind = KindOf(CodePointAt(text, at));
    size_t after = at;
    for (size_t next = at; next < size && KindOf(NextCodePoint(text, &next)) == kind;) after = next;
    uint32_t end = static_cast<uint32_t>(after);
    if (kind == Kind::kSpace) {
      before = (before & Token::kLineStart) | SpaceFlags(text.substr(at, end - at));
      at = end;
      continue;
    }
    if (kind == Kind::kSign) {
      EmitSigns(text, at, end, before, tokens);
      before = Token::kGlued;
      at = end;
      continue;
    }
    while (at < end) {
      const uint32_t cut = CutRun(text, at, end);
      const std::string_view run = text.substr(at, cut - at);
      unsigned flags = before | (kind == Kind::kDigit ? unsigned{Token::kDigits} : WordFlags(run));
      const uint32_t apostrophe = kind == Kind::kLetter && cut == end ? ElisionAt(text, end) : 0;
      if (apostrophe != 0) flags |= Token::kElided;
      tokens->push_back(
          MakeToken(at, cut + apostrophe, flags, HashRun(run, kind, apostrophe != 0)));
      at = cut + apostrophe;
      before = Token::kGlued;
    }
  }
}

}  // namespace sourcier
