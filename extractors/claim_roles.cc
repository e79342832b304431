// The roles of a claim beside its subject.
#include "extractors/claim.h"
#include "extractors/roles.h"

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

bool Ends(const Chunks& chunks, size_t c) {
  switch (chunks[c].kind) {
    case Kind::kSemicolon:
    case Kind::kStop:
    case Kind::kSubordinator:
    case Kind::kRelative:
    case Kind::kThat:
    case Kind::kFigure:
    case Kind::kColon:
    case Kind::kAccording:
      return true;
    case Kind::kVerb:
      return chunks[c].finite != kNone;
    default:
      return false;
  }
}

// Whether the date at the chunk belongs to something else than the predicate: it stands right
// behind another verb ("une reunion [organisee le 24 juin]", "a annonce [mardi] que"), or behind a
// participle in a noun phrase.
bool HasOtherVerb(const Chunks& chunks, const Predication& p, size_t date) {
  const SentenceView& view = chunks.view();
  size_t c = date;
  while (c > 0 && (chunks.Is(c - 1, Kind::kPrep) || chunks.Is(c - 1, Kind::kAdverb) ||
                   chunks.Is(c - 1, Kind::kTime) || chunks.Is(c - 1, Kind::kOther)))
    --c;
  if (c == 0) return false;
  const Chunk& before = chunks[c - 1];
  if (before.Is(Kind::kVerb)) {
    // What is announced has its own time: "a annonce mardi 300 embauches".
    if (c - 1 == p.chunk && !p.noun) return view.Is(before.main, kAnnounce) && p.measure != kNone;
    return true;
  }
  return before.Is(Kind::kNoun) && c - 1 != p.chunk && before.last - 1 > before.head &&
         view.Is(before.last - 1, kParticiple) && view.ClaimTypes(before.last - 1) != 0;
}

// "fut montree [en 1959], et trois exemplaires furent vendus": a finite verb stands between. A time
// that opens the sentence holds for all of it.
bool IsOfOtherClause(const Chunks& chunks, size_t date, size_t lower, size_t upper) {
  const size_t from = date < lower ? date + 1 : upper + 1, to = date < lower ? lower : date;
  bool verb = false;
  for (size_t c = from; c < to; ++c) verb |= chunks.Is(c, Kind::kVerb) && chunks[c].finite != kNone;
  if (!verb || date > upper) return verb;
  for (size_t c = 0; c < date; ++c) {
    if (chunks.Is(c, Kind::kVerb) || chunks.Is(c, Kind::kNoun) || chunks.Is(c, Kind::kComma))
      return true;
  }
  return false;
}

}  // namespace

