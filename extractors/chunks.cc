#include "extractors/chunks.h"

#include <algorithm>

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

// Words that are no part of a noun phrase.
bool IsFunction(const Node& n) {
  static constexpr Traits kFunction = {kPrep,     kCoord,        kStrong,  kThat,
                                       kRelative, kSubordinator, kPronoun, kSign,
                                       kNegation, kAccording,    kThatIs,  kVenue};
  return n.IsAny(kFunction);
}

bool IsThirdFinite(const Node& n) {
  return n.Is(kVerb) && n.Is(kFinite) && (n.Is(kThird) || n.Is(kFirst));
}

}  // namespace

void Chunks::Push(Kind kind, size_t first, size_t last, size_t head) {
  for (size_t i = first; i < last; ++i) chunk_of_[i] = chunks_.size();
  Chunk& c = chunks_.emplace_back();
  c.kind = kind;
  c.first = first;
  c.last = last;
  c.head = head;
}

// Whether a clause or an object may begin after what has been read: there "des" is an article.
bool Chunks::ClauseMayBegin() const {
  if (chunks_.empty()) return true;
  switch (chunks_.back().kind) {
    case Kind::kNoun:
    case Kind::kFigure:
    case Kind::kTime:
      return false;
    default:
      return true;
  }
}

// A verb group begins at the node: a verb in verb position, or prefixes that only a verb follows.
bool Chunks::VerbBegins(size_t i) const {
  const SentenceView& v = *view_;
  size_t j = i;
  while (j < v.size() && v.Is(j, kVerbPrefix) && j < i + 4) ++j;
  if (!v.Is(j, kVerb)) {
    // "ne pas investir"
    if (j > i && v.Is(i, kNegation)) return true;
    return false;
  }
  const Node& verb = v[j];
  // "puis president": no verb where no subject stands before it
  if (j == i && verb.Is(kSourceNoun) && !verb.Is(kAuxiliary) &&
      (chunks_.empty() || !chunks_.back().Is(Kind::kNoun)))
    return false;
  if (j == i) return !IsFunction(verb) || verb.Is(kAuxiliary);
  if (v.Is(j - 1, kPrep))
    return verb.Is(kGerund) || (IsThirdFinite(verb) && !(verb.Is(kParticiple))) ||
           verb.Is(kInfinitive);
  if (v.Is(j - 1, kDet)) {
    // an article, unless what follows can be no noun
    if (j > i + 1 && v.Is(j - 2, kVerbPrefix) && !v.Is(j - 2, kPrep) && !v.Is(j - 2, kDet))
      return true;
    if (verb.Is(kAuxiliary) && verb.Is(kFinite)) return true;
    if (j - 1 > 0 &&
        (v.Is(j - 2, kSubjectPronoun) || v.Is(j - 2, kRelativeSubject) || v.Is(j - 2, kAs))) {
      return verb.Is(kFinite);
    }
    if (verb.Is(kInfinitive)) return j - 1 > 0 && v.Is(j - 2, kPrep);
    return verb.Is(kFinite) && verb.Is(kThird) && verb.Is(kPlural) && !verb.Is(kSingular) &&
           !verb.Is(kParticiple) && v.document->Text(v[j - 1].span).size() < 3;
  }
  return true;
}

