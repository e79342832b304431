// Noun phrases with their complements, clauses, and subjects: what chunks.h promises beyond the
// chunks themselves.
#include "extractors/argument.h"
#include "extractors/chunks.h"

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

bool IsBoundary(Kind k) {
  return k == Kind::kSemicolon || k == Kind::kColon || k == Kind::kStop ||
         k == Kind::kSubordinator || k == Kind::kThat || k == Kind::kRelative ||
         k == Kind::kOpenParen || k == Kind::kCloseParen || k == Kind::kDash;
}

bool NounLike(const Chunks& chunks, size_t c) {
  return chunks.Is(c, Kind::kNoun) || chunks.Is(c, Kind::kFigure);
}

// "Selon l'enquete", "Compte tenu de la crise"
bool IsAdjunct(const Chunks& chunks, size_t noun) {
  return noun > 0 && (chunks.Is(noun - 1, Kind::kPrep) || chunks.Is(noun - 1, Kind::kAccording));
}

// A single word in lower case that no determiner goes with.
bool IsBareWord(const Chunks& chunks, size_t c) {
  const Chunk& chunk = chunks[c];
  const SentenceView& view = chunks.view();
  return chunk.last == chunk.first + 1 && view.MentionAt(chunk.first) == nullptr &&
         view[chunk.first].sort == Sort::kLower && !view.Is(chunk.first, kPronoun) &&
         !view.Is(chunk.first, kDet);
}

// Whether a conjunction stands between the two verb groups.
bool Coordinated(const Chunks& chunks, size_t left, size_t right) {
  for (size_t k = left + 1; k < right; ++k) {
    if (chunks.Is(k, Kind::kCoord) || chunks.Is(k, Kind::kComma) ||
        chunks.Is(k, Kind::kSubordinator))
      return true;
  }
  return false;
}

// The finite verb is the first one behind a relative pronoun, and only a comma parts it from the
// next clause.
bool ClosesRelative(const Chunks& chunks, size_t left, size_t right) {
  for (size_t k = left + 1; k < right; ++k) {
    if (chunks.Is(k, Kind::kCoord) || chunks.Is(k, Kind::kSubordinator)) return false;
  }
  if (!chunks.Is(right - 1, Kind::kComma)) return false;
  for (size_t r = left; r-- > 0 && !chunks.Is(r, Kind::kComma);) {
    if (chunks.Is(r, Kind::kRelative)) return true;
    if (chunks.Is(r, Kind::kVerb) && chunks[r].finite != kNone) return false;
  }
  return false;
}

// What a relative pronoun behind the noun stands for: the head of "de" chains that agrees with the
// verb in number, else the noun itself.
Phrase Antecedent(const Chunks& chunks, size_t noun, size_t verb) {
  const Phrase near = chunks.PhraseAt(noun);
  size_t c = noun;
  while (c >= 2 && chunks.Is(c - 1, Kind::kPrep) && NounLike(chunks, c - 2)) {
    // "le conflit au Yemen, qui dure"
    const EntityValue* e = c == noun ? chunks.view().EntityAt(chunks[c].head) : nullptr;
    const bool place = e != nullptr && e->entity_class == EntityClass::kPlace;
    // "un vernis a ongles, qui seche": a noun without article stands for nothing by itself.
    const bool bare = c == noun && e == nullptr && !chunks.view().Is(chunks[c].first, kDet) &&
                      !chunks.view().Is(chunks[c - 1].first, kContracted) &&
                      chunks.view().MentionAt(chunks[c].head) == nullptr;
    if (!chunks.view().Is(chunks[c - 1].first, kOf) && !place && !bare) break;
    c -= 2;
  }
  const Chunk& head = chunks[c];
  const Phrase alone{head.first, head.last, head.head, FoundBy::kNone};
  const bool head_agrees = Agrees(chunks, alone, verb), near_agrees = Agrees(chunks, near, verb);
  if (head_agrees) return chunks.PhraseAt(c);
  if (near_agrees) return near;
  // "la hausse des attaques dans la region, qui ont": further left.
  while (c >= 2 && chunks.Is(c - 1, Kind::kPrep) && NounLike(chunks, c - 2)) {
    c -= 2;
    const Phrase further = chunks.PhraseAt(c);
    if (chunks.view().Is(further.first, kDet) &&
        Agrees(chunks, Phrase{chunks[c].first, chunks[c].last, chunks[c].head, FoundBy::kNone},
               verb))
      return further;
  }
  return near;
}

