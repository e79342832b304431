// What flows: a Document goes down one line of stages (extractors/stages.cc). A stage appends, and
// may fill a field that is still empty; nothing that is set is changed (law 1). Overlaps are
// decided before the winner is appended.
//
//   payload --decode_map--> decoded --normalize_map--> text --> blocks --> tokens --> sentences -->
//   units --> mentions --> ...
//
// Unless it says "source" or "char", an offset counts bytes of `text`. string_views point into
// `text`, into the language pack (which outlives every document) or into `arena`.
#ifndef SOURCIER_CORE_DOCUMENT_H_
#define SOURCIER_CORE_DOCUMENT_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "pipeline/core/decimal.h"
#include "pipeline/core/enums.h"
#include "pipeline/core/offset_map.h"
#include "pipeline/core/span.h"
#include "pipeline/core/token.h"

namespace sourcier {

inline constexpr uint32_t kNoIndex = UINT32_MAX;

// Where a payload lies (schemas/FORMAT.md): offsets in records are relative to the payload, never
// to the file.
struct Source {
  uint32_t input = 0;  // number of the INPUT argument, from 0
  std::string path;    // relative to it, '/'-separated; its base name where INPUT is a file
  std::vector<std::string> container;  // member names from the outside in
  std::optional<uint64_t> record;      // number of the record in its leaf file, from 0
  uint64_t record_byte_start = 0;      // of the record in its leaf file, where `record` is set
  uint64_t record_byte_end = 0;
  std::string url;
};

// Bad input is a Problem, not an exit (law 5). It becomes a line of the quarantine and a count at
// the end.
struct Problem {
  std::string_view stage;  // a literal: "input", "decode", ...
  std::string_view code;   // a literal, stable: "invalid_utf8", "document_too_large", ...
  std::string message;     // where, what was expected, what was found
  std::optional<SourceRange> range;
  bool fatal = false;  // the document could not be read: it makes no document record
};

struct Block {
  BlockRole role = BlockRole::kBody;
  Span span;                   // without the white space around it
  std::string_view language;   // of this block; "" where it could not be told
  const void* pack = nullptr;  // const LanguagePack*, which rules read this block; null: none does
  uint32_t first_token = 0, last_token = 0;        // [first, last)
  uint32_t first_sentence = 0, last_sentence = 0;  // [first, last)
};

struct Sentence {
  Span span;
  uint32_t block = 0;
  uint32_t first_token = 0, last_token = 0;  // [first, last)
  uint32_t first_unit = 0, last_unit = 0;    // [first, last)
  uint32_t triggers = 0;  // rule sets that may match here: bits of RuleSet::trigger_bit()
};

// What kind of thing stands at a place of a sentence, as far as its form tells. Rules name these
// (`:capital`, `#year`, `@money`). Words by shape, numbers by sort, mentions by kind.
enum class Sort : uint8_t {
  // words and signs
  kSign,
  kLower,
  kCapital,
  kUpper,
  kMixed,
  kInitial,
  // numbers in digits, by what else they could be: the sorts part the numbers, a rule's #day is a
  // union of them
  kZero,
  kDigit1to9,
  kTwoDigits00to09,
  kTwoDigits10to12,
  kTwoDigits13to23,
  kTwoDigits24to31,
  kTwoDigits32to59,
  kTwoDigits60to99,
  kThreeDigits,
  kYear,
  kFourDigits,
  kLongDigits,
  kGrouped,
  kDecimal,
  kScaled,
  // numbers in words and others
  kWordOne,
  kWordSmall,
  kWordNumber,
  kWordScaled,
  kApproximate,
  kVague,
  kFraction,
  kOrdinal,
  kRoman,
  kNumberRange,
  // mentions that stand as one symbol
  kMoneyMention,
  kPercentMention,
  kRatioMention,
  kMultipleMention,
  kNumberMention,
  kOrdinalMention,
  kQuantityMention,
  kDateMention,
  kTimeMention,
  kDurationMention,
  kSetMention,
  kOrganisationMention,
  kPersonMention,
  kPlaceMention,
  kProductMention,
  kMediaMention,
  kEventMention,
  kWorkMention,
  kOtherMention,
  kCount
};

// One step of a rule: a token, a lexicon entry of several tokens, or a composed number.
struct Unit {
  uint32_t first_token = 0;
  uint16_t token_count = 1;
  uint16_t classes = 0;         // ClassSetId of the pack: which lexicon classes it has
  uint32_t entry = kNoIndex;    // lexicon entry
  uint32_t number = kNoIndex;   // index in Document::numbers where the sort is a number
  uint32_t mention = kNoIndex;  // the mention that begins or goes on here
  Sort sort = Sort::kSign;
  bool glued = false;    // as Token::kGlued of its first token
  bool initial = false;  // first word of its sentence
};

// A number as composed from digits, number words and scale words. Not yet a mention: "2024" may
// still be a year.
struct Number {
  std::optional<Decimal> value;      // nullopt: vague or a range
  int64_t denominator = 1;           // "trois quarts": value 3, denominator 4
  std::optional<Decimal> low, high;  // for ranges, approximate and vague numbers
  Qualifier qualifier = Qualifier::kExact;
  Span span;
  Span digits, scale, sign;  // parts; empty where absent
  Decimal scale_value = 1;   // 10^6 for "millions"
};

struct Part {
  PartRole role = PartRole::kNumber;
  Span span;
};
struct Hedge {
  Span span;
  Qualifier effect = Qualifier::kApprox;
};

struct FigureValue {
  FigureKind kind = FigureKind::kNumber;
  std::optional<Decimal> number;  // nullopt for ranges and vague figures
  int64_t denominator = 1;        // ratios: number / denominator
  std::optional<Decimal> low, high;
  Qualifier qualifier = Qualifier::kExact;
  std::string_view unit;
  UnitSystem unit_system = UnitSystem::kNone;
  std::string_view
      unit_by;           // how an assumed or carried-over unit was found; "" where it is written
  std::string_view per;  // ISO 8601 duration, or a noun
  Direction direction = Direction::kNone;
};

// A point or period of time as the text says it, before it is known from where it counts: no field
// of a record. The builder fills it, the date stage reads it and fills edtf and the interval.
// kUnsaid where the text says nothing.
struct SaidTime {
  static constexpr int16_t kUnsaid = INT16_MIN;
  enum class Base : uint8_t {
    kNone,      // nothing to resolve: a duration, a set
    kCalendar,  // fields of the calendar; those unsaid above them come from the anchor (13 March)
    kAnchor,    // counted from the day of publication (yesterday, last year)
    kText       // counted from the nearest earlier date of the text (the day before)
  };
  enum class Unit : uint8_t {
    kNone,
    kSecond,
    kMinute,
    kHour,
    kDay,
    kWeekend,
    kWeek,
    kMonth,
    kQuarter,
    kSeason,
    kHalf,
    kYear,
    kDecade,
    kCentury
  };
  Base base = Base::kNone;
  Unit unit = Unit::kNone;  // how long it is; kNone: as fine as the finest field
  Unit shift_unit =
      Unit::kNone;  // with base kAnchor or kText: that many of these units later (< 0: earlier)
  int32_t shift = 0;
  int16_t year = kUnsaid, month = kUnsaid, day = kUnsaid,
          weekday = kUnsaid;  // weekday: 1 Monday .. 7
  int16_t hour = kUnsaid, minute = kUnsaid, second = kUnsaid;
  int16_t part = kUnsaid;         // EDTF code of a season, quarter or half; number of a century
  int16_t from_easter = kUnsaid;  // days after Easter Sunday
  int16_t part_of_day = kUnsaid;  // its first hour
  int16_t side = kUnsaid;         // -1 last, 0 this, 1 next
  bool publishes = false;         // says when the document was published

