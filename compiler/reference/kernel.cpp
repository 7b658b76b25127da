// The reference behind the engine's door: columns in, columns out, one row at a time.
#include <cstring>

#include "compiler/reference/columns.h"
#include "compiler/reference/verdict.h"
#include "compiler/rules/sites.h"
#include "runtime/engine/versions.h"

namespace huice::reference {
namespace {

void set_bit(uint64_t* words, int row) { words[row / 64] |= uint64_t{1} << (row % 64); }

/// Reads the inputs of one row into an evaluator, whose numbers live here.
class Reader {
 public:
  Reader(const batch::Schema& schema, const huice_batch& batch)
      : schema_(schema), batch_(batch), numbers_(schema.fields.size()) {}

  void read(int row, Evaluator& into) {
    for (uint32_t field : into.prepared.inputs) {
      into.cells[field] = cell(schema_.fields[field], batch_.columns[field], row, numbers_[field]);
    }
  }

 private:
  const batch::Schema& schema_;
  const huice_batch& batch_;
  std::vector<Rational> numbers_;
};

void write_columns(const Bits& bits, size_t count, uint64_t* columns, int row) {
  if (bits.empty()) return;
  for (size_t i = 0; i < count; ++i) {
    if (bits.test(i)) set_bit(columns + i * HUICE_BATCH_WORDS, row);
  }
}

void write(const Verdict& verdict, const Prepared& prepared, int row, huice_decisions& out) {
  out.status[row] = static_cast<uint8_t>(verdict.status);
  out.amount[row] = verdict.amount;
  out.ceiling[row] = verdict.ceiling.value_or(0);
  if (verdict.ceiling) set_bit(out.ceiling_known, row);
  out.error[row] = verdict.error;
  if (verdict.capped) set_bit(out.capped, row);
  write_columns(verdict.failed, prepared.measure.conditions.size(), out.failed, row);
  write_columns(verdict.missing, prepared.inputs.size(), out.missing, row);
}

/// Bits are only ever set one by one, so every bit column starts empty.
void clear_bits(const Prepared& prepared, huice_decisions& out) {
  constexpr size_t column = HUICE_BATCH_WORDS * sizeof(uint64_t);
  std::memset(out.ceiling_known, 0, column);
  std::memset(out.capped, 0, column);
  if (!prepared.measure.conditions.empty()) std::memset(out.failed, 0, column * prepared.measure.conditions.size());
  if (!prepared.inputs.empty()) std::memset(out.missing, 0, column * prepared.inputs.size());
}

class ReferenceKernel final : public engine::Kernel {
 public:
  ReferenceKernel(const rules::Program& program, const rules::Measure& body, const batch::Schema& schema)
      : prepared_(program, body, program.entities[body.entity], rules::inputs_of(program, body)), schema_(schema) {}
  ReferenceKernel(const rules::Program& program, std::shared_ptr<const rules::Measure> rows, const batch::Schema& schema)
      : rows_(std::move(rows)), prepared_(program, *rows_, program.entities[rows_->entity], rules::inputs_of(program, *rows_)), schema_(schema) {}

  huice::Outcome decide(const huice_batch& batch, huice_decisions& decisions) const override {
    std::optional<Date> as_of;
    if (batch.as_of != HUICE_NO_DATE) as_of = Date{batch.as_of};
    clear_bits(prepared_, decisions);
    Evaluator evaluator(prepared_, nullptr);
    Reader reader(schema_, batch);
    for (int row = 0; row < batch.rows; ++row) {
      evaluator.clear();
      reader.read(row, evaluator);
      write(decide_row(evaluator, as_of), prepared_, row, decisions);
    }
    return Nothing{};
  }

 private:
  std::shared_ptr<const rules::Measure> rows_;  // of members only
  Prepared prepared_;
  batch::Schema schema_;
};

}  // namespace

std::unique_ptr<engine::Kernel> make_kernel(const rules::Program& program, const rules::Measure& body,
                                            const batch::Schema& schema) {
  return std::make_unique<ReferenceKernel>(program, body, schema);
}

std::unique_ptr<engine::Kernel> make_kernel(const rules::Program& program, rules::MeasureId id,
                                            const catalogue::Measure& words, const batch::Schema& schema) {
  const rules::Measure& measure = program.measures[id];
  if (measure.versions.empty()) return make_kernel(program, measure, schema);
  std::vector<std::shared_ptr<const engine::Kernel>> versions;
  for (const rules::Measure& body : measure.versions) versions.push_back(make_kernel(program, body, schema));
  return engine::join_versions(words, std::move(versions));
}

std::unique_ptr<engine::Kernel> make_member_kernel(const rules::Program& program, const rules::Measure& rows, const batch::Schema& schema) {
  return std::make_unique<ReferenceKernel>(program, std::make_shared<const rules::Measure>(rows), schema);
}

}  // namespace huice::reference
