#include "tests/layout_checks.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

namespace sourcier::layout {
namespace {

namespace fs = std::filesystem;

// Who may include whom. A row is a folder and the folders that it may include besides itself.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"pipeline/core", {}},
    {"pipeline/language", {"pipeline/core"}},
    {"pipeline/text", {"pipeline/core", "pipeline/language"}},
    {"extractors", {"pipeline/core", "pipeline/language", "pipeline/text"}},
    {"pipeline/input", {"pipeline/core"}},
    {"pipeline/store", {"pipeline/core"}},
    {"pipeline/run",
     {"pipeline/core", "pipeline/language", "pipeline/input", "pipeline/text", "pipeline/store"}},
    {"tools",
     {"pipeline/core", "pipeline/language", "pipeline/input", "pipeline/text", "pipeline/store",
      "pipeline/run", "extractors"}},
    {"tests",
     {"pipeline/core", "pipeline/language", "pipeline/input", "pipeline/text", "pipeline/store",
      "pipeline/run", "extractors", "tools"}},
};

// Headers that are not the standard library's (a name without '.'), and the paths that may see
// them, as prefixes. nlohmann is kept off the hot path: no text stage, reader or extractor.
const std::map<std::string, std::vector<std::string>> kFences = {
    {"unicode/", {"pipeline/core/unicode.", "pipeline/input/charset."}},
    {"utf8proc.h", {"pipeline/core/unicode.", "tests/"}},
    {"openssl/", {"pipeline/core/sha256."}},
    {"re2/", {"pipeline/language/", "tests/"}},
    {"cld2/", {"pipeline/text/language_id."}},
    {"simdjson.h",
     {"pipeline/input/read_jsonl.", "pipeline/input/charset.", "pipeline/core/unicode."}},
    {"archive", {"pipeline/input/container."}},
    {"zlib.h", {"pipeline/input/container."}},
    {"zstd.h", {"pipeline/input/container."}},
    {"xxhash.h", {"pipeline/store/segment_writer.", "pipeline/text/tokens"}},
    {"xxh_x86dispatch.h", {"pipeline/store/segment_writer."}},
    {"sqlite3.h", {"pipeline/store/index."}},
    {"nlohmann/",
     {"pipeline/store/", "pipeline/run/", "pipeline/language/language_loader.", "tools/",
      "tests/"}},
    {"spdlog/", {"pipeline/run/", "tools/"}},
    {"CLI/", {"pipeline/run/", "tools/"}},
    {"doctest/", {"tests/"}},
    {"emmintrin.h", {"pipeline/"}},
    {"immintrin.h", {"pipeline/"}},
};

const std::set<std::string> kPosix = {
    "dirent.h",      "fcntl.h",     "poll.h",      "pthread.h",  "sched.h",        "signal.h",
    "stdlib.h",      "sys/file.h",  "sys/ioctl.h", "sys/mman.h", "sys/resource.h", "sys/stat.h",
    "sys/statvfs.h", "sys/types.h", "sys/wait.h",  "time.h",     "unistd.h"};

// Words of the engine's own English that some lexicon has too. A new row needs its reason.
const std::map<std::string, std::string> kWordExceptions = {
    {"auto", "value of --language"},
    {"capital", "class of segment.tsv: what stands before a name"},
    {"classes", "column of every lexicon"},
    {"code", "column of currencies.tsv"},
    {"collective", "class of numbers.tsv"},
    {"condition", "class of grammar.tsv"},
    {"dash", "name of a sign in rules"},
    {"dates", "name of a stage"},
    {"future", "tag of paradigms.tsv"},
    {"match", "key word of rule files"},
    {"minute", "class of calendar.tsv"},
    {"open", "name of the system call, in messages"},
    {"parents", "key of language.json"},
    {"part", "what verify names a mismatch by"},
    {"patient", "attribute of predicates.tsv"},
    {"plan", "class of modality.tsv"},
    {"point", "unit of the record format (a difference of percentages)"},
    {"restriction", "class of grammar.tsv"},
    {"second", "class of calendar.tsv"},
    {"stop", "name of a sign in rules"},
    {"venue", "class of reporting.tsv"},
    {"versions", "key of the manifest"},
    {"versus", "class of grammar.tsv"},
    {"weekend", "class of calendar.tsv"},
    {"records", "key of the manifest"},
};

const std::set<std::string> kLanguageCodes = {"ar", "de", "en", "es", "fr", "it",
                                              "ja", "nl", "pl", "pt", "ru", "zh"};

const std::set<std::string> kTopLevel = {
    "README.md",  "LICENSE", "CHANGELOG.md", "CMakeLists.txt", "pipeline",
    "extractors", "schemas", "corpus",       "tests",          "tools"};

constexpr int kMaxLines = 500;

std::string Read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

// The .h and .cc files below `folders`, in order, relative to root, '/'-separated.
std::vector<std::string> Sources(const fs::path& root, const std::vector<std::string>& folders) {
  std::vector<std::string> found;
  for (const std::string& folder : folders) {
    if (!fs::is_directory(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const auto extension = entry.path().extension();
      if (entry.is_regular_file() && (extension == ".h" || extension == ".cc"))
        found.push_back(entry.path().lexically_relative(root).generic_string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> AllSources(const fs::path& root) {
  return Sources(root, {"pipeline", "extractors", "tools", "tests"});
}

std::vector<std::string> EngineSources(const fs::path& root) {
  return Sources(root, {"pipeline", "extractors"});
}

std::string At(const std::string& file, int line) {
  return file + ":" + std::to_string(line) + ": ";
}

// "pipeline/core/span.h" -> "pipeline/core"; "tools/sourcier/cli.h" -> "tools".
std::string Folder(const std::string& path) {
  for (const auto& [folder, allowed] : kMayInclude)
    if (path.compare(0, folder.size() + 1, folder + "/") == 0) return folder;
  return "";
}

struct Include {
  int line;
  bool quoted;
  std::string name;
};

std::vector<Include> Includes(const fs::path& path) {
  static const std::regex kInclude(R"(\s*#\s*include\s*([<"])([^>"]+)[>"].*)");
  std::vector<Include> found;
  std::istringstream in(Read(path));
  std::string line;
  std::smatch match;
  for (int n = 1; std::getline(in, line); ++n)
    if (line.find("include") != std::string::npos && std::regex_match(line, match, kInclude))
      found.push_back({n, match[1] == "\"", match[2]});
  return found;
}

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// Code points that are letters, taking every one beyond ASCII for a letter.
int Letters(const std::string& text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalpha(byte) || byte >= 0xC0;
  }));
}

// Lower-cased column `entry` of every table of every language: entry -> file.
std::map<std::string, std::string> LexiconEntries(const fs::path& root) {
  std::map<std::string, std::string> entries;
  const fs::path languages = root / "extractors/languages";
  if (!fs::is_directory(languages)) return entries;
  for (const auto& file : fs::recursive_directory_iterator(languages)) {
    if (file.path().extension() != ".tsv") continue;
    std::istringstream in(Read(file.path()));
    bool in_table = false;
    for (std::string line; std::getline(in, line);) {
      if (line.empty() || line[0] == '#') continue;
      std::string cell = Lower(line.substr(0, line.find('\t')));
      if (!in_table && cell != "entry") break;
      if (in_table && Letters(cell) >= 4)
        entries.emplace(std::move(cell), file.path().lexically_relative(root).generic_string());
      in_table = true;
    }
  }
  return entries;
}

// Keys and enum values anywhere in a schema.
void CollectNames(const nlohmann::json& schema, std::set<std::string>& names) {
  if (schema.is_array())
    for (const auto& part : schema) CollectNames(part, names);
  if (!schema.is_object()) return;
  for (const auto& [key, part] : schema.items()) {
    if (key == "properties")
      for (const auto& [name, unused] : part.items()) names.insert(name);
    if (key == "enum" || key == "const")
      for (const auto& value : part.is_array() ? part : nlohmann::json::array({part}))
        if (value.is_string()) names.insert(value.get<std::string>());
    CollectNames(part, names);
  }
}

// Keys, enum values and family names of schemas/.
std::set<std::string> RecordNames(const fs::path& root) {
  std::set<std::string> names;
  if (!fs::is_directory(root / "schemas")) return names;
  for (const auto& file : fs::directory_iterator(root / "schemas")) {
    const std::string name = file.path().filename().string();
    if (file.path().extension() != ".json") continue;
    names.insert(name.substr(0, name.find('.')));
    CollectNames(nlohmann::json::parse(Read(file.path())), names);
  }
  names.insert("mentions");  // the union of three families in views.sql
  names.insert("mention");
  return names;
}

}  // namespace

std::vector<Literal> StringLiterals(std::string_view source) {
  std::vector<Literal> literals;
  int line = 1;
  size_t i = 0;
  bool include = false;  // in an #include line
  const auto skip_to = [&](size_t end) {
    end = std::min(end, source.size());
    line += static_cast<int>(std::count(source.begin() + static_cast<ptrdiff_t>(i),
                                        source.begin() + static_cast<ptrdiff_t>(end), '\n'));
    i = end;
  };
  const auto after = [&](std::string_view sign, size_t from) {
    const size_t at = source.find(sign, from);
    return at == std::string_view::npos ? at : at + sign.size();
  };
  while (i < source.size()) {
    const std::string_view rest = source.substr(i);
    const auto before = i > 0 ? static_cast<unsigned char>(source[i - 1]) : 0;
    if (rest.substr(0, 2) == "//") {
      skip_to(source.find('\n', i));
    } else if (rest.substr(0, 2) == "/*") {
      skip_to(after("*/", i + 2));
    } else if (rest.substr(0, 2) == "R\"" && !std::isalnum(before)) {
      const size_t open = source.find('(', i);
      if (open == std::string_view::npos) break;
      const std::string close = ")" + std::string(source.substr(i + 2, open - i - 2)) + "\"";
      const size_t end = source.find(close, open);
      literals.push_back({line, std::string(source.substr(open + 1, end - open - 1))});
      skip_to(after(close, open));
    } else if (source[i] == '"' || (source[i] == '\'' && !std::isxdigit(before))) {
      size_t end = i + 1;
      while (end < source.size() && source[end] != source[i] && source[end] != '\n')
        end += source[end] == '\\' ? 2 : 1;
      if (source[i] == '"' && !include)
        literals.push_back({line, std::string(source.substr(i + 1, end - i - 1))});
      skip_to(end + 1);
    } else {
      if (rest.substr(0, 8) == "#include") include = true;
      if (source[i] == '\n') include = false;
      skip_to(i + 1);
    }
  }
  return literals;
}

Violations CheckIncludes(const fs::path& root) {
  Violations bad;
  std::map<std::string, std::vector<std::string>> graph;
  for (const std::string& file : AllSources(root)) {
    const std::string from = Folder(file);
    if (from.empty()) bad.push_back(file + ": in a folder that the include table does not know");
    for (const Include& include : Includes(root / file)) {
      if (!include.quoted) continue;
      const std::string to = Folder(include.name);
      if (to.empty() || !fs::is_regular_file(root / include.name)) {
        bad.push_back(At(file, include.line) + "\"" + include.name +
                      "\" is no file, seen from the root");
      } else if (!from.empty() && to != from && !kMayInclude.at(from).count(to)) {
        bad.push_back(At(file, include.line) + from + " may not include " + to + " (" +
                      include.name + ")");
      }
      graph[file].push_back(include.name);
    }
  }
  // Depth first; a file met again while it is still open closes a cycle.
  std::map<std::string, int> state;
  const auto visit = [&](const auto& self, const std::string& file) -> void {
    state[file] = 1;
    for (const std::string& next : graph[file]) {
      if (state[next] == 1) bad.push_back(file + ": includes itself by way of " + next);
      if (state[next] == 0) self(self, next);
    }
    state[file] = 2;
  };
  for (const std::string& file : AllSources(root))
    if (state[file] == 0) visit(visit, file);
  return bad;
}

Violations CheckFences(const fs::path& root) {
  Violations bad;
  for (const std::string& file : AllSources(root)) {
    for (const Include& include : Includes(root / file)) {
      if (include.quoted) continue;
      if (include.name.find_first_of("./") == std::string::npos || kPosix.count(include.name))
        continue;
      const auto fence = std::find_if(kFences.begin(), kFences.end(), [&](const auto& row) {
        return include.name.compare(0, row.first.size(), row.first) == 0;
      });
      const auto allows = [&](const std::string& path) {
        return file.compare(0, path.size(), path) == 0;
      };
      if (fence == kFences.end()) {
        bad.push_back(At(file, include.line) + "<" + include.name + "> has no fence");
      } else if (std::none_of(fence->second.begin(), fence->second.end(), allows)) {
        bad.push_back(At(file, include.line) + "<" + include.name + "> outside its fence");
      }
    }
  }
  return bad;
}

Violations CheckAscii(const fs::path& root) {
  Violations bad;
  for (const std::string& file : EngineSources(root)) {
    int line = 1;
    for (const char c : Read(root / file)) {
      if (c == '\n') ++line;
      if (static_cast<unsigned char>(c) < 0x80) continue;
      bad.push_back(At(file, line) + "a byte that is not ASCII");
      break;
    }
  }
  return bad;
}

Violations CheckWords(const fs::path& root) {
  const auto entries = LexiconEntries(root);
  const auto names = RecordNames(root);
  Violations bad;
  for (const std::string& file : EngineSources(root)) {
    for (const Literal& literal : StringLiterals(Read(root / file))) {
      const std::string word = Lower(literal.text);
      const auto entry = entries.find(word);
      if (entry == entries.end() || names.count(word) || kWordExceptions.count(word)) continue;
      bad.push_back(At(file, literal.line) + "\"" + literal.text + "\" is an entry of " +
                    entry->second);
    }
  }
  return bad;
}

Violations CheckLanguageCodes(const fs::path& root) {
  std::set<std::string> codes = kLanguageCodes;
  if (fs::is_directory(root / "extractors/languages"))
    for (const auto& folder : fs::directory_iterator(root / "extractors/languages"))
      if (folder.is_directory() && folder.path().filename().string().size() <= 3)
        codes.insert(folder.path().filename().string());
  Violations bad;
  for (const std::string& file : EngineSources(root))
    for (const Literal& literal : StringLiterals(Read(root / file)))
      if (codes.count(literal.text))
        bad.push_back(At(file, literal.line) + "\"" + literal.text + "\" is a language code");
  return bad;
}

Violations CheckLength(const fs::path& root) {
  Violations bad;
  for (const std::string& file : AllSources(root)) {
    const std::string text = Read(root / file);
    const auto lines = std::count(text.begin(), text.end(), '\n');
    if (lines > kMaxLines)
      bad.push_back(file + ": " + std::to_string(lines) + " lines, at most " +
                    std::to_string(kMaxLines));
  }
  return bad;
}

Violations CheckTopLevel(const fs::path& root) {
  Violations bad;
  for (const auto& entry : fs::directory_iterator(root)) {
    const std::string name = entry.path().filename().string();
    const bool build = entry.is_directory() && name.compare(0, 5, "build") == 0;
    if (name[0] != '.' && !build && !kTopLevel.count(name))
      bad.push_back(name + ": does not belong at the top level");
  }
  std::sort(bad.begin(), bad.end());
  return bad;
}

}  // namespace sourcier::layout
