#include "extractors/argument.h"

#include <algorithm>

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

bool IsAside(const Chunks& chunks, size_t c) {
  // "pour environ": the hedge alone behind a preposition
  if (chunks.Is(c, Kind::kNoun) && chunks[c].last == chunks[c].first + 1)
    return chunks.view()[chunks[c].first].mention == kNoIndex &&
           chunks.view().Is(chunks[c].first, kAdverb);
  return chunks.Is(c, Kind::kAdverb) || chunks.Is(c, Kind::kOther) ||
         chunks.Is(c, Kind::kOpenQuote);
}

// Numbers that a word or figure can have: bit 0 singular, bit 1 plural; both where it does not say.
unsigned NumberOf(const SentenceView& view, size_t node) {
  if (const FigureValue* f = view.FigureAt(node)) {
    if (f->kind == FigureKind::kPercent || f->kind == FigureKind::kRatio ||
        f->kind == FigureKind::kMoney || !f->number)
      return 3;
    return f->number->ToDouble() >= 2 ? 2 : 3;
  }
  const bool singular = view.Is(node, kSingular), plural = view.Is(node, kPlural);
  return singular == plural ? 3 : plural ? 2 : 1;
}

// Of a noun phrase, by its determiner.
unsigned NumberOfNoun(const Chunks& chunks, size_t c) {
  const SentenceView& view = chunks.view();
  const Chunk& chunk = chunks[c];
  if (chunk.Is(Kind::kFigure) || view.FigureAt(chunk.head) != nullptr)
    return NumberOf(view, chunk.head);
  if (view.Is(chunk.first, kPronoun) && chunk.last == chunk.first + 1)
    return NumberOf(view, chunk.first);
  // The contracted preposition before it holds its article.
  size_t first = chunk.first;
  if (first > 0 && view.Is(first - 1, kContracted)) --first;
  const Node& node = view[first];
  if (view.EntityAt(first) != nullptr && node.last_unit > node.first_unit + 1) {
    // A nominal mention holds its determiner.
    const Traits& t = view.grammar->Of(view.document->units[node.first_unit]);
    if (t[kDet] && t[kSingular] != t[kPlural]) return t[kPlural] ? 2 : 1;
    return 3;
  }
  return view.Is(first, kDet) || view.Is(first, kContracted) ? NumberOf(view, first) : 3;
}

bool SameKind(const SentenceView& view, const Chunks& chunks, size_t a, size_t b) {
  const FigureValue *x = view.FigureAt(chunks[a].head), *y = view.FigureAt(chunks[b].head);
  return x == nullptr || y == nullptr || x->kind != FigureKind::kMultiple || x->kind == y->kind;
}

Link LinkLeft(const Chunks& chunks, size_t verb, size_t figure, int depth);

// "construire une ligne de 40 km", but "anime par un bloc de 3 litres": the noun that the figure
// complements has to be an argument itself.
Link OfComplement(const Chunks& chunks, size_t verb, size_t noun, int depth) {
  while (noun >= verb + 3 && chunks.Is(noun - 1, Kind::kPrep) &&
         chunks.view().Is(chunks[noun - 1].first, kOf) && chunks.Is(noun - 2, Kind::kNoun))
    noun -= 2;
  const Link link = depth > 3 ? Link::kObject : LinkLeft(chunks, verb, noun, depth + 1);
  return link == Link::kAdjunct || link == Link::kApart ? Link::kAdjunct : Link::kComplement;
}

