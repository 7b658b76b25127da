// `dump --stage ir`: one line a value, then the outputs.
#include "compiler/ir/ir.h"

namespace huice::ir {
namespace {

std::string name(ValueId id) { return "%" + std::to_string(id.value); }

std::string two(const char* word, ValueId a, ValueId b) { return std::string(word) + " " + name(a) + ", " + name(b); }

const char* word(Rounding mode) {
  switch (mode) {
    case Rounding::half_up: return "half_up";
    case Rounding::down: return "down";
    case Rounding::up: return "up";
    case Rounding::floor: return "floor";
    case Rounding::ceil: return "ceil";
  }
  return "";
}

const char* word(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::number: return "number";
    case ColumnKind::boolean: return "boolean";
    case ColumnKind::choice: return "choice";
    case ColumnKind::set: return "set";
    case ColumnKind::date: return "date";
    case ColumnKind::datetime: return "datetime";
    case ColumnKind::text: return "text";
  }
  return "";
}

const char* word(OutputKind kind) {
  switch (kind) {
    case OutputKind::status: return "status";
    case OutputKind::amount: return "amount";
    case OutputKind::ceiling: return "ceiling";
    case OutputKind::ceiling_known: return "ceiling_known";
    case OutputKind::error: return "error";
    case OutputKind::capped: return "capped";
    case OutputKind::failed: return "failed";
    case OutputKind::missing: return "missing";
  }
  return "";
}

/// Printable, and different for different bytes.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (unsigned char c : text) {
    if (c < 0x20 || c == '"' || c == '\\') {
      static const char hex[] = "0123456789abcdef";
      out += {'\\', 'x', hex[c >> 4], hex[c & 15]};
    } else {
      out += static_cast<char>(c);
    }
  }
  return out + "\"";
}

struct Printer {
  const Function& function;

  std::string column(uint32_t index) const { return std::to_string(index) + " " + function.columns[index].name; }

  std::string operator()(const NumberConstant& n) const { return n.value.get_str(); }
  std::string operator()(const AsOf&) const { return "as_of"; }
  std::string operator()(const Add& n) const { return two("add", n.left, n.right); }
  std::string operator()(const Subtract& n) const { return two("subtract", n.left, n.right); }
  std::string operator()(const Multiply& n) const { return two("multiply", n.left, n.right); }
  std::string operator()(const Minimum& n) const { return two("minimum", n.left, n.right); }
  std::string operator()(const Maximum& n) const { return two("maximum", n.left, n.right); }
  std::string operator()(const Divide& n) const { return two("divide", n.dividend, n.divisor) + " " + word(n.mode); }
  std::string operator()(const AddMonths& n) const { return two("add_months", n.date, n.months); }
  std::string operator()(const MaskConstant& n) const { return n.value ? "true" : "false"; }
  std::string operator()(const Known& n) const { return "known " + column(n.column); }
  std::string operator()(const Less& n) const { return two("less", n.left, n.right); }
  std::string operator()(const Equal& n) const { return two("equal", n.left, n.right); }
  std::string operator()(const And& n) const { return two("and", n.left, n.right); }
  std::string operator()(const Or& n) const { return two("or", n.left, n.right); }
  std::string operator()(const Not& n) const { return "not " + name(n.operand); }
  std::string operator()(const TextEqual& n) const { return two("text_equal", n.left, n.right); }
  std::string operator()(const StartsWith& n) const { return two("starts_with", n.text, n.prefix); }
  std::string operator()(const HasBit& n) const { return "has_bit " + name(n.set) + " " + std::to_string(n.bit); }
  std::string operator()(const TestText& n) const { return two(n.helper.data(), n.text, n.other); }
  std::string operator()(const TextConstant& n) const { return quoted(n.value); }
  std::string operator()(const ColumnValue& n) const { return "column " + column(n.column); }
  std::string operator()(const Choose& n) const { return "choose " + name(n.mask) + ", " + name(n.yes) + ", " + name(n.no); }
};

}  // namespace

std::string print(const Function& function) {
  std::string out = "measure " + function.name + "\n";
  const auto range = [](const Interval& i) { return "[" + i.lo.get_str() + ", " + i.hi.get_str() + "]"; };
  for (size_t i = 0; i < function.columns.size(); ++i) {
    const Column& column = function.columns[i];
    out += "  column " + std::to_string(i) + " " + column.name + ": field " + std::to_string(column.field) + ", " + word(column.kind);
    if (column.wide) out += " wide";
    if (column.kind != ColumnKind::boolean && column.kind != ColumnKind::text) out += " " + range(column.interval);
    out += "\n";
  }
  const Printer printer{function};
  for (size_t i = 0; i < function.values.size(); ++i) {
    const auto id = Store<Value>::id_at(i);
    const Value& value = function.values[id];
    out += "  " + name(id) + " = " + std::visit(printer, value.node);
    if (value.sort == Sort::number && !std::holds_alternative<NumberConstant>(value.node)) out += "  " + range(value.interval);
    out += "\n";
  }
  for (const Output& output : function.outputs) {
    out += "  " + std::string(word(output.kind));
    if (output.kind == OutputKind::failed || output.kind == OutputKind::missing) out += " " + std::to_string(output.index);
    out += " = " + name(output.value) + "\n";
  }
  return out;
}

}  // namespace huice::ir
