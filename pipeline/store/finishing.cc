// claims -> (fact_key, place in the store, fields) -> external sort -> groups of one key -> facts.
// A line of the sort is the raw JSON of the fields, parted by tabs: within JSON strings a tab is
// escaped, so it sorts before and parts everything.
#include "pipeline/store/finishing.h"

#include <array>
#include <map>
#include <set>
#include <span>

#include "pipeline/core/sha256.h"
#include "pipeline/store/external_sort.h"
#include "pipeline/store/facts.h"
#include "pipeline/store/field_scanner.h"
#include "pipeline/store/file_io.h"
#include "pipeline/store/json_writer.h"
#include "pipeline/store/numbering.h"
#include "pipeline/store/segment_writer.h"

namespace sourcier {
namespace {

// Of a line of the sort, in order. From kNumber on they make the identity of a value.
enum Column {
  kKey,
  kPlace,
  kMoney,
  kId,
  kDocument,
  kNumber,
  kLow,
  kHigh,
  kQualifier,
  kUnit,
  kTime,
  kColumns
};
using Columns = std::array<std::string_view, kColumns>;

std::string_view NullIfEmpty(std::string_view json) { return json.empty() ? "null" : json; }

Columns Split(std::string_view line) {
  Columns columns;
  for (size_t i = 0; i < kColumns; ++i) {
    const size_t tab = i + 1 < kColumns ? line.find('\t') : std::string_view::npos;
    columns[i] = line.substr(0, tab);
    if (tab == std::string_view::npos) break;
    line.remove_prefix(tab + 1);
  }
  return columns;
}

// All that makes two claims give one and the same value: the end of the line.
std::string_view IdentityOf(const Columns& c) {
  const char* begin = c[kNumber].data();
  return {begin, static_cast<size_t>(c[kTime].data() + c[kTime].size() - begin)};
}

// fact_key without unit and per: CLAIM_TYPE|SUBJECTS|OBJECT. Facts of one stem and per that differ
// in currency name each other.
struct KeyParts {
  std::string_view stem, per;
  friend auto operator<=>(const KeyParts&, const KeyParts&) = default;
};
KeyParts PartsOf(std::string_view key) {
  const size_t per = key.rfind('|');
  if (per == std::string_view::npos || per == 0) return {key, {}};
  const size_t unit = key.rfind('|', per - 1);
  if (unit == std::string_view::npos) return {key, {}};
  return {key.substr(0, unit), key.substr(per + 1)};
}

class FactWriter {
 public:
  explicit FactWriter(const FinishingOptions& options) : options_(options) {}

  // Lines of the sort, in order.
  Status Add(std::string_view line) {
    const Columns c = Split(line);
    if (c[kKey] != key_) {
      if (auto s = EndFact(); !s) return s;
      key_ = c[kKey];
    }
    AddClaim(c);
    return Done();
  }
  Result<std::vector<RunProgress::ClosedFile>> Finish() {
    if (auto s = EndFact(); !s) return s.error();
    if (auto s = WritePending(); !s) return s.error();
    if (auto s = CloseSegment(); !s) return s.error();
    return std::move(closed_);
  }

 private:
  // A fact that waits for the other currencies of its stem.
  struct Pending {
    size_t end = 0;  // of its line in lines_, up to the note
    std::string key, unit;
    bool money = false;
  };

  void AddClaim(const Columns& c) {
    const uint32_t document = documents_.Of(c[kDocument]);
    const uint32_t index = identities_.Of(IdentityOf(c));
    if (index == value_count_) {
      if (index == values_.size()) values_.emplace_back();
      ++value_count_;
      FactValue& v = values_[index];
      v.number = c[kNumber];
      v.low = c[kLow];
      v.high = c[kHigh];
      v.unit = c[kUnit];
      v.qualifier = c[kQualifier];
      v.time = c[kTime];
      v.claims.clear();
      v.documents.clear();
    }
    FactValue& v = values_[index];
    v.claims.emplace_back(c[kId]);
    if (v.documents.empty() || v.documents.back() != document) v.documents.push_back(document);
    money_ = money_ || c[kMoney] == "1";
  }

