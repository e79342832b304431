// The claim stage: for each figure of a main block its predicate, roles, firmness and source. A
// figure without predicate, or without subject and measure, makes no claim.
#include "extractors/claim.h"

#include <algorithm>
#include <memory>

#include "extractors/confidence.h"
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
    const size_t before = first_claim_ = document_.claims.size();
    for (size_t i = 0; i < view_.size(); ++i) {
      if (view_.FigureAt(i) != nullptr) Figure(i, before);
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
    if (special == nullptr || special->rule->yields[0].kind == "age") return Make(node, special);
    // It repeats the claim of the figure before; without one it says nothing.
    size_t before = node;
    while (before > 0 && view_.FigureAt(before - 1) == nullptr) --before;
    return before > 0 && document_.claims.size() > first_claim &&
           document_.claims.back().figure == view_[before - 1].mention && Repeat(node, *special);
  }

  // "les deux entreprises" counts what is known already.
  bool Anaphoric(size_t node, const FigureValue& value) const {
    if (value.kind != FigureKind::kQuantity && value.kind != FigureKind::kNumber) return false;
    // "175 cas pour 100 000 habitants": what they are counted against
    const size_t own = chunks_.ChunkOf(node), k = BeforeHedges(chunks_, own);
    if (value.unit_system == UnitSystem::kNoun && k > 1 && chunks_.Is(k - 1, Kind::kPrep) &&
        chunks_.Is(k - 2, Kind::kFigure) && !view_.Is(chunks_[k - 1].first, kOf) &&
        !view_.Is(chunks_[k - 1].first, kTo))
      return true;
    // "le prix d'un kilo", "une tonne se negocie 300 euros": a unit, not an amount
    if (document_.units[view_[node].first_unit].sort == Sort::kWordOne) {
      if (node > 0 && view_.Is(node - 1, kOf)) return true;
      for (size_t i = 0; i < view_.size(); ++i) {
        if (i != node && view_.FigureAt(i) != nullptr &&
            view_.FigureAt(i)->kind == FigureKind::kMoney)
          return true;
      }
    }
    // "les emissions de 2020": a year.
    if (value.kind == FigureKind::kNumber && value.number && value.qualifier == Qualifier::kExact &&
        value.number->ToDouble() >= 1900 && value.number->ToDouble() < 2100 &&
        document_.Text(view_[node].span).size() == 4)
      return true;
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
    if (!chunks_.Is(own - 2, Kind::kNoun)) return false;
    const EntityValue* name = view_.EntityAt(chunks_[own - 2].head);
    const bool person = name != nullptr && name->entity_class == EntityClass::kPerson;
    const size_t head = chunks_[own - 2].head;
    Phrase who{head, head + 1, head, FoundBy::kNone};
    if (!person) {
      // "le maire de Nice, 44 ans", but "la disparition de la petite Lea, 9 ans"
      who = chunks_.PhraseAround(own - 2);
      const EntityValue* e = who.found() ? view_.EntityAt(who.head) : nullptr;
      const bool human =
          who.found() && (view_.Is(who.head, kSourceNoun) || view_.Is(who.head, kCountedNoun) ||
                          (e != nullptr && e->entity_class == EntityClass::kPerson));
      bool named = false;  // "la mort du torero Jean Dupont, 29 ans"
      for (size_t i = chunks_[own - 2].first; i < chunks_[own - 2].last; ++i) {
        e = view_.EntityAt(i);
        if (e == nullptr || e->entity_class != EntityClass::kPerson) continue;
        named = true;
        who = Phrase{i, i + 1, i, FoundBy::kNone};
      }
      if (named ? view_.Is(chunks_[own - 2].first, kDet) : !human) who = chunks_.PhraseAt(own - 2);
    }
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
    const FigureValue* value = mention.figure();

    // --- subject ---
    Phrase subject;
    if (p.noun) {
      subject = chunks_[p.chunk].Is(Kind::kNoun) && view_.Is(p.main, kParticiple) &&
                        p.main != chunks_[p.chunk].head
                    ? chunks_.PhraseAt(p.chunk)
                    : FindNounSubject(chunks_, p, node);
      // "une vague d'attentats sans precedent amorcee en 2015"
      if (subject.found() && subject.first == chunks_[p.chunk].first &&
          view_.MentionAt(subject.head) == nullptr && !view_.Is(subject.first, kDet) &&
          p.chunk > 0 && chunks_.Is(p.chunk - 1, Kind::kPrep) &&
          !view_.Is(chunks_[p.chunk - 1].first, kContracted))
        subject = chunks_.PhraseAround(p.chunk);
      if (subject.found() && view_.Is(p.main, kParticiple) && p.main != chunks_[p.chunk].head)
        subject.last = std::min(subject.last, p.first);
      if (subject.found() && subject.last <= subject.first) subject = {};
    } else if (p.right && chunks_[p.chunk].finite == kNone) {
      // "13 milliards investis par X", but "deux hommes tues par balles"
      const bool counted = value != nullptr && value->unit_system == UnitSystem::kNoun;
      subject = counted ? chunks_.PhraseAt(chunks_.ChunkOf(node)) : AgentOf(chunks_, p.chunk);
    } else if (p.right && p.link == Link::kSubject) {
      subject = chunks_.PhraseAt(chunks_.ChunkOf(node));
    } else {
      subject = chunks_.Subject(p.chunk);
    }
    const size_t own = chunks_.ChunkOf(node);
    // The figure is the subject: "12 candidats sont en lice".
    const bool self = subject.found() && subject.first <= node && node < subject.last;
    // "5 100 postes seront supprimes en France, [900] en Espagne": no subject of this figure.
    if (subject.found() && !self && p.measure == kNone && value != nullptr) {
      const FigureValue* other = view_.FigureAt(subject.head);
      if (other != nullptr && (other->kind == value->kind || value->kind != FigureKind::kMoney))
        return false;
    }
    bool measured = false;
    if (p.subject_measure != kNone && !self && subject.found()) {
      // The subject is the measure; whose it is stands behind "de".
      measured = true;
      const Phrase whole = subject;
      if (p.measure == kNone || p.type == ClaimType::kChange) {
        c.measure = MakeRole(chunks_, whole, document_);
      }
      subject = OwnerOf(chunks_, whole);
    }
    if (subject.found() && view_.TimeAt(subject.head) != nullptr) subject = {};
    // "C'est une faute de vouloir ...": nobody is named who does it.
    if (subject.by == FoundBy::kControl && view_.Is(subject.head, kDemonstrative)) {
      size_t v = p.chunk;
      while (v > 0 && !(chunks_.Is(v - 1, Kind::kVerb) && chunks_[v - 1].finite != kNone)) --v;
      if (v > 0 && view_.Is(chunks_[v - 1].main, kCopula)) subject = {};
    }
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
    if (const Phrase gap = Gapped(chunks_, own, p); gap.found())
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
    // "..., un recul de 12 %" says it of the clause that it stands beside.
    if (p.noun && !c.subject.present() && !c.measure.present() && p.chunk > 0 &&
        (chunks_.Is(p.chunk - 1, Kind::kComma) || view_.Is(chunks_[p.chunk - 1].first, kThatIs)) &&
        document_.claims.size() > first_claim_) {
      c.subject = document_.claims.back().subject;
      c.measure = document_.claims.back().measure;
      if (c.subject.present()) c.subject.by = FoundBy::kDiscourse;
    }
    if (!c.subject.present() && !c.measure.present()) return false;
    // "a cinq metres de distance"
    if (p.noun && p.chunk > own && !c.subject.present()) return false;
    if (!p.noun && IsQuoteCue(chunks_, p)) return false;
    if (!p.listed && (!c.subject.present() ||
                      (!p.argument() && value != nullptr && value->kind != FigureKind::kMoney &&
                       p.subject_measure == kNone))) {
      return false;
    }
    if (!p.noun && value != nullptr && !CountsHere(chunks_, p, *value, own)) return false;
    if (!p.listed && value != nullptr && value->kind == FigureKind::kNumber) return false;

    // --- predicate ---
    c.predicate.span = view_.SpanOf(p.first, p.last);
    c.predicate.norm = NormOf(chunks_, p);
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
    c.direction = DirectionOf(chunks_, p);
    if (c.direction == Direction::kNone && value != nullptr) c.direction = value->direction;
    // --- firmness and source ---
    SetAttribution(document_, view_[node].span, &c);
    const bool agent = IsAgent(chunks_, subject);
    Firmness firmness = ReadFirmness(chunks_, p, node, agent, ReportedPast(chunks_, c));
    if (c.attribution != kNoIndex) {
      const Attribution& a = document_.attributions[c.attribution];
      if (a.epistemic == Epistemic::kDenied || a.epistemic == Epistemic::kRumor)
        firmness.Note(a.epistemic, a.cue.span);
    }
    c.epistemic = firmness.label;
    c.markers = std::move(firmness.markers);
    // --- confidence and key ---
    c.confidence = ConfidenceOf(chunks_, p, subject, own, c);
    if (c.confidence < kLeastConfidence) return false;
    c.rules.assign(
        1, p.noun ? std::string_view(data_->noun_rule) : std::string_view(data_->verb_rule));
    if (!c.subject.canonical.empty() && !c.subject.mentions.empty() && IsAgent(chunks_, subject))
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
    // "court jusqu'en 2030": what lasts or takes place ends then.
    if (value.role == TimeRole::kUntil || value.role == TimeRole::kBy)
      listed |= view_.ClaimTypes(p.main) & (Bit(ClaimType::kDuration) | Bit(ClaimType::kEventDate));
    const size_t k = BeforeHedges(chunks_, own);
    if (k > 1 && chunks_.Is(k - 1, Kind::kPrep) && view_.Is(chunks_[k - 1].first, kOf) &&
        listed != 0 && value.kind == TimeKind::kDate && !chunks_.Is(k - 2, Kind::kVerb)) {
      return;  // "les Jeux d'ete", "une voiture de 1970"
    }
    // "la Saint-Valentin de la toile", "deux ans de preparation"
    const bool complemented =
        chunks_.Is(own + 1, Kind::kPrep) && view_.Is(chunks_[own + 1].first, kOf);
    if (complemented && value.kind == TimeKind::kDate) return;
    // "..., aujourd'hui age de 84 ans": the date of what follows
    if (value.kind == TimeKind::kDate && !p.right && own > 0 && chunks_.Is(own - 1, Kind::kComma) &&
        (chunks_.Is(own + 1, Kind::kNoun) || chunks_.Is(own + 1, Kind::kVerb)))
      return;
    // "le vainqueur 2017"
    if (k == own && own > 0 && chunks_.Is(own - 1, Kind::kNoun) && value.edtf.size() == 4 &&
        value.role != TimeRole::kUntil)
      return;
    // A duration right behind its verb is its measure: "a passe neuf heures", "depuis six mois".
    const bool word_one = document_.units[view_[node].first_unit].sort == Sort::kWordOne;
    const bool since = value.role == TimeRole::kSince && chunks_[p.chunk].finite != kNone &&
                       view_.Is(chunks_[p.chunk].finite, kPresent) &&
                       chunks_[p.chunk].finite == p.main;
    // "ces derniers mois" behind an object, "cela fait dix ans que"
    if (value.kind == TimeKind::kDuration &&
        (p.right || p.link == Link::kApart || chunks_.Is(own + 1, Kind::kThat)))
      return;
    // "commence deux jours avant", "reste dix minutes": the first says when
    const bool bare = value.kind == TimeKind::kDuration && !complemented &&
                      !(value.qualifier == Qualifier::kVague && !since) && (since || !word_one) &&
                      !chunks_.Is(own + 1, Kind::kPrep) &&
                      !chunks_.Is(own + 1, Kind::kSubordinator) &&
                      (since || (own == p.chunk + 1 && !(word_one && view_.Is(p.main, kCopula)) &&
                                 !chunks_.Is(own + 1, Kind::kVerb)));
    // "elle avait 17 ans"
    const bool aged = value.kind == TimeKind::kDuration && value.duration.ends_with('Y') &&
                      !p.right && own == p.chunk + 1 && view_.Is(p.main, kAuxiliary) &&
                      !view_.Is(p.main, kCopula) && !chunks_.Is(own + 1, Kind::kPrep);
    // "fete 125 ans de presence"
    if ((listed & Bit(ClaimType::kAge)) != 0 && chunks_.Is(own + 1, Kind::kPrep) &&
        view_.Is(chunks_[own + 1].first, kOf))
      listed = 0;
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
    if (!p.listed) p.type = aged ? ClaimType::kAge : ClaimType::kDuration;
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

  bool Possessive(size_t chunk) const { return view_.Is(chunks_[chunk].first, kPossessive); }

  Document& document_;
  const PackData* data_ = nullptr;
  SentenceView view_;
  Chunks chunks_;
  RuleSet::Scratch scratch_;
  std::vector<RuleMatch> specials_;
  size_t first_claim_ = 0;  // of the sentence
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
