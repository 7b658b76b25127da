// TABs between cells → commas, however the text is cut.
#include <gtest/gtest.h>

#include "runtime/batch/tabs.h"

namespace huice::batch {
namespace {

std::string untabbed(std::string_view text, size_t step) {
  Untabber untabber;
  std::string out;
  for (size_t at = 0; at < text.size(); at += step) untabber.add(text.substr(at, step), at + step >= text.size(), out);
  return out;
}

TEST(Tabs, BecomeCommasWhereverTheTextIsCut) {
  const std::string text = "a\tb,c\td\"e\r\n\"x\ty\n\"\"z\"\t\"1,234\"\t\n\t\t5";
  const std::string expected = "a,\"b,c\",\"d\"\"e\"\r\n\"x\ty\n\"\"z\",\"1,234\",\n,,5";
  for (size_t step = 1; step <= text.size(); ++step) EXPECT_EQ(untabbed(text, step), expected) << "in steps of " << step;
}

TEST(Tabs, AreSeparatorsOnlyBetweenCells) {
  EXPECT_TRUE(separated_by_tabs("a\tb\n"));
  EXPECT_TRUE(separated_by_tabs("title\na\tb\n1,5\t2\n"));
  EXPECT_FALSE(separated_by_tabs("a,b\n\t01\t,\t02\t\n"));
  EXPECT_FALSE(separated_by_tabs("a\n\t01\t\n"));
  EXPECT_FALSE(separated_by_tabs("a,b\n1,2\n"));
  EXPECT_FALSE(separated_by_tabs("\"a\tb\"\n"));
  EXPECT_FALSE(separated_by_tabs(""));
}

}  // namespace
}  // namespace huice::batch