Link LinkLeft(const Chunks& chunks, size_t verb, size_t figure, int depth) {
  const SentenceView& view = chunks.view();
  const size_t k = BeforeHedges(chunks, figure);
  if (k <= verb + 1) return k == verb + 1 ? Link::kObject : Link::kApart;
  const std::string_view options = FrameOf(view, chunks[verb].main, "figure");
  // "ferme par un cordon et cinq ambulances": what the noun before is, the figure is, too.
  bool figure_between = false;
  for (size_t j = verb + 1; j < k; ++j) figure_between |= chunks.Is(j, Kind::kFigure);
  if (!figure_between && k > verb + 2 && chunks.Is(k - 1, Kind::kCoord) &&
      chunks.Is(k - 2, Kind::kNoun) && depth < 4)
    return LinkLeft(chunks, verb, k - 2, depth + 1);
  // "Je sais, les cinq euros ...": a comma right behind the verb
  if (k == verb + 2 && chunks.Is(verb + 1, Kind::kComma)) return Link::kApart;
  size_t end = k;
  Link link = Link::kObject;
  if (chunks.Is(k - 1, Kind::kPrep)) {
    const std::string_view prep = PrepositionAt(view, chunks[k - 1].first);
    link = !prep.empty() && HasOption(options, prep) ? Link::kGoverned : Link::kAdjunct;
    if (k >= 2 && chunks.Is(k - 2, Kind::kNoun) && view.Is(chunks[k - 1].first, kOf)) {
      // "sous la barre des 3 %": an amount stands for its figure.
      const Node& head = view[chunks[k - 2].head];
      // "reduire ses emissions de 5 %", but "monter dans les trains de quatre regions"
      const FigureValue* f = view.FigureAt(chunks[figure].head);
      const bool counted = f != nullptr && f->unit_system == UnitSystem::kNoun;
      if (link == Link::kGoverned && (counted || (k >= 3 && chunks.Is(k - 3, Kind::kPrep))))
        link = Link::kAdjunct;
      if (link != Link::kGoverned)
        return head.Is(kAmountNoun) ? Link::kGoverned : OfComplement(chunks, verb, k - 2, depth);
    }
    const bool of = view.Is(chunks[k - 1].first, kOf);
    if (link == Link::kAdjunct) {
      const FigureValue* f = view.FigureAt(chunks[figure].head);
      if (f != nullptr && f->qualifier == Qualifier::kRange) {
        link = Link::kObject;
      } else if (of ? options.empty()
                    : view.Is(chunks[k - 1].first, kTo) &&
                          (view.Is(chunks[verb].main, kAmountVerb) ||
                           view.Is(chunks[verb].main, kCopula))) {
        link = Link::kGoverned;
      }
    }
    // The agent of a passive: "verses par 340 000 donateurs".
    if (link == Link::kAdjunct && view.Is(chunks[k - 1].first, kBy) && k - 1 == verb + 1)
      link = Link::kGoverned;
    // "une somme estimee a FIGURE"
    const size_t n = k - 2;
    if (link == Link::kAdjunct && k >= 2 && chunks.Is(n, Kind::kNoun) &&
        chunks[n].last > chunks[n].head + 1 && view.Is(chunks[n].last - 1, kParticiple))
      return Link::kComplement;
    end = k - 1;
  }
  bool seen_comma = false, seen_figure = false;
  size_t parens = 0;
  for (size_t j = end; j-- > verb + 1;) {
    if (chunks.Is(j, Kind::kCloseParen)) ++parens;
    if (chunks.Is(j, Kind::kOpenParen) && parens > 0) {
      --parens;
      continue;
    }
    if (parens > 0) continue;
    switch (chunks[j].kind) {
      case Kind::kAdverb:
      case Kind::kTime:
      case Kind::kOther:
      case Kind::kOpenQuote:
      case Kind::kCloseQuote:
      case Kind::kThat:  // "ne ... que"
      case Kind::kPrep:
        continue;
      case Kind::kComma:
      case Kind::kCoord:
        seen_comma = true;
        continue;
      case Kind::kFigure:
        // "24 morts et 7 blesses": what the first is, the second is too.
        if (link == Link::kObject && seen_comma && depth < 4 && SameKind(view, chunks, figure, j))
          return LinkLeft(chunks, verb, j, depth + 1);
        if (link == Link::kObject && seen_comma) return Link::kApart;
        seen_figure = true;
        continue;
      case Kind::kRelative:
        if (!view.Is(chunks[j].first, kIncluding)) return Link::kApart;
        seen_comma = true;
        continue;
      case Kind::kNoun:
        if (view.FigureAt(chunks[j].head) != nullptr) continue;
        // "porter le prix a 3 euros", "condamne X a 3 millions et Y a 2"
        if (link == Link::kGoverned && (!seen_comma || seen_figure)) continue;
        // "ramener le deficit sous la barre des 3 %": the hedge holds the preposition.
        if (j == verb + 1 && k == j + 1 && k < figure &&
            HasOption(FrameOf(view, chunks[verb].main, "object"), "np"))
          return Link::kGoverned;
        // "X a ajoute 150 millions et [une fondation] 200 000": the verb is understood.
        if (j + 1 == k && link == Link::kObject && chunks.Is(j - 1, Kind::kCoord)) {
          size_t f = j;
          while (f > verb && !chunks.Is(f, Kind::kFigure)) --f;
          if (f > verb) return LinkLeft(chunks, verb, f, depth + 1);
        }
        // A recipient or adjunct between them; another noun right before has a figure of its own:
        // "devant X 29 %".
        if (j > verb + 1 && chunks.Is(j - 1, Kind::kPrep) &&
            (j + 1 != k || HasOption(FrameOf(view, chunks[verb].main, "object"),
                                     PrepositionAt(view, chunks[j - 1].first))))
          continue;
        return link == Link::kAdjunct ? Link::kAdjunct : Link::kApart;
      default:
        return link == Link::kAdjunct ? Link::kAdjunct : Link::kApart;
    }
  }
  return link;
}