Phrase FindObject(const Chunks& chunks, const Predication& p, size_t figure_node) {
  const SentenceView& view = chunks.view();
  const size_t own = chunks.ChunkOf(figure_node);
  const std::string_view frame = FrameOf(view, p.main, "object");
  // "X condamne Y a FIGURE": the object of the active voice is the party concerned
  const bool patient = FrameOf(view, p.main, "subject") == "patient";
  auto good = [&](size_t c) {
    return chunks.Is(c, Kind::kNoun) && c != p.measure && !view.Is(chunks[c].head, kPronoun) &&
           view.TimeAt(chunks[c].head) == nullptr;
  };
  // A noun takes what stands behind any preposition but "de": "l'investissement de X dans Y".
  const bool any = p.noun && frame.empty();
  auto behind = [&](size_t from, size_t to) -> Phrase {
    for (size_t c = from; c < to && c < chunks.size(); ++c) {
      if (Ends(chunks, c)) break;
      if (!chunks.Is(c, Kind::kPrep) || !good(c + 1)) continue;
      const std::string_view prep = PrepositionAt(view, chunks[c].first);
      if (prep.empty()) continue;
      if (HasOption(frame, prep) ||
          (any && !view.Is(chunks[c].first, kOf) && !view.Is(chunks[c].first, kBy) &&
           view.EntityAt(chunks[c + 1].head) != nullptr)) {
        return chunks.PhraseAt(c + 1);
      }
    }
    return {};
  };
  // "49 % du capital de Y", "des actions de Y": the party, not the paper.
  const FigureValue* f = view.FigureAt(figure_node);
  if (f != nullptr && p.type == ClaimType::kStake) {
    for (size_t c = own + 1; c + 1 < chunks.size() && !Ends(chunks, c); ++c) {
      if (!chunks.Is(c, Kind::kPrep) || !view.Is(chunks[c].first, kOf)) continue;
      if (!chunks.Is(c + 1, Kind::kNoun)) continue;
      const EntityValue* e = view.EntityAt(chunks[c + 1].head);
      if (e != nullptr && e->entity_class != EntityClass::kPlace) return chunks.PhraseAt(c + 1);
    }
    // "Y, dont X detient 49 % du capital"
    size_t c = std::min(own, p.chunk);
    const size_t begin = chunks.ClauseBegin(c);
    if (begin > 0 && chunks.Is(begin - 1, Kind::kRelative) &&
        view.Is(chunks[begin - 1].first, kIncluding)) {
      c = begin - 1;
      while (c > 0 && chunks.Is(c - 1, Kind::kComma)) --c;
      if (c > 0 && chunks.Is(c - 1, Kind::kNoun)) {
        const EntityValue* e = view.EntityAt(chunks[c - 1].head);
        return e != nullptr ? chunks.PhraseAt(c - 1) : chunks.PhraseAround(c - 1);
      }
    }
  }
  // A clitic: "lui" stands for the object where a mention says for whom.
  if (Phrase o = behind(own + 1, chunks.size()); o.found()) return o;
  if (p.noun) return {};
  if (!p.right) {
    if (Phrase o = behind(p.chunk + 1, own); o.found()) return o;
    if (HasOption(frame, "np") || (patient && !chunks[p.chunk].passive)) {
      for (size_t c = p.chunk + 1; c < own; ++c) {
        if (chunks.Is(c, Kind::kAdverb) || chunks.Is(c, Kind::kTime) || chunks.Is(c, Kind::kOther))
          continue;
        const bool whole = view.Is(chunks[c].first, kDet) ||
                           view.MentionAt(chunks[c].head) != nullptr ||
                           view.MentionAt(chunks[c].first) != nullptr;
        if (good(c) && whole) return chunks.PhraseAt(c);
        break;
      }
    }
  } else {
    if (Phrase o = behind(p.chunk + 1, chunks.size()); o.found()) return o;
    if (HasOption(frame, "np") && !chunks[p.chunk].passive && good(p.chunk + 1))
      return chunks.PhraseAt(p.chunk + 1);
  }
  return {};
}

Phrase FindBase(const Chunks& chunks, size_t figure_node) {
  const SentenceView& view = chunks.view();
  const FigureValue* f = view.FigureAt(figure_node);
  if (f == nullptr || (f->kind != FigureKind::kPercent && f->kind != FigureKind::kRatio)) return {};
  const size_t own = chunks.ChunkOf(figure_node);
  if (!chunks.Is(own + 1, Kind::kPrep) || !view.Is(chunks[own + 1].first, kOf) ||
      !chunks.Is(own + 2, Kind::kNoun))
    return {};
  Phrase p;
  p.first = chunks[own + 1].first;
  p.last = chunks[own + 2].last;
  p.head = chunks[own + 2].head;
  // "des actions [d'OpenAI]" names the object, not the base.
  return p;
}

