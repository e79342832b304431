// Exact decimal numbers: money is never a double. A Decimal is mantissa x 10^-scale with up to 38
// digits, kept without trailing zeros after the point, so that equal numbers are equal structs.
#ifndef SOURCIER_CORE_DECIMAL_H_
#define SOURCIER_CORE_DECIMAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sourcier {

class Decimal {
 public:
  constexpr Decimal() = default;
  constexpr Decimal(int64_t integer) : mantissa_(integer) {}  // NOLINT: 3 is a Decimal

  // Reads "-12.5", "300", "1e9" (ASCII digits, a point, an optional decimal exponent). Nothing
  // else, and nothing with more than 38 digits: nullopt.
  static std::optional<Decimal> Parse(std::string_view text);
  // A run of digits of which the last `decimals` stand after the point. REQUIRES: digits only.
  // nullopt past 38 digits.
  static std::optional<Decimal> FromDigits(std::string_view digits, int decimals);

  // Exact results; nullopt where they do not fit in 38 digits.
  std::optional<Decimal> Plus(Decimal other) const;
  std::optional<Decimal> Times(Decimal other) const;
  std::optional<Decimal> TimesPowerOfTen(int power) const;
  Decimal Negated() const;

  bool IsInteger() const { return scale_ == 0; }
  bool IsZero() const { return mantissa_ == 0; }
  bool IsNegative() const { return mantissa_ < 0; }
  // The value as an int64, or nullopt where it is no integer or too large.
  std::optional<int64_t> ToInteger() const;
  // The nearest double.
  double ToDouble() const;
  // Plain decimal digits, no exponent, no group marks: "-0.5", "13000000000".
  std::string ToString() const;
  void AppendTo(std::string* out) const;

  // <0, 0, >0.
  int Compare(Decimal other) const;
  friend bool operator==(Decimal a, Decimal b) {
    return a.mantissa_ == b.mantissa_ && a.scale_ == b.scale_;
  }
  friend bool operator<(Decimal a, Decimal b) { return a.Compare(b) < 0; }

 private:
  __extension__ using Int128 = __int128;
  Decimal(Int128 mantissa, int scale);  // takes trailing zeros off

  Int128 mantissa_ = 0;
  int scale_ = 0;  // digits after the point, >= 0
};

}  // namespace sourcier

#endif  // SOURCIER_CORE_DECIMAL_H_
