// Blocks -> sentences. A sentence never crosses a block; every token of a block that has words is
// in one sentence.
//
// A stop ends a sentence where what follows can begin one. It does not: before a lower-case word
// (an inserted stop); inside numbers, initials and addresses; after an entry of the lexicon class
// `abbreviation`, by its column `stop`: `never` (the default), `capital` (it ends one before a
// capitalised word) or `function` (only before a capitalised stop word). Closing quotes and
// brackets stay with the sentence before them. What runs on for 1,000 tokens is cut there.
#ifndef SOURCIER_TEXT_SENTENCES_H_
#define SOURCIER_TEXT_SENTENCES_H_

#include <memory>

#include "pipeline/core/stage.h"

namespace sourcier {

// Fills sentences (span, block, tokens) and first/last_sentence of blocks. Separators get none.
std::unique_ptr<const Stage> MakeSentenceStage();

}  // namespace sourcier

#endif  // SOURCIER_TEXT_SENTENCES_H_
