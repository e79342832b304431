#include "extractors/confidence.h"

#include <algorithm>

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

// What lowers the confidence of a claim, and by how much. Set by hand from some 800 claims read
// beside their article; not fitted. Where the start stands, of claims with 0.8 or more about 17 in
// 20 were right.
constexpr float kStart = 0.86F;
struct Weights {
  // the type
  float by_verb = 0.94F;      // from the verb alone
  float unlisted = 0.68F;     // from the kind of the figure alone
  float plain_count = 0.88F;  // the same, of what is counted as subject or object
  // the figure
  float governed = 0.97F;        // behind the verb's preposition
  float complement = 0.97F;      // behind a noun and "de"
  float adjunct = 0.7F;          // behind another preposition
  float apart = 0.55F;           // something else stands between
  float right = 0.95F;           // the verb stands right of it, and it is not the subject
  float money_subject = 0.8F;    // "2,7 milliards reviendront": of whom is open
  float noun_infinitive = 0.7F;  // "son refus d'intervenir en 2003"
  float date_left = 0.85F;       // "Mardi, ... a ouvert"
  float noun_between = 0.9F;     // each noun between a verb and its date, from the second on
  float far = 0.85F;             // more than eight chunks lie between
  float third_figure = 0.9F;     // the clause has more than two figures
  // the subject
  float no_subject = 0.8F;
  float measured_only = 0.9F;  // none, but what is measured is known
  float coordination = 0.8F;
  float control = 0.75F;
  float discourse = 0.8F;
  float speaker_date = 0.8F;          // "Je parle aujourd'hui"
  float relative = 0.96F;             // through a relative pronoun
  float relative_complement = 0.85F;  // the same, behind a complement
  float gap = 0.85F;                  // something stands between it and the verb
  float disagrees = 0.5F;             // another number than the verb's
  float nominal = 0.95F;              // a predicate that is a noun has its subject by position only
  // the sentence
  float torn = 0.8F;     // a dash inside: headings run together
  float negated = 0.8F;  // "ne sont pas en reste"
  float long_sentence = 0.92F;
  float unquoted = 0.85F;  // inside a quotation, and nobody knows whose
};
constexpr Weights kWeights;

bool Dated(const Claim& claim) {
  return claim.type >= ClaimType::kAge && claim.type < ClaimType::kOther;
}

// Figures between the boundaries of the clause.
size_t FiguresAround(const Chunks& chunks, size_t own) {
  size_t n = 0;
  const size_t end = chunks.ClauseEnd(own);
  for (size_t c = chunks.ClauseBegin(own); c < end; ++c)
    n += chunks.Is(c, Kind::kFigure) || chunks.view().FigureAt(chunks[c].first) != nullptr;
  return n;
}

// Whether more than adverbs and signs stand between the subject and its verb.
bool HasGap(const Chunks& chunks, const Phrase& subject, size_t verb) {
  for (size_t c = chunks.ChunkOf(subject.last - 1) + 1; c < verb; ++c) {
    if (!chunks.Is(c, Kind::kAdverb) && !chunks.Is(c, Kind::kOther) &&
        !chunks.Is(c, Kind::kCloseQuote) && !chunks.Is(c, Kind::kOpenQuote) &&
        !(chunks.Is(c, Kind::kRelative) && c + 1 == verb))
      return true;
  }
  return false;
}

float OfLink(Link link) {
  switch (link) {
    case Link::kGoverned:
      return kWeights.governed;
    case Link::kComplement:
      return kWeights.complement;
    case Link::kAdjunct:
      return kWeights.adjunct;
    case Link::kApart:
      return kWeights.apart;
    default:
      return 1;
  }
}

float OfSubject(const Chunks& chunks, const Predication& p, const Phrase& subject,
                const Claim& claim) {
  if (!claim.subject.present())
    return claim.measure.present() && p.subject_measure != kNone ? kWeights.measured_only
                                                                 : kWeights.no_subject;
  float f = subject.found() && chunks.view().Is(subject.head, kSpeakerPronoun) && Dated(claim)
                ? kWeights.speaker_date
                : 1;
  switch (claim.subject.by) {
    case FoundBy::kCoordination:
      f = kWeights.coordination;
      break;
    case FoundBy::kControl:
      f = kWeights.control;
      break;
    case FoundBy::kNone:
      break;
    default:
      f = kWeights.discourse;
  }
  if (p.noun) return f * kWeights.nominal;
  if (!subject.found()) return f;
  if (!Agrees(chunks, subject, p.chunk)) f *= kWeights.disagrees;
  // "l'attaque au fourgon qui a fait": which of the two?
  if (p.chunk > 0 && chunks.Is(p.chunk - 1, Kind::kRelative)) {
    size_t noun = p.chunk - 1;
    while (noun > 0 && chunks.Is(noun - 1, Kind::kComma)) --noun;
    const bool complement = noun > 1 && chunks.Is(noun - 2, Kind::kPrep);
    f *= complement ? kWeights.relative_complement : kWeights.relative;
  }
  if (subject.by == FoundBy::kNone && subject.last <= chunks[p.chunk].first &&
      HasGap(chunks, subject, p.chunk))
    f *= kWeights.gap;
  return f;
}

}  // namespace

float ConfidenceOf(const Chunks& chunks, const Predication& p, const Phrase& subject, size_t own,
                   const Claim& claim) {
  const SentenceView& view = chunks.view();
  float f = kStart;
  if (!p.listed) {
    const bool counted =
        claim.type == ClaimType::kCount && (p.link == Link::kSubject || p.link == Link::kObject);
    f *= counted ? kWeights.plain_count : kWeights.unlisted;
  } else if (p.by_verb) {
    f *= kWeights.by_verb;
  }
  const bool dated = Dated(claim);
  if (!dated) f *= OfLink(p.link);  // a date has its own prepositions
  if (p.right && p.link != Link::kSubject && !dated) f *= kWeights.right;
  if (p.by_verb && p.link == Link::kSubject && claim.type < ClaimType::kJobs)
    f *= kWeights.money_subject;
  if (std::max(p.chunk, own) - std::min(p.chunk, own) > 8) f *= kWeights.far;
  if (claim.type == ClaimType::kEventDate && p.right) f *= kWeights.date_left;
  if (claim.type == ClaimType::kEventDate && !p.right) {
    size_t nouns = 0;
    for (size_t c = p.chunk + 1; c < own; ++c) nouns += chunks.Is(c, Kind::kNoun);
    for (; nouns > 1; --nouns) f *= kWeights.noun_between;
  }
  if (dated && view.Is(p.main, kGerund)) f *= kWeights.noun_infinitive;  // "en arrivant mardi"
  if (view.Is(p.main, kInfinitive) && p.chunk > 1 && chunks.Is(p.chunk - 1, Kind::kPrep) &&
      chunks.Is(p.chunk - 2, Kind::kNoun))
    f *= kWeights.noun_infinitive;
  if (FiguresAround(chunks, own) > 2) f *= kWeights.third_figure;
  f *= OfSubject(chunks, p, subject, claim);
  for (size_t c = 1; c + 1 < chunks.size(); ++c) {
    if (!chunks.Is(c, Kind::kDash)) continue;
    f *= kWeights.torn;
    break;
  }
  if (claim.epistemic == Epistemic::kNegated) f *= kWeights.negated;
  if (view.size() > 45) f *= kWeights.long_sentence;
  return f;
}

}  // namespace sourcier
