// typed rules → made-up applicants: CSV that reaches every reachable status of every measure of one entity, and sits at,
// one unit below and one unit above every constant threshold. The same options give the same bytes on every machine.
//
// Once, before the first row, goals are listed (a measure, a status, which condition fails, which field is missing, which
// side of which threshold) and the reference searches applicants that meet them. A row then joins one found applicant for
// each measure; the measure whose applicant takes precedence rotates. While rows are written, found applicants are
// replaced by new ones little by little. Memory does not grow with the number of rows.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/program/program.h"

namespace huice::samples {

/// How columns, choices and booleans are written. zh: by label, with the unit of quantities, `面积（亩）`, 是/否.
enum class Labels { names, zh };

struct Options {
  uint64_t seed = 1;
  Labels labels = Labels::names;
  std::optional<Date> as_of = {};  // the run's date, for measures without `dated`; empty: the first day in force
};

class Samples {
 public:
  /// `program` has no errors and outlives this; `entity` is its position in Catalogue::entities.
  Samples(const program::Program& program, uint32_t entity, const Options& options = {});
  Samples(Samples&&) noexcept;
  Samples& operator=(Samples&&) noexcept;
  ~Samples();

  /// The header line with its line end; every field of the entity is a column.
  std::string header() const;
  /// Appends the next `count` rows. Ten times one row is the same as once ten rows. An entity that refers to itself gets
  /// the rows that its applicants refer to as well.
  void rows(uint64_t count, std::string& out);

  /// Other entities whose rows are made along: members, and what is referred to.
  const std::vector<uint32_t>& others() const;
  std::string header(uint32_t entity) const;
  /// Appends the rows made of another entity since the last time.
  void take(uint32_t entity, std::string& out);

  struct State;

 private:
  friend struct Histogram;
  std::unique_ptr<State> state_;
};

/// What the first `rows` sampled applicants reach, decided by the reference.
struct Histogram {
  /// Where one constant threshold lies, and how many rows are one unit below, at and one unit above it.
  struct Threshold {
    std::string place;  // `3-innovation.policy:92`
    std::string text;   // `rd_spend > 110% of rd_spend_last_year`
    std::string unit;   // what one unit is: `rd_spend ± 0.01元`; of a bound of `pay`: the rounding unit
    uint64_t below = 0, at = 0, above = 0;
    bool below_exists = true, above_exists = true;  // false: that side lies outside the field's range
  };
  struct Measure {
    std::string name;
    uint64_t statuses[status_count] = {};  // 0: not reached
    std::vector<Threshold> thresholds;     // in program order
  };
  std::string entity;
  uint64_t rows = 0, seed = 0;
  std::vector<Measure> measures;
};

Histogram histogram(const program::Program& program, uint32_t entity, uint64_t rows, const Options& options = {});
/// As readable tables, with an empty line at the end.
std::string to_text(const Histogram& histogram, diagnostics::Language language);

}  // namespace huice::samples
