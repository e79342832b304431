// Sources and contents of attributions: which phrases can speak, and how far what they say reaches.
#include "extractors/attribution.h"

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

bool EndsContent(const Chunks& chunks, size_t c) {
  if (chunks.Is(c, Kind::kStop))
    return c + 1 == chunks.size() || chunks.Is(c + 1, Kind::kCloseQuote);
  return chunks.Is(c, Kind::kSemicolon);
}

// The end of the content that begins at chunk `c`, as a chunk index.
size_t ContentEnd(const Chunks& chunks, size_t c) {
  size_t end = c;
  const SentenceView& view = chunks.view();
  for (; end < chunks.size() && !EndsContent(chunks, end); ++end) {
    // ", revelant que ...": the main clause goes on
    if (end > c && chunks.Is(end, Kind::kComma) && chunks.Is(end + 1, Kind::kVerb)) {
      const Chunk& v = chunks[end + 1];
      const Node& main = view[v.main];
      if (main.Is(kGerund) && v.finite == kNone && (main.Is(kSay) || main.Is(kReveal))) break;
    }
    // "... et assure que", ", mais les exploitants assurent": somebody goes on to say something
    // else
    const bool joins = chunks.Is(end, Kind::kCoord) ||
                       (chunks.Is(end, Kind::kSubordinator) && view.Is(chunks[end].first, kStrong));
    if (end > c && joins) {
      size_t v = end + 1;
      while (
          v < chunks.size() && v < end + 4 &&
          (chunks.Is(v, Kind::kNoun) || chunks.Is(v, Kind::kAdverb) || chunks.Is(v, Kind::kPrep)))
        ++v;
      if (chunks.Is(v, Kind::kVerb) && chunks[v].finite != kNone) {
        bool says = false;
        for (size_t i = chunks[v].first; i < chunks[v].last; ++i)
          says |= view.Is(i, kSay) || view.Is(i, kDeny);
        const bool governs =
            chunks.Is(v + 1, Kind::kThat) ||
            (chunks[v].main != chunks[v].finite && view.Is(chunks[v].main, kInfinitive));
        if (says && governs) break;
      }
    }
    // ", selon X"
    if (end > c && chunks.Is(end, Kind::kComma) && chunks.Is(end + 1, Kind::kAccording)) break;
  }
  while (end > c && (chunks.Is(end - 1, Kind::kComma) || chunks.Is(end - 1, Kind::kStop))) --end;
  return end;
}

}  // namespace

Span ContentFrom(const Chunks& chunks, size_t c) {
  const size_t end = ContentEnd(chunks, c);
  return end > c ? chunks.view().SpanOf(chunks[c].first, chunks[end - 1].last) : Span{};
}

Span ContentFromNode(const Chunks& chunks, size_t node) {
  const SentenceView& view = chunks.view();
  if (node >= view.size()) return {};
  const size_t end = ContentEnd(chunks, chunks.ChunkOf(node));
  if (end == 0 || chunks[end - 1].last <= node) return {};
  return view.SpanOf(node, chunks[end - 1].last);
}

void AppendContentAround(const Chunks& chunks, size_t incise, size_t after,
                         std::vector<Span>* content) {
  const SentenceView& view = chunks.view();
  // Right of it, where nothing but openings stands left of it.
  size_t begin = incise;
  bool comma = begin > 0 && chunks.Is(begin - 1, Kind::kComma);
  size_t left_end = comma ? begin - 1 : begin;
  size_t left = left_end;
  while (left > 0 && !chunks.Is(left - 1, Kind::kSemicolon) && !chunks.Is(left - 1, Kind::kColon))
    --left;
  // An opening: a conjunction, an adverb, a mark.
  while (left < left_end &&
         (chunks.Is(left, Kind::kDash) || chunks.Is(left, Kind::kComma) ||
          (chunks.Is(left, Kind::kCoord) || chunks.Is(left, Kind::kAdverb) ||
           (chunks.Is(left, Kind::kSubordinator) && view.Is(chunks[left].first, kStrong))))) {
    ++left;
  }
  bool left_verb = false;
  size_t last_relative = kNone;
  for (size_t c = left; c < left_end; ++c) {
    if (chunks.Is(c, Kind::kVerb) && chunks[c].finite != kNone) left_verb = true;
    if (chunks.Is(c, Kind::kRelative)) last_relative = c;
  }
  size_t right = after;
  while (chunks.Is(right, Kind::kComma) || chunks.Is(right, Kind::kDash)) ++right;
  const bool nothing_right = right >= chunks.size() || chunks.Is(right, Kind::kStop) ||
                             chunks.Is(right, Kind::kSemicolon) ||
                             chunks.Is(right, Kind::kCloseParen);
  if (left == left_end) {
    if (!nothing_right) {
      if (const Span span = ContentFrom(chunks, right); !span.empty()) content->push_back(span);
    }
    return;
  }
  const bool broken =
      !nothing_right && (!left_verb || (!comma && chunks.Is(left_end - 1, Kind::kVerb)));
  if (!comma && last_relative != kNone && broken) left = last_relative;
  if (comma && last_relative != kNone && last_relative > 0 &&
      chunks.Is(last_relative - 1, Kind::kComma) && left_verb && !nothing_right) {
    left = last_relative;  // the incise belongs to the relative clause
  }
  content->push_back(view.SpanOf(chunks[left].first, chunks[left_end - 1].last));
  if (broken) {
    if (const Span span = ContentFrom(chunks, right); !span.empty()) content->push_back(span);
  }
}

