// Every way in which a cell may be written, and every way in which it may not.
#include "tests/unit/runtime_fixture.h"

namespace huice::testing_runtime {
namespace {

using batch::Kind;
using batch::Schema;

/// One cell of one field: its value, or `!code`.
std::string cell(const batch::Field& field, const std::string& text, const std::string& header = "") {
  Schema schema{"E", "", {key_field(), field}};
  std::string quoted = text;
  for (size_t at = 0; (at = quoted.find('"', at)) != std::string::npos; at += 2) quoted.insert(at, "\"");
  const ReadResult result = read_text(schema, "id," + (header.empty() ? field.name : header) + "\nk,\"" + quoted + "\"\n");
  if (!result.failure.empty()) return result.failure;
  if (!result.rejects.empty()) {
    const std::string& reject = result.rejects.front();
    const size_t second = reject.find(' ', reject.find(' ') + 1) + 1;
    return "!" + reject.substr(second, reject.find(' ', second) - second);
  }
  return result.rows.at(0).substr(2);
}

TEST(NumberCells, Money) {
  const auto money = money_field("m");
  EXPECT_EQ(cell(money, "1234.56"), "1234.56");
  EXPECT_EQ(cell(money, "1,234.56"), "1234.56");
  EXPECT_EQ(cell(money, "1,234,567"), "1234567");
  EXPECT_EQ(cell(money, "￥1,234.56"), "1234.56");
  EXPECT_EQ(cell(money, "¥5"), "5");
  EXPECT_EQ(cell(money, "１２３．５"), "123.5");
  EXPECT_EQ(cell(money, "１，２３４"), "1234");
  EXPECT_EQ(cell(money, " 12 "), "12");
  EXPECT_EQ(cell(money, "　12"), "12");
  EXPECT_EQ(cell(money, "+12"), "12");
  EXPECT_EQ(cell(money, "-0"), "0");
  EXPECT_EQ(cell(money, "007"), "7");
  EXPECT_EQ(cell(money, ".5"), "0.5");
  EXPECT_EQ(cell(money, "5."), "5");
  EXPECT_EQ(cell(money, "1.5000000000000000000000000"), "1.5");
  EXPECT_EQ(cell(money, "000000000000000000000000000000000001"), "1");
  EXPECT_EQ(cell(money, ""), "-");
  EXPECT_EQ(cell(money, "  "), "-");
}

TEST(NumberCells, NoNumbers) {
  const auto money = money_field("m");
  for (const char* text : {"abc", "12a", "1 234", "1,23", "1,2345", ",123", "1234,567", "1..2", "1.2.3", ".", "-", "--1", "1e3", "3.2E+17",
                           "30%", "5‰", "300万元", "$5", "0x10", "1、234", "１２×３", "一百", "NaN", "1,234.5,6", "￥", "\xC2\xA0x"}) {
    EXPECT_EQ(cell(money, text), "!bad_number") << text;
  }
}

TEST(NumberCells, DigitsAreRejectedNeverRounded) {
  const auto money = money_field("m");
  EXPECT_EQ(cell(money, "0.01"), "0.01");
  EXPECT_EQ(cell(money, "0.001"), "!too_many_digits");
  EXPECT_EQ(cell(money, "0.0000000000000000000000000001"), "!too_many_digits");
  EXPECT_EQ(cell(money, "0.010"), "0.01");
  EXPECT_EQ(cell(money, "0.000001", "m（万元）"), "0.01");
  EXPECT_EQ(cell(money, "0.0000001", "m（万元）"), "!too_many_digits");
}

TEST(NumberCells, LimitsOfMoney) {
  const auto money = money_field("m");
  auto either = money_field("m", "", true);
  EXPECT_EQ(cell(money, "1000000000000000"), "1000000000000000");
  EXPECT_EQ(cell(money, "1000000000000000.01"), "!out_of_range");
  EXPECT_EQ(cell(money, "99999999999999999999999999999999999999999999"), "!out_of_range");
  EXPECT_EQ(cell(money, "100000000000", "m(万元)"), "1000000000000000");
  EXPECT_EQ(cell(money, "100000000000.000001", "m(万元)"), "!out_of_range");
  EXPECT_EQ(cell(money, "-0.01"), "!negative");
  EXPECT_EQ(cell(money, "−5"), "!negative");
  EXPECT_EQ(cell(money, "-99999999999999999999999999999999"), "!negative");
  EXPECT_EQ(cell(either, "-1,234.56"), "-1234.56");
  EXPECT_EQ(cell(either, "－５"), "-5");
  EXPECT_EQ(cell(either, "-￥5"), "-5");
  EXPECT_EQ(cell(either, "￥-5"), "-5");
  EXPECT_EQ(cell(either, "-1000000000000000"), "-1000000000000000");
  EXPECT_EQ(cell(either, "-1000000000000000.01"), "!out_of_range");
  either.lo = -500;  // down to -5 yuan
  EXPECT_EQ(cell(either, "-5"), "-5");
  EXPECT_EQ(cell(either, "-5.01"), "!out_of_range");
}

TEST(NumberCells, DeclaredRange) {
  auto money = money_field("m");
  money.lo = 100, money.hi = 20000;  // 1 to 200 yuan
  EXPECT_EQ(cell(money, "1"), "1");
  EXPECT_EQ(cell(money, "0.99"), "!out_of_range");
  EXPECT_EQ(cell(money, "200"), "200");
  EXPECT_EQ(cell(money, "200.01"), "!out_of_range");
  EXPECT_EQ(cell(money, "-1"), "!negative");
}

TEST(NumberCells, Percent) {
  const auto bare = percent_field("p"), declared = percent_field("p", "", true);
  EXPECT_EQ(cell(bare, "30%"), "30");
  EXPECT_EQ(cell(bare, "30％"), "30");
  EXPECT_EQ(cell(bare, "5‰"), "0.5");
  EXPECT_EQ(cell(bare, "30"), "!bare_percent");
  EXPECT_EQ(cell(bare, "0.3"), "!bare_percent");
  EXPECT_EQ(cell(bare, "30", "p(%)"), "30");
  EXPECT_EQ(cell(bare, "30", "p（％）"), "30");
  EXPECT_EQ(cell(bare, "5", "p（‰）"), "0.5");
  EXPECT_EQ(cell(declared, "30"), "30");
  EXPECT_EQ(cell(declared, "30%"), "30");
  EXPECT_EQ(cell(declared, "12.3456"), "12.3456");
  EXPECT_EQ(cell(declared, "12.34567"), "!too_many_digits");
  EXPECT_EQ(cell(declared, "5.123‰"), "0.5123");
  EXPECT_EQ(cell(declared, "5.1234‰"), "!too_many_digits");
  EXPECT_EQ(cell(declared, "1000000"), "1000000");
  EXPECT_EQ(cell(declared, "1000000.0001"), "!out_of_range");
  auto ratio = percent_field("p", "", true);
  ratio.units.insert(ratio.units.begin(), {"", 1, 1});
  EXPECT_EQ(cell(ratio, "0.3"), "0.3");
  EXPECT_EQ(cell(ratio, "30%"), "0.3");
}

TEST(NumberCells, HeaderUnitsOfAreaAreExact) {
  const auto area = area_field("a");
  EXPECT_EQ(cell(area, "50.0001"), "50.0001");
  EXPECT_EQ(cell(area, "50.00001"), "!too_many_digits");
  EXPECT_EQ(cell(area, "3", "a（公顷）"), "45");
  EXPECT_EQ(cell(area, "0.0001", "a（公顷）"), "0.0015");
  EXPECT_EQ(cell(area, "1", "a（平方米）"), "0.0015");
  EXPECT_EQ(cell(area, "0.0001", "a（平方米）"), "0.00000015");  // finer than the field's own step
  EXPECT_EQ(cell(area, "0.00001", "a（平方米）"), "!too_many_digits");
  EXPECT_EQ(cell(area, "1000000000000"), "1000000000000");
  EXPECT_EQ(cell(area, "1000000000000.0001"), "!out_of_range");
  EXPECT_EQ(cell(area, "666666666666666.6666", "a（平方米）"), "999999999999.9999999");
  EXPECT_EQ(cell(area, "666666666666666.6667", "a（平方米）"), "!out_of_range");
}

TEST(NumberCells, WholeNumbers) {
  auto count = field_of(Kind::number, "n");
  count.whole = true;
  count.units = {{"", 1, 1}, {"人", 1, 1}, {"万人", 10000, 1}};
  count.hi = 1'000'000'000'000'000;
  EXPECT_EQ(cell(count, "12"), "12");
  EXPECT_EQ(cell(count, "12.0"), "12");
  EXPECT_EQ(cell(count, "12.5"), "!too_many_digits");
  EXPECT_EQ(cell(count, "3", "n（万人）"), "30000");
  EXPECT_EQ(cell(count, "1000000000000000"), "1000000000000000");
  EXPECT_EQ(cell(count, "1000000000000001"), "!out_of_range");
}

TEST(NumberCells, WideColumns) {
  auto wide = field_of(Kind::number, "n");
  wide.units = {{"", 1, 1}};
  wide.digits = 9;
  wide.layout = {1, 1'000'000'000, true};
  wide.hi = static_cast<__int128>(1'000'000'000'000'000) * 1'000'000'000;
  wide.lo = -wide.hi;
  EXPECT_EQ(cell(wide, "1000000000000000"), "1000000000000000");
  EXPECT_EQ(cell(wide, "-999999999999999.123456789"), "-999999999999999.123456789");
  EXPECT_EQ(cell(wide, "1000000000000000.000000001"), "!out_of_range");
  EXPECT_EQ(cell(wide, "0.1234567891"), "!too_many_digits");
}

TEST(DateCells, Forms) {
  const auto date = field_of(Kind::date, "d");
  for (const char* text : {"2024-03-05", "2024/3/5", "2024/03/05", "20240305", "2024年3月5日", "2024年03月05日", "2024-3-5", " 2024-03-05 ",
                           "２０２４／３／５", "2024-03-05 00:00:00", "2024-03-05 00:00:00.000"}) {
    EXPECT_EQ(cell(date, text), "2024-03-05") << text;
  }
  EXPECT_EQ(cell(date, "2024-02-29"), "2024-02-29");
  for (const char* text : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-03-32", "24-03-05", "2024-03", "2024.3.5", "2024-03/05", "2024030",
                           "202403051", "2024年3月5", "2024-03-05x", "2024-03-05 10:00:00", "0000-01-01", "45356", "5 Mar 2024"}) {
    EXPECT_EQ(cell(date, text), "!bad_date") << text;
  }
  EXPECT_EQ(cell(date, ""), "-");
}

TEST(DateCells, Datetimes) {
  const auto instant = field_of(Kind::datetime, "t");
  for (const char* text : {"2025-12-02 09:00:00", "2025-12-02T09:00:00", "2025/12/2 9:00", "2025年12月2日 9:00:00", "20251202 09:00", "2025-12-02 09:00:00.000"}) {
    EXPECT_EQ(cell(instant, text), "2025-12-02 09:00:00") << text;
  }
  EXPECT_EQ(cell(instant, "1969-12-31 23:59:59"), "1969-12-31 23:59:59");
  for (const char* text : {"2025-12-02", "2025-12-02 24:00:00", "2025-12-02 09:60", "2025-12-02 9", "2025-12-02 09:00:61", "09:00:00", "2025-12-02 09:00:00.5"}) {
    EXPECT_EQ(cell(instant, text), "!bad_datetime") << text;
  }
}

TEST(WordCells, Booleans) {
  const auto flag = field_of(Kind::boolean, "b");
  for (const char* yes : {"是", "true", "TRUE", "True", "1", "Y", "y", "有", " 是 ", "１", "Ｙ"}) EXPECT_EQ(cell(flag, yes), "true") << yes;
  for (const char* no : {"否", "false", "FALSE", "0", "N", "n", "无"}) EXPECT_EQ(cell(flag, no), "false") << no;
  for (const char* text : {"yes", "2", "对", "是否", "x"}) EXPECT_EQ(cell(flag, text), "!bad_boolean") << text;
  EXPECT_EQ(cell(flag, ""), "-");
}

TEST(WordCells, ChoicesByCodeOrLabel) {
  auto choice = field_of(Kind::choice, "c");
  choice.codes = {"goods", "services"};
  choice.labels = {"货物贸易（Ａ）", "服务贸易"};
  EXPECT_EQ(cell(choice, "goods"), "goods");
  EXPECT_EQ(cell(choice, "服务贸易"), "services");
  EXPECT_EQ(cell(choice, "货物贸易(A)"), "goods");
  EXPECT_EQ(cell(choice, " services"), "services");
  EXPECT_EQ(cell(choice, "Goods"), "!unknown_choice");
  EXPECT_EQ(cell(choice, "货物"), "!unknown_choice");
  choice.codes = {"a", "b", "sixteen_bytes_ok", "seventeen_bytes_ok"};
  choice.labels = {"b", "甲", "十六", "这一个标签比十六个字节长得多"};
  for (size_t i = 0; i < choice.codes.size(); ++i) EXPECT_EQ(cell(choice, choice.codes[i]), choice.codes[i]);  // a code before a label
  EXPECT_EQ(cell(choice, "这一个标签比十六个字节长得多"), "seventeen_bytes_ok");
  EXPECT_EQ(cell(choice, "sixteen_bytes_o"), "!unknown_choice");
  EXPECT_EQ(cell(choice, ""), "-");
}

TEST(TextCells, AreNotTrimmed) {
  const auto text = field_of(Kind::text, "t");
  EXPECT_EQ(cell(text, " a "), " a ");
  EXPECT_EQ(cell(text, "007"), "007");
  EXPECT_EQ(cell(text, "—"), "—");
  EXPECT_EQ(cell(text, "a\"b,c"), "a\"b,c");
  EXPECT_EQ(cell(text, ""), "-");
}

TEST(TextCells, DestroyedCodes) {
  const auto text = field_of(Kind::text, "t");
  for (const char* bad : {"3.2E+17", "9.13302E+17", "1E+05", "3.2e+17", "1.5E-07"}) EXPECT_EQ(cell(text, bad), "!destroyed_code") << bad;
  for (const char* good : {"3.2E17", "E+17", "32E+17", "3.E+17", "3.2E+", "3.2E+1a", "A3.2E+17"}) EXPECT_EQ(cell(text, good), good);
}

TEST(RequiredCells, MissingIsRejected) {
  auto field = field_of(Kind::text, "t");
  field.required = true;
  EXPECT_EQ(cell(field, ""), "!missing_required");
  auto money = money_field("m");
  money.required = true;
  EXPECT_EQ(cell(money, " "), "!missing_required");
  const ReadResult result = read_text({"E", "", {key_field()}}, "id,x\n,1\nk,2\n");
  EXPECT_EQ(result.rejects, Lines{"2 id missing_key "});
  EXPECT_EQ(result.rows, Lines{"k"});
}

}  // namespace
}  // namespace huice::testing_runtime
