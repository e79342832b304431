#include <algorithm>
#include <unordered_map>

#include "pipeline/language/language_pack.h"
#include "pipeline/text/blocks.h"
#include "pipeline/text/signs.h"

namespace sourcier {
namespace {

// Tokens: noise lines, headings and titles are short.
constexpr uint32_t kLongestNoise = 40;
constexpr uint32_t kLongestHolder = 20;  // of a phrase that may stand anywhere
constexpr uint32_t kLongestHeading = 25;
constexpr uint32_t kLongestTitle = 40;
constexpr uint32_t kLongestQuestion = 14;  // a longer line that ends in '?' is a sentence
// Short lines (a deck, an author, a date) that may stand between a title or heading and its text.
constexpr size_t kLinesUnderTitle = 6, kLinesUnderHeading = 2;
// A repeated block of fewer tokens is chance, unless it is the title.
constexpr uint32_t kShortestRepeat = 5;

// What a block looks like.
struct Shape {
  uint32_t tokens = 0, words = 0;
  uint32_t last_sign = 0;  // of its last token; 0: a word or number
  bool full_stop = false;  // ends as a sentence does, closing quotes and brackets aside
  bool bullet = false;
  bool mixed = false;   // has a word with an inner capital
  bool quoted = false;  // one quotation from its first to its last sign
  uint64_t hash = 0;    // of its tokens
};

// True where the stop at token `i` was put inside a sentence: ". .", or after a word that is no
// abbreviation and before one in lower case.
bool IsSuspectStop(const Document& document, const Block& block, ClassId abbreviation, uint32_t i) {
  if (i == block.first_token) return false;
  const Token& before = document.tokens[i - 1];
  if (SignOf(document.text, before) == '.') return true;
  if (i + 1 >= block.last_token) return false;
  const Token &stop = document.tokens[i], &after = document.tokens[i + 1];
  if (!stop.Is(Token::kGlued) || stop.length != 1 || !before.Is(Token::kWord) || before.length < 3)
    return false;
  if (after.Is(Token::kGlued) || !after.Is(Token::kLowercase) || after.Is(Token::kMixed))
    return false;
  const LanguagePack* pack = PackOf(block);
  return pack == nullptr ||
         !pack->lexicon().Has(pack->lexicon().Find(&before, 2).classes, abbreviation);
}

// Looks at every token of a block once; flags a quotation that is not closed in its paragraph and a
// stop inside a sentence.
Shape ShapeOf(const Block& block, Document* flagged) {
  const Document& document = *flagged;
  const std::string_view text = document.text;
  const LanguagePack* pack = PackOf(block);
  const ClassId abbreviation = pack != nullptr ? pack->Class("abbreviation") : kNoClass;
  Shape shape;
  shape.tokens = block.last_token - block.first_token;
  uint32_t openings = 0, closings = 0, open = 0;
  for (uint32_t i = block.first_token; i < block.last_token; ++i) {
    const Token& t = document.tokens[i];
    shape.hash = ChainHash(shape.hash, t.hash);
    shape.mixed |= t.Is(Token::kMixed);
    const uint32_t sign = SignOf(text, t);
    if (sign == 0) {
      ++shape.words;
    } else if (sign == '.') {
      if (IsSuspectStop(document, block, abbreviation, i)) flagged->AddFlag("suspect_stop");
    } else if (IsOpeningQuote(sign)) {
      ++openings;
      ++open;
    } else if (IsClosingQuote(sign)) {
      ++closings;
      if (open > 0) --open;
    }
  }
  if (open > 0) flagged->AddFlag("quote_unbalanced");
  const Token& first = document.tokens[block.first_token];
  uint32_t last = block.last_token - 1;
  shape.last_sign = SignOf(text, document.tokens[last]);
  while (last > block.first_token && IsClosing(SignOf(text, document.tokens[last]))) --last;
  shape.full_stop = IsStop(SignOf(text, document.tokens[last])) || shape.last_sign == '.';
  const bool spaced = shape.tokens > 1 && !document.tokens[block.first_token + 1].Is(Token::kGlued);
  shape.bullet =
      IsBullet(SignOf(text, first)) && (spaced || SignOf(text, first) == 0x2022) && shape.words > 0;
  const uint32_t before_last =
      shape.tokens > 1 ? SignOf(text, document.tokens[block.last_token - 2]) : 0;
  shape.quoted =
      IsOpeningQuote(SignOf(text, first)) && openings == 1 && closings == 1 &&
      (IsClosingQuote(shape.last_sign) || (shape.last_sign == '.' && IsClosingQuote(before_last)));
  return shape;
}

// Finds lexicon entries of the boilerplate classes.
class Phrases {
 public:
  explicit Phrases(const LanguagePack* pack) : pack_(pack) {
    if (pack == nullptr) return;
    constexpr std::pair<std::string_view, BlockRole> kClasses[] = {
        {"boilerplate:related", BlockRole::kRelated},
        {"boilerplate:promo", BlockRole::kPromo},
        {"boilerplate:nav", BlockRole::kNav},
        {"boilerplate:form", BlockRole::kForm},
        {"boilerplate:caption", BlockRole::kCaption},
        {"boilerplate:boilerplate", BlockRole::kBoilerplate}};
    for (const auto& [name, role] : kClasses) {
      if (const ClassId id = pack->Class(name); id != kNoClass) classes_.emplace_back(id, role);
    }
  }

