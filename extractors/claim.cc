// The claim stage: for each figure of a main block its predicate, roles, firmness and source. A
// figure without predicate, or without subject and measure, makes no claim.
//
// confidence is a product:
//   0.75  the start              0.75  the type comes from the figure alone
//   0.8   no subject found       0.9   a subject by coordination, control or discourse
//   0.85  more than 8 chunks between predicate and figure        0.9  the predicate stands right of
//   the figure 0.85  a claim that repeats the one before (comparison, "soit")
#include "extractors/claim.h"

#include <algorithm>
#include <memory>

#include "extractors/coreference.h"
#include "extractors/epistemic.h"
#include "extractors/roles.h"
#include "extractors/stages.h"
#include "pipeline/language/rule_set.h"

namespace sourcier {
namespace {

using Kind = Chunk::Kind;

// What the stage knows of a pack.
struct PackData {
  explicit PackData(const LanguagePack& pack)
      : grammar(pack),
        verb_rule(std::string(pack.code()) + "/claims/verb"),
        noun_rule(std::string(pack.code()) + "/claims/noun"),
        rules(pack.rules("claims")) {}
  Grammar grammar;
  std::string verb_rule, noun_rule;
  const RuleSet* rules;
};

class ClaimReader {
 public:
  explicit ClaimReader(Document& document) : document_(document) {}

  void Run(const PackData& data, uint32_t s) {
    data_ = &data;
    view_.Read(document_, data.grammar, s);
    chunks_.Read(view_);
    specials_.clear();
    if (data.rules != nullptr) {
      data.rules->Match(document_, document_.sentences[s], &scratch_, [this](const RuleMatch& m) {
        specials_.push_back(m);
        return true;
      });
    }
    const size_t before = document_.claims.size();
    bool figures = false;
    for (size_t i = 0; i < view_.size(); ++i) {
      if (view_.FigureAt(i) != nullptr) figures |= Figure(i, before);
    }
    for (size_t i = 0; i < view_.size(); ++i) {
      if (view_.TimeAt(i) != nullptr) Time(i, before);
    }
  }

 private:
  const RuleMatch* Special(size_t node) const {
    for (const RuleMatch& m : specials_) {
      if (m.mention.first == view_[node].first_unit) return &m;
    }
    return nullptr;
  }

  bool Figure(size_t node, size_t first_claim) {
    const FigureValue& value = *view_.FigureAt(node);
    if (value.kind == FigureKind::kOrdinal) return false;
    if (Anaphoric(node, value)) return false;
    const RuleMatch* special = Special(node);
    if (special != nullptr && document_.claims.size() > first_claim) return Repeat(node, *special);
    return Make(node, special);
  }

  // "les deux entreprises" counts what is known already.
  bool Anaphoric(size_t node, const FigureValue& value) const {
    if (value.kind != FigureKind::kQuantity && value.kind != FigureKind::kNumber) return false;
    // "le prix d'un kilo", "une tonne se negocie 300 euros": a unit, not an amount
    if (document_.units[view_[node].first_unit].sort == Sort::kWordOne) {
      if (node > 0 && view_.Is(node - 1, kOf)) return true;
      for (size_t i = 0; i < view_.size(); ++i) {
        if (i != node && view_.FigureAt(i) != nullptr &&
            view_.FigureAt(i)->kind == FigureKind::kMoney)
          return true;
      }
    }
    const bool small = value.number && value.number->ToDouble() <= 20;
    if (value.qualifier == Qualifier::kVague && !(value.low && value.low->ToDouble() > 9))
      return true;
    if (!small || node == 0) return false;
    return view_.Is(node - 1, kDet) && !view_.Is(node - 1, kContracted) &&
           view_[node].first_unit + 2 >= view_[node].last_unit;
  }

