// huice.hpp, as an engineer would use it: over the shared library alone.
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <vector>

#include "arrow.h"
#include "huice.hpp"

namespace {

const char* const premium = R"(huice 1
entity Exporter "外贸企业" {
  uscc "统一社会信用代码": text key
  trade "贸易类型": one of { goods "货物贸易", services "服务贸易" }
  premium "实缴保费": money in 万元
  rate "核定支持比例": percent in % decided by "市商务局"
}
measure support "保费支持" for Exporter {
  require insured: premium > 0元
  pay (rate at most match trade { goods: 30%, services: 80% }) of premium
}
)";

huice_code code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const huice::Error& error) {
    EXPECT_FALSE(std::string(error.what()).empty());
    EXPECT_FALSE(error.chinese().empty());
    return error.code();
  }
  return HUICE_OK;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Cpp, OneApplicant) {
  for (const bool machine_code : {true, false}) {
    const auto program = huice::Program::compile_text("premium.policy", premium, {{}, {}, machine_code});
    const std::string paid = program.evaluate_json(R"({"uscc": "A", "trade": "services", "实缴保费": "10", "rate": "90%"})");
    EXPECT_TRUE(has(paid, R"("status": "eligible", "amount": "80000.00")")) << paid;
    const std::string referred = program.evaluate_json(R"({"uscc": "B", "trade": "货物贸易", "premium": 10})");
    EXPECT_TRUE(has(referred, R"("status": "referred", "amount": null, "ceiling": "30000.00", "reasons": ["rate"])")) << referred;
    EXPECT_TRUE(has(program.evaluate_json(R"({"trade": "goods"})"), R"("code":"missing_key")"));
    auto applicant = program.applicant();
    huice_decision decision;
    applicant.set(applicant.field("trade"), "goods");
    applicant.set(applicant.field("premium"), 105, 1);
    applicant.set(applicant.field("rate"), 10, 0);
    applicant.decide(&decision, 1);
    EXPECT_EQ(decision.amount, 1'050'000);
    applicant.set(applicant.field("premium"), 0, 0);
    applicant.decide(&decision, 1);
    EXPECT_EQ(decision.status, 1);
    EXPECT_EQ(applicant.reasons(0), "insured");
  }
}

TEST(Cpp, SaysWhatIsWrong) {
  try {
    huice::Program::compile_text("wrong.policy", "huice 1\nentity E { a: money }\nmeasure m for E { pay 10% of aa }\n");
    FAIL();
  } catch (const huice::Error& error) {
    EXPECT_EQ(error.code(), HUICE_PROGRAM);
    EXPECT_TRUE(has(error.what(), "unknown_name")) << error.what();
    EXPECT_TRUE(has(error.details(), "\"line\": 3")) << error.details();
  }
  EXPECT_EQ(code_of([] { huice::Program::compile("/no/such/folder"); }), HUICE_DATA);
  EXPECT_EQ(code_of([] { huice::Program::compile_text("a", premium, {{{"line", "1元"}}, {}, true}); }), HUICE_USAGE);
  const auto program = huice::Program::compile_text("premium.policy", premium);
  EXPECT_EQ(code_of([&] { program.evaluate_json("{}", {}, "Exporters"); }), HUICE_USAGE);
  EXPECT_EQ(code_of([&] { program.evaluate_json(R"({"premuim": "1"})"); }), HUICE_DATA);
}

TEST(Cpp, ADateWhereNoneIsGiven) {
  const auto program = huice::Program::compile_text(
      "a.policy", "huice 1\nentity E { id: text key a: money }\nmeasure m for E { in force 2024-01-01 to 2024-12-31 pay 10% of a }\n");
  const std::string row = R"({"id": "1", "a": 100})";
  EXPECT_EQ(code_of([&] { program.evaluate_json(row); }), HUICE_USAGE);
  huice::RunOptions options;
  options.as_of = "2024-05-01";
  EXPECT_TRUE(has(program.evaluate_json(row, options), R"("amount": "10.00")"));
  options.as_of = "2025-05-01";
  EXPECT_TRUE(has(program.evaluate_json(row, options), R"("status": "not_in_force")"));
}

const char* const households = R"(huice 1
entity Region { rid: text key share: percent in % }
entity Household { hid: text key region: Region }
entity Person { pid: text key household: Household income: money age: integer }
parameter line: money external
measure low_income for Household {
  require income: sum(Person.income where age >= 18) <= 10万元
  pay region.share of line
}
measure some for Household { pay 1元 * count(Person) }
measure bonus for Person { require place: household.region.share > 50%  pay 100元 }
measure plain for Household { require some: hid starts with "H" }
)";

