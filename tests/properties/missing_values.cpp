#include "tests/properties/missing_values.h"

#include "compiler/reference/decide.h"
#include "tests/properties/decisions.h"
#include "tests/properties/rows.h"

namespace huice::properties {
namespace {

/// Each row has its own share of missing cells to be filled: some, or all of them.
bool fill_in(const Rows& rows, const batch::Schema& schema, batch::Batch& batch, Random& random, int row) {
  int share = random.pick({20, 50, 100});
  bool filled = false;
  for (uint32_t field = 0; field < schema.fields.size(); ++field) {
    if (!rows.can_be_given(field) || !batch.bound(field) || batch.known(field, row) || !random.chance(share)) continue;
    rows.set(batch, random, field, row, Size::mixed);
    filled = true;
  }
  rows.follow(batch, row);
  return filled;
}

}  // namespace

std::optional<std::string> check_missing_values(const Compiled& compiled, size_t measure, uint64_t seed, int count, uint64_t& decided) {
  const rules::MeasureId id{static_cast<uint32_t>(measure)};
  const catalogue::Measure& words = compiled.catalogue.measures[measure];
  const batch::Schema& schema = compiled.schemas[words.entity];
  auto kernel = reference::make_kernel(compiled.rules, id, words, schema);
  Rows rows(compiled.rules, compiled.rules.entities[compiled.rules.measures[id].entity], schema);
  const uint64_t batch_seed = derive(seed, 2000 + measure);
  auto make = [&] {
    Random random(batch_seed);
    return rows.batch(random, count, Size::mixed, words.needs_as_of);
  };
  batch::Batch before = make(), after = make();
  Random random(derive(seed, 3000 + measure));
  std::vector<bool> filled;
  for (int row = 0; row < count; ++row) filled.push_back(fill_in(rows, schema, after, random, row));
  Decisions first(words), second(words);
  if (!first.run(*kernel, before.view(), 0) || !second.run(*kernel, after.view(), 0)) return "the reference fails";
  for (int row = 0; row < count; ++row) {
    bool settled = first.status(row) == Status::eligible || first.status(row) == Status::ineligible;
    if (!settled || !filled[static_cast<size_t>(row)]) continue;
    ++decided;
    if (first.status(row) == second.status(row) && first.amount(row) == second.amount(row)) continue;
    return "measure " + words.name + ", row " + std::to_string(row) + ":\n" + rows.describe(before, row) + "is " + first.describe(row) +
           "; with more values:\n" + rows.describe(after, row) + "it is " + second.describe(row) + "\n";
  }
  return std::nullopt;
}

}  // namespace huice::properties
