// The house rules hold in this tree, and each check finds what it is for: every row of the table
// below plants one fault in a small sound tree. `layout_test ROOT` checks the project at ROOT.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "tests/layout_checks.h"
#include "tests/unit/temp_folder.h"

namespace sourcier::layout {
namespace {

namespace fs = std::filesystem;

using Check = Violations (*)(const fs::path&);

// A tree that breaks no rule.
void WriteSoundTree(const TempFolder& root) {
  root.Write("README.md", "# x\n");
  root.Write(".ci/run", "");
  root.Write("build-asan/anything", "");
  root.Write("pipeline/core/span.h", "#include <string>\n// milliard, in a comment\n");
  root.Write("pipeline/language/lexicon.cc",
             "#include <re2/re2.h>\n#include \"pipeline/core/span.h\"\nauto x = \"figure\";\n");
  root.Write("extractors/money.cc",
             "#include \"pipeline/language/lexicon.h\"\nauto x = \"milliard of\"; // \"fr\"\n");
  root.Write("pipeline/language/lexicon.h", "#include <unistd.h>\n");
  root.Write("tests/unit/money_test.cc", "auto x = \"milliard \xC3\xA9t\xC3\xA9 fr\";\n");
  root.Write("schemas/figures.schema.json", R"({"properties": {"figure": {"enum": ["somme"]}}})");
  root.Write("extractors/languages/fr/lexicon/a.tsv",
             "# comment\nentry\tclasses\nFigure\tx\nmilliard\tscale\nsix\tnumber\nsomme\tnoun\n");
}

std::string Joined(const Violations& violations) {
  std::string all;
  for (const std::string& one : violations) all += one + "\n";
  return all;
}

const struct {
  std::string name;
  Check check;
} kChecks[] = {{"includes", CheckIncludes}, {"fences", CheckFences},       {"ascii", CheckAscii},
               {"words", CheckWords},       {"codes", CheckLanguageCodes}, {"length", CheckLength},
               {"top level", CheckTopLevel}};

TEST_CASE("the project keeps the house rules") {
  for (const auto& row : kChecks) {
    CAPTURE(row.name);
    const Violations violations = row.check(SOURCIER_ROOT);
    CHECK_MESSAGE(violations.empty(), Joined(violations));
  }
}

TEST_CASE("a sound tree breaks no rule") {
  TempFolder folder;
  WriteSoundTree(folder);
  for (const auto& row : kChecks)
    CHECK_MESSAGE(row.check(folder.str()).empty(), row.name, ": ", Joined(row.check(folder.str())));
}

TEST_CASE("each check finds the fault planted for it, and nothing else") {
  const std::string long_file(501, '\n');
  const struct {
    Check check;
    const char* file;
    std::string text;
    const char* found;
  } kFaults[] = {
      // Upward, sideways, unknown, and circular includes.
      {CheckIncludes, "pipeline/core/a.cc", "#include \"pipeline/language/lexicon.h\"\n",
       "pipeline/core/a.cc:1: pipeline/core may not include pipeline/language"},
      {CheckIncludes, "pipeline/text/a.cc", "\n#include \"extractors/money.cc\"\n",
       "pipeline/text/a.cc:2: pipeline/text may not include extractors"},
      {CheckIncludes, "pipeline/run/a.cc", "#include \"extractors/money.cc\"\n",
       "may not include extractors"},
      {CheckIncludes, "pipeline/store/a.cc", "#include \"pipeline/language/lexicon.h\"\n",
       "may not include"},
      {CheckIncludes, "pipeline/input/a.cc", "# include \"pipeline/language/lexicon.h\"\n",
       "may not include"},
      {CheckIncludes, "extractors/a.cc", "#include \"tests/unit/money_test.cc\"\n",
       "may not include tests"},
      {CheckIncludes, "extractors/a.cc", "#include \"money.cc\"\n", "is no file"},
      {CheckIncludes, "pipeline/core/a.h", "#include \"pipeline/core/gone.h\"\n", "is no file"},
      {CheckIncludes, "pipeline/other/a.h", "", "does not know"},
      {CheckIncludes, "pipeline/core/a.h", "#include \"pipeline/core/a.h\"\n", "includes itself"},
      // Third-party headers.
      {CheckFences, "extractors/a.cc", "#include <re2/re2.h>\n",
       "extractors/a.cc:1: <re2/re2.h> outside"},
      {CheckFences, "pipeline/core/a.cc", "#include <nlohmann/json.hpp>\n", "outside its fence"},
      {CheckFences, "pipeline/text/a.cc", "#include <unicode/uchar.h>\n", "outside its fence"},
      {CheckFences, "pipeline/store/a.cc", "#include <spdlog/spdlog.h>\n", "outside its fence"},
      {CheckFences, "pipeline/core/a.cc", "#include <utf8proc.h>\n", "outside its fence"},
      {CheckFences, "tools/a.cc", "#include <boost/any.hpp>\n", "has no fence"},
      // Words.
      {CheckAscii, "pipeline/core/a.h", "\n\n// \xC3\xA9t\xC3\xA9\n", "pipeline/core/a.h:3: "},
      {CheckAscii, "extractors/a.cc", "\"\xE2\x82\xAC\"", "extractors/a.cc:1: "},
      {CheckWords, "extractors/a.cc", "\nauto x = \"milliard\";\n",
       "extractors/a.cc:2: \"milliard\""},
      {CheckWords, "pipeline/text/a.cc", "auto x = R\"(Milliard)\";", "\"Milliard\""},
      {CheckWords, "pipeline/text/a.cc", "auto c = '\"'; auto x = \"milliard\";", "\"milliard\""},
      {CheckLanguageCodes, "extractors/a.cc", "if (code == \"fr\") return;\n",
       "extractors/a.cc:1: \"fr\""},
      {CheckLanguageCodes, "pipeline/text/a.cc", "x(\"de\");\n", "\"de\""},
      // Size and place.
      {CheckLength, "pipeline/core/a.h", long_file, "pipeline/core/a.h: 501 lines"},
      {CheckLength, "tests/unit/a_test.cc", long_file, "501 lines"},
      {CheckTopLevel, "notes.md", "", "notes.md: does not belong"},
      {CheckTopLevel, "src/a.cc", "", "src: does not belong"},
      {CheckTopLevel, "build", "", "build: does not belong"},
  };
  for (const auto& fault : kFaults) {
    TempFolder folder;
    WriteSoundTree(folder);
    folder.Write(fault.file, fault.text);
    CAPTURE(fault.file);
    CAPTURE(fault.text.substr(0, 80));
    const Violations found = fault.check(folder.str());
    REQUIRE_MESSAGE(found.size() == 1, Joined(found));
    CHECK_MESSAGE(found[0].find(fault.found) != std::string::npos, found[0]);
    for (const auto& row : kChecks)
      if (row.check != fault.check) CHECK_MESSAGE(row.check(folder.str()).empty(), row.name);
  }
}

TEST_CASE("string literals are told from comments, characters and includes") {
  std::string all;
  for (const Literal& literal : StringLiterals("#include \"a.h\"\nf(\"one\", '\"', u8\"t\\\"wo\"); "
                                               "// \"no\"\n/* \"no\"\n */ 1'000'000 "
                                               "R\"x(th\n\"ree)x\";\"four\""))
    all += std::to_string(literal.line) + literal.text + "|";
  CHECK(all == "2one|2t\\\"wo|4th\n\"ree|5four|");
}

}  // namespace
}  // namespace sourcier::layout
