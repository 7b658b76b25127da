// Random applicants for a program: most values are ones that its rules tell apart.
#pragma once
#include <string>
#include <vector>

#include "base/rational.h"
#include "runtime/batch/batch.h"
#include "tests/properties/compile.h"
#include "tests/properties/random.h"

namespace huice::properties {

/// How large the numbers of a batch are: ordinary ones stay within 64-bit arithmetic, extreme ones reach the limits.
enum class Size { ordinary, mixed, extreme };

/// The constants of a program, which rows are laid around.
struct Constants {
  std::vector<std::pair<Dimension, Rational>> numbers;
  std::vector<Date> dates;
  std::vector<std::string> texts;
};
Constants constants_of(const rules::Program& rules);

/// The schema as a reader might bind it: some number columns in finer steps, some in 128-bit items.
batch::Schema vary_layouts(const batch::Schema& schema, Random& random);

/// A known number in base units.
Rational exact_number(const batch::Batch& batch, uint32_t field, int row);

class Rows {
 public:
  Rows(const rules::Program& rules, const rules::Entity& entity, const batch::Schema& schema);
  /// A batch of `rows` applicants; columns without data and the date of the run are random too.
  batch::Batch batch(Random& random, int rows, Size size, bool needs_as_of) const;
  /// Gives a value to the cell, which is missing, as `batch` would.
  void set(batch::Batch& batch, Random& random, uint32_t field, int row, Size size) const;
  /// Sets what follows from other cells of the row: whether its texts stand in lists.
  void follow(batch::Batch& batch, int row) const;
  /// Whether it stands in the data, of the row itself or of one that it refers to.
  bool can_be_given(uint32_t field) const {
    const rules::Origin& origin = entity_.fields[field].origin;
    return std::holds_alternative<rules::InData>(origin) || std::holds_alternative<rules::Referred>(origin);
  }
  std::string describe(const batch::Batch& batch, int row) const;

 private:
  __int128 number(const batch::Batch& batch, Random& random, uint32_t field, int row, Size size) const;
  __int128 near_constant(Random& random, uint32_t field) const;
  __int128 near_other_field(const batch::Batch& batch, Random& random, uint32_t field, int row) const;
  Date date(Random& random, Size size) const;
  std::string text(Random& random) const;
  void set_aggregated(batch::Batch& batch, Random& random, uint32_t field, int row, Size size) const;

  const rules::Program& rules_;
  const rules::Entity& entity_;
  const batch::Schema& schema_;
  Constants constants_;
};

}  // namespace huice::properties