size_t Chunks::ReadVerb(size_t i) {
  const SentenceView& v = *view_;
  Chunk c;
  c.kind = Kind::kVerb;
  c.first = i;
  while (i < v.size() && v.Is(i, kVerbPrefix) &&
         (!v.Is(i, kVerb) || v.Is(i, kPrep) || v.Is(i, kNegation)))
    ++i;
  while (
      i < v.size() &&
      (v.Is(i, kNegationSecond) || (v.Is(i, kAdverb) && !v.Is(i, kVerb)) || v.Is(i, kVerbPrefix)) &&
      !v.Is(i, kVerb)) {
    ++i;
  }
  size_t last = i;
  while (i < v.size()) {
    const Node& n = v[i];
    if (n.Is(kVerb)) {
      const bool first = c.main == kNone;
      if (!first) {
        const Node& before = v[c.main];
        const bool auxiliary = before.Is(kAuxiliary) || before.Is(kCopula);
        if (n.Is(kParticiple) && auxiliary) {
          c.passive = before.Is(kCopula);
        } else if (n.Is(kInfinitive)) {
        } else {
          break;
        }
      }
      if (n.Is(kFinite) && c.finite == kNone && (first ? !n.Is(kInfinitive) : false)) c.finite = i;
      c.main = i;
      last = ++i;
      // "a-t-il", "explique-t-on", "dit-il"
      if (v.Is(i, kHyphen)) {
        size_t j = i + 1;
        if (v.Is(j, kEuphonic) && v.Is(j + 1, kHyphen)) j += 2;
        if (v.Is(j, kSubjectPronoun)) {
          c.pronoun = j;
          last = i = j + 1;
        }
      }
      continue;
    }
    // What may stand between an auxiliary and its verb.
    if (n.Is(kNegationSecond) || (n.Is(kAdverb) && !n.Is(kDet)) || n.Is(kRestriction)) {
      ++i;
      continue;
    }
    // "compte y investir", "prevoit de depenser": a modal verb governs the next one through its
    // preposition.
    if (c.main != kNone && (n.Is(kOf) || n.Is(kTo) || n.Is(kVerbPrefix) || n.Is(kNegation))) {
      const Node& before = v[c.main];
      const bool governs = before.Is(kPlan) || before.Is(kExpect) || before.Is(kModalPossible) ||
                           before.Is(kModalExpected) || (before.Is(kSay) && n.Is(kOf));
      size_t j = i;
      if (n.Is(kOf) || n.Is(kTo)) {
        if (!governs || n.Is(kContracted)) break;
        ++j;
      }
      while (j < v.size() && j < i + 4 && !v.Is(j, kVerb) &&
             (v.Is(j, kVerbPrefix) || v.Is(j, kNegationSecond)))
        ++j;
      if (v.Is(j, kInfinitive)) {
        i = j;
        continue;
      }
      if (j > i && v.Is(j, kVerb) && v.Is(j, kParticiple) && before.Is(kAuxiliary)) {
        i = j;
        continue;
      }
      break;
    }
    break;
  }
  c.last = last == c.first ? c.first + 1 : last;
  if (c.main == kNone) c.kind = Kind::kOther;
  for (size_t k = c.first; k < c.last; ++k) chunk_of_[k] = chunks_.size();
  const size_t end = c.last;
  chunks_.push_back(c);
  return end;
}

