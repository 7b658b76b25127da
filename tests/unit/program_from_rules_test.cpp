// What the runtime is told about a program: columns, cell units, limits, reasons and places of errors.
#include <gtest/gtest.h>

#include "compiler/program/from_rules.h"
#include "compiler/rules/from_syntax.h"
#include "compiler/rules/sites.h"
#include "compiler/syntax/from_bytes.h"

namespace huice {
namespace {

struct Compiled {
  text::Sources sources;
  syntax::Tree tree;
  diagnostics::Sink sink;
  rules::Program rules;

  explicit Compiled(std::string text) {
    syntax::from_bytes(sources, "test.policy", std::move(text), tree, sink);
    rules = rules::from_syntax(tree, sources, sink);
    for (const auto& diagnostic : sink.all()) {
      if (diagnostic.severity() != diagnostics::Severity::error) continue;
      ADD_FAILURE() << diagnostics::to_text(diagnostic, sources, diagnostics::Language::en, false);
    }
  }
  batch::Field column(size_t index) const { return program::make_schemas(rules).at(0).fields.at(index); }
  catalogue::Measure measure(size_t index) const { return program::make_catalogue(rules).measures.at(index); }
};

const batch::CellUnit* unit(const batch::Field& field, std::string_view name) {
  for (const auto& one : field.units) {
    if (one.name == name) return &one;
  }
  for (const auto& one : *field.more_units) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

TEST(Schemas, MoneyHoldsWholeFenWhateverTheUnit) {
  Compiled program(
      "entity E { a : money  b : money in 万元 may be negative  c : money in 万元 digits 2 from 0元 to 5万元 }");
  for (size_t i : {0, 1}) {
    batch::Field field = program.column(i);
    EXPECT_EQ(field.layout.step_num, 1);
    EXPECT_EQ(field.layout.step_den, 100);
    EXPECT_EQ(field.digits, -1);
    EXPECT_FALSE(field.layout.wide);
    EXPECT_EQ(static_cast<int64_t>(field.hi), 100000000000000000);
  }
  EXPECT_EQ(static_cast<int64_t>(program.column(0).lo), 0);
  EXPECT_EQ(static_cast<int64_t>(program.column(1).lo), -100000000000000000);
  EXPECT_EQ(program.column(0).units.front().name, "元");
  EXPECT_EQ(program.column(1).units.front().name, "万元");
  EXPECT_EQ(program.column(1).units.front().num, 10000);
  ASSERT_TRUE(unit(program.column(0), "亿元"));
  EXPECT_EQ(unit(program.column(0), "亿元")->num, 100000000);
  EXPECT_FALSE(unit(program.column(0), "美元"));
  batch::Field cents = program.column(2);
  EXPECT_EQ(cents.digits, 2);
  EXPECT_EQ(cents.layout.step_num, 100);
  EXPECT_EQ(static_cast<int64_t>(cents.hi), 500);
}

TEST(Schemas, QuantitiesCountTheirOwnUnit) {
  Compiled program("entity E { a : quantity of 亩  b : quantity of 万吨标准煤  c : 元/亩 }");
  batch::Field mu = program.column(0);
  EXPECT_EQ(mu.layout.step_num, 1);  // 0.0001亩 = 1/15 m²
  EXPECT_EQ(mu.layout.step_den, 15);
  EXPECT_EQ(mu.digits, 4);
  EXPECT_EQ(static_cast<int64_t>(mu.hi), 10000000000000000);
  ASSERT_TRUE(unit(mu, "公顷"));
  EXPECT_EQ(unit(mu, "公顷")->num, 10000);
  EXPECT_EQ(program.column(1).units.front().name, "万吨标准煤");
  EXPECT_EQ(program.column(2).units.front().name, "元/亩");
  ASSERT_TRUE(unit(program.column(2), "万元/公顷"));
  EXPECT_EQ(unit(program.column(2), "万元/公顷")->num, 1);
}

TEST(Schemas, PercentsSayWhetherBareNumbersAreClear) {
  Compiled program(
      "entity E { a : percent  b : percent in %  c : percent as ratio  d : percent in % from 0% to 100% digits 3 }");
  EXPECT_FALSE(program.column(0).own_unit_declared);
  EXPECT_EQ(program.column(0).units.front().name, "%");
  EXPECT_EQ(program.column(0).layout.step_den, 1000000);
  EXPECT_EQ(static_cast<int64_t>(program.column(0).hi), 10000000000);
  EXPECT_TRUE(program.column(1).own_unit_declared);
  EXPECT_EQ(program.column(2).units.front().name, "");
  EXPECT_TRUE(unit(program.column(2), "‰"));
  EXPECT_EQ(program.column(3).layout.step_den, 100000);
  EXPECT_EQ(static_cast<int64_t>(program.column(3).hi), 100000);
}

TEST(Schemas, PlainNumbers) {
  Compiled program("entity E { a : count  b : decimal(9)  c : integer default 3 }");
  EXPECT_TRUE(program.column(0).whole);
  ASSERT_TRUE(unit(program.column(0), "万人"));
  EXPECT_EQ(unit(program.column(0), "万人")->num, 10000);
  EXPECT_FALSE(program.column(1).whole);
  EXPECT_TRUE(program.column(1).layout.wide);  // 10^15 with 9 digits
  EXPECT_EQ(program.column(1).digits, 9);
  EXPECT_TRUE(program.column(2).defaulted);
}

TEST(Schemas, OtherKinds) {
  Compiled program(
      R"(entity E "企业" { k : text key  b : bool required  c : one of { x "甲", y }  d : date  t : datetime decided by "局" })");
  batch::Schema schema = program::make_schemas(program.rules).at(0);
  EXPECT_EQ(schema.label, "企业");
  EXPECT_TRUE(schema.fields[0].key);
  EXPECT_TRUE(schema.fields[1].required);
  EXPECT_EQ(schema.fields[1].kind, batch::Kind::boolean);
  EXPECT_EQ(schema.fields[2].codes, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(schema.fields[2].labels, (std::vector<std::string>{"甲", "y"}));
  EXPECT_EQ(schema.fields[3].kind, batch::Kind::date);
  EXPECT_TRUE(schema.fields[4].decided);
}

constexpr const char* two_measures = R"huice(
document d { in force 2024-01-01 to 2024-12-31  rounding half up to 1元 }
parameter p : money { from 2024-06-01: 5元 }
parameter q : money = 7元
let unused of E = a
let shared of E = a + p
entity E { id : text key  a : money  r : percent decided by "局"  c : money  day : date }
measure one "其一" for E {
  cites d clause 10
  cites d clause "2/(四)"
  require big "金额": a > 1元
  let own = shared + q
  require c > 0元
  pay own
}
measure two for E { dated day  rounding down to 0.001元  require some: r > 1%  let never = c }
)huice";

TEST(Catalogue, WordsOfMeasures) {
  Compiled program(two_measures);
  catalogue::Measure one = program.measure(0), two = program.measure(1);
  EXPECT_EQ(one.label, "其一");
  EXPECT_EQ(one.clauses, (std::vector<std::string>{"d 第10条", "d 2/(四)"}));
  EXPECT_EQ(one.conditions, (std::vector<std::string>{"big", "condition_2"}));
  EXPECT_EQ(one.condition_labels, (std::vector<std::string>{"金额", "condition_2"}));
  EXPECT_EQ(one.inputs, (std::vector<uint32_t>{1, 3}));
  // pay, conditions, then lets and parameters that are reached, in order of declaration
  EXPECT_EQ(one.sites, (std::vector<std::string>{"pay", "big", "condition_2", "shared", "own", "p", "q"}));
  EXPECT_TRUE(one.needs_as_of);
  EXPECT_TRUE(one.pays);
  EXPECT_FALSE(one.refers);
  EXPECT_EQ(one.unit_num, 1);
  EXPECT_EQ(one.unit_den, 1);
  EXPECT_EQ(one.amount_digits, 2);
  EXPECT_EQ(two.inputs, (std::vector<uint32_t>{2, 4}));
  EXPECT_EQ(two.sites, (std::vector<std::string>{"pay", "some"}));
  EXPECT_TRUE(two.dated);
  EXPECT_FALSE(two.needs_as_of);
  EXPECT_FALSE(two.pays);
  EXPECT_TRUE(two.refers);
  EXPECT_EQ(two.unit_den, 1000);
  EXPECT_EQ(two.amount_digits, 3);
}

TEST(Catalogue, EntityKeys) {
  Compiled program(two_measures);
  Catalogue catalogue = program::make_catalogue(program.rules);
  EXPECT_EQ(catalogue.entities.at(0).keys, (std::vector<uint32_t>{0}));
  EXPECT_EQ(catalogue.entities.at(0).field_names.at(3), "c");
}

}  // namespace
}  // namespace huice
