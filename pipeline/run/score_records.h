// What the scorer compares: layered records, of a hand-made gold or of a store, by article. A
// record belongs to one of four layers (figures, entities, attributions, claims) and to a file, the
// base name of the article.
//
// Gold is JSONL: one object a line with "layer" (or in a file whose name holds the layer's name)
// and "file". Keys that are absent count as null. Offsets are bytes of the file as it is,
// half-open. Empty strings stand for null throughout.
#ifndef SOURCIER_RUN_SCORE_RECORDS_H_
#define SOURCIER_RUN_SCORE_RECORDS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/core/result.h"

namespace sourcier::score {

// Bytes [start, end) of the article; unset where something has no place in it (an implicit
// subject).
struct Extent {
  int64_t start = 0, end = 0;
  bool set = false;

  friend bool operator==(const Extent&, const Extent&) = default;
};

// A role, cue, time or period. `present` is false where the record has null.
struct Slot {
  bool present = false;
  Extent at;
  std::string text, canonical;
  std::string norm;  // predicates
  std::string iso;   // times and periods
};

struct Figure {
  Extent at;
  std::string text;
  std::string kind;  // money percent ratio multiple count measure date duration
  std::optional<double> value, value_min, value_max;
  std::string unit, currency, iso, qualifier;
  std::vector<std::string> qualifier_also;  // gold: other readings that are as good
  bool optional = false;                    // gold: neither missed nor wrong when found
};

struct Entity {
  Extent at;
  std::string text;
  std::string type;  // ORG PER LOC PRODUCT MEDIA EVENT WORK MISC
  std::vector<std::string> alt_types;
  std::string canonical, coref;
  bool is_name = true;  // else a nominal or a pronoun
  bool optional = false;
};

struct Attribution {
  Slot source, cue;
  std::string kind;  // direct indirect mixed
  std::vector<Extent> content;
  bool has_content = false;  // also where no part of it has a place
  bool optional = false;
};

struct Claim {
  std::string type;
  std::vector<std::string> alt_types;
  Slot subject, object, measure, predicate, time, period;
  std::optional<Figure> figure;
  std::string epistemic;
  std::vector<std::string> epistemic_also;
  bool attributed = false, attribution_optional = false;
  Slot said_by;  // source of the attribution
  bool optional = false;
};

template <typename T>
using ByFile = std::map<std::string, std::vector<T>, std::less<>>;

struct Layers {
  ByFile<Figure> figures;
  ByFile<Entity> entities;
  ByFile<Attribution> attributions;
  ByFile<Claim> claims;

  bool HasFile(std::string_view file) const;
  // Drops the articles that `gold` says nothing about: they are not judged.
  void KeepFilesOf(const Layers& gold);
};

// Adds the records of one layered JSONL text. Lines of other layers are passed over. Errors
// (kFormat): "`name`:LINE: ..." where a line is no JSON object or lacks a key that its layer cannot
// do without (file; start, end; type, kind, claim_type).
Status AddLayered(std::string_view name, std::string_view jsonl, Layers* layers);

// All layered records of a directory: *.gold.jsonl and seeds_*.jsonl, in bytewise order of their
// names. kUsage where there is none, kIo, kFormat.
Result<Layers> ReadGold(const std::string& directory);

// The records of a claim store, as layers. Mentions in blocks that feed no claims are left out, and
// so are ordinals and sets, which gold does not hold. `warnings` gets a line for every claim whose
// figure is not in the store. kIo, kFormat.
Result<Layers> ReadStore(const std::string& directory, std::vector<std::string>* warnings);

// A whole file; kIo.
Result<std::string> ReadFile(const std::string& path);

}  // namespace sourcier::score

#endif  // SOURCIER_RUN_SCORE_RECORDS_H_
