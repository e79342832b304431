#include "pipeline/input/reader.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "pipeline/core/sha256.h"
#include "tests/unit/temp_folder.h"

namespace sourcier {
namespace {

struct Read {
  std::vector<Document> documents;
  InputCounts counts;
  std::vector<std::string> inputs;

  // "input:path[#record][!problem]" of each document.
  std::vector<std::string> Places() const {
    std::vector<std::string> places;
    for (const Document& d : documents) {
      std::string place = std::to_string(d.source.input) + ":" + d.source.path;
      if (d.source.record) place += "#" + std::to_string(*d.source.record);
      for (const Problem& p : d.problems) place += "!" + std::string(p.code);
      places.push_back(place);
    }
    return places;
  }
};

Read ReadAll(const InputOptions& options) {
  auto reader = InputReader::Open(options);
  REQUIRE(reader.ok());
  Read read;
  Document d;
  while ((*reader)->Next(&d)) read.documents.push_back(std::move(d));
  read.counts = (*reader)->counts();
  read.inputs = (*reader)->inputs();
  return read;
}

using Places = std::vector<std::string>;

}  // namespace

TEST_CASE("arguments as given, directories depth first, entries bytewise") {
  const TempFolder f;
  f.Write("in/b.txt", "b");
  f.Write("in/a/z.txt", "z");
  f.Write("in/a/B.txt", "B");
  f.Write("in/a.txt", "a");
  f.Write("in/\xC3\xA9.txt", "e acute");
  f.Write("in/picture.png", "\x89PNG");
  f.Write("in/README.md", "text of another type");
  f.Write("in/noextension", "text");
  f.Write("one.txt", "1");
  const Read r = ReadAll({.inputs = {f / "one.txt", f / "in/", f / "one.txt"}});
  CHECK(r.Places() == Places{"0:one.txt", "1:a/B.txt", "1:a/z.txt", "1:a.txt", "1:b.txt",
                             "1:noextension", "1:\xC3\xA9.txt", "2:one.txt"});
  CHECK(r.documents[1].payload == "B");
  CHECK(r.documents[1].media_type == "text/plain");
  CHECK(r.counts.files == 8);
  CHECK(r.counts.payloads == 8);
  CHECK(r.counts.bytes == 1 + 1 + 1 + 1 + 1 + 4 + 7 + 1);
  CHECK(r.counts.skipped_unknown_type == 2);
}

TEST_CASE("what is named and cannot be read is a problem, and the rest goes on") {
  const TempFolder f;
  const Read r =
      ReadAll({.inputs = {f / "missing.txt", f.Write("p.png", "\x89PNG"), f.Write("n.md", "a"),
                          f.Write("e.txt", ""), f.Write("a.txt", "a")}});
  CHECK(r.Places() == Places{"0:missing.txt!not_found", "1:p.png!unknown_type",
                             "2:n.md!unknown_type", "3:e.txt", "4:a.txt"});
  for (size_t i = 0; i < 3; ++i) CHECK(r.documents[i].problems[0].fatal);
}

TEST_CASE("links are followed, loops are not") {
  const TempFolder f;
  f.Write("in/d/a.txt", "a");
  REQUIRE(symlink("..", (f / "in/d/up").c_str()) == 0);
  REQUIRE(symlink("d", (f / "in/e").c_str()) == 0);
  REQUIRE(symlink("nowhere", (f / "in/x.txt").c_str()) == 0);
  const Read r = ReadAll({.inputs = {f / "in"}});
  CHECK(r.Places() == Places{"0:d/a.txt", "0:d/up!symlink_loop", "0:e/a.txt", "0:e/up!symlink_loop",
                             "0:x.txt!not_found"});
}

TEST_CASE("the store in an input is not read") {
  const TempFolder f;
  f.Write("in/store/segments/x.jsonl", "{\"text\":\"a\"}\n");
  f.Write("in/a.txt", "a");
  const Read r = ReadAll({.inputs = {f / "in"}, .exclude = f / "in/store"});
  CHECK(r.Places() == Places{"0:a.txt"});
}

TEST_CASE("a list of files goes on counting inputs") {
  const TempFolder f;
  const std::string a = f.Write("a.txt", "a"), b = f.Write("b\nc.txt", "b");
  const std::string lines = f.Write("lines", a + "\n\n" + f.str() + "/none.txt\n" + a);
  const std::string nuls = f.Write("nuls", b + '\0' + a + '\0');
  const Read by_line = ReadAll({.inputs = {a}, .files_from = lines});
  CHECK(by_line.Places() == Places{"0:a.txt", "1:a.txt", "2:none.txt!not_found", "3:a.txt"});
  CHECK(by_line.inputs.size() == 4);
  CHECK(ReadAll({.inputs = {}, .files_from = nuls}).Places() == Places{"0:b\nc.txt", "1:a.txt"});
  CHECK(!InputReader::Open({.inputs = {}, .files_from = f / "nolist"}).ok());
}

TEST_CASE(
    "lines are payloads: LF and CRLF, blank lines, no newline at the end, a byte order mark") {
  const TempFolder f;
  const std::string bytes =
      "\xEF\xBB\xBF{\"text\":\"a\"}\n\n "
      "\t\r\n{\"text\":\"b\"}\r\n{bad\n{\"text\":\"c\"}\r\r\n{\"text\":\"d\"}";
  const std::string file = f.Write("a.jsonl", bytes);
  const Read r = ReadAll({.inputs = {file}});
  const std::vector<std::string> payloads = {"{\"text\":\"a\"}", "{\"text\":\"b\"}", "{bad",
                                             "{\"text\":\"c\"}\r", "{\"text\":\"d\"}"};
  REQUIRE(r.documents.size() == payloads.size());
  for (size_t i = 0; i < payloads.size(); ++i) {
    const Document& d = r.documents[i];
    CHECK(d.payload == payloads[i]);
    CHECK(d.source.record == i);
    CHECK(bytes.substr(d.source.record_byte_start,
                       d.source.record_byte_end - d.source.record_byte_start) == payloads[i]);
    for (const std::string& root : {file, f.str()}) {
      const auto again = ReadPayload(d.source, root);
      REQUIRE(again.ok());
      CHECK(*again == payloads[i]);
    }
  }
  CHECK(r.documents[0].source.record_byte_start == 3);
}

TEST_CASE("reading a payload again fails where the file is gone or has shrunk") {
  const TempFolder f;
  const std::string file = f.Write("a.jsonl", "{\"text\":\"a\"}\n");
  Source source;
  source.path = "a.jsonl";
  source.record = 0;
  source.record_byte_end = 13;
  CHECK(ReadPayload(source, file).ok());
  source.record_byte_end = 14;
  CHECK(ReadPayload(source, file).error().code == ErrorCode::kIo);
  source.record_byte_end = UINT64_MAX;
  CHECK(!ReadPayload(source, file).ok());
  CHECK(!ReadPayload(source, f / "none").ok());
}

TEST_CASE("what is too large is hashed and not held, and the next payload is read") {
  const TempFolder f;
  const std::string big(3000000, 'x'), at_limit(1000, 'y'), over(1001, 'z');
  const std::string file = f.Write("a.jsonl", "{\"text\":\"a\"}\n" + big + "\r\n" + at_limit +
                                                  "\r\n" + over + "\n{\"text\":\"b\"}\n");
  const std::string text = f.Write("big.txt", big);
  const Read r = ReadAll({.inputs = {file, text}, .max_document = 1000});
  CHECK(r.Places() == Places{"0:a.jsonl#0", "0:a.jsonl#1!document_too_large", "0:a.jsonl#2",
                             "0:a.jsonl#3!document_too_large", "0:a.jsonl#4",
                             "1:big.txt!document_too_large"});
  for (size_t i : {1, 5}) {
    CHECK(r.documents[i].sha256 == Sha256Hex(big));
    CHECK(r.documents[i].oversize == big.size());
    CHECK(r.documents[i].payload.capacity() < 100);
    CHECK(r.documents[i].problems[0].fatal);
  }
  CHECK(r.documents[3].sha256 == Sha256Hex(over));
  CHECK(r.documents[1].source.record_byte_end - r.documents[1].source.record_byte_start ==
        big.size());
  CHECK(!InputReader::Open({.inputs = {file}, .max_document = kMaxMaxDocument + 1}).ok());
}

TEST_CASE("content counts more than the name, the name decides what content leaves open") {
  const TempFolder f;
  const Read r =
      ReadAll({.inputs = {f.Write("a.txt", "{\"text\":\"a\"}\n"), f.Write("b.jsonl", "no json\n"),
                          f.Write("c.TXT", "a"), f.Write("version 1.0", "a"),
                          f.Write("d", std::string("\0\1\2", 3))}});
  CHECK(r.Places() ==
        Places{"0:a.txt#0", "1:b.jsonl#0", "2:c.TXT", "3:version 1.0", "4:d!unknown_type"});
}

}  // namespace sourcier
