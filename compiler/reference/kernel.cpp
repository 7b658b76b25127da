// The reference behind the engine's door: columns in, columns out, one row at a time.
#include <cstring>

#include "compiler/reference/verdict.h"

namespace huice::reference {
namespace {

bool bit(const uint64_t* words, int row) { return (words[row / 64] >> (row % 64) & 1) != 0; }
void set_bit(uint64_t* words, int row) { words[row / 64] |= uint64_t{1} << (row % 64); }

template <class T>
T item(const huice_column& column, int row) {
  return static_cast<const T*>(column.data)[row];
}

void set_wide(Integer& out, __int128 value) {
  unsigned __int128 magnitude = value < 0 ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
  mpz_set_ui(out.get_mpz_t(), static_cast<uint64_t>(magnitude >> 64));
  mpz_mul_2exp(out.get_mpz_t(), out.get_mpz_t(), 64);
  mpz_add_ui(out.get_mpz_t(), out.get_mpz_t(), static_cast<uint64_t>(magnitude));
  if (value < 0) mpz_neg(out.get_mpz_t(), out.get_mpz_t());
}

/// Reads the inputs of one row into an evaluator, whose numbers live here.
class Reader {
 public:
  Reader(const batch::Schema& schema, const huice_batch& batch)
      : schema_(schema), batch_(batch), numbers_(schema.fields.size()) {}

  void read(int row, Evaluator& into) {
    for (uint32_t field : into.prepared.inputs) {
      const huice_column& column = batch_.columns[field];
      if (bit(column.known, row)) into.cells[field] = cell(field, column, row);
    }
  }

 private:
  View cell(uint32_t field, const huice_column& column, int row) {
    switch (schema_.fields[field].kind) {
      case batch::Kind::number:
        return number(field, column, row);
      case batch::Kind::boolean:
        return bit(static_cast<const uint64_t*>(column.data), row);
      case batch::Kind::choice:
        return item<uint16_t>(column, row);
      case batch::Kind::date:
        return Date{item<int32_t>(column, row)};
      case batch::Kind::datetime:
        return DateTime{item<int64_t>(column, row)};
      case batch::Kind::text:
        break;
    }
    huice_text text = item<huice_text>(column, row);
    return std::string_view(text.bytes, text.size);
  }

  /// n steps of step_num/step_den base units.
  const Rational* number(uint32_t field, const huice_column& column, int row) {
    const batch::Layout& layout = schema_.fields[field].layout;
    Rational& value = numbers_[field];
    Integer& numerator = value.get_num();
    if (layout.wide)
      set_wide(numerator, item<__int128>(column, row));
    else
      mpz_set_si(numerator.get_mpz_t(), item<int64_t>(column, row));
    mpz_mul_si(numerator.get_mpz_t(), numerator.get_mpz_t(), layout.step_num);
    mpz_set_si(value.get_den_mpz_t(), layout.step_den);
    if (layout.step_den != 1) value.canonicalize();
    return &value;
  }

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
  ReferenceKernel(const rules::Program& program, rules::MeasureId measure, const catalogue::Measure& words,
                  const batch::Schema& schema)
      : prepared_(program, measure, words), schema_(schema) {}

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
  Prepared prepared_;
  batch::Schema schema_;
};

}  // namespace

std::unique_ptr<engine::Kernel> make_kernel(const rules::Program& program, rules::MeasureId measure,
                                            const catalogue::Measure& words, const batch::Schema& schema) {
  return std::make_unique<ReferenceKernel>(program, measure, words, schema);
}

}  // namespace huice::reference
