// Our own loader of objects: what it loads decides as what LLVM's linker loads, and no damaged object makes it fall.
#include "compiler/machine/loader.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include <elf.h>

#include "compiler/ir/builder.h"

namespace huice::machine {
namespace {

/// amount = round(x / 7) and a few months behind x: constants, and calls of helpers.
ir::Function function_of(const Integer& most, bool calls) {
  ir::Function function{"loaded", {}, {}, {}};
  ir::Column column;
  column.interval = {0, most};
  function.columns.push_back(column);
  ir::Builder make(function);
  const ir::ValueId value = calls ? make.add_months(make.column(0), make.number(5)) : make.divide(make.column(0), make.number(7), Rounding::half_up);
  function.outputs = {{ir::OutputKind::amount, 0, value}, {ir::OutputKind::status, 0, make.number(0)}};
  return function;
}

std::string object_of(const ir::Function& function, bool wide) {
  auto object = Machine::create({})->object(function, wide, "huice_kernel", "");
  return object.ok() && object->has_value() ? **object : std::string();
}

std::vector<int64_t> decide(const Code& code) {
  alignas(64) static int64_t data[HUICE_BATCH_ROWS];
  std::vector<uint64_t> known(HUICE_BATCH_WORDS, ~uint64_t{0});
  for (int row = 0; row < HUICE_BATCH_ROWS; ++row) data[row] = row * 11;
  const huice_column column{data, known.data(), 0x7fff};
  const huice_batch batch{HUICE_BATCH_ROWS, HUICE_NO_DATE, &column};
  std::vector<uint8_t> status(HUICE_BATCH_ROWS);
  std::vector<int64_t> amount(HUICE_BATCH_ROWS, -1);
  huice_decisions decisions{};
  decisions.status = status.data();
  decisions.amount = amount.data();
  EXPECT_EQ((*code)(&batch, &decisions), 0);
  return amount;
}

TEST(MachineLoader, LoadsWhatLlvmLinks) {
  for (const bool calls : {false, true}) {
    for (const bool wide : {false, true}) {
      const std::string object = object_of(function_of(100000, calls), wide);
      ASSERT_NE(object, "");
      ASSERT_TRUE(generator().ok());
      const auto ours = load_object(object, helpers()), by_llvm = (*generator())->link(object, helpers());
      ASSERT_TRUE(ours.ok()) << ours.failure().message.en;
      ASSERT_TRUE(by_llvm.ok()) << by_llvm.failure().message.en;
      const auto amounts = decide(*ours);
      EXPECT_EQ(amounts, decide(*by_llvm));
      if (!calls) EXPECT_EQ(amounts[5], 8);  // 55 / 7
    }
  }
}

TEST(MachineLoader, KnowsItsHelpersByName) {
  const std::string object = object_of(function_of(100000, true), false);
  const auto without = load_object(object, {});
  ASSERT_FALSE(without.ok());
  EXPECT_EQ(without.failure().message.en, "machine code cannot be loaded: no helper huice_add_months");
}

TEST(MachineLoader, RefusesWhatIsNotWhole) {
  const std::string object = object_of(function_of(100000, true), false);
  for (size_t size = 0; size < object.size(); ++size) {
    // Sections' headers stand at the end.
    ASSERT_FALSE(load_object(std::string_view(object).substr(0, size), helpers()).ok()) << size;
  }
}

/// Any change of any bytes: refused, or loaded as some other code, which is not run; never a fault of memory (./dev test --sanitize).
TEST(MachineLoader, SurvivesDamage) {
  std::mt19937_64 random(11);
  int refused = 0;
  for (const bool calls : {false, true}) {
    const std::string object = object_of(function_of(100000, calls), calls);
    Elf64_Ehdr header;
    std::memcpy(&header, object.data(), sizeof header);
    const size_t tables = header.e_shnum * sizeof(Elf64_Shdr);
    ASSERT_EQ(header.e_shoff + tables, object.size());
    for (int round = 0; round < 20000; ++round) {
      std::string damaged = object;
      for (size_t changes = 1 + random() % 3; changes > 0; --changes) {
        // the headers of sections say where everything is, so they get half of it
        const size_t at = random() % 2 ? header.e_shoff + random() % tables : random() % object.size();
        damaged[at] = static_cast<char>(random() % 3 ? random() : random() % 2 ? 0xff : damaged[at] + 1);
      }
      refused += !load_object(damaged, helpers()).ok();
    }
  }
  EXPECT_GT(refused, 10000);
}

}  // namespace
}  // namespace huice::machine
