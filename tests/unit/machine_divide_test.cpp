// Divisions by constants become multiplications: every rounding, at the edges of every width, on every processor level.
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <thread>

#include "compiler/ir/builder.h"
#include "compiler/machine/machine.h"
#include "runtime/kernel_abi.h"

namespace huice {
namespace {

struct NoKernel final : engine::Kernel {
  Outcome decide(const huice_batch&, huice_decisions&) const override { return Failure{Exit::internal, {"fallback", "fallback"}}; }
};

/// amount = round(x / divisor) for x within ±most.
ir::Function function_of(const Integer& most, bool negative, const Integer& divisor, Rounding mode) {
  ir::Function function{"division", {}, {}, {}};
  ir::Column column;
  column.interval = {negative ? Integer(-most) : Integer(0), most};
  function.columns.push_back(column);
  ir::Builder make(function);
  const ir::ValueId result = make.divide(make.column(0), make.number(divisor), mode);
  function.outputs = {{ir::OutputKind::amount, 0, result}, {ir::OutputKind::status, 0, make.number(0)}};
  return function;
}

std::vector<int64_t> samples(const Integer& most, bool negative, const Integer& divisor, std::mt19937_64& random) {
  std::vector<int64_t> all;
  const auto add = [&](const Integer& x) {
    if (x <= most && x >= (negative ? Integer(-most) : Integer(0))) all.push_back(x.get_si());
  };
  while (all.size() < 1000) {
    Integer x = Integer(static_cast<unsigned long>(random() >> (random() % 64))) % (most + 1);
    const Integer multiple = x / divisor * divisor;
    for (const Integer& near : {x, multiple, Integer(multiple - 1), Integer(multiple + divisor / 2), Integer(multiple + divisor / 2 + 1),
                                Integer(most - random() % 3), Integer(0)}) {
      add(near);
      add(-near);
    }
  }
  return all;
}

TEST(MachineDivide, IsExact) {
  std::mt19937_64 random(7);
  for (const char* cpu : {"", "x86-64-v3"}) {
    for (bool wide : {false, true}) {
      auto machine = machine::Machine::create({std::nullopt, cpu, std::chrono::seconds(60), wide});
      for (const char* most_text : {"4294967295", "1000000000000", "4503599627370495", "100000000000000000", "4611686018427387903"}) {
        for (const char* divisor_text : {"3", "7", "10", "64", "100", "1000000", "4294967297", "30000000000000"}) {
          const Integer most(most_text), divisor(divisor_text);
          const bool negative = random() % 2 == 0;
          const auto mode = static_cast<Rounding>(random() % 5);
          const auto kernel = machine->kernel(function_of(most, negative, divisor, mode), std::make_shared<NoKernel>());
          std::vector<int64_t> x = samples(most, negative, divisor, random), amount(HUICE_BATCH_ROWS);
          x.resize(HUICE_BATCH_ROWS);
          // The ABI promises this alignment.
          struct alignas(64) Data { int64_t n[HUICE_BATCH_ROWS]; };
          auto data = std::make_unique<Data>();
          std::copy(x.begin(), x.end(), data->n);
          std::vector<uint64_t> known(HUICE_BATCH_WORDS, ~uint64_t{0});
          const huice_column column{data->n, known.data(), ~uint64_t{0}};
          const huice_batch batch{HUICE_BATCH_ROWS, HUICE_NO_DATE, &column};
          std::vector<uint8_t> status(HUICE_BATCH_ROWS);
          huice_decisions decisions{status.data(), amount.data(), nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};
          ASSERT_TRUE(kernel->decide(batch, decisions).ok());
          for (size_t row = 0; row < x.size(); ++row) {
            ASSERT_EQ(amount[row], ir::divide(Integer(x[row]), divisor, mode).get_si())
                << x[row] << " / " << divisor << " most " << most << " mode " << static_cast<int>(mode) << " " << cpu;
          }
        }
      }
    }
  }
}

TEST(MachineKernelDeadline, FallsBackWhenCompilingTakesTooLong) {
  auto machine = machine::Machine::create({std::nullopt, "", std::chrono::milliseconds(0), false});
  const auto kernel = machine->kernel(function_of(1000, false, 3, Rounding::down), std::make_shared<NoKernel>());
  huice_batch batch{0, HUICE_NO_DATE, nullptr};
  huice_decisions decisions{};
  const Outcome outcome = kernel->decide(batch, decisions);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.failure().message.en, "fallback");
  EXPECT_EQ(machine->counts().failed, 1);
  std::this_thread::sleep_for(std::chrono::milliseconds(500));  // the threads that were left to themselves end
}

}  // namespace
}  // namespace huice
