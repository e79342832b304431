// Chunks: the flat pieces of a sentence, found by one pass over its nodes and never by a parser.
//
//   [Les documents divulgues] [revelent] [que] [les paiements] ... [vont] ...
//    noun phrase               verb group  that  noun phrase
//
// A word that may be a noun or a verb is what its neighbours ask for: after a determiner or a preposition it is a noun.
#ifndef SOURCIER_EXTRACTORS_CHUNKS_H_
#define SOURCIER_EXTRACTORS_CHUNKS_H_

#include <cstdint>
#include <vector>

#include "extractors/grammar.h"

namespace sourcier {

inline constexpr size_t kNone = SIZE_MAX;

struct Chunk {
  enum class Kind : uint8_t {
    kNoun,      // a noun phrase without its complements; figures with a noun phrase's shape have `figure` set
    kVerb,      // a verb group: prefixes, auxiliaries, adverbs inside, up to its last verb
    kFigure,    // a figure by itself
    kTime,      // a date or duration
    kPrep, kCoord, kThat, kRelative, kSubordinator, kAccording, kAdverb,
    kComma, kColon, kSemicolon, kDash, kOpenQuote, kCloseQuote, kOpenParen, kCloseParen, kStop, kOther
  };
  Kind kind = Kind::kOther;
  size_t first = 0, last = 0;  // nodes, [first, last)
  size_t head = kNone;         // noun phrase: the node that says what it is
  // verb groups
  size_t finite = kNone;       // node of the finite verb
  size_t main = kNone;         // node of the last verb
  size_t pronoun = kNone;      // inverted subject: "a-t-il confie"
  bool passive = false;        // copula and participle
  bool Is(Kind k) const { return kind == k; }
};

// A stretch of nodes, [first, last), found as a noun phrase with its complements.
struct Phrase {
  size_t first = kNone, last = kNone;
  size_t head = kNone;         // node
  FoundBy by = FoundBy::kNone;
  bool found() const { return first != kNone; }
};

class Chunks {
 public:
  // Cuts the sentence. `view` must live as long as the chunks are used.
  void Read(const SentenceView& view);

  size_t size() const { return chunks_.size(); }
  const Chunk& operator[](size_t i) const { return chunks_[i]; }
  bool Is(size_t i, Chunk::Kind kind) const { return i < chunks_.size() && chunks_[i].kind == kind; }
  size_t ChunkOf(size_t node) const { return chunk_of_[node]; }
  const SentenceView& view() const { return *view_; }

  // The subject of a verb group: the noun phrase left of it in its clause, an inverted pronoun, the antecedent of a relative
  // pronoun, or the subject of the verb group that it is coordinated with or governed by.
  Phrase Subject(size_t verb) const;
  // The noun phrase that begins at this chunk, with its complements; not found where none begins.
  Phrase PhraseAt(size_t chunk) const;
  // The noun phrase of this chunk with the complements to its right and the heads to its left ("le prix [du vrac]").
  Phrase PhraseAround(size_t chunk) const;
  // The first chunk of the clause that holds it: after a strong boundary.
  size_t ClauseBegin(size_t chunk) const;
  size_t ClauseEnd(size_t chunk) const;

 private:
  size_t ReadNoun(size_t node);
  size_t ReadVerb(size_t node);
  bool VerbBegins(size_t node) const;
  bool ClauseMayBegin() const;
  void Push(Chunk::Kind kind, size_t first, size_t last, size_t head = kNone);
  Phrase SubjectLeft(size_t verb, int depth) const;
  size_t HeadOf(size_t noun) const;
  bool IsNounLike(size_t chunk) const;

  const SentenceView* view_ = nullptr;
  std::vector<Chunk> chunks_;
  std::vector<size_t> chunk_of_;
};

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_CHUNKS_H_
