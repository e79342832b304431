// What a document has spoken of so far, for coreference: its named entities with gender and sorts,
// and, sentence by sentence where one is asked for, the noun phrases that a pronoun or nominal may
// stand for. The reading is far coarser than chunks.h: determiners, names, prepositions and finite
// verbs, in one run over the units.
#ifndef SOURCIER_EXTRACTORS_DISCOURSE_H_
#define SOURCIER_EXTRACTORS_DISCOURSE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "extractors/reference_words.h"
#include "pipeline/core/document.h"

namespace sourcier {

// A named entity of the document.
struct Known {
  uint32_t mention = kNoIndex;  // its first name
  std::string_view slug;
  uint8_t gender = kOpenGender, count = kOpenCount;
  uint32_t times = 0;       // how often it is named
  uint64_t first_word = 0;  // hash of its first token
  SortSet sorts = 0;
  static constexpr size_t kNouns = 3;
  uint32_t nouns[kNouns] = {kNoIndex, kNoIndex, kNoIndex};  // lexicon entries of the nouns that
                                                            // the text gave it: "le groupe X"
  bool HasNoun(uint32_t entry) const {
    return entry != kNoIndex && (nouns[0] == entry || nouns[1] == entry || nouns[2] == entry);
  }
};

// A noun phrase of a sentence: a name, a pronoun, or a determiner and what follows.
struct NounPhrase {
  uint32_t unit = 0;            // its first
  uint32_t known = kNoIndex;    // which entity it names or stands for; index in Discourse::known()
  uint32_t mention = kNoIndex;  // the name, or what it stands for
  uint32_t noun = kNoIndex;     // lexicon entry of its nominal noun, where it has one
  SortSet sorts = 0;            // of that noun
  uint16_t clause = 0;
  uint8_t gender = kOpenGender, count = kOpenCount;
  bool oblique = false;  // behind a preposition
  bool cited = false;    // behind "selon"; oblique too
  bool subject = false;
  bool joined = false;  // one of several: "X et Y"
  bool pronoun = false;
  bool aside = false;  // behind a verb that stands right after a comma: "..., a annonce X"
};

class Discourse {
 public:
  // Forgets the document before and reads the names of this one.
  void Begin(const Document& document, const ReferenceWords& words);

  // The noun phrases of a sentence, in order; read at the first call. The pointer holds until the
  // next call for another sentence.
  struct Phrases {
    NounPhrase* first = nullptr;
    NounPhrase* last = nullptr;
    NounPhrase* begin() const { return first; }
    NounPhrase* end() const { return last; }
  };
  Phrases Of(uint32_t sentence);
  // Whether a finite verb stands between the two units.
  bool VerbBetween(uint32_t first, uint32_t last) const;

  const std::vector<Known>& known() const { return known_; }
  uint32_t KnownOf(uint32_t mention) const {
    return mention < known_of_.size() ? known_of_[mention] : kNoIndex;
  }
  const EntityValue& EntityOf(uint32_t known) const {
    return *document_->mentions[known_[known].mention].entity();
  }
  // The entity with this slug; kNoIndex where the document does not name it.
  uint32_t Find(std::string_view slug) const { return slots_[SlotOf(slug)]; }

 private:
  void ReadNames();
  // Where the slug stands in slots_, or could.
  size_t SlotOf(std::string_view slug) const;
  void ReadBefore(const Mention& mention, Known* known) const;
  void ReadBehind(const Mention& mention, Known* known) const;
  void AddNoun(const Unit& unit, Known* known) const;
  void ReadSentence(const Sentence& sentence);

  const Document* document_ = nullptr;
  const ReferenceWords* words_ = nullptr;
  std::vector<Known> known_;
  std::vector<uint32_t> known_of_;  // by mention
  std::vector<uint32_t> slots_;     // open addressing by slug, a power of two; never full
  std::vector<NounPhrase> phrases_;
  struct Range {
    uint32_t first = 0, last = 0;
    bool read = false;
  };
  std::vector<Range> ranges_;  // by sentence
};

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_DISCOURSE_H_