size_t Chunks::ReadNoun(size_t begin) {
  const SentenceView& v = *view_;
  size_t i = begin, head = kNone, last = begin;
  while (v.Is(i, kDet) && v.MentionAt(i) == nullptr) last = ++i;
  for (; i < v.size(); ++i) {
    const Node& n = v[i];
    const bool open = head == kNone;  // no noun yet
    if (v.EntityAt(i) != nullptr) {
      if (n.Is(kPronoun) && !open) break;
      // A nominal has its own determiner: "comment [la start-up]".
      if (i > begin && v.EntityAt(i)->form == EntityForm::kNominal &&
          v.grammar->Of(v.UnitAt(i))[kDet])
        break;
      if (!open && i > begin) {
        // "l'AFP Alison Caldwell": two names
        const EntityValue* before = v.EntityAt(i - 1);
        const EntityValue* e = v.EntityAt(i);
        if (before != nullptr && before->entity_class != EntityClass::kPerson &&
            e->entity_class == EntityClass::kPerson && e->form == EntityForm::kName) {
          break;
        }
      }
      if (open || v.FigureAt(head) != nullptr) head = i;
      last = i + 1;
      continue;
    }
    if (v.FigureAt(i) != nullptr) {
      if (!open) break;
      head = i;
      last = i + 1;
      // "les 13 milliards investis": words may follow
      continue;
    }
    if (v.TimeAt(i) != nullptr) break;
    if (n.Is(kHyphen)) {
      if (open || i + 1 >= v.size() || !v.UnitAt(i).glued || !v.UnitAt(i + 1).glued) break;
      last = i + 2;
      ++i;
      continue;
    }
    if (n.Is(kAdverb) && !n.Is(kVerb)) {
      if (i + 1 < v.size() && !IsFunction(v[i + 1]) && v.MentionAt(i + 1) == nullptr &&
          (!v.Is(i + 1, kVerb) || v.Is(i + 1, kParticiple)) && !v.Is(i + 1, kDet)) {
        continue;
      }
      break;
    }
    if (IsFunction(n) || n.Is(kNegationSecond)) break;
    if (n.Is(kDet) || (n.Is(kVerbPrefix) && !n.Is(kVerb))) break;
    if (n.Is(kVerb)) {
      if (open && n.Is(kAuxiliary) && n.Is(kFinite)) break;
      if (!open) {
        if (n.Is(kInfinitive)) break;
        if (IsThirdFinite(n)) {
          const bool twin = i + 1 < v.size() && IsThirdFinite(v[i + 1]) && !n.Is(kAuxiliary) &&
                            !v.Is(i + 1, kDet) && v.MentionAt(i + 1) == nullptr && !n.Is(kCopula);
          if (!twin) break;
        } else if (n.Is(kGerund)) {
          if (i + 1 < v.size() &&
              (v.Is(i + 1, kDet) || v.Is(i + 1, kThat) || v.MentionAt(i + 1) != nullptr ||
               v.Is(i + 1, kTo) || v.Is(i + 1, kAdverb))) {
            break;
          }
        }
      }
    }
    if (open) head = i;
    last = i + 1;
  }
  if (last == begin) last = begin + 1;
  // Determiners alone are no phrase.
  const bool empty = head == kNone && v.Is(begin, kDet) && v.MentionAt(begin) == nullptr;
  Push(empty ? Kind::kOther : Kind::kNoun, begin, last, head == kNone ? begin : head);
  return last;
}

