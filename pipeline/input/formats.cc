#include "pipeline/input/formats.h"

#include <algorithm>
#include <array>

#include "pipeline/input/charset.h"

namespace sourcier {
namespace {

constexpr std::array<std::string_view, 2> kJsonlExtensions = {"jsonl", "ndjson"};
constexpr std::array<std::string_view, 2> kTextExtensions = {"txt", "text"};

// In order of trust: the first whose content or extension fits is taken.
constexpr std::array<Format, 2> kFormats = {{
    {"jsonl", "application/x-ndjson", kJsonlExtensions, SniffJsonl, OpenJsonl, DecodeJsonl},
    {"text", "text/plain", kTextExtensions, nullptr, OpenText, DecodeText},
}};

// Lower case; "" where there is none. What follows the last stop counts only if it could be an
// extension: letters, digits and
// '_', not digits alone ("report 1.0").
std::string Extension(std::string_view name) {
  const size_t stop = name.rfind('.');
  if (stop == std::string_view::npos) return "";
  std::string extension;
  bool letter = false;
  for (char c : name.substr(stop + 1)) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const bool is_letter = (lower >= 'a' && lower <= 'z') || lower == '_';
    if (!is_letter && !(lower >= '0' && lower <= '9')) return "";
    letter |= is_letter;
    extension.push_back(lower);
  }
  return letter && extension.size() <= 16 ? extension : "";
}

}  // namespace

std::span<const Format> Formats() { return kFormats; }

const Format* ChooseFormat(std::string_view name, std::string_view head) {
  for (const Format& f : kFormats) {
    if (f.sniff != nullptr && f.sniff(head)) return &f;
  }
  const std::string extension = Extension(name);
  for (const Format& f : kFormats) {
    if (std::find(f.extensions.begin(), f.extensions.end(), extension) != f.extensions.end())
      return &f;
  }
  if (!extension.empty() || DetectCharset(head).charset == Charset::kBinary) return nullptr;
  return FindFormat("text/plain");
}

const Format* FindFormat(std::string_view media_type) {
  for (const Format& f : kFormats) {
    if (f.media_type == media_type) return &f;
  }
  return nullptr;
}

void ReportDamage(const Damage& damage, Document* document) {
  if (damage.count == 0) return;
  document->AddFlag("invalid_bytes");
  document->problems.push_back({"decode", "invalid_utf8",
                                "byte " + std::to_string(damage.first.begin) + ": expected " +
                                    std::string(document->charset) + ", found " +
                                    std::to_string(damage.count) +
                                    " ill-formed sequences, read as U+FFFD",
                                damage.first, false});
}

void ReportNoText(std::string_view text, Document* document) {
  if (text.find_first_not_of(" \t\n\v\f\r") != std::string_view::npos) return;
  document->problems.push_back(
      {"decode", "no_text", "expected text, found only white space", std::nullopt, false});
}

}  // namespace sourcier
