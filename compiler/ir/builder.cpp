#include "compiler/ir/builder.h"

#include <algorithm>

#include "base/date.h"

namespace huice::ir {
namespace {

// Every day and every instant that there is (base/date.h), and the neighbours that stand for "beyond".
const Integer first_day = -719162, last_day = 2932896;

std::string key_of(size_t kind, const Value& value, const std::string& rest) {
  std::string key = std::to_string(kind);
  for (ValueId operand : operands(value)) key += ' ' + std::to_string(operand.value);
  return key + ' ' + rest;
}

std::string rest_of(const Value& value) {
  if (const auto* n = std::get_if<NumberConstant>(&value.node)) return n->value.get_str();
  if (const auto* m = std::get_if<MaskConstant>(&value.node)) return m->value ? "1" : "0";
  if (const auto* k = std::get_if<Known>(&value.node)) return std::to_string(k->column);
  if (const auto* c = std::get_if<ColumnValue>(&value.node)) return std::to_string(c->column);
  if (const auto* t = std::get_if<TextConstant>(&value.node)) return t->value;
  if (const auto* b = std::get_if<HasBit>(&value.node)) return std::to_string(b->bit);
  if (const auto* t = std::get_if<TestText>(&value.node)) return std::string(t->helper);
  if (const auto* d = std::get_if<Divide>(&value.node)) return std::to_string(static_cast<int>(d->mode));
  return {};
}

}  // namespace

// A copy: references into the store do not outlive the next value made.
template <class Node>
std::optional<Node> Builder::as(ValueId id) const {
  const auto* node = std::get_if<Node>(&function_.values[id].node);
  return node ? std::optional<Node>(*node) : std::nullopt;
}

template <class Node>
ValueId Builder::make(Node node, Sort sort, Interval interval) {
  if (sort == Sort::number && is_point(interval)) {
    // Whatever it was made of, it is this number.
    if (!std::is_same_v<Node, NumberConstant>) return number(interval.lo);
  }
  Value value{std::move(node), sort, std::move(interval), span};
  const std::string key = key_of(value.node.index(), value, rest_of(value));
  const auto [at, is_new] = made_.try_emplace(key);
  if (is_new) at->second = function_.values.add(std::move(value));
  return at->second;
}

const Integer* Builder::constant(ValueId id) const {
  const auto* node = std::get_if<NumberConstant>(&function_.values[id].node);
  return node ? &node->value : nullptr;
}

ValueId Builder::number(const Integer& value) { return make(NumberConstant{value}, Sort::number, point(value)); }

ValueId Builder::as_of() { return make(AsOf{}, Sort::number, {Integer(INT32_MIN), last_day}); }

ValueId Builder::column(uint32_t index) {
  const Column& column = function_.columns[index];
  switch (column.kind) {
    case ColumnKind::boolean: return make(ColumnValue{index}, Sort::mask);
    case ColumnKind::text: return make(ColumnValue{index}, Sort::text);
    default: return make(ColumnValue{index}, Sort::number, column.interval);
  }
}

ValueId Builder::add(ValueId left, ValueId right) {
  if (const Integer* n = constant(left); n && *n == 0) return right;
  if (const Integer* n = constant(right); n && *n == 0) return left;
  if (right < left) std::swap(left, right);
  return make(Add{left, right}, Sort::number, ir::add(interval(left), interval(right)));
}

ValueId Builder::subtract(ValueId left, ValueId right) {
  if (left == right) return number(0);
  if (const Integer* n = constant(right); n && *n == 0) return left;
  return make(Subtract{left, right}, Sort::number, ir::subtract(interval(left), interval(right)));
}

ValueId Builder::multiply(ValueId left, ValueId right) {
  if (constant(left)) std::swap(left, right);
  if (const Integer* n = constant(right)) {
    if (*n == 1) return left;
    if (*n == 0) return right;
    if (constant(left)) return number(*constant(left) * *n);
    // (x · a) · b = x · (a · b)
    if (const auto inner = as<Multiply>(left)) {
      if (const Integer* m = constant(inner->right)) return multiply(inner->left, number(*m * *n));
    }
  } else if (right < left) {
    std::swap(left, right);
  }
  return make(Multiply{left, right}, Sort::number, ir::multiply(interval(left), interval(right)));
}

ValueId Builder::minimum(ValueId left, ValueId right) {
  if (left == right || interval(left).hi <= interval(right).lo) return left;
  if (interval(right).hi <= interval(left).lo) return right;
  if (right < left) std::swap(left, right);
  return make(Minimum{left, right}, Sort::number, ir::minimum(interval(left), interval(right)));
}

ValueId Builder::maximum(ValueId left, ValueId right) {
  if (left == right || interval(left).lo >= interval(right).hi) return left;
  if (interval(right).lo >= interval(left).hi) return right;
  if (right < left) std::swap(left, right);
  return make(Maximum{left, right}, Sort::number, ir::maximum(interval(left), interval(right)));
}

ValueId Builder::divide(ValueId dividend, ValueId divisor, Rounding mode) {
  if (const Integer* d = constant(divisor)) {
    if (*d == 1) return dividend;
    // 30/100 → 3/10, so that less room is needed: a common factor of dividend and divisor never changes the quotient.
    if (const auto product = as<Multiply>(dividend)) {
      if (const Integer* m = constant(product->right)) {
        const Integer common = gcd(*m, *d), factor = *m / common, smaller = *d / common;
        if (common > 1) return divide(multiply(product->left, number(factor)), number(smaller), mode);
      }
    }
  }
  return make(Divide{dividend, divisor, mode}, Sort::number, ir::divide(interval(dividend), interval(divisor), mode));
}

ValueId Builder::add_months(ValueId date, ValueId months) {
  if (const Integer* n = constant(months)) {
    if (*n == 0 && interval(date).lo >= first_day && interval(date).hi <= last_day) return date;
    if (const Integer* day = constant(date); day && *day >= first_day && *day <= last_day && abs(*n) < 200000) {
      const auto sum = huice::add(Date{static_cast<int32_t>(day->get_si())}, Period{static_cast<int32_t>(n->get_si()), 0});
      return number(sum ? Integer(sum->days) : *n < 0 ? Integer(first_day - 1) : Integer(last_day + 1));
    }
  }
  return make(AddMonths{date, months}, Sort::number, {first_day - 1, last_day + 1});
}

ValueId Builder::mask(bool value) { return make(MaskConstant{value}, Sort::mask); }
ValueId Builder::known(uint32_t column) { return make(Known{column}, Sort::mask); }

bool Builder::is_true(ValueId id) const {
  const auto node = as<MaskConstant>(id);
  return node && node->value;
}
bool Builder::is_false(ValueId id) const {
  const auto node = as<MaskConstant>(id);
  return node && !node->value;
}

ValueId Builder::less(ValueId left, ValueId right) {
  const Interval &a = interval(left), &b = interval(right);
  if (a.hi < b.lo) return mask(true);
  if (left == right || a.lo >= b.hi) return mask(false);
  return make(Less{left, right}, Sort::mask);
}

ValueId Builder::equal(ValueId left, ValueId right) {
  const Interval &a = interval(left), &b = interval(right);
  if (left == right) return mask(true);
  if (a.hi < b.lo || b.hi < a.lo) return mask(false);
  if (constant(left) || (!constant(right) && right < left)) std::swap(left, right);
  return make(Equal{left, right}, Sort::mask);
}

// Absorption, for both orders of the operands: x and (x and y) = x and y; x and (not x and y) = false;
// x and (x or y) = x; x and (not x or y) = x and y. The same with `and` and `or` exchanged.
template <class Same, class Dual>
std::optional<ValueId> Builder::absorb(ValueId one, ValueId other) {
  const auto same = as<Same>(other);
  const auto dual = as<Dual>(other);
  if (!same && !dual) return std::nullopt;
  const ValueId no = invert(one);
  if (same && (same->left == one || same->right == one)) return other;
  if (same && (same->left == no || same->right == no)) return mask(std::is_same_v<Same, Or>);
  if (dual && (dual->left == one || dual->right == one)) return one;
  const auto again = [&](ValueId rest) { return std::is_same_v<Same, Or> ? either(one, rest) : both(one, rest); };
  if (dual && dual->left == no) return again(dual->right);
  if (dual && dual->right == no) return again(dual->left);
  return std::nullopt;
}

ValueId Builder::both(ValueId left, ValueId right) {
  if (left == right || is_true(right) || is_false(left)) return left;
  if (is_true(left) || is_false(right)) return right;
  if (invert(left) == right) return mask(false);
  if (const auto result = absorb<And, Or>(left, right)) return *result;
  if (const auto result = absorb<And, Or>(right, left)) return *result;
  if (right < left) std::swap(left, right);
  return make(And{left, right}, Sort::mask);
}

ValueId Builder::either(ValueId left, ValueId right) {
  if (left == right || is_false(right) || is_true(left)) return left;
  if (is_false(left) || is_true(right)) return right;
  if (invert(left) == right) return mask(true);
  if (const auto result = absorb<Or, And>(left, right)) return *result;
  if (const auto result = absorb<Or, And>(right, left)) return *result;
  if (right < left) std::swap(left, right);
  return make(Or{left, right}, Sort::mask);
}

ValueId Builder::invert(ValueId operand) {
  if (const auto constant = as<MaskConstant>(operand)) return mask(!constant->value);
  if (const auto inner = as<Not>(operand)) return inner->operand;
  return make(Not{operand}, Sort::mask);
}

ValueId Builder::text(std::string value) { return make(TextConstant{std::move(value)}, Sort::text); }

ValueId Builder::text_equal(ValueId left, ValueId right) {
  if (left == right) return mask(true);
  const auto a = as<TextConstant>(left), b = as<TextConstant>(right);
  if (a && b) return mask(a->value == b->value);
  if (right < left) std::swap(left, right);
  return make(TextEqual{left, right}, Sort::mask);
}

ValueId Builder::starts_with(ValueId text, ValueId prefix) {
  if (text == prefix) return mask(true);
  const auto a = as<TextConstant>(text), b = as<TextConstant>(prefix);
  if (b && b->value.empty()) return mask(true);
  if (a && b) return mask(a->value.starts_with(b->value));
  return make(StartsWith{text, prefix}, Sort::mask);
}

ValueId Builder::has_bit(ValueId set, uint32_t bit) {
  // Integer's bits are those of two's complement, however negative it is.
  if (const Integer* n = constant(set)) return mask(mpz_tstbit(n->get_mpz_t(), bit) != 0);
  return make(HasBit{set, bit}, Sort::mask);
}

ValueId Builder::test_text(std::string_view helper, ValueId text, ValueId other) {
  return make(TestText{helper, text, other}, Sort::mask);
}

ValueId Builder::choose(ValueId mask, ValueId yes, ValueId no) {
  if (yes == no || is_true(mask)) return yes;
  if (is_false(mask)) return no;
  const Sort sort = function_.values[yes].sort;
  if (sort == Sort::mask) return either(both(mask, yes), and_not(no, mask));
  if (const auto inverted = as<Not>(mask)) return choose(inverted->operand, no, yes);
  if (sort == Sort::text) return make(Choose{mask, yes, no}, sort);
  return make(Choose{mask, yes, no}, sort, hull(interval(yes), interval(no)));
}

}  // namespace huice::ir
