// Folding must not change what a function says: random masks against their truth tables, and what is shared or dropped.
#include "compiler/ir/builder.h"

#include <gtest/gtest.h>

#include <random>

#include "compiler/ir/simplify.h"
#include "compiler/ir/widths.h"

namespace huice::ir {
namespace {

constexpr uint32_t variables = 4;  // boolean columns; a truth table has 16 bits
uint16_t table_of(uint32_t variable) {
  uint16_t table = 0;
  for (int row = 0; row < 16; ++row) table = static_cast<uint16_t>(table | (row >> variable & 1) << row);
  return table;
}

/// What a mask says for every assignment of the variables.
uint16_t evaluate(const Function& function, ValueId id) {
  const auto& node = function.values[id].node;
  if (const auto* it = std::get_if<MaskConstant>(&node)) return it->value ? 0xffff : 0;
  if (const auto* it = std::get_if<ColumnValue>(&node)) return table_of(function.columns[it->column].field);
  if (const auto* it = std::get_if<Not>(&node)) return static_cast<uint16_t>(~evaluate(function, it->operand));
  if (const auto* it = std::get_if<And>(&node)) return evaluate(function, it->left) & evaluate(function, it->right);
  const auto& either = std::get<Or>(node);
  return evaluate(function, either.left) | evaluate(function, either.right);
}

Function with_booleans() {
  Function function;
  function.name = "f";
  for (uint32_t i = 0; i < variables; ++i) {
    Column column;
    column.field = i;
    column.kind = ColumnKind::boolean;
    function.columns.push_back(column);
  }
  return function;
}

TEST(IrBuilder, KeepsTruthTables) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    Function function = with_booleans();
    Builder make(function);
    std::vector<std::pair<ValueId, uint16_t>> made{{make.mask(true), 0xffff}, {make.mask(false), 0}};
    for (uint32_t i = 0; i < variables; ++i) made.emplace_back(make.column(i), table_of(i));
    for (int step = 0; step < 40; ++step) {
      const auto a = made[random() % made.size()], b = made[random() % made.size()], c = made[random() % made.size()];
      switch (random() % 4) {
        case 0: made.emplace_back(make.both(a.first, b.first), a.second & b.second); break;
        case 1: made.emplace_back(make.either(a.first, b.first), a.second | b.second); break;
        case 2: made.emplace_back(make.invert(a.first), static_cast<uint16_t>(~a.second)); break;
        default: made.emplace_back(make.choose(a.first, b.first, c.first), (a.second & b.second) | (~a.second & c.second)); break;
      }
    }
    function.outputs = {{OutputKind::capped, 0, made.back().first}};
    for (const auto& [id, table] : made) ASSERT_EQ(evaluate(function, id), table) << print(function);
    ASSERT_EQ(verify(function), "");
    const Function simple = simplify(function);
    ASSERT_EQ(verify(simple), "");
    ASSERT_EQ(evaluate(simple, simple.outputs[0].value), made.back().second) << print(function) << print(simple);
  }
}

struct Numbers : testing::Test {
  void SetUp() override {
    Column column;
    column.name = "x";
    column.interval = {-1000, 1000};
    function.columns.push_back(column);
  }
  Function function{"f", {}, {}, {}};
  Builder make{function};
};

TEST_F(Numbers, SharesAndFolds) {
  const ValueId x = make.column(0), two = make.number(2);
  EXPECT_EQ(make.add(x, two), make.add(two, x));
  EXPECT_EQ(make.subtract(x, x), make.number(0));
  EXPECT_EQ(make.multiply(make.multiply(x, two), make.number(3)), make.multiply(x, make.number(6)));
  EXPECT_EQ(make.divide(make.multiply(x, make.number(30)), make.number(100), Rounding::half_up),
            make.divide(make.multiply(x, make.number(3)), make.number(10), Rounding::half_up));
  EXPECT_EQ(make.minimum(x, make.number(1000)), x);
  EXPECT_EQ(make.maximum(x, make.number(1001)), make.number(1001));
  EXPECT_TRUE(make.is_true(make.less(x, make.number(1001))));
  EXPECT_TRUE(make.is_false(make.less(x, make.number(-1000))));
  EXPECT_TRUE(make.is_false(make.equal(x, make.number(2000))));
  EXPECT_EQ(make.add_months(make.number(31), make.number(1)), make.number(59));  // 1 February 1970 → 1 March
}

TEST_F(Numbers, NarrowsUnderAGuard) {
  Column big;
  big.name = "big";
  big.field = 1;
  big.interval = {0, Integer("100000000000000000000")};
  big.wide = true;
  function.columns.push_back(big);
  const ValueId product = make.multiply(make.column(0), make.column(1));
  function.outputs = {{OutputKind::capped, 0, make.less(make.number(5), product)}};
  EXPECT_EQ(bits_needed(function), 78);
  const auto narrow = ir::narrow(function);
  ASSERT_TRUE(narrow);
  EXPECT_LE(bits_needed(narrow->function), 64);
  ASSERT_EQ(narrow->guards.size(), 1u);
  EXPECT_EQ(narrow->function.columns[narrow->guards[0].column].name, "big");
  EXPECT_EQ(narrow->guards[0].bound, (uint64_t{1} << 53) - 1);  // 1000 · (2^53 − 1) is the last below 2^63
}

TEST_F(Numbers, FindsWhatIsTooWide) {
  ValueId power = make.column(0);
  for (int i = 0; i < 6; ++i) power = make.multiply(power, power);
  function.outputs = {{OutputKind::capped, 0, make.less(make.number(5), power)}};
  EXPECT_TRUE(too_wide(function));  // 1000^64 needs 640 bits
}

TEST_F(Numbers, VerifyRefusesADivisorThatMayBeZero) {
  make.divide(make.number(5), make.maximum(make.column(0), make.number(1)), Rounding::down);
  EXPECT_EQ(verify(function), "");
  const ValueId zero = make.maximum(make.column(0), make.number(0));
  function.values.add({Divide{make.number(5), zero, Rounding::down}, Sort::number, {0, 5}, {}});
  EXPECT_NE(verify(function), "");
}

}  // namespace
}  // namespace huice::ir
