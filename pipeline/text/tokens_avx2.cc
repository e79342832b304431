#if defined(__x86_64__)

#include <immintrin.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "pipeline/text/token_rules.h"

namespace sourcier::token_rules {
namespace {

// Blocks of 64 bytes become bit maps, and a walk over the bits where the kind
// changes makes the tokens ---

#define SOURCIER_AVX2 [[gnu::target("avx2,bmi")]]

// The kinds of 64 bytes, a bit a byte; what is in none of them is a sign.
struct KindMaps {
  uint64_t letters = 0, digits = 0, spaces = 0;
  uint64_t special = 0;  // lead bytes of code points that may be no letter
};

SOURCIER_AVX2 inline __m256i InRange(__m256i bytes, char low, char size) {
  const __m256i shifted = _mm256_sub_epi8(bytes, _mm256_set1_epi8(low));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(shifted, _mm256_set1_epi8(size)), shifted);
}

SOURCIER_AVX2 inline uint64_t Bits(__m256i mask) {
  return static_cast<uint32_t>(_mm256_movemask_epi8(mask));
}

SOURCIER_AVX2 inline __m256i Equal(__m256i bytes, int value) {
  return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(static_cast<char>(value)));
}

// Reads 33 bytes.
SOURCIER_AVX2 inline KindMaps Classify32(const char* p) {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  const __m256i ascii_letters = InRange(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), 'a', 25);
  KindMaps maps;
  const uint64_t high = Bits(bytes);
  maps.letters = Bits(ascii_letters) | high;
  maps.digits = Bits(InRange(bytes, '0', 9));
  maps.spaces = Bits(_mm256_or_si256(InRange(bytes, 0, 0x20), Equal(bytes, 0x7F)));
  if (high != 0) {
    const __m256i next = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p + 1));
    const __m256i times_or_divided =  // U+00D7, U+00F7
        _mm256_and_si256(Equal(bytes, 0xC3),
                         Equal(_mm256_or_si256(next, _mm256_set1_epi8(0x20)), 0xB7));
    const __m256i e2_e3 = Equal(_mm256_or_si256(bytes, _mm256_set1_epi8(1)), 0xE3);
    const __m256i ef_f0 = _mm256_or_si256(Equal(bytes, 0xEF), Equal(bytes, 0xF0));
    const __m256i leads = _mm256_or_si256(_mm256_or_si256(e2_e3, ef_f0), Equal(bytes, 0xC2));
    maps.special = Bits(_mm256_or_si256(leads, times_or_divided));
  }
  return maps;
}

// Reads 65 bytes.
SOURCIER_AVX2 inline KindMaps Classify64(const char* p) {
  const KindMaps low = Classify32(p), high = Classify32(p + 32);
  return {low.letters | high.letters << 32, low.digits | high.digits << 32,
          low.spaces | high.spaces << 32, low.special | high.special << 32};
}

constexpr uint64_t kAll(uint8_t byte) { return 0x0101010101010101ull * byte; }

// The high bit of every byte that is an ASCII letter of the range that begins at `first` ('a' or
// 'A').
constexpr uint64_t AsciiLetters(uint64_t word, uint8_t first) {
  const uint64_t low = word & kAll(0x7F);
  const uint64_t from = low + kAll(static_cast<uint8_t>(0x80 - first));
  const uint64_t past = low + kAll(static_cast<uint8_t>(0x80 - first - 26));
  return from & ~past & ~word & kAll(0x80);
}

// The first min(bytes, 8) > 0 bytes at `at`, zeros after them.
inline uint64_t LoadWord(std::string_view text, size_t at, size_t bytes) {
  uint64_t word = 0;
  if (at + 8 <= text.size()) [[likely]] {
    std::memcpy(&word, text.data() + at, 8);
  } else {
    std::memcpy(&word, text.data() + at, text.size() - at);
  }
  return word & ~uint64_t{0} >> (64 - 8 * std::min<size_t>(bytes, 8));
}

// What the letters of 8 bytes are: the high bit of the first byte of every letter.
struct Cases {
  uint64_t upper = 0, lower = 0;
  bool simple = true;  // ASCII and the letters of lead byte C3
};