// Who does what the infinitive says: the object of verbs that say so ("condamne X a verser",
// "permet a X de vendre"), else the subject.
Phrase Controller(const Chunks& chunks, size_t finite, size_t infinitive) {
  const Chunk& v = chunks[finite];
  const std::string_view control = FrameOf(chunks.view(), v.main, "control");
  bool governed = false;  // "a verser", "d'avoir verse"
  for (size_t i = chunks[infinitive].first; i < chunks[infinitive].last; ++i)
    governed |= chunks.view().Is(i, kInfinitive);
  if (control.empty() || v.passive || !governed) return chunks.Subject(finite);
  for (size_t c = finite + 1; c < infinitive; ++c) {
    if (chunks.Is(c, Kind::kComma) || chunks.Is(c, Kind::kVerb)) break;
    if (!chunks.Is(c, Kind::kNoun)) continue;
    const bool bare = !chunks.Is(c - 1, Kind::kPrep);
    if (bare ? control == "np" : control == PrepositionAt(chunks.view(), chunks[c - 1].first))
      return chunks.PhraseAt(c);
  }
  return chunks.Subject(finite);
}

}  // namespace

bool Chunks::IsNounLike(size_t c) const { return Is(c, Kind::kNoun) || Is(c, Kind::kFigure); }

size_t Chunks::ClauseBegin(size_t c) const {
  while (c > 0 && !IsBoundary(chunks_[c - 1].kind)) --c;
  return c;
}

size_t Chunks::ClauseEnd(size_t c) const {
  while (c < size() && !IsBoundary(chunks_[c].kind)) ++c;
  return c;
}

// From a complement to the noun phrase that it belongs to: [le PDG] de [Microsoft] -> le PDG.
size_t Chunks::HeadOf(size_t noun) const {
  size_t c = noun;
  while (c >= 2 && Is(c - 1, Kind::kPrep) && IsNounLike(c - 2)) c -= 2;
  return c;
}

Phrase Chunks::PhraseAt(size_t c) const {
  Phrase p;
  if (!IsNounLike(c)) return p;
  p.first = chunks_[c].first;
  p.head = chunks_[c].head;
  size_t end = c + 1;
  while (end + 1 < size()) {
    const Chunk& next = chunks_[end];
    if (next.Is(Kind::kPrep) && IsNounLike(end + 1)) {
      // Complements with "de", and others that follow an adjective or participle: "present sur le
      // site".
      const Chunk& before = chunks_[end - 1];
      const bool of = view_->Is(next.first, kOf);
      const bool adjective =
          before.last - 1 > before.head && view_->MentionAt(before.last - 1) == nullptr;
      if (!of && !adjective) break;
      end += 2;
      continue;
    }
    if (next.Is(Kind::kCoord) && view_->Is(next.first, kAnd) && end + 1 < size() &&
        IsNounLike(end + 1) && view_->EntityAt(chunks_[end + 1].head) != nullptr &&
        view_->EntityAt(chunks_[end - 1].head) != nullptr) {
      end += 2;
      continue;
    }
    // "l'entraineur du PSG Luis Enrique"
    if (next.Is(Kind::kNoun) && view_->EntityAt(p.head) == nullptr && end > c + 1) {
      const EntityValue* e = view_->EntityAt(next.head);
      if (e != nullptr && next.head == next.first && e->entity_class == EntityClass::kPerson &&
          e->form == EntityForm::kName) {
        ++end;
        continue;
      }
    }
    // "le PDG de Salesforce, Marc Benioff"
    if (next.Is(Kind::kComma) && Is(end + 1, Kind::kNoun)) {
      const EntityValue* e = view_->EntityAt(chunks_[end + 1].head);
      const bool closes = end + 2 >= size() || Is(end + 2, Kind::kComma) ||
                          Is(end + 2, Kind::kVerb) || Is(end + 2, Kind::kStop) ||
                          Is(end + 2, Kind::kCloseQuote);
      if (e != nullptr && e->entity_class == EntityClass::kPerson && e->form == EntityForm::kName &&
          closes && view_->EntityAt(p.head) == nullptr) {
        end += 2;
        continue;
      }
    }
    break;
  }
  p.last = chunks_[end - 1].last;
  return p;
}

