// What times mean, once the whole document is read: relative dates against the day of publication
// (the document's own, a dateline, or the reference date of the run), "the day before" against the
// nearest earlier date of the text, clocks on the day that their sentence names. What has no anchor
// stays unresolved.
#include <algorithm>

#include "extractors/calendar.h"
#include "extractors/stages.h"
#include "extractors/time_resolve.h"

namespace sourcier {
namespace {

using U = SaidTime::Unit;
using B = SaidTime::Base;
constexpr auto Said = SaidTime::Said;

// The years 0 to 9999.
constexpr int64_t kFirstBound = -719528 * kSecondsOfDay, kLastBound = 2932896 * kSecondsOfDay;

// "The day before" counts from a date at most so many sentences back.
constexpr uint32_t kFarSentences = 6;

class DateStage : public Stage {
 public:
  explicit DateStage(const LineOptions& options) : reference_(AnchorFrom(options.reference_date)) {}
  std::string_view name() const override { return "dates"; }

  void Run(const Languages&, Document& document) const override {
    FindDateline(document);
    std::optional<Anchor> anchor = AnchorFrom(document.published);
    const ResolvedBy by = anchor ? ResolvedBy::kPublished : ResolvedBy::kReference;
    if (!anchor) anchor = reference_;
    // Mentions stand in the order of the text here, so the last full date is the nearest one
    // before.
    std::optional<Anchor> text_date, text_year;
    uint32_t text_sentence = 0;  // of the later one
    SentenceDay day;
    for (Mention& mention : document.mentions) {
      auto* time = std::get_if<TimeValue>(&mention.value);
      if (time == nullptr || time->said.base == B::kNone) continue;
      const bool bare_clock = time->kind == TimeKind::kTime && !NamesDay(time->said);
      if (time->kind == TimeKind::kDuration) {
        FillWindow(anchor, by, time);
        continue;
      }
      if (time->said.base == B::kText) {
        const bool years =
            time->said.shift_unit >= U::kYear && time->said.shift_unit == time->said.unit;
        const bool near = mention.sentence - text_sentence <= kFarSentences;
        Fill(years  ? text_year
             : near ? text_date
                    : std::optional<Anchor>(),
             ResolvedBy::kDocument, time);
      } else if (const auto from = anchor ? std::nullopt
                                          : OfNearText(time->said, text_date, text_year,
                                                       mention.sentence - text_sentence);
                 from) {
        Fill(from, ResolvedBy::kDocument, time);
      } else if (bare_clock && day.sentence == mention.sentence) {
        Fill(day.anchor, day.by, time);  // "mardi 4 juin, de 14h a 16h"
      } else {
        Fill(anchor, by, time);
      }
      day.Note(mention, *time);
      const BlockRole role = document.blocks[document.sentences[mention.sentence].block].role;
      if (!IsMain(role) || time->said.publishes) continue;
      if (NamesOneDay(*time)) {
        text_date = AnchorFrom(time->date_start);
        text_sentence = mention.sentence;
        if (text_date) text_date->has_clock = Said(time->said.hour);
      }
      if (NamesOneDay(*time) || NamesYear(*time)) {
        text_year = AnchorFrom(time->date_start);
        text_sentence = mention.sentence;
      }
    }
  }

 private:
  // The last day that was named in a sentence: a clock behind it is of that day.
  struct SentenceDay {
    std::optional<Anchor> anchor;
    ResolvedBy by = ResolvedBy::kNone;
    uint32_t sentence = kNoIndex;

    void Note(const Mention& mention, const TimeValue& time) {
      if (time.kind != TimeKind::kDate || time.resolved_by == ResolvedBy::kNone) return;
      const auto start = ParseInstant(time.date_start), end = ParseInstant(time.date_end);
      if (!start || !end || end->second - start->second > kSecondsOfDay) return;
      anchor = Anchor{start->second, start->has_clock};
      by = time.resolved_by == ResolvedBy::kExplicit ? ResolvedBy::kDocument : time.resolved_by;
      sentence = mention.sentence;
    }
  };

