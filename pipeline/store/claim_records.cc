// attributions and claims: records that name mentions, and each other, by id.
#include <algorithm>
#include <numeric>

#include "pipeline/store/finishing.h"
#include "pipeline/store/record_builder.h"

namespace sourcier {
namespace {

// Sorts the indices 0 .. count-1 by key, then by index.
template <typename Key>
void SortIndices(size_t count, std::vector<uint32_t>* order, Key key) {
  order->resize(count);
  std::iota(order->begin(), order->end(), 0u);
  std::stable_sort(order->begin(), order->end(),
                   [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
}

std::string_view FirstOf(std::string_view a, std::string_view b) { return a.empty() ? b : a; }

}  // namespace

const RecordBuilder::Place& RecordBuilder::PlaceOf(uint32_t sentence) {
  if (sentence >= places_.size())
    places_.resize(std::max<size_t>(sentence + 1, doc_->sentences.size()));
  Place& place = places_[sentence];
  if (place.sentence != sentence) {
    place.sentence = sentence;
    const bool known = sentence < doc_->sentences.size();
    place.location = locator_.Locate(known ? doc_->sentences[sentence].span : Span{});
  }
  return place;
}

// Everything from `document` to `block`, which claims and attributions share.
void RecordBuilder::WriteSentence(uint32_t sentence, const Place& place, JsonWriter* json) {
  const Location& at = place.location;
  const bool known = sentence < doc_->sentences.size();
  json->Raw(",\"byte_start\":").Number(at.bytes.begin).Raw(",\"byte_end\":").Number(at.bytes.end);
  json->Raw(",\"char_start\":").Number(at.char_start).Raw(",\"char_end\":").Number(at.char_end);
  json->Raw(",\"line\":").Number(at.line);
  json->Raw(",\"text\":")
      .String(known ? doc_->Text(doc_->sentences[sentence].span) : std::string_view());
  json->Raw(",\"block\":").PlainOrNull(RoleOfSentence(sentence));
}

void RecordBuilder::WriteSpan(Span span, JsonWriter* json) {
  if (span.empty()) {
    json->Raw("\"text\":null,\"byte_start\":null,\"byte_end\":null");
    return;
  }
  const SourceRange at = locator_.Bytes(span);
  json->Raw("\"text\":").String(doc_->Text(span));
  json->Raw(",\"byte_start\":").Number(at.begin).Raw(",\"byte_end\":").Number(at.end);
}

void RecordBuilder::WriteRole(const Role& role, bool with_norm, JsonWriter* json) {
  if (!role.present()) {
    json->Null();
    return;
  }
  json->Raw("{");
  WriteSpan(role.span, json);
  json->Raw(",\"mentions\":[");
  bool first = true;
  for (const uint32_t m : role.mentions) {
    if (m >= mention_ids_.size()) continue;
    if (!first) json->Raw(",");
    json->Plain(mention_ids_[m].view());
    first = false;
  }
  json->Raw("],\"canonical\":")
      .StringOrNull(role.canonical)
      .Raw(",\"by\":")
      .PlainOrNull(Name(role.by));
  if (with_norm) json->Raw(",\"norm\":").StringOrNull(role.norm);
  json->Raw("}");
}

void RecordBuilder::WriteAttributions() {
  const auto& attributions = doc_->attributions;
  places_.clear();
  attribution_ids_.assign(attributions.size(), Id());
  if (attributions.empty()) return;
  // Of the text: the cue, else the first content.
  const auto start = [&](uint32_t i) {
    const Attribution& a = attributions[i];
    if (!a.cue.span.empty()) return a.cue.span.begin;
    return a.content.empty() ? 0 : a.content.front().begin;
  };
  SortIndices(attributions.size(), &line_order_, start);
  for (const uint32_t i : line_order_) {
    const Attribution& a = attributions[i];
    fields_.clear();
    JsonWriter fields(&fields_);
    fields.Raw("\nattribution\n");
    const bool has_content = !a.content.empty();
    const uint64_t content = has_content ? locator_.Bytes(a.content.front()).begin : 0;
    if (!a.cue.span.empty()) {
      fields.Number(locator_.Bytes(a.cue.span).begin);
    } else if (has_content) {
      fields.Number(content);
    }
    fields.Raw("\n");
    if (has_content) fields.Number(content);
    attribution_ids_[i] = MakeId("a_", document_ids_, fields_);
  }

  for (size_t k = 0; k < line_order_.size(); ++k) {
    const uint32_t i = line_order_[k];
    const Attribution& a = attributions[i];
    const std::string_view id = attribution_ids_[i].view();
    // Two with one id are one: the first stands for both. They start at one place, so they stand
    // together.
    bool again = false;
    for (size_t p = k; !again && p > 0 && start(line_order_[p - 1]) == start(i); --p) {
      again = attribution_ids_[line_order_[p - 1]].view() == id;
    }
    if (again) continue;
    JsonWriter json = Line(Family::kAttributions);
    json.Raw("{\"type\":\"attribution\",\"id\":")
        .Plain(id)
        .Raw(",\"document\":")
        .Plain(document_id_);
    WriteSentence(a.sentence, PlaceOf(a.sentence), &json);
    json.Raw(",\"kind\":").Plain(Name(a.kind)).Raw(",\"source\":");
    WriteRole(a.source, false, &json);
    json.Raw(",\"cue\":");
    WriteRole(a.cue, false, &json);
    json.Raw(",\"content\":[");
    for (size_t c = 0; c < a.content.size(); ++c) {
      json.Raw(c > 0 ? ",{" : "{");
      WriteSpan(a.content[c], &json);
      json.Raw("}");
    }
    json.Raw("],\"epistemic\":").Plain(Name(a.epistemic)).Raw(",\"parent\":");
    json.PlainOrNull(a.parent < attribution_ids_.size() ? attribution_ids_[a.parent].view()
                                                        : std::string_view());
    json.Raw(",\"rule\":").StringOrNull(a.rule).Raw(",\"confidence\":").Hundredths(a.confidence);
    EndLine(Family::kAttributions);
  }
}

void RecordBuilder::WriteClaims() {
  const auto& claims = doc_->claims;
  if (claims.empty()) return;
  SortIndices(claims.size(), &line_order_, [&](uint32_t i) {
    return claims[i].figure < rank_.size() ? rank_[claims[i].figure] : kNoIndex;
  });
  uint32_t last_figure = kNoIndex, n = 0;
  for (const uint32_t i : line_order_) {
    const Claim& c = claims[i];
    const bool known = c.figure < mention_ids_.size();
    n = i != line_order_.front() && c.figure == last_figure ? n + 1 : 0;
    last_figure = c.figure;
    WriteClaim(c, PlaceOf(c.sentence), known ? mention_ids_[c.figure].view() : std::string_view(),
               n);
  }
}

void RecordBuilder::WriteClaim(const Claim& c, const Place& place, std::string_view figure_id,
                               uint32_t n) {
  fields_.clear();
  JsonWriter(&fields_).Raw(figure_id).Raw("\n").Number(n);
  JsonWriter json = Line(Family::kClaims);
  const size_t line = json.out().size();
  json.Raw("{\"type\":\"claim\",\"id\":").Plain(MakeId("c_", ids_, fields_).view());
  json.Raw(",\"document\":").Plain(document_id_).Raw(",\"claim_type\":").Plain(Name(c.type));
  WriteSentence(c.sentence, place, &json);
  json.Raw(",\"subject\":");
  WriteRole(c.subject, false, &json);
  json.Raw(",\"predicate\":");
  WriteRole(c.predicate, true, &json);
  json.Raw(",\"object\":");
  WriteRole(c.object, false, &json);
  json.Raw(",\"measure\":");
  WriteRole(c.measure, false, &json);
  json.Raw(",\"base\":");
  WriteRole(c.base, false, &json);
  json.Raw(",\"place\":");
  WriteRole(c.place, false, &json);
  json.Raw(",\"figure\":").PlainOrNull(figure_id);
  const size_t figure_fields = json.out().size() - line;
  WriteClaimFigure(c, &json);
  WriteClaimTime(c, &json);
  json.Raw(",\"epistemic\":").Plain(Name(c.epistemic)).Raw(",\"markers\":[");
  for (size_t i = 0; i < c.markers.size(); ++i) {
    json.Raw(i > 0 ? ",{" : "{");
    WriteSpan(c.markers[i].span, &json);
    json.Raw(",\"label\":").Plain(Name(c.markers[i].label)).Raw("}");
  }
  const bool said = c.attribution < attribution_ids_.size();
  json.Raw("],\"attribution\":")
      .PlainOrNull(said ? attribution_ids_[c.attribution].view() : std::string_view());
  json.Raw(",\"said_by\":").StringOrNull(c.said_by).Raw(",\"fact_key\":").StringOrNull(c.fact_key);
  json.Raw(",\"rules\":[");
  for (size_t i = 0; i < c.rules.size(); ++i) {
    if (i > 0) json.Raw(",");
    json.String(c.rules[i]);
  }
  json.Raw("],\"confidence\":").Hundredths(c.confidence);
  EndLine(Family::kClaims);
  if (c.fact_key.empty()) return;
  AppendFactLine(json.out().view().substr(line), figure_fields, &out_->fact_lines);
}

// From `figure_kind` to `direction`: copied from the mention; the claim's own `per` and `direction`
// win.
void RecordBuilder::WriteClaimFigure(const Claim& c, JsonWriter* json) {
  if (c.figure >= doc_->mentions.size()) {
    json->Raw(
        ",\"figure_kind\":null,\"figure_text\":null,\"figure_byte_start\":null,\"figure_byte_end\":"
        "null");
    json->Raw(
        ",\"number\":null,\"value\":null,\"low\":null,\"high\":null,\"qualifier\":null,\"unit\":"
        "null");
    json->Raw(",\"per\":")
        .StringOrNull(c.per)
        .Raw(",\"direction\":")
        .PlainOrNull(Name(c.direction));
    return;
  }
  const Mention& m = doc_->mentions[c.figure];
  const FigureValue* f = m.figure();
  const TimeValue* t = m.time();
  const SourceRange at = locations_[c.figure].bytes;
  json->Raw(",\"figure_kind\":")
      .PlainOrNull(f   ? Name(f->kind)
                   : t ? Name(t->kind)
                       : std::string_view());
  json->Raw(",\"figure_text\":").String(doc_->Text(m.span));
  json->Raw(",\"figure_byte_start\":").Number(at.begin).Raw(",\"figure_byte_end\":").Number(at.end);
  static const std::optional<Decimal> kNothing;
  WriteNumber(f ? f->number : t ? t->number : kNothing, f ? f->denominator : 1, true, json);
  WriteBounds(f ? f->low : t ? t->low : kNothing, f ? f->high : t ? t->high : kNothing, json);
  json->Raw(",\"qualifier\":").Plain(Name(f ? f->qualifier : t ? t->qualifier : Qualifier::kExact));
  json->Raw(",\"unit\":").StringOrNull(f ? f->unit : t ? t->unit : std::string_view());
  json->Raw(",\"per\":").StringOrNull(FirstOf(c.per, f ? f->per : std::string_view()));
  const Direction direction = c.direction == Direction::kNone && f ? f->direction : c.direction;
  json->Raw(",\"direction\":").PlainOrNull(Name(direction));
}

// The time of the claim; a claim about a date has that date where the claim stage set no other.
void RecordBuilder::WriteClaimTime(const Claim& c, JsonWriter* json) {
  const auto& mentions = doc_->mentions;
  uint32_t index = c.time;
  if (index >= mentions.size() && c.time_span.empty() && c.figure < mentions.size()) {
    const TimeValue* own = mentions[c.figure].time();
    if (own && (own->kind == TimeKind::kDate || own->kind == TimeKind::kTime)) index = c.figure;
  }
  const Mention* m = index < mentions.size() ? &mentions[index] : nullptr;
  if (!m && c.time_span.empty()) {
    json->Raw(",\"time\":null");
    return;
  }
  const TimeValue* t = m ? m->time() : nullptr;
  json->Raw(",\"time\":{\"mention\":")
      .PlainOrNull(m ? mention_ids_[index].view() : std::string_view())
      .Raw(",");
  WriteSpan(c.time_span.empty() && m ? m->span : c.time_span, json);
  json->Raw(",\"edtf\":").StringOrNull(t ? std::string_view(t->edtf) : std::string_view());
  json->Raw(",\"date_start\":")
      .StringOrNull(t ? std::string_view(t->date_start) : std::string_view());
  json->Raw(",\"date_end\":").StringOrNull(t ? std::string_view(t->date_end) : std::string_view());
  json->Raw(",\"role\":").PlainOrNull(t ? Name(t->role) : std::string_view()).Raw("}");
}

}  // namespace sourcier
