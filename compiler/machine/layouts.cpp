#include "compiler/machine/machine.h"

namespace huice::machine {
namespace {

Integer integer(__int128 n) {
  const bool negative = n < 0;
  const auto size = negative ? -static_cast<unsigned __int128>(n) : static_cast<unsigned __int128>(n);
  Integer result = (Integer(static_cast<unsigned long>(size >> 64)) << 64) + Integer(static_cast<unsigned long>(size));
  return negative ? Integer(-result) : result;
}

}  // namespace

ir::Layouts layouts_of(const batch::Schema& schema) {
  ir::Layouts layouts;
  for (const batch::Field& field : schema.fields) {
    ir::Layout layout;
    if (field.kind == batch::Kind::number) {
      layout.step = Rational(field.layout.step_num, field.layout.step_den);
      layout.step.canonicalize();
      layout.lo = integer(field.lo);
      layout.hi = integer(field.hi);
      layout.wide = field.layout.wide;
    }
    layouts.push_back(std::move(layout));
  }
  return layouts;
}

}  // namespace huice::machine