TEST(Cpp, RowsOfOtherEntities) {
  for (const bool machine_code : {true, false}) {
    const auto program = huice::Program::compile_text("h.policy", households, {{{"line", "1000元"}}, {}, machine_code});
    const std::string others = R"({"Region": [{"rid": "R", "share": "60%"}], "Person": [
      {"pid": "1", "household": "H1", "income": 60000, "age": 18}, {"pid": "2", "household": "H1", "income": "40000.00", "age": 40},
      {"pid": "3", "household": "H2", "income": "100000.01", "age": 18}, {"pid": "4", "household": "H3", "income": "x", "age": 18},
      {"pid": "3.2E+17", "household": "H5", "income": 1, "age": 18}]})";
    const auto decide = [&](const std::string& key, const std::string& region) {
      return program.evaluate_json(R"({"hid": ")" + key + R"(", "region": ")" + region + R"("})", {}, "Household", others);
    };
    EXPECT_TRUE(has(decide("H1", "R"), R"("measure": "low_income", "status": "eligible", "amount": "600.00")"));
    EXPECT_TRUE(has(decide("H2", "R"), R"("status": "ineligible", "amount": null, "reasons": ["income"])"));
    EXPECT_TRUE(has(decide("H1", "S"), R"("code":"dangling_reference")"));
    EXPECT_TRUE(has(decide("H3", "R"), R"("status": "undetermined", "amount": null, "reasons": ["Person"])"));  // a row that cannot be read
    EXPECT_TRUE(has(decide("H3", "R"), R"("measure": "some", "status": "undetermined", "amount": null, "reasons": ["Person"])"));
    EXPECT_TRUE(has(decide("H5", "R"), R"("measure": "some", "status": "undetermined", "amount": null, "reasons": ["Person"])"));
    EXPECT_TRUE(has(decide("H4", "R"), R"("measure": "some", "status": "eligible", "amount": "0.00")"));  // nobody lives there
    EXPECT_EQ(code_of([&] { program.evaluate_json("{}", {}, "Household", R"({"Household": []})"); }), HUICE_USAGE);
    huice::RunOptions plain;
    plain.measures = {"plain"};
    EXPECT_TRUE(has(program.evaluate_json(R"({"hid": "H1"})", plain, "Household"), R"("status": "eligible")"));
    EXPECT_TRUE(has(program.evaluate_json(R"({"hid": "H1"})", {}, "Household"), R"("left_out": [{"measure":"low_income")"));
  }
}

struct Money {
  std::vector<int32_t> ends;
  std::string keys;
  std::vector<int64_t> amounts;
  table columns{};

  explicit Money(int rows) {
    ends.push_back(0);
    for (int row = 0; row < rows; ++row) {
      keys += std::to_string(row);
      ends.push_back(static_cast<int32_t>(keys.size()));
      amounts.push_back(row);
    }
    columns.rows = rows;
    add_column(&columns, "id", "u", ends.data(), keys.data());
    add_column(&columns, "a", "l", amounts.data(), nullptr);
  }
};

const char* const tenth = "huice 1\nentity E { id: text key a: money }\nmeasure m for E { pay 10% of a }\n";

TEST(Cpp, BatchesOfManyThreads) {
  const auto program = huice::Program::compile_text("tenth.policy", tenth);
  const auto work = [&] {
    for (const int threads : {1, 4}) {
      Money money(5000);
      ArrowArrayStream rows = stream_of(&money.columns);
      std::string summary;
      huice::RunOptions options;
      options.threads = threads;
      huice::Stream stream = program.evaluate(&rows, options, &summary);
      EXPECT_TRUE(has(summary, "\"decided\": 5000"));
      ArrowArray array;
      ASSERT_EQ(stream.get()->get_next(stream.get(), &array), 0);
      ASSERT_EQ(array.length, 5000);
      EXPECT_EQ(decimal_at(array.children[1]->children[1], 4999), 49990);
      array.release(&array);
      rows = stream_of(&money.columns);
      const std::string explained = program.explain_rows({{"", &rows}}, {4999, 70}, options);
      EXPECT_TRUE(has(explained, R"("amount": "499.90")") && has(explained, R"("amount": "7.00")"));
      auto applicant = program.applicant();
      huice_decision decision;
      for (int64_t amount = 0; amount < 500; ++amount) {
        applicant.set(1, amount, 0);
        applicant.decide(&decision, 1);
        EXPECT_EQ(decision.amount, amount * 10);
        if (amount % 50 != 0) continue;
        EXPECT_TRUE(has(program.evaluate_json(R"({"id": "x", "a": 10})"), R"("amount": "1.00")"));
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
}

TEST(Cpp, ProgressCancelsOrThrows) {
  const auto program = huice::Program::compile_text("tenth.policy", tenth);
  huice::RunOptions options;
  options.threads = 2;
  options.progress = [](uint64_t) { return false; };
  const auto run = [&] {
    Money money(9000);
    ArrowArrayStream rows = stream_of(&money.columns);
    program.evaluate(&rows, options);
  };
  EXPECT_EQ(code_of(run), HUICE_CANCELLED);
  options.progress = [](uint64_t) -> bool { throw std::runtime_error("mine"); };
  EXPECT_THROW(run(), std::runtime_error);
  // The same from C, where nobody catches it before the boundary.
  Money money(9000);
  ArrowArrayStream rows = stream_of(&money.columns), results;
  const huice_input input{nullptr, &rows, &results};
  huice_run_options throwing{};
  throwing.size = sizeof throwing;
  throwing.progress = [](void*, uint64_t) -> int { throw 7; };
  EXPECT_EQ(huice_decide(program.get(), &throwing, &input, 1, nullptr, nullptr), HUICE_CALLBACK);
}

}  // namespace
