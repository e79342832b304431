#include "pipeline/language/lexicon.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <tuple>

namespace sourcier {

ClassId Lexicon::Intern(std::string_view class_name) {
  const auto [it, fresh] =
      class_ids_.try_emplace(std::string(class_name), static_cast<ClassId>(class_names_.size()));
  if (fresh) class_names_.emplace_back(class_name);
  return it->second;
}

ClassId Lexicon::Class(std::string_view class_name) const {
  const auto it = class_ids_.find(std::string(class_name));
  return it == class_ids_.end() ? kNoClass : it->second;
}

ClassSetId Lexicon::InternSet(const ClassBits& bits) {
  const auto [it, fresh] = set_ids_.try_emplace(bits, static_cast<ClassSetId>(sets_.size()));
  if (fresh) {
    sets_.push_back(bits);
    forms_.push_back(0);
  }
  return it->second;
}

Status Lexicon::Add(std::string_view text, const std::vector<Token>& tokens,
                    const LexiconRow& row) {
  if (tokens.empty())
    return Error{ErrorCode::kFormat, "the entry has no token: \"" + std::string(text) + "\""};
  if (class_names_.size() >= kNoClass) return Error{ErrorCode::kFormat, "more than 1,023 classes"};
  uint32_t asks = 0;
  uint64_t chain = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& t = tokens[i];
    chain = i == 0 ? t.hash : ChainHash(chain, t.hash);
    if (i + 1 < tokens.size()) prefixes_.push_back({chain, i > 0});
    if (i < 16) asks |= CaseOf(t) << (2 * i);
  }
  const Form form = tokens[0].Is(Token::kWord)     ? kWordForm
                    : tokens[0].Is(Token::kDigits) ? kDigitForm
                                                   : kSignForm;
  added_.push_back(
      {chain, asks, static_cast<uint32_t>(added_.size()), form, tokens.size() > 1, row});
  return Done{};
}

namespace {

// Whether a text that satisfies `stricter` satisfies `laxer` too.
inline bool Implies(uint32_t stricter, uint32_t laxer) {
  for (; laxer != 0; laxer >>= 2, stricter >>= 2) {
    if ((stricter & 3) < (laxer & 3)) return false;
  }
  return true;
}

}  // namespace

Lexicon::Slot& Lexicon::SlotOf(uint64_t hash) {
  size_t i = hash & mask_;
  while (table_[i].used && table_[i].hash != hash) i = (i + 1) & mask_;
  table_[i].hash = hash;
  table_[i].used = true;
  return table_[i];
}

// The variants of one surface, added_[first, last), strictest first: a number of asks orders them,
// since more asks of the same words make a larger number.
void Lexicon::MakeEntries(size_t first, size_t last) {
  Slot& slot = SlotOf(added_[first].hash);
  slot.first_entry = static_cast<uint32_t>(entries_.size());
  for (size_t end = last; end > first;) {
    size_t begin = end - 1;
    while (begin > first && added_[begin - 1].asks == added_[end - 1].asks) --begin;
    const uint32_t asks = added_[begin].asks;
    Entry entry;
    entry.asks = asks;
    entry.first_row = static_cast<uint32_t>(rows_.size());
    for (size_t i = begin; i < end; ++i) rows_.push_back(added_[i].row);
    for (size_t i = first; i < begin; ++i) {
      if (Implies(asks, added_[i].asks)) rows_.push_back(added_[i].row);
    }
    entry.row_count = static_cast<uint16_t>(rows_.size() - entry.first_row);
    entry.classes = rows_[entry.first_row].classes;
    if (entry.row_count > 1) {
      ClassBits bits;
      for (uint32_t r = entry.first_row; r < rows_.size(); ++r) bits |= sets_[rows_[r].classes];
      entry.classes = InternSet(bits);
    }
    forms_[entry.classes] |= added_[begin].form;
    entries_.push_back(entry);
    ++slot.entries;
    end = begin;
  }
  const Entry& only = entries_[slot.first_entry];
  slot.plain = slot.entries == 1 && !added_[first].chain;
  slot.classes = only.classes;
  slot.ask = only.asks & 3;
}

