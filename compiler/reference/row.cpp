#include "compiler/reference/row.h"

#include "base/decimal.h"

namespace huice::reference {
namespace {

Rational number(const batch::Layout& layout, __int128 steps) {
  Rational value(Integer(to_string(steps)) * Integer(static_cast<long>(layout.step_num)), Integer(static_cast<long>(layout.step_den)));
  value.canonicalize();
  return value;
}

Value cell(const batch::Batch& batch, uint32_t field, int row) {
  const batch::Field& schema = batch.schema().fields[field];
  switch (schema.kind) {
    case batch::Kind::number: return number(schema.layout, batch.number(field, row));
    case batch::Kind::boolean: return batch.boolean(field, row);
    case batch::Kind::choice: return batch.choice(field, row);
    case batch::Kind::date: return batch.date(field, row);
    case batch::Kind::datetime: return batch.datetime(field, row);
    case batch::Kind::text: break;
  }
  return std::string(batch.text(field, row));
}

}  // namespace

Row row_of(const batch::Batch& batch, int row, std::optional<Date> as_of) {
  Row result;
  result.as_of = as_of;
  result.fields.resize(batch.schema().fields.size());
  for (uint32_t field = 0; field < result.fields.size(); ++field)
    if (batch.known(field, row)) result.fields[field] = cell(batch, field, row);
  return result;
}

}  // namespace huice::reference
