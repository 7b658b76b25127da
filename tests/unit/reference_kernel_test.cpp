// The reference behind the engine's door: the same decisions from columns, whatever their layouts.
#include <gtest/gtest.h>

#include <cstring>

#include "compiler/reference/columns.h"
#include "runtime/batch/batch.h"
#include "tests/unit/rules_builder.h"

namespace huice::test {
namespace {

/// Room for what a kernel writes, full of ones beforehand: whatever is not written shows.
struct Decisions {
  explicit Decisions(const catalogue::Measure& words)
      : failed(words.conditions.size() * HUICE_BATCH_WORDS + 1, ~0ull),
        missing(words.inputs.size() * HUICE_BATCH_WORDS + 1, ~0ull) {
    std::memset(amount, 0xff, sizeof amount);
    std::memset(ceiling, 0xff, sizeof ceiling);
    std::memset(error, 0xff, sizeof error);
    std::memset(ceiling_known, 0xff, sizeof ceiling_known);
    std::memset(capped, 0xff, sizeof capped);
    view = {status, amount, ceiling, ceiling_known, error, capped, failed.data(), missing.data()};
  }
  static bool bit(const uint64_t* words, int row) { return (words[row / 64] >> (row % 64) & 1) != 0; }

  reference::Decision row(const catalogue::Measure& words, int r) const {
    reference::Decision out;
    out.status = static_cast<Status>(status[r]);
    out.amount = amount[r];
    if (bit(ceiling_known, r))
      out.ceiling = ceiling[r];
    else
      EXPECT_EQ(ceiling[r], 0);
    out.error = error[r];
    out.capped = bit(capped, r);
    for (size_t i = 0; i < words.conditions.size(); ++i) out.failed.push_back(bit(&failed[i * HUICE_BATCH_WORDS], r));
    for (size_t i = 0; i < words.inputs.size(); ++i) out.missing.push_back(bit(&missing[i * HUICE_BATCH_WORDS], r));
    return out;
  }

