// Quotations of a block, whatever the marks: guillemets, curly and straight quotes, nested ones
// inside, and those that never close (they end with their block, or before the verb of saying that
// breaks off).
#ifndef SOURCIER_EXTRACTORS_QUOTES_H_
#define SOURCIER_EXTRACTORS_QUOTES_H_

#include <vector>

#include "extractors/grammar.h"

namespace sourcier {

struct Quote {
  Span outer;  // with its marks
  Span inner;  // without them and without the white space inside
  uint32_t words = 0;
  bool closed = true;
  bool used = false;  // an attribution has it
  bool starts_sentence = false, ends_sentence = false;
  uint32_t sentence = 0;  // where it opens
};

// Appends the outermost quotations of the block in text order. `dangling` goes from block to block:
// a mark that closes nothing behind the last stop of a block opens the quotation of the next one,
// as where a paragraph was cut behind its first sign.
void FindQuotes(const Document& document, const Grammar& grammar, uint32_t block, bool* dangling,
                std::vector<Quote>* quotes);

}  // namespace sourcier

#endif  // SOURCIER_EXTRACTORS_QUOTES_H_
