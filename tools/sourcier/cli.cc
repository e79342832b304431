#include "tools/sourcier/cli.h"

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "pipeline/input/charset.h"
#include "pipeline/text/tokens.h"

namespace sourcier {

bool Cli::Color(int fd) const {
  if (color != "auto") return color == "always";
  const char* no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && isatty(fd) != 0;
}

int Fail(const Error& error) {
  std::fprintf(stderr, "sourcier: %s\n", error.message.c_str());
  return error.code == ErrorCode::kLocked ? kExitTemporary : kExitFatal;
}

std::optional<uint64_t> ParseSize(std::string_view text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  const std::string_view suffix(end, static_cast<size_t>(text.data() + text.size() - end));
  int shift = 0;
  if (!suffix.empty()) {
    const size_t unit = std::string_view("KMG").find(suffix[0] & ~0x20);
    if (suffix.size() != 1 || unit == std::string_view::npos) return std::nullopt;
    shift = 10 * static_cast<int>(unit + 1);
  }
  if (value > UINT64_MAX >> shift) return std::nullopt;
  return value << shift;
}

Result<Languages> LoadLanguages(const std::string& directory) {
  return directory.empty() ? Languages::LoadEmbedded(TokenizeEntry)
                           : Languages::LoadFolder(directory, TokenizeEntry);
}

std::map<std::string, std::string> Versions() {
  return {{"sourcier", SOURCIER_VERSION}, {"icu", IcuVersion()}};
}

}  // namespace sourcier
