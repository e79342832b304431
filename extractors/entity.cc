// Names. Rules give candidates sentence by sentence, each with a class and a weight; then the
// document has its say:
//
//   a full name of a person, then its last word alone       the last word stands for the person
//   a name with good evidence at one place                  has it everywhere
//   "OpenAI", "Openai", "OPENAI", "Open AI"                  one name, one canonical name
//   a name and its acronym in parentheses, or the reverse   one name
//   an acronym in parentheses behind common words           no name: it abbreviates those words
//
// A candidate whose evidence stays below kLeast is dropped; that is how a capital at the head of a
// sentence counts only where the same name stands elsewhere.
#include "extractors/entity.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

#include "extractors/build.h"
#include "extractors/stages.h"
#include "pipeline/core/unicode.h"

namespace sourcier {

std::string Slug(std::string_view canonical) {
  std::string slug;
  for (char c : FoldKey(canonical)) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<signed char>(c) < 0;
    if (letter) {
      slug.push_back(c);
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug;
}

uint32_t AppendMention(Document& document, Mention mention) {
  const uint32_t id = static_cast<uint32_t>(document.mentions.size());
  for (uint32_t u = mention.first_unit; u < mention.last_unit; ++u) document.units[u].mention = id;
  document.mentions.push_back(std::move(mention));
  return id;
}

namespace {

constexpr std::array<std::pair<std::string_view, EntityClass>, 7> kClasses = {{
    {"organisation", EntityClass::kOrganisation},
    {"person", EntityClass::kPerson},
    {"place", EntityClass::kPlace},
    {"media", EntityClass::kMedia},
    {"product", EntityClass::kProduct},
    {"event", EntityClass::kEvent},
    {"work", EntityClass::kWork},
}};

// What a pack's lexicon says of names.
struct NameClasses {
  explicit NameClasses(const LanguagePack& pack) {
    for (size_t i = 0; i < kClasses.size(); ++i) ids[i] = pack.Class(kClasses[i].first);
    rules = pack.rules("names");
  }
  const RuleSet* rules;
  std::array<ClassId, kClasses.size()> ids;
};

// The evidence that a name needs.
constexpr float kLeast = 0.25f;

// A name before the document has had its say.
struct Candidate {
  EntityValue value;
  Span span;
  uint32_t sentence = 0, first_unit = 0, last_unit = 0;
  std::string_view rule;
  float evidence = 0;
  bool from_lexicon = false;
  bool acronym = false;  // one unit, all in capitals
  char initial = 0;      // the first byte of the folded surface
  // Hashes of the folded surface without its spaces and hyphens, and of its last word.
  uint64_t key = 0, last_word = 0;

  // A name of the lexicon goes before one that only a rule knows.
  float Rank() const { return from_lexicon ? evidence + 1 : evidence; }
};

// What the document knows of a key.
struct Known {
  uint64_t key;
  float rank;
  uint32_t candidate;
};

class EntityStage : public Stage {
 public:
  explicit EntityStage(const Languages& languages) : classes_(languages) {}
  std::string_view name() const override { return "entities"; }

  void Run(const Languages&, Document& document) const override {
    thread_local RuleSet::Scratch scratch;
    thread_local std::vector<Candidate> candidates;
    candidates.clear();
    for (uint32_t s = 0; s < document.sentences.size(); ++s) {
      const Sentence& sentence = document.sentences[s];
      const LanguagePack* pack = PackOf(document.blocks[sentence.block]);
      const RuleSet* rules = pack == nullptr ? nullptr : classes_.For(*pack).rules;
      if (rules == nullptr) continue;
      rules->Match(document, sentence, &scratch, [&](const RuleMatch& match) {
        bool any = false;
        for (const Yield& yield : match.rule->yields) {
          any |= yield.kind == "none" ||
                 Collect({document, *pack, sentence, match, yield}, s, &candidates);
        }
        return any;
      });
    }
    Expand(document, &candidates);
    Settle(&candidates);
    std::erase_if(candidates, [](const Candidate& c) { return c.evidence < kLeast; });
    NameSlugs(document, &candidates);
    for (const Candidate& c : candidates) {
      Mention mention;
      mention.span = c.span;
      mention.value = c.value;
      mention.rule = c.rule;
      mention.confidence = c.evidence;
      mention.sentence = c.sentence;
      mention.first_unit = c.first_unit;
      mention.last_unit = c.last_unit;
      AppendMention(document, std::move(mention));
    }
  }

 private:
  bool Collect(const BuildContext& context, uint32_t sentence, std::vector<Candidate>* out) const {
    const UnitRange range = context.Range("name");
    if (range.empty()) return false;
    Candidate c;
    for (uint32_t u = range.first; u < range.last; ++u) {
      if (context.document.units[u].mention != kNoIndex) return false;  // a figure or a date has it
    }
    const std::string_view class_name = context.Constant("class");
    if (class_name == "lexicon") {
      if (!FromLexicon(context, range, &c)) return false;
    } else if (const auto entity_class = Parse<EntityClass>(class_name)) {
      c.value.entity_class = *entity_class;
      // A whole entry of the lexicon has its canonical name and its id, whichever rule took it.
      if (range.last == range.first + 1) AddIdentity(context, range, *entity_class, &c);
    } else {
      return false;
    }
    c.first_unit = range.first;
    c.last_unit = range.last;
    c.span = context.SpanOf(range);
    c.sentence = sentence;
    c.rule = context.match.rule->name;
    c.evidence = context.match.rule->weight;
    const std::string_view surface = context.document.Text(c.span);
    if (c.value.canonical.empty()) c.value.canonical = surface;
    thread_local std::string folded;
    folded.clear();
    AppendFoldKey(surface, &folded);
    c.initial = folded.empty() ? '\0' : folded.front();
    if (const size_t space = folded.rfind(' '); space != folded.npos) {
      c.last_word = std::hash<std::string_view>()(std::string_view(folded).substr(space + 1));
    }
    std::erase_if(folded, [](char x) { return x == ' ' || x == '-'; });
    c.key = std::hash<std::string_view>()(folded);
    if (range.last == range.first + 1) {
      const Sort sort = context.document.units[range.first].sort;
      c.acronym = sort == Sort::kUpper;
      if (c.acronym && !c.from_lexicon && IsCode(context.document, range)) return false;
      // "blousesNeuves": two words that lost the space between them, unless the document has the
      // name elsewhere.
      if (sort == Sort::kMixed && !c.from_lexicon && surface.size() > 3 &&
          std::all_of(surface.begin(), surface.begin() + 3,
                      [](char x) { return x >= 'a' && x <= 'z'; })) {
        c.evidence = std::min(c.evidence, 0.2f);
      }
    }
    out->push_back(c);
    return true;
  }

  // Capitals with digits directly before or behind them: "MPM9".
  static bool IsCode(const Document& document, UnitRange range) {
    auto digit = [&](uint32_t unit) {
      const char c = document.Text(document.UnitSpan(unit, unit + 1)).front();
      return c >= '0' && c <= '9';
    };
    const std::vector<Unit>& units = document.units;
    return (units[range.first].glued && range.first > 0 && digit(range.first - 1)) ||
           (range.last < units.size() && units[range.last].glued && digit(range.last));
  }

  bool FromLexicon(const BuildContext& context, UnitRange range, Candidate* c) const {
    const NameClasses& names = classes_.For(context.pack);
    const Unit& unit = context.document.units[range.first];
    for (size_t i = 0; i < kClasses.size(); ++i) {
      if (!context.pack.Has(unit, names.ids[i])) continue;
      c->value.entity_class = kClasses[i].second;
      AddIdentity(context, range, c->value.entity_class, c);
      return true;
    }
    return false;
  }

  void AddIdentity(const BuildContext& context, UnitRange range, EntityClass entity_class,
                   Candidate* c) const {
    const NameClasses& names = classes_.For(context.pack);
    const Unit& unit = context.document.units[range.first];
    for (size_t i = 0; i < kClasses.size(); ++i) {
      if (kClasses[i].second != entity_class) continue;
      if (names.ids[i] == kNoClass || !context.pack.Has(unit, names.ids[i])) return;
      c->value.canonical = context.Attribute(range, names.ids[i], "canonical");
      c->value.wikidata = context.Attribute(range, names.ids[i], "wikidata");
      c->from_lexicon = true;
    }
  }

  // Joins a name and the acronym that stands in parentheses behind it, or the reverse; drops the
  // acronyms that abbreviate common words.
  static void Expand(const Document& document, std::vector<Candidate>* candidates) {
    thread_local std::vector<uint64_t> common;
    common.clear();
    for (size_t i = 0; i < candidates->size(); ++i) {
      Candidate& c = (*candidates)[i];
      if (c.first_unit < 2 || !Opens(document, c.first_unit - 1)) continue;
      Candidate* before = i == 0 ? nullptr : &(*candidates)[i - 1];
      if (before != nullptr && before->sentence != c.sentence) before = nullptr;
      if (before != nullptr && before->last_unit + 1 == c.first_unit) {
        if (c.acronym && !before->acronym) Join(*before, &c);
        if (before->acronym && !c.acronym) Join(c, before);
      } else if (c.acronym && !c.from_lexicon && c.evidence <= 0.5f &&
                 document.units[c.first_unit - 2].sort == Sort::kLower) {
        // The name may be longer than its rule saw.
        if (before != nullptr && before->last_unit + 6 > c.first_unit &&
            before->value.entity_class == EntityClass::kOrganisation &&
            before->initial == c.initial) {
          Join(*before, &c);
        } else {
          common.push_back(c.key);
        }
      }
    }
    if (common.empty()) return;
    std::erase_if(*candidates, [&](const Candidate& c) {
      return c.acronym && !c.from_lexicon &&
             std::find(common.begin(), common.end(), c.key) != common.end();
    });
  }

  static bool Opens(const Document& document, uint32_t unit) {
    const std::string_view sign = document.Text(document.UnitSpan(unit, unit + 1));
    return sign == "(" || sign == "[";
  }

  // Makes the acronym stand for the name where it begins as the name does; an acronym that the
  // lexicon knows has an identity of its own.
  static void Join(const Candidate& name, Candidate* acronym) {
    if (acronym->from_lexicon || name.last_word == 0 || name.initial != acronym->initial ||
        name.value.entity_class == EntityClass::kPerson ||
        name.value.entity_class == EntityClass::kPlace) {
      return;
    }
    acronym->value = name.value;
    acronym->evidence = std::max(acronym->evidence, name.evidence);
    acronym->from_lexicon = name.from_lexicon;
  }

  // Gives names that occur more than once one class, one canonical name and the best of their
  // evidence.
  static void Settle(std::vector<Candidate>* candidates) {
    thread_local std::vector<Known> best;
    best.clear();
    for (uint32_t i = 0; i < candidates->size(); ++i) {
      const Candidate& c = (*candidates)[i];
      best.push_back({c.key, c.Rank(), i});
      // A person's last word stands for the person, a little less surely.
      if (c.value.entity_class == EntityClass::kPerson && c.evidence >= 0.5f && c.last_word != 0) {
        best.push_back({c.last_word, c.Rank() * 0.9f, i});
      }
    }
    std::sort(best.begin(), best.end(), [](const Known& a, const Known& b) {
      return std::tie(a.key, b.rank, a.candidate) < std::tie(b.key, a.rank, b.candidate);
    });
    thread_local std::vector<Candidate> before;
    before = *candidates;
    for (Candidate& c : *candidates) {
      const Known& known =
          *std::lower_bound(best.begin(), best.end(), c.key,
                            [](const Known& k, uint64_t key) { return k.key < key; });
      const EntityValue& value = before[known.candidate].value;
      if (known.rank > c.Rank()) {
        c.value.entity_class = value.entity_class;
        c.value.canonical = value.canonical;
        c.value.wikidata = value.wikidata;
        c.evidence = std::min(1.0f, std::max(c.evidence, known.rank * 0.9f));
      } else if (!c.from_lexicon && known.key == before[known.candidate].key &&
                 c.value.entity_class == value.entity_class) {
        c.value.canonical = value.canonical;  // another spelling of a name as good
      }
      if (c.value.entity_class == EntityClass::kPerson && c.last_word == 0 && !c.from_lexicon) {
        TakeFullName(before, &known, best.data() + best.size(), &c);
      }
    }
  }

  // The full name that a family name stands for, where the document has exactly one. The names of
  // one key are [known, end), as far as it goes.
  static void TakeFullName(const std::vector<Candidate>& all, const Known* known, const Known* end,
                           Candidate* c) {
    const EntityValue* full = nullptr;
    for (; known != end && known->key == c->key; ++known) {
      const Candidate& other = all[known->candidate];
      if (other.last_word != c->key || other.value.entity_class != EntityClass::kPerson) continue;
      if (full != nullptr && full->canonical != other.value.canonical) return;
      full = &other.value;
    }
    if (full == nullptr) return;
    c->value.canonical = full->canonical;
    c->value.wikidata = full->wikidata;
  }

  // One slug a canonical name.
  static void NameSlugs(Document& document, std::vector<Candidate>* candidates) {
    std::unordered_map<std::string_view, std::string_view> slugs;
    for (Candidate& c : *candidates) {
      std::string_view& slug = slugs[c.value.canonical];
      if (slug.empty()) slug = document.Keep(Slug(c.value.canonical));
      c.value.entity = slug;
    }
  }

  PerPack<NameClasses> classes_;
};

}  // namespace

std::unique_ptr<const Stage> MakeEntityStage(const Languages& languages) {
  return std::make_unique<EntityStage>(languages);
}

}  // namespace sourcier