Link LinkRight(const Chunks& chunks, size_t verb, size_t figure) {
  const size_t k = BeforeHedges(chunks, figure);
  // "les 13 milliards que X a investis", "13 milliards investis"
  if (chunks.Is(figure + 1, Kind::kThat) || (verb == figure + 1 && chunks[verb].finite == kNone))
    return Link::kObject;
  if (k > 0 && chunks.Is(k - 1, Kind::kPrep)) {
    const bool of = chunks.view().Is(chunks[k - 1].first, kOf);
    return of && k > 1 && chunks.Is(k - 2, Kind::kNoun) ? Link::kComplement : Link::kAdjunct;
  }
  if (k > 0 && (chunks.Is(k - 1, Kind::kNoun) || chunks.Is(k - 1, Kind::kVerb)))
    return Link::kApart;
  for (size_t j = figure + 1; j < verb; ++j) {
    switch (chunks[j].kind) {
      case Kind::kNoun:
      case Kind::kFigure:
        if (!chunks.Is(j - 1, Kind::kPrep) && !chunks.Is(j - 1, Kind::kCoord)) return Link::kApart;
        continue;
      case Kind::kVerb:
        if (chunks[j].finite != kNone) return Link::kApart;
        continue;
      case Kind::kComma:
      case Kind::kThat:
      case Kind::kCloseQuote:
        return Link::kApart;
      default:
        continue;
    }
  }
  return Link::kSubject;
}

}  // namespace

size_t BeforeHedges(const Chunks& chunks, size_t figure) {
  size_t k = figure;
  while (k > 0 && IsAside(chunks, k - 1)) --k;
  return k;
}

std::string_view FrameOf(const SentenceView& view, size_t node, std::string_view key) {
  const Unit& unit = view.UnitAt(node);
  if (unit.entry == kNoIndex) return {};
  for (const LexiconRow& row : view.grammar->pack().lexicon().Rows(unit.entry)) {
    for (const auto& [column, frame] : row.attributes) {
      if (column != "frame") continue;
      for (size_t at = 0; at < frame.size();) {
        const size_t end = std::min(frame.find(',', at), frame.size());
        const std::string_view item = std::string_view(frame).substr(at, end - at);
        if (item.size() > key.size() && item.starts_with(key) && item[key.size()] == '=')
          return item.substr(key.size() + 1);
        at = end + 1;
      }
    }
  }
  return {};
}

bool HasOption(std::string_view options, std::string_view option) {
  for (size_t at = 0; at < options.size();) {
    const size_t end = std::min(options.find('/', at), options.size());
    if (options.substr(at, end - at) == option) return true;
    at = end + 1;
  }
  return false;
}

std::string_view PrepositionAt(const SentenceView& view, size_t node) {
  return view.grammar->Attribute(view.UnitAt(node), kPrep, "prep");
}

Link LinkOf(const Chunks& chunks, size_t verb, size_t figure, bool right) {
  return right ? LinkRight(chunks, verb, figure) : LinkLeft(chunks, verb, figure, 0);
}

bool Agrees(const Chunks& chunks, const Phrase& subject, size_t verb) {
  const SentenceView& view = chunks.view();
  if (!subject.found() || chunks[verb].finite == kNone) return true;
  const unsigned verb_number = NumberOf(view, chunks[verb].finite);
  if (verb_number == 3) return true;
  // Any noun of the phrase may rule the verb: "une serie de proces ont", "la plupart des elus ont";
  // several in a row are plural.
  unsigned nouns = 0;
  for (size_t c = chunks.ChunkOf(subject.first);
       c < chunks.size() && chunks[c].first < subject.last; ++c) {
    if (chunks.Is(c, Kind::kCoord)) return true;
    if (chunks.Is(c, Kind::kNoun) || chunks.Is(c, Kind::kFigure)) nouns |= NumberOfNoun(chunks, c);
  }
  return nouns == 0 || (nouns & verb_number) != 0;
}

}  // namespace sourcier