void Chunks::Read(const SentenceView& view) {
  view_ = &view;
  chunks_.clear();
  chunk_of_.assign(view.size(), kNone);
  const SentenceView& v = view;
  static constexpr struct {
    Trait trait;
    Kind kind;
  } kSigns[] = {{kComma, Kind::kComma},           {kColon, Kind::kColon},
                {kSemicolon, Kind::kSemicolon},   {kDash, Kind::kDash},
                {kOpenQuote, Kind::kOpenQuote},   {kCloseQuote, Kind::kCloseQuote},
                {kPlainQuote, Kind::kOpenQuote},  {kOpenParen, Kind::kOpenParen},
                {kCloseParen, Kind::kCloseParen}, {kStop, Kind::kStop},
                {kAccording, Kind::kAccording},   {kStrong, Kind::kSubordinator}};
  static constexpr Traits kAnySign = {kComma,      kColon,      kSemicolon,  kDash,
                                      kOpenQuote,  kCloseQuote, kPlainQuote, kOpenParen,
                                      kCloseParen, kStop,       kAccording,  kStrong};
  // What begins anything but a noun phrase.
  static constexpr Traits kOther = {kVerb,     kVerbPrefix,   kNegation, kPrep,           kThat,
                                    kRelative, kSubordinator, kThatIs,   kCoord,          kPronoun,
                                    kAdverb,   kVenue,        kSign,     kNegationSecond, kClitic};
  for (size_t i = 0; i < v.size();) {
    const Node& n = v[i];
    const size_t begin = i;
    if (n.mention == kNoIndex && !n.IsAny(kAnySign) && !n.IsAny(kOther)) {
      i = ReadNoun(i);
      continue;
    }
    if (v.FigureAt(i) != nullptr) {
      // A figure that begins a noun phrase is read with it: "48,7 millions d'electeurs".
      // Adjectives go with the counted noun: "huit projets francais".
      size_t end = i + 1;
      while (v.FigureAt(i)->kind == FigureKind::kQuantity && end < v.size() &&
             v[end].mention == kNoIndex && v[end].sort == Sort::kLower && !IsFunction(v[end]) &&
             !v.Is(end, kDet) && !v.Is(end, kAdverb) && !v.Is(end, kNegationSecond) &&
             !v.Is(end, kVerbPrefix) && !v.Is(end, kVerb)) {
        ++end;
      }
      Push(Kind::kFigure, i, end, i);
      i = end;
      continue;
    }
    if (v.TimeAt(i) != nullptr) {
      Push(Kind::kTime, i, i + 1, i);
      ++i;
      continue;
    }
    if (n.mention == kNoIndex || v.EntityAt(i) == nullptr) {
      if (n.IsAny(kAnySign)) {
        const auto* sign = std::find_if(std::begin(kSigns), std::end(kSigns),
                                        [&](const auto& s) { return n.Is(s.trait); });
        Push(sign->kind, i, i + 1);
        ++i;
        continue;
      }
      if (VerbBegins(i)) {
        i = ReadVerb(i);
        continue;
      }
      if (n.Is(kPrep) && !(n.Is(kDet) && n.Is(kContracted) && ClauseMayBegin())) {
        Push(Kind::kPrep, i, i + 1);
        ++i;
        // After a preposition a noun phrase without article: "de marque", "par action".
        if (i < v.size() && v.MentionAt(i) == nullptr && !IsFunction(v[i]) && !v.Is(i, kDet) &&
            !(v.Is(i, kVerb) && (v.Is(i, kInfinitive) ||
                                 (v.Is(i, kGerund) && v.Is(begin, kPrep) && !v.Is(begin, kOf)))) &&
            !v.Is(i, kVerbPrefix) && !v.Is(i, kNegationSecond)) {
          i = ReadNoun(i);
        }
        continue;
      }
      if (n.Is(kThat)) {
        Push(Kind::kThat, i, i + 1);
        ++i;
        continue;
      }
      if (n.Is(kRelative)) {
        Push(Kind::kRelative, i, i + 1);
        ++i;
        continue;
      }
      if ((n.Is(kSubordinator) && !n.Is(kCoord)) || n.Is(kThatIs)) {
        Push(n.Is(kThatIs) ? Kind::kOther : Kind::kSubordinator, i, i + 1);
        ++i;
        continue;
      }
      if (n.Is(kCoord)) {
        Push(Kind::kCoord, i, i + 1);
        ++i;
        continue;
      }
      const bool determines = n.Is(kDet) && i + 1 < v.size() && !IsFunction(v[i + 1]) &&
                              !v.Is(i + 1, kVerb) && !v.Is(i + 1, kVerbPrefix) &&
                              !v.Is(i + 1, kNegationSecond);
      if (n.Is(kPronoun) && !determines) {
        Push(Kind::kNoun, i, i + 1, i);
        ++i;
        continue;
      }
      if ((n.Is(kAdverb) && !n.Is(kDet)) || n.Is(kVenue)) {
        Push(Kind::kAdverb, i, i + 1);
        ++i;
        continue;
      }
      if (n.Is(kSign) || n.Is(kNegation) || n.Is(kNegationSecond) ||
          (n.Is(kClitic) && !n.Is(kDet))) {
        Push(Kind::kOther, i, i + 1);
        ++i;
        continue;
      }
    }
    if (const EntityValue* e = v.EntityAt(i); e != nullptr && e->form == EntityForm::kPronoun) {
      Push(Kind::kNoun, i, i + 1, i);
      ++i;
      continue;
    }
    i = ReadNoun(i);
    // A determiner and a figure: the figure stays a chunk of its own kind.
    if (i == begin) ++i;
  }
}

}  // namespace sourcier
