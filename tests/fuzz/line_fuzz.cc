// Any bytes as an article, down the whole line: every span that is found lies in the text, on the
// borders of characters, and goes back to bytes of the payload; the records are JSON.
#include <nlohmann/json.hpp>
#include <sstream>

#include "extractors/stages.h"
#include "pipeline/core/locator.h"
#include "pipeline/core/sha256.h"
#include "pipeline/input/charset.h"
#include "pipeline/store/records.h"
#include "pipeline/text/tokens.h"
#include "tests/fuzz/check_document.h"

namespace sourcier {
namespace {

class Checker {
 public:
  explicit Checker(const Document& document) : d_(document) { locator_.Start(document); }

  void CheckAll() {
    for (const Mention& m : d_.mentions) {
      Require(!m.span.empty() && m.sentence < d_.sentences.size() && !m.rule.empty());
      Check(m.span);
      for (const Hedge& hedge : m.hedges) Check(hedge.span);
      for (const Part& part : m.parts) Check(part.span);
      const EntityValue* entity = m.entity();
      if (entity != nullptr && entity->antecedent != kNoIndex)
        Require(entity->antecedent < d_.mentions.size());
    }
    for (const Attribution& a : d_.attributions) {
      Require(a.sentence < d_.sentences.size());
      Require(a.parent == kNoIndex || a.parent < d_.attributions.size());
      Check(a.source), Check(a.cue);
      for (const Span span : a.content) Check(span);
    }
    for (const Claim& c : d_.claims) {
      Require(c.sentence < d_.sentences.size() && c.figure < d_.mentions.size());
      Require(c.time == kNoIndex || c.time < d_.mentions.size());
      Require(c.attribution == kNoIndex || c.attribution < d_.attributions.size());
      for (const Role* role : {&c.subject, &c.predicate, &c.object, &c.measure, &c.base, &c.place})
        Check(*role);
      Check(c.time_span);
    }
  }

 private:
  void Check(Span span) {
    if (span.empty()) return;
    Require(span.end <= d_.text.size());
    Require((d_.text[span.begin] & 0xC0) != 0x80);
    Require(span.end == d_.text.size() || (d_.text[span.end] & 0xC0) != 0x80);
    const Location place = locator_.Locate(span);
    Require(place.bytes.begin <= place.bytes.end && place.bytes.end <= d_.payload.size());
    Require(place.char_start <= place.char_end && place.line >= 1);
  }
  void Check(const Role& role) {
    Check(role.span);
    for (const uint32_t mention : role.mentions) Require(mention < d_.mentions.size());
  }

  const Document& d_;
  Locator locator_;
};

}  // namespace
}  // namespace sourcier

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sourcier;
  static const auto languages = Languages::LoadEmbedded(TokenizeEntry);
  Require(languages.ok());
  static const Line line = MakeLine(*languages, {.language = "fr", .reference_date = "2024-05-02"});
  static RecordWriter writer(true);
  Document d;
  d.media_type = "text/plain";
  d.payload.assign(reinterpret_cast<const char*>(data), size);
  d.sha256 = Sha256Hex(d.payload);
  DecodePayload(&d);
  const bool fatal =
      std::any_of(d.problems.begin(), d.problems.end(), [](const Problem& p) { return p.fatal; });
  if (!fatal) {
    RunLine(line, *languages, d);
    Checker(d).CheckAll();
  }
  Records records;
  writer.Write(d, &records);
  for (const auto& lines : records.lines) {
    std::istringstream in{std::string(std::string_view(lines))};
    for (std::string record; std::getline(in, record);) Require(nlohmann::json::accept(record));
  }
  return 0;
}