  // A comparison or restatement: the roles of the claim before.
  bool Repeat(size_t node, const RuleMatch& special) {
    Claim c = document_.claims.back();
    const std::string_view kind = special.rule->yields[0].kind;
    if (kind == "age") return Make(node, &special);
    const Mention& m = *view_.MentionAt(node);
    const Mention& other = document_.mentions[c.figure];
    c.figure = view_[node].mention;
    const bool same_kind = other.figure() != nullptr && other.figure()->kind == m.figure()->kind;
    c.predicate = Role{};
    c.predicate.span =
        view_.SpanOf(view_.NodeOf(special.range.first), view_.NodeOf(special.range.first) + 1);
    c.time = kNoIndex;
    c.time_span = {};
    c.base = Role{};
    if (kind == "comparison") {
      if (!same_kind && m.figure()->kind != FigureKind::kNumber) return Make(node, nullptr);
      c.predicate.norm = "compare";
    } else {
      c.predicate.norm = "equal";
      if (!same_kind) {
        const bool share =
            m.figure()->kind == FigureKind::kPercent || m.figure()->kind == FigureKind::kRatio;
        c.object = Role{};
        if (share)
          c.type = c.direction != Direction::kNone ? ClaimType::kChange : ClaimType::kShare;
      }
    }
    Predication p;
    SetTime(p, node, &c);
    if (c.time == kNoIndex && kind != "comparison") {
      c.time = document_.claims.back().time;
      c.time_span = document_.claims.back().time_span;
    }
    if (const Phrase base = FindBase(chunks_, node); base.found())
      c.base = MakeRole(chunks_, base, document_);
    c.per = m.figure()->per.empty() ? c.per : m.figure()->per;
    c.rules.assign(1, special.rule->name);
    c.confidence *= 0.85F * special.rule->weight;
    c.fact_key = document_.Keep(FactKey(document_, c, MeasureHead(c)));
    document_.claims.push_back(std::move(c));
    return true;
  }

  std::string_view MeasureHead(const Claim& c) const {
    return c.measure.canonical.empty() ? std::string_view() : c.measure.canonical;
  }

  bool Make(size_t node, const RuleMatch* special) {
    const Mention& mention = *view_.MentionAt(node);
    Predication p = FindPredicate(chunks_, node);
    if (special != nullptr && special->rule->yields[0].kind == "age") return Age(node, *special);
    if (!p.found()) return false;
    return Build(node, mention, p);
  }

  bool Age(size_t node, const RuleMatch& special) {
    const TimeValue* t = view_.TimeAt(node);
    const size_t own = chunks_.ChunkOf(node);
    if (t == nullptr || !t->duration.starts_with('P') || !t->duration.ends_with('Y') || own < 2)
      return false;
    const Phrase who = chunks_.PhraseAround(own - 2);
    if (!who.found() || view_.FigureAt(who.head) != nullptr) return false;
    Claim c;
    c.type = ClaimType::kAge;
    c.sentence = view_.sentence;
    c.figure = view_[node].mention;
    c.subject = MakeRole(chunks_, who, document_);
    c.predicate.span = c.subject.span;
    c.predicate.norm = "be aged";
    c.rules.assign(1, special.rule->name);
    c.confidence = 0.9F * special.rule->weight;
    SetAttribution(document_, view_[node].span, &c);
    c.fact_key = document_.Keep(FactKey(document_, c, {}));
    document_.claims.push_back(std::move(c));
    return true;
  }

