// Decisions → a workbook of three sheets: 结果 (decisions), 退回 (rejects), 汇总 (summary). The first two are written as CSV text, as
// other targets are, and become cells: text stays text, amounts are numbers.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/decisions/options.h"
#include "runtime/decisions/target.h"
#include "runtime/engine/report.h"

namespace huice::decisions {

/// Whether `path` is to be a workbook, by its suffix.
bool is_workbook(const std::string& path);

class ResultBook {
 public:
  virtual ~ResultBook() = default;
  /// The decisions' target, once; it is finished by `complete`.
  virtual std::unique_ptr<Target> decisions() = 0;
  /// Rejects go to `file` and to their sheet.
  virtual std::unique_ptr<Target> rejects(std::unique_ptr<Target> file) = 0;
  /// Which columns of the decisions hold amounts; before they are written.
  virtual void set_amounts(std::vector<bool> columns) = 0;
  /// Adds the summary; then the decisions' target has its bytes.
  virtual Outcome complete(const Catalogue& catalogue, const engine::EntityReport& report) = 0;
};

/// `folder`: for what is not yet written.
Result<std::shared_ptr<ResultBook>> open_result_book(const std::string& path, const OutputOptions& options, bool sync, const std::string& folder);

}  // namespace huice::decisions
