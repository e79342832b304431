#include "pipeline/store/json_writer.h"

#include <doctest/doctest.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <random>

#include "pipeline/store/field_scanner.h"

namespace sourcier {
namespace {

std::string Json(std::string_view text) {
  ByteBuffer out;
  JsonWriter(&out).String(text);
  return std::string(out);
}

TEST_CASE("strings: only what JSON demands is escaped") {
  struct Case {
    std::string_view text, json;
  };
  const Case cases[] = {
      {"", "\"\""},
      {"13 milliards de dollars", "\"13 milliards de dollars\""},
      {"l’été à 5 €, 𝄞", "\"l’été à 5 €, 𝄞\""},
      {"a/b", "\"a/b\""},
      {"say \"x\"", "\"say \\\"x\\\"\""},
      {"C:\\dir", "\"C:\\\\dir\""},
      {"a\nb\rc\td", "\"a\\nb\\rc\\td\""},
      {std::string_view("\0\x01\x1f\x7f", 4), "\"\\u0000\\u0001\\u001f\x7f\""},
      {"12345678\"", "\"12345678\\\"\""},
      {"1234567\\9", "\"1234567\\\\9\""},
  };
  for (const Case& c : cases) {
    CHECK(Json(c.text) == c.json);
    CHECK(Unescaped(Unquoted(c.json)) == c.text);
  }
}

TEST_CASE("strings: any text reads back as it was") {
  std::mt19937 random(7);
  const std::string_view pieces[] = {"a",    "\"", "\\",        "\n",   "é",  "€", "𝄞",
                                     "\x01", " ",  "bcdefghij", "\x1f", "\t", "/"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (size_t n = random() % 40; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const std::string json = Json(text);
    CHECK(nlohmann::json::parse(json).get<std::string>() == text);
    CHECK(Unescaped(Unquoted(json)) == text);
  }
}

TEST_CASE("untrusted strings: what is no UTF-8 becomes U+FFFD") {
  struct Case {
    std::string_view bytes, json;
  };
  const Case cases[] = {
      {"plain", "\"plain\""},
      {"caf\xE9.txt", "\"caf\xEF\xBF\xBD.txt\""},
      {"\xC3", "\"\xEF\xBF\xBD\""},
      {"\xE2\x82", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
      {"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},  // a surrogate
      {"\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},                  // an overlong slash
      {"\xF4\x90\x80\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
      {"é\xFF\"", "\"é\xEF\xBF\xBD\\\"\""},
  };
  for (const Case& c : cases) {
    ByteBuffer out;
    JsonWriter(&out).Untrusted(c.bytes);
    CHECK(out.view() == c.json);
    CHECK(nlohmann::json::accept(out.view()));
  }
}

TEST_CASE("exact numbers: strings of plain digits, whatever their size") {
  for (const char* digits : {"0", "-1", "13000000000", "0.05", "-4.25", "9223372036854775807",
                             "9223372036854775808", "12345678901234567890.123"}) {
    ByteBuffer out;
    JsonWriter(&out).Exact(*Decimal::Parse(digits));
    CHECK(out.view() == "\"" + std::string(digits) + "\"");
  }
}

TEST_CASE("numbers") {
  ByteBuffer out;
  JsonWriter json(&out);
  json.Number(0).Raw(" ").Number(UINT64_MAX).Raw(" ").Double(0.1).Raw(" ").Double(1.0 / 3).Raw(" ");
  json.Hundredths(1).Raw(" ").Hundredths(0.954f).Raw(" ").Hundredths(0.05f).Raw(" ").Exact(
      *Decimal::Parse("-0.50"));
  CHECK(out.view() == "0 18446744073709551615 0.1 0.3333333333333333 1.00 0.95 0.05 \"-0.5\"");
  for (const double d : {1e300, 13e9, -4.2, 5e-324, 0.30000000000000004}) {
    ByteBuffer text;
    JsonWriter(&text).Double(d);
    CHECK(nlohmann::json::parse(text.view()).get<double>() == d);
  }
}

TEST_CASE("whole numbers: as std::to_string writes them") {
  std::vector<uint64_t> values = {0, UINT64_MAX};
  for (uint64_t power = 1; power <= UINT64_MAX / 10; power *= 10) {
    for (const uint64_t near : {power - 1, power, power + 1, 7 * power}) values.push_back(near);
  }
  for (uint64_t i = 0; i < 20000; ++i) values.push_back(i);
  ByteBuffer out;
  for (const uint64_t value : values) {
    out.clear();
    JsonWriter(&out).Number(value);
    if (out.view() != std::to_string(value)) FAIL_CHECK(value << " became " << out.view());
    out.clear();
    JsonWriter(&out).Double(static_cast<double>(value));
    char expected[32];
    const auto end = std::to_chars(expected, expected + 32, static_cast<double>(value)).ptr;
    if (out.view() != std::string_view(expected, end))
      FAIL_CHECK(value << " became " << out.view());
  }
}

TEST_CASE("confidence: every hundredth, as printf rounds it") {
  for (int i = 0; i <= 10000; ++i) {
    const float value = static_cast<float>(i) / 1000;
    ByteBuffer out;
    JsonWriter(&out).Hundredths(value);
    const long n = std::lround(value * 100);
    char expected[32];
    std::snprintf(expected, sizeof expected, "%ld.%02ld", n / 100, n % 100);
    CHECK(out.view() == expected);
  }
}

// The slow twin of JsonWriter::String.
std::string EscapedByteByByte(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    char unicode[8];
    std::snprintf(unicode, sizeof unicode, "\\u%04x", static_cast<unsigned>(c));
    json += c == '"'                               ? "\\\""
            : c == '\\'                            ? "\\\\"
            : c == '\n'                            ? "\\n"
            : c == '\r'                            ? "\\r"
            : c == '\t'                            ? "\\t"
            : static_cast<unsigned char>(c) < 0x20 ? std::string(unicode)
                                                   : std::string(1, c);
  }
  return json + "\"";
}

TEST_CASE("strings: as byte by byte, at any length and place, and across pieces of long text") {
  std::mt19937 random(8);
  for (size_t size = 0; size < 70; ++size) {
    for (int round = 0; round < 50; ++round) {
      // Of its own memory, so that a sanitizer sees a byte read too many.
      std::vector<char> text(size);
      for (char& c : text) c = static_cast<char>(random() % 4 == 0 ? random() % 0x80 : 'a');
      const std::string_view view(text.data(), size);
      CHECK(Json(view) == EscapedByteByByte(view));
    }
  }
  std::string text;
  while (text.size() < 20000) text += std::string(random() % 90, 'b') + "\"\x02";
  CHECK(Json(text) == EscapedByteByByte(text));
}

TEST_CASE("field scanner: fields in order, keys within strings are no keys") {
  const std::string line =
      R"({"type":"claim","id":"c_1","text":"he said ,\"number\":5","subject":{"text":"x","a":[1,{"b":"}"}]},"number":"7","time":null,"last":12})";
  FieldScanner fields(line);
  CHECK(fields.Next("id") == "\"c_1\"");
  CHECK(fields.Next("subject") == R"({"text":"x","a":[1,{"b":"}"}]})");
  CHECK(fields.Next("absent") == "");
  CHECK(fields.Next("number") == "\"7\"");
  CHECK(fields.Next("time") == "null");
  CHECK(fields.Next("last") == "12");
  CHECK(FieldScanner(line).Next("number") == "\"7\"");
  CHECK(FieldScanner(line).Next("b") == "\"}\"");
  CHECK(FieldScanner(line).Next("type") == "\"claim\"");
}

TEST_CASE("field scanner: near and far fields, and one that is not there keeps the place") {
  std::string line = "{\"first\":\"\\\\\"";
  for (int i = 0; i < 12; ++i)
    line += ",\"k" + std::to_string(i) + "\":" +
            (i % 3 == 0   ? "\"a\\\"b,\""
             : i % 3 == 1 ? "[]"
                          : "7");
  line += ",\"o\":{\"x\":{\"y\":1}},\"z\":[[\"]\"]]}";
  FieldScanner near(line);
  CHECK(near.Next("first") == "\"\\\\\"");
  for (int i = 0; i < 12; ++i) CHECK_FALSE(near.Next("k" + std::to_string(i)).empty());
  CHECK(near.Next("absent") == "");
  CHECK(near.Next("y") == "1");
  CHECK(near.Next("z") == "[[\"]\"]]");
  FieldScanner far(line);
  CHECK(far.Next("k10") == "[]");
  CHECK(far.Next("k0") == "");
  CHECK(far.Next("o") == "{\"x\":{\"y\":1}}");
  CHECK(FieldScanner("{\"cut\":\"off").Next("cut") == "\"off");
  CHECK(FieldScanner("").Next("cut") == "");
}

}  // namespace
}  // namespace sourcier
