#include "extractors/attribution.h"

#include <algorithm>

#include "extractors/roles.h"
#include "extractors/stages.h"

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

constexpr uint32_t kMinimalQuoteWords = 3;    // fewer quoted words do not make an indirect content mixed
constexpr uint32_t kMinimalFloatingWords = 4;
constexpr float kInherited = 0.7F;            // confidence of a quotation whose speaker is taken from the one before

// Works through one block.
class BlockReader {
 public:
  BlockReader(Document& document, const Grammar& grammar, const RuleSet& rules)
      : document_(document), grammar_(grammar), rules_(rules) {}

  void Run(uint32_t block_index) {
    const Block& block = document_.blocks[block_index];
    quotes_.clear();
    FindQuotes(document_, grammar_, block_index, &quotes_);
    for (uint32_t s = block.first_sentence; s < block.last_sentence; ++s) {
      if (Collect(s)) ReadSentence(s);
      Float(s);
    }
  }

 private:
  bool Collect(uint32_t s) {
    matches_.clear();
    rules_.Match(document_, document_.sentences[s], &scratch_, [this](const RuleMatch& match) {
      matches_.push_back(match);
      return true;
    });
    return !matches_.empty();
  }

  void ReadSentence(uint32_t s) {
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
        if ((view_.Is(i, kSay) || view_.Is(i, kThink) || view_.Is(i, kReveal) || view_.Is(i, kDeny)) && view_.Is(i, kVerb)) {
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

  void Handle(Cue& cue) {
    if (cue.verb != kNone && chunks_[chunks_.ChunkOf(cue.verb)].kind != Kind::kVerb && cue.form != "noun") return;  // a noun after all
    if (cue.form == "that" || cue.form == "gerund") return That(cue);
    if (cue.form == "infinitive") return ToDo(cue);
    if (cue.form == "bare") return Bare(cue);
    if (cue.form == "inverted") return Inverted(cue);
    if (cue.form == "as") return As(cue);
    if (cue.form == "according") return According(cue);
    if (cue.form == "which") return Which(cue);
    if (cue.form == "noun") return Noun(cue);
    if (cue.form == "passive") return Passive(cue);
  }

  // --- the forms ---

  void That(Cue& cue) {
    if (!Governs(cue, "que")) return;
    const size_t verb = chunks_.ChunkOf(cue.verb);
    Phrase source = cue.form == "gerund" ? GerundSubject(verb) : chunks_.Subject(verb);
    if (!source.found() && !Elided(verb)) return;
    if (source.found() && !IsPlausibleSource(chunks_, source, view_[cue.verb].traits)) return;
    Attribution a = Begin(cue, source);
    if (!source.found()) a.source = ImplicitRole(last_canonical_, FoundBy::kDiscourse);
    size_t begin = cue.match_last;
    if (view_.Is(begin - 1, kAs)) --begin;
    a.content.push_back(ContentFromNode(chunks_, begin));
    Add(cue, std::move(a));
  }

  void ToDo(Cue& cue) {
    if (!Governs(cue, "inf") || !(view_.Is(cue.verb, kSay) || view_.Is(cue.verb, kDeny) || view_.Is(cue.verb, kReveal))) {
      return Bare(cue);
    }
    const Phrase source = chunks_.Subject(chunks_.ChunkOf(cue.verb));
    if (!IsPlausibleSource(chunks_, source, view_[cue.verb].traits)) return;
    Attribution a = Begin(cue, source);
    a.content.push_back(ContentFromNode(chunks_, cue.last));
    Add(cue, std::move(a));
  }

  void Bare(Cue& cue) {
    const size_t verb = chunks_.ChunkOf(cue.verb);
    size_t next = SkipAside(verb + 1);
    if (Quote* q = QuoteBefore(view_[cue.first].span.begin, verb)) {
      const Phrase right = chunks_.PhraseAt(next);
      const Phrase source = right.found() ? right : chunks_.Subject(verb);
      return Direct(cue, source, *q);
    }
    // An incise or a closing clause: "..., a indique la direction"
    if (verb > 0 && chunks_.Is(verb - 1, Kind::kComma)) {
      const Phrase right = chunks_.PhraseAt(next);
      if (right.found() && IsPlausibleSource(chunks_, right, view_[cue.verb].traits) && !view_.Is(cue.verb, kQuoteOnly)) {
        const size_t after = AfterPhrase(right);
        if (after >= chunks_.size() || chunks_.Is(after, Kind::kComma) || chunks_.Is(after, Kind::kStop) ||
            chunks_.Is(after, Kind::kRelative) || chunks_.Is(after, Kind::kPrep) || chunks_.Is(after, Kind::kTime) ||
            chunks_.Is(after, Kind::kSemicolon) || chunks_.Is(after, Kind::kCloseParen)) {
          Attribution a = Begin(cue, right);
          AppendContentAround(chunks_, verb, chunks_.size(), &a.content);
          return Add(cue, std::move(a));
        }
      }
    }
    const Phrase source = chunks_.Subject(verb);
    const bool plausible = IsPlausibleSource(chunks_, source, view_[cue.verb].traits);
    // X denonce « N »
    if (chunks_.Is(next, Kind::kOpenQuote) || (chunks_.Is(next, Kind::kNoun) && chunks_.Is(next + 1, Kind::kOpenQuote))) {
      const size_t open = chunks_.Is(next, Kind::kOpenQuote) ? next : next + 1;
      Quote* q = QuoteAt(view_[chunks_[open].first].span.begin);
      if (q != nullptr && !q->used && plausible && q->words >= 2) {
        Attribution a = Begin(cue, source);
        a.kind = QuoteKind::kMixed;
        a.content.push_back(ContentFromNode(chunks_, chunks_[next].first));
        q->used = true;
        return Add(cue, std::move(a));
      }
    }
    // X annonce N
    if (plausible && view_.Is(cue.verb, kAnnounce) && (chunks_.Is(next, Kind::kNoun) || chunks_.Is(next, Kind::kFigure))) {
      Attribution a = Begin(cue, source);
      a.content.push_back(ContentFrom(chunks_, next));
      return Add(cue, std::move(a));
    }
  }

  void Inverted(Cue& cue) {
    const size_t verb = chunks_.ChunkOf(cue.verb);
    Phrase source;
    for (size_t i = cue.first; i < cue.last; ++i) {
      if (view_.Is(i, kSubjectPronoun)) source.first = source.head = i, source.last = i + 1;
    }
    if (Quote* q = QuoteBefore(view_[cue.first].span.begin, verb)) return Direct(cue, source, *q);
    if (verb == 0 || !chunks_.Is(verb - 1, Kind::kComma)) return;
    Attribution a = Begin(cue, source);
    AppendContentAround(chunks_, verb, verb + 1, &a.content);
    Add(cue, std::move(a));
  }

  void As(Cue& cue) {
    const size_t verb = chunks_.ChunkOf(cue.verb);
    const Phrase source = chunks_.PhraseAt(SkipAside(verb + 1));
    if (!source.found() || !IsPlausibleSource(chunks_, source, view_[cue.verb].traits)) return;
    size_t as = verb;
    while (as > 0 && !view_.Is(chunks_[as].first, kAs)) --as;
    Attribution a = Begin(cue, source);
    AppendContentAround(chunks_, as, AfterPhrase(source), &a.content);
    Add(cue, std::move(a));
  }

  void According(Cue& cue) {
    const size_t at = chunks_.ChunkOf(cue.first);
    Phrase source = chunks_.PhraseAt(at + 1);
    if (!source.found()) return;
    const bool set_off = at == 0 || chunks_.Is(at - 1, Kind::kComma) || chunks_.Is(AfterPhrase(source), Kind::kComma);
    if (!IsPlausibleSource(chunks_, source, {}) || (!set_off && !Speaks(source))) return;
    Attribution a = Begin(cue, source);
    if (Quote* q = QuoteBefore(view_[cue.first].span.begin, at)) {
      a.kind = QuoteKind::kDirect;
      a.content.push_back(q->inner);
      q->used = true;
      return Add(cue, std::move(a));
    }
    const size_t after = AfterPhrase(source);
    size_t right = after;
    while (chunks_.Is(right, Kind::kComma) || chunks_.Is(right, Kind::kColon)) ++right;
    if (chunks_.Is(right, Kind::kOpenQuote)) {
      Quote* q = QuoteAt(view_[chunks_[right].first].span.begin);
      if (q != nullptr && !q->used && q->words >= kMinimalFloatingWords) {
        a.kind = QuoteKind::kDirect;
        a.content.push_back(q->inner);
        q->used = true;
        return Add(cue, std::move(a));
      }
    }
    AppendContentAround(chunks_, at, after, &a.content);
    Add(cue, std::move(a));
  }

  void Which(Cue& cue) {
    const size_t at = chunks_.ChunkOf(cue.first);
    size_t left = at;
    while (left > 0 && chunks_.Is(left - 1, Kind::kComma)) --left;
    if (left == 0) return;
    Phrase source = chunks_.PhraseAround(left - 1);
    if (!source.found()) return;
    if (!Speaks(source)) source = chunks_.PhraseAt(left - 1);
    Attribution a = Begin(cue, source);
    a.content.push_back(ContentFromNode(chunks_, cue.last));
    Add(cue, std::move(a));
  }

  void Noun(Cue& cue) {
    const size_t at = chunks_.ChunkOf(cue.first);
    if (chunks_[at].kind != Kind::kNoun) return;
    const Phrase source = chunks_.PhraseAt(at);
    Attribution a = Begin(cue, source);
    a.content.push_back(ContentFromNode(chunks_, cue.match_last));
    Add(cue, std::move(a));
  }

  void Passive(Cue& cue) {
    const size_t verb = chunks_.ChunkOf(cue.verb);
    const size_t agent = chunks_.ChunkOf(cue.match_last - 1) + 1;
    const Phrase source = chunks_.PhraseAt(agent);
    const Phrase subject = chunks_.Subject(verb);
    if (!source.found() || !subject.found()) return;
    const size_t after = AfterPhrase(source);
    if (after >= chunks_.size() || !view_.Is(chunks_[after].first, kAs)) return;
    Attribution a = Begin(cue, source);
    a.content.push_back(view_.SpanOf(subject.first, subject.last));
    a.content.push_back(ContentFrom(chunks_, after));
    Add(cue, std::move(a));
  }

  void Direct(Cue& cue, const Phrase& source, Quote& q) {
    if (q.used && q.closed) return;
    if (source.found() && view_.Is(source.head, kDemonstrative)) return;
    Attribution a = Begin(cue, source);
    if (!source.found()) a.source = ImplicitRole(last_canonical_, FoundBy::kDiscourse);
    a.kind = QuoteKind::kDirect;
    const uint32_t begin = view_[cue.first].span.begin;
    const uint32_t end = source.found() ? std::max(a.source.span.end, view_[cue.last - 1].span.end) : view_[cue.last - 1].span.end;
    Span inner = q.inner;
    if (inner.begin < begin && begin < inner.end) {
      // Broken by the cue, or never closed.
      Span left{inner.begin, LastWordBefore(begin)};
      if (!left.empty()) a.content.push_back(left);
      if (q.closed) {
        const uint32_t right = FirstWordAfter(end);
        if (right < inner.end) a.content.push_back({right, inner.end});
      }
    } else {
      a.content.push_back(inner);
      // « A », assure X, « B »
      for (Quote& other : quotes_) {
        if (!other.used && &other != &q && other.outer.begin > end && other.outer.begin < end + 8 &&
            document_.sentences[view_.sentence].span.end > other.outer.begin) {
          a.content.push_back(other.inner);
          other.used = true;
        }
      }
    }
    q.used = true;
    Add(cue, std::move(a));
  }

  // A quotation after a colon: its cue is the last one before it in the sentence.
  void Introduce(Quote& q) {
    size_t open = 0;
    while (open < view_.size() && view_[open].span.begin < q.outer.begin) ++open;
    if (open == 0 || open >= view_.size()) return;
    const size_t colon = chunks_.ChunkOf(open - 1);
    if (!chunks_.Is(colon, Kind::kColon)) return;
    for (size_t i = open - 1; i-- > 0;) {
      if (!view_.Is(i, kVerb) || !(view_.Is(i, kSay) || view_.Is(i, kThink) || view_.Is(i, kDeny))) continue;
      const size_t verb = chunks_.ChunkOf(i);
      if (!chunks_.Is(verb, Kind::kVerb)) continue;
      if (view_.Is(i, kParticiple) && !view_.Is(i, kFinite) && chunks_[verb].finite == kNone) continue;
      Cue* cue = nullptr;
      for (Cue& c : cues_) {
        if (c.verb == i) cue = &c;
      }
      Cue made;
      if (cue == nullptr) {
        made.first = i;
        made.last = i + 1;
        made.verb = i;
        made.rule = "bare";
        made.weight = 0.8F;
        cue = &made;
      }
      if (cue->used) return;
      Phrase source = chunks_[verb].finite != kNone || chunks_[verb].pronoun != kNone ? chunks_.Subject(verb) : Phrase{};
      if (!source.found() && chunks_[verb].finite != kNone) source = chunks_.PhraseAt(SkipAside(verb + 1));
      Attribution a = Begin(*cue, source);
      if (cue == &made) a.rule = IntroRule();
      if (!source.found()) a.source = ImplicitRole(last_canonical_, FoundBy::kDiscourse);
      a.kind = QuoteKind::kDirect;
      a.content.push_back(q.inner);
      q.used = true;
      return Add(*cue, std::move(a));
    }
  }

  // Quotations that stand for themselves, at the end of the sentence in which they open: the speaker before goes on.
  void Float(uint32_t s) {
    for (Quote& q : quotes_) {
      if (q.used || q.sentence != s || !q.starts_sentence || !q.ends_sentence || q.words < kMinimalFloatingWords) continue;
      if (last_canonical_.empty() || s > last_sentence_ + 4 || HasCueAfter(q)) continue;
      Attribution a;
      a.sentence = s;
      a.kind = QuoteKind::kDirect;
      a.source = ImplicitRole(last_canonical_, FoundBy::kDiscourse);
      a.content.push_back(q.inner);
      a.rule = IntroRule();
      a.confidence = kInherited;
      q.used = true;
      last_sentence_ = s;
      document_.attributions.push_back(std::move(a));
    }
  }

  // --- helpers ---

  // A quotation of several sentences, or one that never closes, may have its cue later in the block.
  bool HasCueAfter(const Quote& q) const {
    if (q.closed) return false;
    const Block& block = document_.blocks[document_.sentences[q.sentence].block];
    const Sentence& last = document_.sentences[block.last_sentence - 1];
    if (last.first_unit >= last.last_unit || block.last_sentence - 1 == q.sentence) return false;
    const Traits& t = grammar_.Of(document_.units[last.first_unit]);
    return t[kVerb] && (t[kSay] || t[kThink]);
  }

  std::string_view IntroRule() const { return rules_.rules().empty() ? std::string_view() : BareRule(); }
  std::string_view BareRule() const {
    for (const Rule& rule : rules_.rules()) {
      if (rule.yields[0].Get("form") == "bare") return rule.name;
    }
    return {};
  }

  bool Governs(const Cue& cue, std::string_view what) const {
    const std::string_view frame = grammar_.Attribute(view_.UnitAt(cue.verb), kVerb, "frame");
    if (frame.empty()) return true;
    for (size_t at = 0; at < frame.size();) {
      const size_t end = std::min(frame.find(',', at), frame.size());
      if (frame.substr(at, end - at) == what) return true;
      at = end + 1;
    }
    return false;
  }

  // Times, places of saying and adverbs between a verb and its subject: "a indique [jeudi soir] la direction".
  size_t SkipAside(size_t c) const {
    while (c < chunks_.size()) {
      if (chunks_.Is(c, Kind::kTime) || chunks_.Is(c, Kind::kAdverb)) {
        ++c;
      } else if (chunks_.Is(c, Kind::kPrep) && (chunks_.Is(c + 1, Kind::kTime) ||
                                                (chunks_.Is(c + 1, Kind::kNoun) && view_.Is(chunks_[c].first, kTo)))) {
        c += 2;
      } else if (view_.Is(chunks_[c].first, kVenue) && !chunks_.Is(c, Kind::kNoun)) {
        ++c;
      } else {
        break;
      }
    }
    return c;
  }

  size_t AfterPhrase(const Phrase& p) const { return p.last < view_.size() ? chunks_.ChunkOf(p.last) : chunks_.size(); }

  bool Speaks(const Phrase& p) const {
    const Node& head = view_[p.head];
    return view_.EntityAt(p.head) != nullptr || head.Is(kSourceNoun) || head.Is(kSayingNoun) || head.Is(kRumorNoun) ||
           head.Is(kPronoun);
  }

  // The subject of ", revelant que": the phrase before the comma where it is a person in apposition, else that of the clause.
  Phrase GerundSubject(size_t verb) const {
    if (verb > 1 && chunks_.Is(verb - 1, Kind::kComma) && chunks_.Is(verb - 2, Kind::kNoun)) {
      const EntityValue* e = view_.EntityAt(chunks_[verb - 2].head);
      if (e != nullptr && e->entity_class == EntityClass::kPerson && verb > 3 && chunks_.Is(verb - 3, Kind::kComma)) {
        Phrase p = chunks_.PhraseAround(verb - 4 < chunks_.size() && chunks_.Is(verb - 4, Kind::kNoun) ? verb - 4 : verb - 2);
        p.last = std::max(p.last, chunks_[verb - 2].last);
        return p;
      }
    }
    return chunks_.Subject(verb);
  }

  // The sentence goes on from the one before: "Et confirme que ..."
  bool Elided(size_t verb) const {
    return verb <= 1 && !last_canonical_.empty() && (verb == 0 || chunks_.Is(0, Kind::kCoord));
  }

  // The quotation that ends right before (or around) the byte, with nothing but a comma between.
  Quote* QuoteBefore(uint32_t byte, size_t chunk) {
    for (Quote& q : quotes_) {
      if (q.outer.begin >= byte) break;
      if (q.used && q.closed) continue;
      if (q.outer.end <= byte) {
        uint32_t end = q.outer.end;
        const std::string_view between = document_.Text({end, byte});
        bool near = true;
        for (char c : between) near &= c == ' ' || c == ',' || c == '\n' || static_cast<unsigned char>(c) >= 0x80;
        if (near && between.size() < 8) return &q;
        // a subject may stand between: « C », il ajoute
        continue;
      }
      const bool breaks = chunk > 0 && chunks_.Is(chunk - 1, Kind::kComma);
      if (q.inner.end > byte && ((q.closed && breaks) || (!q.closed && (chunk == 0 || breaks)))) return &q;
    }
    return nullptr;
  }

  Quote* QuoteAt(uint32_t byte) {
    for (Quote& q : quotes_) {
      if (q.outer.begin == byte) return &q;
    }
    return nullptr;
  }

  // Ends of the words around a break in a quotation.
  uint32_t LastWordBefore(uint32_t byte) const {
    const std::string& t = document_.text;
    while (byte > 0 && (t[byte - 1] == ' ' || t[byte - 1] == ',' || t[byte - 1] == '\n')) --byte;
    return byte;
  }
  uint32_t FirstWordAfter(uint32_t byte) const {
    const std::string& t = document_.text;
    while (byte < t.size() && (t[byte] == ' ' || t[byte] == ',' || t[byte] == '.')) ++byte;
    return byte;
  }

  Attribution Begin(const Cue& cue, const Phrase& source) {
    Attribution a;
    a.sentence = view_.sentence;
    a.cue.span = view_.SpanOf(cue.first, cue.last);
    if (cue.verb != kNone) a.cue.norm = grammar_.Attribute(view_.UnitAt(cue.verb), kVerb, "norm");
    if (source.found()) {
      a.source = MakeRole(chunks_, source, document_);
      // A pronoun that stands for the last speaker.
      if (a.source.canonical.empty() && view_.Is(source.head, kThirdPronoun) && !last_canonical_.empty()) {
        a.source.canonical = last_canonical_;
        a.source.by = FoundBy::kCoreference;
      }
    }
    a.epistemic = CueEpistemic(chunks_, cue, source);
    a.rule = cue.rule;
    a.confidence = cue.weight;
    if (a.source.by != FoundBy::kNone) a.confidence *= 0.9F;
    return a;
  }

  void Add(Cue& cue, Attribution a) {
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
    cue.used = true;
    if (!a.source.canonical.empty()) {
      last_canonical_ = a.source.canonical;
      last_sentence_ = a.sentence;
    }
    std::erase_if(a.content, [](Span s) { return s.begin >= s.end; });
    if (a.content.empty()) return;
    document_.attributions.push_back(std::move(a));
  }

  Document& document_;
  const Grammar& grammar_;
  const RuleSet& rules_;
  RuleSet::Scratch scratch_;
  std::vector<RuleMatch> matches_;
  SentenceView view_;
  Chunks chunks_;
  std::vector<Cue> cues_;
  std::vector<Quote> quotes_;
  std::string_view last_canonical_;  // the last speaker
  uint32_t last_sentence_ = 0;
};

class AttributionStage : public Stage {
 public:
  explicit AttributionStage(const Languages& languages) : grammars_(languages) {}
  std::string_view name() const override { return "attribution"; }

  void Run(const Languages&, Document& document) const override {
    std::optional<BlockReader> reader;
    const LanguagePack* current = nullptr;
    const size_t before = document.attributions.size();
    for (uint32_t b = 0; b < document.blocks.size(); ++b) {
      const Block& block = document.blocks[b];
      const LanguagePack* pack = PackOf(block);
      if (pack == nullptr || !IsMain(block.role)) continue;
      const RuleSet* rules = pack->rules("attribution");
      if (rules == nullptr) continue;
      if (pack != current) reader.emplace(document, grammars_.For(*pack), *rules);
      current = pack;
      reader->Run(b);
    }
    SetParents(document, before);
  }

 private:
  // An attribution inside the content of another: the smallest that holds its cue is its parent.
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