  // Whether "the day before" may count from it: a day that the text names by date or by weekday.
  static bool NamesOneDay(const TimeValue& time) {
    const SaidTime& s = time.said;
    if (time.resolved_by == ResolvedBy::kNone || time.date_start.empty()) return false;
    if (time.until.base != B::kNone) return IsFullDate(s);
    return IsFullDate(s) || (s.base == B::kCalendar && s.shift == 0 && s.unit != U::kWeek &&
                             (Said(s.day) || Said(s.weekday) || Said(s.from_easter)));
  }

  // Whether "two years later" may count from it.
  static bool NamesYear(const TimeValue& time) {
    return time.said.base == B::kCalendar && Said(time.said.year) && time.said.unit < U::kDecade &&
           !time.date_start.empty();
  }

  // What a day, weekday or month without a year counts from where nothing says when the text was
  // published: "17 juin 2019 ... 20 juin", "En 2011 ... en septembre".
  static std::optional<Anchor> OfNearText(const SaidTime& said, const std::optional<Anchor>& date,
                                          const std::optional<Anchor>& year, uint32_t sentences) {
    constexpr int64_t kBack = -45 * kSecondsOfDay, kAhead = 200 * kSecondsOfDay;
    if (said.base != B::kCalendar || Said(said.year) || said.shift != 0) return std::nullopt;
    if (Said(said.month) && !Said(said.day)) {
      if (sentences > kFarSentences || !year) return std::nullopt;
      if (date) return date;
      // From the middle of a year all its months are near.
      return Anchor{DayOf({DateOf(year->second / kSecondsOfDay).year, 7, 1}) * kSecondsOfDay};
    }
    if (Said(said.weekday) && !Said(said.day))
      return sentences <= kFarSentences ? date : std::nullopt;
    if (!Said(said.month)) return std::nullopt;
    const std::optional<Anchor>& from = date ? date : year;
    if (!from) return std::nullopt;
    const auto period = ResolveTime(said, from);
    if (!period) return std::nullopt;
    const int64_t far = period->start - from->second;
    return far >= kBack && far <= kAhead ? from : std::nullopt;
  }

  // The three last months, the ten days to come: from the anchor on.
  static void FillWindow(const std::optional<Anchor>& anchor, ResolvedBy by, TimeValue* time) {
    const bool clock = time->said.shift_unit < U::kDay;
    if (!anchor || (clock && !anchor->has_clock)) return;
    const int64_t today = anchor->second - anchor->second % kSecondsOfDay;
    const int64_t from = clock                  ? anchor->second
                         : time->said.shift < 0 ? today
                                                : today + kSecondsOfDay;
    const int64_t other = ShiftedBy(from, time->said.shift_unit, time->said.shift);
    const int64_t start = std::min(from, other), end = std::max(from, other);
    if (start == end || start < kFirstBound || end > kLastBound) return;
    time->kind = TimeKind::kDate;
    time->resolved_by = by;
    time->date_start = FormatBound(start, clock);
    time->date_end = FormatBound(end, clock);
    time->edtf = time->date_start + "/" + FormatBound(clock ? end : end - kSecondsOfDay, clock);
  }

  static std::optional<Anchor> AnchorFrom(std::string_view iso) {
    const auto parsed = ParseInstant(iso);
    if (!parsed) return std::nullopt;
    return Anchor{parsed->second, parsed->has_clock};
  }

  static void FindDateline(Document& document) {
    if (!document.published.empty()) return;
    for (const Mention& mention : document.mentions) {
      const TimeValue* time = mention.time();
      if (time == nullptr || !time->said.publishes || !IsFullDate(time->said)) continue;
      const auto period = ResolveTime(time->said, std::nullopt);
      if (!period) continue;
      document.published = FormatBound(period->start, Said(time->said.hour));
      document.published_by = "dateline";
      return;
    }
  }

