// Names. Rules give candidates sentence by sentence, each with a class and a weight; then the
// document has its say:
//
//   "Marc Benioff, PDG de Salesforce ... Benioff a ..."   the last word of a full name stands for
//   it "Valtorine" (le groupe Valtorine ... Valtorine a ...)  the best evidence for a name anywhere
//   is evidence everywhere
//
// A candidate whose evidence stays low and whose class nothing tells keeps the class `other`.
#include "extractors/entity.h"

#include <algorithm>
#include <array>
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
  }
  std::array<ClassId, kClasses.size()> ids;
};

struct Candidate {
  Mention mention;
  EntityValue value;
  float evidence = 0;
  bool from_lexicon = false;
  std::string key;  // folded surface
};

class EntityStage : public Stage {
 public:
  explicit EntityStage(const Languages& languages) : classes_(languages) {}
  std::string_view name() const override { return "entities"; }

  void Run(const Languages&, Document& document) const override {
    thread_local RuleSet::Scratch scratch;
    std::vector<Candidate> candidates;
    for (uint32_t s = 0; s < document.sentences.size(); ++s) {
      const Sentence& sentence = document.sentences[s];
      const LanguagePack* pack = PackOf(document.blocks[sentence.block]);
      const RuleSet* rules = pack == nullptr ? nullptr : pack->rules("names");
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
    Settle(document, &candidates);
    for (Candidate& c : candidates) {
      c.mention.confidence = c.evidence;
      c.mention.value = c.value;
      AppendMention(document, std::move(c.mention));
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
    c.mention.first_unit = range.first;
    c.mention.last_unit = range.last;
    c.mention.span = context.SpanOf(range);
    c.mention.sentence = sentence;
    c.mention.rule = context.match.rule->name;
    c.evidence = context.match.rule->weight;
    if (c.value.canonical.empty()) c.value.canonical = context.TextOf(range);
    c.key = FoldKey(context.TextOf(range));
    out->push_back(std::move(c));
    return true;
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
    for (const auto& [name, known] : kClasses) {
      if (known != entity_class) continue;
      const ClassId id = context.pack.Class(name);
      if (id == kNoClass || !context.pack.Has(context.document.units[range.first], id)) return;
      c->value.canonical = context.Attribute(range, name, "canonical");
      c->value.wikidata = context.Attribute(range, name, "wikidata");
      c->from_lexicon = true;
    }
  }

  // Gives names that occur more than once one class, one canonical name and the best of their
  // evidence.
  static void Settle(Document& document, std::vector<Candidate>* candidates) {
    struct Known {
      EntityClass entity_class;
      std::string_view canonical, wikidata;
      float evidence;
    };
    std::unordered_map<std::string, Known> best;
    auto offer = [&](const std::string& key, const Candidate& c, float evidence) {
      const Known known{c.value.entity_class, c.value.canonical, c.value.wikidata, evidence};
      const auto [it, fresh] = best.try_emplace(key, known);
      if (!fresh && evidence > it->second.evidence) it->second = known;
    };
    for (const Candidate& c : *candidates) {
      const float evidence = c.from_lexicon ? c.evidence + 1 : c.evidence;
      offer(c.key, c, evidence);
      // A person's last word stands for the person, a little less surely.
      if (c.value.entity_class == EntityClass::kPerson && c.evidence >= 0.5f) {
        const size_t space = c.key.rfind(' ');
        if (space != std::string::npos) offer(c.key.substr(space + 1), c, evidence * 0.9f);
      }
    }
    for (Candidate& c : *candidates) {
      const Known& known = best.at(c.key);
      const float own = c.from_lexicon ? c.evidence + 1 : c.evidence;
      if (known.evidence > own) {
        c.value.entity_class = known.entity_class;
        c.value.canonical = known.canonical;
        c.value.wikidata = known.wikidata;
        c.evidence = std::min(1.0f, std::max(c.evidence, known.evidence * 0.9f));
      }
    }
    // One slug a canonical name.
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
