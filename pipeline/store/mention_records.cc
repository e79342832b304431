// figures, times, entities: where every mention stands, its id, and its line.
#include <algorithm>
#include <charconv>
#include <numeric>

#include "pipeline/store/record_builder.h"

namespace sourcier {
namespace {

Family FamilyOf(const Mention& m) {
  return m.figure() ? Family::kFigures : m.time() ? Family::kTimes : Family::kEntities;
}

std::string_view TypeOf(Family family) {
  switch (family) {
    case Family::kFigures:
      return "{\"type\":\"figure\",\"id\":";
    case Family::kTimes:
      return "{\"type\":\"time\",\"id\":";
    default:
      return "{\"type\":\"entity\",\"id\":";
  }
}

// The nearest double of number / denominator.
double NearestDouble(const Decimal& number, int64_t denominator) {
  double value = 0;
  if (const auto n = number.ToInteger(); n && *n < (int64_t{1} << 53) && *n > -(int64_t{1} << 53)) {
    value = static_cast<double>(*n);
  } else {
    std::string digits;  // at most 40 characters
    number.AppendTo(&digits);
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
  }
  return denominator == 1 ? value : value / static_cast<double>(denominator);
}

}  // namespace

void RecordBuilder::PlaceMentions() {
  const auto& mentions = doc_->mentions;
  order_.resize(mentions.size());
  std::iota(order_.begin(), order_.end(), 0u);
  std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
    const Span x = mentions[a].span, y = mentions[b].span;
    return x.begin != y.begin ? x.begin < y.begin : x.end != y.end ? x.end < y.end : a < b;
  });
  rank_.resize(mentions.size());
  locations_.resize(mentions.size());
  mention_ids_.resize(mentions.size());

  for (uint32_t i = 0; i < order_.size(); ++i) {
    const uint32_t index = order_[i];
    rank_[index] = i;
    Location& at = locations_[index];
    at = locator_.Locate(mentions[index].span);
    const Family family = FamilyOf(mentions[index]);
    // Those of the family that share the source bytes stand before it, among those that begin at
    // the same byte.
    uint32_t n = 0;
    for (uint32_t k = i; k > 0 && locations_[order_[k - 1]].bytes.begin == at.bytes.begin; --k) {
      const uint32_t other = order_[k - 1];
      n += locations_[other].bytes == at.bytes && FamilyOf(mentions[other]) == family;
    }
    fields_.clear();
    JsonWriter fields(&fields_);
    fields.Raw("\n").Raw(Name(family)).Raw("\n");
    fields.Number(at.bytes.begin).Raw("\n").Number(at.bytes.end);
    if (n > 0) fields.Raw("\n").Number(n);
    mention_ids_[index] = MakeId("m_", document_ids_, fields_);
  }
}

void RecordBuilder::WriteMentions() {
  uint32_t last_sentence = kNoIndex;
  SourceRange hull;
  for (const uint32_t index : order_) {
    const Mention& m = doc_->mentions[index];
    const Location& at = locations_[index];
    const Family family = FamilyOf(m);
    JsonWriter json = Line(family);
    json.Raw(TypeOf(family))
        .Plain(mention_ids_[index].view())
        .Raw(",\"document\":")
        .Plain(document_id_);
    json.Raw(",\"byte_start\":").Number(at.bytes.begin).Raw(",\"byte_end\":").Number(at.bytes.end);
    json.Raw(",\"char_start\":").Number(at.char_start).Raw(",\"char_end\":").Number(at.char_end);
    json.Raw(",\"line\":").Number(at.line);
    WriteSegments(m.span, at, &json);
    json.Raw(",\"text\":").String(doc_->Text(m.span));
    json.Raw(",\"block\":").PlainOrNull(RoleOfSentence(m.sentence));
    if (m.sentence < doc_->sentences.size()) {
      if (m.sentence != last_sentence) hull = locator_.Bytes(doc_->sentences[m.sentence].span);
      last_sentence = m.sentence;
      json.Raw(",\"sentence_start\":")
          .Number(hull.begin)
          .Raw(",\"sentence_end\":")
          .Number(hull.end);
    } else {
      json.Raw(",\"sentence_start\":null,\"sentence_end\":null");
    }
    json.Raw(",\"rule\":").StringOrNull(m.rule).Raw(",\"confidence\":").Hundredths(m.confidence);
    if (const FigureValue* f = m.figure()) {
      WriteFigure(m, *f, &json);
    } else if (const TimeValue* t = m.time()) {
      WriteTime(m, *t, &json);
    } else {
      WriteEntity(*m.entity(), &json);
    }
    EndLine(family);
  }
}

