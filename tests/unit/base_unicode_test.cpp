#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/unicode/closest.h"
#include "base/unicode/normalize.h"
#include "base/unicode/utf8.h"
#include "base/unicode/width.h"

namespace huice::unicode {
namespace {

TEST(Utf8, finds_the_first_invalid_byte) {
  EXPECT_EQ(first_invalid_utf8(""), std::nullopt);
  EXPECT_EQ(first_invalid_utf8("measure 措施 𠮷"), std::nullopt);
  EXPECT_EQ(first_invalid_utf8("\xB4\xF3"), 0U);                           // 大 in GB18030
  EXPECT_EQ(first_invalid_utf8("12345678\xE5\x85"), 8U);                   // cut short
  EXPECT_EQ(first_invalid_utf8("a\xC0\x80"), 1U);                          // overlong
  EXPECT_EQ(first_invalid_utf8("a\xED\xA0\x80"), 1U);                      // surrogate
  EXPECT_EQ(first_invalid_utf8("a\xF4\x90\x80\x80"), 1U);                  // beyond U+10FFFF
}

TEST(Utf8, the_quick_check_agrees_with_the_one_that_finds_the_byte) {
  std::mt19937 random(1);
  const auto below = [&](uint32_t limit) { return static_cast<uint32_t>(random() % limit); };
  const std::vector<std::string> parts{"1234567,", "元", "é", "𠮷", "海曙区", std::string(70, 'a'), std::string(64, '\n'), "\"", std::string(1, '\0')};
  const std::vector<std::string> faults{"\x80", "\xE5\x85", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "\xF0\x9F", "\x80\x80\x80\x80\x80"};
  int valid = 0;
  for (int run = 0; run < 4000; ++run) {
    const size_t most = run % 4 == 0 ? 20'000 : 300;  // bytes
    const uint32_t kinds = 1 + below(static_cast<uint32_t>(parts.size()));
    std::string text;
    while (text.size() < most) text += parts[below(kinds)];
    text.resize(text.size() - below(static_cast<uint32_t>(text.size())));  // perhaps within a character
    if (run % 3 == 0) text.insert(below(static_cast<uint32_t>(text.size() + 1)), faults[below(static_cast<uint32_t>(faults.size()))]);
    ASSERT_EQ(valid_utf8(text), !first_invalid_utf8(text)) << run;
    valid += valid_utf8(text) ? 1 : 0;
  }
  EXPECT_GT(valid, 500);
  EXPECT_LT(valid, 3500);
  // Where pressed bytes are checked in parts, whatever stands at their border.
  for (size_t ascii = 0; ascii < 5; ++ascii) {
    std::string text(ascii, 'a');
    while (text.size() < 30'000) text += "海曙区";
    EXPECT_TRUE(valid_utf8(text)) << ascii;
    for (size_t at = 3900; at < 4200; ++at) {
      std::string cut = text;
      cut.erase(at, 1);
      EXPECT_FALSE(valid_utf8(cut)) << ascii << ' ' << at;
    }
  }
}

TEST(Utf8, decodes_and_encodes) {
  std::string text;
  for (const char32_t point : {U'a', U'é', U'元', U'𠮷'}) append_utf8(text, point);
  EXPECT_EQ(text, "aé元𠮷");
  EXPECT_EQ(to_code_points(text), U"aé元𠮷");
  EXPECT_EQ(count_code_points(text), 4U);
  EXPECT_EQ(code_point_at("\xFF", 0).value, U'\uFFFD');
}

TEST(Normalize, composes_names_and_folds_signs) {
  EXPECT_EQ(nfc("e\xCC\x81"), "é");
  EXPECT_EQ(fold_width("（ＡＢ１２％）、×÷−　：－＞"), "(AB12%),*/- :->");
  EXPECT_EQ(fold_width("“元”≥"), "“元”≥");
}

TEST(Width, chinese_takes_two_cells) {
  EXPECT_EQ(display_width("a元（"), 5U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);
  EXPECT_EQ(printable("a\x01\xFF\t元\xE2\x80\xAE"), "a\\u{0001}\\xFF\t元\\u{202E}");
}

TEST(Closest, suggests_what_was_probably_meant) {
  const std::vector<std::string> names{"premium", "rate", "实缴保费", "申请日期"};
  EXPECT_EQ(closest("premuim", names), "premium");
  EXPECT_EQ(closest("实交保费", names), "实缴保费");
  EXPECT_EQ(closest("turnover", names), std::nullopt);
  EXPECT_EQ(closest("rate", names), std::nullopt);  // itself
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

}  // namespace
}  // namespace huice::unicode
