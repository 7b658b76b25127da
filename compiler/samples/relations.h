// An applicant together with the rows of other entities that it takes values from, as one row of cells: first the fields of
// its own entity, then those of a few members, each behind a cell that says whether the member is there. Fields read through
// references are cells too; the row that holds them is made when the applicant is written.
#pragma once
#include <vector>

#include "compiler/program/program.h"
#include "compiler/reference/decide.h"
#include "compiler/samples/draws.h"

namespace huice::samples {

/// The applicant, or one of its members.
struct Slot {
  uint32_t entity = 0, first = 0;   // its first field's cell
  uint32_t owner = 0, present = 0;  // members: whose, and the cell that says whether it is there
  rules::FieldIndex reference = 0;  // members: their field that names the owner
};

class Relations {
 public:
  /// `program` outlives it.
  Relations(const program::Program& program, uint32_t entity);

  const batch::Schema& schema() const { return schema_; }
  const std::vector<FieldDraw>& draws() const { return draws_; }
  const std::vector<Slot>& slots() const { return slots_; }
  const rules::Entity& entity(const Slot& slot) const { return program_.rules.entities[rules::EntityId{slot.entity}]; }
  const program::Program& program() const { return program_; }

  /// The cells that a measure reads, ascending.
  std::vector<uint32_t> inputs_of(const rules::Measure& body) const;
  /// The cells that an expression reads, in the order met; of members the first one's, or all.
  std::vector<uint32_t> cells_of(rules::ExprId expr, bool all_members) const;
  /// Whether the cell is the applicant's or that of the first member of its kind.
  bool of_first(uint32_t cell) const;
  /// For each kind of members: the cells that say whether they are there.
  std::vector<std::vector<uint32_t>> presences() const;

 private:
  void add_slots(uint32_t owner, const std::vector<rules::FieldIndex>& fields, int depth);
  void add_slot(Slot slot, const std::string& prefix);
  /// Calls with every cell that the field of the slot is made from.
  template <class Each>
  void each_cell(uint32_t slot, rules::FieldIndex field, bool all_members, const Each& each) const;

  const program::Program& program_;
  batch::Schema schema_;
  std::vector<FieldDraw> draws_;
  std::vector<Slot> slots_;
};

}  // namespace huice::samples
