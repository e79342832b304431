#include "pipeline/core/decimal.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace sourcier {
namespace {

__extension__ using Int128 = __int128;
constexpr int kMaxDigits = 38;

constexpr Int128 PowerOfTen(int n) {
  Int128 p = 1;
  for (int i = 0; i < n; ++i) p *= 10;
  return p;
}

bool MultiplyOverflows(Int128 a, Int128 b, Int128* out) {
  return __builtin_mul_overflow(a, b, out);
}

}  // namespace

Decimal::Decimal(Int128 mantissa, int scale) : mantissa_(mantissa), scale_(scale) {
  while (scale_ > 0 && mantissa_ % 10 == 0) {
    mantissa_ /= 10;
    --scale_;
  }
}

std::optional<Decimal> Decimal::FromDigits(std::string_view digits, int decimals) {
  Int128 m = 0;
  for (char c : digits) {
    if (m > PowerOfTen(kMaxDigits - 1)) return std::nullopt;
    m = m * 10 + (c - '0');
  }
  if (decimals > kMaxDigits) return std::nullopt;
  return Decimal(m, decimals);
}

std::optional<Decimal> Decimal::Parse(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  int exponent = 0;
  if (const size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    const char* end = text.data() + text.size();
    const char* from = text.data() + e + 1;
    if (from != end && *from == '+') ++from;
    if (auto r = std::from_chars(from, end, exponent); r.ec != std::errc() || r.ptr != end)
      return std::nullopt;
    text = text.substr(0, e);
  }
  std::string digits;
  int decimals = 0;
  bool point = false;
  for (char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      digits.push_back(c);
      decimals += point;
    } else {
      return std::nullopt;
    }
  }
  if (digits.empty()) return std::nullopt;
  auto d = FromDigits(digits, decimals);
  if (d && exponent != 0) d = d->TimesPowerOfTen(exponent);
  if (d && negative) d = d->Negated();
  return d;
}

std::optional<Decimal> Decimal::TimesPowerOfTen(int power) const {
  if (power < 0) {
    if (scale_ - power > kMaxDigits) return std::nullopt;
    return Decimal(mantissa_, scale_ - power);
  }
  const int up = power > scale_ ? power - scale_ : 0;
  if (up > kMaxDigits) return std::nullopt;
  Int128 m = mantissa_;
  if (up > 0 && MultiplyOverflows(m, PowerOfTen(up), &m)) return std::nullopt;
  return Decimal(m, power > scale_ ? 0 : scale_ - power);
}

std::optional<Decimal> Decimal::Times(Decimal other) const {
  Int128 m;
  if (MultiplyOverflows(mantissa_, other.mantissa_, &m)) return std::nullopt;
  return Decimal(m, scale_ + other.scale_);
}

std::optional<Decimal> Decimal::Plus(Decimal other) const {
  const int scale = scale_ > other.scale_ ? scale_ : other.scale_;
  Int128 a, b, sum;
  if (MultiplyOverflows(mantissa_, PowerOfTen(scale - scale_), &a)) return std::nullopt;
  if (MultiplyOverflows(other.mantissa_, PowerOfTen(scale - other.scale_), &b)) return std::nullopt;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return Decimal(sum, scale);
}

Decimal Decimal::Negated() const { return Decimal(-mantissa_, scale_); }

std::optional<int64_t> Decimal::ToInteger() const {
  if (scale_ != 0 || mantissa_ > INT64_MAX || mantissa_ < INT64_MIN) return std::nullopt;
  return static_cast<int64_t>(mantissa_);
}

void Decimal::AppendTo(std::string* out) const {
  char buffer[48];
  char* p = buffer + sizeof buffer;
  // Negate digit by digit rather than as a whole: the lowest Int128 has no positive twin.
  Int128 m = mantissa_;
  int written = 0;
  do {
    const int digit = static_cast<int>(m % 10);
    *--p = static_cast<char>('0' + (digit < 0 ? -digit : digit));
    m /= 10;
    if (++written == scale_) *--p = '.';
  } while (m != 0 || written < scale_ + 1);
  if (mantissa_ < 0) *--p = '-';
  out->append(p, static_cast<size_t>(buffer + sizeof buffer - p));
}

std::string Decimal::ToString() const {
  std::string s;
  AppendTo(&s);
  return s;
}

double Decimal::ToDouble() const {
  const std::string s = ToString();
  return std::strtod(s.c_str(), nullptr);
}

int Decimal::Compare(Decimal other) const {
  if (scale_ == other.scale_) return mantissa_ < other.mantissa_ ? -1 : mantissa_ > other.mantissa_;
  const bool finer = scale_ > other.scale_;
  Int128 scaled;
  const Int128 coarse = finer ? other.mantissa_ : mantissa_;
  if (MultiplyOverflows(coarse, PowerOfTen(finer ? scale_ - other.scale_ : other.scale_ - scale_),
                        &scaled)) {
    const int sign =
        coarse < 0 ? -1 : 1;  // too large to write finely: larger in size than the other
    return finer ? -sign : sign;
  }
  if (finer) return mantissa_ < scaled ? -1 : mantissa_ > scaled;
  return scaled < other.mantissa_ ? -1 : scaled > other.mantissa_;
}

}  // namespace sourcier