  // Makes the line of the fact that was gathered.
  Status EndFact() {
    if (value_count_ == 0) return Done();
    if (!pending_.empty()) {
      const std::string_view stem = PartsOf(pending_.front().key).stem;
      if (!key_.starts_with(stem) || !std::string_view(key_).substr(stem.size()).starts_with('|')) {
        if (auto s = WritePending(); !s) return s;
      }
    }
    const std::span<FactValue> values(values_.data(), value_count_);
    // Where there is one voice only, nothing is compared.
    if (documents_.size() > 1) {
      for (FactValue& v : values) ReadTime(&v);
    }
    char id[2 + IdHash::kDigits] = {'f', '_'};
    const bool escaped = key_.find('\\') != std::string::npos;
    ids_.Write(escaped ? Unescaped(key_) : key_, id + 2);

    JsonWriter json(&lines_);
    json.Raw("{\"type\":\"fact\",\"id\":").Plain({id, sizeof id});
    json.Raw(",\"fact_key\":").Plain(key_);
    json.Raw(",\"verdict\":").Plain(Name(Judge(values, documents_.size())));
    json.Raw(",\"values\":[");
    for (size_t i = 0; i < values.size(); ++i) {
      const FactValue& v = values[i];
      if (i > 0) json.Raw(",");
      json.Raw("{\"number\":").Raw(v.number).Raw(",\"low\":").Raw(v.low);
      json.Raw(",\"high\":").Raw(v.high).Raw(",\"unit\":").Raw(v.unit);
      json.Raw(",\"qualifier\":").Raw(v.qualifier).Raw(",\"time\":").Raw(v.time);
      json.Raw(",\"claims\":");
      WriteList(v.claims, v.claims.size(), &json);
      json.Raw("}");
    }
    json.Raw("],\"documents\":");
    WriteList(documents_, documents_.size(), &json);
    pending_.push_back({lines_.size(), key_, std::string(Unquoted(values[0].unit)), money_});
    value_count_ = 0;
    identities_.Clear();
    documents_.Clear();
    money_ = false;
    return Done();
  }

  static void ReadTime(FactValue* v) {
    FieldScanner time(v->time);
    v->date_start = Unquoted(time.Next("date_start"));
    v->date_end = Unquoted(time.Next("date_end"));
    v->time_role = Unquoted(time.Next("role"));
  }

  template <typename List>
  static void WriteList(const List& raw, size_t count, JsonWriter* json) {
    json->Raw("[");
    for (uint32_t i = 0; i < count; ++i) {
      if (i > 0) json->Raw(",");
      json->Raw(raw[i]);
    }
    json->Raw("]");
  }

  // The currencies that the facts of one stem and per are in.
  using UnitsByKey = std::map<KeyParts, std::set<std::string_view>>;
  UnitsByKey UnitsOfPending() const {
    UnitsByKey units;
    if (pending_.size() < 2) return units;  // most stems have one fact
    for (const Pending& p : pending_) {
      if (p.money) units[PartsOf(p.key)].insert(p.unit);
    }
    return units;
  }

  Status WritePending() {
    UnitsByKey units = UnitsOfPending();
    size_t begin = 0;
    for (const Pending& p : pending_) {
      std::string note;
      if (p.money && !units.empty()) {
        for (const std::string_view unit : units[PartsOf(p.key)]) {
          if (unit != p.unit) note.append(note.empty() ? "" : ", ").append(unit);
        }
      }
      note = note.empty() ? "null" : "\"also in " + note + ", not compared\"";
      note = ",\"note\":" + note + "}\n";
      if (auto s = Write(lines_.view().substr(begin, p.end - begin), note); !s) return s;
      begin = p.end;
    }
    pending_.clear();
    lines_.clear();
    return Done();
  }

