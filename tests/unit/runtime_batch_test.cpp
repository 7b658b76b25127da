#include "runtime/batch/batch.h"

#include <gtest/gtest.h>

namespace huice::batch {
namespace {

Field field(Kind kind) {
  Field f;
  f.kind = kind;
  return f;
}

class BatchTest : public testing::Test {
 protected:
  BatchTest() {
    for (Kind kind : {Kind::number, Kind::number, Kind::boolean, Kind::choice, Kind::date, Kind::datetime, Kind::text, Kind::number}) {
      schema.fields.push_back(field(kind));
    }
    schema.fields[wide].layout.wide = true;
  }
  enum : uint32_t { narrow, wide, boolean, choice, date, datetime, text, absent };
  Schema schema;
  std::vector<bool> bound{true, true, true, true, true, true, true, false};
};

TEST_F(BatchTest, GivesBackWhatWasSet) {
  Batch batch(schema, bound);
  const int row = 2047;
  const __int128 large = static_cast<__int128>(INT64_MAX) * -1000;
  batch.set_rows(2048);
  batch.set_number(narrow, row, -42);
  batch.set_number(wide, row, large);
  batch.set_boolean(boolean, row, true);
  batch.set_choice(choice, row, 65000);
  batch.set_date(date, row, Date{-5});
  batch.set_datetime(datetime, row, DateTime{int64_t{1} << 40});
  {
    std::string gone = "统一社会信用代码";
    batch.set_text(text, row, gone);
    gone.assign("x");
  }
  EXPECT_TRUE(batch.number(narrow, row) == -42);
  EXPECT_TRUE(batch.number(wide, row) == large);
  EXPECT_TRUE(batch.boolean(boolean, row));
  EXPECT_EQ(batch.choice(choice, row), 65000);
  EXPECT_EQ(batch.date(date, row).days, -5);
  EXPECT_EQ(batch.datetime(datetime, row).seconds, int64_t{1} << 40);
  EXPECT_EQ(batch.text(text, row), "统一社会信用代码");
  for (uint32_t f = 0; f < absent; ++f) {
    EXPECT_TRUE(batch.known(f, row)) << f;
    EXPECT_FALSE(batch.known(f, row - 1)) << f;
  }
}

TEST_F(BatchTest, MagnitudeIsTheOrOfAbsoluteValues) {
  Batch batch(schema, bound);
  batch.set_number(narrow, 0, -4);
  batch.set_number(narrow, 1, 3);
  EXPECT_EQ(batch.view().columns[narrow].magnitude, 7u);
  batch.set_number(wide, 0, static_cast<__int128>(INT64_MAX) + 1);
  batch.set_number(wide, 1, 1);
  EXPECT_EQ(batch.view().columns[wide].magnitude, UINT64_MAX);
}

TEST_F(BatchTest, UnboundColumnsAreZeroAndMissing) {
  Batch batch(schema, bound);
  const huice_batch view = batch.view();
  const auto* items = static_cast<const int64_t*>(view.columns[absent].data);
  for (int i = 0; i < HUICE_BATCH_ROWS; ++i) ASSERT_EQ(items[i], 0);
  for (int i = 0; i < HUICE_BATCH_WORDS; ++i) ASSERT_EQ(view.columns[absent].known[i], 0u);
  EXPECT_FALSE(batch.bound(absent));
  EXPECT_FALSE(batch.known(absent, 7));
}

TEST_F(BatchTest, EveryColumnIsAlignedTo64Bytes) {
  Batch batch(schema, bound);
  for (uint32_t f = 0; f < schema.fields.size(); ++f) {
    EXPECT_EQ(reinterpret_cast<uintptr_t>(batch.view().columns[f].data) % 64, 0u) << f;
  }
}

TEST_F(BatchTest, ABadRowIsMissingAndZeroAgain) {
  Batch batch(schema, bound);
  for (int row : {3, 4}) {
    batch.set_number(narrow, row, 9);
    batch.set_boolean(boolean, row, true);
    batch.set_text(text, row, "x");
  }
  batch.clear_row(3);
  EXPECT_FALSE(batch.known(narrow, 3));
  EXPECT_TRUE(batch.number(narrow, 3) == 0);
  EXPECT_FALSE(batch.boolean(boolean, 3));
  EXPECT_EQ(batch.text(text, 3), "");
  EXPECT_TRUE(batch.number(narrow, 4) == 9);
  EXPECT_TRUE(batch.boolean(boolean, 4));
}

TEST_F(BatchTest, ClearLeavesNothingBehind) {
  Batch batch(schema, bound);
  batch.set_as_of(10);
  batch.set_number(narrow, 3, 9);
  batch.set_rows(4);
  batch.clear();
  EXPECT_EQ(batch.rows(), 0);
  EXPECT_EQ(batch.view().as_of, 10);
  EXPECT_FALSE(batch.known(narrow, 3));
  EXPECT_EQ(batch.view().columns[narrow].magnitude, 0u);
}

}  // namespace
}  // namespace huice::batch
