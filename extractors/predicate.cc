#include "extractors/predicate.h"

#include <bit>
#include <string_view>

namespace sourcier {
namespace {

using Kind = Chunk::Kind;
using T = ClaimType;

constexpr uint32_t kMoneyTypes = Bit(T::kInvestment) | Bit(T::kAcquisition) | Bit(T::kFunding) |
                                 Bit(T::kValuation) | Bit(T::kDeal) | Bit(T::kPayment) |
                                 Bit(T::kCost) | Bit(T::kBudget) | Bit(T::kPrice) | Bit(T::kFine) |
                                 Bit(T::kCompensation) | Bit(T::kDebt) | Bit(T::kRevenue) |
                                 Bit(T::kProfit) | Bit(T::kLoss) | Bit(T::kStake) | Bit(T::kChange);
constexpr uint32_t kShareTypes =
    Bit(T::kStake) | Bit(T::kShare) | Bit(T::kRate) | Bit(T::kVote) | Bit(T::kChange);
constexpr uint32_t kCountTypes = Bit(T::kJobs) | Bit(T::kCount) | Bit(T::kVote) | Bit(T::kMeasure) |
                                 Bit(T::kChange) | Bit(T::kRate);
constexpr uint32_t kDateTypes = Bit(T::kEventDate) | Bit(T::kDeadline);
constexpr uint32_t kDurationTypes = Bit(T::kDuration) | Bit(T::kDeadline) | Bit(T::kAge);

bool IsBreak(const Chunks& chunks, size_t c) {
  switch (chunks[c].kind) {
    case Kind::kSemicolon:
    case Kind::kStop:
    case Kind::kColon:
    case Kind::kSubordinator:
    case Kind::kThat:
      return true;
    case Kind::kRelative:  // "dont 3 millions" goes on
      return !(chunks.view().Is(chunks[c].first, kIncluding) &&
               (chunks.Is(c + 1, Kind::kFigure) || chunks.Is(c + 2, Kind::kFigure)) &&
               !chunks.Is(c + 1, Kind::kNoun));
    default:
      return false;
  }
}

// The types of a noun phrase's words: of its head, else of another noun in it.
uint32_t NounTypes(const Chunks& chunks, size_t c) {
  const SentenceView& view = chunks.view();
  const Chunk& chunk = chunks[c];
  auto types_at = [&](size_t i) -> uint32_t {
    const Node& n = view[i];
    if (n.Is(kSetPhrase)) return 0;
    // A noun that is a verb form, too, has the verb's types with its own: "le montant" does not
    // rise.
    if (n.Is(kVerb) && !n.Is(kEventNoun))
      return n.Is(kMeasureNoun) || n.Is(kAmountNoun) ? view.ClaimTypes(i) & ~Bit(T::kChange) : 0;
    return view.ClaimTypes(i);
  };
  if (const uint32_t t = types_at(chunk.head)) return t;
  for (size_t i = chunk.first; i < chunk.last; ++i) {
    if (const uint32_t t = types_at(i)) return t;
  }
  return 0;
}

bool HasTrait(const Chunks& chunks, size_t c, Trait trait) {
  for (size_t i = chunks[c].first; i < chunks[c].last; ++i) {
    if (chunks.view().Is(i, trait)) return true;
  }
  return false;
}

// Left over a relative clause's "que" the figure is not reached; "ne ... que FIGURE" is no
// boundary.
bool IsRestriction(const Chunks& chunks, size_t c) {
  if (!chunks.Is(c, Kind::kThat)) return false;
  for (size_t k = c; k-- > 0 && !IsBreak(chunks, k);) {
    if (chunks.Is(k, Kind::kVerb)) return HasTrait(chunks, k, kNegation);
    if (chunks.Is(k, Kind::kNoun)) return false;
  }
  return false;
}

size_t VerbLeft(const Chunks& chunks, size_t c) {
  const SentenceView& view = chunks.view();
  size_t depth = 0;
  while (c > 0) {
    --c;
    if (chunks.Is(c, Kind::kCloseParen)) ++depth;
    if (chunks.Is(c, Kind::kOpenParen)) {
      if (depth == 0) return kNone;
      --depth;
    }
    if (depth > 0) continue;
    if (IsBreak(chunks, c) && !IsRestriction(chunks, c)) return kNone;
    if (!chunks.Is(c, Kind::kVerb)) continue;
    const Chunk& v = chunks[c];
    // ", soit 3 %"
    if (view.Is(v.main, kThatIs) && c > 0 && chunks.Is(c - 1, Kind::kComma)) continue;
    // "une amende de 1re classe": a noun
    const FigureValue* before =
        c > 0
            ? view.FigureAt(chunks[c - 1].head == kNone ? chunks[c - 1].first : chunks[c - 1].head)
            : nullptr;
    if (before != nullptr && before->kind == FigureKind::kOrdinal && v.finite == v.main) continue;
    // A participle by itself counts where the lexicon lists it.
    if (v.finite == kNone && view.Is(v.main, kParticiple) && view.ClaimTypes(v.main) == 0) continue;
    return c;
  }
  return kNone;
}

size_t VerbRight(const Chunks& chunks, size_t c) {
  for (++c; c < chunks.size() && !IsBreak(chunks, c); ++c) {
    if (chunks.Is(c, Kind::kOpenParen) || chunks.Is(c, Kind::kCloseParen) ||
        chunks.Is(c, Kind::kCloseQuote))
      return kNone;
    if (!chunks.Is(c, Kind::kVerb) || chunks[c].finite == kNone) continue;
    // "..., a annonce X": what is said is no argument of the verb that says it.
    const Chunk& v = chunks[c];
    if (v.pronoun != kNone || (chunks.Is(c - 1, Kind::kComma) && chunks.view().Is(v.main, kSay)))
      return kNone;
    return c;
  }
  return kNone;
}

// The lowest type of the set: the table of ClaimType has the particular ones first.
T First(uint32_t types) { return static_cast<T>(std::countr_zero(types)); }

T Fallback(const Mention& mention) {
  if (const TimeValue* t = mention.time())
    return t->kind == TimeKind::kDuration ? T::kDuration : T::kEventDate;
  switch (mention.figure()->kind) {
    case FigureKind::kPercent:
    case FigureKind::kRatio:
      return T::kShare;
    case FigureKind::kMultiple:
      return T::kChange;
    case FigureKind::kQuantity:
      return mention.figure()->unit_system == UnitSystem::kUcum ? T::kMeasure : T::kCount;
    default:
      return T::kOther;
  }
}

// Types of the counted noun inside the figure itself: "240 salaries" are jobs.
uint32_t OwnTypes(const SentenceView& view, size_t node) {
  uint32_t types = 0;
  const Node& n = view[node];
  for (uint32_t u = n.first_unit; u < n.last_unit; ++u)
    types |= view.grammar->ClaimTypes(view.document->units[u]);
  return types;
}

// "La recolte est tombee a 3 tonnes, [un recul] de 12 %": the noun stands beside a clause that has
// its objects already.
bool Apposed(const Chunks& chunks, size_t verb, size_t noun) {
  if (chunks.view().Is(chunks[noun - 1].first, kThatIs)) return true;
  if (!chunks.Is(noun - 1, Kind::kComma)) return false;
  for (size_t k = verb + 1; k + 1 < noun; ++k) {
    if (chunks.Is(k, Kind::kFigure)) return true;
    if (chunks.Is(k, Kind::kNoun) && !chunks.Is(k - 1, Kind::kPrep)) return true;
  }
  return false;
}

// The verb right of a figure that is its subject: "..., deux ont vote blanc". Nothing but
// complements stands between them, and no verb or noun has the figure already.
size_t VerbOfSubject(const Chunks& chunks, size_t c) {
  const SentenceView& view = chunks.view();
  const size_t k = BeforeHedges(chunks, c);
  if (k > 0 && (chunks.Is(k - 1, Kind::kPrep) || chunks.Is(k - 1, Kind::kVerb) ||
                chunks.Is(k - 1, Kind::kNoun)))
    return kNone;
  size_t v = c + 1;
  while (v < chunks.size()) {
    if (chunks.Is(v, Kind::kPrep) && chunks.Is(v + 1, Kind::kNoun)) {
      v += 2;
    } else if (chunks.Is(v, Kind::kAdverb) ||
               (chunks.Is(v, Kind::kVerb) && chunks[v].finite == kNone &&
                view.Is(chunks[v].main, kParticiple))) {
      ++v;
    } else {
      break;
    }
  }
  return chunks.Is(v, Kind::kVerb) && chunks[v].finite != kNone && chunks[v].pronoun == kNone &&
                 Agrees(chunks,
                        Phrase{chunks[c].first, chunks[c].last, chunks[c].head, FoundBy::kNone}, v)
             ? v
             : kNone;
}

}  // namespace

uint32_t TypesOf(const Mention& mention) {
  if (const TimeValue* t = mention.time())
    return t->kind == TimeKind::kDuration ? kDurationTypes : kDateTypes;
  switch (mention.figure()->kind) {
    case FigureKind::kMoney:
      return kMoneyTypes;
    case FigureKind::kPercent:
    case FigureKind::kRatio:
      return kShareTypes;
    case FigureKind::kMultiple:
      return Bit(T::kChange);
    case FigureKind::kQuantity:
      return mention.figure()->unit_system == UnitSystem::kUcum
                 ? Bit(T::kMeasure) | Bit(T::kChange) | Bit(T::kRate)
                 : kCountTypes;
    default:
      return kMoneyTypes | kShareTypes | kCountTypes;
  }
}

Predication FindPredicate(const Chunks& chunks, size_t node) {
  const SentenceView& view = chunks.view();
  const Mention& mention = *view.MentionAt(node);
  const uint32_t fits = TypesOf(mention);
  const size_t c = chunks.ChunkOf(node);
  Predication p;

  // The noun right before: "un benefice net de FIGURE", "une baisse d'environ FIGURE".
  size_t noun = kNone;
  const size_t prep = BeforeHedges(chunks, c);
  // "un recul [de plus d'] un cinquieme": the hedge holds the preposition.
  if (prep < c && prep > 0 && chunks.Is(prep - 1, Kind::kNoun) &&
      (NounTypes(chunks, prep - 1) & fits) != 0 &&
      (HasTrait(chunks, prep - 1, kEventNoun) || HasTrait(chunks, prep - 1, kMeasureNoun))) {
    noun = prep - 1;
  } else if (prep > 1 && chunks.Is(prep - 1, Kind::kPrep)) {
    const bool of = view.Is(chunks[prep - 1].first, kOf);
    size_t n = prep - 2;
    for (int i = 0; i < 3 && chunks.Is(n, Kind::kNoun); ++i) {
      if ((NounTypes(chunks, n) & fits) != 0 && of) {
        noun = n;
        break;
      }
      if (n < 2 || !chunks.Is(n - 1, Kind::kPrep) || !view.Is(chunks[n - 1].first, kOf)) break;
      n -= 2;
    }
  }
  // "est en hausse de FIGURE": a locution that has the type.
  if (c > 0 && chunks.Is(c - 1, Kind::kNoun) && chunks[c - 1].last == chunks[c - 1].first + 1) {
    const Node& n = view[chunks[c - 1].first];
    if ((view.ClaimTypes(chunks[c - 1].first) & fits) != 0 && !n.Is(kVerb) && !n.Is(kMeasureNoun) &&
        !n.Is(kEventNoun) && !n.Is(kAmountNoun) && !n.Is(kSetPhrase))
      p.locution = c - 1;
  }
  // The noun right after: "FIGURE de benefices".
  size_t after = kNone;
  if (chunks.Is(c + 1, Kind::kPrep) && view.Is(chunks[c + 1].first, kOf) &&
      chunks.Is(c + 2, Kind::kNoun))
    after = c + 2;

  // The verb: a participle right after the figure, else the nearest one left of it in the clause,
  // else right of it.
  size_t verb = kNone;
  if (chunks.Is(c + 1, Kind::kVerb) && chunks[c + 1].finite == kNone &&
      (view.ClaimTypes(chunks[c + 1].main) & fits) != 0 &&
      view.Is(chunks[c + 1].main, kParticiple) && !(prep > 0 && chunks.Is(prep - 1, Kind::kVerb))) {
    verb = c + 1;
    p.right = true;
  }
  // "les 13 milliards que X a investis"
  if (verb == kNone && mention.figure() != nullptr && chunks.Is(c + 1, Kind::kThat)) {
    const size_t v = VerbRight(chunks, c + 1);
    if (v != kNone && (view.ClaimTypes(chunks[v].main) & fits) != 0) {
      verb = v;
      p.right = true;
    }
  }
  if (verb == kNone) {
    verb = VerbOfSubject(chunks, c);
    p.right = verb != kNone;
  }
  if (verb == kNone) verb = VerbLeft(chunks, c);
  if (verb == kNone) {
    verb = VerbRight(chunks, c);
    p.right = verb != kNone;
  }
  // A participle in the noun phrase before: "un projet evalue a FIGURE", where no amount is meant.
  if (prep > 1 && chunks.Is(prep - 1, Kind::kPrep) && chunks.Is(prep - 2, Kind::kNoun) &&
      noun == kNone) {
    const Chunk& np = chunks[prep - 2];
    const size_t last = np.last - 1;
    if (last > np.head && view.Is(last, kParticiple) && !view.Is(last, kAmountVerb) &&
        (view.ClaimTypes(last) & fits & ~(Bit(T::kCount) | Bit(T::kChange))) != 0 &&
        !view.Is(np.head, kAmountNoun)) {
      p.chunk = prep - 2;
      p.first = p.main = last;
      p.last = last + 1;
      p.noun = true;
      p.type = First(view.ClaimTypes(last) & fits);
      p.listed = true;
      return p;
    }
  }

  const uint32_t verb_types = verb == kNone ? 0 : view.ClaimTypes(chunks[verb].main) & fits;
  const uint32_t noun_types = noun == kNone ? 0 : NounTypes(chunks, noun) & fits;
  const uint32_t after_types = after == kNone ? 0 : NounTypes(chunks, after) & fits;
  const bool amount_noun = noun != kNone && view.Is(chunks[noun].head, kAmountNoun);

  // A noun that is the predicate by itself: it is no object of the verb.
  if (noun != kNone && !amount_noun) {
    const bool event = HasTrait(chunks, noun, kEventNoun);
    const bool governed =
        verb != kNone && verb < noun &&
        (noun == verb + 1 || verb_types != 0 || chunks.Is(noun - 1, Kind::kNoun)) &&
        !(event && Apposed(chunks, verb, noun));
    if (verb == kNone || (event && !governed)) {
      p.chunk = noun;
      p.main = p.first = chunks[noun].head;
      for (size_t i = chunks[noun].first; i < chunks[noun].last; ++i) {
        if (view.ClaimTypes(i) != 0) {
          p.main = p.first = i;
          break;
        }
      }
      p.last = p.main + 1;
      p.noun = true;
      p.right = false;
      const bool counted =
          mention.figure() != nullptr && mention.figure()->unit_system == UnitSystem::kNoun;
      p.measure = event && !counted ? kNone : noun;
      p.type = First(noun_types);
      p.listed = true;
      p.link = Link::kComplement;
      return p;
    }
  }
  if (verb == kNone) {
    if (after_types == 0) return p;
    p.chunk = after;
    p.first = p.main = chunks[after].head;
    p.last = p.main + 1;
    p.noun = true;
    p.measure = after;
    p.type = First(after_types);
    p.listed = true;
    return p;
  }
  p.chunk = verb;
  p.first = chunks[verb].first;
  p.last = chunks[verb].last;
  p.main = chunks[verb].main;
  while (p.first < p.main && !view.Is(p.first, kVerb) && !view.Is(p.first, kNegation) &&
         !view.Is(p.first, kReflexive))
    ++p.first;

  if (noun != kNone) {
    p.measure = noun;
  } else if (after_types != 0 && mention.figure() != nullptr &&
             mention.figure()->kind == FigureKind::kMoney) {
    p.measure = after;
  }
  // A measured noun between verb and figure: "augmentant sa capitalisation a FIGURE".
  uint32_t between_types = 0;
  if (p.measure == kNone && !p.right) {
    for (size_t k = verb + 1; k < c; ++k) {
      if (!chunks.Is(k, Kind::kNoun) || (k > 0 && chunks.Is(k - 1, Kind::kPrep))) continue;
      if (!HasTrait(chunks, k, kMeasureNoun)) continue;
      between_types = NounTypes(chunks, k) & (fits | Bit(T::kChange));
      if (between_types != 0) p.measure = k;
    }
  }
  // The subject is what is measured: "le deficit atteint FIGURE".
  uint32_t subject_types = 0;
  const Phrase subject = chunks.Subject(verb);
  if (subject.found() && view.MentionAt(subject.head) == nullptr) {
    const size_t s = chunks.ChunkOf(subject.head);
    if (chunks.Is(s, Kind::kNoun) && HasTrait(chunks, s, kMeasureNoun)) {
      subject_types = NounTypes(chunks, s);
      if ((subject_types & (fits | Bit(T::kChange))) != 0 && mention.figure() != nullptr)
        p.subject_measure = s;
    }
  }
  const bool amount_verb =
      view.Is(chunks[verb].main, kAmountVerb) || view.Is(chunks[verb].main, kCopula);
  const bool change_verb = (verb_types & Bit(T::kChange)) != 0;
  const Chunk& before = chunks[prep > 0 ? prep - 1 : 0];
  bool by = prep > 0 && before.Is(Kind::kPrep) && view.Is(before.first, kOf);
  // "de 62 a 48": two levels, no difference.
  for (size_t k = c + 1; by && k < c + 4 && k + 1 < chunks.size(); ++k) {
    if (chunks.Is(k, Kind::kComma)) break;
    if (chunks.Is(k, Kind::kPrep) && view.Is(chunks[k].first, kTo) &&
        (chunks.Is(k + 1, Kind::kFigure) || chunks.Is(k + 2, Kind::kFigure))) {
      by = false;
    }
  }
  const bool to = prep > 0 && before.Is(Kind::kPrep) && view.Is(before.first, kTo);
  uint32_t types = 0;
  if (noun_types != 0 && !amount_noun) {
    types = noun_types;
  } else if (p.measure == after && after_types != 0 && p.measure != kNone) {
    types = (verb_types & ~Bit(T::kChange)) != 0 && !amount_verb ? verb_types : after_types;
  } else if (between_types != 0) {
    types = change_verb && by
                ? Bit(T::kChange)
                : between_types & ~(std::popcount(between_types) > 1 ? Bit(T::kChange) : 0);
  } else if (change_verb && by && (fits & Bit(T::kChange)) != 0) {
    types = Bit(T::kChange);
  } else if (amount_verb && (subject_types & fits) != 0) {
    types = subject_types & fits;
  } else if (change_verb && (subject_types & fits) != 0) {
    types = subject_types & fits;
  } else if (change_verb &&
             (to || (prep > 0 && before.Is(Kind::kPrep) && view.Is(before.first, kOf) && !by))) {
    types = verb_types & ~Bit(T::kChange);
  } else if ((after_types & (Bit(T::kStake) | Bit(T::kVote))) != 0 && mention.figure() != nullptr &&
             mention.figure()->kind != FigureKind::kMoney) {
    types = after_types & (Bit(T::kStake) | Bit(T::kVote));
  } else {
    types = verb_types;
  }
  // "est apprecie par 90 % des elus" changes nothing; "est multiplie par deux" does.
  const bool agent = !p.right && before.Is(Kind::kPrep) && view.Is(before.first, kBy);
  const bool multiplied =
      agent && change_verb &&
      HasOption(FrameOf(view, chunks[verb].main, "figure"), PrepositionAt(view, before.first));
  if (agent && !multiplied) types &= ~Bit(T::kChange);
  if (multiplied) types = Bit(T::kChange);
  if (p.locution != kNone && p.locution > verb && !p.right)
    types = view.ClaimTypes(chunks[p.locution].first) & fits;
  p.by_verb =
      types != 0 && p.locution == kNone && !multiplied && types == verb_types && noun == kNone;
  p.link = p.locution != kNone && !p.right ? Link::kGoverned : LinkOf(chunks, verb, c, p.right);
  if (p.measure != kNone && p.measure != after && !p.right && verb < p.measure) {
    // The noun that the figure measures: "annonce la suppression de FIGURE", but "selon la date de
    // naissance des FIGURE".
    size_t head = p.measure;
    while (head >= verb + 3 && chunks.Is(head - 1, Kind::kPrep) &&
           view.Is(chunks[head - 1].first, kOf) && chunks.Is(head - 2, Kind::kNoun))
      head -= 2;
    const Link link = LinkOf(chunks, verb, head, false);
    p.link = link == Link::kAdjunct || link == Link::kApart ? Link::kAdjunct : Link::kComplement;
  }
  const FigureValue* figure = mention.figure();
  if (p.by_verb && figure != nullptr && figure->unit_system == UnitSystem::kNoun) {
    // What is counted has its own type ("12 voix", "300 postes"), unless the verb is about jobs.
    const uint32_t own = OwnTypes(view, node) & fits;
    types &= kCountTypes & ~Bit(T::kRate) & ~Bit(T::kMeasure) & ~Bit(T::kVote);
    // "supprime 300 postes", "supprime deux itineraires"
    if ((types & Bit(T::kJobs)) != 0 && (types & Bit(T::kCount)) != 0)
      types = (own & Bit(T::kJobs)) != 0 ? Bit(T::kJobs) : Bit(T::kCount);
    if ((types & Bit(T::kJobs)) == 0 && own != 0) types = own;
    if (types == 0 && p.argument()) types = Bit(T::kCount);
  }
  // A bare number is no sum of money; "5,9 milliards" leaves its currency out.
  const bool bare_number = figure != nullptr && figure->kind == FigureKind::kNumber &&
                           !(figure->low && figure->low->ToDouble() > 9e5);
  if (bare_number) {
    types &= p.by_verb ? kCountTypes & ~Bit(T::kChange) & ~Bit(T::kRate) & ~Bit(T::kMeasure)
                       : kCountTypes | kShareTypes;
    if (p.by_verb && types == 0 && p.link == Link::kObject) types = Bit(T::kCount);
  }
  // "27 % disent fumer plus", "12 personnes sont descendues dans la rue": a subject that is
  // counted does not change.
  if (p.by_verb && p.link == Link::kSubject && figure != nullptr &&
      figure->kind != FigureKind::kMoney)
    types &= ~Bit(T::kChange);
  // "relever trois infractions" has no amount where the verb asks for "de" or "a".
  if (p.by_verb && p.link == Link::kObject && !p.right && prep == c && !amount_verb) {
    const std::string_view options = FrameOf(view, chunks[verb].main, "figure");
    if (!options.empty() && !HasOption(options, "np")) types = 0;
  }
  const bool money = figure != nullptr && figure->kind == FigureKind::kMoney;
  if (p.by_verb && (!p.argument() || (p.link == Link::kComplement && !money))) types = 0;
  if (types == 0 && figure != nullptr && figure->kind == FigureKind::kQuantity)
    types = OwnTypes(view, node) & fits;
  if (types == 0) types = subject_types & fits & (bare_number ? kCountTypes | kShareTypes : ~0u);
  // "Des pluies ont fait 12 morts": rain is measured, but not here.
  const bool counts = figure != nullptr && figure->unit_system == UnitSystem::kNoun;
  if (!amount_verb && !change_verb && ((subject_types & types) == 0 || counts))
    p.subject_measure = kNone;
  p.listed = types != 0;
  p.type = types != 0 ? First(types) : Fallback(mention);
  return p;
}

}  // namespace sourcier
