#include "pipeline/core/decimal.h"

#include <doctest/doctest.h>

namespace sourcier {

TEST_CASE("decimals read and write exactly") {
  const struct {
    const char* in;
    const char* out;  // nullptr: refused
  } cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"007", "7"},
      {"1.50", "1.5"},
      {"0.05", "0.05"},
      {"-12.5", "-12.5"},
      {"13e9", "13000000000"},
      {"1.5e3", "1500"},
      {"25e-2", "0.25"},
      {"100.00", "100"},
      {"12345678901234567890123456789012345678", "12345678901234567890123456789012345678"},
      {"1234567890123456789012345678901234567890", nullptr},
      {"1e60", nullptr},
      {"", nullptr},
      {"-", nullptr},
      {"1,5", nullptr},
      {"1.2.3", nullptr},
      {"e5", nullptr},
      {"1e", nullptr},
  };
  for (const auto& c : cases) {
    CAPTURE(c.in);
    const auto d = Decimal::Parse(c.in);
    REQUIRE(d.has_value() == (c.out != nullptr));
    if (c.out) CHECK(d->ToString() == c.out);
  }
}

TEST_CASE("decimals add, multiply and compare exactly") {
  const Decimal tenth = *Decimal::Parse("0.1");
  Decimal sum = 0;
  for (int i = 0; i < 10; ++i) sum = *sum.Plus(tenth);
  CHECK(sum == Decimal(1));
  CHECK(Decimal::Parse("2.3")->Times(Decimal(1000000))->ToString() == "2300000");
  CHECK(Decimal::Parse("2.3")->TimesPowerOfTen(6)->ToString() == "2300000");
  CHECK(Decimal(50).TimesPowerOfTen(-2)->ToString() == "0.5");
  CHECK(*Decimal::Parse("0.30") == *Decimal::Parse("0.3"));
  CHECK(*Decimal::Parse("-1.5") < *Decimal::Parse("-1.25"));
  CHECK(Decimal(2).Compare(*Decimal::Parse("1e30")) < 0);
  CHECK(Decimal::Parse("1e30")->Compare(*Decimal::Parse("0.0000000000001")) > 0);
  CHECK_FALSE(Decimal::Parse("9e37")->Times(Decimal(10)).has_value());
}

}  // namespace sourcier
