#include "compiler/ir/widths.h"

#include <algorithm>

#include "compiler/ir/interval.h"
#include "compiler/ir/simplify.h"

namespace huice::ir {
namespace {

// Below this many bits (0.65 million steps) real columns hardly ever pass, and the check would be in vain.
constexpr int least_guard = 16;

int bits_of(const Function& function, const Value& value) {
  if (value.sort != Sort::number) return 1;
  const int own = signed_bits(value.interval.lo, value.interval.hi);
  const auto* division = std::get_if<Divide>(&value.node);
  if (!division) return own;
  // Rounding adds at most the divisor to the dividend's absolute value.
  const Integer most = magnitude(function.values[division->dividend].interval) + function.values[division->divisor].interval.hi;
  return std::max(own, signed_bits(-most, most));
}

Integer largest(int bits) { return (Integer(1) << static_cast<unsigned long>(bits)) - 1; }

/// The guarded columns: numbers, limited to `bits`, seldom exceeded columns to what is usual.
std::vector<Column> limited(const Function& function, int bits, std::vector<Guard>& guards) {
  std::vector<Column> columns = function.columns;
  guards.clear();
  for (uint32_t i = 0; i < columns.size(); ++i) {
    Column& column = columns[i];
    if (column.kind != ColumnKind::number) continue;
    int own = bits;
    if (column.usual > 0) own = std::min(own, signed_bits(0, column.usual) - 1);
    const Integer bound = largest(own);
    if (magnitude(column.interval) <= bound) continue;
    column.interval.lo = std::max(column.interval.lo, Integer(-bound));
    column.interval.hi = std::min(column.interval.hi, bound);
    guards.push_back({i, bound.get_ui()});
  }
  return columns;
}

/// The position of the same field's column, which is added where it is missing.
uint32_t place_of(Function& function, const Column& column) {
  const auto same = [&](const Column& other) { return other.field == column.field; };
  const auto found = std::find_if(function.columns.begin(), function.columns.end(), same);
  if (found != function.columns.end()) return static_cast<uint32_t>(found - function.columns.begin());
  function.columns.push_back(column);
  return static_cast<uint32_t>(function.columns.size() - 1);
}

}  // namespace

int bits_needed(const Function& function) {
  int bits = 1;
  for (const Value& value : function.values) bits = std::max(bits, bits_of(function, value));
  return bits;
}

std::optional<ValueId> too_wide(const Function& function) {
  for (size_t i = 0; i < function.values.size(); ++i) {
    const auto id = Store<Value>::id_at(i);
    if (bits_of(function, function.values[id]) > most_bits) return id;
  }
  return std::nullopt;
}

std::optional<Narrow> narrow(const Function& function) {
  if (bits_needed(function) <= 64) return Narrow{function, {}};
  std::optional<Narrow> best;
  int fits = least_guard - 1, fails = 64;  // the bits of the guard
  while (fails - fits > 1) {
    const int middle = (fits + fails) / 2;
    std::vector<Guard> guards;
    Function candidate = simplify(function, limited(function, middle, guards));
    if (bits_needed(candidate) <= 64) {
      fits = middle;
      // simplify drops and moves columns. One that is read no more for the very reason that it is small keeps its guard.
      std::vector<Guard> kept;
      for (const Guard& guard : guards) kept.push_back({place_of(candidate, function.columns[guard.column]), guard.bound});
      best = Narrow{std::move(candidate), std::move(kept)};
    } else {
      fails = middle;
    }
  }
  return best;
}

}  // namespace huice::ir
