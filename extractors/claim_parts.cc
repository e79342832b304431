// What a claim asks of its clause besides the roles of claim_roles.cc: whether the figure counts
// there, who acts, the lemma and direction of its predicate.
#include "extractors/claim.h"

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

}  // namespace

bool IsQuoteCue(const Chunks& chunks, const Predication& p) {
  const SentenceView& view = chunks.view();
  const Chunk& verb = chunks[p.chunk];
  if (!view.Is(p.main, kSay)) return false;
  const Span span = view.SpanOf(p.first, p.last);
  for (size_t i = view.document->attributions.size(); i-- > 0;) {
    const Attribution& a = view.document->attributions[i];
    if (a.sentence + 8 < view.sentence) break;
    if (a.cue.span.empty() || !a.cue.span.Overlaps(span)) continue;
    return a.kind == QuoteKind::kDirect || verb.pronoun != kNone;
  }
  return verb.pronoun != kNone && p.chunk > 0 && chunks.Is(p.chunk - 1, Kind::kComma);
}

bool CountsHere(const Chunks& chunks, const Predication& p, const FigureValue& value, size_t own) {
  const SentenceView& view = chunks.view();
  if (p.link == Link::kApart) return p.listed && (p.measure != kNone || p.subject_measure != kNone);
  const bool counted = value.unit_system == UnitSystem::kNoun || value.kind == FigureKind::kNumber;
  if (!counted) return true;
  if (p.link == Link::kAdjunct) return false;
  if (p.measure != kNone && p.measure != own) return true;
  if (p.link != Link::kComplement) return true;
  const size_t noun = BeforeHedges(chunks, own) - 2;
  for (size_t i = chunks[noun].first; i < chunks[noun].last; ++i) {
    const Node& n = view[i];
    if (n.Is(kEventNoun) || n.Is(kMeasureNoun) || n.Is(kAmountNoun)) return true;
  }
  return false;
}

Phrase AgentOf(const Chunks& chunks, size_t verb) {
  const SentenceView& view = chunks.view();
  for (size_t c = verb + 1; c + 1 < chunks.size() && c < verb + 6; ++c) {
    if (chunks.Is(c, Kind::kComma) || chunks.Is(c, Kind::kStop)) break;
    if (chunks.Is(c, Kind::kPrep) && chunks.Is(c + 1, Kind::kNoun) &&
        view.Is(chunks[c].first, kBy)) {
      return chunks.PhraseAt(c + 1);
    }
  }
  return {};
}

Phrase OwnerOf(const Chunks& chunks, const Phrase& measure) {
  const SentenceView& view = chunks.view();
  for (size_t i = measure.first; i < measure.last; ++i) {
    if (view.EntityAt(i) != nullptr && i != measure.head) return chunks.PhraseAt(chunks.ChunkOf(i));
  }
  return {};
}

Phrase Gapped(const Chunks& chunks, size_t own, const Predication& p) {
  const SentenceView& view = chunks.view();
  if (p.noun || p.right || own < 2 || !chunks.Is(own - 1, Kind::kNoun) || own - 1 <= p.chunk)
    return {};
  if (!chunks.Is(own - 2, Kind::kCoord) || view.Is(chunks[own - 1].head, kPronoun)) return {};
  const Phrase phrase = chunks.PhraseAt(own - 1);
  return phrase.last == chunks[own].first && view.MentionAt(phrase.head) == nullptr &&
                 !view.Is(phrase.first, kDet)
             ? Phrase{}
             : phrase;
}

bool IsAgent(const Chunks& chunks, const Phrase& subject) {
  const SentenceView& view = chunks.view();
  if (!subject.found()) return false;
  const EntityValue* e = view.EntityAt(subject.head);
  if (e != nullptr) {
    return e->entity_class == EntityClass::kOrganisation ||
           e->entity_class == EntityClass::kPerson || e->entity_class == EntityClass::kMedia;
  }
  const Node& head = view[subject.head];
  return head.Is(kThirdPronoun) || head.Is(kOnePronoun) || head.Is(kSpeakerPronoun) ||
         head.Is(kSourceNoun);
}

std::string_view NormOf(const Chunks& chunks, const Predication& p) {
  const SentenceView& view = chunks.view();
  const Unit& unit = view.UnitAt(p.main);
  if (unit.entry == kNoIndex) return {};
  const Lexicon& lexicon = view.grammar->pack().lexicon();
  const bool verb = view.Is(p.main, kVerb) && (!p.noun || view.Is(p.main, kParticiple));
  std::string_view norm;
  for (const LexiconRow& row : lexicon.Rows(unit.entry)) {
    const bool row_is_verb = lexicon.Has(row.classes, view.grammar->Id(kVerb));
    for (const auto& [column, cell] : row.attributes) {
      if (column == "norm" && (norm.empty() || row_is_verb == verb)) norm = cell;
    }
  }
  return norm;
}

Direction DirectionOf(const Chunks& chunks, const Predication& p) {
  const SentenceView& view = chunks.view();
  auto of = [&](size_t i) {
    if (i != p.main && view.Is(i, kVerb) && !view.Is(i, kEventNoun)) return Direction::kNone;
    return view.Is(i, kUp)     ? Direction::kUp
           : view.Is(i, kDown) ? Direction::kDown
                               : Direction::kNone;
  };
  // A share or count that the verb does not measure goes nowhere: "est apprecie par 90 %".
  const bool level = p.measure != kNone || p.subject_measure != kNone;
  const bool still = !level && (p.type == ClaimType::kShare || p.type == ClaimType::kCount ||
                                p.type == ClaimType::kVote || p.type >= ClaimType::kAge);
  Direction d = still || (p.link == Link::kSubject && p.type != ClaimType::kJobs) ? Direction::kNone
                                                                                  : of(p.main);
  if (d == Direction::kNone && p.locution != kNone) d = of(chunks[p.locution].first);
  if (d == Direction::kNone && p.subject_measure != kNone) d = of(chunks[p.subject_measure].head);
  if (d == Direction::kNone && p.measure != kNone) d = of(chunks[p.measure].head);
  return d;
}

bool ReportedPast(const Chunks& chunks, const Claim& c) {
  const SentenceView& view = chunks.view();
  if (c.attribution == kNoIndex) return false;
  const Attribution& a = view.document->attributions[c.attribution];
  if (a.cue.span.empty() || a.sentence != view.sentence) return false;
  for (size_t i = 0; i < view.size(); ++i) {
    if (view[i].span.begin < a.cue.span.begin || view[i].span.end > a.cue.span.end) continue;
    if (view.Is(i, kFinite) &&
        (view.Is(i, kImperfect) || view.Is(i, kPast) || view.Is(i, kAuxiliary)))
      return true;
  }
  return false;
}

}  // namespace sourcier