  bool Build(size_t node, const Mention& mention, Predication& p) {
    Claim c;
    c.sentence = view_.sentence;
    c.type = p.type;
    c.figure = view_[node].mention;
    c.confidence = 0.75F;  // on corpus gold, how often all main slots of a plain claim are right
    const FigureValue* value = mention.figure();

    // --- subject ---
    Phrase subject;
    if (p.noun) {
      subject = chunks_[p.chunk].Is(Kind::kNoun) && view_.Is(p.main, kParticiple)
                    ? chunks_.PhraseAt(p.chunk)
                    : FindNounSubject(chunks_, p, node);
      if (subject.found() && view_.Is(p.main, kParticiple))
        subject.last = std::min(subject.last, p.first);
      if (subject.found() && subject.last <= subject.first) subject = {};
    } else if (p.right && chunks_[p.chunk].finite == kNone) {
      subject = Agent(p.chunk);
    } else {
      subject = chunks_.Subject(p.chunk);
    }
    const size_t own = chunks_.ChunkOf(node);
    // The figure is the subject: "12 candidats sont en lice".
    const bool self = subject.found() && subject.first <= node && node < subject.last;
    bool measured = false;
    if (p.subject_measure != kNone && !self && subject.found()) {
      // The subject is the measure; whose it is stands behind "de".
      measured = true;
      const Phrase whole = subject;
      if (p.measure == kNone || p.type == ClaimType::kChange) {
        c.measure = MakeRole(chunks_, whole, document_);
      }
      subject = Owner(whole);
    }
    if (subject.found() && view_.TimeAt(subject.head) != nullptr) subject = {};
    c.subject = MakeRole(chunks_, subject, document_);
    if (measured && !subject.found() &&
        Possessive(chunks_.ChunkOf(chunks_[p.subject_measure].first))) {
      const uint32_t unit = view_[chunks_[p.subject_measure].first].first_unit;
      const std::string_view owner = OwnerBefore(document_, data_->grammar, view_.sentence, unit);
      if (!owner.empty()) {
        c.subject = ImplicitRole(owner, FoundBy::kCoreference);
      } else if (!topic_.empty()) {
        c.subject = ImplicitRole(topic_, FoundBy::kDiscourse);
      }
    }
    // "..., X a ajoute 150 millions et [Y] 200 000": the verb is understood.
    if (const Phrase gap = Gapped(own, p); gap.found())
      c.subject = MakeRole(chunks_, gap, document_);
    // --- measure ---
    if (!c.measure.present() && p.measure != kNone && p.measure != own &&
        !(p.noun && p.measure == p.chunk && !p.listed)) {
      Phrase m = chunks_.PhraseAt(p.measure);
      if (m.found()) {
        // Without the figure that it holds.
        size_t last = chunks_[p.measure].last;
        m.last = last;
        c.measure = MakeRole(chunks_, m, document_);
      }
    }
    if (!c.subject.present() && !c.measure.present()) return false;
    if (!p.listed && (!c.subject.present() ||
                      (!p.argument && value != nullptr && value->kind != FigureKind::kMoney &&
                       p.subject_measure == kNone))) {
      return false;
    }
    if (!p.listed && value != nullptr && value->kind == FigureKind::kNumber) return false;

    // --- predicate ---
    c.predicate.span = view_.SpanOf(p.first, p.last);
    c.predicate.norm = NormOf(p);
    // --- object, base, time, place, rate ---
    if (!self) c.object = MakeRole(chunks_, FindObject(chunks_, p, node), document_);
    if (c.object.present() && c.object.span == c.subject.span) c.object = Role{};
    if (!c.object.present()) InheritObject(document_, &c);
    if (const Phrase base = FindBase(chunks_, node); base.found()) {
      const EntityValue* e = view_.EntityAt(base.head);
      if (e == nullptr || p.type != ClaimType::kStake) {
        c.base = MakeRole(chunks_, base, document_);
      }
    }
    SetTime(p, node, &c);
    if (value != nullptr) c.per = value->per;
    // --- direction ---
    c.direction = DirectionOf(p);
    if (c.direction == Direction::kNone && value != nullptr) c.direction = value->direction;
    // --- firmness and source ---
    SetAttribution(document_, view_[node].span, &c);
    const bool agent = IsAgent(subject);
    Firmness firmness = ReadFirmness(chunks_, p, node, agent, ReportedPast(c));
    if (c.attribution != kNoIndex) {
      const Attribution& a = document_.attributions[c.attribution];
      if (a.epistemic == Epistemic::kDenied || a.epistemic == Epistemic::kRumor)
        firmness.Note(a.epistemic, a.cue.span);
    }
    c.epistemic = firmness.label;
    c.markers = std::move(firmness.markers);
    // --- confidence and key ---
    if (!p.listed) c.confidence *= 0.75F;
    if (!c.subject.present()) c.confidence *= 0.8F;
    if (c.subject.by != FoundBy::kNone) c.confidence *= 0.9F;
    const size_t distance = p.chunk > own ? p.chunk - own : own - p.chunk;
    if (distance > 8) c.confidence *= 0.85F;
    if (p.right) c.confidence *= 0.9F;
    c.rules.assign(
        1, p.noun ? std::string_view(data_->noun_rule) : std::string_view(data_->verb_rule));
    if (!c.subject.canonical.empty() && !c.subject.mentions.empty() && IsAgent(subject))
      topic_ = c.subject.canonical;
    c.fact_key = document_.Keep(FactKey(document_, c, MeasureHead(c)));
    document_.claims.push_back(std::move(c));
    return true;
  }

