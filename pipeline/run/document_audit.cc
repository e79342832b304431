#include "pipeline/run/document_audit.h"

#include <algorithm>
#include <utility>

namespace sourcier {
namespace {

constexpr Family kPlaced[] = {Family::kFigures, Family::kTimes, Family::kEntities,
                              Family::kAttributions, Family::kClaims};
constexpr const char* kRoles[] = {"subject", "predicate", "object", "measure",
                                  "base",    "place",     "source", "cue"};

std::optional<SourceRange> RangeAt(const Json& object, const char* begin = "byte_start",
                                   const char* end = "byte_end") {
  const std::optional<uint64_t> from = IntegerAt(object, begin), to = IntegerAt(object, end);
  if (!from || !to || *to < *from) return std::nullopt;
  return SourceRange{*from, *to};
}

// A string, or a number as written; "" for null.
std::string Shown(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.is_number() ? value.dump() : "";
}

std::string Joined(std::vector<std::string> parts, const char* separator = "  ") {
  std::string out;
  for (const std::string& part : parts) {
    if (!part.empty()) out.append(out.empty() ? "" : separator).append(part);
  }
  return out;
}

// "investment: Microsoft a investi 13 milliards OpenAI"
std::string ClaimLine(const Json& claim) {
  auto name = [](const Json& role) {
    const std::string canonical = StringAt(role, "canonical");
    return canonical.empty() ? StringAt(role, "text") : canonical;
  };
  return Joined({StringAt(claim, "claim_type") + ":", name(ValueAt(claim, "subject")),
                 StringAt(ValueAt(claim, "predicate"), "text"), StringAt(claim, "figure_text"),
                 name(ValueAt(claim, "object")), name(ValueAt(claim, "measure"))},
                " ");
}

std::string ClaimShown(const Json& claim) {
  return StringAt(claim, "id") + "  " + ClaimLine(claim);
}

}  // namespace

DocumentAudit::DocumentAudit(const StoreReader& store, Json record, const AuditOptions& options)
    : store_(store), page_(options.colour), record_(std::move(record)), source_(SourceOf(record_)) {
  const Rereader rereader(store, options.sources);
  const Status read = rereader.Read(record_, &document_);
  if (!read) {
    warning_ = "the source cannot be read again: " + read.error().message;
  } else if (document_.sha256 != StringAt(record_, "sha256")) {
    warning_ = "the source has changed: its sha256 is " + document_.sha256 + " now";
  }
  if (const Result<std::string> file = rereader.FileOf(source_)) file_ = *file;
  index_.emplace(document_);
}

Status DocumentAudit::Load() {
  Result<std::vector<FoundRecord>> records = store_.RecordsOf(
      StringAt(record_, "id"), std::vector<Family>(std::begin(kPlaced), std::end(kPlaced)));
  if (!records) return records.error();
  records_ = std::move(*records);
  for (const FoundRecord& found : records_) by_id_[StringAt(found.record, "id")] = &found.record;
  return Done{};
}

std::vector<const FoundRecord*> DocumentAudit::Covering(uint64_t byte) const {
  std::vector<std::pair<uint64_t, const FoundRecord*>> covering;
  for (const FoundRecord& found : records_) {
    const std::optional<SourceRange> range = RangeAt(found.record);
    if (range && range->begin <= byte && byte < range->end)
      covering.emplace_back(range->size(), &found);
  }
  std::stable_sort(covering.begin(), covering.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const FoundRecord*> result;
  for (const auto& [size, found] : covering) result.push_back(found);
  return result;
}

void DocumentAudit::Page(Family family, const Json& record) {
  switch (family) {
    case Family::kDocuments:
      return DocumentPage();
    case Family::kAttributions:
      return AttributionPage(record);
    case Family::kClaims:
      return ClaimPage(record);
    default:
      return MentionPage(record);
  }
}

Span DocumentAudit::SpanOf(const Json& object, const char* begin, const char* end) const {
  const std::optional<SourceRange> range = RangeAt(object, begin, end);
  return range ? index_->TextOf(*range) : Span{};
}

void DocumentAudit::Context(const Json& record, Span sentence, const std::vector<Mark>& marks) {
  page_.Blank();
  if (!sentence.empty()) {
    page_.Context(document_.text, sentence, marks);
  } else {
    page_.Field("text", Quoted(StringAt(record, "text")));
  }
  page_.Blank();
}

void DocumentAudit::MentionPage(const Json& record) {
  const std::string number = Shown(ValueAt(record, "number"));
  page_.Heading(Joined({StringAt(record, "type") + " " + StringAt(record, "id"),
                        Quoted(StringAt(record, "text")),
                        StringAt(record, "kind") + StringAt(record, "class"),
                        Joined({number, StringAt(record, "unit")}, " "), StringAt(record, "edtf"),
                        StringAt(record, "canonical")}));
  std::vector<Mark> marks = {{SpanOf(record), "", true}};
  for (const Json& hedge : ValueAt(record, "hedges"))
    marks.push_back({SpanOf(hedge), "hedge", false});
  Context(record, SpanOf(record, "sentence_start", "sentence_end"), marks);

  for (const char* key : {"kind", "class", "form", "number", "value", "low", "high", "qualifier"})
    Plain(record, key);
  page_.Field("unit", Joined({StringAt(record, "unit"), StringAt(record, "unit_system"),
                              StringAt(record, "unit_by")}));
  for (const char* key : {"per", "direction", "edtf"}) Plain(record, key);
  if (!StringAt(record, "date_start").empty()) {
    page_.Field("interval",
                "[" + StringAt(record, "date_start") + ", " + StringAt(record, "date_end") + ")");
  }
  for (const char* key :
       {"duration", "role", "mod", "resolved_by", "canonical", "entity", "wikidata"})
    Plain(record, key);
  page_.Field("stands for", MentionShown(StringAt(record, "antecedent")));
  for (const Json& hedge : ValueAt(record, "hedges"))
    page_.Field("hedge", Piece(hedge) + "  " + StringAt(hedge, "effect"));
  for (const Json& part : ValueAt(record, "parts"))
    page_.Field("part", StringAt(part, "role") + " " + Piece(part));
  for (const char* key : {"rule", "confidence", "block"}) Plain(record, key);
  for (const FoundRecord& found : records_) {
    if (found.family == Family::kClaims &&
        StringAt(found.record, "figure") == StringAt(record, "id")) {
      page_.Field("claim", ClaimShown(found.record));
    }
  }
  Place(record);
}

void DocumentAudit::AttributionPage(const Json& record) {
  page_.Heading("attribution " + StringAt(record, "id") + "  " + StringAt(record, "kind"));
  std::vector<Mark> marks = RoleMarks(record);
  for (const Json& content : ValueAt(record, "content"))
    marks.push_back({SpanOf(content), "", true});
  Context(record, SpanOf(record), marks);
  for (const char* key : {"kind", "epistemic"}) Plain(record, key);
  Roles(record);
  for (const Json& content : ValueAt(record, "content")) page_.Field("content", Piece(content));
  Chain(StringAt(record, "parent"), "within");
  for (const FoundRecord& found : records_) {
    if (found.family == Family::kClaims &&
        StringAt(found.record, "attribution") == StringAt(record, "id")) {
      page_.Field("claim", ClaimShown(found.record));
    }
  }
  for (const char* key : {"rule", "confidence", "block"}) Plain(record, key);
  Place(record);
}

void DocumentAudit::ClaimPage(const Json& record) {
  page_.Heading("claim " + StringAt(record, "id") + "  " + ClaimLine(record));
  std::vector<Mark> marks = RoleMarks(record);
  marks.push_back({SpanOf(record, "figure_byte_start", "figure_byte_end"), "", true});
  const Json& time = ValueAt(record, "time");
  if (StringAt(time, "mention") != StringAt(record, "figure"))
    marks.push_back({SpanOf(time), "time", false});
  for (const Json& marker : ValueAt(record, "markers"))
    marks.push_back({SpanOf(marker), "marker", false});
  Context(record, SpanOf(record), marks);

  page_.Field("type", StringAt(record, "claim_type"));
  Roles(record);
  if (const auto figure = RangeAt(record, "figure_byte_start", "figure_byte_end")) {
    page_.Field("figure",
                Joined({Quoted(StringAt(record, "figure_text")) + " " + Bytes(*figure),
                        StringAt(record, "figure_kind"),
                        Joined({Shown(ValueAt(record, "number")), StringAt(record, "unit")}, " "),
                        StringAt(record, "qualifier"), StringAt(record, "figure")}));
  }
  for (const char* key : {"low", "high", "per", "direction"}) Plain(record, key);
  if (time.is_object()) {
    page_.Field("time", Joined({Piece(time), StringAt(time, "edtf"), StringAt(time, "role"),
                                StringAt(time, "mention")}));
  }
  page_.Field("epistemic", StringAt(record, "epistemic"));
  for (const Json& marker : ValueAt(record, "markers"))
    page_.Field("marker", Piece(marker) + "  " + StringAt(marker, "label"));
  page_.Field("said by", StringAt(record, "said_by"));
  Chain(StringAt(record, "attribution"), "attribution");
  for (const Json& rule : ValueAt(record, "rules")) page_.Field("rule", Shown(rule));
  for (const char* key : {"confidence", "block"}) Plain(record, key);
  Fact(record);
  Place(record);
}

void DocumentAudit::DocumentPage() {
  page_.Heading("document " + StringAt(record_, "id") + "  " + Quoted(StringAt(record_, "title")));
  page_.Blank();
  for (const char* key : {"title", "url", "published", "published_by", "publisher", "language",
                          "media_type", "charset"}) {
    Plain(record_, key);
  }
  for (const Json& author : ValueAt(record_, "authors")) page_.Field("author", Shown(author));
  std::map<std::string, int> roles;
  for (const Json& block : ValueAt(record_, "blocks")) ++roles[StringAt(block, "role")];
  std::vector<std::string> blocks, flags, counts;
  for (const auto& [role, n] : roles) blocks.push_back(role + " " + std::to_string(n));
  for (const Json& flag : ValueAt(record_, "flags")) flags.push_back(Shown(flag));
  for (const auto& [name, n] : ValueAt(record_, "counts").items())
    counts.push_back(name + " " + Shown(n));
  page_.Field("blocks", Joined(blocks, ", "));
  page_.Field("flags", Joined(flags, ", "));
  page_.Field("counts", Joined(counts, ", "));
  for (const FoundRecord& found : records_) {
    if (found.family == Family::kClaims) page_.Field("claim", ClaimShown(found.record));
  }
  PlaceAt({{0, IntegerAt(record_, "bytes").value_or(0)}});
}

std::string DocumentAudit::Piece(const Json& piece) const {
  const std::optional<SourceRange> range = RangeAt(piece);
  if (!range) return {};
  const Json& text = ValueAt(piece, "text");
  return Quoted(text.is_string() ? text.get<std::string>()
                                 : document_.Text(index_->TextOf(*range))) +
         " " + Bytes(*range);
}

std::string DocumentAudit::MentionShown(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? id : Joined({id, Piece(*found->second)}, " ");
}

std::vector<Mark> DocumentAudit::RoleMarks(const Json& record) const {
  std::vector<Mark> marks;
  for (const char* role : kRoles) {
    if (const Span span = SpanOf(ValueAt(record, role)); !span.empty())
      marks.push_back({span, role, false});
  }
  return marks;
}

void DocumentAudit::Plain(const Json& record, const char* key) {
  page_.Field(key, Shown(ValueAt(record, key)));
}

void DocumentAudit::Roles(const Json& record) {
  for (const char* name : kRoles) {
    const Json& role = ValueAt(record, name);
    if (!role.is_object()) continue;
    const std::string piece = Piece(role), by = StringAt(role, "by"), norm = StringAt(role, "norm");
    page_.Field(name,
                Joined({piece.empty() ? "(not in the clause)" : piece, StringAt(role, "canonical"),
                        norm.empty() ? "" : "norm " + norm, by.empty() ? "" : "found by " + by}));
    for (const Json& id : ValueAt(role, "mentions"))
      page_.Field("", "mention " + MentionShown(Shown(id)));
  }
}

void DocumentAudit::Chain(std::string id, const char* label) {
  for (int depth = 0; !id.empty() && depth < 20; ++depth) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return page_.Field(label, id + "  (not in the store)");
    const Json& a = *found->second;
    const Json &source = ValueAt(a, "source"), &cue = ValueAt(a, "cue");
    const std::string who = StringAt(source, "canonical");
    page_.Field(label,
                Joined({id, StringAt(a, "kind"), who.empty() ? StringAt(source, "text") : who,
                        Piece(source).empty() ? "" : "source " + Piece(source),
                        Piece(cue).empty() ? "" : "cue " + Piece(cue), StringAt(a, "epistemic")}));
    id = StringAt(a, "parent");
    label = "within";
  }
}

void DocumentAudit::Fact(const Json& claim) {
  const std::string key = StringAt(claim, "fact_key"), id = StringAt(claim, "document");
  page_.Field("fact_key", key);
  if (key.empty()) return;
  Json fact;
  const Status status = store_.Search(Family::kFacts, Json(key).dump(), [&](Json record) {
    if (StringAt(record, "fact_key") == key) fact = std::move(record);
    return fact.is_null();
  });
  if (!status || fact.is_null()) return;
  page_.Field("verdict",
              Joined({StringAt(fact, "verdict"), StringAt(fact, "note"), StringAt(fact, "id")}));
  for (const Json& value : ValueAt(fact, "values")) {
    std::vector<std::string> claims;
    for (const Json& c : ValueAt(value, "claims")) claims.push_back(Shown(c));
    const Json& time = ValueAt(value, "time");
    const std::string low = Shown(ValueAt(value, "low")), high = Shown(ValueAt(value, "high"));
    page_.Field(
        "value",
        Joined({Shown(ValueAt(value, "number")).empty() ? low + ".." + high
                                                        : Shown(ValueAt(value, "number")),
                StringAt(value, "unit"), StringAt(value, "qualifier"),
                time.is_object() ? StringAt(time, "edtf") : Shown(time), Joined(claims, " ")}));
  }
  for (const Json& other : ValueAt(fact, "documents")) {
    if (Shown(other) == id) continue;
    const Result<std::optional<FoundRecord>> found = store_.FindId(Shown(other));
    const bool there = found && *found;
    page_.Field("also in", Joined({Shown(other), there ? StringAt((*found)->record, "title") : "",
                                   there ? SourceOf((*found)->record).path : ""}));
  }
}

void DocumentAudit::Place(const Json& record) {
  std::vector<SourceRange> ranges;
  for (const Json& segment : ValueAt(record, "segments")) {
    if (segment.is_array() && segment.size() == 2 && segment[0].is_number_unsigned() &&
        segment[1].is_number_unsigned()) {
      ranges.push_back({segment[0].get<uint64_t>(), segment[1].get<uint64_t>()});
    }
  }
  // A claim is about its figure: the command prints that.
  const std::optional<SourceRange> figure = RangeAt(record, "figure_byte_start", "figure_byte_end");
  const std::optional<SourceRange> range = figure ? figure : RangeAt(record);
  if (ranges.empty() && range) ranges.push_back(*range);
  Plain(record, "line");
  PlaceAt(ranges);
}

void DocumentAudit::PlaceAt(const std::vector<SourceRange>& ranges) {
  page_.Field("document", Joined({StringAt(record_, "id"), StringAt(record_, "title")}));
  page_.Field("sha256", StringAt(record_, "sha256"));
  std::string place = file_.empty() ? source_.path : file_;
  for (const std::string& member : source_.container) place += " > " + member;
  if (source_.record) {
    place += "  record " + std::to_string(*source_.record) + " " +
             Bytes({source_.record_byte_start, source_.record_byte_end});
  }
  page_.Field("source", place);
  const uint64_t base = source_.record ? source_.record_byte_start : 0;
  std::vector<SourceRange> absolute;
  std::string inside, outside;
  for (const SourceRange& range : ranges) {
    absolute.push_back({range.begin + base, range.end + base});
    inside += (inside.empty() ? "" : " ") + Bytes(range);
    outside += (outside.empty() ? "" : " ") + Bytes(absolute.back());
  }
  page_.Field("bytes",
              inside + " of the payload" + (source_.record ? ", " + outside + " of the file" : ""));
  if (!source_.container.empty()) {
    page_.Field("print", "(inside a container: unpack it, then count in its last member)");
  } else if (!file_.empty() && file_ != "-") {
    page_.Field("print", PrintCommand(file_, absolute));
  }
  page_.Field("WARNING", warning_);
}

}  // namespace sourcier