  uint8_t status[HUICE_BATCH_ROWS];
  int64_t amount[HUICE_BATCH_ROWS], ceiling[HUICE_BATCH_ROWS];
  uint16_t error[HUICE_BATCH_ROWS];
  uint64_t ceiling_known[HUICE_BATCH_WORDS], capped[HUICE_BATCH_WORDS];
  std::vector<uint64_t> failed, missing;
  huice_decisions view;
};

/// A measure that reads a field of every kind and can come to every status.
struct Everything {
  Rules r;
  Everything() {
    Term x = r.money("x"), rate = r.decided(r.field("rate", rules::Kind::number)), big = r.money("big");
    Term flag = r.field("flag", rules::Kind::boolean), kind = r.field("kind", rules::Kind::choice);
    Term text = r.field("text", rules::Kind::text), instant = r.field("instant", rules::Kind::datetime);
    r.field("day", rules::Kind::date);
    r.measure.dated = 7;
    r.measure.in_force = rules::DateRange{parse_iso_date("2024-01-01"), std::nullopt};
    r.require("size", x > r.number("100"), flag);
    r.require("prefix", r.truth(rules::StartsWith{text.id, r.text("甬").id}));
    r.require("late", r.add(rules::DayOf{instant.id}) >= r.date("2023-01-01"));
    Term factor = r.match(kind, {{r.choice(0), r.number("1")}}, r.number("1") / (big - big));
    r.pay(r.at_most(rate, r.number("1/2")) * x * factor + big, {{rules::BoundKind::at_most, r.number("1000")}});
    r.finish();
  }
};

/// A few values a field, in all sorts of combinations.
void fill(batch::Batch& batch, int row) {
  int mix = row * 7 + row / 64;
  if (mix % 11 != 0) batch.set_number(0, row, mix % 5 * 5000);
  if (mix % 3 != 0) batch.set_number(1, row, mix % 7 * 1000);
  if (mix % 13 != 0)
    batch.set_number(2, row, mix % 4 == 0 ? -static_cast<__int128>(1) << 100 : static_cast<__int128>(mix % 3) << 10);
  if (mix % 5 != 0) batch.set_boolean(3, row, mix % 2 == 0);
  if (mix % 17 != 0) batch.set_choice(4, row, static_cast<uint16_t>(mix % 9 == 0));
  if (mix % 19 != 0) batch.set_text(5, row, mix % 23 == 0 ? "" : "甬江");
  if (mix % 29 != 0) batch.set_datetime(6, row, DateTime{1700000000 + mix % 2 * 1000000});
  if (mix % 31 != 0) batch.set_date(7, row, Date{mix % 37 == 0 ? 19000 : 20000});
}

TEST(ReferenceKernel, WritesWhatDecideSaysAndNothingElse) {
  Everything e;
  batch::Schema schema = e.r.schema;
  schema.fields[0].layout = {10000, 1, false};  // a column in 万元
  schema.fields[1].layout = {1, 10000, false};
  schema.fields[2].layout = {1, 1000000, true};
  batch::Batch batch(schema, std::vector<bool>(schema.fields.size(), true));
  constexpr int rows = HUICE_BATCH_ROWS;
  batch.set_rows(rows);
  for (int row = 0; row < rows; ++row) fill(batch, row);
  huice_batch view = batch.view();
  Decisions out(e.r.words());
  auto kernel = reference::make_kernel(e.r.program, rules::MeasureId{0}, e.r.words(), schema);
  ASSERT_TRUE(kernel->decide(view, out.view).ok());
  std::vector<int> seen(status_count);
  for (int row = 0; row < rows; ++row) {
    reference::Row values = reference::row_of(schema, view, row);
    reference::Decision expected = reference::decide(e.r.program, rules::MeasureId{0}, e.r.words(), values);
    ASSERT_EQ(out.row(e.r.words(), row), expected) << row;
    ++seen[static_cast<size_t>(expected.status)];
  }
  for (int count : seen) EXPECT_GT(count, 0);
  EXPECT_EQ(out.failed.back(), ~0ull);
  EXPECT_EQ(out.missing.back(), ~0ull);
}

TEST(ReferenceKernel, ReadsCellsByTheirLayout) {
  Everything e;
  batch::Schema schema = e.r.schema;
  schema.fields[0].layout = {10000, 1, false};
  schema.fields[1].layout = {1, 30, false};
  schema.fields[2].layout = {1, 100, true};
  batch::Batch batch(schema, std::vector<bool>(schema.fields.size(), true));
  batch.set_rows(2);
  batch.set_as_of(19000);
  batch.set_number(0, 1, 7);
  batch.set_number(1, 1, -20);
  batch.set_number(2, 1, (static_cast<__int128>(-3) << 80) - 1);
  reference::Row row = reference::row_of(schema, batch.view(), 1);
  EXPECT_EQ(std::get<Rational>(*row.fields[0]), 70000);
  EXPECT_EQ(std::get<Rational>(*row.fields[1]), Rational(-2, 3));
  Rational wide(Integer("-3626777458843887524118529"), 100);
  wide.canonicalize();
  EXPECT_EQ(std::get<Rational>(*row.fields[2]), wide);
  EXPECT_EQ(row.as_of, Date{19000});
  EXPECT_FALSE(row.fields[3]);
}

TEST(ReferenceKernel, ColumnsWithoutDataAreMissing) {
  Everything e;
  batch::Batch batch(e.r.schema, std::vector<bool>(e.r.schema.fields.size(), false));
  batch.set_rows(3);
  Decisions out(e.r.words());
  auto kernel = reference::make_kernel(e.r.program, rules::MeasureId{0}, e.r.words(), e.r.schema);
  huice_batch view = batch.view();
  ASSERT_TRUE(kernel->decide(view, out.view).ok());
  for (int row = 0; row < 3; ++row) {
    reference::Decision d = out.row(e.r.words(), row);
    EXPECT_EQ(d.status, Status::undetermined);
    EXPECT_EQ(d.missing, (std::vector<bool>{false, false, false, false, false, false, false, true}));
  }
}

}  // namespace
}  // namespace huice::test