  // The role that the words of a block give it; kBody where they give none.
  BlockRole RoleOf(const Document& document, const Block& block, const Shape& shape) const {
    if (classes_.empty()) return BlockRole::kBody;
    uint32_t first = block.first_token;
    while (first + 1 < block.last_token && SignOf(document.text, document.tokens[first]) != 0 &&
           !SignHasEntry(document.tokens[first])) {
      ++first;
    }
    const uint32_t end = shape.tokens <= kLongestHolder ? block.last_token : first + 1;
    for (uint32_t i = first; i < end; ++i) {
      const auto hit = pack_->lexicon().Find(&document.tokens[i], block.last_token - i);
      if (!hit) continue;
      for (const auto& [id, role] : classes_) {
        if (!pack_->lexicon().Has(hit.classes, id)) continue;
        const std::string_view where = pack_->lexicon().Attribute(hit.entry, id, "where");
        const bool at_start = i == first;
        const bool whole = at_start && IsWhole(document, block, i + hit.tokens);
        bool matches = false;
        if (where == "line") {
          matches = at_start;
        } else if (where == "any") {
          matches = shape.tokens <= kLongestHolder;
        } else if (where == "whole") {
          matches = whole;
        } else {
          matches = at_start && shape.tokens <= kLongestNoise;
        }
        // A caption that is a long full sentence is none.
        if (role == BlockRole::kCaption && shape.full_stop && shape.tokens > kLongestHeading)
          matches = false;
        if (matches) return role;
      }
    }
    return BlockRole::kBody;
  }

 private:
  bool SignHasEntry(const Token& token) const {
    const auto hit = pack_->lexicon().Find(&token, 1);
    return std::any_of(classes_.begin(), classes_.end(),
                       [&](const auto& c) { return pack_->lexicon().Has(hit.classes, c.first); });
  }

  // True where only signs stand from token `next` on.
  static bool IsWhole(const Document& document, const Block& block, uint32_t next) {
    while (next < block.last_token && SignOf(document.text, document.tokens[next]) != 0) ++next;
    return next >= block.last_token;
  }

  const LanguagePack* pack_;
  std::vector<std::pair<ClassId, BlockRole>> classes_;
};

// Gives every block of one document its role.
class RoleGiver {
 public:
  RoleGiver(const Languages& languages, Document* document)
      : document_(*document),
        blocks_(document->blocks),
        pack_(languages.Find(document->language)) {}

  void Run() {
    shapes_.reserve(blocks_.size());
    for (const Block& block : blocks_) shapes_.push_back(ShapeOf(block, &document_));
    GiveByWords();
    GiveRelatedLists();
    GiveForms();
    GiveTitle();
    GiveByForm();
    MarkRepeats();
    for (Block& block : blocks_) {
      const bool reads = block.role == BlockRole::kTitle || block.role == BlockRole::kHeading;
      if (block.pack == nullptr && reads) block.pack = pack_;
    }
  }

  // True where a word has an inner capital.
  bool HasMixed() const {
    return std::any_of(shapes_.begin(), shapes_.end(), [](const Shape& s) { return s.mixed; });
  }

 private:
  bool IsOpen(size_t i) const { return blocks_[i].role == BlockRole::kBody; }

  void GiveByWords() {
    const Phrases main(pack_);
    for (size_t i = 0; i < blocks_.size(); ++i) {
      if (shapes_[i].words == 0) {
        blocks_[i].role = BlockRole::kSeparator;
        continue;
      }
      blocks_[i].role = main.RoleOf(document_, blocks_[i], shapes_[i]);
      const LanguagePack* own = PackOf(blocks_[i]);
      if (IsOpen(i) && own != nullptr && own != pack_) {
        blocks_[i].role = Phrases(own).RoleOf(document_, blocks_[i], shapes_[i]);
      }
    }
  }

  // What is listed under a line that announces related articles.
  void GiveRelatedLists() {
    for (size_t i = 0; i + 1 < blocks_.size(); ++i) {
      if (blocks_[i].role != BlockRole::kRelated || shapes_[i].bullet) continue;
      for (size_t k = i + 1; k < blocks_.size() && IsOpen(k) && shapes_[k].bullet; ++k) {
        blocks_[k].role = BlockRole::kRelated;
      }
    }
  }

  // From the head of a form on, short lines belong to it.
  void GiveForms() {
    for (size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].role != BlockRole::kForm) continue;
      for (size_t k = i + 1; k < blocks_.size() && IsOpen(k) && shapes_[k].tokens <= kLongestNoise;
           ++k) {
        blocks_[k].role = BlockRole::kForm;
      }
    }
  }

