#include "extractors/stages.h"

namespace sourcier {

}  // namespace sourcier
