// Reads language folders into packs: settings, lexicon tables, verbs expanded by their paradigms,
// rules compiled.
#ifndef SOURCIER_LANGUAGE_LANGUAGE_LOADER_H_
#define SOURCIER_LANGUAGE_LANGUAGE_LOADER_H_

#include <deque>
#include <map>
#include <set>
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
    std::vector<std::string_view> cells;  // as many as columns
    int line = 0;
  };
  std::vector<Row> rows;
  // kNoColumn where there is no such column.
  size_t Column(std::string_view name) const;
};
inline constexpr size_t kNoColumn = SIZE_MAX;

Result<Table> ParseTable(const LanguageFile& file);

// The forms of verbs: lemma + paradigm -> (form, tag).
class Conjugator {
 public:
  Status AddParadigms(const Table& table);
  struct Form {
    std::string text;
    std::string_view tag;
  };
  // Error where the paradigm is unknown, or the lemma does not end as its infinitive does.
  Result<std::vector<Form>> Conjugate(std::string_view lemma, std::string_view paradigm) const;

 private:
  struct Paradigm {
    std::string_view infinitive;
    std::vector<std::pair<std::string_view, std::vector<std::string_view>>>
        endings;  // tag, endings
  };
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
  Status AddEntry(std::string_view entry, LexiconRow row, LanguagePack* pack);
  static Status AddClasses(std::string_view names, LanguagePack* pack, ClassBits* classes);

  Tokenizer tokenizer_;
  Languages* languages_;
  std::map<std::string, Folder, std::less<>> folders_;
  std::vector<Token> tokens_;
};

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_LANGUAGE_LOADER_H_
