#include "tests/properties/ir_kernel.h"

#include <cstring>
#include <string>
#include <variant>

#include "base/date.h"
#include "base/decimal.h"
#include "compiler/reference/codes.h"

namespace huice::properties {
namespace {

using Cell = std::variant<Integer, bool, std::string_view>;

Integer wide(__int128 value) { return Integer(to_decimal(value)); }
/// The reference's word on what a helper of runtime/kernel_support/codes.h should say.
bool test_text(std::string_view helper, std::string_view text, std::string_view other) {
  using rules::TextTest;
  constexpr std::pair<std::string_view, TextTest> helpers[] = {
      {"huice_uscc_form", TextTest::uscc_form},         {"huice_uscc_checksum", TextTest::uscc_checksum},
      {"huice_citizen_id", TextTest::citizen_id},       {"huice_gtin13", TextTest::gtin13},
      {"huice_division_form", TextTest::division_form}, {"huice_division_within", TextTest::division_within}};
  for (const auto& [name, test] : helpers) {
    if (name == helper) return reference::holds(test, text, other);
  }
  return false;
}

bool bit(const uint64_t* words, int row) { return (words[row / 64] >> (row % 64) & 1) != 0; }

/// One row's values, in order.
struct Machine {
  const ir::Function& function;
  const huice_batch& batch;
  int row;
  std::vector<Cell>& cells;

  const Integer& number(ir::ValueId id) const { return std::get<Integer>(cells[id.value]); }
  bool mask(ir::ValueId id) const { return std::get<bool>(cells[id.value]); }
  std::string_view text(ir::ValueId id) const { return std::get<std::string_view>(cells[id.value]); }

  template <class T>
  T item(const ir::Column& column) const {
    return static_cast<const T*>(batch.columns[column.field].data)[row];
  }

