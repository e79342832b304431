// Result<T>: a value, or an Error with a stable code and a message for people. Folder borders
// return Results; exceptions do not cross them. `Problem` (document.h) is for bad input, which is
// recorded; an Error is for what must stop.
#ifndef SOURCIER_CORE_RESULT_H_
#define SOURCIER_CORE_RESULT_H_

#include <string>
#include <utility>
#include <variant>

namespace sourcier {

enum class ErrorCode { kUsage, kIo, kFormat, kLocked, kInternal };

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  // Where, what was expected, what was found; no trailing newline.
  std::string message;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT: conversions are the point
  Result(Error error) : state_(std::move(error)) {}  // NOLINT

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  // REQUIRES: ok().
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  // REQUIRES: !ok().
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

// A Result without a value.
struct Done {};
using Status = Result<Done>;

}  // namespace sourcier

#endif  // SOURCIER_CORE_RESULT_H_
