// MANIFEST.json: which files are the store. The only mutable file; it is replaced by rename, so a
// reader sees the old store or the new one. Readers need no lock: read the manifest once and open
// what it names.
#ifndef SOURCIER_STORE_MANIFEST_H_
#define SOURCIER_STORE_MANIFEST_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/store/records.h"

namespace sourcier {

inline constexpr std::string_view kStoreSchema = "sourcier/1";

struct StoreFile {
  std::string
      file;  // relative to the store, '/'-separated: "segments/claims-0123456789abcdef.jsonl"
  Family family = Family::kDocuments;
  std::string xxh128;  // of the content, 32 hexadecimal digits; the first 16 are in the name
  uint64_t bytes = 0;
  uint64_t records = 0;
  friend bool operator==(const StoreFile&, const StoreFile&) = default;
};

struct Manifest {
  uint64_t generation = 0;  // how often the manifest was replaced
  std::string schema{kStoreSchema};
  std::map<std::string, std::string> versions;
  std::string ruleset;
  std::vector<StoreFile> files;  // by family, then in the order in which they were written

  // Paths of the files of a family under `store`, in order.
  std::vector<std::string> PathsOf(Family family, const std::string& store) const;
};

// The family of that name; nullopt where there is none.
std::optional<Family> ParseFamily(std::string_view name);
// True for a name that the store gives to its files: FAMILY-HASH16.jsonl, quarantine-HASH16.jsonl
// for problems.
bool IsSegmentName(std::string_view name);

// Errors: kIo where there is no manifest; kFormat where it is none, with what was found.
Result<Manifest> ReadManifest(const std::string& store);
// Replaces it (file_io.h).
Status WriteManifest(const std::string& store, const Manifest& manifest);

// How far an unfinished run came (tmp/checkpoint.json). Files named tmp/FAMILY-NUMBER.open.
struct RunProgress {
  struct OpenFile {
    Family family = Family::kDocuments;
    uint64_t number = 0;  // segments of the family that this run closed before
    uint64_t bytes = 0, records = 0;
  };
  struct ClosedFile {
    StoreFile file;
    uint64_t number =
        0;  // of the open file that it was; renamed after the checkpoint, so look for either name
  };
  std::string ruleset;
  bool fresh = false;  // the store that MANIFEST names is being replaced, not continued
  uint64_t done = 0;   // payloads
  std::vector<OpenFile> open;
  std::vector<ClosedFile> closed;
};
std::string OpenName(Family family, uint64_t number);
Result<RunProgress> ReadProgress(const std::string& tmp);
Status WriteProgress(const std::string& tmp, const RunProgress& progress);

}  // namespace sourcier

#endif  // SOURCIER_STORE_MANIFEST_H_
