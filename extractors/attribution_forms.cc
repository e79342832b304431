// The forms of cues (attribution.rules): where each has its source and its content.
#include <algorithm>

#include "extractors/attribution.h"
#include "extractors/roles.h"

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

}  // namespace

void BlockReader::That(Cue& cue) {
  if (!Governs(cue, cue.form == "object" ? "np" : "that")) return;
  const size_t verb = chunks_.ChunkOf(cue.verb);
  if (Restricts(cue)) return;
  Phrase source = cue.form == "gerund" ? GerundSubject(verb) : chunks_.Subject(verb);
  // "Rappelons que": the writer
  if (!source.found() && !(Elided(verb) && view_.Is(cue.verb, kThird))) return;
  if (view_.Is(cue.verb, kPlan) && !view_.Is(cue.verb, kSay) &&
      !(source.found() && view_.Is(source.head, kRumorNoun))) {
    return;  // to want something is not to say it; a rumour wants that
  }
  if (source.found() && !IsPlausibleSource(chunks_, source, view_[cue.verb].traits)) return;
  Attribution a = Begin(cue, source);
  if (!source.found()) a.source = LastSpeaker();
  size_t begin = cue.match_last;
  if (view_.Is(begin - 1, kAs)) --begin;
  a.content.push_back(ContentFromNode(chunks_, begin));
  Add(cue, std::move(a));
}

bool BlockReader::Restricts(const Cue& cue) const {
  bool negation = false, second = false;
  for (size_t i = cue.first; i < cue.match_last; ++i) {
    negation |= view_.Is(i, kNegation);
    second |= view_.Is(i, kNegationSecond);
  }
  return negation && !second;
}

void BlockReader::ToDo(Cue& cue) {
  // "revele avoir conclu": the perfect infinitive is a clause after any verb of saying.
  const size_t next = cue.last;
  bool perfect = false;
  for (size_t i = next; i < cue.match_last; ++i)
    perfect |= view_.Is(i, kInfinitive) && view_.Is(i, kAuxiliary);
  if (!(perfect || Governs(cue, "inf")) ||
      !(view_.Is(cue.verb, kSay) || view_.Is(cue.verb, kDeny) || view_.Is(cue.verb, kReveal))) {
    return Bare(cue);
  }
  const Phrase source = chunks_.Subject(chunks_.ChunkOf(cue.verb));
  if (!IsPlausibleSource(chunks_, source, view_[cue.verb].traits)) return;
  Attribution a = Begin(cue, source);
  a.content.push_back(ContentFromNode(chunks_, cue.last));
  Add(cue, std::move(a));
}

void BlockReader::Bare(Cue& cue) {
  const size_t verb = chunks_.ChunkOf(cue.verb);
  if (chunks_[verb].main != cue.verb) return;
  size_t next = SkipAside(verb + 1);
  if (Quote* q = QuoteBefore(view_[cue.first].span.begin, verb)) {
    const Phrase right = chunks_.PhraseAt(next);
    const Phrase source = right.found() ? right : chunks_.Subject(verb);
    return Direct(cue, source, *q);
  }
  // An incise or a closing clause: "..., a indique la direction"
  if (verb > 0 && chunks_.Is(verb - 1, Kind::kComma) && FiniteBefore(verb)) {
    const Phrase right = chunks_.PhraseAt(next);
    if (right.found() && IsPlausibleSource(chunks_, right, view_[cue.verb].traits) &&
        (!view_.Is(cue.verb, kQuoteOnly) || Speaks(right))) {
      const size_t after = AfterPhrase(right);
      if (after >= chunks_.size() || chunks_.Is(after, Kind::kComma) ||
          chunks_.Is(after, Kind::kStop) || chunks_.Is(after, Kind::kRelative) ||
          chunks_.Is(after, Kind::kPrep) || chunks_.Is(after, Kind::kTime) ||
          chunks_.Is(after, Kind::kSemicolon) || chunks_.Is(after, Kind::kCloseParen) ||
          chunks_.Is(after, Kind::kCoord) || chunks_.Is(after, Kind::kOpenParen) ||
          chunks_.Is(after, Kind::kAdverb) || chunks_.Is(after, Kind::kDash) ||
          chunks_.Is(after, Kind::kOpenQuote) ||
          (chunks_.Is(after, Kind::kVerb) && chunks_[after].finite == kNone)) {
        Attribution a = Begin(cue, right);
        AppendContentAround(chunks_, verb, chunks_.size(), &a.content);
        return Add(cue, std::move(a));
      }
    }
  }
  const Phrase source = chunks_.Subject(verb);
  const bool plausible = IsPlausibleSource(chunks_, source, view_[cue.verb].traits);
  // X denonce << N >>
  if (chunks_.Is(next, Kind::kOpenQuote) ||
      (chunks_.Is(next, Kind::kNoun) && chunks_.Is(next + 1, Kind::kOpenQuote))) {
    const size_t open = chunks_.Is(next, Kind::kOpenQuote) ? next : next + 1;
    Quote* q = QuoteAt(view_[chunks_[open].first].span.begin);
    if (q != nullptr && !q->used && plausible && q->words >= 2 && !view_.Is(cue.verb, kQuoteOnly) &&
        (view_.Is(cue.verb, kSay) || view_.Is(cue.verb, kDeny))) {
      Attribution a = Begin(cue, source);
      a.kind = QuoteKind::kMixed;
      a.content.push_back(ContentFromNode(chunks_, chunks_[next].first));
      q->used = true;
      return Add(cue, std::move(a));
    }
  }
  // X annonce N
  if (plausible && view_.Is(cue.verb, kAnnounce) &&
      (chunks_.Is(next, Kind::kNoun) || chunks_.Is(next, Kind::kFigure))) {
    Attribution a = Begin(cue, source);
    a.content.push_back(ContentFrom(chunks_, next));
    return Add(cue, std::move(a));
  }
}

