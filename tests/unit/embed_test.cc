// What is built into the program is what lies on the disk, byte for byte; and the files are such
// that raw strings can carry them (LF only, no blank before it, no NUL).
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "pipeline/language/embedded.h"

namespace sourcier {
namespace {

namespace fs = std::filesystem;
using Files = std::map<std::string, std::string>;

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

// Every file below `root` but pages for people (README.md) and folders that begin with '_'.
Files OnDisk(const fs::path& root) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string path = entry.path().lexically_relative(root).generic_string();
    if (entry.is_regular_file() && path[0] != '_' && entry.path().extension() != ".md")
      files[path] = Read(entry.path());
  }
  return files;
}

void CheckSame(const std::vector<EmbeddedFile>& embedded, const Files& disk) {
  Files built_in;
  for (const EmbeddedFile& file : embedded) built_in[std::string(file.path)] = file.text;
  CHECK(embedded.size() == built_in.size());
  CHECK(std::is_sorted(embedded.begin(), embedded.end(),
                       [](const auto& a, const auto& b) { return a.path < b.path; }));
  for (const auto& item : disk) {
    const auto& path = item.first;
    const auto& text = item.second;
    CAPTURE(path);
    REQUIRE_MESSAGE(built_in.count(path) == 1, "not built in");
    CHECK_MESSAGE(built_in[path] == text, "differs from the file");
  }
  for (const auto& item : built_in) {
    const auto& path = item.first;
    CHECK_MESSAGE(disk.count(path) == 1, path, " is built in but not on the disk");
  }
}

TEST_CASE("embedded files are the files on the disk") {
  const fs::path root = SOURCIER_ROOT;
  CheckSame(EmbeddedLanguages(), OnDisk(root / "extractors/languages"));
  CheckSame(EmbeddedSchemas(), OnDisk(root / "schemas"));
}

TEST_CASE("language files and schemas can stand in a raw string") {
  for (const char* folder : {"extractors/languages", "schemas"}) {
    for (const auto& item : OnDisk(fs::path(SOURCIER_ROOT) / folder)) {
      const auto& path = item.first;
      const auto& text = item.second;
      CAPTURE(path);
      CHECK(!text.empty());
      CHECK(text.find('\r') == std::string::npos);
      CHECK(text.find('\0') == std::string::npos);
      CHECK(text.find(" \n") == std::string::npos);
      CHECK(text.find(")~~~~") == std::string::npos);
      CHECK(text.back() == '\n');
    }
  }
}

}  // namespace
}  // namespace sourcier
