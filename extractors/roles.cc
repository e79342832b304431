#include "extractors/roles.h"

#include <algorithm>

namespace sourcier {

std::string_view CanonicalOf(const Document& document, const Mention& mention) {
  const Mention* m = &mention;
  for (int i = 0; i < 8; ++i) {
    const EntityValue* e = m->entity();
    if (e == nullptr) return {};
    if (!e->canonical.empty()) return e->canonical;
    if (e->antecedent == kNoIndex) break;
    m = &document.mentions[e->antecedent];
  }
  const EntityValue* e = m->entity();
  return e != nullptr && e->form == EntityForm::kName ? document.Text(m->span) : std::string_view();
}

Span WithoutDeterminer(const SentenceView& view, size_t first, size_t last) {
  while (first + 1 < last && view[first].mention == kNoIndex &&
         (view.Is(first, kDet) || view.Is(first, kContracted) || view.Is(first, kOf))) {
    ++first;
  }
  Span span = view.SpanOf(first, last);
  // A nominal mention holds its own determiner.
  const Node& node = view[first];
  if (node.mention != kNoIndex && node.last_unit > node.first_unit + 1) {
    uint32_t unit = node.first_unit;
    while (unit + 1 < node.last_unit && view.grammar->Of(view.document->units[unit])[kDet]) ++unit;
    span.begin = view.document->UnitSpan(unit, node.last_unit).begin;
  }
  return span;
}

Role ImplicitRole(std::string_view canonical, FoundBy by) {
  Role role;
  role.canonical = canonical;
  role.by = by;
  return role;
}

Role MakeRole(const Chunks& chunks, const Phrase& phrase, Document& document) {
  Role role;
  if (!phrase.found() || phrase.last <= phrase.first) return role;
  const SentenceView& view = chunks.view();
  role.span = view.SpanOf(phrase.first, phrase.last);
  role.by = phrase.by;
  std::vector<std::string_view> heads;
  bool after_and = true, after_comma = false, after_of = false;
  const bool document_noun =
      view.Is(phrase.head, kSourceNoun) && view.EntityAt(phrase.head) == nullptr;
  for (size_t i = phrase.first; i < phrase.last; ++i) {
    if (const EntityValue* e = view.EntityAt(i)) {
      const Mention& m = *view.MentionAt(i);
      role.mentions.push_back(view[i].mention);
      const bool apposed =
          e->entity_class == EntityClass::kPerson && e->form == EntityForm::kName && !after_of;
      const bool cited = document_noun && after_of && e->entity_class == EntityClass::kMedia;
      if (i == phrase.head || (after_and && !heads.empty() && !after_of) || apposed || cited) {
        if (i != phrase.head && (apposed || cited) && !(after_and && !heads.empty())) heads.clear();
        if (const std::string_view name = CanonicalOf(document, m); !name.empty())
          heads.push_back(name);
      }
    }
    after_and = view.Is(i, kAnd);
    if (view.Is(i, kPrep)) after_of = true;
    after_comma = view.Is(i, kComma);
    if (after_comma || after_and) after_of = false;
  }
  const EntityValue* head = view.EntityAt(phrase.head);
  if (head != nullptr && head->form != EntityForm::kName && role.by == FoundBy::kNone)
    role.by = FoundBy::kCoreference;
  if (heads.size() == 1) {
    role.canonical = heads[0];
  } else if (heads.size() > 1) {
    std::sort(heads.begin(), heads.end());
    heads.erase(std::unique(heads.begin(), heads.end()), heads.end());
    std::string joined;
    for (std::string_view h : heads) {
      if (!joined.empty()) joined += '|';
      joined += h;
    }
    role.canonical = document.Keep(std::move(joined));
  } else if (!view.Is(phrase.head, kPronoun)) {
    role.canonical = document.Text(WithoutDeterminer(view, phrase.first, phrase.last));
  }
  return role;
}

}  // namespace sourcier