void BlockReader::Inverted(Cue& cue) {
  const size_t verb = chunks_.ChunkOf(cue.verb);
  Phrase source;
  for (size_t i = cue.first; i < cue.last; ++i) {
    if (view_.Is(i, kSubjectPronoun)) source.first = source.head = i, source.last = i + 1;
  }
  if (Quote* q = QuoteBefore(view_[cue.first].span.begin, verb)) return Direct(cue, source, *q);
  if (verb == 0 || !chunks_.Is(verb - 1, Kind::kComma)) return;
  Attribution a = Begin(cue, source);
  AppendContentAround(chunks_, verb, verb + 1, &a.content);
  Add(cue, std::move(a));
}

void BlockReader::As(Cue& cue) {
  const size_t verb = chunks_.ChunkOf(cue.verb);
  const Phrase source = chunks_.PhraseAt(SkipAside(verb + 1));
  if (!source.found() || !IsPlausibleSource(chunks_, source, view_[cue.verb].traits)) return;
  size_t as = verb;
  while (as > 0 && !view_.Is(chunks_[as].first, kAs)) --as;
  Attribution a = Begin(cue, source);
  AppendContentAround(chunks_, as, AfterPhrase(source), &a.content);
  Add(cue, std::move(a));
}

void BlockReader::According(Cue& cue) {
  const size_t at = chunks_.ChunkOf(cue.first);
  Phrase source = chunks_.PhraseAt(at + 1);
  if (!source.found()) return;
  const bool set_off =
      at == 0 || chunks_.Is(at - 1, Kind::kComma) || chunks_.Is(AfterPhrase(source), Kind::kComma);
  if (!IsPlausibleSource(chunks_, source, {}) ||
      (!set_off && !Speaks(source) && view_[source.head].sort == Sort::kLower))
    return;
  Attribution a = Begin(cue, source);
  if (Quote* q = QuoteBefore(view_[cue.first].span.begin, at)) {
    a.kind = QuoteKind::kDirect;
    a.content.push_back(q->inner);
    q->used = true;
    return Add(cue, std::move(a));
  }
  const size_t after = AfterPhrase(source);
  size_t right = after;
  while (chunks_.Is(right, Kind::kComma) || chunks_.Is(right, Kind::kColon)) ++right;
  if (chunks_.Is(right, Kind::kOpenQuote)) {
    Quote* q = QuoteAt(view_[chunks_[right].first].span.begin);
    if (q != nullptr && !q->used && q->words >= kMinimalFloatingWords) {
      a.kind = QuoteKind::kDirect;
      a.content.push_back(q->inner);
      q->used = true;
      return Add(cue, std::move(a));
    }
  }
  AppendContentAround(chunks_, at, after, &a.content);
  Add(cue, std::move(a));
}

void BlockReader::Which(Cue& cue) {
  const size_t at = chunks_.ChunkOf(cue.first);
  size_t left = at;
  while (left > 0 && chunks_.Is(left - 1, Kind::kComma)) --left;
  if (left == 0) return;
  Phrase source = chunks_.Is(left - 1, Kind::kVerb) ? chunks_.Subject(left - 1)
                                                    : chunks_.PhraseAround(left - 1);
  if (!source.found()) return;
  if (chunks_.Is(left - 1, Kind::kNoun) && !Speaks(source)) source = chunks_.PhraseAt(left - 1);
  Attribution a = Begin(cue, source);
  a.content.push_back(ContentFromNode(chunks_, cue.last));
  Add(cue, std::move(a));
}

