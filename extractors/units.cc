// Units: what rules step over. Each sentence's tokens are looked up in the lexicon of its language
// once, entries of several tokens become one unit, and numbers are composed, so that "13 milliards
// de dollars" is four units:
//   [13 milliards: number, #scaled] [de: of] [dollars: currency]
#include "extractors/number.h"
#include "extractors/stages.h"
#include "pipeline/language/features.h"

namespace sourcier {
namespace {

constexpr uint32_t kAhead = 8;  // tokens; their lexicon slots are fetched while these are read

Sort SortOfWord(const Token& t) {
  if (!t.Is(Token::kWord)) return Sort::kSign;
  if (t.Is(Token::kSingle) && t.Is(Token::kCapital) && !t.Is(Token::kElided)) return Sort::kInitial;
  if (t.Is(Token::kAllCaps)) return Sort::kUpper;
  if (t.Is(Token::kMixed)) return Sort::kMixed;
  return t.Is(Token::kCapital) ? Sort::kCapital : Sort::kLower;
}

class UnitStage : public Stage {
 public:
  explicit UnitStage(const Languages& languages) : readers_(languages) {}
  std::string_view name() const override { return "units"; }

  void Run(const Languages&, Document& document) const override {
    document.units.reserve(document.tokens.size());
    for (Sentence& sentence : document.sentences) {
      sentence.first_unit = static_cast<uint32_t>(document.units.size());
      if (const LanguagePack* pack = PackOf(document.blocks[sentence.block])) {
        sentence.triggers = RunSentence(*pack, sentence, document);
      }
      sentence.last_unit = static_cast<uint32_t>(document.units.size());
    }
  }

 private:
  // Appends the units; gives the trigger bits of all of them.
  uint32_t RunSentence(const LanguagePack& pack, const Sentence& sentence,
                       Document& document) const {
    uint32_t triggers = 0;
    const NumberReader& reader = readers_.For(pack);
    bool initial = true;
    for (uint32_t i = sentence.first_token; i < sentence.last_token;) {
      const Token& token = document.tokens[i];
      if (i + kAhead < sentence.last_token) {
        pack.lexicon().Prefetch(document.tokens[i + kAhead].hash);
      }
      const Lexicon::Hit hit = pack.lexicon().Find(&token, sentence.last_token - i);
      Unit unit;
      unit.first_token = i;
      unit.glued = token.Is(Token::kGlued);
      if (IsSignOfNumber(document, sentence, i) && TakeSigned(reader, sentence, &unit, document)) {
        // a sign and its number are one unit
      } else if (!reader.MayBegin(document.text, token, hit.classes) ||
                 !TakeNumber(reader, sentence, hit, &unit, document)) {
        if (hit) unit.token_count = hit.tokens;
        unit.classes = hit.classes;
        unit.entry = hit.entry;
        unit.sort = SortOfWord(token);
      }
      if (initial && token.Is(Token::kWord)) {
        unit.initial = true;
        initial = false;
      }
      if (IsNumber(unit.sort)) initial = false;
      i += unit.token_count;
      triggers |= pack.Triggers(unit.classes, unit.sort);
      document.units.push_back(unit);
    }
    return triggers;
  }

  // A minus or plus that stands apart from what is before it and is glued to digits: "entre -10 et
  // 15". Behind a number it joins two of them ("2014 -2015"), at a line's start it lists.
  static bool IsSignOfNumber(const Document& document, const Sentence& sentence, uint32_t i) {
    const Token& token = document.tokens[i];
    if (token.length != 1 && token.length != 3) return false;
    const char c = document.text[token.offset];
    if (c != '-' && c != '+' && c != '\xE2') return false;
    if (i == sentence.first_token || i + 1 >= sentence.last_token || token.Is(Token::kGlued) ||
        token.Is(Token::kLineStart))
      return false;
    const Token& next = document.tokens[i + 1];
    if (!next.Is(Token::kDigits) || !next.Is(Token::kGlued)) return false;
    if (document.tokens[i - 1].Is(Token::kDigits)) return false;
    return token.length == 1 || document.Text(token.span()) == "\xE2\x88\x92";
  }

  static bool TakeSigned(const NumberReader& reader, const Sentence& sentence, Unit* unit,
                         Document& document) {
    const uint32_t sign = unit->first_token;
    unit->first_token = sign + 1;
    const bool taken = TakeNumber(reader, sentence, {}, unit, document);
    unit->first_token = sign;
    if (taken) ++unit->token_count;
    return taken;
  }

  // The number that begins with the unit's first token, where it is at least as long as the entry.
  static bool TakeNumber(const NumberReader& reader, const Sentence& sentence,
                         const Lexicon::Hit& hit, Unit* unit, Document& document) {
    const NumberReader::Reading number =
        reader.Read(document, unit->first_token, sentence.last_token, hit);
    if (number.tokens < std::max<uint32_t>(hit.tokens, 1) || number.sort == Sort::kSign) {
      return false;
    }
    unit->token_count = static_cast<uint16_t>(number.tokens);
    unit->sort = number.sort;
    unit->number = static_cast<uint32_t>(document.numbers.size());
    // A number that is one lexicon entry keeps its classes: "un" is an article, "second" a unit of
    // time.
    if (hit && hit.tokens == number.tokens) {
      unit->classes = hit.classes;
      unit->entry = hit.entry;
    }
    document.numbers.push_back(number.number);
    return true;
  }

  PerPack<NumberReader> readers_;
};

}  // namespace

std::unique_ptr<const Stage> MakeUnitStage(const Languages& languages) {
  return std::make_unique<UnitStage>(languages);
}

}  // namespace sourcier
