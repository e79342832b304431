// A validator for tests: the part of JSON Schema 2020-12 that schemas/*.schema.json use. A keyword
// it does not know is an error, so that no rule of a schema is passed over in silence.
#ifndef SOURCIER_TESTS_UNIT_JSON_SCHEMA_H_
#define SOURCIER_TESTS_UNIT_JSON_SCHEMA_H_

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace sourcier::test {

using Json = nlohmann::ordered_json;

// Validates values against one schema document. Keeps compiled patterns; not thread-safe.
class SchemaValidator {
 public:
  explicit SchemaValidator(Json schema) : schema_(std::move(schema)) {}

  // What is wrong with `value`, as "/path: what"; empty where nothing is. Keys must come in the
  // order of `properties` too.
  std::vector<std::string> Validate(const Json& value) {
    errors_.clear();
    Check(schema_, value, "");
    return errors_;
  }

 private:
  void Fail(const std::string& path, const std::string& what) {
    errors_.push_back(path + ": " + what);
  }

  static bool HasType(const Json& value, const std::string& type) {
    if (type == "null") return value.is_null();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_boolean();
    if (type == "array") return value.is_array();
    if (type == "object") return value.is_object();
    throw std::runtime_error("unknown type in a schema: " + type);
  }

  void Check(const Json& schema, const Json& value, const std::string& path) {
    static const std::set<std::string> kNotes = {"$schema", "$id", "$defs", "title", "description"};
    for (const auto& [keyword, rule] : schema.items()) {
      if (kNotes.contains(keyword)) continue;
      if (keyword == "$ref")
        Check(Resolve(rule.get<std::string>()), value, path);
      else if (keyword == "anyOf")
        CheckAnyOf(rule, value, path);
      else if (keyword == "type")
        CheckType(rule, value, path);
      else if (keyword == "const")
        Expect(value == rule, path, "is not " + rule.dump());
      else if (keyword == "enum")
        Expect(std::find(rule.begin(), rule.end(), value) != rule.end(), path,
               value.dump() + " is none of the words");
      else if (keyword == "pattern")
        CheckPattern(rule.get<std::string>(), value, path);
      else if (keyword == "minLength")
        Expect(
            !value.is_string() || value.get_ref<const std::string&>().size() >= rule.get<size_t>(),
            path, "is too short");
      else if (keyword == "minimum")
        Expect(!value.is_number() || value.get<double>() >= rule.get<double>(), path,
               "is below " + rule.dump());
      else if (keyword == "maximum")
        Expect(!value.is_number() || value.get<double>() <= rule.get<double>(), path,
               "is above " + rule.dump());
      else if (keyword == "minItems")
        Expect(!value.is_array() || value.size() >= rule.get<size_t>(), path, "has too few items");
      else if (keyword == "maxItems")
        Expect(!value.is_array() || value.size() <= rule.get<size_t>(), path, "has too many items");
      else if (keyword == "items")
        CheckItems(rule, value, path);
      else if (keyword == "properties")
        CheckProperties(rule, value, path);
      else if (keyword == "required")
        CheckRequired(rule, value, path);
      else if (keyword == "additionalProperties")
        CheckNoOther(schema, value, path);
      else
        throw std::runtime_error("keyword that the validator does not know: " + keyword);
    }
  }

  void Expect(bool holds, const std::string& path, const std::string& what) {
    if (!holds) Fail(path, what);
  }

  const Json& Resolve(const std::string& reference) const {
    return schema_.at(Json::json_pointer(reference.substr(1)));  // "#/$defs/role"
  }

  void CheckAnyOf(const Json& choices, const Json& value, const std::string& path) {
    const std::vector<std::string> before = errors_;
    std::vector<std::string> first;
    for (const Json& choice : choices) {
      errors_.clear();
      Check(choice, value, path);
      if (errors_.empty()) {
        errors_ = before;
        return;
      }
      if (first.empty()) first = errors_;
    }
    errors_ = before;
    errors_.insert(errors_.end(), first.begin(), first.end());
  }

  void CheckType(const Json& rule, const Json& value, const std::string& path) {
    const bool holds = rule.is_string()
                           ? HasType(value, rule.get<std::string>())
                           : std::any_of(rule.begin(), rule.end(), [&](const Json& type) {
                               return HasType(value, type.get<std::string>());
                             });
    Expect(holds, path, value.dump().substr(0, 60) + " is not " + rule.dump());
  }

  void CheckPattern(const std::string& pattern, const Json& value, const std::string& path) {
    if (!value.is_string()) return;
    const auto it = patterns_.try_emplace(pattern, pattern, std::regex::ECMAScript).first;
    Expect(std::regex_search(value.get_ref<const std::string&>(), it->second), path,
           value.dump() + " does not match " + pattern);
  }

  void CheckItems(const Json& rule, const Json& value, const std::string& path) {
    if (!value.is_array()) return;
    for (size_t i = 0; i < value.size(); ++i) Check(rule, value[i], path + "/" + std::to_string(i));
  }

  void CheckProperties(const Json& rule, const Json& value, const std::string& path) {
    if (!value.is_object()) return;
    std::vector<std::string> in_schema, in_value;
    for (const auto& [key, property] : rule.items()) {
      if (!value.contains(key)) continue;
      in_schema.push_back(key);
      Check(property, value.at(key), path + "/" + key);
    }
    for (const auto& [key, inner] : value.items()) {
      if (rule.contains(key)) in_value.push_back(key);
    }
    Expect(in_schema == in_value, path, "keys are not in the order of the schema");
  }

  void CheckRequired(const Json& rule, const Json& value, const std::string& path) {
    if (!value.is_object()) return;
    for (const Json& key : rule) {
      Expect(value.contains(key.get<std::string>()), path, "lacks " + key.get<std::string>());
    }
  }

  void CheckNoOther(const Json& schema, const Json& value, const std::string& path) {
    if (schema.at("additionalProperties") != false)
      throw std::runtime_error("additionalProperties must be false");
    if (!value.is_object()) return;
    for (const auto& [key, inner] : value.items()) {
      Expect(schema.at("properties").contains(key), path,
             "has a key that the schema does not know: " + key);
    }
  }

  Json schema_;
  std::map<std::string, std::regex> patterns_;
  std::vector<std::string> errors_;
};

// schemas/<family>.schema.json of the sources. Throws where it is missing or no JSON.
inline Json LoadSchema(const std::string& family) {
  const std::string path = std::string(SOURCIER_ROOT) + "/schemas/" + family + ".schema.json";
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path + ": cannot be read");
  return Json::parse(in);
}

// What is wrong with a record of a family; empty where nothing is. Schemas are read once.
inline std::vector<std::string> ValidateRecord(const std::string& family, const Json& record) {
  static std::map<std::string, SchemaValidator> validators;
  auto it = validators.find(family);
  if (it == validators.end())
    it = validators.emplace(family, SchemaValidator(LoadSchema(family))).first;
  return it->second.Validate(record);
}

}  // namespace sourcier::test

#endif  // SOURCIER_TESTS_UNIT_JSON_SCHEMA_H_