  Status Write(std::string_view line, std::string_view note) {
    if (!segment_) {
      auto opened = SegmentWriter::Open(options_.tmp, Family::kFacts, closed_.size(), 0, 0);
      if (!opened) return opened.error();
      segment_.emplace(std::move(*opened));
    }
    if (auto s = segment_->Append(line, 0); !s) return s;
    if (auto s = segment_->Append(note, 1); !s) return s;
    return segment_->bytes() > options_.segment_bytes ? CloseSegment() : Status(Done());
  }

  Status CloseSegment() {
    if (!segment_) return Done();
    auto closed = segment_->Close();
    if (!closed) return closed.error();
    closed_.push_back(std::move(*closed));
    segment_.reset();
    return Done();
  }

  const FinishingOptions& options_;
  const IdHash ids_;
  // The fact that is being gathered. Of values_ the first value_count_ are in use.
  std::string key_;
  std::vector<FactValue> values_;
  size_t value_count_ = 0;
  Numbering identities_;  // of values
  Numbering documents_;   // ids with their quotes, as they came
  bool money_ = false;

  std::vector<Pending> pending_;
  ByteBuffer lines_;  // of pending_
  std::optional<SegmentWriter> segment_;
  std::vector<RunProgress::ClosedFile> closed_;
};

}  // namespace

void AppendFactLine(std::string_view claim, size_t figure_fields, ByteBuffer* lines) {
  FieldScanner fields(claim);
  const std::string_view id = fields.Next("id"), document = fields.Next("document");
  if (figure_fields > 0) fields.SkipTo(figure_fields);
  const std::string_view kind = fields.Next("figure_kind"), number = fields.Next("number"),
                         low = fields.Next("low");
  const std::string_view high = fields.Next("high"), qualifier = fields.Next("qualifier"),
                         unit = fields.Next("unit");
  const std::string_view time = fields.Next("time"), key = Unquoted(fields.Next("fact_key"));
  if (key.empty()) return;
  const bool money = Unquoted(kind) == Name(FigureKind::kMoney);
  lines->append(key).append(money ? "\t1" : "\t0");
  for (const std::string_view s : {id, document, number, low, high, qualifier, unit}) {
    lines->append("\t").append(NullIfEmpty(s));
  }
  // Without the place in its source: {edtf, date_start, date_end, role}.
  const size_t edtf = time.find("\"edtf\":");
  if (edtf == std::string_view::npos) {
    lines->append("\tnull\n");
  } else {
    lines->append("\t{").append(time.substr(edtf)).append("\n");
  }
}

FactSort::FactSort(const FinishingOptions& options)
    : options_(options), sort_(options.tmp, "facts", options.memory_bytes) {}

Status FactSort::Add(std::string_view lines) {
  while (!lines.empty()) {
    const size_t key = lines.find('\t'), end = lines.find('\n', key);
    char place[13] = "\t";
    for (int i = 0; i < 12; ++i) place[1 + i] = "0123456789abcdef"[place_ >> (44 - 4 * i) & 15];
    ++place_;
    line_.assign(lines, 0, key).append(place, sizeof place).append(lines, key, end - key);
    if (auto s = sort_.Add(line_); !s) return s;
    lines.remove_prefix(end + 1);
  }
  return Done();
}

Status FactSort::AddSegment(const std::string& path) {
  auto reader = LineReader::Open(path);
  if (!reader) return reader.error();
  ByteBuffer lines;
  for (std::string_view claim; reader->Next(&claim);) {
    lines.clear();
    AppendFactLine(claim, 0, &lines);
    if (auto s = Add(lines); !s) return s;
  }
  return reader->status();
}

Result<std::vector<RunProgress::ClosedFile>> FactSort::WriteFacts() {
  FactWriter facts(options_);
  if (auto s = sort_.Finish([&](std::string_view sorted) { return facts.Add(sorted); }); !s)
    return s.error();
  return facts.Finish();
}

}  // namespace sourcier