  // Dates and durations as main complements: where the clause has no figure and the predicate asks
  // for one.
  void Time(size_t node, size_t first_claim) {
    const TimeValue& value = *view_.TimeAt(node);
    if (value.kind != TimeKind::kDate && value.kind != TimeKind::kDuration) return;
    const RuleMatch* special = Special(node);
    if (special != nullptr && special->rule->yields[0].kind == "age") {
      Age(node, *special);
      return;
    }
    const uint32_t mention = view_[node].mention;
    for (size_t i = first_claim; i < document_.claims.size(); ++i) {
      if (document_.claims[i].time == mention) return;
    }
    Predication p = FindPredicate(chunks_, node);
    if (!p.found() || (p.noun && !view_.Is(p.main, kParticiple))) return;
    const size_t own = chunks_.ChunkOf(node);
    uint32_t listed = view_.ClaimTypes(p.main) & TypesOf(*view_.MentionAt(node));
    if (own > 1 && chunks_.Is(own - 1, Kind::kPrep) && view_.Is(chunks_[own - 1].first, kOf) &&
        listed != 0 && value.kind == TimeKind::kDate && chunks_.Is(own - 2, Kind::kNoun)) {
      return;  // "les Jeux d'ete"
    }
    // A duration right behind its verb is its measure: "a passe neuf heures".
    // "tourne depuis six mois"
    const bool word_one = document_.units[view_[node].first_unit].sort == Sort::kWordOne;
    const bool since = value.role == TimeRole::kSince && chunks_[p.chunk].finite != kNone &&
                       view_.Is(chunks_[p.chunk].finite, kPresent) &&
                       chunks_[p.chunk].finite == p.main;
    const bool bare = value.kind == TimeKind::kDuration && !p.right &&
                      (since || (own == p.chunk + 1 && !(word_one && view_.Is(p.main, kCopula))));
    if (listed == 0 && !bare) return;
    // One time makes the claim; a clause with a figure needs none.
    for (size_t i = first_claim; i < document_.claims.size(); ++i) {
      const Span span = view_.SpanOf(p.first, p.last);
      if (document_.claims[i].type != ClaimType::kCount &&
          document_.claims[i].predicate.span.Overlaps(span))
        return;
    }
    if (value.kind == TimeKind::kDate) {
      p.type = value.role == TimeRole::kUntil || value.role == TimeRole::kBy ? ClaimType::kDeadline
               : (listed & Bit(ClaimType::kEventDate)) != 0                  ? ClaimType::kEventDate
                                                                             : ClaimType::kDeadline;
    }
    p.listed = listed != 0;
    if (!p.listed) p.type = ClaimType::kDuration;
    Build(node, *view_.MentionAt(node), p);
    if (!document_.claims.empty() && document_.claims.back().figure == mention &&
        value.kind == TimeKind::kDate) {
      Claim& c = document_.claims.back();
      c.time = mention;
      c.time_span = TimeSpan(*view_.MentionAt(node));
    }
  }

  // --- parts ---

  Span TimeSpan(const Mention& m) const {
    Span span = m.span;
    for (const Part& part : m.parts) {
      if (part.role == PartRole::kRole) span = span.Hull(part.span);
    }
    return span;
  }

  void SetTime(const Predication& p, size_t node, Claim* c) {
    const size_t t = FindTime(chunks_, p, node);
    if (t == kNone) return;
    c->time = view_[t].mention;
    c->time_span = TimeSpan(*view_.MentionAt(t));
    // "en 2021": the preposition belongs to it.
    if (t > 0 && view_.Is(t - 1, kPrep) && c->time_span == view_.MentionAt(t)->span) {
      c->time_span.begin = view_[t - 1].span.begin;
    }
  }

  // "verses par Microsoft"
  Phrase Agent(size_t verb) const {
    for (size_t c = verb + 1; c + 1 < chunks_.size() && c < verb + 6; ++c) {
      if (chunks_.Is(c, Kind::kComma) || chunks_.Is(c, Kind::kStop)) break;
      if (chunks_.Is(c, Kind::kPrep) && chunks_.Is(c + 1, Kind::kNoun) &&
          view_.Is(chunks_[c].first, kBy)) {
        return chunks_.PhraseAt(c + 1);
      }
    }
    return {};
  }

  // "Le deficit [de la France]": the entity that a measure belongs to.
  Phrase Owner(const Phrase& measure) const {
    for (size_t i = measure.first; i < measure.last; ++i) {
      if (view_.EntityAt(i) != nullptr && i != measure.head)
        return chunks_.PhraseAt(chunks_.ChunkOf(i));
    }
    return {};
  }

  bool Possessive(size_t chunk) const { return view_.Is(chunks_[chunk].first, kPossessive); }

