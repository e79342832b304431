// Quotations and their cues: before them, after them, inside them, or none at all.
#include <algorithm>

#include "extractors/attribution.h"
#include "extractors/roles.h"

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

}  // namespace

void BlockReader::Direct(Cue& cue, const Phrase& phrase, Quote& q) {
  if (q.used && q.closed) return;
  // Who stands inside the quotation does not say it.
  const bool inside =
      phrase.found() && q.closed && q.inner.Contains(view_.SpanOf(phrase.first, phrase.last));
  const Phrase source = inside ? Phrase{} : phrase;
  if (source.found() && view_.Is(source.head, kDemonstrative)) return;
  Attribution a = Begin(cue, source);
  if (!source.found()) a.source = LastSpeaker();
  a.kind = QuoteKind::kDirect;
  const uint32_t begin = view_[cue.first].span.begin;
  const uint32_t end = source.found() ? std::max(a.source.span.end, view_[cue.last - 1].span.end)
                                      : view_[cue.last - 1].span.end;
  Span inner = q.inner;
  // "La Grece est <<sure>>, observe X": the clause is the content, its quoted words are a part of
  // it.
  if (!q.starts_sentence && q.closed && q.outer.end <= begin) {
    size_t open = 0;
    while (open < view_.size() && view_[open].span.begin < q.outer.begin) ++open;
    size_t left = open < view_.size() ? chunks_.ChunkOf(open) : 0;
    const size_t quote_chunk = left;
    while (left > 0 && !chunks_.Is(left - 1, Kind::kSemicolon) &&
           !chunks_.Is(left - 1, Kind::kColon) && !chunks_.Is(left - 1, Kind::kStop)) {
      --left;
    }
    while (left < quote_chunk && (chunks_.Is(left, Kind::kDash) || chunks_.Is(left, Kind::kComma) ||
                                  chunks_.Is(left, Kind::kCoord)))
      ++left;
    const bool same =
        q.sentence == view_.sentence && q.outer.begin > document_.sentences[q.sentence].span.begin;
    if (same || q.sentence < view_.sentence) {
      const uint32_t from =
          same ? view_[chunks_[left].first].span.begin : document_.sentences[q.sentence].span.begin;
      if (from < q.outer.begin) {
        a.kind = QuoteKind::kMixed;
        a.content.push_back({from, q.outer.end});
        for (Quote& other : quotes_) other.used |= a.content[0].Contains(other.outer);
        return Add(cue, std::move(a));
      }
    }
  }
  if (inner.begin < begin && begin < inner.end) {
    // Broken by the cue, or never closed.
    Span left{inner.begin, LastWordBefore(begin)};
    if (!left.empty()) a.content.push_back(left);
    if (q.closed) {
      const uint32_t right = FirstWordAfter(end);
      if (right < inner.end) a.content.push_back({right, inner.end});
    }
  } else {
    a.content.push_back(inner);
    // << A >>, assure X, << B >>
    for (Quote& other : quotes_) {
      if (!other.used && &other != &q && other.outer.begin > end && other.outer.begin < end + 8 &&
          document_.sentences[view_.sentence].span.end > other.outer.begin) {
        a.content.push_back(other.inner);
        other.used = true;
      }
    }
  }
  q.used = true;
  Add(cue, std::move(a));
}

void BlockReader::Introduce(Quote& q) {
  size_t open = 0;
  while (open < view_.size() && view_[open].span.begin < q.outer.begin) ++open;
  if (open == 0 || open >= view_.size()) return;
  const size_t colon = chunks_.ChunkOf(open - 1);
  if (!chunks_.Is(colon, Kind::kColon)) return;
  for (size_t i = open - 1; i-- > 0;) {
    if (!view_.Is(i, kVerb) || !(view_.Is(i, kSay) || view_.Is(i, kThink) || view_.Is(i, kDeny)))
      continue;
    const size_t verb = chunks_.ChunkOf(i);
    if (!chunks_.Is(verb, Kind::kVerb)) continue;
    if (view_.Is(i, kParticiple) && !view_.Is(i, kFinite) && chunks_[verb].finite == kNone)
      continue;
    Cue* cue = nullptr;
    for (Cue& c : cues_) {
      if (c.verb == i) cue = &c;
    }
    Cue made;
    if (cue == nullptr) {
      made.first = i;
      made.last = i + 1;
      made.verb = i;
      made.rule = "bare";
      made.weight = 0.8F;
      cue = &made;
    }
    if (cue->used) return;
    Phrase source = chunks_[verb].finite != kNone || chunks_[verb].pronoun != kNone
                        ? chunks_.Subject(verb)
                        : Phrase{};
    if (!source.found() && chunks_[verb].finite != kNone)
      source = chunks_.PhraseAt(SkipAside(verb + 1));
    Attribution a = Begin(*cue, source);
    if (cue == &made) a.rule = BareRule();
    if (!source.found()) a.source = LastSpeaker();
    a.kind = QuoteKind::kDirect;
    a.content.push_back(q.inner);
    q.used = true;
    return Add(*cue, std::move(a));
  }
  Announce(q, colon);
}

