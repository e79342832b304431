#include "pipeline/core/document.h"

#include <algorithm>

namespace sourcier {

void Document::AddFlag(std::string_view literal) {
  if (!HasFlag(literal)) flags.push_back(literal);
}

bool Document::HasFlag(std::string_view flag) const {
  return std::find(flags.begin(), flags.end(), flag) != flags.end();
}

void Document::Reset() {
  source = {};
  oversize.reset();
  for (std::string* s : {&payload, &sha256, &title, &published, &published_by, &publisher, &url,
                         &declared_language, &language, &decoded, &text}) {
    s->clear();
  }
  media_type = charset = {};
  field_begin = 0;
  authors.clear();
  flags.clear();
  problems.clear();
  for (OffsetMap* m : {&decode_map, &normalize_map, &origin}) m->Clear();
  blocks.clear();
  tokens.clear();
  sentences.clear();
  units.clear();
  numbers.clear();
  mentions.clear();
  attributions.clear();
  claims.clear();
  arena.clear();
}

}  // namespace sourcier
