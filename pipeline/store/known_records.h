// What a store has already: payloads by hash, places by (document, source), problems by id. Keeps a
// resumed or repeated run from writing anything twice, at 16 bytes an entry.
#ifndef SOURCIER_STORE_KNOWN_RECORDS_H_
#define SOURCIER_STORE_KNOWN_RECORDS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "pipeline/core/result.h"
#include "pipeline/core/sha256.h"
#include "pipeline/store/hash_set.h"
#include "pipeline/store/records.h"

namespace sourcier {

class KnownRecords {
 public:
  // Reads the documents, copies or problems of a finished store that is to be added to.
  Status LoadFinished(Family family, const std::string& path);
  // Reads the ids of problems that an unfinished run wrote.
  Status LoadProblemIds(const std::string& path);

  bool HasDocument(std::string_view sha256) const {
    return documents_.Has(Hash128::FromHex(sha256));
  }
  void AddDocument(Hash128 sha256) { documents_.Add(sha256); }

  // Appends to `kept` those lines of `copies` that the finished store does not have; returns how
  // many.
  uint32_t FilterCopies(std::string_view copies, std::string* kept);
  // The same for problems; those kept get an id of their own.
  uint32_t FilterProblems(const Records& records, std::string* kept);

 private:
  Hash128 HashOf(std::string_view a, std::string_view b);
  // Makes the id of the problem line unique in the store.
  void NumberProblem(std::string_view line, const std::string& fields, std::string* kept);

  Sha256 sha_;
  const IdHash ids_;
  HashSet documents_, finished_places_, finished_problems_, problem_ids_;
  std::unordered_map<std::string, uint64_t> last_number_;  // of the ids that came more than once
};

}  // namespace sourcier

#endif  // SOURCIER_STORE_KNOWN_RECORDS_H_
