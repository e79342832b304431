#include "extractors/epistemic.h"

#include <algorithm>

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

void ReadVerbs(const Chunks& chunks, size_t c, size_t figure_node, bool agent, bool reported_past,
               bool own, Firmness* f) {
  const SentenceView& view = chunks.view();
  const Chunk& v = chunks[c];
  size_t negation = kNone, second = kNone;
  bool modal = false;
  for (size_t i = v.first; i < v.last; ++i) {
    const Node& n = view[i];
    if (n.Is(kNegation) && negation == kNone) negation = i;
    if (n.Is(kNegationSecond) && negation != kNone && second == kNone) second = i;
    if (!n.Is(kVerb) || i == v.main) continue;
    // The verbs that govern the last one.
    if (n.Is(kModalPossible)) {
      f->Note(Epistemic::kPossible, n.span);
      modal = true;
    } else if (n.Is(kModalExpected)) {
      if (n.Is(kParticiple)) continue;  // "a du annuler": it did
      f->Note(n.Is(kConditional) || !agent ? Epistemic::kExpected : Epistemic::kPlanned, n.span);
      modal = true;
    } else if (n.Is(kExpect) && !n.Is(kParticiple)) {
      f->Note(Epistemic::kExpected, n.span);
      modal = true;
    } else if (n.Is(kPlan)) {
      f->Note(Epistemic::kPlanned, n.span);
      modal = true;
    } else if (n.Is(kNearFuture) && n.Is(kPresent) && view.Is(v.main, kInfinitive)) {
      f->Note(agent ? Epistemic::kPlanned : Epistemic::kExpected, n.span);
    } else if (n.Is(kDeny) && view.Is(v.main, kInfinitive)) {
      f->Note(Epistemic::kDenied, n.span);
    }
  }
  const Node& main = view[v.main];
  if (main.Is(kModalPossible) && main.Is(kFinite))
    f->Note(Epistemic::kPossible, main.span), modal = true;
  // "a attendu neuf heures" is over.
  const TimeValue* time = view.TimeAt(figure_node);
  const bool lasted = own && time != nullptr && time->kind == TimeKind::kDuration;
  if (main.Is(kExpect) && !lasted) f->Note(Epistemic::kExpected, main.span), modal = true;
  if (main.Is(kPlan) && !main.Is(kExpect) && main.Is(kFinite) && !main.Is(kConditional) &&
      figure_node > v.main && view.ClaimTypes(v.main) == 0)
    f->Note(Epistemic::kPlanned, main.span), modal = true;
  // ne ... pas; not "ne ... que", nor a bound ("ne depasse pas")
  if (negation != kNone) {
    for (size_t i = v.last; second == kNone && i < v.last + 2 && i < view.size(); ++i) {
      if (view.Is(i, kNegationSecond)) second = i;
    }
    for (size_t i = v.first; second == kNone && i-- > 0 && v.first - i < 10;) {
      if (view.Is(i, kNegationSecond)) second = i;  // "aucun de mes conseillers n'a"
      if (view.Is(i, kSign)) break;
    }
    bool restriction = false;
    for (size_t i = v.last; i < figure_node && i < view.size(); ++i)
      restriction |= view.Is(i, kThat);
    const FigureValue* value = view.FigureAt(figure_node);
    const bool bound =
        main.Is(kAmountVerb) && value != nullptr && own &&
        (value->qualifier == Qualifier::kAtMost || value->qualifier == Qualifier::kAtLeast);
    if (second != kNone && !restriction && !bound) {
      f->Note(Epistemic::kNegated, view[negation].span);
      f->Note(Epistemic::kNegated, view[second].span);
    }
  }
  if (v.finite == kNone || modal) return;
  const Node& finite = view[v.finite];
  if (finite.Is(kConditional)) {
    bool hypothesis = false;
    for (size_t i = 0; i < view.size(); ++i) hypothesis |= view.Is(i, kIf);
    const bool compound = v.finite != v.main && view.Is(v.main, kParticiple) && !v.passive;
    if (hypothesis) {
      f->Note(Epistemic::kPossible, finite.span);
    } else if (reported_past && !compound) {
      f->Note(Epistemic::kExpected, finite.span);
    } else {
      f->Note(Epistemic::kConditional, finite.span);
    }
  } else if (finite.Is(kFuture) && !finite.Is(kPresent) && (v.finite == v.main || v.passive)) {
    f->Note(agent && !v.passive ? Epistemic::kPlanned : Epistemic::kExpected, finite.span);
  }
}

}  // namespace

