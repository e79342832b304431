// claims -> (fact_key, place in the store, fields) -> external sort -> groups of one key -> facts.
// A line of the sort is the raw JSON of the fields, parted by tabs: within JSON strings a tab is
// escaped, so it sorts before and parts everything.
#include "pipeline/store/finishing.h"

#include <array>
#include <set>
#include <unordered_map>

#include "pipeline/core/sha256.h"
#include "pipeline/store/external_sort.h"
#include "pipeline/store/facts.h"
#include "pipeline/store/field_scanner.h"
#include "pipeline/store/file_io.h"
#include "pipeline/store/json_writer.h"
#include "pipeline/store/segment_writer.h"

namespace sourcier {
namespace {

// Of a line of the sort, in order.
enum Column {
  kKey,
  kPlace,
  kId,
  kDocument,
  kNumber,
  kLow,
  kHigh,
  kQualifier,
  kUnit,
  kMoney,
  kTime,
  kColumns
};
using Columns = std::array<std::string_view, kColumns>;

std::string_view NullIfEmpty(std::string_view json) { return json.empty() ? "null" : json; }

// The line of a claim; false where it has no fact_key.
bool LineOf(std::string_view claim, uint64_t place, std::string* line) {
  FieldScanner fields(claim);
  const std::string_view id = fields.Next("id"), document = fields.Next("document");
  const std::string_view kind = fields.Next("figure_kind"), number = fields.Next("number"),
                         low = fields.Next("low");
  const std::string_view high = fields.Next("high"), qualifier = fields.Next("qualifier"),
                         unit = fields.Next("unit");
  const std::string_view time = fields.Next("time"), key = Unquoted(fields.Next("fact_key"));
  if (key.empty()) return false;
  line->assign(key).push_back('\t');
  for (int shift = 44; shift >= 0; shift -= 4)
    line->push_back("0123456789abcdef"[place >> shift & 15]);
  const std::string_view money = Unquoted(kind) == Name(FigureKind::kMoney) ? "1" : "0";
  for (const std::string_view s : {id, document, number, low, high, qualifier, unit, money}) {
    line->append("\t").append(NullIfEmpty(s));
  }
  line->push_back('\t');
  // Without the place in its source: {edtf, date_start, date_end, role}.
  const size_t edtf = time.find("\"edtf\":");
  if (edtf == std::string_view::npos) {
    line->append("null");
  } else {
    line->append("{").append(time.substr(edtf));
  }
  return true;
}

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

// fact_key without unit and per: CLAIM_TYPE|SUBJECTS|OBJECT. Facts of one stem and per that differ
// in currency name each other.
struct KeyParts {
  std::string_view stem, per;
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
    std::string line;  // up to the note
    std::string stem, per, unit;
    bool money = false;
  };

  void AddClaim(const Columns& c) {
    const auto [document, new_document] = document_index_.emplace(
        std::string(c[kDocument]), static_cast<uint32_t>(documents_.size()));
    if (new_document) documents_.push_back(document->first);
    std::string identity;
    for (const int i : {kNumber, kLow, kHigh, kQualifier, kUnit, kTime})
      identity.append(c[static_cast<size_t>(i)]).append("\t");
    const auto [index, new_value] = value_index_.emplace(std::move(identity), values_.size());
    if (new_value) {
      FactValue v;
      v.number = c[kNumber];
      v.low = c[kLow];
      v.high = c[kHigh];
      v.unit = c[kUnit];
      v.qualifier = c[kQualifier];
      v.time = c[kTime];
      FieldScanner time(c[kTime]);
      v.date_start = Unquoted(time.Next("date_start"));
      v.date_end = Unquoted(time.Next("date_end"));
      v.time_role = Unquoted(time.Next("role"));
      values_.push_back(std::move(v));
    }
    FactValue& v = values_[index->second];
    v.claims.emplace_back(c[kId]);
    if (v.documents.empty() || v.documents.back() != document->second)
      v.documents.push_back(document->second);
    money_ = money_ || c[kMoney] == "1";
  }

