// The language of each block, of the document, and the pack that reads each block.
//
// Stop words settle most blocks (lexicon class `stopword` of each pack, over the first tokens of a
// block); cld2 is asked about the others where they have a few words, and the rest take the
// language of the document.
#ifndef SOURCIER_TEXT_LANGUAGE_ID_H_
#define SOURCIER_TEXT_LANGUAGE_ID_H_

#include <memory>

#include "pipeline/core/stage.h"

namespace sourcier {

// Fills Document::language (options.language where that is not "auto", else the language of most of
// the text; "" where nothing tells), and language and pack of each block. A forced language that
// has a pack reads every block, but Block::language still says what was found.
std::unique_ptr<const Stage> MakeLanguageStage(LineOptions options);

}  // namespace sourcier

#endif  // SOURCIER_TEXT_LANGUAGE_ID_H_
