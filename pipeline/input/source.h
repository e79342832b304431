// From INPUT arguments to leaf files, in the order of the contract: arguments as given, then the
// entries of the list; directories depth first, entries bytewise by name. Nothing is opened here.
#ifndef SOURCIER_INPUT_SOURCE_H_
#define SOURCIER_INPUT_SOURCE_H_

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/core/document.h"
#include "pipeline/core/result.h"

namespace sourcier {

// The entries of a --files-from list ("-": standard input): one a line, or NUL-separated where it
// holds a NUL; empty entries are skipped. Error kIo where it cannot be read.
Result<std::vector<std::string>> ReadList(const std::string& file);

struct Leaf {
  uint32_t input = 0;
  std::string path;    // for records: relative to the input, or its base name
  std::string file;    // to open; "-" is standard input
  bool named = false;  // as an input, not met in a walk
  std::optional<Problem>
      problem;  // it cannot be read: missing, an unreadable directory, a loop of links
};

// Symbolic links are followed; one that leads back to a directory it stands in is a problem.
// Memory: the names of the open directories on one path. Not thread-safe.
class SourceWalker {
 public:
  // `exclude`: a directory that walks leave out, whether it is there yet or made before the walk
  // comes to it (the store of a run); "" for none.
  SourceWalker(std::vector<std::string> inputs, const std::string& exclude);

  // False at the end.
  bool Next(Leaf* leaf);
  // Sockets, devices and pipes met in a walk.
  uint64_t skipped() const { return skipped_; }
  const std::vector<std::string>& inputs() const { return inputs_; }

 private:
  struct Directory {
    std::string file;  // to open
    std::string path;  // relative to the input; "" at the top, else with a '/' at the end
    dev_t device = 0;
    ino_t inode = 0;
    std::string names;            // each with a NUL
    std::vector<uint32_t> order;  // offsets in `names`
    size_t next = 0;
  };
  // Pushes a directory, or fills `leaf` with a problem and returns true.
  bool Enter(std::string file, std::string path, dev_t device, ino_t inode, Leaf* leaf);

  std::vector<std::string> inputs_;
  size_t next_input_ = 0;
  std::vector<Directory> open_;
  std::string exclude_;
  uint64_t skipped_ = 0;
};

}  // namespace sourcier

#endif  // SOURCIER_INPUT_SOURCE_H_
