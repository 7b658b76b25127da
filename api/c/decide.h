// Deciding rows in memory: what huice_decide and huice_decide_json share.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/c/compiled.h"
#include "api/huice.h"
#include "runtime/arrow/results.h"
#include "runtime/arrow/table.h"
#include "runtime/engine/report.h"

namespace huice::c {

/// Stops where the options do not have the form that they should.
void check_options(const huice_run_options* options);
/// The date of measures without a `dated` field.
std::optional<Date> as_of(const huice_run_options* options);
/// Positions of the measures that options name; all where they name none.
std::vector<uint32_t> measures_of(const Compiled& compiled, const huice_run_options* options);

/// One entity's rows, and who takes its decisions.
struct Given {
  uint32_t entity = 0;
  std::shared_ptr<const arrow::Table> rows;
  bool wanted = false;
  std::unique_ptr<arrow::Results> results = {};  // made where they are wanted
};

/// Sees rows of an entity as they are decided, with everything that they take from others.
using Watch = std::function<void(const batch::Batch& batch)>;

engine::Report decide(const Compiled& compiled, const huice_run_options* options, std::vector<Given>& given, const Watch& watch = {});

}  // namespace huice::c