bool IsPlausibleSource(const Chunks& chunks, const Phrase& phrase, const Traits& verb) {
  if (!phrase.found()) return false;
  const SentenceView& view = chunks.view();
  const Node& head = view[phrase.head];
  const bool says = verb[kSay] || verb[kDeny];
  if (const EntityValue* e = view.EntityAt(phrase.head)) {
    switch (e->entity_class) {
      case EntityClass::kProduct:
      case EntityClass::kEvent:
      case EntityClass::kWork:
        return false;
      case EntityClass::kPlace:
        return says;
      default:
        return true;
    }
  }
  if (const FigureValue* f = view.FigureAt(phrase.head)) {
    return f->kind == FigureKind::kQuantity && f->unit_system == UnitSystem::kNoun &&
           (says || verb.none());
  }
  if (view.MentionAt(phrase.head) != nullptr) return false;  // a date does not speak
  if (head.Is(kDemonstrative)) return false;
  if (head.Is(kSpeakerPronoun)) return false;
  if (head.Is(kThirdPronoun) || head.Is(kOnePronoun)) return says || verb[kThink];
  if (head.Is(kPronoun)) return says || verb.none();
  if (head.Is(kSourceNoun) || head.Is(kSayingNoun) || head.Is(kRumorNoun)) return true;
  if (head.Is(kMeasureNoun) || head.Is(kAmountNoun) || head.Is(kEventNoun))
    return head.Is(kCountedNoun) && says;
  if (head.sort == Sort::kSign) return false;
  // A name of several words that begins the sentence and could be something else: "Le Parisien"
  if (verb.none() &&
      (head.sort == Sort::kCapital || head.sort == Sort::kUpper || head.sort == Sort::kMixed))
    return true;  // "D'apres XYZ"
  if (head.sort != Sort::kLower && says && phrase.last == phrase.first + 1 &&
      view.document->Text(head.span).find(' ') != std::string_view::npos)
    return true;
  if (!view.Is(phrase.first, kDet) && !view.Is(phrase.first, kContracted)) return false;
  return says || verb.none();
}

Epistemic CueEpistemic(const Chunks& chunks, const Cue& cue, const Phrase& source) {
  const SentenceView& view = chunks.view();
  if (source.found() && view.Is(source.head, kRumorNoun)) return Epistemic::kRumor;
  if (source.found() && view.Is(source.head, kOnePronoun) && cue.verb != kNone &&
      view.Is(cue.verb, kQuoteOnly)) {
    return Epistemic::kRumor;  // "on murmure"
  }
  if (cue.verb == kNone)
    return view.Is(cue.first, kRumorNoun) ? Epistemic::kRumor : Epistemic::kAsserted;
  bool negated = false;
  for (size_t i = cue.first; i < cue.last; ++i) negated |= view.Is(i, kNegation);
  // "n'exclut pas que" asserts nothing, but denies nothing either.
  if (view.Is(cue.verb, kDeny)) return negated ? Epistemic::kPossible : Epistemic::kDenied;
  return negated ? Epistemic::kNegated : Epistemic::kAsserted;
}

}  // namespace sourcier
