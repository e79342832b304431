// The token pass: bytes to 16-byte tokens, once; everything after looks at tokens.
//
// Rules (tests/unit/tokens_test.cc has a table of 40 examples):
//   a run of letters is a token; a run of ASCII digits is a token; letters and digits part ("24h" =
//   24 h; "5G" = 5 G); any other visible sign is a token of its own, but equal signs in a row go
//   together ("...", "--"); an apostrophe (' or U+2019) between two letters closes the token before
//   it: "l'an" = l' an, "aujourd'hui" = aujourd' hui; elsewhere it is a sign; a hyphen is always a
//   sign ("vingt-deux" = vingt - deux); white space of any kind, and nothing else, stands between
//   tokens; control characters count as white space.
// Letters are ASCII letters and every code point from U+0080 up that is no sign and no space; of
// those, signs and spaces are the ranges in tokens.cc (Latin-1 punctuation, General Punctuation,
// currency signs, arrows, mathematical operators, ...).
#ifndef SOURCIER_TEXT_TOKENS_H_
#define SOURCIER_TEXT_TOKENS_H_

#include <string_view>
#include <vector>

#include "pipeline/core/token.h"

namespace sourcier {

// Appends the tokens of `text` (valid UTF-8, < 4 GiB) to `tokens`. Vector code where the processor
// has AVX2.
void Tokenize(std::string_view text, std::vector<Token>* tokens);

// The same, byte by byte: slow, obvious, and the oracle of the vector code.
void TokenizeScalar(std::string_view text, std::vector<Token>* tokens);

// The tokens of a lexicon entry or of a word in a rule: an apostrophe at its end closes an elision
// ("l'", "plus d'"), as it does in running text where a letter follows.
void TokenizeEntry(std::string_view entry, std::vector<Token>* tokens);

// The hash a token with this surface has (one token, in any case).
uint64_t TokenHash(std::string_view surface);

}  // namespace sourcier

#endif  // SOURCIER_TEXT_TOKENS_H_
