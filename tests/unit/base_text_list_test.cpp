#include "base/text_list.h"

#include <gtest/gtest.h>

#include <string>

namespace huice {
namespace {

TEST(TextList, finds_what_was_added_and_nothing_else) {
  TextList list;
  for (int i = 0; i < 100'000; i += 2) list.add("entry " + std::to_string(i));
  for (int i = 0; i < 100; i += 2) list.add("entry " + std::to_string(i));
  list.finish();
  EXPECT_EQ(list.size(), 50'000u);
  for (int i = 0; i < 100'000; ++i) EXPECT_EQ(list.contains("entry " + std::to_string(i)), i % 2 == 0) << i;
  EXPECT_FALSE(list.contains(""));
}

TEST(TextList, an_empty_list_holds_nothing) {
  TextList list;
  list.finish();
  EXPECT_FALSE(list.contains("a"));
  EXPECT_EQ(list.size(), 0u);
}

TEST(TextList, entries_hold_from_and_to_their_days) {
  TextList list(true);
  list.add("a", {Date{10}, Date{20}});
  list.add("a", {Date{5}, Date{7}});
  list.add("a", {Date{5}, Date{7}});
  list.add("b", {TextList::first, Date{3}});
  list.finish();
  EXPECT_EQ(list.most_spans(), 2u);
  for (const auto& [day, held] : {std::pair{4, false}, {5, true}, {7, true}, {8, false}, {10, true}, {20, true}, {21, false}}) {
    EXPECT_EQ(list.contains("a", Date{day}), held) << day;
  }
  EXPECT_TRUE(list.contains("b", TextList::first));
  EXPECT_FALSE(list.contains("b", Date{4}));
  EXPECT_FALSE(list.contains("c", Date{4}));
  EXPECT_EQ(list.span("a", 0)->from.days, 5);
  EXPECT_EQ(list.span("a", 2), nullptr);
}

}  // namespace
}  // namespace huice
