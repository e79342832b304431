// Patterns over symbols, matched together: leftmost-longest, then the first pattern wins. The same
// question as one RE2 over all patterns, an RE2::Set and an RE2 with groups answer in three passes;
// this answers it in one, because a state of the automaton knows which pattern it accepts (the test
// holds it to RE2).
//
//   program    every pattern as instructions: symbol set, split, save, match (Thompson)
//   states     sets of instructions; a state's row of next states is filled in when it is first
//              needed (as in RE2's DFA), for all threads
//   captures   a backtracking walk over the winner's program on its span alone; each pair of
//              instruction and place is tried once
#ifndef SOURCIER_LANGUAGE_AUTOMATON_H_
#define SOURCIER_LANGUAGE_AUTOMATON_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "pipeline/language/rule_file.h"

namespace sourcier {

using Symbol = uint16_t;
inline constexpr Symbol kBeginSymbol = 0, kEndSymbol = 1, kFirstSymbol = 2;

class Automaton {
 public:
  // A place where a match that began somewhere may end, and the pattern that does so first in
  // order.
  struct Accept {
    uint32_t end;
    uint32_t pattern;
  };
  // Symbols, [first, last), of one group; {kNone, kNone} where it took no part.
  static constexpr uint32_t kNone = UINT32_MAX;
  struct Group {
    uint32_t first = kNone, last = kNone;
  };
  // Memory that one thread uses again and again.
  struct Scratch {
    std::vector<Group> groups;
    std::vector<uint64_t> tried;
    std::vector<uint64_t> stack;
  };
  // Which symbols pass a test: one bit each.
  using SymbolBits = std::vector<uint64_t>;

  ~Automaton();

  // Adds the next pattern; `symbols_of` tells which symbols pass the test of a unit. False where it
  // could match nothing at all, or is longer than `kMaxProgram` instructions with those before it.
  bool Add(const Pattern& pattern, const std::function<SymbolBits(const Predicate&)>& symbols_of,
           std::vector<std::string>* group_names);
  // Ends adding; `symbol_count` counts the two marks too.
  void Freeze(size_t symbol_count);

  // Whether a match may begin with this symbol.
  bool Begins(Symbol symbol) const { return Step(kStart, symbol) != kDead; }
  // All ends of matches that begin at `begin`, shortest first; replaces `accepts`.
  void Ends(const Symbol* symbols, size_t size, size_t begin, std::vector<Accept>* accepts) const;
  // The longest end of this pattern alone; `begin` where it does not match there. Slow and obvious.
  size_t LongestEnd(size_t pattern, const Symbol* symbols, size_t size, size_t begin) const;
  // The groups of a pattern on a span that it matches, in the order of their opening; false where
  // it does not match. They stand in scratch->groups.
  bool Capture(size_t pattern, const Symbol* symbols, size_t begin, size_t end,
               Scratch* scratch) const;

  size_t pattern_count() const { return patterns_.size(); }

 private:
  using State = uint16_t;
  static constexpr State kUnknown = 0, kDead = 1, kStart = 2;
  static constexpr size_t kMaxStates = 1 << 14;
  static constexpr size_t kMaxProgram = 60'000;
  static constexpr uint16_t kAcceptsNone = UINT16_MAX;

  enum class Op : uint8_t { kSymbol, kSplit, kJump, kSave, kMatch };
  struct Instruction {
    Op op;
    uint32_t a = 0, b = 0;  // kSymbol: set; kSplit: first and second choice; kJump: where; kSave:
                            // slot; kMatch: pattern
  };
  struct PatternCode {
    uint32_t first, last;  // instructions
    uint32_t groups;
  };
  using Places = std::vector<uint16_t>;  // instructions kSymbol and kMatch, sorted

  void Emit(const Pattern& pattern, const std::function<SymbolBits(const Predicate&)>& symbols_of,
            std::vector<std::string>* group_names);
  void EmitSet(SymbolBits bits);
  bool Passes(uint32_t set, Symbol symbol) const {
    const SymbolBits& bits = sets_[set];
    const size_t word = symbol / 64u;
    return word < bits.size() && (bits[word] >> (symbol % 64u) & 1) != 0;
  }
  void Close(uint32_t at, Places* places, std::vector<uint8_t>* seen) const;
  Places After(const Places& places, Symbol symbol) const;
  uint16_t AcceptOf(const Places& places) const;
  State Step(State state, Symbol symbol) const {
    const State next =
        std::atomic_ref<State>(next_[state * width_ + symbol]).load(std::memory_order_acquire);
    return next != kUnknown ? next : Find(state, symbol);
  }
  State Find(State state, Symbol symbol) const;
  State Intern(Places places) const;
  void EndsSlowly(const Symbol* symbols, size_t size, size_t begin,
                  std::vector<Accept>* accepts) const;

  std::vector<Instruction> program_;
  std::vector<PatternCode> patterns_;
  std::vector<SymbolBits> sets_;
  std::map<SymbolBits, uint32_t> set_ids_;

  // States, filled in as they are met. Rows lie in memory that the system gives out page by page.
  size_t width_ = 0;
  struct Free {
    void operator()(void* memory) const;
  };
  std::unique_ptr<State[], Free> next_;       // [state][symbol]
  std::unique_ptr<uint16_t[], Free> accept_;  // [state]
  mutable std::mutex mutex_;                  // guards the two below, and every write to the above
  mutable std::map<Places, State> state_ids_;
  mutable std::vector<Places> states_;
};

}  // namespace sourcier

#endif  // SOURCIER_LANGUAGE_AUTOMATON_H_
