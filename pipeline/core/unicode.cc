#include "pipeline/core/unicode.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <bit>
#include <cstring>

namespace sourcier {
namespace {

// ICU's data is built in; only a broken installation has none, and then text stays as it is.
const icu::Normalizer2* Nfc() {
  static const icu::Normalizer2* const instance = [] {
    UErrorCode error = U_ZERO_ERROR;
    return icu::Normalizer2::getNFCInstance(error);
  }();
  return instance;
}

const icu::Normalizer2* Nfkd() {
  static const icu::Normalizer2* const instance = [] {
    UErrorCode error = U_ZERO_ERROR;
    return icu::Normalizer2::getNFKDInstance(error);
  }();
  return instance;
}

bool IsContinuation(char c) { return static_cast<signed char>(c) < -64; }

// Length of the prefix that the byte test alone finds clean: ASCII, U+0080-02FF, and most of
// General Punctuation to currency signs. All of these are starters that NFC leaves alone and that
// compose with nothing before them.
size_t CleanBytes(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    if (at + 8 <= text.size()) {
      uint64_t word;
      std::memcpy(&word, text.data() + at, 8);
      word &= 0x8080808080808080ull;
      if (word == 0) {
        at += 8;
        continue;
      }
      at += static_cast<size_t>(std::countr_zero(word)) / 8;
    }
    const uint8_t c = static_cast<uint8_t>(text[at]);
    if (c < 0x80) {
      ++at;
    } else if (c <= 0xCB) {
      at += 2;
    } else if (c == 0xE2) {
      const uint8_t second = static_cast<uint8_t>(text[at + 1]);
      const uint8_t third = static_cast<uint8_t>(text[at + 2]);
      // Not U+2000 and U+2001, which NFC replaces, and not U+20D0 and up, which combine.
      const bool clean = second == 0x82 || (second == 0x80 && third >= 0x82);
      if (!clean) break;
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

}  // namespace

void AppendUtf8(uint32_t c, std::string* out) {
  if (c < 0x80) {
    out->push_back(static_cast<char>(c));
    return;
  }
  const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr uint32_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  out->push_back(static_cast<char>(kLead[more] | c >> (6 * more)));
  for (int i = more - 1; i >= 0; --i)
    out->push_back(static_cast<char>(0x80 | (c >> (6 * i) & 0x3F)));
}

uint32_t NextCodePoint(std::string_view text, size_t* at) {
  const uint32_t lead = static_cast<uint8_t>(text[(*at)++]);
  if (lead < 0x80) return lead;
  const int more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  uint32_t c = lead & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) c = c << 6 | (static_cast<uint8_t>(text[(*at)++]) & 0x3F);
  return c;
}

size_t NfcQuickCheck(std::string_view text) {
  size_t clean = CleanBytes(text);
  if (clean == text.size()) return clean;
  // The last clean code point may be changed by what follows it: ICU starts there.
  if (clean > 0) {
    do --clean;
    while (clean > 0 && IsContinuation(text[clean]));
  }
  const icu::Normalizer2* nfc = Nfc();
  if (nfc == nullptr) return text.size();
  // ICU's span works on UTF-16; on UTF-8 there is the yes/no question, so text is asked line by
  // line.
  UErrorCode error = U_ZERO_ERROR;
  const auto rest = text.substr(clean);
  if (nfc->isNormalizedUTF8({rest.data(), static_cast<int32_t>(rest.size())}, error))
    return text.size();
  return clean;
}

void AppendNfc(std::string_view bytes, uint64_t src, TextBuilder* builder) {
  const icu::Normalizer2* nfc = Nfc();
  const size_t clean = NfcQuickCheck(bytes);
  if (clean > 0) builder->Literal(bytes.substr(0, clean), src);
  if (clean == bytes.size()) return;
  bytes.remove_prefix(clean);
  src += clean;

  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  icu::Edits edits;
  UErrorCode error = U_ZERO_ERROR;
  nfc->normalizeUTF8(0, {bytes.data(), static_cast<int32_t>(bytes.size())}, sink, &edits, error);
  if (U_FAILURE(error)) {
    builder->Literal(bytes, src);
    return;
  }
  for (auto it = edits.getFineIterator(); it.next(error);) {
    const auto from = static_cast<size_t>(it.sourceIndex()),
               to = static_cast<size_t>(it.destinationIndex());
    const auto old_length = static_cast<size_t>(it.oldLength()),
               new_length = static_cast<size_t>(it.newLength());
    if (it.hasChange()) {
      builder->Replaced(std::string_view(out).substr(to, new_length), src + from,
                        static_cast<uint32_t>(old_length));
    } else {
      builder->Literal(bytes.substr(from, old_length), src + from);
    }
  }
}

namespace {

std::string FoldKeySlowly(std::string_view text) {
  std::string key;
  const icu::Normalizer2* nfkd = Nfkd();
  if (nfkd == nullptr) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString folded =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  folded = nfkd->normalize(folded, error);
  folded.foldCase();
  folded = nfkd->normalize(folded, error);
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (u_getCombiningClass(c) == 0 && u_charType(c) != U_NON_SPACING_MARK)
      AppendUtf8(static_cast<uint32_t>(c), &key);
  }
  return key;
}

// The base letters of U+00C0..U+00FF, as FoldKeySlowly gives them; 0 for those that stay what they
// are, or become two letters.
constexpr char kLatin1Base[] =
    "aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0\0aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0y";
static_assert(sizeof kLatin1Base == 64 + 1);

// Appends the key of plain Latin text; false where there is anything else in it.
bool AppendLatinKey(std::string_view text, std::string* key) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    if (byte < 0x80) {
      key->push_back(byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20)
                                                : static_cast<char>(byte));
      continue;
    }
    if (text.substr(i).starts_with("\xE2\x80\x99")) {  // the typographic apostrophe stays
      key->append(text, i, 3);
      i += 2;
      continue;
    }
    if (byte != 0xC3 || i + 1 == text.size()) return false;
    const char base = kLatin1Base[static_cast<uint8_t>(text[++i]) & 0x3F];
    if (base == 0) return false;
    key->push_back(base);
  }
  return true;
}

}  // namespace

std::string FoldKey(std::string_view text) {
  std::string key;
  AppendFoldKey(text, &key);
  return key;
}

void AppendFoldKey(std::string_view text, std::string* key) {
  const size_t before = key->size();
  if (AppendLatinKey(text, key)) return;
  key->resize(before);
  *key += FoldKeySlowly(text);
}

}  // namespace sourcier
