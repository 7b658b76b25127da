// The layouts of a bound schema: fine enough for every unit that a header names.
#include <cstdlib>

#include "base/decimal.h"
#include "runtime/batch/binding.h"

namespace huice::batch {
namespace {

__int128 gcd(__int128 a, __int128 b) {
  while (b != 0) {
    const __int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/// The largest step that divides both; steps that 64 bits cannot hold change nothing (the digits in question are then
/// rejected, never rounded).
Layout common(const Layout& layout, __int128 num, __int128 den) {
  __int128 left, right, bottom;
  if (__builtin_mul_overflow(layout.step_num, den, &left) || __builtin_mul_overflow(num, layout.step_den, &right) ||
      __builtin_mul_overflow(layout.step_den, den, &bottom)) {
    return layout;
  }
  __int128 top = gcd(left, right);
  const __int128 shared = gcd(top, bottom);
  top /= shared;
  bottom /= shared;
  if (top > INT64_MAX || bottom > INT64_MAX) return layout;
  Layout finer = layout;
  finer.step_num = static_cast<int64_t>(top);
  finer.step_den = static_cast<int64_t>(bottom);
  return finer;
}

/// `digits` fraction digits in `unit` become whole steps.
void refine(Field& field, const CellUnit& unit, int digits) {
  const Layout finer = common(field.layout, unit.num, static_cast<__int128>(unit.den) * power_of_ten_128(digits));
  // old step / new step, a whole number
  const __int128 ratio = static_cast<__int128>(field.layout.step_num) * finer.step_den /
                         (static_cast<__int128>(field.layout.step_den) * finer.step_num);
  __int128 lo, hi;
  if (__builtin_mul_overflow(field.lo, ratio, &lo) || __builtin_mul_overflow(field.hi, ratio, &hi)) return;
  field.layout = finer;
  field.lo = lo;
  field.hi = hi;
  field.layout.wide = field.layout.wide || field.lo < -INT64_MAX || field.hi > INT64_MAX;
}

}  // namespace

Schema refine_layouts(const Schema& schema, const std::vector<Binding>& bindings) {
  Schema bound = schema;
  for (const Binding& binding : bindings) {
    for (const BoundColumn& column : binding.columns) {
      Field& field = bound.fields[column.field];
      if (field.kind != Kind::number) continue;
      const int digits = field.whole ? 0 : field.digits;
      if (digits < 0) continue;
      if (column.unit) refine(field, *column.unit, digits);
      if (field.percent) {
        refine(field, {"%", 1, 100}, digits);
        refine(field, {"‰", 1, 1000}, digits);
      }
    }
  }
  return bound;
}

}  // namespace huice::batch
