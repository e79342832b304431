// JSONL: every line that is not blank is a record, and its own payload.
//
//   {"title": "Un titre", "text": "Il a dit \u00ab oui \u00bb."}
//
// The text a reader sees is title + "\n\n" + text. Each escape is one replaced run, a surrogate
// pair too; the line break between the fields is an inserted run; all else is literal. The fields
// that are read stand in kFields below.
#include <cstring>

#include "pipeline/core/unicode.h"
#include "pipeline/input/charset.h"
#include "pipeline/input/formats.h"
#include "pipeline/input/iso_date.h"
#include "pipeline/input/json_scan.h"
#include "pipeline/input/payload_sink.h"

namespace sourcier {
namespace {

constexpr std::string_view kBlank = " \t\r";

class JsonlReader : public PayloadReader {
 public:
  JsonlReader(ByteStream* stream, uint64_t max_document) : stream_(*stream), sink_(max_document) {}

  bool Next(Document* document) override {
    if (stream_.position() == 0 && stream_.PeekLine(3).starts_with("\xEF\xBB\xBF")) stream_.Skip(3);
    while (Line(document)) {
      if (blank_) continue;
      document->source.record = record_++;
      document->source.record_byte_start = begin_;
      document->source.record_byte_end = begin_ + sink_.size();
      return true;
    }
    return false;
  }

 private:
  // Reads the next line, blank or not. A CR is held back until it is known not to stand before the
  // LF.
  bool Line(Document* document) {
    begin_ = stream_.position();
    blank_ = true;
    bool held_cr = false, ended = false, any = false;
    sink_.Start(document);
    while (!ended) {
      std::string_view chunk = stream_.Peek();
      if (chunk.empty()) break;
      any = true;
      if (const void* lf = std::memchr(chunk.data(), '\n', chunk.size())) {
        chunk = chunk.substr(0, static_cast<size_t>(static_cast<const char*>(lf) - chunk.data()));
        ended = true;
      }
      std::string_view body = chunk;
      if (held_cr && !(ended && body.empty())) sink_.Add("\r");
      if (!body.empty()) {
        held_cr = body.ends_with('\r');
        if (held_cr) body.remove_suffix(1);
      }
      blank_ = blank_ && body.find_first_not_of(kBlank) == std::string_view::npos;
      sink_.Add(body);
      stream_.Skip(chunk.size() + (ended ? 1 : 0));
    }
    if (!any || stream_.error() != 0 || (!ended && stream_.stopped())) return false;
    if (!blank_) sink_.Finish();
    return true;
  }