Phrase Chunks::PhraseAround(size_t c) const { return PhraseAt(HeadOf(c)); }

Phrase Chunks::SubjectLeft(size_t verb, int depth) const {
  Phrase none;
  size_t c = verb;
  while (c > 0) {
    --c;
    const Chunk& chunk = chunks_[c];
    switch (chunk.kind) {
      case Kind::kAdverb:
      case Kind::kTime:
      case Kind::kPrep:
      case Kind::kOther:
      case Kind::kOpenQuote:
      case Kind::kCloseQuote:
        continue;
      case Kind::kNoun:
      case Kind::kFigure: {
        if (c > 0 && Is(c - 1, Kind::kPrep)) {
          // A complement: the head is further left, or this is an adjunct ("en 2021, ...").
          if (c >= 2 && IsNounLike(c - 2)) {
            c = c - 1;
            continue;
          }
          c = c - 1;
          continue;
        }
        // "Mon grand-pere [nous] a quittes": an object that looks like a subject
        if (c + 1 == verb && view_->Is(chunk.first, kPronoun) && chunk.last == chunk.first + 1 &&
            !Agrees(*this, Phrase{chunk.first, chunk.last, chunk.head, FoundBy::kNone}, verb))
          continue;
        // "une annee blanche": an adjective behind a time
        if (c > 0 &&
            (Is(c - 1, Kind::kTime) || (Is(c - 1, Kind::kVerb) && chunks_[c - 1].finite == kNone &&
                                        view_->Is(chunks_[c - 1].main, kParticiple))) &&
            chunk.last == chunk.first + 1 && view_->MentionAt(chunk.first) == nullptr &&
            !view_->Is(chunk.first, kPronoun) && (*view_)[chunk.first].sort == Sort::kLower)
          continue;
        // "... vont rester "stables" se stabilise": a word without article inside a clause
        if (c > 0 && IsBareWord(*this, c) &&
            (Is(c - 1, Kind::kVerb) || Is(c - 1, Kind::kNoun) || Is(c - 1, Kind::kOpenQuote)))
          continue;
        // "une candidate de "Secret" affirme"
        if (c > 2 && Is(c - 1, Kind::kOpenQuote) && Is(c - 2, Kind::kPrep) && IsNounLike(c - 3)) {
          c -= 2;
          continue;
        }
        if (c > 0 && Is(c - 1, Kind::kSubordinator) && view_->Is(chunks_[c - 1].first, kAs) &&
            c > 1 && IsNounLike(c - 2)) {
          --c;  // "des dirigeants comme X"
          continue;
        }
        // "Une petition demandant [leur transfert] a recueilli": the object of another verb.
        if (c > 0 && Is(c - 1, Kind::kVerb) && chunks_[c - 1].finite == kNone &&
            (view_->Is(chunks_[c - 1].main, kGerund) ||
             view_->Is(chunks_[c - 1].main, kInfinitive))) {
          --c;
          continue;
        }
        // "OpenAI et Microsoft"
        size_t begin = c;
        while (begin >= 2 &&
               ((Is(begin - 1, Kind::kCoord) && view_->Is(chunks_[begin - 1].first, kAnd)) ||
                Is(begin - 1, Kind::kComma)) &&
               IsNounLike(begin - 2) && begin - 1 > 0 && Is(begin - 1, Kind::kCoord)) {
          // "ont invoque [leur droit] et le musee est ferme": the object of the clause before
          const size_t head = HeadOf(begin - 2);
          if (head > 0 && Is(head - 1, Kind::kVerb) && chunks_[head - 1].finite != kNone) break;
          begin = head;
        }
        // "une marche "feministe et populaire" a eu lieu"
        if (begin > 1 && Is(begin - 1, Kind::kOpenQuote) && Is(begin - 2, Kind::kNoun) &&
            !view_->Is(chunks_[begin].first, kDet) &&
            (*view_)[chunks_[begin].first].sort == Sort::kLower) {
          c = begin - 1;
          continue;
        }
        // "une enquete pour "vol et recel" a ete ouverte"
        if (begin > 1 && Is(begin - 1, Kind::kOpenQuote) && Is(begin - 2, Kind::kPrep)) {
          c = begin - 2;
          continue;
        }
        Phrase p = PhraseAt(begin);
        if (begin != c) p.last = std::max(p.last, PhraseAt(c).last);
        // An apposition between commas: "le PDG de X, Y, a montre".
        if (begin > 1 && Is(begin - 1, Kind::kComma) && Is(verb - 1, Kind::kComma) &&
            IsNounLike(begin - 2) && !IsAdjunct(*this, HeadOf(begin - 2))) {
          p = PhraseAt(HeadOf(begin - 2));
          if (p.last < chunks_[c].last) p.last = chunks_[c].last;
        }
        return p;
      }
      case Kind::kComma: {
        // What stands between two commas is no part of the clause: "X, qui a ..., va".
        if (c + 1 != verb && !Is(c + 1, Kind::kAdverb)) return none;
        size_t open = c;
        while (open > 0 && !Is(open - 1, Kind::kComma) && !Is(open - 1, Kind::kSemicolon)) --open;
        if (open == 0 || !Is(open - 1, Kind::kComma)) {
          if (depth > 0) return none;
          continue;
        }
        const bool relative = Is(open, Kind::kRelative) || (open + 1 < c && Is(open, Kind::kPrep) &&
                                                            Is(open + 1, Kind::kRelative));
        const bool verb_insert = Is(open, Kind::kVerb) &&
                                 (chunks_[open].finite == kNone || chunks_[open].pronoun != kNone ||
                                  view_->Is(chunks_[open].main, kSay));
        // "L'usine, haute de 12 metres, a coute"
        const bool adjective = Is(open, Kind::kNoun) && !view_->Is(chunks_[open].first, kDet) &&
                               !view_->Is(chunks_[open].first, kPronoun) &&
                               !view_->Is(chunks_[open].first, kContracted) &&
                               (*view_)[chunks_[open].first].sort == Sort::kLower &&
                               view_->MentionAt(chunks_[open].first) == nullptr;
        const bool insert = relative || Is(open, Kind::kPrep) || verb_insert || adjective ||
                            Is(open, Kind::kAccording) || Is(open, Kind::kSubordinator) ||
                            Is(open, Kind::kAdverb) || Is(open, Kind::kTime);
        if (insert) c = open;  // goes on left of the opening comma
        if (insert && c > 0) --c;
        continue;
      }
      case Kind::kVerb: {
        const Chunk& other = chunk;
        if (other.finite == kNone) {
          if (view_->Is(other.main, kParticiple) || view_->Is(other.main, kGerund) ||
              view_->Is(other.main, kInfinitive))
            continue;
          return none;
        }
        if (depth > 6) return none;
        // "l'entreprise dont le siege se trouve a Lille vaut": the verb of a relative clause; a
        // comma may close it: "la vente sur laquelle des lots sont proposes, a debute".
        if (!Coordinated(*this, c, verb) || ClosesRelative(*this, c, verb)) {
          size_t r = c;
          while (r > 0 && !Is(r, Kind::kRelative) && !Is(r, Kind::kThat) && !Is(r, Kind::kStop) &&
                 !Is(r, Kind::kSemicolon) && !Is(r, Kind::kColon))
            --r;
          if (Is(r, Kind::kRelative) && r > 0) {
            c = r;
            continue;
          }
        }
        Phrase p = Subject(c);
        if (p.found() && p.by == FoundBy::kNone) p.by = FoundBy::kCoordination;
        return p;
      }
      case Kind::kRelative: {
        if (!view_->Is(chunk.first, kRelativeSubject)) return none;
        size_t a = c;
        while (a > 0 && (Is(a - 1, Kind::kComma) || Is(a - 1, Kind::kAdverb))) --a;
        if (a > 0 && IsNounLike(a - 1)) return Antecedent(*this, a - 1, verb);
        return none;
      }
      case Kind::kCoord:
        continue;
      default:
        return none;
    }
  }
  return none;
}

