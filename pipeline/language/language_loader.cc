#include "pipeline/language/language_loader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unordered_map>

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
  for (std::string_view rest = file.text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    ++line_number;
    if (line.empty() || line.front() == '#') continue;
    if (table.columns.empty()) {
      table.columns = Split(line, '\t');
      continue;
    }
    size_t cells = 0;
    for (size_t at = 0; at <= line.size(); ++cells) {
      const size_t tab = std::min(line.find('\t', at), line.size());
      const std::string_view cell = line.substr(at, tab - at);
      table.cells.push_back(cell == "-" && cells > 0 ? std::string_view() : cell);
      at = tab + 1;
    }
    if (cells > table.columns.size()) {
      return At(file.path, line_number,
                "expected " + std::to_string(table.columns.size()) + " cells, found " +
                    std::to_string(cells));
    }
    table.lines.push_back(line_number);
    table.cells.resize(table.lines.size() * table.columns.size());
  }
  return table;
}

namespace {

// The classes that the words of a cell name.
Status AddClasses(std::string_view names, Lexicon* lexicon, ClassBits* classes) {
  for (std::string_view name : Split(names, ' ')) {
    if (name.empty()) continue;
    const ClassId id = lexicon->Intern(name);
    if (id >= kNoClass) return Error{ErrorCode::kFormat, "more than 1,023 classes"};
    classes->set(id);
  }
  return Done{};
}

// The same as the number of a class set; a table asks for few different ones.
class ClassCells {
 public:
  explicit ClassCells(Lexicon* lexicon) : lexicon_(lexicon) {}
  Result<ClassSetId> Find(std::string_view names) {
    const auto it = known_.find(names);
    if (it != known_.end()) return it->second;
    ClassBits bits;
    if (Status s = AddClasses(names, lexicon_, &bits); !s) return s.error();
    return known_[names] = lexicon_->InternSet(bits);
  }

 private:
  Lexicon* lexicon_;
  std::unordered_map<std::string_view, ClassSetId> known_;
};

// The column of names whose empty cell means the entry itself.
constexpr std::string_view kCanonical = "canonical";

// The filled cells from the third column on, before them what `first` holds.
std::vector<LexiconRow::Attribute> AttributesOf(const Table& table, const Table::Row& row,
                                                std::vector<LexiconRow::Attribute> first) {
  for (size_t i = 2; i < row.cells.size(); ++i) {
    if (!row.cells[i].empty()) {
      first.emplace_back(table.columns[i], row.cells[i]);
    } else if (table.columns[i] == kCanonical) {
      first.emplace_back(kCanonical, row.cells[0]);  // a name as the lexicon writes it
    }
  }
  return first;
}

}  // namespace

Status Conjugator::AddParadigms(const Table& table, Lexicon* lexicon) {
  const size_t paradigm = table.Column("paradigm"), tag = table.Column("tag"),
               endings = table.Column("endings");
  if (paradigm == kNoColumn || tag == kNoColumn || endings == kNoColumn) {
    return At(table.path, 1, "expected the columns paradigm, tag, endings");
  }
  for (size_t r = 0; r < table.size(); ++r) {
    const Table::Row row = table[r];
    Paradigm& p = paradigms_[row.cells[paradigm]];
    ClassBits classes;
    if (Status s = AddClasses(row.cells[tag], lexicon, &classes); !s)
      return At(table.path, row.line, s.error().message);
    bool first = true;
    for (std::string_view text : Split(row.cells[endings], ' ')) {
      if (text == "-") text = {};
      if (first && row.cells[tag] == "infinitive") p.infinitive = text;
      first = false;
      const auto it = std::find_if(p.endings.begin(), p.endings.end(),
                                   [&](const Ending& e) { return e.text == text; });
      if (it == p.endings.end()) {
        p.endings.push_back({text, classes});
      } else {
        it->classes |= classes;
      }
    }
  }
  return Done{};
}

const Conjugator::Paradigm* Conjugator::Find(std::string_view paradigm) const {
  const auto it = paradigms_.find(paradigm);
  return it == paradigms_.end() ? nullptr : &it->second;
}

Status LanguageLoader::AddEntry(std::string_view entry, const LexiconRow& row, LanguagePack* pack) {
  tokens_.clear();
  tokenizer_(entry, &tokens_);
  return pack->lexicon_.Add(entry, tokens_, row);
}

Status LanguageLoader::AddTable(const Table& table, LanguagePack* pack) {
  if (table.columns.size() < 2 || table.columns[0] != "entry" || table.columns[1] != "classes") {
    return At(table.path, 1, "expected the columns entry, classes, ...");
  }
  ClassCells class_cells(&pack->lexicon_);
  for (size_t r = 0; r < table.size(); ++r) {
    const Table::Row row = table[r];
    const auto classes = class_cells.Find(row.cells[1]);
    if (!classes) return At(table.path, row.line, classes.error().message);
    LexiconRow entry{*classes, {}};
    if (auto attributes = AttributesOf(table, row, {}); !attributes.empty()) {
      entry.attributes = pack->lexicon_.Keep(std::move(attributes));
    }
    if (Status s = AddEntry(row.cells[0], entry, pack); !s)
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
  std::map<std::pair<std::string_view, const Conjugator::Paradigm*>, std::vector<ClassSetId>> known;
  std::string form;
  for (size_t r = 0; r < table.size(); ++r) {
    const Table::Row row = table[r];
    const std::string_view lemma = row.cells[0];
    const Conjugator::Paradigm* p = conjugator.Find(row.cells[paradigm]);
    if (p == nullptr)
      return At(table.path, row.line, "no paradigm \"" + std::string(row.cells[paradigm]) + "\"");
    if (!lemma.ends_with(p->infinitive)) {
      return At(table.path, row.line,
                std::string(lemma) + " does not end in -" + std::string(p->infinitive));
    }
    // The class sets of its endings: the same for all verbs with these classes and this paradigm.
    std::vector<ClassSetId>& sets = known[{row.cells[1], p}];
    if (sets.empty()) {
      ClassBits base;
      if (Status s = AddClasses(row.cells[1], &pack->lexicon_, &base); !s)
        return At(table.path, row.line, s.error().message);
      base.set(verb);
      for (const Conjugator::Ending& e : p->endings)
        sets.push_back(pack->lexicon_.InternSet(base | e.classes));
    }
    const auto attributes =
        pack->lexicon_.Keep(AttributesOf(table, row, {{std::string_view("lemma"), lemma}}));
    for (size_t e = 0; e < p->endings.size(); ++e) {
      form = lemma.substr(0, lemma.size() - p->infinitive.size());
      form += p->endings[e].text;
      if (Status s = AddEntry(form, {sets[e], attributes}, pack); !s)
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
    if (Status s = name == "paradigms.tsv" ? conjugator.AddParadigms(*table, &pack->lexicon_)
                                           : AddTable(*table, pack);
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
    ClassBits bits;
    bits.set(pack->lexicon_.Intern("=" + literal));
    const LexiconRow row{pack->lexicon_.InternSet(bits), {}};
    if (Status s = AddEntry(literal, row, pack.get()); !s) return s;
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