  Cell operator()(const ir::NumberConstant& n) const { return n.value; }
  Cell operator()(const ir::AsOf&) const { return Integer(batch.as_of); }
  Cell operator()(const ir::Add& n) const { return Integer(number(n.left) + number(n.right)); }
  Cell operator()(const ir::Subtract& n) const { return Integer(number(n.left) - number(n.right)); }
  Cell operator()(const ir::Multiply& n) const { return Integer(number(n.left) * number(n.right)); }
  Cell operator()(const ir::Minimum& n) const { return std::min(number(n.left), number(n.right)); }
  Cell operator()(const ir::Maximum& n) const { return std::max(number(n.left), number(n.right)); }
  Cell operator()(const ir::Divide& n) const {
    if (number(n.divisor) < 1) return Integer(0);  // rubbish; its interval is wrong, and seen to be
    Rational quotient(number(n.dividend), number(n.divisor));
    quotient.canonicalize();
    return round(quotient, n.mode);
  }
  Cell operator()(const ir::AddMonths& n) const {
    const Date first = *make_date(1, 1, 1), last = *make_date(9999, 12, 31);
    const Integer &date = number(n.date), &months = number(n.months);
    bool sane = date >= first.days && date <= last.days;
    auto moved = sane && months.fits_sint_p()
                     ? add(Date{static_cast<int32_t>(date.get_si())}, Period{static_cast<int32_t>(months.get_si()), 0})
                     : std::nullopt;
    if (moved) return Integer(moved->days);
    return Integer(months < 0 ? first.days - 1 : last.days + 1);
  }
  Cell operator()(const ir::MaskConstant& n) const { return n.value; }
  Cell operator()(const ir::Known& n) const { return bit(batch.columns[function.columns[n.column].field].known, row); }
  Cell operator()(const ir::Less& n) const { return number(n.left) < number(n.right); }
  Cell operator()(const ir::Equal& n) const { return number(n.left) == number(n.right); }
  Cell operator()(const ir::And& n) const { return mask(n.left) && mask(n.right); }
  Cell operator()(const ir::Or& n) const { return mask(n.left) || mask(n.right); }
  Cell operator()(const ir::Not& n) const { return !mask(n.operand); }
  Cell operator()(const ir::TextEqual& n) const { return text(n.left) == text(n.right); }
  Cell operator()(const ir::TestText& n) const { return test_text(n.helper, text(n.text), text(n.other)); }
  Cell operator()(const ir::StartsWith& n) const { return text(n.text).starts_with(text(n.prefix)); }
  Cell operator()(const ir::HasBit& n) const { return mpz_tstbit(number(n.set).get_mpz_t(), n.bit) != 0; }
  Cell operator()(const ir::TextConstant& n) const { return std::string_view(n.value); }
  Cell operator()(const ir::Choose& n) const { return cells[(mask(n.mask) ? n.yes : n.no).value]; }
  Cell operator()(const ir::ColumnValue& n) const {
    const ir::Column& column = function.columns[n.column];
    switch (column.kind) {
      case ir::ColumnKind::number: return column.wide ? wide(item<__int128>(column)) : Integer(static_cast<long>(item<int64_t>(column)));
      case ir::ColumnKind::boolean: return bit(static_cast<const uint64_t*>(batch.columns[column.field].data), row);
      case ir::ColumnKind::choice: return Integer(item<uint16_t>(column));
      case ir::ColumnKind::set: return Integer(static_cast<long>(item<int64_t>(column)));
      case ir::ColumnKind::date: return Integer(item<int32_t>(column));
      case ir::ColumnKind::datetime: return Integer(static_cast<long>(item<int64_t>(column)));
      case ir::ColumnKind::text: break;
    }
    auto cell = item<huice_text>(column);
    return std::string_view(cell.bytes, cell.size);
  }
};

void put(uint64_t* words, uint32_t column, int row, bool value) {
  uint64_t& word = words[column * HUICE_BATCH_WORDS + static_cast<uint32_t>(row) / 64];
  uint64_t mask = uint64_t{1} << (row % 64);
  word = value ? word | mask : word & ~mask;
}

void write(const ir::Output& output, const Cell& cell, int row, huice_decisions& out) {
  auto number = [&] { return std::get<Integer>(cell).get_si(); };
  switch (output.kind) {
    case ir::OutputKind::status: out.status[row] = static_cast<uint8_t>(number()); return;
    case ir::OutputKind::amount: out.amount[row] = number(); return;
    case ir::OutputKind::ceiling: out.ceiling[row] = number(); return;
    case ir::OutputKind::error: out.error[row] = static_cast<uint16_t>(number()); return;
    case ir::OutputKind::ceiling_known: return put(out.ceiling_known, 0, row, std::get<bool>(cell));
    case ir::OutputKind::capped: return put(out.capped, 0, row, std::get<bool>(cell));
    case ir::OutputKind::failed: return put(out.failed, output.index, row, std::get<bool>(cell));
    case ir::OutputKind::missing: return put(out.missing, output.index, row, std::get<bool>(cell));
  }
}

class IrKernel final : public engine::Kernel {
 public:
  explicit IrKernel(const ir::Function& function) : function_(function) {}

  Outcome decide(const huice_batch& batch, huice_decisions& out) const override {
    std::vector<Cell> cells(function_.values.size());
    for (int row = 0; row < batch.rows; ++row) {
      Machine machine{function_, batch, row, cells};
      for (size_t i = 0; i < cells.size(); ++i) {
        const ir::Value& value = function_.values[Store<ir::Value>::id_at(i)];
        cells[i] = std::visit(machine, value.node);
        const auto* number = std::get_if<Integer>(&cells[i]);
        if (number && (*number < value.interval.lo || *number > value.interval.hi)) {
          std::string what = "row " + std::to_string(row) + ": value %" + std::to_string(i) + " = " + number->get_str() +
                             " leaves its interval " + value.interval.lo.get_str() + " to " + value.interval.hi.get_str();
          return Failure{Exit::internal, {what, what}};
        }
      }
      for (const ir::Output& output : function_.outputs) write(output, cells[output.value.value], row, out);
    }
    return Nothing{};
  }

 private:
  ir::Function function_;
};

}  // namespace

std::unique_ptr<engine::Kernel> make_ir_kernel(const ir::Function& function) { return std::make_unique<IrKernel>(function); }

}  // namespace huice::properties
