// Output in Arrow's IPC format: a stream for devices, pipes, `-` and names that end in `.arrows`, else a file. Columns as docs/output.md says.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/arrow/ipc.h"
#include "runtime/batch/schema.h"
#include "runtime/decisions/output_columns.h"
#include "runtime/decisions/target.h"

namespace huice::decisions {

/// Whether `path` is to be in Arrow's format, by its suffix: `.arrow`, `.arrows`.
bool is_arrow(std::string_view path);

/// A struct of the columns. `keys`: the entity's key fields, as its data have them.
arrow::Shape arrow_shape(const std::vector<OutputColumn>& columns, const std::vector<batch::Field>& keys);

/// Record batches of so many rows that they do not depend on how the rows came.
class ArrowTarget final : public WrappedTarget {
 public:
  /// `measures`: their titles, in the order of the output.
  ArrowTarget(std::unique_ptr<Target> file, arrow::Shape shape, const std::vector<std::string>& measures, Labels labels);

  const arrow::Shape& shape() const { return shape_; }
  Outcome begin() { return writer_.begin(); }
  /// The next rows, of the shape.
  Outcome add(const arrow::Items& rows);

  Outcome finish() override;

 private:
  size_t fitting(const arrow::Items& rows, size_t begin) const;
  Outcome flush();

  arrow::Shape shape_;
  arrow::IpcWriter writer_;
  size_t most_rows_;    // of a batch
  arrow::Items batch_;
};

}  // namespace huice::decisions
