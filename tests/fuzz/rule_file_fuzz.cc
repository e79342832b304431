// Any bytes as a rule file: rules, or an error that names the line. What can be read is compiled,
// too.
#include <string>

#include "pipeline/language/language_pack.h"
#include "pipeline/language/rule_file.h"
#include "pipeline/language/rule_set.h"
#include "pipeline/text/tokens.h"
#include "tests/fuzz/check_document.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sourcier;
  static const auto languages = Languages::LoadEmbedded(TokenizeEntry);
  Require(languages.ok());
  const LanguagePack& pack = *languages->packs().front();
  const auto file = ParseRuleFile("fuzz.rules", {reinterpret_cast<const char*>(data), size});
  if (!file.ok()) {
    Require(file.error().message.compare(0, 11, "fuzz.rules:") == 0);
    return 0;
  }
  const auto set = RuleSet::Compile(pack.code(), file->set, {&*file}, pack.lexicon());
  Require(set.ok() || !set.error().message.empty());
  return 0;
}
