// The columnar IR of one measure: straight-line code in single assignment, the same steps for every row. Meaning is
// settled here (what is missing, what fails, which reason, which rounding): `from_rules` makes it, `machine` only
// translates it. Numbers are integers of any size with a proven interval; what one of them counts (a step of 0.01 yuan)
// is known only while lowering. Values of rows that are missing or in error are rubbish within the interval; masks tell.
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/rational.h"
#include "base/rounding.h"
#include "compiler/text/source.h"

namespace huice::ir {

struct Value;
using ValueId = Id<Value>;

/// number: an integer (also days, seconds and choice codes); mask: one bit a row; text: a view of bytes.
enum class Sort { number, mask, text };

/// Both ends belong to it. Every number has one.
struct Interval {
  Integer lo, hi;
  friend bool operator==(const Interval&, const Interval&) = default;
};

// Numbers
struct NumberConstant { Integer value; };
struct AsOf {};                                                  // the run's date in days
struct Add { ValueId left, right; };
struct Subtract { ValueId left, right; };
struct Multiply { ValueId left, right; };
struct Minimum { ValueId left, right; };
struct Maximum { ValueId left, right; };
struct Divide { ValueId dividend, divisor; Rounding mode; };     // divisor ≥ 1
struct AddMonths { ValueId date, months; };                      // beyond the years 1 to 9999: one day before or after them
// Masks
struct MaskConstant { bool value; };
struct Known { uint32_t column; };
struct Less { ValueId left, right; };
struct Equal { ValueId left, right; };
struct And { ValueId left, right; };
struct Or { ValueId left, right; };
struct Not { ValueId operand; };
struct TextEqual { ValueId left, right; };
struct StartsWith { ValueId text, prefix; };
struct HasBit { ValueId set; uint32_t bit; };                    // of the number's 64 bits
struct TestText { std::string_view helper; ValueId text, other; };  // helper: a literal; runtime/kernel_support/codes.h
// Texts
struct TextConstant { std::string value; };
// Any sort
struct ColumnValue { uint32_t column; };                         // a position in Function::columns
struct Choose { ValueId mask, yes, no; };                        // numbers and texts

struct Value {
  std::variant<NumberConstant, AsOf, Add, Subtract, Multiply, Minimum, Maximum, Divide, AddMonths, MaskConstant, Known, Less, Equal,
               And, Or, Not, TextEqual, StartsWith, HasBit, TestText, TextConstant, ColumnValue, Choose> node;
  Sort sort = Sort::number;
  Interval interval;  // numbers only
  text::Span span;    // the expression that it was first made for
};

enum class ColumnKind { number, boolean, choice, set, date, datetime, text };

/// A field that the measure reads.
struct Column {
  uint32_t field = 0;      // its position in the batch
  std::string name;
  ColumnKind kind = ColumnKind::number;
  bool wide = false;       // numbers: items are 128 bits
  Interval interval;       // values, 0 (a missing cell) included; not for booleans and texts
  Integer usual;           // numbers: absolute values are seldom greater; the narrow variant need not reach further
};

enum class OutputKind { status, amount, ceiling, ceiling_known, error, capped, failed, missing };
struct Output {
  OutputKind kind;
  uint32_t index;  // failed: the condition; missing: the input; else 0
  ValueId value;
};

/// One measure. Every value stands after its operands.
struct Function {
  std::string name;
  Store<Value> values;
  std::vector<Column> columns;
  std::vector<Output> outputs;  // without those that are 0 in every row, except status and amount
};

/// The values that `value` reads, left to right.
std::vector<ValueId> operands(const Value& value);

/// Empty, or what is wrong with the function (a bug of ours).
std::string verify(const Function& function);

/// As `huice dump --stage ir` shows it; also what the object cache's key is made of.
std::string print(const Function& function);

}  // namespace huice::ir
