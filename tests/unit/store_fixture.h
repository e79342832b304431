// A small claim store made by hand: two sources, every family, places counted here and not by the
// code under test.
#ifndef SOURCIER_TESTS_UNIT_STORE_FIXTURE_H_
#define SOURCIER_TESTS_UNIT_STORE_FIXTURE_H_

#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/sha256.h"
#include "pipeline/store/segment_writer.h"
#include "pipeline/store/store_reader.h"

namespace sourcier::test {

inline void WriteFile(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// A directory that goes away with its test.
class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "sourcier-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TempDir() { std::filesystem::remove_all(path_); }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A payload, and places in it.
struct Payload {
  std::string bytes;
  // Where char_* begin to count: the start of the JSON value for JSONL (its escapes are one code
  // point each), else 0.
  size_t char_base = 0;
  std::string id() const { return "d_" + Sha256Hex(bytes).substr(0, 20); }

  size_t Find(std::string_view needle, size_t from = 0) const {
    const size_t at = bytes.find(needle, from);
    REQUIRE_MESSAGE(at != std::string::npos, needle);
    return at;
  }
  // Code points, with a JSON escape such as \n or \u00fb as one.
  size_t Char(size_t byte) const {
    size_t n = 0;
    for (size_t i = char_base; i < byte; ++n) {
      if (char_base > 0 && bytes[i] == '\\') {
        i += bytes[i + 1] == 'u' ? 6 : 2;
      } else {
        ++i;
        while (i < bytes.size() && (static_cast<unsigned char>(bytes[i]) & 0xC0) == 0x80) ++i;
      }
    }
    return n;
  }
  // The keys that every record has, for the bytes of `raw` (as they stand in the payload), which
  // read as `text`.
  Json Place(std::string_view raw, std::string_view text, size_t from = 0) const {
    const size_t begin = Find(raw, from), end = begin + raw.size();
    return {{"document", id()},
            {"byte_start", begin},
            {"byte_end", end},
            {"char_start", Char(begin)},
            {"char_end", Char(end)},
            {"line",
             1 + std::count(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(begin), '\n')},
            {"text", text},
            {"block", "body"}};
  }
  // A piece of a record.
  Json Piece(std::string_view raw) const {
    return {{"text", raw}, {"byte_start", Find(raw)}, {"byte_end", Find(raw) + raw.size()}};
  }
  Json Role(std::string_view raw, const std::string& canonical,
            std::vector<std::string> mentions = {}) const {
    Json role = raw.empty()
                    ? Json{{"text", nullptr}, {"byte_start", nullptr}, {"byte_end", nullptr}}
                    : Piece(raw);
    role.update({{"mentions", mentions},
                 {"canonical", canonical.empty() ? Json() : Json(canonical)},
                 {"by", nullptr}});
    return role;
  }
};

inline Json With(Json record, const Json& more) {
  record.update(more);
  return record;
}

// The store. Records may be changed before Write; Write may be called again.
class StoreFixture {
 public:
  StoreFixture() {
    Article();
    Line();
    Facts();
  }

  std::filesystem::path sources() const { return dir_.path() / "sources"; }
  std::string store() const { return (dir_.path() / "store").string(); }
  const Payload& article() const { return article_; }
  const Payload& line() const { return line_; }
  size_t line_base() const { return kFirstLine.size() + 1; }
  std::map<std::string, std::vector<Json>>& families() { return families_; }
  Json& Record(const std::string& family, const std::string& id) {
    for (Json& record : families_[family]) {
      if (record.value("id", "") == id) return record;
    }
    FAIL("no record " << id);
    return families_[family].front();
  }

  StoreReader Write() {
    WriteFile(sources() / "news" / "a.txt", article_.bytes);
    WriteFile(sources() / "news" / "b.jsonl", std::string(kFirstLine) + "\n" + line_.bytes + "\n");
    Json manifest = {{"generation", 1},
                     {"schema", "sourcier/1"},
                     {"versions", Json::object()},
                     {"ruleset", "r"},
                     {"files", Json::array()}};
    for (const auto& [family, records] : families_) {
      std::string bytes;
      for (const Json& record : records) bytes += record.dump() + "\n";
      ContentHash hasher;
      hasher.Add(bytes);
      const std::string hash = hasher.Hex(),
                        file = "segments/" + family + "-" + hash.substr(0, 16) + ".jsonl";
      WriteFile(std::filesystem::path(store()) / file, bytes);
      manifest["files"].push_back({{"file", file},
                                   {"family", family},
                                   {"xxh128", hash},
                                   {"bytes", bytes.size()},
                                   {"records", records.size()}});
    }
    WriteFile(std::filesystem::path(store()) / "MANIFEST.json", manifest.dump());
    WriteFile(
        std::filesystem::path(store()) / "runs" / "1.json",
        Json{{"inputs", Json::array({sources().string()})}, {"finished", "2025-01-01T00:00:00Z"}}
            .dump());
    Result<StoreReader> reader = StoreReader::Open(store());
    REQUIRE(reader.ok());
    return std::move(*reader);
  }

 private:
  // U+00AD (a soft hyphen) inside "milliards": dropped from the text, so the figure has two
  // segments.
  static constexpr std::string_view kFigure = "13 mil\u00ADliards de dollars";
  static constexpr std::string_view kSentence =
      "Microsoft a investi environ 13 mil\u00ADliards de dollars dans OpenAI depuis 2019, selon "
      "Satya Nadella.";
  static constexpr std::string_view kSentenceText =
      "Microsoft a investi environ 13 milliards de dollars dans OpenAI depuis 2019, selon Satya "
      "Nadella.";
  static constexpr std::string_view kFirstLine =
      R"({"title": "Rien", "text": "Un autre document."})";

  static Json Numbers(const char* kind, const char* number, const char* unit) {
    return {{"kind", kind},          {"number", number},       {"value", std::stod(number)},
            {"low", number},         {"high", number},         {"qualifier", "exact"},
            {"unit", unit},          {"unit_system", nullptr}, {"unit_by", nullptr},
            {"per", nullptr},        {"direction", nullptr},   {"hedges", Json::array()},
            {"parts", Json::array()}};
  }
  static Json Mention(const Payload& payload, const char* type, const char* id,
                      std::string_view raw, std::string_view text, std::string_view sentence) {
    Json record = payload.Place(raw, text, payload.Find(sentence));
    const size_t begin = payload.Find(sentence);
    record.update({{"type", type},
                   {"id", id},
                   {"segments", nullptr},
                   {"sentence_start", begin},
                   {"sentence_end", begin + sentence.size()},
                   {"rule", std::string("fr/") + type + "/test"},
                   {"confidence", 0.9}});
    return record;
  }
  Json Entity(const char* id, const char* entity_class, const char* name) const {
    return With(Mention(article_, "entity", id, name, name, kSentence), {{"class", entity_class},
                                                                         {"form", "name"},
                                                                         {"canonical", name},
                                                                         {"entity", name},
                                                                         {"wikidata", nullptr},
                                                                         {"antecedent", nullptr}});
  }
  static Json DocumentRecord(const Payload& payload, const Json& source, const char* media_type,
                             const char* title) {
    return {{"type", "document"},
            {"schema", "sourcier/1"},
            {"id", payload.id()},
            {"sha256", Sha256Hex(payload.bytes)},
            {"bytes", payload.bytes.size()},
            {"source", source},
            {"media_type", media_type},
            {"charset", "utf-8"},
            {"language", "fr"},
            {"title", title},
            {"published", "2025-01-22"},
            {"published_by", nullptr},
            {"authors", Json::array()},
            {"publisher", nullptr},
            {"url", "https://example.org/?a=1,2"},
            {"blocks", Json::array()},
            {"flags", Json::array()}};
  }
  static Json SourceObject(const char* path, Json record, Json begin, Json end) {
    return {{"input", 0},
            {"path", path},
            {"container", Json::array()},
            {"record", record},
            {"record_byte_start", begin},
            {"record_byte_end", end},
            {"url", nullptr}};
  }

  void Article() {
    const Payload& p = article_;
    Json document = DocumentRecord(p, SourceObject("news/a.txt", nullptr, nullptr, nullptr),
                                   "text/plain", "Microsoft, \"le\" pari");
    const size_t block = p.Find(kSentence);
    document["blocks"] = Json::array({{{"role", "body"},
                                       {"language", "fr"},
                                       {"byte_start", block},
                                       {"byte_end", block + kSentence.size()},
                                       {"char_start", p.Char(block)},
                                       {"char_end", p.Char(block + kSentence.size())}}});
    document["counts"] = {{"figures", 1},      {"times", 1},  {"entities", 3},
                          {"attributions", 1}, {"claims", 1}, {"problems", 0}};
    families_["documents"].push_back(document);

    Json figure = Mention(p, "figure", "m_13", kFigure, "13 milliards de dollars", kSentence);
    figure.update(Numbers("money", "13000000000", "USD"));
    const size_t begin = p.Find(kFigure), hole = p.Find("\u00AD");
    figure.update(
        {{"segments", Json::array({Json::array({begin, hole}),
                                   Json::array({hole + 2, begin + kFigure.size()})})},
         {"qualifier", "approx"},
         {"hedges", Json::array({With(p.Piece("environ"), {{"effect", "approx"}})})},
         {"parts",
          Json::array({{{"role", "number"}, {"byte_start", begin}, {"byte_end", begin + 2}}})}});
    families_["figures"].push_back(figure);
    families_["figures"].push_back(
        With(With(Mention(p, "figure", "m_5", "5", "5", "A lire aussi : 5 chiffres"),
                  Numbers("number", "5", "")),
             {{"block", "related"}, {"unit", nullptr}}));
    families_["times"].push_back(With(
        With(Mention(p, "time", "m_2019", "2019", "2019", kSentence), Numbers("date", "2019", "")),
        {{"number", nullptr},
         {"unit", nullptr},
         {"edtf", "2019"},
         {"date_start", "2019-01-01"},
         {"date_end", "2020-01-01"},
         {"role", "since"},
         {"resolved_by", "explicit"}}));
    families_["entities"] = {Entity("m_ms", "organisation", "Microsoft"),
                             Entity("m_oa", "organisation", "OpenAI"),
                             Entity("m_sn", "person", "Satya Nadella")};
    families_["attributions"].push_back(
        With(p.Place(kSentence, kSentenceText),
             {{"type", "attribution"},
              {"id", "a_1"},
              {"kind", "indirect"},
              {"source", p.Role("Satya Nadella", "Satya Nadella", {"m_sn"})},
              {"cue", p.Role("selon", "")},
              {"content", Json::array({p.Piece("Microsoft a investi environ")})},
              {"epistemic", "asserted"},
              {"parent", nullptr},
              {"rule", "fr/attribution/selon"},
              {"confidence", 0.8}}));
    Json claim = p.Place(kSentence, kSentenceText);
    claim.update({{"type", "claim"},
                  {"id", "c_1"},
                  {"claim_type", "investment"},
                  {"subject", p.Role("Microsoft", "Microsoft", {"m_ms"})},
                  {"predicate", With(p.Role("a investi", ""), {{"norm", "invest"}})},
                  {"object", p.Role("OpenAI", "OpenAI", {"m_oa"})},
                  {"measure", nullptr},
                  {"base", nullptr},
                  {"place", nullptr},
                  {"figure", "m_13"},
                  {"figure_kind", "money"},
                  {"figure_text", "13 milliards de dollars"},
                  {"figure_byte_start", begin},
                  {"figure_byte_end", begin + kFigure.size()},
                  {"number", "13000000000"},
                  {"value", 1.3e10},
                  {"low", nullptr},
                  {"high", nullptr},
                  {"qualifier", "approx"},
                  {"unit", "USD"},
                  {"per", nullptr},
                  {"direction", nullptr},
                  {"time", With(p.Piece("depuis 2019"),
                                {{"mention", "m_2019"}, {"edtf", "2019"}, {"role", "since"}})},
                  {"epistemic", "asserted"},
                  {"markers", Json::array({With(p.Piece("a investi"), {{"label", "asserted"}})})},
                  {"attribution", "a_1"},
                  {"said_by", "Satya Nadella"},
                  {"fact_key", "investment|Microsoft|OpenAI|USD|"},
                  {"rules", Json::array({"fr/claim/invest"})},
                  {"confidence", 0.75}});
    families_["claims"].push_back(claim);
  }

  // Record 1 of a JSONL file; no title, escapes in the text.
  void Line() {
    line_.char_base = line_.Find("Stargate");
    const size_t base = line_base();
    Json document =
        DocumentRecord(line_, SourceObject("news/b.jsonl", 1, base, base + line_.bytes.size()),
                       "application/x-ndjson", "x");
    document["title"] = nullptr;
    document["counts"] = {{"figures", 2},      {"times", 0},  {"entities", 0},
                          {"attributions", 0}, {"claims", 0}, {"problems", 0}};
    families_["documents"].push_back(document);
    Json range = With(Mention(line_, "figure", "m_500", R"(500\u00a0milliards de dollars)",
                              "500\u00A0milliards de dollars",
                              R"(Stargate co\u00fbterait 500\u00a0milliards de dollars.)"),
                      Numbers("money", "1", "USD"));
    range.update({{"number", nullptr},
                  {"low", "400000000000"},
                  {"high", "600000000000"},
                  {"qualifier", "range"}});
    families_["figures"].push_back(range);
    families_["figures"].push_back(
        With(Mention(line_, "figure", "m_40", "1/3", "1/3", "Oracle paie 1/3."),
             Numbers("ratio", "1", "")));
    families_["figures"].back().update({{"number", "1/3"}, {"unit", nullptr}});
  }

  void Facts() {
    const Json value = {{"number", "13000000000"},
                        {"low", nullptr},
                        {"high", nullptr},
                        {"unit", "USD"},
                        {"qualifier", "approx"},
                        {"time", nullptr},
                        {"claims", Json::array({"c_1"})}};
    families_["facts"].push_back({{"type", "fact"},
                                  {"id", "f_1"},
                                  {"fact_key", "investment|Microsoft|OpenAI|USD|"},
                                  {"verdict", "differ"},
                                  {"values", Json::array({value})},
                                  {"documents", Json::array({article_.id(), line_.id()})},
                                  {"note", nullptr}});
  }

  TempDir dir_;
  Payload article_{std::string("\u00C9conomie\n\nLe pari est risqu\u00E9. ") +
                   std::string(kSentence) +
                   " La somme vient en plusieurs fois.\n\nA lire aussi : 5 chiffres\n"};
  Payload line_{
      R"({"text": "Stargate co\u00fbterait 500\u00a0milliards de dollars.\nOracle paie 1/3."})"};
  std::map<std::string, std::vector<Json>> families_;
};

}  // namespace sourcier::test

#endif  // SOURCIER_TESTS_UNIT_STORE_FIXTURE_H_