Firmness ReadFirmness(const Chunks& chunks, const Predication& predicate, size_t figure_node,
                      bool agent, bool reported_past) {
  const SentenceView& view = chunks.view();
  Firmness f;
  if (!predicate.noun) {
    ReadVerbs(chunks, predicate.chunk, figure_node, agent, reported_past, true, &f);
    // An infinitive or participle depends on the verb before it: "il souhaite, dit-il, acheter".
    if (chunks[predicate.chunk].finite == kNone) {
      bool infinitive = false;
      for (size_t i = chunks[predicate.chunk].first; i < chunks[predicate.chunk].last; ++i)
        infinitive |= view.Is(i, kInfinitive);
      for (size_t c = predicate.chunk; infinitive && c-- > 0;) {
        if (chunks.Is(c, Kind::kSemicolon) || chunks.Is(c, Kind::kStop) ||
            chunks.Is(c, Kind::kRelative))
          break;
        if (chunks.Is(c, Kind::kVerb)) {
          ReadVerbs(chunks, c, figure_node, agent, reported_past, false, &f);
          if (chunks[c].finite != kNone) break;
        }
        if (view.Is(chunks[c].first, kWithout))
          f.Note(Epistemic::kNegated, view[chunks[c].first].span);
      }
    }
  }
  // Words of the clause.
  const size_t own = chunks.ChunkOf(figure_node);
  const size_t lower = std::min(own, predicate.chunk), upper = std::max(own, predicate.chunk);
  const size_t begin = chunks.ClauseBegin(lower), end = chunks.ClauseEnd(upper);
  // "si le pays enregistre 50 cas"
  bool comma = false;
  for (size_t c = begin; c < predicate.chunk; ++c) comma |= chunks.Is(c, Kind::kComma);
  if (begin > 0 && view.Is(chunks[begin - 1].first, kIf) && !comma)
    f.Note(Epistemic::kPossible, view[chunks[begin - 1].first].span);
  for (size_t c = begin; c < end; ++c) {
    for (size_t i = chunks[c].first; i < chunks[c].last; ++i) {
      const Node& n = view[i];
      const bool near = c + 4 > lower && c < upper + 2;
      if (n.Is(kVerb) && !n.Is(kParticiple)) continue;
      const bool at_verb = c + 1 >= predicate.chunk && c <= predicate.chunk + 1;
      if (n.Is(kPossibly) && (at_verb || c + 1 == own)) f.Note(Epistemic::kPossible, n.span);
      if (n.Is(kRumor)) f.Note(Epistemic::kRumor, n.span);
      if (n.Is(kNegationAlone) && near && !n.Is(kSign)) f.Note(Epistemic::kNegated, n.span);
      // "Les ceremonies prevues ont eu lieu": said of the subject, not by the verb.
      if (predicate.chunk != kNone && !predicate.noun && c < predicate.chunk &&
          chunks[predicate.chunk].finite != kNone)
        continue;
      if (n.Is(kExpected) && !n.Is(kEstimated) && near) f.Note(Epistemic::kExpected, n.span);
      if (n.Is(kPlanned) && !n.Is(kEstimated) && near) f.Note(Epistemic::kPlanned, n.span);
    }
  }
  return f;
}

}  // namespace sourcier
