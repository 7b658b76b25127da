// The sampler behind samples.h: joins found applicants into rows.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/samples/pools.h"
#include "compiler/samples/samples.h"

namespace huice::samples {

struct Samples::State {
  State(const program::Program& program, uint32_t entity, const Options& options);

  void header(uint32_t of, std::string& out) const;
  /// Makes the next applicant; its cells stay until the next.
  void next();
  void write(std::string& out);
  /// The applicant's cell; keys and fields that no measure reads too.
  const Cell& cell(rules::FieldIndex field) const { return *cells_[field]; }

  const program::Program& program;
  const uint32_t entity;
  const Options options;
  const batch::Schema& schema;
  const Relations relations;
  const std::vector<FieldDraw>& draws;
  std::vector<const rules::Measure*> measures;  // of the entity, in program order; each version by itself
  std::vector<Pools> pools;                     // by position in `measures`
  std::vector<uint32_t> others;                 // entities whose rows are made along
  std::map<uint32_t, std::string> made;         // their rows, not yet taken

 private:
  void take(const Found& found, const std::vector<uint32_t>& inputs);
  void draw_rest();
  void make_key(rules::FieldIndex field);
  void list_others();
  void write_slot(uint32_t slot, const std::string& key, const std::string& owner, bool dangling, std::string& out);
  std::string make_referred(uint32_t slot, rules::FieldIndex reference);
  std::string make_row(uint32_t entity, const std::map<rules::FieldIndex, std::string>& given, int depth);
  std::string new_key(uint32_t entity);
  const std::vector<FieldDraw>& draws_of(uint32_t entity);
  bool present(uint32_t slot) const;

  Random random_, other_random_;
  std::map<uint32_t, std::vector<FieldDraw>> other_draws_;
  uint64_t made_rows_ = 0;
  uint64_t row_ = 0;
  std::vector<const Cell*> cells_;         // by field; null: not set yet
  std::vector<const std::string*> texts_;  // likewise, as CSV
  Cells own_cells_;                        // of keys and fields that no measure reads
  std::vector<std::string> own_texts_;
};

}  // namespace huice::samples
