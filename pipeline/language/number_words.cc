#include "pipeline/language/number_words.h"

namespace sourcier {
namespace {

constexpr int64_t kLimit = 1'000'000'000'000'000'000;  // 10^18

// Whether a number below ten may be added to what stands below the hundred.
bool TakesUnit(int64_t rest, int64_t unit) {
  if (rest % 10 != 0) return false;
  return rest != 10 ? rest != 70 && rest != 90
                    : unit >= 7;  // dix-sept, but soixante-dix takes its own teens
}

}  // namespace

bool NumberWords::Join(Part part, int64_t value, bool is_score) {
  const int64_t rest = group_ % 100;
  const bool zero = value == 0;
  if (zero ? words_ > 0 : (words_ == 1 && value_is_zero())) return false;
  bool four = false;
  switch (part) {
    case Part::kUnit:
      // Septante and nonante take units; soixante-dix, seventy by addition, takes those above six.
      if (!(rest == 0 || TakesUnit(rest, value) ||
            ((rest == 70 || rest == 90) && (by_addition_ ? value >= 7 : true)))) {
        return false;
      }
      group_ += value;
      four = value == 4 && rest == 0;
      break;
    case Part::kTeen:
      if (rest != 0 && rest != 60 && rest != 80) return false;
      by_addition_ = rest != 0;
      group_ += value;
      break;
    case Part::kTen:
      if (is_score && score_next_) {
        group_ += 80 - 4;
      } else if (rest == 0) {
        group_ += value;
      } else {
        return false;
      }
      by_addition_ = false;
      break;
    case Part::kHundred:
      if (group_ >= 100 || (group_ != 0 && group_ % 10 == 0 && group_ > 10)) return false;
      group_ = (group_ == 0 ? 1 : group_) * 100;
      break;
    case Part::kThousand:
    case Part::kScale:
      if (last_scale_ != 0 && value >= last_scale_) return false;
      if (part == Part::kScale && group_ == 0) return false;
      if (group_ != 0 && value > kLimit / group_) return false;
      total_ += (group_ == 0 ? 1 : group_) * value;
      group_ = 0;
      last_scale_ = value;
      by_addition_ = false;
      break;
  }
  score_next_ = four;
  ++words_;
  return true;
}

bool NumberWords::value_is_zero() const { return total_ == 0 && group_ == 0; }

bool NumberWords::TakesAnd(int64_t value) const {
  const int64_t rest = group_ % 100;
  if (value == 1) return rest >= 20 && rest % 10 == 0 && !by_addition_;
  return value == 11 && rest == 60;
}

bool NumberWords::JoinOrdinal(int64_t value, int64_t* sum) const {
  NumberWords copy = *this;
  const Part part = value < 10     ? Part::kUnit
                    : value < 17   ? Part::kTeen
                    : value < 100  ? Part::kTen
                    : value == 100 ? Part::kHundred
                                   : Part::kScale;
  if (!copy.Join(part, value, value == 20)) return false;
  *sum = copy.value();
  return true;
}

}  // namespace sourcier