  static constexpr bool Said(int16_t field) { return field != kUnsaid; }
};

struct TimeValue {
  TimeKind kind = TimeKind::kDate;
  SaidTime said, until;              // `until`: the last of a range
  std::string edtf;                  // "" = null
  std::string date_start, date_end;  // "" = null; end exclusive
  TimeRole role = TimeRole::kNone;
  TimeMod mod = TimeMod::kNone;
  ResolvedBy resolved_by = ResolvedBy::kExplicit;
  std::string duration;  // ISO 8601
  std::optional<Decimal> number;
  std::string_view unit;  // singular noun
  std::optional<Decimal> low, high;
  Qualifier qualifier = Qualifier::kExact;
};

struct EntityValue {
  EntityClass entity_class = EntityClass::kOther;
  EntityForm form = EntityForm::kName;
  std::string_view canonical;
  std::string_view entity;  // slug of the canonical name
  std::string_view wikidata;
  uint32_t antecedent = kNoIndex;  // mention that a nominal or pronoun stands for
};

using Value = std::variant<FigureValue, TimeValue, EntityValue>;

struct Mention {
  Span span;
  Value value;
  std::vector<Hedge> hedges;
  std::vector<Part> parts;
  std::string_view rule;  // language/stage/rule-name
  float confidence = 1;
  uint32_t sentence = 0;
  uint32_t first_unit = 0, last_unit = 0;  // [first, last)

