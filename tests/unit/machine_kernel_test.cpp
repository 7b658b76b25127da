// Machine code against the reference on a measure built by hand: growth of research spending.
#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <random>
#include <thread>

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

    schemas = program::make_schemas(program);
    const rules::MeasureId id{0};
    reference = reference::make_kernel(program, id, program::make_catalogue(program).measures[0], schemas[0]);
    function = ir::from_rules(program, program.measures[id], machine::layouts_of(schemas[0]));
    cache = (std::filesystem::temp_directory_path() / "huice-kernel-XXXXXX").string();
    ASSERT_NE(mkdtemp(cache.data()), nullptr);
  }
  void TearDown() override { std::filesystem::remove_all(cache); }

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

  void expect_same(const engine::Kernel& reference, const engine::Kernel& kernel, const batch::Batch& batch) {
    const huice_batch view = batch.view();
    Decisions expected(3, 4), actual(3, 4);
    huice_decisions expected_view = expected.view(), actual_view = actual.view();
    ASSERT_TRUE(reference.decide(view, expected_view).ok());
    ASSERT_TRUE(kernel.decide(view, actual_view).ok());
    for (int row = 0; row < view.rows; ++row) {
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

  rules::Program program;
  std::vector<batch::Schema> schemas;  // what follows from it
  std::shared_ptr<const engine::Kernel> reference;
  ir::Function function;
  std::string cache;  // a folder of the test's own
};

/// Counts who asked it.
class Counted final : public engine::Kernel {
 public:
  explicit Counted(std::shared_ptr<const engine::Kernel> inner) : inner_(std::move(inner)) {}
  Outcome decide(const huice_batch& batch, huice_decisions& decisions) const override {
    ++batches;
    return inner_->decide(batch, decisions);
  }
  mutable std::atomic<int> batches{0};

 private:
  std::shared_ptr<const engine::Kernel> inner_;
};

TEST_F(MachineKernel, EqualsTheReference) {
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
          expect_same(*reference, *kernel, batch);
        }
      }
      EXPECT_EQ(machine->counts().compiled, wide ? 1 : 2);
    }
  }
}

/// A kernel as a run makes it, with somebody who decides meanwhile, and who asked whom.
struct Meanwhile {
  std::shared_ptr<Counted> meanwhile, fallback;
  std::shared_ptr<std::atomic<int>> made = std::make_shared<std::atomic<int>>(0);  // functions
  std::unique_ptr<engine::Kernel> kernel;
  Meanwhile(machine::Machine& machine, const ir::Function& function, const std::shared_ptr<const engine::Kernel>& reference, const std::string& from = {})
      : meanwhile(std::make_shared<Counted>(reference)), fallback(std::make_shared<Counted>(reference)) {
    kernel = machine.kernel({[function, made = made] { ++*made; return function; }, from}, fallback, meanwhile);
  }
};

