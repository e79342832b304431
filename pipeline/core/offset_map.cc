#include "pipeline/core/offset_map.h"

#include <algorithm>

namespace sourcier {

OffsetMap OffsetMap::Identity(uint32_t size, uint64_t begin) {
  OffsetMap map;
  if (size > 0) map.runs_.push_back({0, size, begin, size, Kind::kLiteral});
  return map;
}

void OffsetMap::Append(Run run) {
  if (run.dlen == 0) return;
  if (!runs_.empty() && run.kind == Kind::kLiteral) {
    Run& last = runs_.back();
    if (last.kind == Kind::kLiteral && last.src + last.slen == run.src) {
      last.dlen += run.dlen;
      last.slen += run.slen;
      return;
    }
  }
  runs_.push_back(run);
}

std::vector<OffsetMap::Run>::const_iterator OffsetMap::Find(uint32_t byte) const {
  auto it = std::upper_bound(runs_.begin(), runs_.end(), byte,
                             [](uint32_t b, const Run& r) { return b < r.dst; });
  return it == runs_.begin() ? it : it - 1;
}

namespace {

// The source range of bytes [begin, end) of the text within one run.
SourceRange RangeInRun(const OffsetMap::Run& run, uint32_t begin, uint32_t end) {
  if (run.kind != OffsetMap::Kind::kLiteral) return {run.src, run.src + run.slen};
  const uint32_t from = std::max(begin, run.dst) - run.dst;
  const uint32_t to = std::min(end, run.dst + run.dlen) - run.dst;
  return {run.src + from, run.src + to};
}

}  // namespace

SourceRange OffsetMap::Hull(Span span) const {
  if (runs_.empty()) return {};
  SourceRange hull;
  bool found = false;
  for (auto it = Find(span.begin); it != runs_.end() && it->dst < span.end; ++it) {
    if (it->kind == Kind::kInserted) continue;
    const SourceRange r = RangeInRun(*it, span.begin, span.end);
    hull = found ? SourceRange{std::min(hull.begin, r.begin), std::max(hull.end, r.end)} : r;
    found = true;
  }
  if (found) return hull;
  const Run& run = *Find(span.begin);
  const uint64_t at = run.kind == Kind::kLiteral
                          ? run.src + std::min(span.begin - run.dst, run.slen)
                          : run.src + run.slen;
  return {at, at};
}

void OffsetMap::Segments(Span span, std::vector<SourceRange>* segments) const {
  segments->clear();
  if (runs_.empty()) return;
  for (auto it = Find(span.begin); it != runs_.end() && it->dst < span.end; ++it) {
    if (it->kind == Kind::kInserted) continue;
    const SourceRange r = RangeInRun(*it, span.begin, span.end);
    if (!segments->empty() && segments->back().end >= r.begin &&
        segments->back().begin <= r.begin) {
      segments->back().end = std::max(segments->back().end, r.end);
    } else {
      segments->push_back(r);
    }
  }
}

Span OffsetMap::TextOf(SourceRange range) const {
  Span found;
  for (const Run& run : runs_) {
    if (run.kind == Kind::kInserted || run.src >= range.end || run.src + run.slen <= range.begin)
      continue;
    Span s{run.dst, run.dst + run.dlen};
    if (run.kind == Kind::kLiteral) {
      if (range.begin > run.src) s.begin += static_cast<uint32_t>(range.begin - run.src);
      if (range.end < run.src + run.slen)
        s.end -= static_cast<uint32_t>(run.src + run.slen - range.end);
    }
    found = found.Hull(s);
  }
  return found;
}

OffsetMap OffsetMap::Compose(const OffsetMap& inner, const OffsetMap& outer) {
  OffsetMap map;
  std::vector<SourceRange> parts;
  for (const Run& run : outer.runs_) {
    const Span middle{static_cast<uint32_t>(run.src), static_cast<uint32_t>(run.src + run.slen)};
    if (run.kind == Kind::kInserted || middle.empty()) {
      const uint64_t at = inner.Hull({middle.begin, middle.begin}).begin;
      map.Append({run.dst, run.dlen, at, 0, Kind::kInserted});
      continue;
    }
    if (run.kind == Kind::kReplaced) {
      const SourceRange hull = inner.Hull(middle);
      map.Append({run.dst, run.dlen, hull.begin, static_cast<uint32_t>(hull.size()),
                  hull.size() == 0 ? Kind::kInserted : Kind::kReplaced});
      continue;
    }
    for (auto it = inner.Find(middle.begin); it != inner.runs_.end() && it->dst < middle.end;
         ++it) {
      const uint32_t from = std::max(middle.begin, it->dst);
      const uint32_t to = std::min(middle.end, it->dst + it->dlen);
      const SourceRange r = RangeInRun(*it, from, to);
      map.Append({run.dst + (from - middle.begin), to - from, r.begin,
                  static_cast<uint32_t>(r.size()), it->kind});
    }
  }
  return map;
}

void TextBuilder::Literal(std::string_view bytes, uint64_t src) {
  const uint32_t n = static_cast<uint32_t>(bytes.size());
  map_->Append({size(), n, src, n, OffsetMap::Kind::kLiteral});
  text_->append(bytes);
}

void TextBuilder::Replaced(std::string_view bytes, uint64_t src, uint32_t slen) {
  map_->Append(
      {size(), static_cast<uint32_t>(bytes.size()), src, slen, OffsetMap::Kind::kReplaced});
  text_->append(bytes);
}

void TextBuilder::Inserted(std::string_view bytes, uint64_t src) {
  map_->Append({size(), static_cast<uint32_t>(bytes.size()), src, 0, OffsetMap::Kind::kInserted});
  text_->append(bytes);
}

}  // namespace sourcier
