// What the house rules say of the source tree, as functions over any folder that looks like the
// project. Each gives the violations it found, as "path:line: what is wrong" (line from 1; no line
// where the path itself is wrong); none means that the rule holds. layout_test.cc runs them on the
// project, which must be clean, and on small bad trees, where each must find what is planted.
#ifndef SOURCIER_TESTS_LAYOUT_CHECKS_H_
#define SOURCIER_TESTS_LAYOUT_CHECKS_H_

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sourcier::layout {

using Violations = std::vector<std::string>;

// A string literal outside #include lines and comments, as written between the quotes (escapes are
// not resolved), and the line where it starts.
struct Literal {
  int line;
  std::string text;
};
std::vector<Literal> StringLiterals(std::string_view source);

// Quoted includes: only from the project's root, only existing files, only in the directions of
// the table in the .cc, and no header that includes itself by a detour.
Violations CheckIncludes(const std::filesystem::path& root);

// Angle-bracket includes: the standard library and POSIX anywhere, every other header only behind
// its fence; a header that no row knows is a violation.
Violations CheckFences(const std::filesystem::path& root);

// Engine sources (pipeline/, extractors/*.{h,cc}) are ASCII.
Violations CheckAscii(const std::filesystem::path& root);

// No string literal of the engine is a lexicon entry (letters folded to lower case) of four letters
// or more, but for names of the record format (keys and enum values of schemas/) and the exceptions
// listed, with reasons, in the .cc.
Violations CheckWords(const std::filesystem::path& root);

// No language code (a folder of extractors/languages, or another common code) as a literal.
Violations CheckLanguageCodes(const std::filesystem::path& root);

// No .h or .cc over 500 lines.
Violations CheckLength(const std::filesystem::path& root);

// Nothing at the top level but what HOUSE names, dotfiles, and build folders (build*/).
Violations CheckTopLevel(const std::filesystem::path& root);

}  // namespace sourcier::layout

#endif  // SOURCIER_TESTS_LAYOUT_CHECKS_H_