void BlockReader::Announce(Quote& q, size_t colon) {
  const Phrase source = chunks_.PhraseAt(0);
  if (!source.found() || source.last != chunks_[colon].first ||
      !IsPlausibleSource(chunks_, source, {}))
    return;
  Cue none;
  none.rule = BareRule();
  none.weight = kInherited;
  Attribution a = Begin(none, source);
  a.cue = Role{};
  a.kind = QuoteKind::kDirect;
  a.content.push_back(q.inner);
  q.used = true;
  Add(none, std::move(a));
}

void BlockReader::Float(uint32_t s) {
  for (Quote& q : quotes_) {
    if (q.used || q.sentence != s || !q.starts_sentence || !q.ends_sentence ||
        q.words < kMinimalFloatingWords)
      continue;
    if (!last_is_person_ || s > last_sentence_ + 4 || HasCueAfter(q)) continue;
    Attribution a;
    a.sentence = s;
    a.kind = QuoteKind::kDirect;
    a.source = LastSpeaker();
    a.content.push_back(q.inner);
    a.rule = BareRule();
    a.confidence = kInherited;
    q.used = true;
    last_sentence_ = s;
    document_.attributions.push_back(std::move(a));
  }
}

bool BlockReader::HasCueAfter(const Quote& q) const {
  if (q.closed) return false;
  const Block& block = document_.blocks[document_.sentences[q.sentence].block];
  const Sentence& last = document_.sentences[block.last_sentence - 1];
  if (last.first_unit >= last.last_unit || block.last_sentence - 1 == q.sentence) return false;
  const Traits& t = grammar_.Of(document_.units[last.first_unit]);
  return t[kVerb] && (t[kSay] || t[kThink]);
}

Quote* BlockReader::QuoteBefore(uint32_t byte, size_t chunk) {
  for (Quote& q : quotes_) {
    if (q.outer.begin >= byte) break;
    if (q.used && q.closed) continue;
    if (q.outer.end <= byte) {
      const std::string_view between = document_.Text({q.outer.end, byte});
      if (between.size() < 8 && std::all_of(between.begin(), between.end(), [](char c) {
            return c == ' ' || c == ',' || c == '\n' || static_cast<unsigned char>(c) >= 0x80;
          })) {
        return &q;
      }
      // a subject may stand between: << C >>, il ajoute
      continue;
    }
    const bool breaks = chunk > 0 && (chunks_.Is(chunk - 1, Kind::kComma) ||
                                      (!q.closed && chunks_.Is(chunk - 1, Kind::kStop)));
    if (q.inner.end > byte && ((q.closed && breaks) || (!q.closed && (chunk == 0 || breaks))))
      return &q;
  }
  return nullptr;
}

Quote* BlockReader::QuoteAt(uint32_t byte) {
  for (Quote& q : quotes_) {
    if (q.outer.begin == byte) return &q;
  }
  return nullptr;
}

uint32_t BlockReader::LastWordBefore(uint32_t byte) const {
  const std::string& t = document_.text;
  while (byte > 0 && (t[byte - 1] == ' ' || t[byte - 1] == ',' || t[byte - 1] == '\n')) --byte;
  return byte;
}

uint32_t BlockReader::FirstWordAfter(uint32_t byte) const {
  const std::string& t = document_.text;
  while (byte < t.size() && (t[byte] == ' ' || t[byte] == ',' || t[byte] == '.')) ++byte;
  return byte;
}

}  // namespace sourcier
