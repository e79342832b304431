#include "pipeline/store/external_sort.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <random>

namespace sourcier {
namespace {

struct TempDirectory {
  std::string path = "/tmp/sourcier_sort_XXXXXX";
  TempDirectory() { REQUIRE(mkdtemp(path.data()) != nullptr); }
  ~TempDirectory() { std::filesystem::remove_all(path); }
};

std::vector<std::string> Sorted(const std::vector<std::string>& lines, const std::string& directory,
                                uint64_t memory, size_t* runs) {
  ExternalSort sort(directory, "test", memory);
  for (const std::string& l : lines) REQUIRE(sort.Add(l).ok());
  std::vector<std::string> out;
  REQUIRE(sort.Finish([&](std::string_view line) {
                out.emplace_back(line);
                return Status(Done());
              })
              .ok());
  *runs = sort.spilled_runs();
  return out;
}

TEST_CASE("external sort gives what std::sort gives, at any memory limit") {
  TempDirectory directory;
  std::mt19937 random(11);
  for (const uint64_t memory : {uint64_t{64}, uint64_t{300}, uint64_t{5000}, uint64_t{1} << 20}) {
    for (int round = 0; round < 8; ++round) {
      std::vector<std::string> lines(random() % 600);
      for (std::string& l : lines) {
        l.resize(random() % 30);
        for (char& c : l) c = static_cast<char>(random() % 4 == 0 ? 0xC3 : 'a' + random() % 3);
      }
      size_t runs = 0;
      const auto got = Sorted(lines, directory.path, memory, &runs);
      if (memory == 64 && lines.size() > 200) CHECK(runs > 24);  // more than one merge
      std::sort(lines.begin(), lines.end());
      CHECK(got == lines);
      CHECK(std::filesystem::is_empty(directory.path));
    }
  }
}

TEST_CASE("external sort: errors come through, spilled files go") {
  TempDirectory directory;
  {
    ExternalSort sort(directory.path, "test", 64);
    for (int i = 0; i < 100; ++i) REQUIRE(sort.Add("line " + std::to_string(i)).ok());
    CHECK_FALSE(std::filesystem::is_empty(directory.path));
    int calls = 0;
    const Status s = sort.Finish([&](std::string_view) -> Status {
      if (++calls == 3) return Error{ErrorCode::kIo, "full"};
      return Done();
    });
    REQUIRE_FALSE(s.ok());
    CHECK(s.error().message == "full");
    CHECK(calls == 3);
  }
  CHECK(std::filesystem::is_empty(directory.path));
  ExternalSort nowhere(directory.path + "/absent", "test", 8);
  REQUIRE(nowhere.Add("a long enough line").ok());
  const Status s = nowhere.Add("another");
  REQUIRE_FALSE(s.ok());
  CHECK(s.error().code == ErrorCode::kIo);
}

}  // namespace
}  // namespace sourcier
