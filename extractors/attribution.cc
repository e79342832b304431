#include "extractors/attribution.h"

#include <algorithm>
#include <optional>

#include "extractors/roles.h"
#include "extractors/stages.h"

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

}  // namespace

void BlockReader::Run(uint32_t block_index) {
  const Block& block = document_.blocks[block_index];
  quotes_.clear();
  FindQuotes(document_, grammar_, block_index, &dangling_quote_, &quotes_);
  for (uint32_t s = block.first_sentence; s < block.last_sentence; ++s) {
    if (Collect(s) || OpensAfterColon(s)) ReadSentence(s);
    Float(s);
  }
}

bool BlockReader::OpensAfterColon(uint32_t s) const {
  for (const Quote& q : quotes_) {
    if (q.sentence == s && q.starts_sentence && q.outer.begin > document_.sentences[s].span.begin)
      return true;
  }
  return false;
}

bool BlockReader::Collect(uint32_t s) {
  matches_.clear();
  rules_.Match(document_, document_.sentences[s], &scratch_, [this](const RuleMatch& match) {
    matches_.push_back(match);
    return true;
  });
  return !matches_.empty();
}

void BlockReader::ReadSentence(uint32_t s) {
  view_.Read(document_, grammar_, s);
  chunks_.Read(view_);
  cues_.clear();
  for (const RuleMatch& match : matches_) {
    const Yield& yield = match.rule->yields[0];
    const UnitRange range = match.Get(yield.Get("cue"));
    if (range.empty()) continue;
    Cue cue;
    cue.form = yield.Get("form");
    cue.first = view_.NodeOf(range.first);
    cue.last = std::min(view_.NodeOf(range.last - 1) + 1, view_.size());
    cue.match_last = std::min(view_.NodeOf(match.range.last - 1) + 1, view_.size());
    if (cue.first >= cue.last) continue;
    for (size_t i = cue.first; i < cue.last; ++i) {
      if ((view_.Is(i, kSay) || view_.Is(i, kThink) || view_.Is(i, kReveal) ||
           view_.Is(i, kDeny)) &&
          view_.Is(i, kVerb)) {
        cue.verb = i;
      }
    }
    cue.rule = match.rule->name;
    cue.weight = match.rule->weight;
    cues_.push_back(cue);
  }
  for (Cue& cue : cues_) Handle(cue);
  for (Quote& q : quotes_) {
    if (!q.used && q.sentence == s && q.starts_sentence) Introduce(q);
  }
}

void BlockReader::Handle(Cue& cue) {
  if (cue.verb != kNone && chunks_[chunks_.ChunkOf(cue.verb)].kind != Kind::kVerb &&
      cue.form != "noun")
    return;  // a noun after all
  if (cue.form == "that" || cue.form == "gerund" || cue.form == "object") return That(cue);
  if (cue.form == "infinitive") return ToDo(cue);
  if (cue.form == "bare") return Bare(cue);
  if (cue.form == "inverted") return Inverted(cue);
  if (cue.form == "as") return As(cue);
  if (cue.form == "according") return According(cue);
  if (cue.form == "which") return Which(cue);
  if (cue.form == "noun") return Noun(cue);
  if (cue.form == "passive") return Passive(cue);
}

std::string_view BlockReader::BareRule() const {
  for (const Rule& rule : rules_.rules()) {
    if (rule.yields[0].Get("form") == "bare") return rule.name;
  }
  return {};
}

bool BlockReader::IsPerson(const Cue& cue, const Role& source) const {
  if (source.by != FoundBy::kNone) return source.canonical == last_person_;
  for (uint32_t m : source.mentions) {
    const EntityValue* e = document_.mentions[m].entity();
    if (e != nullptr && e->entity_class == EntityClass::kPerson) return true;
  }
  return cue.verb != kNone && source.mentions.empty();  // "a dit un libraire"
}

Role BlockReader::LastSpeaker() const {
  Role role = ImplicitRole(last_canonical_, FoundBy::kDiscourse);
  role.span = last_span_;
  return role;
}

