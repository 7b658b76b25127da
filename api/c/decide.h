// Deciding rows in memory: what huice_decide and huice_decide_json share.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/c/compiled.h"
#include "api/c/explaining.h"
#include "api/huice.h"
#include "runtime/arrow/results.h"
#include "runtime/arrow/table.h"
#include "runtime/engine/in_memory.h"
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

/// Where claims meet elsewhere: who takes the rows (null: results), and what stands in place of settlement.
struct Elsewhere {
  engine::Sink* sink = nullptr;
  std::function<Outcome(settlement::Settling& settling)> settle;
};

/// The date, threads, memory and progress of the options.
class Run {
 public:
  explicit Run(const huice_run_options* options);
  engine::Options options;
  /// Why the run stopped, if it was the caller.
  void check() const;

 private:
  huice_progress call_ = nullptr;
  void* data_ = nullptr;
  bool cancelled_ = false, threw_ = false;
};

/// What a plan is made of.
std::vector<plan::DataFile> data_of(const Compiled& compiled, const std::vector<Given>& given);
/// A run of a plan over rows that are given. All arguments outlive it; nobody takes its decisions yet.
engine::InMemory in_memory(const Compiled& compiled, const plan::Plan& plan, const std::vector<Given>& given, const engine::Options& run);
/// Takes the rows of every input, so that all are released whatever happens.
std::vector<Given> take(const Compiled& compiled, const huice_input* inputs, size_t count);
/// Those that nobody has taken; `inputs` may be null.
void release_all(const huice_input* inputs, size_t count);

/// Decides and settles the rows. `explaining`: of one of the entities, which is wanted; null: nothing is to be explained.
engine::Report decide(const Compiled& compiled, const huice_run_options* options, std::vector<Given>& given, Explaining* explaining = nullptr,
                      const Elsewhere* elsewhere = nullptr);

/// Results as a stream, with the program that they speak of.
struct ResultStream {
  std::shared_ptr<const Compiled> compiled;
  std::unique_ptr<arrow::Results> results;
  static void give(std::unique_ptr<ResultStream> stream, ArrowArrayStream* out) noexcept;
};

}  // namespace huice::c