  ByteStream& stream_;
  PayloadSink sink_;
  uint64_t record_ = 0;
  uint64_t begin_ = 0;
  bool blank_ = true;
};

uint32_t Hex4(std::string_view s) {
  uint32_t value = 0;
  for (char c : s.substr(0, 4)) {
    value = value << 4 | static_cast<uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return value;
}

// Decodes strings of one line; the scanner has checked the form of every escape.
class StringDecoder {
 public:
  StringDecoder(std::string_view line, Charset charset) : line_(line), charset_(charset) {}

  void Append(JsonValue string, TextBuilder* builder) {
    for (size_t at = string.begin; at < string.end;) {
      const void* found = std::memchr(line_.data() + at, '\\', string.end - at);
      const size_t escape =
          found == nullptr ? string.end
                           : static_cast<size_t>(static_cast<const char*>(found) - line_.data());
      AppendDecoded(line_.substr(at, escape - at), at, charset_, builder, &damage_);
      at = escape;
      if (at < string.end) at += Escape(at, string.end, builder);
    }
  }
  std::string Text(JsonValue string) {
    std::string text;
    OffsetMap map;
    TextBuilder builder(&text, &map);
    Append(string, &builder);
    return text;
  }
  const Damage& damage() const { return damage_; }
  const Damage& lone_surrogates() const { return lone_; }

 private:
  // Appends what the escape at `at` stands for; returns its length.
  uint32_t Escape(size_t at, size_t end, TextBuilder* builder) {
    const char c = line_[at + 1];
    uint32_t size = 2, code_point = static_cast<unsigned char>(c);
    switch (c) {
      case 'b':
        code_point = '\b';
        break;
      case 'f':
        code_point = '\f';
        break;
      case 'n':
        code_point = '\n';
        break;
      case 'r':
        code_point = '\r';
        break;
      case 't':
        code_point = '\t';
        break;
      case 'u': {
        size = 6;
        code_point = Hex4(line_.substr(at + 2));
        if (code_point < 0xD800 || code_point > 0xDFFF) break;
        if (code_point < 0xDC00 && at + 12 <= end && line_[at + 6] == '\\' &&
            line_[at + 7] == 'u') {
          const uint32_t low = Hex4(line_.substr(at + 8));
          if (low >= 0xDC00 && low <= 0xDFFF) {
            size = 12;
            code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
            break;
          }
        }
        code_point = 0xFFFD;
        lone_.Add({at, at + size});
        break;
      }
      default:
        break;  // the character itself
    }
    utf8_.clear();
    AppendUtf8(code_point, &utf8_);
    builder->Replaced(utf8_, at, size);
    return size;
  }

  std::string_view line_;
  Charset charset_;
  Damage damage_, lone_;
  std::string utf8_;
};

enum Field { kTitle, kText, kPublished, kUrl, kAuthors, kLanguage, kPublisher, kFieldCount };
constexpr std::string_view kFields[kFieldCount] = {"title",   "text",     "published", "url",
                                                   "authors", "language", "publisher"};

void AddProblem(std::string_view code, size_t at, size_t end, std::string message, bool fatal,
                Document* document) {
  document->problems.push_back({"decode", code,
                                "byte " + std::to_string(at) + ": " + std::move(message),
                                SourceRange{at, end}, fatal});
}

std::string Found(std::string_view line, size_t at) {
  if (at >= line.size()) return "the end of the line";
  const char c = line[at];
  return c > ' ' && c <= '~' ? std::string("'") + c + "'"
                             : "byte " + std::to_string(static_cast<unsigned char>(c));
}

}  // namespace

bool SniffJsonl(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const auto skip = [&](std::string_view blanks) {
    head.remove_prefix(std::min(head.find_first_not_of(blanks), head.size()));
  };
  const auto take = [&](char c) {
    const bool there = head.starts_with(c);
    if (there) head.remove_prefix(1);
    return there;
  };
  skip(" \t\r\n");
  if (!take('{')) return false;
  skip(" \t");
  if (!take('"')) return head.starts_with('}');
  const size_t quote = head.find_first_of("\"\n");
  if (quote == std::string_view::npos || head[quote] == '\n') return false;
  head.remove_prefix(quote + 1);
  skip(" \t");
  return take(':');
}

std::unique_ptr<PayloadReader> OpenJsonl(ByteStream* stream, uint64_t max_document) {
  return std::make_unique<JsonlReader>(stream, max_document);
}

void DecodeJsonl(Document* document) {
  const std::string_view line = document->payload;
  thread_local std::vector<JsonMember> members;
  if (const auto error = ScanObject(line, &members)) {
    AddProblem("bad_json", error->at, std::min(error->at + 1, line.size()),
               "expected " + std::string(error->expected) + ", found " + Found(line, error->at),
               true, document);
    return;
  }
  const Charset charset = DetectAsciiSuperset(line);
  document->charset = Name(charset);
  JsonValue fields[kFieldCount];
  for (const JsonMember& m : members) {
    for (size_t f = 0; f < kFieldCount; ++f) {
      if (m.key == kFields[f]) fields[f] = m.value;  // of two with one name the last counts
    }
  }
  const JsonValue text = fields[kText];
  if (text.kind != JsonKind::kString) {
    AddProblem("missing_text", text.begin, text.end, "expected a string in the field \"text\"",
               true, document);
    return;
  }
  StringDecoder decoder(line, charset);
  const auto string_of = [&](Field f, std::string* to) {
    if (fields[f].kind == JsonKind::kString) {
      *to = decoder.Text(fields[f]);
    } else if (fields[f].kind != JsonKind::kNull) {
      AddProblem("bad_field", fields[f].begin, fields[f].end,
                 "expected a string in the field \"" + std::string(kFields[f]) + "\"", false,
                 document);
    }
  };

  TextBuilder builder(&document->decoded, &document->decode_map);
  if (fields[kTitle].kind == JsonKind::kString) {
    decoder.Append(fields[kTitle], &builder);
    if (document->decoded.find_first_not_of(" \t\n\v\f\r") != std::string::npos) {
      document->title = document->decoded;
      builder.Inserted("\n\n", fields[kTitle].end);
    } else {
      builder = TextBuilder(&document->decoded, &document->decode_map);
    }
  } else {
    string_of(kTitle, &document->title);
  }
  document->field_begin = builder.size();
  decoder.Append(text, &builder);
  ReportNoText(std::string_view(document->decoded).substr(document->field_begin), document);

  string_of(kUrl, &document->url);
  string_of(kLanguage, &document->declared_language);
  string_of(kPublisher, &document->publisher);
  if (fields[kAuthors].kind == JsonKind::kArray) {
    std::vector<JsonValue> elements;
    ScanElements(line, fields[kAuthors], &elements);
    for (const JsonValue& e : elements) {
      if (e.kind == JsonKind::kString) document->authors.push_back(decoder.Text(e));
    }
  } else if (std::string author; string_of(kAuthors, &author), !author.empty()) {
    document->authors.push_back(std::move(author));
  }
  string_of(kPublished, &document->published);
  if (!document->published.empty() && !NormalizeIsoDate(&document->published, true)) {
    AddProblem("bad_published", fields[kPublished].begin, fields[kPublished].end,
               "expected an ISO 8601 date or date-time, found \"" +
                   document->published.substr(0, 40) + "\"",
               false, document);
    document->published.clear();
  }
  if (!document->published.empty()) document->published_by = "metadata";

  ReportDamage(decoder.damage(), document);
  if (const Damage& lone = decoder.lone_surrogates(); lone.count > 0) {
    document->AddFlag("invalid_bytes");
    AddProblem("lone_surrogate", lone.first.begin, lone.first.end,
               "expected surrogate pairs, found " + std::to_string(lone.count) +
                   " lone surrogates, read as U+FFFD",
               false, document);
  }
}

}  // namespace sourcier
