#include "pipeline/language/language_loader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "pipeline/core/sha256.h"
#include "pipeline/language/embedded.h"
#include "pipeline/language/rule_set.h"

namespace sourcier {
namespace {

std::vector<std::string_view> Split(std::string_view s, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t at = s.find(separator);
    parts.push_back(s.substr(0, at));
    if (at == std::string_view::npos) return parts;
    s.remove_prefix(at + 1);
  }
}

Error At(std::string_view path, int line, std::string message) {
  return {ErrorCode::kFormat,
          std::string(path) + ":" + std::to_string(line) + ": " + std::move(message)};
}

std::string_view BaseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

size_t Table::Column(std::string_view name) const {
  const auto it = std::find(columns.begin(), columns.end(), name);
  return it == columns.end() ? kNoColumn : static_cast<size_t>(it - columns.begin());
}

Result<Table> ParseTable(const LanguageFile& file) {
  Table table;
  table.path = file.path;
  int line_number = 0;
  for (std::string_view line : Split(file.text, '\n')) {
    ++line_number;
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string_view> cells = Split(line, '\t');
    if (table.columns.empty()) {
      table.columns = std::move(cells);
      continue;
    }
    if (cells.size() > table.columns.size()) {
      return At(file.path, line_number,
                "expected " + std::to_string(table.columns.size()) + " cells, found " +
                    std::to_string(cells.size()));
    }
    for (std::string_view& cell : cells) {
      if (cell == "-" && &cell != &cells[0]) cell = {};
    }
    cells.resize(table.columns.size());
    table.rows.push_back({std::move(cells), line_number});
  }
  return table;
}

Status Conjugator::AddParadigms(const Table& table) {
  const size_t paradigm = table.Column("paradigm"), tag = table.Column("tag"),
               endings = table.Column("endings");
  if (paradigm == kNoColumn || tag == kNoColumn || endings == kNoColumn) {
    return At(table.path, 1, "expected the columns paradigm, tag, endings");
  }
  for (const Table::Row& row : table.rows) {
    Paradigm& p = paradigms_[row.cells[paradigm]];
    std::vector<std::string_view> all;
    for (std::string_view e : Split(row.cells[endings], ' '))
      all.push_back(e == "-" ? std::string_view() : e);
    if (row.cells[tag] == "infinitive") p.infinitive = all[0];
    p.endings.emplace_back(row.cells[tag], std::move(all));
  }
  return Done{};
}

Result<std::vector<Conjugator::Form>> Conjugator::Conjugate(std::string_view lemma,
                                                            std::string_view paradigm) const {
  const auto it = paradigms_.find(paradigm);
  if (it == paradigms_.end())
    return Error{ErrorCode::kFormat, "no paradigm \"" + std::string(paradigm) + "\""};
  const Paradigm& p = it->second;
  if (!lemma.ends_with(p.infinitive)) {
    return Error{ErrorCode::kFormat,
                 std::string(lemma) + " does not end in -" + std::string(p.infinitive)};
  }
  const std::string stem(lemma.substr(0, lemma.size() - p.infinitive.size()));
  std::vector<Form> forms;
  for (const auto& [tag, endings] : p.endings) {
    for (std::string_view ending : endings) forms.push_back({stem + std::string(ending), tag});
  }
  return forms;
}

Status LanguageLoader::AddClasses(std::string_view names, LanguagePack* pack, ClassBits* classes) {
  for (std::string_view name : Split(names, ' ')) {
    if (name.empty()) continue;
    const ClassId id = pack->lexicon_.Intern(name);
    if (id >= kNoClass) return Error{ErrorCode::kFormat, "more than 1,023 classes"};
    classes->set(id);
  }
  return Done{};
}

Status LanguageLoader::AddEntry(std::string_view entry, LexiconRow row, LanguagePack* pack) {
  tokens_.clear();
  tokenizer_(entry, &tokens_);
  return pack->lexicon_.Add(entry, tokens_, std::move(row));
}

Status LanguageLoader::AddTable(const Table& table, LanguagePack* pack) {
  if (table.columns.size() < 2 || table.columns[0] != "entry" || table.columns[1] != "classes") {
    return At(table.path, 1, "expected the columns entry, classes, ...");
  }
  for (const Table::Row& row : table.rows) {
    LexiconRow entry;
    if (Status s = AddClasses(row.cells[1], pack, &entry.classes); !s)
      return At(table.path, row.line, s.error().message);
    for (size_t i = 2; i < row.cells.size(); ++i) {
      if (!row.cells[i].empty()) entry.attributes.emplace_back(table.columns[i], row.cells[i]);
    }
    if (Status s = AddEntry(row.cells[0], std::move(entry), pack); !s)
      return At(table.path, row.line, s.error().message);
  }
  return Done{};
}

Status LanguageLoader::AddVerbs(const Table& table, const Conjugator& conjugator,
                                LanguagePack* pack) {
  const size_t paradigm = table.Column("paradigm");
  if (table.columns.size() < 3 || table.columns[0] != "entry" || table.columns[1] != "classes" ||
      paradigm == kNoColumn) {
    return At(table.path, 1, "expected the columns entry, classes, paradigm, ...");
  }
  const ClassId verb = pack->lexicon_.Intern("verb");
  for (const Table::Row& row : table.rows) {
    LexiconRow base;
    if (Status s = AddClasses(row.cells[1], pack, &base.classes); !s)
      return At(table.path, row.line, s.error().message);
    base.classes.set(verb);
    base.attributes.emplace_back("lemma", row.cells[0]);
    for (size_t i = 2; i < row.cells.size(); ++i) {
      if (!row.cells[i].empty()) base.attributes.emplace_back(table.columns[i], row.cells[i]);
    }
    auto forms = conjugator.Conjugate(row.cells[0], row.cells[paradigm]);
    if (!forms) return At(table.path, row.line, forms.error().message);
    // A form with several tags is one entry with the classes of all.
    std::map<std::string, LexiconRow> by_form;
    for (const Conjugator::Form& form : *forms) {
      const auto [it, fresh] = by_form.try_emplace(form.text, base);
      if (Status s = AddClasses(form.tag, pack, &it->second.classes); !s)
        return At(table.path, row.line, s.error().message);
    }
    for (auto& [form, entry] : by_form) {
      if (Status s = AddEntry(form, std::move(entry), pack); !s)
        return At(table.path, row.line, s.error().message);
    }
  }
  return Done{};
}

Status LanguageLoader::AddTables(const std::vector<const LanguageFile*>& files,
                                 LanguagePack* pack) {
  Conjugator conjugator;
  const LanguageFile* verbs = nullptr;
  for (const LanguageFile* file : files) {
    if (!file->path.ends_with(".tsv")) continue;
    const std::string_view name = BaseName(file->path);
    if (name == "verbs.tsv") {
      verbs = file;
      continue;
    }
    auto table = ParseTable(*file);
    if (!table) return table.error();
    if (Status s =
            name == "paradigms.tsv" ? conjugator.AddParadigms(*table) : AddTable(*table, pack);
        !s)
      return s;
  }
  if (verbs == nullptr) return Done{};
  auto table = ParseTable(*verbs);
  if (!table) return table.error();
  return AddVerbs(*table, conjugator, pack);
}

Status LanguageLoader::ReadSettings(const LanguageFile& file, LanguagePack* pack) {
  const auto json = nlohmann::json::parse(file.text, nullptr, false);
  if (!json.is_object()) return At(file.path, 1, "expected one JSON object");
  for (const auto& [key, value] : json.items()) {
    if (value.is_string()) pack->settings_[key] = value.get<std::string>();
    if (key == "parents" && value.is_array()) {
      for (const auto& parent : value) pack->parents_.push_back(parent.get<std::string>());
    }
  }
  pack->code_ = pack->setting("code");
  pack->name_ = pack->setting("name");
  return Done{};
}

Status LanguageLoader::LoadPack(const std::string& code) {
  std::unique_ptr<LanguagePack> pack(new LanguagePack);
  for (const LanguageFile* file : folders_[code].files) {
    if (BaseName(file->path) != "language.json") continue;
    if (Status s = ReadSettings(*file, pack.get()); !s) return s;
  }
  if (pack->name_.empty()) return Done{};  // words for other languages only
  if (pack->code_ != code)
    return At(code + "/language.json", 1, "expected \"code\": \"" + code + "\"");
  // The language's own files, then its parents': own rules win over a parent's of the same length.
  std::vector<const LanguageFile*> files = folders_[code].files;
  for (const std::string& parent : pack->parents_) {
    const auto it = folders_.find(parent);
    if (it == folders_.end())
      return At(code + "/language.json", 1, "there is no parent folder " + parent);
    files.insert(files.end(), it->second.files.begin(), it->second.files.end());
  }
  if (Status s = AddTables(files, pack.get()); !s) return s;
  std::deque<RuleFile> parsed;
  std::map<std::string, std::vector<const RuleFile*>> by_set;
  std::set<std::string> literals;
  for (const LanguageFile* file : files) {
    if (!file->path.ends_with(".rules")) continue;
    auto rules = ParseRuleFile(file->path, file->text);
    if (!rules) return rules.error();
    parsed.push_back(std::move(*rules));
    by_set[parsed.back().set].push_back(&parsed.back());
    literals.insert(parsed.back().literals.begin(), parsed.back().literals.end());
  }
  for (const std::string& literal : literals) {
    LexiconRow row;
    row.classes.set(pack->lexicon_.Intern("=" + literal));
    if (Status s = AddEntry(literal, std::move(row), pack.get()); !s) return s;
  }
  pack->lexicon_.Freeze();
  for (const auto& [name, rule_files] : by_set) {
    auto set = RuleSet::Compile(code, name, rule_files, pack->lexicon_);
    if (!set) return set.error();
    pack->rules_[name] = std::move(*set);
  }
  SetTriggers(pack.get());
  pack->index_ = languages_->packs_.size();
  languages_->packs_.push_back(std::move(pack));
  return Done{};
}

// Sums up which rule sets look at a sentence that holds a unit of a kind. A set that looks at every
// sentence, or comes after the 32nd, has no bit.
void LanguageLoader::SetTriggers(LanguagePack* pack) {
  pack->class_triggers_.assign(pack->lexicon_.set_count(), 0);
  uint32_t bit = 1;
  for (auto& [name, set] : pack->rules_) {
    if (set->trigger_sorts() == ~SortBits{0} || bit == 0) continue;
    set->set_trigger_bit(bit);
    for (size_t s = 0; s < pack->sort_triggers_.size(); ++s) {
      if (set->trigger_sorts() >> s & 1) pack->sort_triggers_[s] |= bit;
    }
    for (size_t c = 0; c < pack->class_triggers_.size(); ++c) {
      if (set->Triggers(static_cast<ClassSetId>(c))) pack->class_triggers_[c] |= bit;
    }
    bit <<= 1;
  }
}

Status LanguageLoader::Load() {
  std::sort(languages_->files_.begin(), languages_->files_.end(),
            [](const LanguageFile& a, const LanguageFile& b) { return a.path < b.path; });
  Sha256 hash;
  for (const LanguageFile& file : languages_->files_) {
    hash.Add(file.path);
    hash.Add(std::string_view("\0", 1));
    hash.Add(file.text);
    hash.Add(std::string_view("\0", 1));
    folders_[file.path.substr(0, file.path.find('/'))].files.push_back(&file);
  }
  languages_->hash_ = hash.FinishHex();
  for (const auto& [code, folder] : folders_) {
    if (Status s = LoadPack(code); !s) return s;
  }
  if (languages_->packs_.empty()) {
    return Error{ErrorCode::kFormat,
                 "no language there: expected folders with a language.json that has a \"name\""};
  }
  return Done{};
}

Result<Languages> Languages::LoadEmbedded(Tokenizer tokenizer) {
  Languages languages;
  for (const EmbeddedFile& file : EmbeddedLanguages()) {
    languages.files_.push_back({std::string(file.path), file.text});
  }
  if (Status s = LanguageLoader(tokenizer, &languages).Load(); !s) return s.error();
  return languages;
}

Result<Languages> Languages::LoadFolder(const std::string& directory, Tokenizer tokenizer) {
  namespace fs = std::filesystem;
  Languages languages;
  std::error_code error;
  const fs::path root(directory);
  for (fs::recursive_directory_iterator it(root, error), end; !error && it != end;
       it.increment(error)) {
    const std::string path = it->path().lexically_relative(root).generic_string();
    const std::string extension = it->path().extension().string();
    const bool wanted =
        extension == ".json" || extension == ".tsv" || extension == ".txt" || extension == ".rules";
    if (!it->is_regular_file() || !wanted || path.starts_with("_template/")) continue;
    std::ifstream in(it->path(), std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    if (!in) return Error{ErrorCode::kIo, it->path().string() + ": cannot be read"};
    languages.files_.push_back({path, languages.contents_.emplace_back(std::move(content).str())});
  }
  if (error) return Error{ErrorCode::kIo, directory + ": " + error.message()};
  if (Status s = LanguageLoader(tokenizer, &languages).Load(); !s) return s.error();
  return languages;
}

}  // namespace sourcier
