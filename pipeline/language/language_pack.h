// A language pack: one folder of text files (extractors/languages/README.md), read once, immutable,
// shared by all threads; it outlives every document. Languages: all packs of a run, and the hash
// that tells one set of packs from another.
#ifndef SOURCIER_LANGUAGE_LANGUAGE_PACK_H_
#define SOURCIER_LANGUAGE_LANGUAGE_PACK_H_

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/result.h"
#include "pipeline/language/lexicon.h"

namespace sourcier {

class RuleSet;

// A file of a language folder: "fr/money.rules" and what it says.
struct LanguageFile {
  std::string path;  // '/'-separated, from the languages folder
  std::string_view text;
};

class LanguagePack {
 public:
  ~LanguagePack();

  std::string_view code() const { return code_; }  // ISO 639-1
  std::string_view name() const { return name_; }
  // Its place in Languages::packs().
  size_t index() const { return index_; }
  const Lexicon& lexicon() const { return lexicon_; }
  // kNoClass where no file of the pack names the class.
  ClassId Class(std::string_view name) const { return lexicon_.Class(name); }
  bool Has(const Unit& unit, ClassId id) const { return lexicon_.Has(unit.classes, id); }
  std::string_view Attribute(const Unit& unit, ClassId with_class, std::string_view column) const;

  // The rule set of that name (a file's base name, or what its `set` line says); null where the
  // language has none.
  const RuleSet* rules(std::string_view set) const;
  const std::map<std::string, std::unique_ptr<RuleSet>, std::less<>>& rule_sets() const {
    return rules_;
  }
  // The trigger bits of the rule sets for which a unit of this kind is a trigger.
  uint32_t Triggers(ClassSetId classes, Sort sort) const {
    return class_triggers_[classes] | sort_triggers_[static_cast<size_t>(sort)];
  }
  // A setting of language.json: "decimal" -> ","; "" where absent.
  std::string_view setting(std::string_view key) const;

 private:
  friend class LanguageLoader;
  LanguagePack();

  std::string code_, name_;
  size_t index_ = 0;
  std::vector<std::string> parents_;
  Lexicon lexicon_;
  std::map<std::string, std::unique_ptr<RuleSet>, std::less<>> rules_;
  std::vector<uint32_t> class_triggers_;      // by ClassSetId
  std::array<uint32_t, 64> sort_triggers_{};  // by Sort
  std::map<std::string, std::string, std::less<>> settings_;
  std::deque<std::string> strings_;  // what lexicon rows made by expansion point to
};

// Cuts text into tokens (pipeline/text/tokens.h): lexicon entries are cut by the pass that cuts the
// articles.
using Tokenizer = void (*)(std::string_view text, std::vector<Token>* tokens);

class Languages {
 public:
  Languages();
  ~Languages();
  Languages(Languages&&) noexcept;
  Languages& operator=(Languages&&) noexcept;

  // The packs that are built into the program.
  static Result<Languages> LoadEmbedded(Tokenizer tokenizer);
  // The packs of a folder like extractors/languages. The Error says file:line and shows the place
  // with a caret.
  static Result<Languages> LoadFolder(const std::string& directory, Tokenizer tokenizer);

  // null where there is no such pack.
  const LanguagePack* Find(std::string_view code) const;
  const std::vector<std::unique_ptr<LanguagePack>>& packs() const { return packs_; }
  const std::vector<LanguageFile>& files() const { return files_; }
  // Lower-case hexadecimal SHA-256 over names and contents of all files; part of a store's
  // `ruleset`.
  const std::string& hash() const { return hash_; }

 private:
  friend class LanguageLoader;
  std::vector<LanguageFile> files_;
  std::deque<std::string> contents_;  // where the files were read from a folder
  std::vector<std::unique_ptr<LanguagePack>> packs_;
  std::string hash_;
};

// What a stage works out once for each pack (class ids, rule sets): T is made from a pack.
template <typename T>
class PerPack {
 public:
  explicit PerPack(const Languages& languages) {
    for (const auto& pack : languages.packs()) all_.emplace_back(*pack);
  }
  const T& For(const LanguagePack& pack) const { return all_[pack.index()]; }

 private:
  std::deque<T> all_;
};

// The pack that reads this block; null where none does.
inline const LanguagePack* PackOf(const Block& block) {
  return static_cast<const LanguagePack*>(block.pack);
}

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_LANGUAGE_PACK_H_
