#include "pipeline/language/automaton.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <utility>

namespace sourcier {

void Automaton::Free::operator()(void* memory) const { std::free(memory); }
Automaton::~Automaton() = default;

// --- the program ---

void Automaton::EmitSet(SymbolBits bits) {
  const auto [it, fresh] = set_ids_.try_emplace(bits, static_cast<uint32_t>(sets_.size()));
  if (fresh) sets_.push_back(std::move(bits));
  program_.push_back({Op::kSymbol, it->second, 0});
}

void Automaton::Emit(const Pattern& p,
                     const std::function<SymbolBits(const Predicate&)>& symbols_of,
                     std::vector<std::string>* group_names) {
  auto here = [&] { return static_cast<uint32_t>(program_.size()); };
  switch (p.kind) {
    case Pattern::Kind::kUnit:
      return EmitSet(symbols_of(p.unit));
    case Pattern::Kind::kBegin:
      return EmitSet({uint64_t{1} << kBeginSymbol});
    case Pattern::Kind::kEnd:
      return EmitSet({uint64_t{1} << kEndSymbol});
    case Pattern::Kind::kSequence:
      for (const Pattern& part : p.parts) Emit(part, symbols_of, group_names);
      return;
    case Pattern::Kind::kChoice: {
      std::vector<uint32_t> jumps;
      for (size_t i = 0; i < p.parts.size(); ++i) {
        const bool last = i + 1 == p.parts.size();
        const uint32_t split = here();
        if (!last) program_.push_back({Op::kSplit, split + 1, 0});
        Emit(p.parts[i], symbols_of, group_names);
        if (last) break;
        jumps.push_back(here());
        program_.push_back({Op::kJump, 0, 0});
        program_[split].b = here();
      }
      for (uint32_t jump : jumps) program_[jump].a = here();
      return;
    }
    case Pattern::Kind::kRepeat: {
      // A group inside has one number, however often its code is repeated.
      const size_t names = group_names->size();
      auto body = [&] {
        group_names->resize(names);
        if (program_.size() < kMaxProgram) Emit(p.parts[0], symbols_of, group_names);
      };
      for (int i = 0; i < p.least; ++i) body();
      if (p.most < 0) {
        const uint32_t split = here();
        program_.push_back({Op::kSplit, split + 1, 0});
        body();
        program_.push_back({Op::kJump, split, 0});
        program_[split].b = here();
        return;
      }
      std::vector<uint32_t> splits;
      for (int i = p.least; i < p.most; ++i) {
        splits.push_back(here());
        program_.push_back({Op::kSplit, here() + 1, 0});
        body();
      }
      for (uint32_t split : splits) program_[split].b = here();
      return;
    }
    case Pattern::Kind::kCapture: {
      const uint32_t slot = static_cast<uint32_t>(group_names->size()) * 2;
      group_names->push_back(p.name);
      program_.push_back({Op::kSave, slot, 0});
      Emit(p.parts[0], symbols_of, group_names);
      program_.push_back({Op::kSave, slot + 1, 0});
      return;
    }
  }
}

bool Automaton::Add(const Pattern& pattern,
                    const std::function<SymbolBits(const Predicate&)>& symbols_of,
                    std::vector<std::string>* group_names) {
  const uint32_t first = static_cast<uint32_t>(program_.size());
  Emit(pattern, symbols_of, group_names);
  const uint32_t number = static_cast<uint32_t>(patterns_.size());
  program_.push_back({Op::kMatch, number, 0});
  patterns_.push_back(
      {first, static_cast<uint32_t>(program_.size()), static_cast<uint32_t>(group_names->size())});
  if (program_.size() > kMaxProgram) return false;
  Places start;
  std::vector<uint8_t> seen(program_.size());
  Close(first, &start, &seen);
  return AcceptOf(start) == kAcceptsNone;
}

void Automaton::Freeze(size_t symbol_count) {
  width_ = symbol_count;
  next_.reset(static_cast<State*>(std::calloc(kMaxStates * width_, sizeof(State))));
  accept_.reset(static_cast<uint16_t*>(std::calloc(kMaxStates, sizeof(uint16_t))));
  if (next_ == nullptr || accept_ == nullptr) std::abort();  // out of memory, as operator new
  Places start;
  std::vector<uint8_t> seen(program_.size());
  for (const PatternCode& p : patterns_) Close(p.first, &start, &seen);
  std::sort(start.begin(), start.end());
  states_.resize(kStart);
  state_ids_[{}] = kDead;
  Intern(std::move(start));
}

// --- states ---

void Automaton::Close(uint32_t at, Places* places, std::vector<uint8_t>* seen) const {
  std::vector<uint32_t> todo = {at};
  while (!todo.empty()) {
    const uint32_t pc = todo.back();
    todo.pop_back();
    if ((*seen)[pc]) continue;
    (*seen)[pc] = 1;
    const Instruction& i = program_[pc];
    switch (i.op) {
      case Op::kSymbol:
      case Op::kMatch:
        places->push_back(static_cast<uint16_t>(pc));
        break;
      case Op::kSplit:
        todo.push_back(i.b);
        todo.push_back(i.a);
        break;
      case Op::kJump:
        todo.push_back(i.a);
        break;
      case Op::kSave:
        todo.push_back(pc + 1);
        break;
    }
  }
}

Automaton::Places Automaton::After(const Places& places, Symbol symbol) const {
  Places after;
  std::vector<uint8_t> seen(program_.size());
  for (uint16_t pc : places) {
    const Instruction& i = program_[pc];
    if (i.op == Op::kSymbol && Passes(i.a, symbol)) Close(pc + 1u, &after, &seen);
  }
  std::sort(after.begin(), after.end());
  return after;
}

uint16_t Automaton::AcceptOf(const Places& places) const {
  uint32_t best = kAcceptsNone;
  for (uint16_t pc : places) {
    if (program_[pc].op == Op::kMatch) best = std::min(best, program_[pc].a);
  }
  return static_cast<uint16_t>(best);
}

// The number of a set of places; kUnknown where the table is full.
Automaton::State Automaton::Intern(Places places) const {
  const auto it = state_ids_.find(places);
  if (it != state_ids_.end()) return it->second;
  if (states_.size() == kMaxStates) return kUnknown;
  const State id = static_cast<State>(states_.size());
  accept_[id] = AcceptOf(places);
  state_ids_.emplace(places, id);
  states_.push_back(std::move(places));
  return id;
}

Automaton::State Automaton::Find(State state, Symbol symbol) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const State found = Intern(After(states_[state], symbol));
  // Released after the row and what it accepts are there: another thread may follow at once.
  std::atomic_ref<State>(next_[state * width_ + symbol]).store(found, std::memory_order_release);
  return found;
}