  const FigureValue* figure() const { return std::get_if<FigureValue>(&value); }
  const TimeValue* time() const { return std::get_if<TimeValue>(&value); }
  const EntityValue* entity() const { return std::get_if<EntityValue>(&value); }
};

// A filler of a slot of a claim or attribution. `canonical` alone where it is implicit; absent
// where both are empty.
struct Role {
  Span span;
  std::vector<uint32_t> mentions;
  std::string_view canonical;   // several parties: sorted, joined by '|'
  FoundBy by = FoundBy::kNone;  // how a role that does not stand in the clause was found
  std::string_view norm;        // predicates only: English lemma

  bool present() const { return !span.empty() || !canonical.empty(); }
};

struct Attribution {
  uint32_t sentence = 0;
  QuoteKind kind = QuoteKind::kIndirect;
  Role source, cue;  // cue.span empty: floating quote
  std::vector<Span> content;
  Epistemic epistemic = Epistemic::kAsserted;
  uint32_t parent = kNoIndex;
  std::string_view rule;
  float confidence = 1;
};

struct Marker {
  Span span;
  Epistemic label = Epistemic::kAsserted;
};

struct Claim {
  ClaimType type = ClaimType::kOther;
  uint32_t sentence = 0;
  Role subject, predicate, object, measure, base, place;
  uint32_t figure = kNoIndex;  // mention: a figure or a time
  uint32_t time = kNoIndex;    // mention
  Span time_span;              // with its role word: "depuis 2019"
  std::string_view per;
  Direction direction = Direction::kNone;
  Epistemic epistemic = Epistemic::kAsserted;
  std::vector<Marker> markers;
  uint32_t attribution = kNoIndex;
  std::string_view said_by;  // canonical source of the attribution chain
  std::string fact_key;
  std::vector<std::string_view> rules;
  float confidence = 1;
};

class Document {
 public:
  // --- input ---
  Source source;
  std::string payload;          // after decompression, before charset decoding
  std::string sha256;           // of the payload, hexadecimal
  std::string_view media_type;  // a literal: "text/plain", "application/x-ndjson"
  std::string_view charset;     // a literal: "utf-8", "utf-16le", "windows-1252"
  // A payload that could not be read in full (too large): its size; the payload is empty then.
  std::optional<uint64_t> oversize;

  std::string title, published, published_by, publisher, url, declared_language;
  std::vector<std::string> authors;
  std::string language;                 // found, or forced
  std::vector<std::string_view> flags;  // literals; added by AddFlag, sorted when written
  std::vector<Problem> problems;

  // --- text ---
  std::string decoded;   // UTF-8; what char_* count in
  OffsetMap decode_map;  // decoded -> payload
  uint32_t field_begin =
      0;  // JSONL: byte of `decoded` where the text field begins (after the title field); else 0
  std::string text;         // what every stage reads
  OffsetMap normalize_map;  // text -> decoded
  OffsetMap origin;         // text -> payload: Compose(decode_map, normalize_map)

  std::vector<Block> blocks;
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<Unit> units;
  std::vector<Number> numbers;

  // --- what was found ---
  std::vector<Mention> mentions;  // in no order across families until the store sorts them
  std::vector<Attribution> attributions;
  std::vector<Claim> claims;

  // Strings made along the way; references stay valid.
  std::deque<std::string> arena;

  std::string_view Text(Span span) const {
    return std::string_view(text).substr(span.begin, span.size());
  }
  Span TokenSpan(uint32_t first, uint32_t last) const {
    return {tokens[first].offset, tokens[last - 1].end()};
  }
  Span UnitSpan(uint32_t first, uint32_t last) const {
    const Unit& u = units[last - 1];
    return {tokens[units[first].first_token].offset,
            tokens[u.first_token + u.token_count - 1].end()};
  }
  std::string_view Keep(std::string s) { return arena.emplace_back(std::move(s)); }
  void AddFlag(std::string_view literal);
  bool HasFlag(std::string_view flag) const;

  // Empties everything but keeps the memory.
  void Reset();
};

}  // namespace sourcier

#endif  // SOURCIER_CORE_DOCUMENT_H_