inline Cases CasesOf(std::string_view text, size_t at, uint64_t word) {
  Cases cases{AsciiLetters(word, 'A'), AsciiLetters(word, 'a')};
  if (const uint64_t leads = word & (word << 1) & kAll(0x80); leads != 0) {
    // U+00C0-00DE are upper case, U+00DF-00FF lower: the second byte has bit 5, or is 9F.
    cases.simple = ((word ^ kAll(0xC3)) & (leads >> 7) * 0x3F) == 0;
    const uint64_t next = LoadWord(text, at + 1, 8);
    const uint64_t lower = next << 2 | ((next & kAll(0x1F)) + kAll(1)) << 2;
    cases.lower |= leads & lower;
    cases.upper |= leads & ~lower;
  }
  return cases;
}

// Flags and hash of a word of `length` bytes at `begin`, 8 bytes at a time. False where one of its
// letters is not simple.
inline bool MakeWord(std::string_view text, uint32_t begin, uint32_t length, bool elided,
                     unsigned* flags, uint64_t* hash) {
  const auto mixes = [](const Cases& c) {
    return c.lower != 0 && c.upper > (c.lower & (~c.lower + 1));
  };
  uint64_t word = LoadWord(text, begin, length);
  Cases cases = CasesOf(text, begin, word);
  bool simple = cases.simple, mixed = mixes(cases), lower = cases.lower != 0,
       upper = cases.upper != 0;
  const bool single = length == 1 || (length == 2 && word > 0x7F7F);
  const bool capital = (cases.upper & 0x80) != 0, lowercase = (cases.lower & 0x80) != 0;
  uint64_t h = HashSeed(length, elided);
  uint32_t left = length;
  for (; left > 8; left -= 8) {
    h = HashStep(h, word | kAll(0x20));
    const size_t at = begin + length - left + 8;
    word = LoadWord(text, at, left - 8);
    cases = CasesOf(text, at, word);
    simple &= cases.simple;
    mixed |= lower ? cases.upper != 0 : mixes(cases);
    lower |= cases.lower != 0;
    upper |= cases.upper != 0;
  }
  *hash = HashEnd(HashStep(h, word | kAll(0x20) >> (64 - 8 * left)));
  *flags |= Token::kWord | (capital ? unsigned{Token::kCapital} : 0) |
            (lowercase ? unsigned{Token::kLowercase} : 0) | (mixed ? unsigned{Token::kMixed} : 0) |
            (single ? unsigned{Token::kSingle} : 0) |
            (!single && upper && !lower ? unsigned{Token::kAllCaps} : 0);
  return simple;
}

// Takes runs of one kind, left to right, and appends their tokens.
class Walker {
 public:
  Walker(std::string_view text, std::vector<Token>* tokens) : text_(text), tokens_(tokens) {}

  // The run that began at the last call ends at `at`, and one of `kind` begins.
  void Turn(uint32_t at, Kind kind) {
    if (at > start_) Close(at);  // else the run was the apostrophe of an elision
    kind_ = kind;
  }

  void Close(uint32_t end) {
    switch (kind_) {
      case Kind::kSpace:
        before_ = (before_ & Token::kLineStart);
        if (end - start_ != 1 || text_[start_] == '\n')
          before_ |= SpaceFlags(text_.substr(start_, end - start_));
        start_ = end;
        return;
      case Kind::kSign:
        CloseSigns(end);
        break;
      case Kind::kDigit:
        CloseRun(end);
        break;
      case Kind::kLetter:
        if (!CloseShortWord(end)) CloseRun(end);
        break;
    }
    before_ = Token::kGlued;
  }