void Automaton::Ends(const Symbol* symbols, size_t size, size_t begin,
                     std::vector<Accept>* accepts) const {
  accepts->clear();
  State state = kStart;
  for (size_t i = begin; i < size;) {
    state = Step(state, symbols[i++]);
    if (state == kDead) return;
    if (state == kUnknown) return EndsSlowly(symbols, size, begin, accepts);
    if (accept_[state] != kAcceptsNone) {
      accepts->push_back({static_cast<uint32_t>(i), accept_[state]});
    }
  }
}

void Automaton::EndsSlowly(const Symbol* symbols, size_t size, size_t begin,
                           std::vector<Accept>* accepts) const {
  accepts->clear();
  Places places;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    places = states_[kStart];
  }
  for (size_t i = begin; i < size && !places.empty();) {
    places = After(places, symbols[i++]);
    const uint16_t accepted = AcceptOf(places);
    if (accepted != kAcceptsNone) accepts->push_back({static_cast<uint32_t>(i), accepted});
  }
}

size_t Automaton::LongestEnd(size_t pattern, const Symbol* symbols, size_t size,
                             size_t begin) const {
  Places places;
  std::vector<uint8_t> seen(program_.size());
  Close(patterns_[pattern].first, &places, &seen);
  size_t end = begin;
  for (size_t i = begin; i < size && !places.empty();) {
    places = After(places, symbols[i++]);
    if (AcceptOf(places) != kAcceptsNone) end = i;
  }
  return end;
}

// --- captures ---

// A stack of things to do: go on at an instruction and a place, or put a slot back to what it was.
bool Automaton::Capture(size_t pattern, const Symbol* symbols, size_t begin, size_t end,
                        Scratch* scratch) const {
  const PatternCode& code = patterns_[pattern];
  scratch->groups.assign(code.groups, {});
  const size_t places = end - begin + 1;
  scratch->tried.assign(((code.last - code.first) * places + 63) / 64, 0);
  auto slot = [&](uint32_t n) -> uint32_t& {
    Group& group = scratch->groups[n / 2];
    return n % 2 == 0 ? group.first : group.last;
  };
  constexpr uint64_t kRestore = uint64_t{1} << 63;
  auto& stack = scratch->stack;
  stack.clear();
  stack.push_back((uint64_t{code.first} << 32) | begin);
  while (!stack.empty()) {
    const uint64_t top = stack.back();
    stack.pop_back();
    if (top & kRestore) {
      slot(static_cast<uint32_t>((top & ~kRestore) >> 32)) = static_cast<uint32_t>(top);
      continue;
    }
    uint32_t pc = static_cast<uint32_t>(top >> 32);
    uint32_t at = static_cast<uint32_t>(top);
    for (bool alive = true; alive;) {
      const size_t pair = (pc - code.first) * places + (at - begin);
      if (scratch->tried[pair / 64] >> (pair % 64) & 1) break;
      scratch->tried[pair / 64] |= uint64_t{1} << (pair % 64);
      const Instruction& i = program_[pc];
      switch (i.op) {
        case Op::kSymbol:
          alive = at < end && Passes(i.a, symbols[at]);
          ++pc;
          ++at;
          break;
        case Op::kSplit:
          stack.push_back((uint64_t{i.b} << 32) | at);
          pc = i.a;
          break;
        case Op::kJump:
          pc = i.a;
          break;
        case Op::kSave:
          stack.push_back(kRestore | (uint64_t{i.a} << 32) | slot(i.a));
          slot(i.a) = at;
          ++pc;
          break;
        case Op::kMatch:
          if (at == end) return true;
          alive = false;
          break;
      }
    }
  }
  return false;
}

}  // namespace sourcier
