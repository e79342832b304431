// How fast records are written: records_bench [documents]. One core, simple mentions (no hedges,
// two parts), a claim for every tenth mention. Prints records and bytes per second of RecordWriter
// alone.
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "pipeline/core/sha256.h"
#include "pipeline/store/records.h"

namespace {

using namespace sourcier;

Document MakeDocument(bool claims) {
  Document d;
  for (int s = 0; s < 60; ++s) {
    d.payload +=
        "OpenAI a levé 13 milliards de dollars auprès de Microsoft, a annoncé la société mardi à "
        "Paris. ";
  }
  d.sha256 = Sha256Hex(d.payload);
  d.source.path = "fr/000.txt";
  d.media_type = "text/plain";
  d.charset = "utf-8";
  d.language = "fr";
  d.decoded = d.payload;
  const auto size = static_cast<uint32_t>(d.decoded.size());
  d.decode_map = OffsetMap::Identity(size);
  TextBuilder(&d.text, &d.normalize_map).Literal(d.decoded, 0);
  d.origin = OffsetMap::Compose(d.decode_map, d.normalize_map);
  d.blocks.resize(1);
  d.blocks[0].span = {0, size};
  d.blocks[0].language = "fr";
  const uint32_t step = size / 60;
  for (uint32_t s = 0; s < 60; ++s) {
    Sentence sentence;
    sentence.span = {s * step, (s + 1) * step - 1};
    d.sentences.push_back(sentence);
    Mention m;
    m.sentence = s;
    m.rule = "fr/money/number-scale-currency";
    m.span = {s * step + 15, s * step + 38};
    FigureValue f;
    f.kind = FigureKind::kMoney;
    f.number = f.low = f.high = Decimal(13000000000);
    f.unit = "USD";
    f.unit_system = UnitSystem::kIso4217;
    m.value = f;
    m.parts = {{PartRole::kNumber, {m.span.begin, m.span.begin + 2}},
               {PartRole::kCurrency, {m.span.end - 7, m.span.end}}};
    d.mentions.push_back(m);
    m.parts.clear();
    m.rule = "fr/names/lexicon";
    EntityValue e;
    e.entity_class = EntityClass::kOrganisation;
    e.canonical = "OpenAI";
    e.entity = "openai";
    m.value = e;
    for (const uint32_t at : {0u, 52u, 85u}) {
      m.span = {s * step + at, s * step + at + 6};
      d.mentions.push_back(m);
    }
    if (!claims || s % 3 != 0) continue;
    Claim c;
    c.sentence = s;
    c.figure = s * 4;
    c.subject.span = {s * step, s * step + 6};
    c.subject.canonical = "OpenAI";
    c.fact_key = "funding|OpenAI||USD|";
    d.claims.push_back(c);
  }
  return d;
}

}  // namespace

int main(int argc, char** argv) {
  const int documents = argc > 1 ? std::atoi(argv[1]) : 2000;
  for (const bool claims : {false, true}) {
    const Document d = MakeDocument(claims);
    RecordWriter writer(false);
    Records out;
    uint64_t records = 0, bytes = 0;
    const std::clock_t start = std::clock();
    for (int i = 0; i < documents; ++i) {
      writer.Write(d, &out);
      for (size_t f = 0; f < kFamilyCount; ++f) {
        records += out.counts[f];
        bytes += out.lines[f].size();
      }
    }
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::printf("%s: %.2f M records/s, %.0f MB/s, %.0f bytes a record\n",
                claims ? "with claims" : "mentions", static_cast<double>(records) / seconds / 1e6,
                static_cast<double>(bytes) / seconds / 1e6,
                static_cast<double>(bytes) / static_cast<double>(records));
  }
}
