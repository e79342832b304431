// Idea: walk the documents; a figure looks up its claims by id, then each pair is put to the
// filters, cheapest first. Most lines are thrown out unparsed, by their block and kind.
#include "pipeline/store/query.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "pipeline/core/enums.h"
#include "pipeline/core/unicode.h"

namespace sourcier {
namespace {

constexpr size_t kKeptNames = 50000;

template <typename T>
bool Contains(const std::vector<T>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// Folded, with every run of ASCII signs and spaces as one blank, and a blank at both ends: whole
// words are substrings.
std::string Words(std::string_view text) {
  std::string words = " ";
  for (char c : FoldKey(text)) {
    const bool word = static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') ||
                      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (word) {
      words.push_back(c);
    } else if (words.back() != ' ') {
      words.push_back(' ');
    }
  }
  if (words.back() != ' ') words.push_back(' ');
  return words;
}

bool HasWords(const Json& value, const std::string& words) {
  return value.is_string() &&
         Words(value.get_ref<const std::string&>()).find(words) != std::string::npos;
}

std::optional<Decimal> DecimalOf(const Json& record, std::string_view key) {
  const Json& value = ValueAt(record, key);
  return value.is_string() ? Decimal::Parse(value.get_ref<const std::string&>()) : std::nullopt;
}

// <0, 0, >0 as the number of the record ("3", or "1/3" for a ratio) is to `bound`; nullopt where it
// has none.
std::optional<int> CompareNumber(const Json& record, Decimal bound) {
  const Json& value = ValueAt(record, "number");
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.get_ref<const std::string&>();
  const size_t slash = text.find('/');
  const std::optional<Decimal> numerator = Decimal::Parse(std::string_view(text).substr(0, slash));
  if (!numerator) return std::nullopt;
  if (slash == std::string::npos) return numerator->Compare(bound);
  const std::optional<Decimal> denominator =
      Decimal::Parse(std::string_view(text).substr(slash + 1));
  const std::optional<Decimal> scaled = denominator ? bound.Times(*denominator) : std::nullopt;
  return scaled ? std::optional<int>(numerator->Compare(*scaled)) : std::nullopt;
}

class Filter {
 public:
  explicit Filter(const QueryOptions& options)
      : options_(options),
        entity_(options.entity.empty() ? "" : Words(options.entity)),
        said_by_(options.said_by.empty() ? "" : Words(options.said_by)),
        text_(options.text.empty() ? "" : FoldKey(options.text)) {
    for (const std::string& unit : options.units) units_.push_back(FoldKey(unit));
    for (const std::string& kind : options.kinds) {
      figures_ = figures_ || Parse<FigureKind>(kind).has_value();
      times_ = times_ || Parse<TimeKind>(kind).has_value();
    }
    if (options.kinds.empty()) figures_ = true;
  }

  // Families that the answer needs; times without a claim only where a kind of time was asked for.
  bool figures() const { return figures_; }
  bool bare_times() const { return times_; }
  bool needs_claim() const {
    return !options_.said_by.empty() || !options_.epistemics.empty() ||
           !options_.claim_types.empty();
  }

  // What can be told from the line of a mention, unparsed.
  bool MaybeMention(std::string_view line) const {
    return options_.kinds.empty() || Contains(options_.kinds, PeekString(line, "kind"));
  }
  bool InBlock(const Json& record) const {
    if (options_.all) return true;
    const std::optional<BlockRole> role = Parse<BlockRole>(StringAt(record, "block"));
    return !role || IsMain(*role);
  }
  bool Mention(const Json& mention) const {
    if (!options_.kinds.empty() && !Contains(options_.kinds, StringAt(mention, "kind")))
      return false;
    if (!units_.empty() && !Contains(units_, FoldKey(StringAt(mention, "unit")))) return false;
    return InBlock(mention) && Amount(mention);
  }
  bool Claim(const Json& claim) const {
    if (!options_.claim_types.empty() &&
        !Contains(options_.claim_types, StringAt(claim, "claim_type")))
      return false;
    if (!options_.epistemics.empty() &&
        !Contains(options_.epistemics, StringAt(claim, "epistemic")))
      return false;
    if (!said_by_.empty() && !HasWords(ValueAt(claim, "said_by"), said_by_)) return false;
    return InText(ValueAt(claim, "text"));
  }
  bool ClaimEntity(const Json& claim, const std::unordered_set<std::string>& mentions) const {
    if (IsEntity(ValueAt(claim, "said_by"))) return true;
    for (const char* name : {"subject", "object", "measure", "base", "place"}) {
      const Json& role = ValueAt(claim, name);
      if (IsEntity(ValueAt(role, "canonical")) || IsEntity(ValueAt(role, "text"))) return true;
      for (const Json& id : ValueAt(role, "mentions")) {
        if (id.is_string() && mentions.count(id.get_ref<const std::string&>()) > 0) return true;
      }
    }
    return false;
  }
  bool Entity(const Json& entity) const {
    return IsEntity(ValueAt(entity, "canonical")) || IsEntity(ValueAt(entity, "text")) ||
           StringAt(entity, "entity") == options_.entity ||
           StringAt(entity, "wikidata") == options_.entity;
  }
  bool InText(const Json& text) const {
    return text_.empty() ||
           (text.is_string() &&
            FoldKey(text.get_ref<const std::string&>()).find(text_) != std::string::npos);
  }
  bool HasEntity() const { return !entity_.empty(); }

 private:
  // Folding is dear and names repeat: answers are kept, up to a bound.
  bool IsEntity(const Json& name) const {
    if (!name.is_string()) return false;
    if (names_.size() > kKeptNames) names_.clear();
    const auto [it, added] = names_.try_emplace(name.get_ref<const std::string&>(), false);
    if (added) it->second = HasWords(name, entity_);
    return it->second;
  }

  bool Amount(const Json& mention) const {
    if (!options_.min && !options_.max) return true;
    if (ValueAt(mention, "number").is_null()) {
      const std::optional<Decimal> low = DecimalOf(mention, "low"),
                                   high = DecimalOf(mention, "high");
      if (!low && !high) return false;
      return (!options_.min || !high || high->Compare(*options_.min) >= 0) &&
             (!options_.max || !low || low->Compare(*options_.max) <= 0);
    }
    if (options_.min && CompareNumber(mention, *options_.min).value_or(-1) < 0) return false;
    return !options_.max || CompareNumber(mention, *options_.max).value_or(1) <= 0;
  }

  const QueryOptions& options_;
  std::string entity_, said_by_, text_;
  mutable std::unordered_map<std::string, bool> names_;
  std::vector<std::string> units_;
  bool figures_ = false, times_ = false;
};

// What one document answers.
class DocumentQuery {
 public:
  DocumentQuery(const Filter& filter, const DocumentGroup& group) : filter_(filter), group_(group) {
    for (const std::string& line : Lines(Family::kClaims)) {
      claims_[std::string(PeekString(line, "figure"))].push_back(&line);
    }
  }

  // False where `row` wants no more.
  bool Run(const std::function<bool(const Row&)>& row) const {
    if (filter_.figures() && !Mentions(Family::kFigures, true, row)) return false;
    return Mentions(Family::kTimes, filter_.bare_times(), row);
  }

 private:
  const std::vector<std::string>& Lines(Family family) const {
    return group_.lines[static_cast<size_t>(family)];
  }

  bool Mentions(Family family, bool without_claim,
                const std::function<bool(const Row&)>& row) const {
    for (const std::string& line : Lines(family)) {
      if (!filter_.MaybeMention(line)) continue;
      const auto claims = claims_.find(std::string(PeekString(line, "id")));
      if (claims == claims_.end() && (!without_claim || filter_.needs_claim())) continue;
      const Json mention = ParseRecord(line);
      if (!filter_.Mention(mention)) continue;
      if (claims == claims_.end()) {
        if (!filter_.InText(ValueAt(mention, "text"))) continue;
        if (filter_.HasEntity() &&
            Entities().sentences.count(IntegerAt(mention, "sentence_start").value_or(UINT64_MAX)) ==
                0)
          continue;
        if (!row(MakeRow(Document(), mention, Json()))) return false;
        continue;
      }
      for (const std::string* claim_line : claims->second) {
        const Json claim = ParseRecord(*claim_line);
        if (!filter_.Claim(claim)) continue;
        if (filter_.HasEntity() && !filter_.ClaimEntity(claim, Entities().ids)) continue;
        if (!row(MakeRow(Document(), mention, claim))) return false;
      }
    }
    return true;
  }

  // The entities that match: their ids, and the sentences that hold one. Looked for when first
  // needed.
  struct Matches {
    std::unordered_set<std::string> ids;
    std::unordered_set<uint64_t> sentences;
  };
  const Matches& Entities() const {
    if (entities_) return *entities_;
    entities_.emplace();
    for (const std::string& line : Lines(Family::kEntities)) {
      const Json entity = ParseRecord(line);
      if (!filter_.InBlock(entity) || !filter_.Entity(entity)) continue;
      entities_->ids.insert(StringAt(entity, "id"));
      entities_->sentences.insert(IntegerAt(entity, "sentence_start").value_or(0));
    }
    return *entities_;
  }

  const Json& Document() const {
    if (document_.is_null()) document_ = ParseRecord(group_.line);
    return document_;
  }

  const Filter& filter_;
  const DocumentGroup& group_;
  std::unordered_map<std::string, std::vector<const std::string*>> claims_;  // by figure
  mutable std::optional<Matches> entities_;
  mutable Json document_;  // parsed when first needed
};

template <typename... Enums>
Status CheckNames(std::string_view what, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (!(Parse<Enums>(name).has_value() || ...))
      return Error{ErrorCode::kUsage, std::string(what) + ": there is no '" + name + "'"};
  }
  return Done{};
}

}  // namespace

Status Query(const StoreReader& store, const QueryOptions& options,
             const std::function<bool(const Row&)>& row) {
  for (const Status& status : {CheckNames<FigureKind, TimeKind>("kind", options.kinds),
                               CheckNames<Epistemic>("epistemic", options.epistemics),
                               CheckNames<ClaimType>("claim-type", options.claim_types)}) {
    if (!status) return status.error();
  }
  const Filter filter(options);
  std::vector<Family> families = {Family::kClaims, Family::kTimes};
  if (filter.figures()) families.push_back(Family::kFigures);
  if (filter.HasEntity()) families.push_back(Family::kEntities);
  DocumentJoin join(store, families);
  uint64_t left = options.limit;
  const std::function<bool(const Row&)> counted = [&](const Row& r) {
    return row(r) && (options.limit == 0 || --left > 0);
  };
  for (DocumentGroup group; join.Next(&group);) {
    if (!DocumentQuery(filter, group).Run(counted)) return Done{};
  }
  if (!join.error().empty()) return Error{ErrorCode::kIo, join.error()};
  return Done{};
}

const std::vector<Column>& QueryColumns() {
  static const std::vector<Column> kColumns = {
      Column::kFigure,   Column::kKind,       Column::kNumber,          Column::kLow,
      Column::kHigh,     Column::kUnit,       Column::kQualifier,       Column::kPer,
      Column::kTime,     Column::kClaimType,  Column::kSubject,         Column::kPredicate,
      Column::kObject,   Column::kMeasure,    Column::kEpistemic,       Column::kSaidBy,
      Column::kSentence, Column::kTitle,      Column::kPublished,       Column::kUrl,
      Column::kSource,   Column::kContainer,  Column::kRecord,          Column::kByteStart,
      Column::kByteEnd,  Column::kLine,       Column::kFigureByteStart, Column::kFigureByteEnd,
      Column::kBlock,    Column::kConfidence, Column::kDocument,        Column::kClaim,
      Column::kFigureId};
  return kColumns;
}

}  // namespace sourcier
