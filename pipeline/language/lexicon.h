// The lexicon: token hashes to classes and attributes. Months, cues, hedges, units and names share
// this one look-up.
//
// An entry is cut into tokens by the token pass itself and stands in a hash table under the chained
// hash of its tokens; a token that begins longer entries says so, and the walk goes on while the
// chain is known. The longest entry wins.
//   "banque"  -> {classes org-head, more}     chain("banque","centrale") -> {more}
//   chain("banque","centrale","europeenne")   -> {classes organisation}
// A word that an entry writes with a capital asks for one in the text; so one hash may lead to
// several variants (Orange, orange): the strictest one that the text satisfies is taken, and it has
// the classes of the laxer ones too.
#ifndef SOURCIER_LANGUAGE_LEXICON_H_
#define SOURCIER_LANGUAGE_LEXICON_H_

#include <bitset>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/core/token.h"

namespace sourcier {

using ClassId = uint16_t;
using ClassSetId = uint16_t;
inline constexpr size_t kMaxClasses = 1024;
inline constexpr ClassId kNoClass = kMaxClasses - 1;  // no set ever holds it
using ClassBits = std::bitset<kMaxClasses>;

// What one line of a lexicon file says of its entry, or of one form of it.
struct LexiconRow {
  using Attribute = std::pair<std::string_view, std::string_view>;  // column, cell; none is empty
  ClassSetId classes = 0;
  std::span<const Attribute> attributes;  // kept by Lexicon::Keep
};

class Lexicon {
 public:
  struct Hit {
    uint32_t entry = UINT32_MAX;  // for Rows(); UINT32_MAX where nothing was found
    ClassSetId classes = 0;       // set 0 is the empty set
    uint16_t tokens = 0;          // how many it takes
    explicit operator bool() const { return tokens != 0; }
  };

  Lexicon() { InternSet({}); }

  // --- while loading ---
  ClassId Intern(std::string_view class_name);
  ClassSetId InternSet(const ClassBits& bits);
  // Keeps attributes for rows; the views in them point into the files of the pack.
  std::span<const LexiconRow::Attribute> Keep(std::vector<LexiconRow::Attribute> attributes) {
    return attributes_.emplace_back(std::move(attributes));
  }
  // Adds an entry with the tokens of its surface (at least one; `text` is the surface). Errors: no
  // token, or too many classes.
  Status Add(std::string_view text, const std::vector<Token>& tokens, const LexiconRow& row);
  // Ends loading: builds the table.
  void Freeze();

  // --- afterwards, from any thread ---
  // The longest entry that begins at tokens[0]; looks at no more than `count` tokens.
  // Glue is not looked at: "Royaume-Uni" and "Royaume - Uni" are the same entry.
  Hit Find(const Token* tokens, size_t count) const;

  // Brings what Find asks of a token nearer; a Find a little later costs less.
  void Prefetch(uint64_t hash) const { __builtin_prefetch(&table_[hash & mask_]); }

  ClassId Class(std::string_view class_name) const;  // kNoClass where no file names it
  std::string_view ClassName(ClassId id) const { return class_names_[id]; }
  size_t class_count() const { return class_names_.size(); }
  bool Has(ClassSetId set, ClassId id) const { return sets_[set][id]; }
  const ClassBits& Set(ClassSetId set) const { return sets_[set]; }
  size_t set_count() const { return sets_.size(); }
  // What the entries with this class set begin with: what a unit that has it can look like.
  enum Form : uint8_t { kWordForm = 1, kDigitForm = 2, kSignForm = 4 };
  uint8_t Forms(ClassSetId set) const { return forms_[set]; }
  // The rows of an entry, those of its own variant first; none for kNoIndex.
  std::span<const LexiconRow> Rows(uint32_t entry) const {
    if (entry == UINT32_MAX) return {};
    return std::span(rows_).subspan(entries_[entry].first_row, entries_[entry].row_count);
  }
  // The attribute of the first row of the entry that has this class and a cell in this column; ""
  // where there is none.
  std::string_view Attribute(uint32_t entry, ClassId with_class, std::string_view column) const;
  size_t entry_count() const { return entries_.size(); }

