// Machine code against the reference on a measure built by hand: growth of research spending.
#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "compiler/ir/from_rules.h"
#include "compiler/machine/machine.h"
#include "compiler/program/from_rules.h"
#include "compiler/reference/decide.h"
#include "runtime/batch/batch.h"

namespace huice {
namespace {

/// Room for the decisions of one batch.
struct Decisions {
  explicit Decisions(size_t conditions, size_t inputs)
      : status(HUICE_BATCH_ROWS), error(HUICE_BATCH_ROWS), amount(HUICE_BATCH_ROWS), ceiling(HUICE_BATCH_ROWS),
        ceiling_known(HUICE_BATCH_WORDS), capped(HUICE_BATCH_WORDS), failed(HUICE_BATCH_WORDS * (conditions + 1)),
        missing(HUICE_BATCH_WORDS * (inputs + 1)) {}
  huice_decisions view() {
    return {status.data(), amount.data(), ceiling.data(), ceiling_known.data(), error.data(), capped.data(), failed.data(), missing.data()};
  }
  std::vector<uint8_t> status;
  std::vector<uint16_t> error;
  std::vector<int64_t> amount, ceiling;
  std::vector<uint64_t> ceiling_known, capped, failed, missing;
};

class MachineKernel : public testing::Test {
 protected:
  rules::ExprId expr(decltype(rules::Expr::node) node, rules::Kind kind = rules::Kind::number) {
    rules::Expr e;
    e.node = std::move(node);
    e.type.kind = kind;
    return program.exprs.add(std::move(e));
  }
  rules::ExprId number(Rational value) { return expr(rules::Number{value}); }
  rules::ExprId field(rules::FieldIndex index) { return expr(rules::FieldValue{index}); }
  rules::ExprId op(rules::ArithmeticOp op, rules::ExprId a, rules::ExprId b) { return expr(rules::Arithmetic{op, a, b}); }
  rules::ExprId compare(rules::CompareOp op, rules::ExprId a, rules::ExprId b) {
    return expr(rules::Compare{op, a, b}, rules::Kind::boolean);
  }
  void add_field(rules::Entity& entity, std::string name, Rational step, Rational lo, Rational hi, std::string decided = "") {
    rules::Field field;
    field.name = field.label = std::move(name);
    field.step = step;
    field.range = {lo, hi};
    field.decided_by = std::move(decided);
    field.may_be_negative = lo < 0;
    entity.fields.push_back(field);
  }

  void SetUp() override {
    rules::Entity entity;
    entity.name = entity.label = "Enterprise";
    const Rational fen(1, 100), most = power_of_ten(15);
    add_field(entity, "spend", fen, 0, most);
    add_field(entity, "spend_last_year", fen, 0, most);
    add_field(entity, "revenue", fen, -most, most);
    add_field(entity, "rate", Rational(1, 1000000), 0, 10000, "the bureau");
    program.entities.add(entity);
    const auto spend = [&] { return field(0); };
    const auto last = [&] { return field(1); };
    rules::Measure measure;
    measure.name = "growth";
    measure.entity = {0};
    measure.conditions.push_back({"spend", "", compare(rules::CompareOp::greater, spend(), number(2000000)), {}, {}});
    measure.conditions.push_back(
        {"growth", "", compare(rules::CompareOp::greater, spend(), op(rules::ArithmeticOp::multiply, number(Rational(11, 10)), last())), {}, {}});
    measure.conditions.push_back({"intensity", "",
                                  compare(rules::CompareOp::greater_equal, op(rules::ArithmeticOp::divide, spend(), field(2)), number(Rational(3, 100))),
                                  {}, {}});
    const rules::ExprId grown = op(rules::ArithmeticOp::subtract, spend(), last());
    const rules::ExprId capped_rate = expr(rules::Bound{rules::BoundKind::at_most, field(3), number(Rational(3, 10))});
    measure.pay = rules::Pay{op(rules::ArithmeticOp::multiply, capped_rate, grown), {{rules::BoundKind::at_most, number(3000000)}}, {}};
    program.measures.add(measure);
  }