 private:
  void CloseSigns(uint32_t end) {
    const uint32_t length = end - start_;
    const auto lead = static_cast<uint8_t>(text_[start_]);
    const uint32_t first = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length != first || ApostropheAt(text_, start_) == 3) {
      EmitSigns(text_, start_, end, before_, tokens_);
    } else {
      const uint64_t word = LoadWord(text_, start_, length);
      const uint64_t hash = HashEnd(HashStep(HashSeed(length, false), word));
      tokens_->push_back(MakeToken(start_, end, before_, hash));
    }
    start_ = end;
  }

  // Up to 8 bytes of a word, folded, and which of its letters are upper and lower case: bit 5 of a
  // letter's first byte stands for it.
  struct Lane {
    uint64_t folded, upper, lower;
    bool simple;  // ASCII and the letters of lead byte C3
  };

  // Reads 9 bytes at `at`.
  Lane ReadLane(uint32_t at, uint32_t length) const {
    uint64_t word, next;
    std::memcpy(&word, text_.data() + at, 8);
    std::memcpy(&next, text_.data() + at + 1, 8);
    const uint64_t used = ~uint64_t{0} >> (64 - 8 * length);
    const uint64_t folds = kAll(0x20) & used;
    const uint64_t ascii = ~word >> 2 & folds;
    const uint64_t leads = (word & word << 1) >> 2 & folds;
    const uint64_t lower_second = next | ((next & kAll(0x1F)) + kAll(1));  // as in CasesOf
    return {(word & used) | folds, (~word & ascii) | (~lower_second & leads),
            (word & ascii) | (lower_second & leads),
            ((word ^ kAll(0xC3)) & (leads >> 5) * 0x3F) == 0};
  }

  // True where an upper-case letter stands right of a lower-case one.
  static bool Mixes(uint64_t upper, uint64_t lower) {
    return lower != 0 && upper > (lower & (~lower + 1));
  }

  // The common case of CloseRun: a word of up to 16 bytes of simple letters, not at the end of the
  // text. False: it is none.
  bool CloseShortWord(uint32_t end) {
    const uint32_t length = end - start_;
    if (length > 16 || start_ + 17 > text_.size()) return false;
    const Lane first = ReadLane(start_, std::min(length, 8u));
    if (!first.simple) return false;
    const uint32_t apostrophe = Elision(end);
    uint64_t hash = HashStep(HashSeed(length, apostrophe != 0), first.folded);
    uint64_t upper = first.upper, lower = first.lower;
    bool mixed = Mixes(upper, lower);
    if (length > 8) {
      const Lane second = ReadLane(start_ + 8, length - 8);
      if (!second.simple) return false;
      hash = HashStep(hash, second.folded);
      mixed |= lower != 0 ? second.upper != 0 : Mixes(second.upper, second.lower);
      upper |= second.upper;
      lower |= second.lower;
    }
    const bool single = length == 1 || (length == 2 && (upper | lower) == 0x20);
    unsigned flags = before_ | Token::kWord | (single ? unsigned{Token::kSingle} : 0);
    if (upper == 0) {
      flags |= Token::kLowercase;
    } else {
      flags |= (first.upper & 0x20) != 0 ? Token::kCapital : Token::kLowercase;
      if (mixed) flags |= Token::kMixed;
      if (!single && lower == 0) flags |= Token::kAllCaps;
    }
    if (apostrophe != 0) flags |= Token::kElided;
    tokens_->push_back(MakeToken(start_, end + apostrophe, flags, HashEnd(hash)));
    start_ = end + apostrophe;
    return true;
  }

  void CloseRun(uint32_t end) {
    const bool word = kind_ == Kind::kLetter;
    while (start_ < end) {
      const uint32_t cut = CutRun(text_, start_, end);
      const uint32_t apostrophe = word && cut == end ? Elision(end) : 0;
      unsigned flags = before_;
      uint64_t hash = 0;
      if (!word) {
        hash = HashDigits(cut - start_);
        flags |= Token::kDigits;
      } else if (!MakeWord(text_, start_, cut - start_, apostrophe != 0, &flags, &hash)) {
        const std::string_view run = text_.substr(start_, cut - start_);
        flags = before_ | WordFlags(run);
        hash = HashRun(run, kind_, apostrophe != 0);
      }
      if (apostrophe != 0) flags |= Token::kElided;
      tokens_->push_back(MakeToken(start_, cut + apostrophe, flags, hash));
      start_ = cut + apostrophe;
      before_ = Token::kGlued;
    }
  }

  uint64_t HashDigits(uint32_t length) const {
    uint64_t h = HashSeed(length, false);
    for (uint32_t i = 0; i < length; i += 8)
      h = HashStep(h, LoadWord(text_, start_ + i, length - i));
    return HashEnd(h);
  }

  uint32_t Elision(uint32_t at) const {
    if (at >= text_.size() || (text_[at] != '\'' && text_[at] != '\xE2')) return 0;
    return ElisionAt(text_, at);
  }

  std::string_view text_;
  std::vector<Token>* tokens_;
  uint32_t start_ = 0;
  Kind kind_ = Kind::kSpace;
  unsigned before_ = Token::kLineStart;
};