void BlockReader::Noun(Cue& cue) {
  const size_t at = chunks_.ChunkOf(cue.first);
  if (chunks_[at].kind != Kind::kNoun || !view_.Is(chunks_[at].first, kDet) ||
      view_.Is(chunks_[at].first, kContracted))
    return;
  const Phrase source = chunks_.PhraseAt(at);
  Attribution a = Begin(cue, source);
  a.content.push_back(ContentFromNode(chunks_, cue.match_last));
  Add(cue, std::move(a));
}

void BlockReader::Passive(Cue& cue) {
  const size_t verb = chunks_.ChunkOf(cue.verb);
  const size_t agent = chunks_.ChunkOf(cue.match_last - 1) + 1;
  const Phrase source = chunks_.PhraseAt(agent);
  const Phrase subject = chunks_.Subject(verb);
  if (!source.found() || !subject.found()) return;
  size_t after = AfterPhrase(source);
  for (int i = 0; i < 3 && (chunks_.Is(after, Kind::kNoun) || chunks_.Is(after, Kind::kPrep)); ++i)
    ++after;
  if (after >= chunks_.size() || !view_.Is(chunks_[after].first, kAs)) return;
  Attribution a = Begin(cue, source);
  a.content.push_back(view_.SpanOf(subject.first, subject.last));
  a.content.push_back(ContentFrom(chunks_, after));
  Add(cue, std::move(a));
}

bool BlockReader::Governs(const Cue& cue, std::string_view what) const {
  const std::string_view frame = grammar_.Attribute(view_.UnitAt(cue.verb), kVerb, "frame");
  if (frame.empty()) return true;
  for (size_t at = 0; at < frame.size();) {
    const size_t end = std::min(frame.find(',', at), frame.size());
    if (frame.substr(at, end - at) == what) return true;
    at = end + 1;
  }
  return false;
}

size_t BlockReader::SkipAside(size_t c) const {
  while (c < chunks_.size()) {
    if (chunks_.Is(c, Kind::kTime) || chunks_.Is(c, Kind::kAdverb)) {
      ++c;
    } else if (chunks_.Is(c, Kind::kPrep) &&
               (chunks_.Is(c + 1, Kind::kTime) ||
                (chunks_.Is(c + 1, Kind::kNoun) &&
                 (view_.Is(chunks_[c].first, kTo) || chunks_.Is(c + 2, Kind::kNoun))))) {
      c += 2;
    } else if (view_.Is(chunks_[c].first, kVenue) && !chunks_.Is(c, Kind::kNoun)) {
      ++c;
    } else {
      break;
    }
  }
  return c;
}

bool BlockReader::FiniteBefore(size_t c) const {
  size_t begin = c;
  while (begin > 0 && !chunks_.Is(begin - 1, Kind::kSemicolon)) --begin;
  bool relative = false;
  for (size_t i = begin; i < c; ++i) {
    if (chunks_.Is(i, Kind::kRelative)) relative = true;
    if (chunks_.Is(i, Kind::kComma)) relative = false;
    if (!relative && chunks_.Is(i, Kind::kVerb) && chunks_[i].finite != kNone) return true;
  }
  return false;
}

bool BlockReader::Speaks(const Phrase& p) const {
  const Node& head = view_[p.head];
  return view_.EntityAt(p.head) != nullptr || head.Is(kSourceNoun) || head.Is(kSayingNoun) ||
         head.Is(kRumorNoun) || head.Is(kPronoun);
}

Phrase BlockReader::GerundSubject(size_t verb) const {
  if (verb > 1 && chunks_.Is(verb - 1, Kind::kComma) && chunks_.Is(verb - 2, Kind::kNoun)) {
    const EntityValue* e = view_.EntityAt(chunks_[verb - 2].head);
    if (e != nullptr && e->entity_class == EntityClass::kPerson && verb > 3 &&
        chunks_.Is(verb - 3, Kind::kComma)) {
      Phrase p = chunks_.PhraseAround(
          verb - 4 < chunks_.size() && chunks_.Is(verb - 4, Kind::kNoun) ? verb - 4 : verb - 2);
      p.last = std::max(p.last, chunks_[verb - 2].last);
      return p;
    }
  }
  return chunks_.Subject(verb);
}

bool BlockReader::Elided(size_t verb) const {
  if (last_canonical_.empty()) return false;
  if (verb == 0) return true;
  return chunks_.Is(verb - 1, Kind::kCoord) && (verb == 1 || chunks_.Is(verb - 2, Kind::kStop) ||
                                                chunks_.Is(verb - 2, Kind::kCloseQuote));
}

}  // namespace sourcier