  void fill(batch::Batch& batch, int rows, int bits, uint64_t seed) {
    std::mt19937_64 random(seed);
    batch.clear();
    batch.set_rows(rows);
    for (int row = 0; row < rows; ++row) {
      for (uint32_t f = 0; f < 4; ++f) {
        const uint64_t draw = random();
        if (draw % 7 == 0) continue;
        __int128 n = draw % 11 == 0 ? 0 : static_cast<__int128>(random() >> (64 - bits));
        if (f == 3) n %= 1000000;
        if (f == 1 && draw % 5 == 0) n = batch.known(0, row) ? batch.number(0, row) * 10 / 11 : n;
        if (f == 2 && draw % 3 == 0) n = -n;
        n = std::min<__int128>(n, static_cast<__int128>(100'000'000'000'000'000));
        n = std::max<__int128>(n, -static_cast<__int128>(100'000'000'000'000'000));
        batch.set_number(f, row, n);
      }
    }
  }

  rules::Program program;
};

TEST_F(MachineKernel, EqualsTheReference) {
  const auto schemas = program::make_schemas(program);
  const auto catalogue = program::make_catalogue(program);
  const rules::MeasureId id{0};
  std::shared_ptr<const engine::Kernel> reference = reference::make_kernel(program, id, catalogue.measures[0], schemas[0]);
  const ir::Function function = ir::from_rules(program, program.measures[id], machine::layouts_of(schemas[0]));
  ASSERT_EQ(ir::verify(function), "") << ir::print(function);
  for (const char* cpu : {"", "x86-64-v3", "x86-64"}) {
    for (bool wide : {false, true}) {
      auto machine = machine::Machine::create({std::nullopt, cpu, std::chrono::seconds(60), wide});
      const auto kernel = machine->kernel(function, reference);
      ASSERT_EQ(machine->counts().compiled, wide ? 0 : 1);
      batch::Batch batch(schemas[0], std::vector<bool>(4, true));
      uint64_t seed = 1;
      for (int bits : {20, 34, 57}) {
        for (int rows : {1, 7, 8, 63, 64, 65, 2047, 2048}) {
          fill(batch, rows, bits, ++seed);
          const huice_batch view = batch.view();
          Decisions expected(3, 4), actual(3, 4);
          huice_decisions expected_view = expected.view(), actual_view = actual.view();
          ASSERT_TRUE(reference->decide(view, expected_view).ok());
          ASSERT_TRUE(kernel->decide(view, actual_view).ok());
          for (int row = 0; row < rows; ++row) {
            const auto bit = [&](const std::vector<uint64_t>& words, size_t column) {
              return words[column * HUICE_BATCH_WORDS + static_cast<size_t>(row) / 64] >> (row % 64) & 1;
            };
            ASSERT_EQ(expected.status[row], actual.status[row]) << row;
            ASSERT_EQ(expected.amount[row], actual.amount[row]) << row;
            ASSERT_EQ(expected.ceiling[row], actual.ceiling[row]) << row;
            ASSERT_EQ(expected.error[row], actual.error[row]) << row;
            ASSERT_EQ(bit(expected.ceiling_known, 0), bit(actual.ceiling_known, 0)) << row;
            ASSERT_EQ(bit(expected.capped, 0), bit(actual.capped, 0)) << row;
            for (size_t i = 0; i < 3; ++i) ASSERT_EQ(bit(expected.failed, i), bit(actual.failed, i)) << row;
            for (size_t i = 0; i < 4; ++i) ASSERT_EQ(bit(expected.missing, i), bit(actual.missing, i)) << row;
          }
        }
      }
      EXPECT_EQ(machine->counts().compiled, wide ? 1 : 2);
    }
  }
}

}  // namespace
}  // namespace huice
