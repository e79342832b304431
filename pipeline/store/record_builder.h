// The inside of RecordWriter: one document at a time, in three files by family. Order of work: ids
// of mentions and attributions first, since records name each other; then the lines.
//   records.cc documents, problems, texts, copies, mention_records.cc, claim_records.cc
#ifndef SOURCIER_STORE_RECORD_BUILDER_H_
#define SOURCIER_STORE_RECORD_BUILDER_H_

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/locator.h"
#include "pipeline/core/sha256.h"
#include "pipeline/store/json_writer.h"
#include "pipeline/store/records.h"

namespace sourcier {

class RecordBuilder {
 public:
  void Build(const Document& document, bool keep_text, Records* out);

 private:
  // "m_" and 20 hexadecimal digits; empty where unset.
  struct Id {
    std::array<char, 22> text{};
    std::string_view view() const { return {text.data(), text[0] == 0 ? 0 : text.size()}; }
  };
  // A sentence as claims and attributions quote it.
  struct Place {
    uint32_t sentence = kNoIndex;
    Location location;
  };

  // records.cc
  void WriteDocument();
  void WriteBlocks(JsonWriter* json);
  void WriteProblems(bool fatal);
  void WriteText();
  // `prefix` and the digits of `hash` for `fields`.
  static Id MakeId(const char (&prefix)[3], const IdHash& hash, std::string_view fields);
  std::string_view document_id() const { return document_id_; }
  JsonWriter Line(Family family);
  void EndLine(Family family);
  std::string_view RoleOfSentence(uint32_t sentence) const;  // "" where there is none

  // mention_records.cc
  void PlaceMentions();
  void WriteMentions();
  void WriteSegments(Span span, const Location& at, JsonWriter* json);
  void WriteFigure(const Mention& mention, const FigureValue& value, JsonWriter* json);
  void WriteTime(const Mention& mention, const TimeValue& value, JsonWriter* json);
  void WriteEntity(const EntityValue& value, JsonWriter* json);
  void WriteHedgesAndParts(const Mention& mention, JsonWriter* json);
  // `"number":...,"value":...` of a figure, or `"number":...` alone.
  static void WriteNumber(const std::optional<Decimal>& number, int64_t denominator,
                          bool with_value, JsonWriter* json);
  static void WriteBounds(const std::optional<Decimal>& low, const std::optional<Decimal>& high,
                          JsonWriter* json);

  // claim_records.cc
  void WriteAttributions();
  void WriteClaims();
  void WriteClaim(const Claim& claim, const Place& place, std::string_view figure_id, uint32_t n);
  void WriteClaimFigure(const Claim& claim, JsonWriter* json);
  void WriteClaimTime(const Claim& claim, JsonWriter* json);
  void WriteRole(const Role& role, bool with_norm, JsonWriter* json);
  // `"text":...,"byte_start":...,"byte_end":...` of a span; nulls where it is empty.
  void WriteSpan(Span span, JsonWriter* json);
  void WriteSentence(uint32_t sentence, const Place& place, JsonWriter* json);
  const Place& PlaceOf(uint32_t sentence);

  const Document* doc_ = nullptr;
  Records* out_ = nullptr;
  Locator locator_;
  IdHash ids_, document_ids_;  // of any fields; of those that begin with the document's SHA-256
  std::string document_id_;
  ByteBuffer fields_;
  std::vector<uint32_t> order_;      // mentions in text order
  std::vector<uint32_t> rank_;       // place of each mention in order_
  std::vector<Location> locations_;  // by mention
  std::vector<SourceRange> segments_;
  std::vector<Id> mention_ids_;       // by mention
  std::vector<Id> attribution_ids_;   // by attribution
  std::vector<uint32_t> line_order_;  // of attributions or claims
  std::vector<Place> places_;         // sentences located so far, by number
};

struct RecordWriter::Scratch : RecordBuilder {};

}  // namespace sourcier

#endif  // SOURCIER_STORE_RECORD_BUILDER_H_
