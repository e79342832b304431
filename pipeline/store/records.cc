// Example: the payload "OpenAI leve 10 milliards de dollars." gives one line in documents, one in
// figures
// ({"type":"figure","id":"m_...","byte_start":12,...,"text":"10 milliards de dollars",...}), one in
// entities and, where the claim stage found one, one in claims that names both by id.
#include "pipeline/store/records.h"

#include <algorithm>

#include "pipeline/store/record_builder.h"

namespace sourcier {
namespace {

constexpr std::string_view kFamilies[] = {"documents",    "figures",    "times",   "entities",
                                          "attributions", "claims",     "copies",  "texts",
                                          "facts",        "duplicates", "problems"};
static_assert(std::size(kFamilies) == kFamilyCount);

void WriteSource(const Source& source, JsonWriter* json) {
  json->Raw("{\"input\":")
      .Number(source.input)
      .Raw(",\"path\":")
      .Untrusted(source.path)
      .Raw(",\"container\":[");
  for (size_t i = 0; i < source.container.size(); ++i) {
    if (i > 0) json->Raw(",");
    json->Untrusted(source.container[i]);
  }
  if (source.record) {
    json->Raw("],\"record\":").Number(*source.record);
    json->Raw(",\"record_byte_start\":").Number(source.record_byte_start);
    json->Raw(",\"record_byte_end\":").Number(source.record_byte_end);
  } else {
    json->Raw("],\"record\":null,\"record_byte_start\":null,\"record_byte_end\":null");
  }
  json->Raw(",\"url\":").UntrustedOrNull(source.url).Raw("}");
}

}  // namespace

std::string_view Name(Family family) { return kFamilies[static_cast<size_t>(family)]; }

void Records::Clear() {
  for (ByteBuffer& l : lines) l.clear();
  counts.fill(0);
  fact_lines.clear();
  sha256.clear();
  source_json.clear();
  problem_fields.clear();
  payload_bytes = 0;
  other_role_mentions = 0;
}

RecordWriter::RecordWriter(bool keep_text)
    : scratch_(std::make_unique<Scratch>()), keep_text_(keep_text) {}
RecordWriter::~RecordWriter() = default;

void RecordWriter::Write(const Document& document, Records* out) {
  scratch_->Build(document, keep_text_, out);
}

void RecordWriter::WriteCopy(std::string_view document_id, const Records& of, Records* out) {
  ByteBuffer& line = out->lines[static_cast<size_t>(Family::kCopies)];
  JsonWriter(&line)
      .Raw("{\"document\":")
      .Plain(document_id)
      .Raw(",\"source\":")
      .Raw(of.source_json)
      .Raw("}\n");
  ++out->counts[static_cast<size_t>(Family::kCopies)];
  out->sha256 = of.sha256;
  out->source_json = of.source_json;
  out->payload_bytes = of.payload_bytes;
}

void RecordBuilder::Build(const Document& document, bool keep_text, Records* out) {
  out->Clear();
  doc_ = &document;
  out_ = out;
  out->sha256 = document.sha256;
  out->payload_bytes = document.oversize.value_or(document.payload.size());
  fields_.clear();
  JsonWriter source(&fields_);
  WriteSource(document.source, &source);
  out->source_json = fields_.view();

  const bool fatal = std::any_of(document.problems.begin(), document.problems.end(),
                                 [](const Problem& p) { return p.fatal; });
  document_id_.clear();
  if (!fatal) {
    document_id_ = "d_";
    document_id_.append(document.sha256, 0, IdHash::kDigits);
    document_ids_.Start(document.sha256);
    locator_.Start(document);
    PlaceMentions();
    WriteMentions();
    WriteAttributions();
    WriteClaims();
    WriteDocument();
    if (keep_text) WriteText();
  }
  WriteProblems(fatal);
}

RecordBuilder::Id RecordBuilder::MakeId(const char (&prefix)[3], const IdHash& hash,
                                        std::string_view fields) {
  Id id;
  id.text[0] = prefix[0];
  id.text[1] = prefix[1];
  hash.Write(fields, id.text.data() + 2);
  return id;
}

JsonWriter RecordBuilder::Line(Family family) {
  ++out_->counts[static_cast<size_t>(family)];
  return JsonWriter(&out_->lines[static_cast<size_t>(family)]);
}

void RecordBuilder::EndLine(Family family) {
  out_->lines[static_cast<size_t>(family)].append("}\n");
}

std::string_view RecordBuilder::RoleOfSentence(uint32_t sentence) const {
  if (sentence >= doc_->sentences.size()) return {};
  const uint32_t block = doc_->sentences[sentence].block;
  return block < doc_->blocks.size() ? Name(doc_->blocks[block].role) : std::string_view();
}

void RecordBuilder::WriteDocument() {
  const Document& d = *doc_;
  JsonWriter json = Line(Family::kDocuments);
  json.Raw("{\"type\":\"document\",\"schema\":\"sourcier/1\",\"id\":").Plain(document_id_);
  json.Raw(",\"sha256\":").Plain(d.sha256).Raw(",\"bytes\":").Number(out_->payload_bytes);
  json.Raw(",\"source\":").Raw(out_->source_json);
  json.Raw(",\"media_type\":")
      .PlainOrNull(d.media_type)
      .Raw(",\"charset\":")
      .PlainOrNull(d.charset);
  json.Raw(",\"language\":")
      .UntrustedOrNull(d.language)
      .Raw(",\"title\":")
      .UntrustedOrNull(d.title);
  json.Raw(",\"published\":").UntrustedOrNull(d.published);
  json.Raw(",\"published_by\":").UntrustedOrNull(d.published_by).Raw(",\"authors\":[");
  for (size_t i = 0; i < d.authors.size(); ++i) {
    if (i > 0) json.Raw(",");
    json.Untrusted(d.authors[i]);
  }
  json.Raw("],\"publisher\":").UntrustedOrNull(d.publisher).Raw(",\"url\":").UntrustedOrNull(d.url);
  WriteBlocks(&json);

  std::vector<std::string_view> flags(d.flags);
  std::sort(flags.begin(), flags.end());
  json.Raw(",\"flags\":[");
  for (size_t i = 0; i < flags.size(); ++i) {
    if (i > 0) json.Raw(",");
    json.Plain(flags[i]);
  }

  // Mentions in other roles are there, but do not count.
  uint64_t figures = 0, times = 0, entities = 0, others = 0;
  for (const Mention& m : d.mentions) {
    const uint32_t block =
        m.sentence < d.sentences.size() ? d.sentences[m.sentence].block : kNoIndex;
    if (block < d.blocks.size() && !IsMain(d.blocks[block].role)) {
      ++others;
    } else {
      ++(m.figure() ? figures : m.time() ? times : entities);
    }
  }
  out_->other_role_mentions = static_cast<uint32_t>(others);
  json.Raw("],\"counts\":{\"figures\":").Number(figures).Raw(",\"times\":").Number(times);
  json.Raw(",\"entities\":").Number(entities);
  json.Raw(",\"attributions\":").Number(out_->counts[static_cast<size_t>(Family::kAttributions)]);
  json.Raw(",\"claims\":").Number(out_->counts[static_cast<size_t>(Family::kClaims)]);
  json.Raw(",\"problems\":").Number(d.problems.size()).Raw("}");
  EndLine(Family::kDocuments);
}

void RecordBuilder::WriteBlocks(JsonWriter* json) {
  json->Raw(",\"blocks\":[");
  bool first = true;
  for (const Block& b : doc_->blocks) {
    const Location at = locator_.Locate(b.span);
    json->Raw(first ? "{\"role\":" : ",{\"role\":").Plain(Name(b.role));
    json->Raw(",\"language\":").PlainOrNull(b.language);
    json->Raw(",\"byte_start\":").Number(at.bytes.begin).Raw(",\"byte_end\":").Number(at.bytes.end);
    json->Raw(",\"char_start\":")
        .Number(at.char_start)
        .Raw(",\"char_end\":")
        .Number(at.char_end)
        .Raw("}");
    first = false;
  }
  json->Raw("]");
}

void RecordBuilder::WriteProblems(bool fatal) {
  for (const Problem& p : doc_->problems) {
    fields_.clear();
    JsonWriter fields(&fields_);
    fields.Raw(doc_->source.path).Raw("\n").Raw(p.stage).Raw("\n").Raw(p.code).Raw("\n");
    if (p.range) fields.Number(p.range->begin);
    out_->problem_fields.emplace_back(fields_.view());
    JsonWriter json = Line(Family::kProblems);
    json.Raw("{\"type\":\"problem\",\"id\":").Plain(MakeId("p_", ids_, fields_).view());
    json.Raw(",\"document\":").PlainOrNull(fatal ? std::string_view() : document_id());
    json.Raw(",\"source\":")
        .Raw(out_->source_json)
        .Raw(",\"stage\":")
        .Plain(p.stage)
        .Raw(",\"code\":")
        .Plain(p.code);
    json.Raw(",\"message\":").Untrusted(p.message);
    if (p.range) {
      json.Raw(",\"byte_start\":")
          .Number(p.range->begin)
          .Raw(",\"byte_end\":")
          .Number(p.range->end);
    } else {
      json.Raw(",\"byte_start\":null,\"byte_end\":null");
    }
    EndLine(Family::kProblems);
  }
}

void RecordBuilder::WriteText() {
  // char_* of a record with fields count in its text field alone.
  const std::string_view text = std::string_view(doc_->decoded).substr(doc_->field_begin);
  JsonWriter json = Line(Family::kTexts);
  json.Raw("{\"document\":").Plain(document_id_).Raw(",\"text\":").String(text);
  json.Raw(",\"normalized\":").String(doc_->text);
  EndLine(Family::kTexts);
}

}  // namespace sourcier