  // A noun phrase between "and" and the figure, where the verb of the clause stands further left.
  Phrase Gapped(size_t own, const Predication& p) const {
    if (p.noun || p.right || own < 2 || !chunks_.Is(own - 1, Kind::kNoun) || own - 1 <= p.chunk)
      return {};
    if (!chunks_.Is(own - 2, Kind::kCoord) || view_.Is(chunks_[own - 1].head, kPronoun)) return {};
    const Phrase phrase = chunks_.PhraseAt(own - 1);
    return phrase.last == chunks_[own].first && view_.MentionAt(phrase.head) == nullptr &&
                   !view_.Is(phrase.first, kDet)
               ? Phrase{}
               : phrase;
  }

  bool IsAgent(const Phrase& subject) const {
    if (!subject.found()) return false;
    const EntityValue* e = view_.EntityAt(subject.head);
    if (e != nullptr) {
      return e->entity_class == EntityClass::kOrganisation ||
             e->entity_class == EntityClass::kPerson || e->entity_class == EntityClass::kMedia;
    }
    const Node& head = view_[subject.head];
    return head.Is(kThirdPronoun) || head.Is(kOnePronoun) || head.Is(kSpeakerPronoun) ||
           head.Is(kSourceNoun);
  }

  std::string_view NormOf(const Predication& p) const {
    const Unit& unit = view_.UnitAt(p.main);
    if (unit.entry == kNoIndex) return {};
    const Lexicon& lexicon = data_->grammar.pack().lexicon();
    const bool verb = view_.Is(p.main, kVerb) && (!p.noun || view_.Is(p.main, kParticiple));
    std::string_view norm;
    for (const LexiconRow& row : lexicon.Rows(unit.entry)) {
      const bool row_is_verb = lexicon.Has(row.classes, data_->grammar.Id(kVerb));
      for (const auto& [column, cell] : row.attributes) {
        if (column == "norm" && (norm.empty() || row_is_verb == verb)) norm = cell;
      }
    }
    return norm;
  }

  Direction DirectionOf(const Predication& p) const {
    auto of = [&](size_t i) {
      return view_.Is(i, kUp)     ? Direction::kUp
             : view_.Is(i, kDown) ? Direction::kDown
                                  : Direction::kNone;
    };
    Direction d = of(p.main);
    if (d == Direction::kNone && p.measure != kNone) d = of(chunks_[p.measure].head);
    return d;
  }

  bool ReportedPast(const Claim& c) const {
    if (c.attribution == kNoIndex) return false;
    const Attribution& a = document_.attributions[c.attribution];
    if (a.cue.span.empty() || a.sentence != view_.sentence) return false;
    for (size_t i = 0; i < view_.size(); ++i) {
      if (view_[i].span.begin < a.cue.span.begin || view_[i].span.end > a.cue.span.end) continue;
      if (view_.Is(i, kFinite) &&
          (view_.Is(i, kImperfect) || view_.Is(i, kPast) || view_.Is(i, kAuxiliary)))
        return true;
    }
    return false;
  }

  Document& document_;
  const PackData* data_ = nullptr;
  SentenceView view_;
  Chunks chunks_;
  RuleSet::Scratch scratch_;
  std::vector<RuleMatch> specials_;
  std::string_view topic_;  // the last agent that was a subject
};

class ClaimStage : public Stage {
 public:
  explicit ClaimStage(const Languages& languages) : data_(languages) {}
  std::string_view name() const override { return "claims"; }

  void Run(const Languages&, Document& document) const override {
    // Sentences with a figure or a time, in text order.
    std::vector<bool> has(document.sentences.size());
    for (const Mention& m : document.mentions) {
      if (m.entity() == nullptr) has[m.sentence] = true;
    }
    ClaimReader reader(document);
    for (uint32_t s = 0; s < document.sentences.size(); ++s) {
      if (!has[s]) continue;
      const Block& block = document.blocks[document.sentences[s].block];
      const LanguagePack* pack = PackOf(block);
      if (pack != nullptr && IsMain(block.role)) reader.Run(data_.For(*pack), s);
    }
  }

 private:
  PerPack<PackData> data_;
};

}  // namespace

std::unique_ptr<const Stage> MakeClaimStage(const Languages& languages) {
  return std::make_unique<ClaimStage>(languages);
}

}  // namespace sourcier
