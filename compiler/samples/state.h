// The sampler behind samples.h: joins found applicants into rows.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "compiler/samples/pools.h"
#include "compiler/samples/samples.h"

namespace huice::samples {

struct Samples::State {
  State(const program::Program& program, uint32_t entity, const Options& options);

  void header(std::string& out) const;
  /// Makes the next applicant; its cells stay until the next.
  void next();
  void write(std::string& out) const;
  /// The applicant's cell; keys and fields that no measure reads too.
  const Cell& cell(rules::FieldIndex field) const { return *cells_[field]; }

  const program::Program& program;
  const uint32_t entity;
  const Options options;
  const batch::Schema& schema;
  const std::vector<FieldDraw> draws;
  std::vector<const rules::Measure*> measures;  // of the entity, in program order; each version by itself
  std::vector<Pools> pools;                     // by position in `measures`

 private:
  void take(const Found& found, const std::vector<uint32_t>& inputs);
  void number_keys();
  void draw_rest();
  void make_key(rules::FieldIndex field);

  Random random_;
  uint64_t row_ = 0;
  std::vector<const Cell*> cells_;         // by field; null: not set yet
  std::vector<const std::string*> texts_;  // likewise, as CSV
  Cells own_cells_;                        // of keys and fields that no measure reads
  std::vector<std::string> own_texts_;
};

}  // namespace huice::samples