 private:
  // What each word of an entry asks of the text, two bits a word from the low end (words past 16
  // ask nothing).
  enum Ask : uint32_t { kAnyCase = 0, kAskCapital = 1, kAskAllCaps = 2 };
  struct Entry {
    uint32_t asks = 0;
    uint32_t first_row = 0;
    uint16_t row_count = 0;
    ClassSetId classes = 0;
  };
  // 16 bytes; most answers need no more than these.
  struct Slot {
    uint64_t hash = 0;
    uint32_t first_entry = 0;  // variants, strictest first
    ClassSetId classes = 0;    // of the only variant of one token
    uint8_t entries = 0;       // 0: only a prefix, or an empty slot
    bool used : 1 = false;
    bool more : 1 = false;   // longer entries begin with these tokens
    bool plain : 1 = false;  // one variant of one token: `classes` and `ask` say all of it
    uint8_t ask : 2 = 0;
  };
  static_assert(sizeof(Slot) == 16);
  const Slot* FindSlot(uint64_t hash) const;
  static uint32_t CaseOf(const Token& token) {
    return token.Is(Token::kAllCaps)   ? kAskAllCaps
           : token.Is(Token::kCapital) ? kAskCapital
                                       : kAnyCase;
  }
  // The first variant of the slot that a text with these cases satisfies.
  bool Choose(const Slot& slot, uint32_t given, uint16_t tokens, Hit* hit) const;
  // What single tokens gave lately, close together, for each thread: a few thousand words are most
  // of any text, and the table is far larger than the caches of a processor.
  struct Recent {
    uint64_t key = 0;  // of hash, case and lexicon
    uint32_t entry = 0;
    ClassSetId classes = 0;
    bool found = false, more = false;
  };
  static constexpr size_t kRecent = 8192;
  static thread_local Recent recent_[kRecent];

  // Goes on behind the first token, whose best hit is `best`.
  Hit FindLonger(const Token* tokens, size_t count, Hit best) const;
  // Whether a longer entry may begin with a chain of two tokens or more: no, or perhaps.
  static constexpr uint64_t kChainBits = 1 << 19;
  bool MayChain(uint64_t chain) const {
    const uint64_t bit = chain >> 40 & (kChainBits - 1);
    return (chains_[bit / 64] >> (bit % 64) & 1) != 0;
  }
  Slot& SlotOf(uint64_t hash);
  void MakeEntries(size_t first, size_t last);

  std::vector<std::string> class_names_;
  std::unordered_map<std::string, ClassId> class_ids_;
  std::vector<ClassBits> sets_;
  std::vector<uint8_t> forms_;  // by set
  std::unordered_map<ClassBits, ClassSetId> set_ids_;
  std::vector<Entry> entries_;
  std::vector<LexiconRow> rows_;
  std::deque<std::vector<LexiconRow::Attribute>> attributes_;
  std::vector<Slot> table_;       // open addressing, a power of two
  std::vector<uint64_t> chains_;  // a bit for each chain of two tokens or more, by its hash
  uint64_t mask_ = 0;
  uint64_t serial_ = 0;  // of this lexicon among all of the program, spread over 64 bits

  // What was added, until Freeze.
  struct Added {
    uint64_t hash;
    uint32_t asks;
    uint32_t order;
    Form form;
    bool chain;  // of two tokens or more
    LexiconRow row;
  };
  std::vector<Added> added_;
  struct Prefix {
    uint64_t hash;
    bool chain;
  };
  std::vector<Prefix> prefixes_;  // chains with which longer entries begin
};

// The hash of a chain of tokens: chain(a, b, c) = ChainHash(ChainHash(a, b), c).
inline uint64_t ChainHash(uint64_t so_far, uint64_t next) {
  return (so_far ^ (next + 0x9E3779B97F4A7C15ull + (so_far << 6) + (so_far >> 2))) *
         0xD6E8FEB86659FD93ull;
}

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_LEXICON_H_
