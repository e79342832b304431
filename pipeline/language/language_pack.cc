#include "pipeline/language/language_pack.h"

#include "pipeline/language/rule_set.h"

namespace sourcier {

LanguagePack::LanguagePack() = default;
LanguagePack::~LanguagePack() = default;
Languages::Languages() = default;
Languages::~Languages() = default;
Languages::Languages(Languages&&) noexcept = default;
Languages& Languages::operator=(Languages&&) noexcept = default;

std::string_view LanguagePack::Attribute(const Unit& unit, ClassId with_class,
                                         std::string_view column) const {
  if (unit.entry == kNoIndex || !lexicon_.Has(unit.classes, with_class)) return {};
  return lexicon_.Attribute(unit.entry, with_class, column);
}

const RuleSet* LanguagePack::rules(std::string_view set) const {
  const auto it = rules_.find(set);
  return it == rules_.end() ? nullptr : it->second.get();
}

std::string_view LanguagePack::setting(std::string_view key) const {
  const auto it = settings_.find(key);
  return it == settings_.end() ? std::string_view() : std::string_view(it->second);
}

const LanguagePack* Languages::Find(std::string_view code) const {
  for (const auto& pack : packs_) {
    if (pack->code() == code) return pack.get();
  }
  return nullptr;
}

}  // namespace sourcier