constinit thread_local Lexicon::Recent Lexicon::recent_[Lexicon::kRecent];

void Lexicon::Freeze() {
  static std::atomic<uint64_t> lexicons{0};
  serial_ = ++lexicons * 0x9E3779B97F4A7C15ull;
  table_.assign(std::bit_ceil(std::max<size_t>(16, (added_.size() + prefixes_.size()) * 3 / 2)),
                {});
  mask_ = table_.size() - 1;
  chains_.assign(kChainBits / 64, 0);
  auto note = [&](uint64_t chain) {
    const uint64_t bit = chain >> 40 & (kChainBits - 1);
    chains_[bit / 64] |= uint64_t{1} << (bit % 64);
  };
  for (const auto& [hash, chain] : prefixes_) {
    SlotOf(hash).more = true;
    if (chain) note(hash);
  }
  for (const Added& added : added_) {
    if (added.chain) note(added.hash);
  }
  // In order of hash, so that entry numbers depend on nothing else.
  std::sort(added_.begin(), added_.end(), [](const Added& a, const Added& b) {
    return std::tie(a.hash, a.asks, a.order) < std::tie(b.hash, b.asks, b.order);
  });
  for (size_t first = 0; first < added_.size();) {
    size_t last = first + 1;
    while (last < added_.size() && added_[last].hash == added_[first].hash) ++last;
    MakeEntries(first, last);
    first = last;
  }
  added_ = {};
  prefixes_ = {};
}

const Lexicon::Slot* Lexicon::FindSlot(uint64_t hash) const {
  for (size_t i = hash & mask_; table_[i].used; i = (i + 1) & mask_) {
    if (table_[i].hash == hash) return &table_[i];
  }
  return nullptr;
}

bool Lexicon::Choose(const Slot& slot, uint32_t given, uint16_t tokens, Hit* hit) const {
  if (slot.plain) {
    if (given < slot.ask) return false;
    *hit = {slot.first_entry, slot.classes, tokens};
    return true;
  }
  for (uint32_t e = slot.first_entry; e < slot.first_entry + slot.entries; ++e) {
    if (!Implies(given, entries_[e].asks)) continue;
    *hit = {e, entries_[e].classes, tokens};
    return true;
  }
  return false;
}

Lexicon::Hit Lexicon::FindLonger(const Token* tokens, size_t count, Hit best) const {
  uint64_t chain = tokens[0].hash;
  uint32_t given = CaseOf(tokens[0]);  // what the tokens so far can satisfy, in the form of asks
  for (size_t i = 1; i < count; ++i) {
    chain = ChainHash(chain, tokens[i].hash);
    if (!MayChain(chain)) return best;
    const Slot* slot = FindSlot(chain);
    if (slot == nullptr) return best;
    if (i < 16) given |= CaseOf(tokens[i]) << (2 * i);
    Choose(*slot, given, static_cast<uint16_t>(i + 1), &best);
    if (!slot->more) return best;
  }
  return best;
}

Lexicon::Hit Lexicon::Find(const Token* tokens, size_t count) const {
  const uint64_t hash = tokens[0].hash;
  const uint32_t given = CaseOf(tokens[0]);
  const uint64_t key = (hash ^ serial_) * 4 + given + 1;
  Recent& recent = recent_[hash >> 20 & (kRecent - 1)];
  Hit best;
  if (recent.key == key) {
    if (recent.found) best = {recent.entry, recent.classes, 1};
  } else {
    const Slot* slot = FindSlot(hash);
    const bool found = slot != nullptr && Choose(*slot, given, 1, &best);
    recent = {key, best.entry, best.classes, found, slot != nullptr && slot->more};
  }
  return recent.more ? FindLonger(tokens, count, best) : best;
}

std::string_view Lexicon::Attribute(uint32_t entry, ClassId with_class,
                                    std::string_view column) const {
  for (const LexiconRow& row : Rows(entry)) {
    if (!sets_[row.classes][with_class]) continue;
    for (const auto& [name, cell] : row.attributes) {
      if (name == column) return cell;
    }
  }
  return {};
}

}  // namespace sourcier