TEST_F(MachineKernel, FewRowsNeverWaitForCode) {
  batch::Batch batch(schemas[0], std::vector<bool>(4, true));
  uint64_t seed = 100;
  const auto decide = [&](const engine::Kernel& kernel, int rows, int bits = 20) {
    fill(batch, rows, bits, ++seed);
    expect_same(*reference, kernel, batch);
  };
  {
    auto machine = machine::Machine::create({cache, "", std::chrono::seconds(60), false});
    const Meanwhile it(*machine, function, reference);
    decide(*it.kernel, 100);
    EXPECT_EQ(it.made->load(), 0);
    decide(*it.kernel, 1948);  // a batch's worth; it is not in the cache
    EXPECT_EQ(it.made->load(), 1);
    EXPECT_EQ(machine->counts().compiled, 0);
    EXPECT_EQ(it.meanwhile->batches, 2);
    decide(*it.kernel, 1);
    EXPECT_EQ(machine->counts().compiled, 1);
    decide(*it.kernel, 2048);
    EXPECT_EQ(it.meanwhile->batches, 2);
    decide(*it.kernel, 2048, 57);  // too wide: the same from the start
    EXPECT_EQ(it.meanwhile->batches, 3);
    decide(*it.kernel, 1, 57);
    EXPECT_EQ(machine->counts().compiled, 2);
    EXPECT_EQ(it.meanwhile->batches, 3);
    EXPECT_EQ(it.made->load(), 1);
    EXPECT_EQ(it.fallback->batches, 0);
  }
  {
    auto machine = machine::Machine::create({cache, "", std::chrono::seconds(60), false});
    const Meanwhile it(*machine, function, reference);
    decide(*it.kernel, 101);  // it is in the cache
    EXPECT_EQ(machine->counts().cached, 1);
    EXPECT_EQ(it.meanwhile->batches, 0);
  }
  {
    auto machine = machine::Machine::create({std::nullopt, "", std::chrono::seconds(0), false});
    const Meanwhile it(*machine, function, reference);
    decide(*it.kernel, 2048);
    EXPECT_EQ(it.fallback->batches, 0);  // nobody knows yet that code cannot be had
    for (int i = 0; i < 3; ++i) decide(*it.kernel, 2048);
    EXPECT_EQ(it.fallback->batches, 2);
    EXPECT_EQ(it.meanwhile->batches, 2);
  }
  {
    auto machine = machine::Machine::create({std::nullopt, "", std::chrono::seconds(60), false});
    const Meanwhile it(*machine, function, reference);
    std::vector<std::thread> threads;
    for (uint64_t n = 0; n < 4; ++n) {
      threads.emplace_back([&, n] {
        batch::Batch own(schemas[0], std::vector<bool>(4, true));
        for (uint64_t i = 0; i < 20; ++i) {
          fill(own, 1024, i % 5 == 0 ? 57 : 20, n * 100 + i);
          expect_same(*reference, *it.kernel, own);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(machine->counts().compiled, 2);
    EXPECT_EQ(it.made->load(), 1);
    EXPECT_EQ(it.fallback->batches, 0);
  }
}

TEST_F(MachineKernel, WhatWasKeptIsFoundByItsRecipe) {
  batch::Batch batch(schemas[0], std::vector<bool>(4, true));
  uint64_t seed = 500;
  struct Expected { int compiled, cached, made; };
  const auto decide = [&](const std::string& from, Expected expected) {
    SCOPED_TRACE(from);
    auto machine = machine::Machine::create({cache, "", std::chrono::seconds(60), false});
    const Meanwhile it(*machine, function, reference, from);
    for (int bits : {20, 57}) {  // narrow, then wide
      for (int i = 0; i < 3; ++i) {
        fill(batch, 2048, bits, ++seed);
        expect_same(*reference, *it.kernel, batch);
      }
    }
    EXPECT_EQ(machine->counts().compiled, expected.compiled);
    EXPECT_EQ(machine->counts().cached, expected.cached);
    EXPECT_EQ(it.made->load(), expected.made);
  };
  decide("one", {2, 0, 1});
  decide("one", {0, 2, 0});    // without the function
  decide("other", {0, 2, 1});  // the same function by another way
  decide("other", {0, 2, 0});
  decide("", {0, 2, 1});
}

TEST_F(MachineKernel, ColumnsHaveBytesOfTheirOwn) {
  const auto columns = machine::columns_of(schemas[0]);
  const std::string bytes = machine::bytes_of(columns);
  EXPECT_EQ(machine::bytes_of(machine::columns_of(schemas[0])), bytes);
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto changed = [&](auto change) {
      auto other = columns;
      change(other[i]);
      return machine::bytes_of(other);
    };
    EXPECT_NE(changed([](auto& c) { c.layout.step_num += 1; }), bytes);
    EXPECT_NE(changed([](auto& c) { c.layout.step_den += 1; }), bytes);
    EXPECT_NE(changed([](auto& c) { c.layout.wide = !c.layout.wide; }), bytes);
    EXPECT_NE(changed([](auto& c) { c.lo -= 1; }), bytes);
    EXPECT_NE(changed([](auto& c) { c.hi += 1; }), bytes);
  }
}

}  // namespace
}  // namespace huice