// Gives the bytes of special code points their kinds. Bytes past the block go to `spill` (the maps
// of the next block).
inline void Resolve(std::string_view text, uint32_t base, KindMaps* maps, KindMaps* spill,
                    uint64_t* spilled) {
  for (uint64_t todo = maps->special; todo != 0; todo &= todo - 1) {
    const uint32_t bit = static_cast<uint32_t>(std::countr_zero(todo));
    size_t next = base + bit;
    const Kind kind = KindAbove(NextCodePoint(text, &next));
    if (kind == Kind::kLetter) continue;
    const uint64_t ones = (uint64_t{1} << (next - base - bit)) - 1;
    const uint64_t here = ones << bit;
    maps->letters &= ~here;
    if (kind == Kind::kSpace) maps->spaces |= here;
    if (next - base > 64) {
      const uint64_t there = ones >> (64 - bit);
      *spilled = there;
      if (kind == Kind::kSpace) spill->spaces = there;
    }
  }
}

// Turns the walker at each of the bits. A function of its own, without vector code, so that the
// registers are the walker's.
[[gnu::noinline]] void Walk(const KindMaps& maps, uint64_t turns, uint32_t base, Walker* walker) {
  const uint64_t letters = maps.letters, digits = maps.digits, spaces = maps.spaces;
  for (; turns != 0; turns &= turns - 1) {
    const int bit = std::countr_zero(turns);
    const Kind kind = (letters >> bit & 1) != 0  ? Kind::kLetter
                      : (spaces >> bit & 1) != 0 ? Kind::kSpace
                      : (digits >> bit & 1) != 0 ? Kind::kDigit
                                                 : Kind::kSign;
    walker->Turn(base + static_cast<uint32_t>(bit), kind);
  }
}

}  // namespace

SOURCIER_AVX2 void TokenizeAvx2(std::string_view text, std::vector<Token>* tokens) {
  const size_t size = text.size();
  Walker walker(text, tokens);
  KindMaps spill, last;  // `last` holds the kind of the byte before the block, in bit 0
  last.spaces = 1;
  uint64_t spilled = 0;
  alignas(32) char tail[96];
  for (size_t base = 0; base < size; base += 64) {
    const char* p = text.data() + base;
    const size_t left = size - base;
    if (left < 65) {
      std::memset(tail, 0, sizeof tail);
      std::memcpy(tail, p, left);
      p = tail;
    }
    KindMaps maps = Classify64(p);
    maps.letters &= ~spilled;
    maps.spaces |= spill.spaces;
    spill = {};
    spilled = 0;
    if (maps.special != 0) Resolve(text, static_cast<uint32_t>(base), &maps, &spill, &spilled);
    uint64_t turns = (maps.letters ^ (maps.letters << 1 | last.letters)) |
                     (maps.digits ^ (maps.digits << 1 | last.digits)) |
                     (maps.spaces ^ (maps.spaces << 1 | last.spaces));
    if (left < 64) turns &= (uint64_t{1} << left) - 1;
    Walk(maps, turns, static_cast<uint32_t>(base), &walker);
    last.letters = maps.letters >> 63;
    last.digits = maps.digits >> 63;
    last.spaces = maps.spaces >> 63;
  }
  walker.Turn(static_cast<uint32_t>(size), Kind::kSpace);
}

}  // namespace sourcier::token_rules

#endif  // __x86_64__
