// Ways out of a store, one row of a table each: `export --format NAME`. To add one, write a
// function and its row.
#ifndef SOURCIER_STORE_EXPORTERS_H_
#define SOURCIER_STORE_EXPORTERS_H_

#include <string_view>
#include <vector>

#include "pipeline/core/result.h"
#include "pipeline/store/rows.h"

namespace sourcier {

struct Exporter {
  std::string_view name;  // "csv"
  std::string_view what;  // for --help: "one row a claim, ..."
  // Streams the export into the sink and stops quietly where the sink answers false. Error kIo.
  Status (*write)(const StoreReader& store, const Sink& sink);
};

const std::vector<Exporter>& Exporters();
// null where there is none of that name.
const Exporter* FindExporter(std::string_view name);

}  // namespace sourcier

#endif  // SOURCIER_STORE_EXPORTERS_H_
