#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "compiler/layout/layout.h"

namespace huice::layout {
namespace {

std::string formatted(const std::string& text) {
  text::Sources sources;
  const text::SourceId id = text::add_source(sources, "t.policy", text);
  return format(sources[id]);
}

/// `text` comes out as `wanted`, and `wanted` stays.
void expect_layout(const std::string& text, const std::string& wanted) {
  EXPECT_EQ(formatted(text), wanted);
  EXPECT_EQ(formatted(wanted), wanted);
}

TEST(Format, fields_stand_in_columns_as_wide_as_they_look) {
  expect_layout("entity e \"主体\"{\nuscc \"统一社会信用代码\":text key\n\tpremium:money default -5元\n 类型 \"类\" : one of{a,b \"乙\"}\n}",
                "entity e \"主体\" {\n"
                "  uscc    \"统一社会信用代码\" : text key\n"
                "  premium                    : money default -5元\n"
                "  类型    \"类\"               : one of { a, b \"乙\" }\n"
                "}\n");
}

TEST(Format, clauses_and_conditions_stand_in_columns) {
  expect_layout("measure m for e{\r\ncites d clause 1\r\nrequire a \"甲\":x>1\r\nrequire 条件二 \"乙方\": y\r\nlet r=1\r\npay r*x at most 2元\r\n}",
                "measure m for e {\n"
                "  cites   d clause 1\n"
                "  require a      \"甲\":   x > 1\n"
                "  require 条件二 \"乙方\": y\n"
                "  let r = 1\n"
                "  pay     r * x at most 2元\n"
                "}\n");
}

TEST(Format, tables) {
  expect_layout("scenarios for m {\n|a|b|->|status|\n|1元|名称|->|eligible|\n||x|->|符合|\n}",
                "scenarios for m {\n"
                "  | a   | b    | -> | status   |\n"
                "  | 1元 | 名称 | -> | eligible |\n"
                "  |     | x    | -> | 符合     |\n"
                "}\n");
}

TEST(Format, operators_and_units) {
  expect_layout("let x=-a- -b*( c+d )/2 at most 800元/亩*e", "let x = -a - -b * (c + d) / 2 at most 800元/亩 * e\n");
  expect_layout("let x = 1000元/人数", "let x = 1000元 / 人数\n");
  expect_layout("let x = 1000元 / 人", "let x = 1000元 / 人\n");
  expect_layout("parameter usd:元/美元 external", "parameter usd : 元/美元 external\n");
  expect_layout("let x = sum( a.b where c )", "let x = sum(a.b where c)\n");
  expect_layout("let x = （a＋b）×2，", "let x = （a＋b）×2，");  // a syntax error: left alone
  expect_layout("let x = （a＋b）×2", "let x = （a ＋ b） × 2\n");
}

TEST(Format, comments_stay_where_they_were) {
  expect_layout("// first\n\n\n\n/* a\n   b */\nmeasure m for e { // why\npay 1元 // one\nlimit 3件 per a   // two   \n\n// last\n}\n// end",
                "// first\n\n/* a\n   b */\nmeasure m for e {  // why\n  pay   1元        // one\n  limit 3件 per a  // two\n\n  // last\n}\n\n// end\n");
}

TEST(Format, lines_that_go_on_are_indented) {
  expect_layout("let x = a\n+ b\n+ c\nlet y =\n1\nlet z = 1 except 2 when p\nexcept 3 when q",
                "let x = a\n  + b\n  + c\nlet y =\n  1\nlet z = 1 except 2 when p\n  except 3 when q\n");
  expect_layout("let x = match k {\na: 1\nb: match j { c: 2,\nd: 3 }\n}\nlet y = 1",
                "let x = match k {\n  a: 1\n  b: match j { c: 2,\n    d: 3 }\n}\n\nlet y = 1\n");
}

TEST(Format, blocks_are_apart_and_blanks_are_few) {
  expect_layout("entity a {\n\nx : text key\n\n\n\ny : text\n\n}\nmeasure m for a {\npay 1元\n}\nlet a = 1\nlet b = 2",
                "entity a {\n  x : text key\n\n  y : text\n}\n\nmeasure m for a {\n  pay 1元\n}\n\nlet a = 1\nlet b = 2\n");
  expect_layout("", "");
}

TEST(Format, the_shipped_policies_are_in_canonical_layout) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(HUICE_SOURCE_DIR) / "policies")) {
    if (entry.path().extension() != ".policy") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(formatted(text), text) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 10U);
}

}  // namespace
}  // namespace huice::layout
