#include "pipeline/core/locator.h"

#include <algorithm>
#include <cstring>

namespace sourcier {
namespace {

constexpr size_t kStep = 64;
constexpr uint64_t kOnes = 0x0101010101010101;

// A one in each byte that counts. Code points begin at bytes that are no 10xxxxxx.
template <Counted kWhat>
uint64_t Marks(uint64_t word) {
  if constexpr (kWhat == Counted::kCodePoints) return ((~word >> 7) | (word >> 6)) & kOnes;
  constexpr uint64_t kLow = kOnes * 0x7F;
  const uint64_t x = word ^ (kOnes * '\n');  // zero where it is LF
  return ~(((x & kLow) + kLow) | x | kLow) >> 7;
}

uint64_t Load(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

uint32_t SumOfBytes(uint64_t marks) { return static_cast<uint32_t>((marks * kOnes) >> 56); }

// Marks of less than 32 words, added byte by byte.
template <Counted kWhat>
uint64_t MarksOf(const char* bytes, size_t words) {
  uint64_t sums = 0;
  for (size_t i = 0; i < words; ++i) sums += Marks<kWhat>(Load(bytes + 8 * i));
  return sums;
}

}  // namespace

template <Counted kWhat>
void PrefixCounts<kWhat>::Start(std::string_view text) {
  text_ = text;
  before_.clear();
  // Most records of a JSONL file have no LF at all.
  if (kWhat == Counted::kLines && text.find('\n') == std::string_view::npos) return;
  before_.reserve(text.size() / kStep + 1);
  uint32_t count = 0;
  before_.push_back(count);
  for (size_t at = 0; at + kStep <= text.size(); at += kStep) {
    count += SumOfBytes(MarksOf<kWhat>(text.data() + at, kStep / 8));
    before_.push_back(count);
  }
}

template <Counted kWhat>
uint32_t PrefixCounts<kWhat>::Before(size_t byte) const {
  if (before_.empty()) return 0;
  const size_t rest = byte % 8;
  uint64_t marks = MarksOf<kWhat>(text_.data() + byte / kStep * kStep, byte % kStep / 8);
  if (rest > 0) {
    // The last bytes by way of the eight that end there, of which the text has less at its start.
    uint64_t last = 0;
    if (byte >= 8) {
      last = Load(text_.data() + byte - 8);
    } else {
      std::memcpy(reinterpret_cast<char*>(&last) + 8 - byte, text_.data(), byte);
    }
    marks += Marks<kWhat>(last) >> (8 * (8 - rest));
  }
  return before_[byte / kStep] + SumOfBytes(marks);
}

template class PrefixCounts<Counted::kCodePoints>;
template class PrefixCounts<Counted::kLines>;

const OffsetMap::Run* Locator::Hulls::LiteralRun(Span span) {
  const auto& runs = map_->runs();
  const auto holds = [&](size_t i) {
    return i < runs.size() && runs[i].dst <= span.begin && span.begin - runs[i].dst < runs[i].dlen;
  };
  if (!holds(at_)) {
    if (holds(at_ + 1)) {
      ++at_;
    } else {
      const auto after =
          std::upper_bound(runs.begin(), runs.end(), span.begin,
                           [](uint32_t b, const OffsetMap::Run& r) { return b < r.dst; });
      at_ = after == runs.begin() ? 0 : static_cast<size_t>(after - runs.begin() - 1);
      if (!holds(at_)) return nullptr;
    }
  }
  const OffsetMap::Run& run = runs[at_];
  const bool inside = span.begin <= span.end && span.end - run.dst <= run.dlen;
  return inside && run.kind == OffsetMap::Kind::kLiteral ? &run : nullptr;
}

SourceRange Locator::Hulls::Hull(Span span) {
  const OffsetMap::Run* run = LiteralRun(span);
  if (run == nullptr) return map_->Hull(span);
  return {run->src + (span.begin - run->dst), run->src + (span.end - run->dst)};
}

void Locator::Start(const Document& document) {
  document_ = &document;
  origin_.Start(&document.origin);
  decoded_.Start(&document.normalize_map);
  chars_.Start(document.decoded);
  lines_.Start(document.payload);
  field_chars_ = chars_.Before(document.field_begin);
}

// The text field of a record counts from its own start.
uint32_t Locator::CharOf(uint64_t decoded_byte) const {
  return chars_.Before(decoded_byte) - (decoded_byte >= document_->field_begin ? field_chars_ : 0);
}

Location Locator::Locate(Span span) {
  Location l;
  if (const OffsetMap::Run* run = origin_.LiteralRun(span)) {
    l.bytes = {run->src + (span.begin - run->dst), run->src + (span.end - run->dst)};
  } else {
    l.bytes = document_->origin.Hull(span);
    document_->origin.Segments(span, &segments_);
    l.contiguous = segments_.size() < 2;
  }
  const SourceRange chars = decoded_.Hull(span);
  l.char_start = CharOf(chars.begin);
  l.char_end = CharOf(chars.end);
  l.line = 1 + lines_.Before(l.bytes.begin);
  return l;
}

}  // namespace sourcier
