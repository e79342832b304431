// Reading JSON records in which any key may be absent. Only for the scorer's own .cc files.
#ifndef SOURCIER_RUN_SCORE_JSON_H_
#define SOURCIER_RUN_SCORE_JSON_H_

#include <nlohmann/json.hpp>
#include <string>

namespace sourcier::score {

// The value of a key; null where there is none, or where `record` is no object.
inline const nlohmann::json& At(const nlohmann::json& record, const char* key) {
  static const nlohmann::json null;
  if (!record.is_object()) return null;
  const auto it = record.find(key);
  return it == record.end() ? null : *it;
}

// The string under a key; "" where there is none.
inline std::string Text(const nlohmann::json& record, const char* key) {
  const nlohmann::json& value = At(record, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

}  // namespace sourcier::score

#endif  // SOURCIER_RUN_SCORE_JSON_H_
