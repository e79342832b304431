// The files that are built into the program, as tools/build/embed.cmake wrote them.
#ifndef SOURCIER_LANGUAGE_EMBEDDED_H_
#define SOURCIER_LANGUAGE_EMBEDDED_H_

#include <string_view>
#include <vector>

namespace sourcier {

struct EmbeddedFile {
  std::string_view path;  // from the folder that was embedded, '/'-separated
  std::string_view text;
};

// extractors/languages, in bytewise order of path.
const std::vector<EmbeddedFile>& EmbeddedLanguages();
// schemas/*.schema.json and views.sql.
const std::vector<EmbeddedFile>& EmbeddedSchemas();

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_EMBEDDED_H_