  // Makes the line of the fact that was gathered.
  Status EndFact() {
    if (values_.empty()) return Done();
    const KeyParts parts = PartsOf(key_);
    if (!pending_.empty() && !key_.starts_with(pending_.front().stem + "|")) {
      if (auto s = WritePending(); !s) return s;
    }
    Pending p;
    p.stem = parts.stem;
    p.per = parts.per;
    p.unit = Unquoted(values_.front().unit);
    p.money = money_;
    std::string id = "f_";
    sha_.AppendIdTail(Unescaped(key_), &id);
    JsonWriter json(&p.line);
    json.Raw("{\"type\":\"fact\",\"id\":").Plain(id).Raw(",\"fact_key\":").Plain(key_);
    json.Raw(",\"verdict\":").Plain(Name(Judge(values_, documents_.size()))).Raw(",\"values\":[");
    for (size_t i = 0; i < values_.size(); ++i) {
      const FactValue& v = values_[i];
      json.Raw(i > 0 ? ",{\"number\":" : "{\"number\":").Raw(v.number).Raw(",\"low\":").Raw(v.low);
      json.Raw(",\"high\":")
          .Raw(v.high)
          .Raw(",\"unit\":")
          .Raw(v.unit)
          .Raw(",\"qualifier\":")
          .Raw(v.qualifier);
      json.Raw(",\"time\":").Raw(v.time).Raw(",\"claims\":");
      WriteList(v.claims, &json);
      json.Raw("}");
    }
    json.Raw("],\"documents\":");
    WriteList(documents_, &json);
    pending_.push_back(std::move(p));
    values_.clear();
    value_index_.clear();
    documents_.clear();
    document_index_.clear();
    money_ = false;
    return Done();
  }

  static void WriteList(const std::vector<std::string>& raw, JsonWriter* json) {
    json->Raw("[");
    for (size_t i = 0; i < raw.size(); ++i) json->Raw(i > 0 ? "," : "").Raw(raw[i]);
    json->Raw("]");
  }

  Status WritePending() {
    std::unordered_map<std::string, std::set<std::string>> units;  // by stem and per
    for (const Pending& p : pending_) {
      if (p.money) units[p.stem + "\t" + p.per].insert(p.unit);
    }
    for (Pending& p : pending_) {
      std::string others;
      if (p.money) {
        for (const std::string& unit : units[p.stem + "\t" + p.per]) {
          if (unit != p.unit) others.append(others.empty() ? "" : ", ").append(unit);
        }
      }
      p.line.append(",\"note\":");
      if (others.empty()) {
        p.line.append("null}\n");
      } else {
        p.line.append("\"also in ").append(others).append(", not compared\"}\n");
      }
      if (auto s = Write(p.line); !s) return s;
    }
    pending_.clear();
    return Done();
  }

  Status Write(std::string_view line) {
    if (!segment_) {
      auto opened = SegmentWriter::Open(options_.tmp, Family::kFacts, closed_.size(), 0, 0);
      if (!opened) return opened.error();
      segment_.emplace(std::move(*opened));
    }
    if (auto s = segment_->Append(line, 1); !s) return s;
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
  Sha256 sha_;
  // The fact that is being gathered.
  std::string key_;
  std::vector<FactValue> values_;
  std::unordered_map<std::string, size_t> value_index_;
  std::vector<std::string> documents_;  // ids with their quotes, as they came
  std::unordered_map<std::string, uint32_t> document_index_;
  bool money_ = false;

  std::vector<Pending> pending_;
  std::optional<SegmentWriter> segment_;
  std::vector<RunProgress::ClosedFile> closed_;
};

}  // namespace

Result<std::vector<RunProgress::ClosedFile>> WriteFacts(
    const std::vector<std::string>& claim_segments, const FinishingOptions& options) {
  ExternalSort sort(options.tmp, "facts", options.memory_bytes);
  std::string line;
  uint64_t place = 0;
  for (const std::string& path : claim_segments) {
    auto reader = LineReader::Open(path);
    if (!reader) return reader.error();
    std::string_view claim;
    while (reader->Next(&claim)) {
      if (!LineOf(claim, place++, &line)) continue;
      if (auto s = sort.Add(line); !s) return s.error();
    }
    if (auto s = reader->status(); !s) return s.error();
  }
  FactWriter facts(options);
  if (auto s = sort.Finish([&](std::string_view sorted) { return facts.Add(sorted); }); !s)
    return s.error();
  return facts.Finish();
}

}  // namespace sourcier
