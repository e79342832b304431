#include "pipeline/text/language_id.h"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>

#include "pipeline/language/language_pack.h"

namespace sourcier {
namespace {

constexpr uint32_t kTokensLookedAt = 64;
constexpr uint32_t kTokensAtFirst = 16;  // enough where stop words are many
constexpr uint32_t kBytesForDetector = 400;
// The commonest stop words are short, and looking up the others costs more than it tells.
constexpr uint32_t kLongestStopWord = 6;  // bytes
// A block of fewer words takes the language of its document.
constexpr uint32_t kWordsForDetector = 4;

struct Score {
  uint32_t words = 0;                       // looked at
  uint32_t best_hits = 0, second_hits = 0;  // stop words of the best pack and of the next
  const LanguagePack* best = nullptr;

  // About 45 in 100 words of running text are stop words.
  bool settled() const {
    return best != nullptr && words >= 6 && best_hits * 4 >= words &&
           best_hits * 2 > second_hits * 3;
  }
};

// A pack and its class of stop words.
struct Reader {
  const LanguagePack* pack;
  ClassId stopword;
};

// The language that cld2 finds; "" where it is not sure.
std::string_view Detect(std::string_view text) {
  size_t size = std::min<size_t>(text.size(), kBytesForDetector);
  while (size < text.size() && static_cast<signed char>(text[size]) < -64) --size;
  bool reliable = false;
  const CLD2::Language language =
      CLD2::DetectLanguage(text.data(), static_cast<int>(size), /*is_plain_text=*/true, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return {};
  return CLD2::LanguageCode(language);
}

class LanguageStage : public Stage {
 public:
  explicit LanguageStage(LineOptions options) : options_(std::move(options)) {}
  std::string_view name() const override { return "language"; }

  void Run(const Languages& languages, Document& document) const override {
    const bool is_forced = options_.language != "auto" && !options_.language.empty();
    std::vector<Reader> readers;
    for (const auto& pack : languages.packs())
      readers.push_back({pack.get(), pack->Class("stopword")});
    std::vector<Score> scores;
    scores.reserve(document.blocks.size());
    for (const Block& block : document.blocks) scores.push_back(ScoreOf(readers, document, block));

    std::string_view main = MainLanguage(languages, document, scores);
    if (document.language.empty()) {
      document.language = is_forced ? options_.language : std::string(main);
    }
    const LanguagePack* forced = is_forced ? languages.Find(options_.language) : nullptr;
    const LanguagePack* main_pack = languages.Find(main);
    for (size_t i = 0; i < document.blocks.size(); ++i) {
      Block& block = document.blocks[i];
      block.language = LanguageOf(document, block, scores[i], main, main_pack);
      block.pack = forced != nullptr ? forced : languages.Find(block.language);
    }
  }

 private:
  static Score ScoreOf(const std::vector<Reader>& readers, const Document& document,
                       const Block& block) {
    Score score;
    for (const uint32_t tokens : {kTokensAtFirst, kTokensLookedAt}) {
      const uint32_t end = std::min(block.last_token, block.first_token + tokens);
      score = {};
      for (uint32_t i = block.first_token; i < end; ++i)
        score.words += document.tokens[i].Is(Token::kWord);
      for (const Reader& reader : readers) Count(reader, document, block.first_token, end, &score);
      if (end == block.last_token || (score.settled() && score.best_hits * 3 >= score.words)) break;
    }
    return score;
  }

  static void Count(const Reader& reader, const Document& document, uint32_t begin, uint32_t end,
                    Score* score) {
    const Lexicon& lexicon = reader.pack->lexicon();
    uint32_t hits = 0;
    for (uint32_t i = begin; i < end; ++i) {
      const Token& t = document.tokens[i];
      hits += t.Is(Token::kWord) && t.length <= kLongestStopWord &&
              lexicon.Has(lexicon.Find(&t, 1).classes, reader.stopword);
    }
    if (hits > score->best_hits) {
      score->second_hits = score->best_hits;
      score->best_hits = hits;
      score->best = reader.pack;
    } else {
      score->second_hits = std::max(score->second_hits, hits);
    }
  }

  // The language of most of the bytes in settled blocks; else what cld2 or the document itself
  // says.
  static std::string_view MainLanguage(const Languages& languages, const Document& document,
                                       const std::vector<Score>& scores) {
    std::string_view main;
    uint64_t main_bytes = 0, open_bytes = 0;
    for (const auto& pack : languages.packs()) {
      uint64_t bytes = 0;
      for (size_t i = 0; i < scores.size(); ++i) {
        if (scores[i].settled() && scores[i].best == pack.get())
          bytes += document.blocks[i].span.size();
      }
      if (bytes > main_bytes) {
        main_bytes = bytes;
        main = pack->code();
      }
    }
    size_t largest = scores.size();
    for (size_t i = 0; i < scores.size(); ++i) {
      if (scores[i].settled()) continue;
      const uint32_t size = document.blocks[i].span.size();
      open_bytes += size;
      if (largest == scores.size() || size > document.blocks[largest].span.size()) largest = i;
    }
    if (largest == scores.size() || main_bytes >= open_bytes) return main;
    if (const auto found = Detect(document.Text(document.blocks[largest].span)); !found.empty())
      return found;
    if (!main.empty()) return main;
    if (const auto* declared = languages.Find(document.declared_language)) return declared->code();
    return scores[largest].best != nullptr ? scores[largest].best->code() : std::string_view();
  }

  static std::string_view LanguageOf(const Document& document, const Block& block,
                                     const Score& score, std::string_view main,
                                     const LanguagePack* main_pack) {
    if (score.settled()) return score.best->code();
    // Short lines: a stop word or two of the language of the document will do.
    if (main_pack != nullptr && score.best == main_pack && score.best_hits * 5 >= score.words)
      return main;
    if (score.words < kWordsForDetector) return main;
    const std::string_view found = Detect(document.Text(block.span));
    return found.empty() ? main : found;
  }

  LineOptions options_;
};

}  // namespace

std::unique_ptr<const Stage> MakeLanguageStage(LineOptions options) {
  return std::make_unique<LanguageStage>(std::move(options));
}

}  // namespace sourcier
