// The token pass gives these, and everything after it looks at tokens, never at bytes again.
#ifndef SOURCIER_CORE_TOKEN_H_
#define SOURCIER_CORE_TOKEN_H_

#include <cstdint>

#include "pipeline/core/span.h"

namespace sourcier {

// 16 bytes. `hash` is of the folded surface (ASCII and Latin-1 case folded by OR-ing 0x20 into
// every byte; the typographic apostrophe as the plain one). Digit runs hash too, but only rules
// that name a number literally ever look.
struct Token {
  enum Flag : uint16_t {
    kGlued =
        1 << 0,  // no white space between it and the token before (false at the start of a line)
    kLineStart = 1 << 1,    // first token after a line break, or of the text
    kDigits = 1 << 2,       // a run of ASCII digits
    kWord = 1 << 3,         // a run of letters, with the closing apostrophe of an elision
    kCapital = 1 << 4,      // first letter is upper case
    kAllCaps = 1 << 5,      // two letters or more, none lower case
    kMixed = 1 << 6,        // an upper-case letter after a lower-case one (OpenAI, iPhone)
    kElided = 1 << 7,       // ends in an apostrophe (l', d', qu')
    kNarrowSpace = 1 << 8,  // the white space before it is one no-break, narrow or thin space
    kLowercase = 1 << 9,    // first letter is lower case
    kSingle = 1 << 10,      // a word of one letter (not counting the apostrophe)
  };

  uint32_t offset = 0;  // first byte in the document's text
  uint16_t length = 0;  // bytes; longer runs are cut near 65,535
  uint16_t flags = 0;
  uint64_t hash = 0;

  uint32_t end() const { return offset + length; }
  Span span() const { return {offset, end()}; }
  bool Is(Flag flag) const { return (flags & flag) != 0; }
};
static_assert(sizeof(Token) == 16);

}  // namespace sourcier

#endif  // SOURCIER_CORE_TOKEN_H_
