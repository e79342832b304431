// Text -> tokens and blocks, and the role of each block.
//
// A block is a line, without the white space around it; in a text that is wrapped by hand, lines go
// together until an empty line or one that ends a paragraph. Roles (CONTRACT, section 2) come from
// the form of a block and of its neighbours, and from lexicon entries of the classes
// boilerplate:related, :promo, :nav, :form, :caption and :boilerplate. Their column `where` says
// where the entry must stand: `start` of the block (the default), `any`where in it, or be the
// `whole` of it; `line` is like start, and the length of the block does not matter. Nothing is
// deleted: a role is all that noise gets.
#ifndef SOURCIER_TEXT_BLOCKS_H_
#define SOURCIER_TEXT_BLOCKS_H_

#include <memory>

#include "pipeline/core/stage.h"

namespace sourcier {

// Fills tokens and blocks (all of role body, language and pack still empty).
std::unique_ptr<const Stage> MakeBlockStage();

// Sets roles, the pack of titles and headings that have none, the title where it is still empty,
// and the flags title_repeated, title_truncated, quote_unbalanced, suspect_stop,
// machine_translated. Runs after the language stage.
std::unique_ptr<const Stage> MakeRoleStage();

}  // namespace sourcier

#endif  // SOURCIER_TEXT_BLOCKS_H_
