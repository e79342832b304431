// Reads language folders into packs: settings, lexicon tables, verbs expanded by their paradigms,
// rules compiled.
#ifndef SOURCIER_LANGUAGE_LANGUAGE_LOADER_H_
#define SOURCIER_LANGUAGE_LANGUAGE_LOADER_H_

#include <deque>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/language/language_pack.h"
#include "pipeline/language/rule_file.h"

namespace sourcier {

// A table of a language folder: lines of cells, the first line naming the columns. `-` and the
// empty cell are both empty.
struct Table {
  std::string_view path;
  std::vector<std::string_view> columns;
  struct Row {
    std::span<const std::string_view> cells;  // as many as columns
    int line = 0;
  };
  std::vector<std::string_view> cells;  // of all rows
  std::vector<int> lines;               // by row
  size_t size() const { return lines.size(); }
  Row operator[](size_t row) const {
    return {std::span(cells).subspan(row * columns.size(), columns.size()), lines[row]};
  }
  // kNoColumn where there is no such column.
  size_t Column(std::string_view name) const;
};
inline constexpr size_t kNoColumn = SIZE_MAX;

Result<Table> ParseTable(const LanguageFile& file);

// The forms of verbs: lemma + paradigm -> the endings that take the place of the infinitive's, each
// with the classes of all its tags.
class Conjugator {
 public:
  struct Ending {
    std::string_view text;
    ClassBits classes;
  };
  struct Paradigm {
    std::string_view infinitive;
    std::vector<Ending> endings;  // no two with the same text
  };
  // Interns the classes that the tags name.
  Status AddParadigms(const Table& table, Lexicon* lexicon);
  // null where there is none.
  const Paradigm* Find(std::string_view paradigm) const;

 private:
  std::map<std::string_view, Paradigm> paradigms_;
};

class LanguageLoader {
 public:
  LanguageLoader(Tokenizer tokenizer, Languages* languages)
      : tokenizer_(tokenizer), languages_(languages) {}
  // Makes all packs of languages_->files_. A folder is a pack where its language.json has a "name"
  // and is no template.
  Status Load();

 private:
  struct Folder {
    std::vector<const LanguageFile*> files;
  };
  Status LoadPack(const std::string& code);
  static void SetTriggers(LanguagePack* pack);
  Status ReadSettings(const LanguageFile& file, LanguagePack* pack);
  Status AddTables(const std::vector<const LanguageFile*>& files, LanguagePack* pack);
  Status AddTable(const Table& table, LanguagePack* pack);
  Status AddVerbs(const Table& table, const Conjugator& conjugator, LanguagePack* pack);
  Status AddEntry(std::string_view entry, const LexiconRow& row, LanguagePack* pack);

  Tokenizer tokenizer_;
  Languages* languages_;
  std::map<std::string, Folder, std::less<>> folders_;
  std::vector<Token> tokens_;
};

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_LANGUAGE_LOADER_H_