  static void Fill(const std::optional<Anchor>& anchor, ResolvedBy by, TimeValue* time) {
    const bool range = time->until.base != B::kNone;
    const auto first = ResolveTime(time->said, anchor);
    auto last = range ? ResolveTime(time->until, anchor) : first;
    if (range && first && last && last->end <= first->start)
      last = Later(time->until, anchor, *first);
    if (!first || !last || last->end <= first->start) {
      time->resolved_by = ResolvedBy::kNone;
      time->edtf = UnplacedEdtf(time->said);
      if (range && !time->edtf.empty()) {
        const std::string until = UnplacedEdtf(time->until);
        time->edtf = until.empty() ? "" : time->edtf + "/" + until;
      }
      if (time->kind == TimeKind::kTime && !NamesDay(time->said)) {
        time->date_start = BareClock(time->said);
        if (range) time->date_end = BareClock(time->until);
      }
      return;
    }
    time->resolved_by = first->used_anchor || last->used_anchor ? by : ResolvedBy::kExplicit;
    time->edtf = range ? Ends(first->edtf, false) + "/" + Ends(last->edtf, true) : first->edtf;
    if (time->mod == TimeMod::kApprox && !range) time->edtf += "~";
    // Bounds compare as text, so years that four digits cannot write have none.
    if (first->start < kFirstBound || last->end > kLastBound) return;
    auto clocked = [](const Period& p) { return p.unit != U::kNone && p.unit <= U::kHour; };
    const bool clock = clocked(*first) || clocked(*last);
    time->date_start = FormatBound(first->start, clock);
    // A range of hours ends where its last hour stands; a range of days includes its last.
    time->date_end = FormatBound(range && clocked(*last) ? last->start : last->end, clock);
  }

  // The end of a range that goes past the end of a year, a week or a day: "de novembre a mars", "de
  // 22h a 6h".
  static std::optional<Period> Later(const SaidTime& until, const std::optional<Anchor>& anchor,
                                     const Period& first) {
    if (Said(until.hour) && NamesDay(until) && until.shift == 0) {
      SaidTime next_day = until;  // "de 22h a 3h le 1er juin"
      next_day.shift = 1;
      next_day.shift_unit = U::kDay;
      if (until.base == B::kCalendar) return ResolveTime(next_day, anchor);
    }
    if (!anchor || Said(until.year)) return std::nullopt;
    Anchor moved = *anchor;
    if (Said(until.month) || Said(until.part)) {
      SaidTime dated = until;
      dated.year = static_cast<int16_t>(DateOf(first.start / kSecondsOfDay).year + 1);
      auto period = ResolveTime(dated, anchor);
      if (period) period->used_anchor = true;
      return period;
    }
    // The weekday within a week from the first; the hour of the day after.
    moved.second =
        Said(until.weekday) ? first.start + 7 * kSecondsOfDay : anchor->second + kSecondsOfDay;
    return Said(until.weekday) || Said(until.hour) ? ResolveTime(until, moved) : std::nullopt;
  }

  // One end of an interval that may itself be written as one.
  static std::string Ends(const std::string& edtf, bool last) {
    const size_t slash = edtf.find('/');
    if (slash == std::string::npos) return edtf;
    return last ? edtf.substr(slash + 1) : edtf.substr(0, slash);
  }
  static std::string BareClock(const SaidTime& said) {
    if (!Said(said.hour)) return "";
    return FormatClock(said.hour % 24 * 3600 + (Said(said.minute) ? said.minute * 60 : 0) +
                       (Said(said.second) ? said.second : 0));
  }

  std::optional<Anchor> reference_;
};

}  // namespace

std::unique_ptr<const Stage> MakeDateStage(const Languages&, const LineOptions& options) {
  return std::make_unique<DateStage>(options);
}

}  // namespace sourcier
