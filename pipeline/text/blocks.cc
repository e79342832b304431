#include "pipeline/text/blocks.h"

#include "pipeline/text/signs.h"
#include "pipeline/text/tokens.h"

namespace sourcier {
namespace {

// Lines of this many bytes may have been wrapped by hand.
constexpr uint32_t kWrapLow = 50, kWrapHigh = 110;

// A line of more tokens is no paragraph: it is cut, behind a stop where there is one near, so that
// the work on a block stays in proportion to the text.
constexpr uint32_t kLongestBlock = 10'000;
constexpr uint32_t kNear = 1'000;

// True where just one line break stands between two blocks.
bool Adjoin(std::string_view text, const Block& a, const Block& b) {
  const std::string_view between = text.substr(a.span.end, b.span.begin - a.span.end);
  const size_t at = between.find('\n');
  return at != std::string_view::npos && between.find('\n', at + 1) == std::string_view::npos;
}

class BlockStage : public Stage {
 public:
  std::string_view name() const override { return "blocks"; }

  void Run(const Languages&, Document& document) const override {
    document.tokens.reserve(document.text.size() / 5 + 16);
    Tokenize(document.text, &document.tokens);
    CutLines(&document);
    if (IsWrapped(document)) JoinLines(&document);
  }

 private:
  static void CutLines(Document* document) {
    const auto& tokens = document->tokens;
    const uint32_t count = static_cast<uint32_t>(tokens.size());
    uint32_t field = 0;  // byte where the text field begins, if there is another before it
    if (document->field_begin > 0) {
      field =
          document->normalize_map.TextOf({document->field_begin, document->decoded.size()}).begin;
    }
    for (uint32_t i = 0; i < count;) {
      uint32_t end = i + 1;
      while (end < count && !tokens[end].Is(Token::kLineStart) &&
             !(tokens[end].offset >= field && tokens[i].offset < field)) {
        if (++end - i == kLongestBlock) {
          end = Cut(*document, end);
          break;
        }
      }
      Block block;
      block.span = document->TokenSpan(i, end);
      block.first_token = i;
      block.last_token = end;
      document->blocks.push_back(block);
      i = end;
    }
  }

  // The place near token `end`, before it, where a block that is too long is cut.
  static uint32_t Cut(const Document& document, uint32_t end) {
    for (uint32_t at = end; at > end - kNear; --at) {
      const bool spaced = !document.tokens[at - 1].Is(Token::kGlued);
      if (!spaced && IsStop(SignOf(document.text, document.tokens[at - 1])) &&
          (at == document.tokens.size() || !document.tokens[at].Is(Token::kGlued)))
        return at;
    }
    return end;
  }

  // True where most lines that have a neighbour are of about one length and run on into the next.
  static bool IsWrapped(const Document& document) {
    const auto& blocks = document.blocks;
    size_t pairs = 0, wrapped = 0, run_on = 0;
    for (size_t i = 0; i + 1 < blocks.size(); ++i) {
      if (blocks[i].span.size() > 2 * kWrapHigh) return false;
      if (!Adjoin(document.text, blocks[i], blocks[i + 1])) continue;
      ++pairs;
      const uint32_t size = blocks[i].span.size();
      wrapped += size >= kWrapLow && size <= kWrapHigh;
      const uint32_t last = SignOf(document.text, document.tokens[blocks[i].last_token - 1]);
      run_on += document.tokens[blocks[i + 1].first_token].Is(Token::kLowercase) && !IsStop(last);
    }
    return pairs >= 3 && wrapped * 10 >= pairs * 6 && run_on * 10 >= pairs * 3;
  }

  static void JoinLines(Document* document) {
    std::vector<Block> joined;
    bool open = false;  // the next line goes on
    for (const Block& line : document->blocks) {
      const Token& first = document->tokens[line.first_token];
      const bool item = IsBullet(SignOf(document->text, first));
      if (open && !item && Adjoin(document->text, joined.back(), line)) {
        joined.back().span.end = line.span.end;
        joined.back().last_token = line.last_token;
      } else {
        joined.push_back(line);
      }
      const uint32_t last = SignOf(document->text, document->tokens[line.last_token - 1]);
      open = line.span.size() >= kWrapLow || !(IsStop(last) || IsClosing(last));
    }
    document->blocks = std::move(joined);
  }
};

}  // namespace

std::unique_ptr<const Stage> MakeBlockStage() { return std::make_unique<BlockStage>(); }

}  // namespace sourcier
