#include "extractors/quotes.h"

namespace sourcier {
namespace {

Span Trim(const Document& document, Span span) {
  const std::string& t = document.text;
  auto blank_at = [&](uint32_t i) -> uint32_t {  // bytes of the white space that begins at i
    const auto c = static_cast<unsigned char>(t[i]);
    if (c <= ' ') return 1;
    if (c == 0xC2 && i + 1 < span.end && static_cast<unsigned char>(t[i + 1]) == 0xA0) return 2;
    if (c == 0xE2 && i + 2 < span.end && static_cast<unsigned char>(t[i + 1]) == 0x80) {
      const auto d = static_cast<unsigned char>(t[i + 2]);
      if (d == 0xAF || (d >= 0x80 && d <= 0x8B)) return 3;
    }
    return 0;
  };
  while (span.begin < span.end) {
    const uint32_t n = blank_at(span.begin);
    if (n == 0) break;
    span.begin += n;
  }
  for (bool again = true; again && span.begin < span.end;) {
    again = false;
    for (uint32_t n : {1u, 2u, 3u}) {
      if (span.size() >= n && blank_at(span.end - n) == n) {
        span.end -= n;
        again = true;
        break;
      }
    }
  }
  return span;
}

bool HasQuoteMark(const Document& document, const Grammar& grammar, const Sentence& sentence) {
  for (uint32_t u = sentence.first_unit; u < sentence.last_unit; ++u) {
    if (grammar.IsQuoteMark(document.units[u])) return true;
  }
  return false;
}

// Whether the first straight mark of the block has the white space of one that closes.
bool FirstMarkCloses(const Document& document, const Grammar& grammar, const Block& block) {
  for (uint32_t s = block.first_sentence; s < block.last_sentence; ++s) {
    const Sentence& sentence = document.sentences[s];
    for (uint32_t u = sentence.first_unit; u < sentence.last_unit; ++u) {
      const Traits& traits = grammar.Of(document.units[u]);
      if (traits[kOpenQuote] || traits[kCloseQuote]) return false;
      if (traits[kPlainQuote])
        return !(u + 1 < sentence.last_unit && document.units[u + 1].glued) ||
               (document.units[u].glued && u > sentence.first_unit);
    }
  }
  return false;
}

}  // namespace

void FindQuotes(const Document& document, const Grammar& grammar, uint32_t block_index,
                bool* dangling, std::vector<Quote>* quotes) {
  const Block& block = document.blocks[block_index];
  int depth = 0;
  bool plain = false;  // the open quotation began with a straight mark
  Quote quote;
  bool stopped = true;  // a stop, a colon or the block's begin is right before
  auto close = [&](Span inner_end, uint32_t outer_end, bool closed) {
    quote.inner.end = inner_end.begin;
    quote.outer.end = outer_end;
    quote.closed = closed;
    quote.inner = Trim(document, quote.inner);
    if (!quote.inner.empty()) quotes->push_back(quote);
    depth = 0;
    plain = false;
  };
  if (*dangling && FirstMarkCloses(document, grammar, block)) {
    quote.outer.begin = quote.inner.begin = block.span.begin;
    quote.sentence = block.first_sentence;
    quote.starts_sentence = true;
    depth = 1;
    plain = true;
  }
  *dangling = false;
  for (uint32_t s = block.first_sentence; s < block.last_sentence; ++s) {
    const Sentence& sentence = document.sentences[s];
    if (depth == 0 && !HasQuoteMark(document, grammar, sentence)) {
      stopped = true;
      continue;
    }
    for (uint32_t u = sentence.first_unit; u < sentence.last_unit; ++u) {
      const Traits& traits = grammar.Of(document.units[u]);
      const Span span = document.UnitSpan(u, u + 1);
      const bool straight = traits[kPlainQuote];
      // A straight mark opens before a word and closes behind one; the white space around it tells.
      const bool glued_left = document.units[u].glued;
      const bool glued_right = u + 1 < sentence.last_unit && document.units[u + 1].glued;
      const bool straight_opens = straight && glued_right && (!glued_left || depth == 0);
      const bool straight_closes = straight && !straight_opens && depth > 0 && plain;
      if (straight_opens && depth > 0 && plain) depth = 0;  // the one before never closed
      const bool opens = traits[kOpenQuote] || straight_opens;
      const bool closes = traits[kCloseQuote] || straight_closes;
      if (closes && depth > 0) {
        if (--depth == 0) close(span, span.end, true);
      } else if (depth == 0 && !opens &&
                 (traits[kCloseQuote] || (straight && glued_left && !glued_right))) {
        if (straight && u + 1 == sentence.last_unit && s + 1 == block.last_sentence &&
            u > sentence.first_unit && grammar.Of(document.units[u - 1])[kStop]) {
          *dangling = true;
          continue;
        }
        // It opened where nobody saw it: the sentence is its content.
        quote = Quote{};
        quote.outer.begin = quote.inner.begin = sentence.span.begin;
        if (!quotes->empty() && quotes->back().outer.end > quote.outer.begin) continue;
        quote.sentence = s;
        quote.starts_sentence = true;
        for (uint32_t w = sentence.first_unit; w < u; ++w)
          quote.words += !grammar.Of(document.units[w])[kSign];
        if (quote.words >= 3) close(span, span.end, true);
      } else if (opens) {
        if (depth++ == 0) {
          quote = Quote{};
          quote.outer.begin = span.begin;
          quote.inner.begin = span.end;
          quote.sentence = s;
          quote.starts_sentence = stopped;
          plain = straight;
        }
      } else if (depth > 0 && !traits[kSign]) {
        ++quote.words;
      }
      if (!opens) stopped = traits[kStop] || traits[kColon] || (traits[kDash] && stopped);
    }
    if (depth == 0) stopped = true;
  }
  if (depth > 0) {
    const Span end{block.span.end, block.span.end};
    if (depth > 1 || quote.words > 3) close(end, block.span.end, false);
  }
  for (Quote& q : *quotes) {
    if (q.ends_sentence) continue;
    // Nothing but a stop follows up to the end of its sentence.
    for (uint32_t s = block.first_sentence; s < block.last_sentence; ++s) {
      const Sentence& sentence = document.sentences[s];
      if (sentence.span.end < q.outer.end) continue;
      q.ends_sentence = true;
      for (uint32_t u = sentence.last_unit; u-- > sentence.first_unit;) {
        const Span span = document.UnitSpan(u, u + 1);
        if (span.begin < q.outer.end) break;
        if (!grammar.Of(document.units[u])[kStop]) {
          q.ends_sentence = false;
          break;
        }
      }
      break;
    }
  }
}

}  // namespace sourcier
