// Columns that grow: whatever pieces they are appended in, and packed in between, they are those that were made at once.
#include <gtest/gtest.h>

#include <random>

#include "runtime/arrow/growing.h"

namespace huice::arrow {
namespace {

const Shape shape{"+s", "", {{"u", "text"}, {"+s", "measure", {{"c", "status", {}, {{"u", ""}}}, {"d:38,2", "amount"}, {"+l", "reasons", {{"u", "item"}}}}}}};

void add_text(Items& to, std::string_view text, bool known) {
  to.buffers[1].insert(to.buffers[1].end(), text.begin(), text.end());
  *grow<int32_t>(to.buffers[0], 1) = static_cast<int32_t>(to.buffers[1].size());
  to.valid.add(known);
  ++to.length;
}

void add_row(Items& table, std::mt19937& random) {
  const auto pick = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
  const std::string text(pick(40), static_cast<char>('a' + pick(26)));
  add_text(table.children[0], text, !text.empty());
  Items &measure = table.children[1], &status = measure.children[0], &amount = measure.children[1], &reasons = measure.children[2];
  *grow<int8_t>(status.buffers[0], 1) = static_cast<int8_t>(pick(6));
  *grow<__int128>(amount.buffers[0], 1) = pick(1000);
  amount.valid.add(pick(3) > 0);
  for (unsigned count = pick(3); count > 0; --count) add_text(reasons.children[0], "r" + std::to_string(pick(1000)), true);
  *grow<int32_t>(reasons.buffers[0], 1) = static_cast<int32_t>(reasons.children[0].length);
  for (Items* each : {&table, &measure, &status, &amount, &reasons}) ++each->length;
  for (Items* each : {&table, &measure, &status, &reasons}) each->valid.add(true);
}

void expect_same(const Items& a, const Items& b) {
  EXPECT_EQ(a.length, b.length);
  EXPECT_EQ(a.valid.zeros(), b.valid.zeros());
  EXPECT_EQ(a.valid.size(), b.valid.size());
  EXPECT_EQ(a.valid.all(), b.valid.all());
  EXPECT_EQ(a.buffers, b.buffers);
  ASSERT_EQ(a.children.size(), b.children.size());
  for (size_t i = 0; i < a.children.size(); ++i) expect_same(a.children[i], b.children[i]);
}

TEST(Growing, PiecesMakeTheWhole) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    Items whole = no_items(shape), again = no_items(shape);
    const auto rows = static_cast<size_t>(random() % 500);
    for (size_t row = 0; row < rows; ++row) add_row(whole, random);
    for (size_t begin = 0; begin < rows;) {
      const size_t count = std::min<size_t>(rows - begin, random() % 150);
      append_items(again, whole, begin, count);
      begin += count;
    }
    expect_same(again, whole);
    clear_items(again);
    expect_same(again, no_items(shape));
  }
}

TEST(Growing, PackedAndBack) {
  std::mt19937 random(8);
  Items items = no_items(shape), back = no_items(shape);
  for (int row = 0; row < 300; ++row) add_row(items, random);
  TextBuffer bytes;
  pack(items, bytes);
  pack(items.children[0], bytes);
  std::string_view rest = bytes.view();
  unpack(rest, back);
  expect_same(back, items);
  unpack(rest, back.children[0]);
  EXPECT_TRUE(rest.empty());
}

TEST(Growing, BitsInWords) {
  std::mt19937_64 random(9);
  for (int round = 0; round < 200; ++round) {
    Bits words, singly;
    for (int part = 0; part < 20; ++part) {
      const size_t count = random() % 65;
      const uint64_t word = count == 64 ? random() : random() & ((uint64_t{1} << count) - 1);
      words.add_word(word, count);
      for (size_t i = 0; i < count; ++i) singly.add((word >> i & 1) != 0);
    }
    EXPECT_EQ(words.all(), singly.all());
    EXPECT_EQ(words.zeros(), singly.zeros());
    EXPECT_EQ(words.size(), singly.size());
  }
}

}  // namespace
}  // namespace huice::arrow
