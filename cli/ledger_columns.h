// The columns of a file of payments: its own, and the fields of the entity that was paid.
#pragma once
#include <cstdint>

#include "compiler/program/program.h"
#include "runtime/batch/binding.h"
#include "runtime/batch/schema.h"

namespace huice::cli {

/// Columns of every file of payments, in the order of the schema; fields of the entity stand behind them. The last six come
/// from an export.
enum PaymentColumn : uint32_t {
  measure_column,
  version_column,
  key_column,
  date_column,
  amount_column,
  pool_column,
  charged_column,
  category_column,
  computed_column,
  decision_column,
  reasons_column,
  shares_column,
  fields_column,
  inputs_column,
  payment_columns
};

struct PaymentSchema {
  batch::Schema schema;
  batch::Wanted wanted;
  std::vector<uint32_t> fields;  // by field of the entity: its column; UINT32_MAX where a payment's own column has its name
};

/// Only what says which entity each row is of.
PaymentSchema measures_schema(const program::Program& program);
/// `keyed`: the file has the key in one column, so it needs none for the key's fields.
PaymentSchema payments_schema(const program::Program& program, uint32_t entity, bool keyed);

}  // namespace huice::cli
