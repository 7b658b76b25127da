// Parts that the manifest and the JSON summary share. Only .cpp files of this folder include it.
#pragma once
#include <nlohmann/json.hpp>

#include "runtime/catalogue.h"
#include "runtime/engine/report.h"

namespace huice::decisions {

using WrittenOutput = engine::WrittenFile;

/// [{"measure": …, "counts": {status: n, …}, "computed": "…", "granted": "…"}, …]; sums as decimal text.
nlohmann::ordered_json measures_json(const Catalogue& catalogue, const engine::EntityReport& report);
/// [{"code": …, "count": n, "file": …, "line": n, "column": …}, …]
nlohmann::ordered_json rejects_json(const engine::EntityReport& report);

}  // namespace huice::decisions