Attribution BlockReader::Begin(const Cue& cue, const Phrase& source) {
  Attribution a;
  a.sentence = view_.sentence;
  if (cue.last > cue.first) a.cue.span = view_.SpanOf(cue.first, cue.last);
  if (cue.verb != kNone) a.cue.norm = grammar_.Attribute(view_.UnitAt(cue.verb), kVerb, "norm");
  if (source.found()) {
    a.source = MakeRole(chunks_, source, document_);
    // A pronoun that stands for the last speaker.
    if (a.source.canonical.empty() && view_.Is(source.head, kThirdPronoun) &&
        !last_person_.empty()) {
      a.source.canonical = last_person_;
      a.source.by = FoundBy::kCoreference;
    }
  }
  if (cue.last > cue.first) a.epistemic = CueEpistemic(chunks_, cue, source);
  a.rule = cue.rule;
  a.confidence = cue.weight;
  if (a.source.by != FoundBy::kNone) a.confidence *= 0.9F;
  return a;
}

void BlockReader::Add(Cue& cue, Attribution a) {
  std::erase_if(a.content, [](Span s) { return s.begin >= s.end; });
  if (a.content.empty()) return;
  if (!a.source.present()) return;
  // A cue inside a quotation says no more than the quotation.
  for (Quote& q : quotes_) {
    if (q.inner.Contains(a.cue.span) && a.kind != QuoteKind::kDirect) {
      for (Span& s : a.content) {
        if (s.begin < q.inner.end) s.end = std::min(s.end, q.inner.end);
      }
    }
  }
  if (a.kind == QuoteKind::kIndirect) {
    for (Quote& q : quotes_) {
      for (Span s : a.content) {
        if (!s.Contains(q.inner)) continue;
        if (q.words >= kMinimalQuoteWords) a.kind = QuoteKind::kMixed;
        q.used = true;
        if (s.begin == q.outer.begin && s.end <= q.outer.end && q.words >= kMinimalFloatingWords) {
          a.kind = QuoteKind::kDirect;
          a.content.assign(1, q.inner);
        }
      }
      if (a.kind == QuoteKind::kDirect) break;
    }
  }
  // A quotation that begins with its cue: << D'apres le rapport, ... >>
  for (Quote& q : quotes_) {
    if (!q.used && q.inner.begin == a.cue.span.begin && a.kind == QuoteKind::kIndirect &&
        a.content.size() == 1) {
      a.kind = QuoteKind::kDirect;
      a.content[0].end = std::max(a.content[0].end, q.inner.end);
      q.used = true;
    }
  }
  cue.used = true;
  if (!a.source.canonical.empty()) {
    last_canonical_ = a.source.canonical;
    last_is_person_ = IsPerson(cue, a.source);
    if (last_is_person_) last_person_ = last_canonical_;
    if (!a.source.span.empty()) last_span_ = a.source.span;
    last_sentence_ = a.sentence;
  }
  std::erase_if(a.content, [](Span s) { return s.begin >= s.end; });
  if (a.content.empty()) return;
  document_.attributions.push_back(std::move(a));
}

namespace {

class AttributionStage : public Stage {
 public:
  explicit AttributionStage(const Languages& languages) : grammars_(languages) {}
  std::string_view name() const override { return "attribution"; }

  void Run(const Languages&, Document& document) const override {
    std::optional<BlockReader> reader;
    const LanguagePack* current = nullptr;
    for (uint32_t b = 0; b < document.blocks.size(); ++b) {
      const Block& block = document.blocks[b];
      const LanguagePack* pack = PackOf(block);
      if (pack == nullptr || !IsMain(block.role)) continue;
      const RuleSet* rules = pack->rules("attribution");
      if (rules == nullptr) continue;
      if (pack != current) reader.emplace(document, grammars_.For(*pack), *rules);
      current = pack;
      const size_t before = document.attributions.size();
      reader->Run(b);
      SetParents(document, before);
    }
  }

 private:
  // An attribution inside the content of another of its block: the smallest that holds its cue is
  // its parent.
  static void SetParents(Document& document, size_t first) {
    for (size_t i = first; i < document.attributions.size(); ++i) {
      Attribution& a = document.attributions[i];
      const Span own = a.cue.span.empty() ? a.content[0] : a.cue.span;
      uint32_t best = UINT32_MAX;
      for (size_t j = first; j < document.attributions.size(); ++j) {
        if (i == j) continue;
        for (Span s : document.attributions[j].content) {
          if (s.Contains(own) && s.size() < best) {
            best = s.size();
            a.parent = static_cast<uint32_t>(j);
          }
        }
      }
    }
  }

  PerPack<Grammar> grammars_;
};

}  // namespace

std::unique_ptr<const Stage> MakeAttributionStage(const Languages& languages) {
  return std::make_unique<AttributionStage>(languages);
}

}  // namespace sourcier