size_t FindTime(const Chunks& chunks, const Predication& p, size_t figure_node) {
  const SentenceView& view = chunks.view();
  const size_t own = chunks.ChunkOf(figure_node);
  auto is_date = [&](size_t c) {
    if (!chunks.Is(c, Kind::kTime) || c == own) return false;
    const TimeValue* t = view.TimeAt(chunks[c].first);
    return t != nullptr && t->kind == TimeKind::kDate;
  };
  // Right behind the figure, with its preposition.
  for (size_t c = own + 1; c < own + 3 && c < chunks.size(); ++c) {
    if (is_date(c)) return chunks[c].first;
    if (!chunks.Is(c, Kind::kPrep) && !chunks.Is(c, Kind::kAdverb)) break;
  }
  size_t best = kNone, distance = SIZE_MAX;
  const size_t lower = p.found() ? std::min(p.chunk, own) : own,
               upper = p.found() ? std::max(p.chunk, own) : own;
  // A participle of the clause may be left of its boundary; the sentence's opening date belongs to
  // its main clause.
  const size_t begin = chunks.ClauseBegin(lower), end = chunks.ClauseEnd(upper);
  for (size_t c = begin; c < end; ++c) {
    if (!is_date(c) || HasOtherVerb(chunks, p, c)) continue;
    if (IsOfOtherClause(chunks, c, lower, upper)) continue;
    // Another figure between them has the better right.
    bool taken = false;
    for (size_t k = std::min(c, own) + 1; k < std::max(c, own); ++k)
      taken |= chunks.Is(k, Kind::kFigure) && c > own;
    if (taken) continue;
    const size_t d = c > own ? c - own : own - c;
    if (d < distance) best = chunks[c].first, distance = d;
  }
  if (best != kNone) return best;
  // "en dix ans"
  for (size_t c = begin; c < end; ++c) {
    if (c == own || c == 0 || !chunks.Is(c, Kind::kTime) || !chunks.Is(c - 1, Kind::kPrep))
      continue;
    const TimeValue* t = view.TimeAt(chunks[c].first);
    const size_t prep = chunks[c - 1].first;
    if (t != nullptr && t->kind == TimeKind::kDuration && !view.Is(prep, kOf) &&
        !view.Is(prep, kTo))
      return chunks[c].first;
  }
  return kNone;
}

Phrase FindNounSubject(const Chunks& chunks, const Predication& p, size_t figure_node) {
  const SentenceView& view = chunks.view();
  const size_t own = chunks.ChunkOf(figure_node);
  auto entity_behind_of = [&](size_t prep) {
    return chunks.Is(prep, Kind::kPrep) && view.Is(chunks[prep].first, kOf) &&
           chunks.Is(prep + 1, Kind::kNoun);
  };
  // "FIGURE de benefices de X": what is measured is not whose it is.
  const size_t behind = p.chunk == own + 2 ? own + 3 : own + 1;
  if (entity_behind_of(behind) &&
      (view.EntityAt(chunks[behind + 1].head) != nullptr ||
       view.Is(chunks[behind].first, kContracted) || view.Is(chunks[behind + 1].first, kDet)))
    return chunks.PhraseAt(behind + 1);
  for (size_t c = p.chunk + 1; c < own; ++c) {
    if (entity_behind_of(c) && view.EntityAt(chunks[c + 1].head) != nullptr)
      return chunks.PhraseAt(c + 1);
  }
  return {};
}

void InheritObject(const Document& document, Claim* c) {
  const auto ties = [](ClaimType t) {
    return t == ClaimType::kInvestment || t == ClaimType::kStake || t == ClaimType::kAcquisition;
  };
  if (!ties(c->type) || document.claims.empty() || c->subject.canonical.empty()) return;
  const Claim& before = document.claims.back();
  if (before.sentence != c->sentence || !ties(before.type) || before.type == c->type ||
      before.subject.canonical != c->subject.canonical || before.object.mentions.empty())
    return;
  c->object = ImplicitRole(before.object.canonical, FoundBy::kDiscourse);
}

void SetAttribution(const Document& document, Span figure, Claim* claim) {
  uint32_t best = UINT32_MAX;
  for (size_t i = document.attributions.size(); i-- > 0;) {
    for (Span s : document.attributions[i].content) {
      if (s.Contains(figure) && s.size() < best) {
        best = s.size();
        claim->attribution = static_cast<uint32_t>(i);
      }
    }
  }
  if (claim->attribution == kNoIndex) return;
  // The voice is the outermost one that has a name.
  uint32_t a = claim->attribution;
  for (int i = 0; i < 8 && a != kNoIndex; ++i) {
    const Attribution& attribution = document.attributions[a];
    if (!attribution.source.canonical.empty()) claim->said_by = attribution.source.canonical;
    a = attribution.parent;
  }
}

std::string FactKey(const Document& document, const Claim& claim, std::string_view measure_head) {
  std::string key(Name(claim.type));
  key += '|';
  key += claim.subject.canonical;
  key += '|';
  key += !claim.object.canonical.empty() ? claim.object.canonical : measure_head;
  key += '|';
  const Mention& m = document.mentions[claim.figure];
  if (const FigureValue* f = m.figure()) {
    key += f->unit;
  } else {
    key += m.time()->unit;
  }
  key += '|';
  key += claim.per;
  return key;
}

}  // namespace sourcier
