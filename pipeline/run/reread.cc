#include "pipeline/run/reread.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "pipeline/core/sha256.h"
#include "pipeline/input/reader.h"
#include "pipeline/language/language_pack.h"
#include "pipeline/text/normalize.h"

namespace sourcier {
namespace {

constexpr size_t kStep = 512;  // bytes between two counts that are kept

bool IsLf(char c) { return c == '\n'; }
bool StartsCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

template <typename Predicate>
std::vector<uint32_t> CountBySteps(std::string_view bytes, Predicate predicate) {
  std::vector<uint32_t> counts;
  uint32_t n = 0;
  for (size_t at = 0; at < bytes.size(); at += kStep) {
    counts.push_back(n);
    for (char c : bytes.substr(at, kStep)) n += predicate(c);
  }
  counts.push_back(n);
  return counts;
}

// How many bytes before `at` are such.
template <typename Predicate>
uint32_t CountBefore(std::string_view bytes, const std::vector<uint32_t>& counts, uint64_t at,
                     Predicate predicate) {
  at = std::min<uint64_t>(at, bytes.size());
  uint32_t n = counts[at / kStep];
  for (char c : bytes.substr(at / kStep * kStep, at % kStep)) n += predicate(c);
  return n;
}

}  // namespace

Rereader::Rereader(const StoreReader& store, std::string sources)
    : directory_(store.directory()),
      sources_(std::move(sources)),
      inputs_(store.Inputs()),
      normalize_(MakeNormalizeStage()) {}

Rereader::~Rereader() = default;

Result<std::string> Rereader::Root(const Source& source) const {
  if (!sources_.empty()) return sources_;
  if (source.input < inputs_.size()) return inputs_[source.input];
  return Error{ErrorCode::kUsage, directory_ + ": runs/ does not name input " +
                                      std::to_string(source.input) +
                                      "; say where the sources are with --sources DIR"};
}

Result<std::string> Rereader::FileOf(const Source& source) const {
  const Result<std::string> root = Root(source);
  if (!root) return root.error();
  std::error_code error;
  if (!std::filesystem::is_directory(*root, error)) return *root;
  return (std::filesystem::path(*root) / source.path).lexically_normal().string();
}

Status Rereader::Read(const Json& record, Document* document) const {
  document->Reset();
  document->source = SourceOf(record);
  const Result<std::string> root = Root(document->source);
  if (!root) return root.error();
  Result<std::string> payload = ReadPayload(document->source, *root);
  if (!payload) return payload.error();
  document->payload = std::move(*payload);
  document->media_type = document->Keep(StringAt(record, "media_type"));
  DecodePayload(document);
  document->sha256 = Sha256Hex(document->payload);
  normalize_->Run(Languages(), *document);
  return Done{};
}

SourceIndex::SourceIndex(const Document& document)
    : document_(document),
      lines_(CountBySteps(document.payload, IsLf)),
      chars_(CountBySteps(document.decoded, StartsCodePoint)) {
  for (const OffsetMap::Run& run : document.origin.runs()) {
    if (run.kind != OffsetMap::Kind::kInserted) runs_.push_back(run);
  }
  std::stable_sort(runs_.begin(), runs_.end(),
                   [](const auto& a, const auto& b) { return a.src < b.src; });
  ordered_ = std::is_sorted(runs_.begin(), runs_.end(), [](const auto& a, const auto& b) {
    return a.src + a.slen < b.src + b.slen;
  });
}

Span SourceIndex::TextOf(SourceRange range) const {
  if (!ordered_) return document_.origin.TextOf(range);
  auto it = std::partition_point(runs_.begin(), runs_.end(),
                                 [&](const auto& r) { return r.src + r.slen <= range.begin; });
  Span found;
  for (; it != runs_.end() && it->src < range.end; ++it) {
    Span s{it->dst, it->dst + it->dlen};
    if (it->kind == OffsetMap::Kind::kLiteral) {
      if (range.begin > it->src) s.begin += static_cast<uint32_t>(range.begin - it->src);
      if (range.end < it->src + it->slen)
        s.end -= static_cast<uint32_t>(it->src + it->slen - range.end);
    }
    found = found.Hull(s);
  }
  return found;
}

Span SourceIndex::TextOf(SourceRange range, std::string_view expected) const {
  const Span whole = TextOf(range);
  const std::string_view text = document_.Text(whole);
  if (text == expected) return whole;
  for (size_t at = text.find(expected); at != std::string_view::npos && !expected.empty();
       at = text.find(expected, at + 1)) {
    const uint32_t begin = whole.begin + static_cast<uint32_t>(at);
    const Span span{begin, begin + static_cast<uint32_t>(expected.size())};
    if (document_.origin.Hull(span) == range) return span;
  }
  return {};
}

uint32_t SourceIndex::Line(uint64_t payload_byte) const {
  return 1 + CountBefore(document_.payload, lines_, payload_byte, IsLf);
}

uint32_t SourceIndex::Char(uint64_t decoded_byte) const {
  const uint32_t n = CountBefore(document_.decoded, chars_, decoded_byte, StartsCodePoint);
  if (decoded_byte < document_.field_begin) return n;
  return n - CountBefore(document_.decoded, chars_, document_.field_begin, StartsCodePoint);
}

}  // namespace sourcier