Phrase Chunks::Subject(size_t verb) const {
  const Chunk& v = chunks_[verb];
  if (v.pronoun != kNone) {
    Phrase p;
    p.first = p.head = v.pronoun;
    p.last = v.pronoun + 1;
    return p;
  }
  bool bare = view_->Is(v.main, kParticiple);  // a participle without auxiliary
  for (size_t i = v.first; i < v.main; ++i)
    bare &= !view_->Is(i, kInfinitive) && !view_->Is(i, kGerund);
  if (v.finite != kNone || bare) {
    // "X traite 4 tonnes et recupere": what stands before the conjunction is an object.
    size_t c = verb;
    while (c > 0 && (Is(c - 1, Kind::kAdverb) || Is(c - 1, Kind::kOther))) --c;
    if (c > 0 && (Is(c - 1, Kind::kCoord) ||
                  (Is(c - 1, Kind::kSubordinator) && view_->Is(chunks_[c - 1].first, kStrong)))) {
      for (size_t k = c - 1; k-- > 0;) {
        if (Is(k, Kind::kSemicolon) || Is(k, Kind::kStop)) break;
        if (Is(k, Kind::kVerb) && chunks_[k].finite != kNone) {
          // "a deploye dix hommes et procede a ...": the auxiliary is understood.
          if (v.finite == kNone && !view_->Is(chunks_[k].main, kParticiple)) break;
          Phrase p = Subject(k);
          if (p.found() && p.by == FoundBy::kNone) p.by = FoundBy::kCoordination;
          return p;
        }
      }
    }
    // "... a rendu hommage a Jean Dupont, decede en 2008"
    if (v.finite == kNone && verb > 1 && Is(verb - 1, Kind::kComma) && Is(verb - 2, Kind::kNoun)) {
      const EntityValue* e = view_->EntityAt(chunks_[verb - 2].head);
      if (e != nullptr && e->entity_class == EntityClass::kPerson && e->form == EntityForm::kName)
        return PhraseAt(verb - 2);
    }
    Phrase p = SubjectLeft(verb, 0);
    if (p.found() || v.finite != kNone) return p;
    // "Fondee en 2021, la societe ..."
    for (size_t k = verb + 1; k + 1 < size() && !Is(k, Kind::kSemicolon) && !Is(k, Kind::kVerb);
         ++k) {
      if (Is(k, Kind::kComma) && IsNounLike(k + 1)) {
        p = PhraseAt(k + 1);
        p.by = FoundBy::kControl;
        return p;
      }
    }
    return p;
  }
  // "un moteur developpant 600 ch": a participle right behind its noun.
  if (view_->Is(v.main, kGerund) && v.first == v.main && verb > 0 && Is(verb - 1, Kind::kNoun))
    return Antecedent(*this, verb - 1, verb);
  // "un homme soupconne d'avoir commis"
  if (view_->Is(v.main, kInfinitive) || view_->Is(v.main, kParticiple)) {
    const size_t k = verb > 0 && Is(verb - 1, Kind::kPrep) ? verb - 1 : verb;
    if (k > 0 && Is(k - 1, Kind::kNoun) && chunks_[k - 1].last > chunks_[k - 1].head + 1 &&
        view_->Is(chunks_[k - 1].last - 1, kParticiple)) {
      Phrase p = PhraseAt(k - 1);
      p.last = chunks_[k - 1].last;
      p.by = FoundBy::kControl;
      return p;
    }
  }
  // Infinitives and gerunds: the subject of the finite verb before them, else of the one after
  // them.
  for (size_t c = verb; c-- > 0;) {
    if (Is(c, Kind::kSemicolon)) break;
    if (Is(c, Kind::kVerb) && chunks_[c].finite != kNone &&
        (!view_->Is(chunks_[c].finite, kParticiple) || view_->Is(chunks_[c].finite, kThird))) {
      Phrase p = Controller(*this, c, verb);
      if (p.found() && p.by == FoundBy::kNone) p.by = FoundBy::kControl;
      return p;
    }
  }
  for (size_t c = verb + 1; c < size() && !Is(c, Kind::kSemicolon); ++c) {
    if (Is(c, Kind::kVerb) && chunks_[c].finite != kNone) {
      Phrase p = SubjectLeft(c, 1);
      if (p.found() && p.first > chunks_[verb].last) {
        p.by = FoundBy::kControl;
        return p;
      }
      return Phrase{};
    }
  }
  return Phrase{};
}

}  // namespace sourcier
