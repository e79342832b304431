// Who says what: the parts of the attribution stage (attribution.cc, attribution_forms.cc,
// attribution_quotes.cc, sources.cc). Cues come from attribution.rules; the source is the noun
// phrase that the cue's form asks for, and the content runs from the cue to a boundary, or is a
// quotation (quotes.h).
#ifndef SOURCIER_EXTRACTORS_ATTRIBUTION_H_
#define SOURCIER_EXTRACTORS_ATTRIBUTION_H_

#include <string_view>
#include <vector>

#include "extractors/chunks.h"
#include "extractors/quotes.h"
#include "pipeline/language/rule_set.h"

namespace sourcier {

inline constexpr uint32_t kMinimalQuoteWords =
    3;  // fewer quoted words do not make an indirect content mixed
inline constexpr uint32_t kMinimalFloatingWords = 4;
inline constexpr float kInherited =
    0.7F;  // confidence of a quotation whose speaker is taken from the one before

// A cue in its sentence.
struct Cue {
  std::string_view form;       // of attribution.rules
  size_t first = 0, last = 0;  // nodes
  size_t verb = kNone;         // the node of the verb of saying; kNone for prepositions and nouns
  size_t match_last = 0;       // the node after the whole match
  std::string_view rule;
  float weight = 1;
  bool used = false;
};

// Whether the phrase can be a source: a person, body, medium or document. `verb` is the traits of
// the cue's verb.
bool IsPlausibleSource(const Chunks& chunks, const Phrase& phrase, const Traits& verb);

// What a cue makes of what it says: a verb of denial, or a negated cue.
Epistemic CueEpistemic(const Chunks& chunks, const Cue& cue, const Phrase& source);

// The content left of an incise that begins at this chunk, and right of one that ends before
// `after`; both where the clause is broken by it. Chunk indices; appends spans.
void AppendContentAround(const Chunks& chunks, size_t incise, size_t after,
                         std::vector<Span>* content);
// The content from a chunk to the end of what the sentence says.
Span ContentFrom(const Chunks& chunks, size_t chunk);
// From a node instead, in the middle of a chunk.
Span ContentFromNode(const Chunks& chunks, size_t node);

// Works through one block.
class BlockReader {
 public:
  BlockReader(Document& document, const Grammar& grammar, const RuleSet& rules)
      : document_(document), grammar_(grammar), rules_(rules) {}

  void Run(uint32_t block_index);

 private:
  bool OpensAfterColon(uint32_t s) const;
  bool Collect(uint32_t s);
  void ReadSentence(uint32_t s);
  void Handle(Cue& cue);
  // --- the forms ---

  void That(Cue& cue);
  // "n'a requis que": a restriction, and no clause follows.
  bool Restricts(const Cue& cue) const;
  void ToDo(Cue& cue);
  void Bare(Cue& cue);
  void Inverted(Cue& cue);
  void As(Cue& cue);
  void According(Cue& cue);
  void Which(Cue& cue);
  void Noun(Cue& cue);
  void Passive(Cue& cue);
  void Direct(Cue& cue, const Phrase& source, Quote& q);
  // A quotation after a colon: its cue is the last one before it in the sentence.
  void Introduce(Quote& q);
  // << Un restaurateur : "..." >> names the speaker and nothing else.
  void Announce(Quote& q, size_t colon);
  // Quotations that stand for themselves, at the end of the sentence in which they open: the
  // speaker before goes on.
  void Float(uint32_t s);
  // --- helpers ---

  // A quotation of several sentences, or one that never closes, may have its cue later in the
  // block.
  bool HasCueAfter(const Quote& q) const;
  std::string_view BareRule() const;
  bool Governs(const Cue& cue, std::string_view what) const;
  // Times, places of saying and adverbs between a verb and its subject: "a indique [jeudi soir] la
  // direction".
  size_t SkipAside(size_t c) const;
  size_t AfterPhrase(const Phrase& p) const {
    return p.last < view_.size() ? chunks_.ChunkOf(p.last) : chunks_.size();
  }

  bool FiniteBefore(size_t c) const;
  bool Speaks(const Phrase& p) const;
  // The subject of ", revelant que": the phrase before the comma where it is a person in
  // apposition, else that of the clause.
  Phrase GerundSubject(size_t verb) const;
  // The sentence goes on from the one before: "Et confirme que ..."
  bool Elided(size_t verb) const;
  // The quotation that ends right before (or around) the byte, with nothing but a comma between.
  Quote* QuoteBefore(uint32_t byte, size_t chunk);
  Quote* QuoteAt(uint32_t byte);
  // Ends of the words around a break in a quotation.
  uint32_t LastWordBefore(uint32_t byte) const;
  uint32_t FirstWordAfter(uint32_t byte) const;
  // The speaker before, for quotations that name none.
  Role LastSpeaker() const;
  // Whether a person speaks: only a person is meant by the pronouns and floating quotations after.
  bool IsPerson(const Cue& cue, const Role& source) const;
  Attribution Begin(const Cue& cue, const Phrase& source);
  void Add(Cue& cue, Attribution a);
  Document& document_;
  const Grammar& grammar_;
  const RuleSet& rules_;
  RuleSet::Scratch scratch_;
  std::vector<RuleMatch> matches_;
  SentenceView view_;
  Chunks chunks_;
  std::vector<Cue> cues_;
  std::vector<Quote> quotes_;
  bool dangling_quote_ = false;      // see FindQuotes
  std::string_view last_canonical_;  // the last speaker
  std::string_view last_person_;     // the last speaker that is a person
  bool last_is_person_ = false;
  Span last_span_;  // where it stood last
  uint32_t last_sentence_ = 0;
};

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_ATTRIBUTION_H_