void RecordBuilder::WriteSegments(Span span, const Location& at, JsonWriter* json) {
  if (at.contiguous) {
    json->Raw(",\"segments\":null");
    return;
  }
  doc_->origin.Segments(span, &segments_);
  json->Raw(",\"segments\":[");
  for (size_t i = 0; i < segments_.size(); ++i) {
    json->Raw(i > 0 ? ",[" : "[").Number(segments_[i].begin);
    json->Raw(",").Number(segments_[i].end).Raw("]");
  }
  json->Raw("]");
}

void RecordBuilder::WriteNumber(const std::optional<Decimal>& number, int64_t denominator,
                                bool with_value, JsonWriter* json) {
  if (!number) {
    json->Raw(with_value ? ",\"number\":null,\"value\":null" : ",\"number\":null");
    return;
  }
  json->Raw(",\"number\":");
  if (denominator == 1) {
    json->Exact(*number);
  } else {
    json->Raw("\"");
    json->Raw(number->ToString()).Raw("/").Number(static_cast<uint64_t>(denominator)).Raw("\"");
  }
  if (with_value) json->Raw(",\"value\":").Double(NearestDouble(*number, denominator));
}

void RecordBuilder::WriteBounds(const std::optional<Decimal>& low,
                                const std::optional<Decimal>& high, JsonWriter* json) {
  json->Raw(",\"low\":");
  low ? json->Exact(*low) : json->Null();
  json->Raw(",\"high\":");
  high ? json->Exact(*high) : json->Null();
}

void RecordBuilder::WriteFigure(const Mention& mention, const FigureValue& value,
                                JsonWriter* json) {
  json->Raw(",\"kind\":").Plain(Name(value.kind));
  WriteNumber(value.number, value.denominator, true, json);
  WriteBounds(value.low, value.high, json);
  json->Raw(",\"qualifier\":").Plain(Name(value.qualifier));
  json->Raw(",\"unit\":").StringOrNull(value.unit);
  json->Raw(",\"unit_system\":").PlainOrNull(Name(value.unit_system));
  json->Raw(",\"unit_by\":").StringOrNull(value.unit_by);
  json->Raw(",\"per\":").StringOrNull(value.per);
  json->Raw(",\"direction\":").PlainOrNull(Name(value.direction));
  WriteHedgesAndParts(mention, json);
}

void RecordBuilder::WriteTime(const Mention& mention, const TimeValue& value, JsonWriter* json) {
  json->Raw(",\"kind\":").Plain(Name(value.kind));
  json->Raw(",\"edtf\":").StringOrNull(value.edtf);
  json->Raw(",\"date_start\":").StringOrNull(value.date_start);
  json->Raw(",\"date_end\":").StringOrNull(value.date_end);
  json->Raw(",\"role\":")
      .PlainOrNull(Name(value.role))
      .Raw(",\"mod\":")
      .PlainOrNull(Name(value.mod));
  json->Raw(",\"resolved_by\":").Plain(Name(value.resolved_by));
  json->Raw(",\"duration\":").StringOrNull(value.duration);
  WriteNumber(value.number, 1, false, json);
  json->Raw(",\"unit\":").StringOrNull(value.unit);
  WriteBounds(value.low, value.high, json);
  json->Raw(",\"qualifier\":").Plain(Name(value.qualifier));
  WriteHedgesAndParts(mention, json);
}

void RecordBuilder::WriteEntity(const EntityValue& value, JsonWriter* json) {
  json->Raw(",\"class\":")
      .Plain(Name(value.entity_class))
      .Raw(",\"form\":")
      .Plain(Name(value.form));
  json->Raw(",\"canonical\":")
      .StringOrNull(value.canonical)
      .Raw(",\"entity\":")
      .StringOrNull(value.entity);
  json->Raw(",\"wikidata\":").StringOrNull(value.wikidata);
  const bool stands_for = value.antecedent < mention_ids_.size();
  json->Raw(",\"antecedent\":")
      .PlainOrNull(stands_for ? mention_ids_[value.antecedent].view() : std::string_view());
}

void RecordBuilder::WriteHedgesAndParts(const Mention& mention, JsonWriter* json) {
  json->Raw(",\"hedges\":[");
  bool first = true;
  for (const Hedge& h : mention.hedges) {
    json->Raw(first ? "{" : ",{");
    WriteSpan(h.span, json);
    json->Raw(",\"effect\":").Plain(Name(h.effect)).Raw("}");
    first = false;
  }
  json->Raw("],\"parts\":[");
  first = true;
  for (const Part& p : mention.parts) {
    const SourceRange at = locator_.Bytes(p.span);
    json->Raw(first ? "{\"role\":" : ",{\"role\":").Plain(Name(p.role));
    json->Raw(",\"byte_start\":").Number(at.begin).Raw(",\"byte_end\":").Number(at.end).Raw("}");
    first = false;
  }
  json->Raw("]");
}

}  // namespace sourcier
