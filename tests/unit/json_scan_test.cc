#include "pipeline/input/json_scan.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace sourcier {

TEST_CASE("members come out as byte ranges") {
  const std::string line = R"( {"a": "x\"y", "b":[1, {"c":null}], "d":-1.5e+3 , "a":true} )";
  std::vector<JsonMember> m;
  REQUIRE(!ScanObject(line, &m));
  REQUIRE(m.size() == 4);
  const auto text = [&](size_t i) {
    return line.substr(m[i].value.begin, m[i].value.end - m[i].value.begin);
  };
  CHECK(m[0].key == "a");
  CHECK(m[0].value.kind == JsonKind::kString);
  CHECK(text(0) == R"(x\"y)");
  CHECK(m[1].value.kind == JsonKind::kArray);
  CHECK(text(1) == R"([1, {"c":null}])");
  CHECK(text(2) == "-1.5e+3");
  CHECK(m[3].key == "a");
  CHECK(m[3].value.kind == JsonKind::kTrue);
  std::vector<JsonValue> elements;
  ScanElements(line, m[1].value, &elements);
  REQUIRE(elements.size() == 2);
  CHECK(elements[0].kind == JsonKind::kNumber);
  CHECK(elements[1].kind == JsonKind::kObject);
}

TEST_CASE("an error names the byte and what should stand there") {
  struct Case {
    std::string line;
    size_t at;
    std::string expected;
  };
  const std::vector<Case> cases = {
      {"", 0, "an object"},
      {"[1]", 0, "an object"},
      {"{\"a\":1", 6, "',' or '}'"},
      {"{\"a\":1,}", 7, "a string"},
      {"{\"a\" 1}", 5, "':'"},
      {"{\"a\":}", 5, "a value"},
      {"{\"a\":01}", 6, "',' or '}'"},
      {"{\"a\":-}", 6, "a digit"},
      {"{\"a\":1.}", 7, "a digit"},
      {"{\"a\":tru}", 5, "a value"},
      {"{\"a\":\"b", 7, "the closing quote of a string"},
      {"{\"a\":\"b\\x\"}", 8, "an escape"},
      {"{\"a\":\"\\u12G4\"}", 10, "four hexadecimal digits"},
      {"{\"a\":\"b\tc\"}", 7, "an escape for this control character"},
      {"{\"a\":[1,]}", 8, "a value"},
      {"{\"a\":[1}", 7, "',' or ']'"},
      {"{\"a\":{1:2}}", 6, "a member name"},
      {"{\"a\":1} x", 8, "the end of the line"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    std::vector<JsonMember> members;
    const auto error = ScanObject(c.line, &members);
    REQUIRE(error);
    CHECK(error->at == c.at);
    CHECK(error->expected == c.expected);
  }
}

TEST_CASE("nesting has a limit, without recursion") {
  const auto nested = [](size_t n) {
    return "{\"a\":" + std::string(n, '[') + std::string(n, ']') + "}";
  };
  std::vector<JsonMember> members;
  CHECK(!ScanObject(nested(1000), &members));
  CHECK(ScanObject(nested(1001), &members));
  CHECK(ScanObject("{\"a\":" + std::string(1000000, '['), &members));
}

TEST_CASE("the scanner takes what a JSON parser takes") {
  const std::string seed =
      R"({"id":"1","text":"a \u00e9 \"q\" \\ b","n":[0,-1,2.5e-3,{"x":null}],"t":true,"f":false})";
  std::mt19937 rng(7);
  const std::string alphabet = "{}[]\",:\\u0 1e.-+tfn/x\t";
  size_t good = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string line = seed;
    for (size_t n = rng() % 3; n > 0; --n) {
      const size_t at = rng() % line.size();
      switch (rng() % 3) {
        case 0:
          line.erase(at, 1 + rng() % 4);
          break;
        case 1:
          line[at] = alphabet[rng() % alphabet.size()];
          break;
        default:
          line.insert(at, 1, alphabet[rng() % alphabet.size()]);
      }
    }
    // The oracle wants surrogates in pairs, which the scanner leaves to the decoder.
    if (line.find("\\ud") != std::string::npos) continue;
    const auto parsed = nlohmann::json::parse(line, nullptr, false);
    std::vector<JsonMember> members;
    const bool taken = !ScanObject(line, &members);
    CAPTURE(line);
    CHECK(taken == (!parsed.is_discarded() && parsed.is_object()));
    good += taken;
  }
  CHECK(good > 1000);
}

}  // namespace sourcier
