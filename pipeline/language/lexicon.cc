#include "pipeline/language/lexicon.h"

#include <algorithm>
#include <bit>

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

Status Lexicon::Add(std::string_view text, const std::vector<Token>& tokens, LexiconRow row) {
  if (tokens.empty())
    return Error{ErrorCode::kFormat, "the entry has no token: \"" + std::string(text) + "\""};
  if (class_names_.size() >= kNoClass) return Error{ErrorCode::kFormat, "more than 1,023 classes"};
  uint32_t asks = 0;
  uint64_t chain = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const Token& t = tokens[i];
    chain = i == 0 ? t.hash : ChainHash(chain, t.hash);
    if (i + 1 < tokens.size()) pending_[chain].more = true;
    const uint32_t ask = t.Is(Token::kAllCaps)   ? kAskAllCaps
                         : t.Is(Token::kCapital) ? kAskCapital
                                                 : kAnyCase;
    if (i < 16) asks |= ask << (2 * i);
  }
  Pending& pending = pending_[chain];
  pending.variants[asks].push_back(std::move(row));
  pending.form = tokens[0].Is(Token::kWord)     ? kWordForm
                 : tokens[0].Is(Token::kDigits) ? kDigitForm
                                                : kSignForm;
  return Done{};
}

namespace {

// Whether a text that satisfies `stricter` satisfies `laxer` too.
bool Implies(uint32_t stricter, uint32_t laxer) {
  for (; laxer != 0; laxer >>= 2, stricter >>= 2) {
    if ((stricter & 3) < (laxer & 3)) return false;
  }
  return true;
}

}  // namespace

void Lexicon::Freeze() {
  InternSet({});  // set 0
  table_.assign(std::bit_ceil(std::max<size_t>(16, pending_.size() * 2)), Slot{});
  mask_ = table_.size() - 1;
  // In order of hash, so that entry numbers do not depend on the order of a hash map.
  std::vector<uint64_t> hashes;
  for (const auto& [hash, pending] : pending_) hashes.push_back(hash);
  std::sort(hashes.begin(), hashes.end());
  for (uint64_t hash : hashes) {
    Pending& pending = pending_[hash];
    size_t i = hash & mask_;
    while (table_[i].used) i = (i + 1) & mask_;
    Slot& slot = table_[i];
    slot = {hash, static_cast<uint32_t>(entries_.size()),
            static_cast<uint16_t>(pending.variants.size()), true, pending.more};
    // Strictest first: the map orders asks, and more asks make a larger number for the same words.
    for (auto it = pending.variants.rbegin(); it != pending.variants.rend(); ++it) {
      Entry entry;
      entry.asks = it->first;
      ClassBits bits;
      for (const auto& [asks, rows] : pending.variants) {
        if (!Implies(it->first, asks)) continue;
        for (const LexiconRow& row : rows) bits |= row.classes;
        if (asks == it->first) {
          entry.rows.insert(entry.rows.begin(), rows.begin(), rows.end());
        } else {
          entry.rows.insert(entry.rows.end(), rows.begin(), rows.end());
        }
      }
      entry.classes = InternSet(bits);
      forms_[entry.classes] |= pending.form;
      entries_.push_back(std::move(entry));
    }
  }
  pending_.clear();
}

const Lexicon::Slot* Lexicon::FindSlot(uint64_t hash) const {
  for (size_t i = hash & mask_; table_[i].used; i = (i + 1) & mask_) {
    if (table_[i].hash == hash) return &table_[i];
  }
  return nullptr;
}

Lexicon::Hit Lexicon::Find(const Token* tokens, size_t count) const {
  Hit best;
  uint64_t chain = tokens[0].hash;
  uint32_t given = 0;  // what the tokens so far can satisfy, in the form of asks
  for (size_t i = 0;;) {
    const Slot* slot = FindSlot(chain);
    if (slot == nullptr) return best;
    const Token& t = tokens[i];
    if (i < 16)
      given |= (t.Is(Token::kAllCaps)   ? kAskAllCaps
                : t.Is(Token::kCapital) ? kAskCapital
                                        : kAnyCase)
               << (2 * i);
    for (uint32_t e = slot->first_entry; e < slot->first_entry + slot->entries; ++e) {
      if (!Implies(given, entries_[e].asks)) continue;
      best = {e, entries_[e].classes, static_cast<uint16_t>(i + 1)};
      break;
    }
    if (!slot->more || ++i >= count) return best;
    chain = ChainHash(chain, tokens[i].hash);
  }
}

std::string_view Lexicon::Attribute(uint32_t entry, ClassId with_class,
                                    std::string_view column) const {
  for (const LexiconRow& row : entries_[entry].rows) {
    if (!row.classes[with_class]) continue;
    for (const auto& [name, cell] : row.attributes) {
      if (name == column) return cell;
    }
  }
  return {};
}

}  // namespace sourcier
