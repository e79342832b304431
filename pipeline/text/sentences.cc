#include "pipeline/text/sentences.h"

#include "pipeline/language/language_pack.h"
#include "pipeline/text/signs.h"

namespace sourcier {
namespace {

// Abbreviations of more tokens than this are not looked for.
constexpr uint32_t kLongestAbbreviation = 7;
// A sentence of more tokens is no sentence but a table or a list without stops: it is cut, at white
// space where there is some near, so that the work on it stays in proportion to its length.
constexpr uint32_t kLongestSentence = 1000;
constexpr uint32_t kNear = 100;

class Cutter {
 public:
  Cutter(const Document& document, const Block& block)
      : text_(document.text), tokens_(document.tokens), block_(block), pack_(PackOf(block)) {
    if (pack_ == nullptr) return;
    abbreviation_ = pack_->Class("abbreviation");
    stopword_ = pack_->Class("stopword");
  }

  // The end (a token index) of the sentence that begins at token `first`.
  uint32_t EndOf(uint32_t first) const {
    for (uint32_t i = first; i < block_.last_token; ++i) {
      if (i - first == kLongestSentence) return Cut(i);
      const uint32_t sign = SignOf(text_, tokens_[i]);
      if (!IsStop(sign)) continue;
      uint32_t last = i;  // last token of the stop and of what closes
      while (last + 1 < block_.last_token && IsStop(Sign(last + 1)) &&
             tokens_[last + 1].Is(Token::kGlued))
        ++last;
      const uint32_t stop = last;
      while (last + 1 < block_.last_token && (IsClosing(Sign(last + 1)) || IsGluedQuote(last + 1)))
        ++last;
      if (last + 1 == block_.last_token) return block_.last_token;
      const bool plain = sign == '.' && stop == i && last == i && tokens_[i].length == 1;
      if (plain ? StopEnds(first, i) : CanBegin(last + 1)) return last + 1;
      i = last;
      if (i - first >= kLongestSentence) return i + 1;
    }
    return block_.last_token;
  }

 private:
  static_assert(kNear < kLongestSentence);
  // The place near token `i`, before it, where a sentence that is too long is cut.
  uint32_t Cut(uint32_t i) const {
    for (uint32_t at = i; at > i - kNear; --at) {
      if (!tokens_[at].Is(Token::kGlued)) return at;
    }
    return i;
  }

  uint32_t Sign(uint32_t i) const { return SignOf(text_, tokens_[i]); }

  bool IsGluedQuote(uint32_t i) const { return Sign(i) == '"' && tokens_[i].Is(Token::kGlued); }

  bool IsStopWord(uint32_t i) const {
    return pack_ != nullptr && tokens_[i].Is(Token::kWord) &&
           pack_->lexicon().Has(pack_->lexicon().Find(&tokens_[i], 1).classes, stopword_);
  }

  // True where token `i` may be the first of a sentence.
  bool CanBegin(uint32_t i) const {
    const Token& t = tokens_[i];
    if (t.Is(Token::kDigits)) return true;
    if (t.Is(Token::kWord)) return !t.Is(Token::kLowercase) || t.Is(Token::kMixed);
    const uint32_t sign = Sign(i);
    if (IsOpeningQuote(sign) || sign == '(' || sign == '[' || sign == '"') {
      return i + 1 >= block_.last_token || !IsLower(i + 1);
    }
    return IsDash(sign) && !t.Is(Token::kGlued) && i + 1 < block_.last_token && !IsLower(i + 1);
  }

  bool IsLower(uint32_t i) const {
    return tokens_[i].Is(Token::kLowercase) && !tokens_[i].Is(Token::kMixed);
  }

  // What the column `stop` says of the abbreviation whose last token is the stop `i`; nullptr where
  // there is none.
  const char* Abbreviation(uint32_t first, uint32_t i) const {
    if (pack_ == nullptr) return nullptr;
    for (uint32_t from = i; from-- > first && i - from < kLongestAbbreviation &&
                            tokens_[from + 1].Is(Token::kGlued);) {
      const auto hit = pack_->lexicon().Find(&tokens_[from], i + 1 - from);
      if (hit.tokens != i + 1 - from || !pack_->lexicon().Has(hit.classes, abbreviation_)) continue;
      const std::string_view stop = pack_->lexicon().Attribute(hit.entry, abbreviation_, "stop");
      return stop == "capital" ? "c" : stop == "function" ? "f" : "n";
    }
    return nullptr;
  }

  // True where the single stop `i`, with something after it in its block, ends the sentence that
  // begins at `first`.
  bool StopEnds(uint32_t first, uint32_t i) const {
    if (i == first) return false;
    const Token &before = tokens_[i - 1], &after = tokens_[i + 1];
    if (!CanBegin(i + 1)) return false;
    const bool glued = tokens_[i].Is(Token::kGlued);
    if (after.Is(Token::kGlued)) {
      // "collaboration.Samedi" ends a sentence; "Booking.com", "3.5" and "U.S." do not.
      if (!after.Is(Token::kWord)) return IsOpeningQuote(Sign(i + 1));
      const bool name =
          after.Is(Token::kSingle) || after.Is(Token::kAllCaps) || !after.Is(Token::kCapital);
      if (name || !glued) return false;
      return before.Is(Token::kDigits) || (before.Is(Token::kWord) && before.length >= 3 &&
                                           IsLower(i - 1) && !Abbreviation(first, i));
    }
    if (!glued) return true;
    if (const char* stop = Abbreviation(first, i)) {
      if (*stop == 'n' || !after.Is(Token::kWord)) return *stop != 'n' && !after.Is(Token::kDigits);
      return *stop == 'c' || IsStopWord(i + 1);
    }
    if (before.Is(Token::kDigits)) return i - 1 != first;  // "1. Un titre" is numbered
    if (before.Is(Token::kSingle) && before.Is(Token::kCapital)) return !IsInitial(i);
    return true;
  }

  // True where the single capital before stop `i` is the initial of a name, not the last word of a
  // sentence ("plan B. Il faut").
  bool IsInitial(uint32_t i) const {
    if (!tokens_[i + 1].Is(Token::kWord)) return false;
    return !IsStopWord(i + 1) || i + 2 >= block_.last_token || !IsLower(i + 2);
  }

  std::string_view text_;
  const std::vector<Token>& tokens_;
  const Block& block_;
  const LanguagePack* pack_;
  ClassId abbreviation_ = kNoClass, stopword_ = kNoClass;
};

class SentenceStage : public Stage {
 public:
  std::string_view name() const override { return "sentences"; }

  void Run(const Languages&, Document& document) const override {
    for (uint32_t b = 0; b < document.blocks.size(); ++b) {
      Block& block = document.blocks[b];
      block.first_sentence = static_cast<uint32_t>(document.sentences.size());
      if (block.role != BlockRole::kSeparator) {
        const Cutter cutter(document, block);
        for (uint32_t first = block.first_token; first < block.last_token;) {
          Sentence s;
          s.block = b;
          s.first_token = first;
          s.last_token = cutter.EndOf(first);
          s.span = document.TokenSpan(first, s.last_token);
          document.sentences.push_back(s);
          first = s.last_token;
        }
      }
      block.last_sentence = static_cast<uint32_t>(document.sentences.size());
    }
  }
};

}  // namespace

std::unique_ptr<const Stage> MakeSentenceStage() { return std::make_unique<SentenceStage>(); }

}  // namespace sourcier
