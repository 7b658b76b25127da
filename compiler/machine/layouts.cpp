#include "compiler/machine/machine.h"

namespace huice::machine {
namespace {

Integer integer(__int128 n) {
  const bool negative = n < 0;
  const auto size = negative ? -static_cast<unsigned __int128>(n) : static_cast<unsigned __int128>(n);
  Integer result = (Integer(static_cast<unsigned long>(size >> 64)) << 64) + Integer(static_cast<unsigned long>(size));
  return negative ? Integer(-result) : result;
}

}  // namespace

std::vector<ColumnLayout> columns_of(const batch::Schema& schema) {
  std::vector<ColumnLayout> columns;
  columns.reserve(schema.fields.size());
  for (const batch::Field& field : schema.fields) {
    columns.push_back(field.kind == batch::Kind::number ? ColumnLayout{field.layout, field.lo, field.hi} : ColumnLayout{});
  }
  return columns;
}

std::string bytes_of(const std::vector<ColumnLayout>& columns) {
  std::string bytes;
  const auto add = [&](auto n) { bytes.append(reinterpret_cast<const char*>(&n), sizeof n); };
  for (const auto& [layout, lo, hi] : columns) {
    const auto& [step_num, step_den, wide] = layout;
    add(step_num), add(step_den), add(wide), add(lo), add(hi);
  }
  return bytes;
}

ir::Layouts layouts_of(const std::vector<ColumnLayout>& columns) {
  ir::Layouts layouts;
  for (const ColumnLayout& column : columns) {
    ir::Layout layout;
    layout.step = Rational(column.layout.step_num, column.layout.step_den);
    layout.step.canonicalize();
    layout.lo = integer(column.lo);
    layout.hi = integer(column.hi);
    layout.wide = column.layout.wide;
    layouts.push_back(std::move(layout));
  }
  return layouts;
}

}  // namespace huice::machine