  bool LooksLikeTitle(size_t i, uint32_t longest) const {
    const Shape& s = shapes_[i];
    if (s.tokens > longest || s.words == 0 || s.bullet) return false;
    if (s.last_sign == ':' || s.last_sign == ';' || s.last_sign == ',' || s.last_sign == '.')
      return false;
    return !s.full_stop || s.tokens <= kLongestQuestion || longest == kLongestTitle;
  }

  // True where a longer text follows, after no more than `between` short lines.
  bool LeadsOn(size_t i, size_t between) const {
    for (size_t k = i + 1; k < blocks_.size(); ++k) {
      if (!IsOpen(k) || shapes_[k].hash == shapes_[i].hash) continue;
      if (shapes_[k].bullet || shapes_[k].full_stop) return true;
      if (blocks_[k].span.size() > 2 * blocks_[i].span.size()) return true;
      if (between-- == 0) return false;
    }
    return false;
  }

  void GiveTitle() {
    const uint32_t field =
        document_.field_begin == 0
            ? 0
            : document_.normalize_map.TextOf({document_.field_begin, document_.decoded.size()})
                  .begin;
    size_t title = blocks_.size();
    for (size_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].span.begin < field) {
        if (shapes_[i].words > 0) blocks_[i].role = BlockRole::kTitle;
        if (title == blocks_.size()) title = i;
        continue;
      }
      if (title != blocks_.size() || field > 0) break;
      if (!IsOpen(i)) continue;
      if (!LooksLikeTitle(i, kLongestTitle) || !LeadsOn(i, kLinesUnderTitle)) break;
      blocks_[i].role = BlockRole::kTitle;
      title = i;
    }
    if (title == blocks_.size()) return;
    const std::string_view surface = document_.Text(blocks_[title].span);
    if (document_.title.empty()) document_.title = surface;
    title_ = title;
    uint32_t first = blocks_[title].first_token;
    while (first + 1 < blocks_[title].last_token &&
           SignOf(document_.text, document_.tokens[first]) != 0)
      ++first;
    const Token& word = document_.tokens[first];
    if (word.Is(Token::kLowercase) && !word.Is(Token::kMixed)) document_.AddFlag("title_truncated");
  }

  void GiveByForm() {
    for (size_t i = 0; i < blocks_.size(); ++i) {
      if (!IsOpen(i)) continue;
      if (shapes_[i].bullet) {
        blocks_[i].role = BlockRole::kList;
      } else if (shapes_[i].quoted) {
        blocks_[i].role = BlockRole::kQuote;
      } else if (LooksLikeTitle(i, kLongestHeading) && StartsHigh(i) &&
                 LeadsOn(i, kLinesUnderHeading)) {
        blocks_[i].role = BlockRole::kHeading;
      }
    }
  }

  bool StartsHigh(size_t i) const {
    return !document_.tokens[blocks_[i].first_token].Is(Token::kLowercase);
  }

  // A block that stood before: the first stays, the others are duplicates.
  void MarkRepeats() {
    std::unordered_map<uint64_t, size_t> seen;
    for (size_t i = 0; i < blocks_.size(); ++i) {
      if (!IsMain(blocks_[i].role)) continue;
      const auto [it, fresh] = seen.emplace(shapes_[i].hash, i);
      if (fresh) continue;
      const bool of_title = it->second == title_;
      if (!of_title && shapes_[i].tokens < kShortestRepeat) continue;
      blocks_[i].role = BlockRole::kDuplicate;
      if (of_title) document_.AddFlag("title_repeated");
    }
  }

  Document& document_;
  std::vector<Block>& blocks_;
  const LanguagePack* pack_;
  std::vector<Shape> shapes_;
  size_t title_ = SIZE_MAX;
};

// A translation by machine loses the inner capital of a name again and again (OpenAI, then Openai):
// the flag asks for a name that stands both ways, and mostly the wrong way.
void FlagMachineTranslation(Document* document) {
  struct Count {
    uint32_t mixed = 0, plain = 0;
  };
  std::unordered_map<uint64_t, Count> names;
  for (const Token& t : document->tokens) {
    if (t.Is(Token::kMixed)) ++names[t.hash].mixed;
  }
  if (names.empty()) return;
  for (const Token& t : document->tokens) {
    if (!t.Is(Token::kCapital) || t.Is(Token::kMixed) || t.Is(Token::kAllCaps)) continue;
    if (const auto it = names.find(t.hash); it != names.end()) ++it->second.plain;
  }
  for (const auto& [hash, count] : names) {
    if (count.mixed >= 2 && count.plain >= 5 && count.plain > count.mixed)
      document->AddFlag("machine_translated");
  }
}

class RoleStage : public Stage {
 public:
  std::string_view name() const override { return "roles"; }
  void Run(const Languages& languages, Document& document) const override {
    RoleGiver giver(languages, &document);
    giver.Run();
    if (giver.HasMixed()) FlagMachineTranslation(&document);
  }
};

}  // namespace

std::unique_ptr<const Stage> MakeRoleStage() { return std::make_unique<RoleStage>(); }

}  // namespace sourcier
