#include "compiler/ir/from_rules.h"

#include "compiler/ir/lowering.h"
#include "compiler/ir/simplify.h"
#include "compiler/ir/widths.h"

namespace huice::ir {

Layouts natural_layouts(const rules::Entity& entity) {
  Layouts layouts;
  for (const rules::Field& field : entity.fields) {
    Layout layout;
    if (field.type.kind == rules::Kind::number) {
      layout.step = field.step;
      layout.lo = floor(Rational(field.range.lo.value_or(0) / field.step));
      layout.hi = ceil(Rational(field.range.hi.value_or(0) / field.step));
      layout.wide = signed_bits(layout.lo, layout.hi) > 64;
    }
    layouts.push_back(layout);
  }
  return layouts;
}

Function from_rules(const rules::Program& program, const rules::Measure& measure, const Layouts& layouts) {
  Function function{measure.version.empty() ? measure.name : measure.name + "." + measure.version, {}, {}, {}};
  Lowering(program, measure, layouts, function).decide();
  return simplify(function);
}

namespace {

void check_width(const rules::Program& program, const rules::Measure& measure, const std::string& name, diagnostics::Sink& sink) {
  if (!rules::unsupplied_of(program, measure).empty()) return;  // seen when they are supplied
  const Function function = from_rules(program, measure, natural_layouts(program.entities[measure.entity]));
  if (const auto value = too_wide(function)) {
    sink.report(diagnostics::Kind::too_wide, function.values[*value].span, {{"measure", name}})
        .hint("declare narrower ranges, or round quotients on the way: `rounded down to 0.01元`",
              "可为字段声明更窄的范围，或对中间的商取整：`取整 舍去 到 0.01元`");
  }
}

}  // namespace

void check_widths(const rules::Program& program, diagnostics::Sink& sink) {
  for (const rules::Measure& measure : program.measures) {
    for (const rules::Measure* body : rules::bodies_of(measure)) check_width(program, *body, measure.name, sink);
  }
  for (const rules::Aggregate& aggregate : program.aggregates) check_width(program, aggregate.rows, aggregate.rows.name, sink);
}

// ---- What every expression shares -----------------------------------------------------------------------------------

Lowering::Lowering(const rules::Program& program, const rules::Measure& measure, const Layouts& layouts, Function& function)
    : program_(program),
      measure_(measure),
      entity_(program.entities[measure.entity]),
      layouts_(layouts),
      sites_(rules::sites_of(program, measure)),
      inputs_(rules::inputs_of(program, measure)),
      function_(function),
      make_(function) {}

namespace {

/// Long sums and chains lean to the left: following them in a loop keeps the recursion shallow.
std::optional<rules::ExprId> leftmost(const rules::Expr& expr) {
  if (const auto* it = std::get_if<rules::Arithmetic>(&expr.node)) return it->left;
  if (const auto* it = std::get_if<rules::Logic>(&expr.node)) return it->left;
  if (const auto* it = std::get_if<rules::Bound>(&expr.node)) return it->value;
  if (const auto* it = std::get_if<rules::Rounded>(&expr.node)) return it->value;
  return std::nullopt;
}

}  // namespace

Lowered Lowering::lower(rules::ExprId id) {
  std::vector<rules::ExprId> spine{id};
  while (const auto left = leftmost(program_.exprs[spine.back()])) spine.push_back(*left);
  for (; !spine.empty(); spine.pop_back()) {
    const std::pair key{spine.back(), site_};
    if (lowered_.contains(key)) continue;
    const rules::Expr& expr = program_.exprs[spine.back()];
    const text::Span outer = std::exchange(make_.span, expr.span);
    lowered_.emplace(key, std::visit([&](const auto& it) { return node(it, expr); }, expr.node));
    make_.span = outer;
  }
  return lowered_.at({id, site_});
}

ValueId Lowering::absent(const Lowered& x) {
  ValueId any = make_.mask(false);
  for (const auto& [field, mask] : x.absences) any = make_.either(any, mask);
  return any;
}

ValueId Lowering::known(const Lowered& x) { return make_.invert(make_.either(x.fault, absent(x))); }

ValueId Lowering::absent_undecidable(const Lowered& x) {
  ValueId any = make_.mask(false);
  for (const auto& [field, mask] : x.absences) {
    if (!decided(field)) any = make_.either(any, mask);
  }
  return any;
}

Lowered Lowering::constant(Data data) {
  const ValueId never = make_.mask(false);
  return {std::move(data), never, make_.number(0), {}, never};
}

void Lowering::add_fault(Lowered& into, ValueId mask, ValueId code) {
  if (make_.is_false(mask)) return;
  into.code = make_.is_false(into.fault) ? code : make_.choose(into.fault, into.code, code);
  into.fault = make_.either(into.fault, mask);
}

void Lowering::inherit(Lowered& into, const Lowered& from) {
  add_fault(into, from.fault, from.code);
  into.capped = make_.either(into.capped, from.capped);
  Absences all;
  auto left = into.absences.begin();
  auto right = from.absences.begin();
  while (left != into.absences.end() || right != from.absences.end()) {
    if (right == from.absences.end() || (left != into.absences.end() && left->first < right->first)) {
      all.push_back(*left++);
    } else if (left == into.absences.end() || right->first < left->first) {
      all.push_back(*right++);
    } else {
      all.emplace_back(left->first, make_.either(left->second, right->second));
      ++left, ++right;
    }
  }
  into.absences = std::move(all);
}

void Lowering::gate(Lowered& x, ValueId mask) {
  x.fault = make_.both(x.fault, mask);
  x.capped = make_.both(x.capped, mask);
  for (auto& [field, absence] : x.absences) absence = make_.both(absence, mask);
  std::erase_if(x.absences, [&](const auto& absence) { return make_.is_false(absence.second); });
}

Data Lowering::pick(ValueId mask, const Data& yes, const Data& no) {
  if (const auto* number = std::get_if<Number>(&yes)) return ir::choose(make_, mask, *number, std::get<Number>(no));
  if (const auto* value = std::get_if<ValueId>(&yes)) return make_.choose(mask, *value, std::get<ValueId>(no));
  const Months &a = std::get<Months>(yes), &b = std::get<Months>(no);
  return Months{make_.choose(mask, a.months, b.months), make_.choose(mask, a.days, b.days)};
}

ValueId Lowering::equal(const Data& left, const Data& right) {
  if (const auto* number = std::get_if<Number>(&left)) return ir::equal(make_, *number, std::get<Number>(right));
  if (const auto* months = std::get_if<Months>(&left)) {
    const Months& other = std::get<Months>(right);
    return make_.both(make_.equal(months->months, other.months), make_.equal(months->days, other.days));
  }
  const ValueId a = std::get<ValueId>(left), b = std::get<ValueId>(right);
  switch (make_[a].sort) {
    case Sort::number: return make_.equal(a, b);
    case Sort::text: return make_.text_equal(a, b);
    case Sort::mask: return make_.either(make_.both(a, b), make_.invert(make_.either(a, b)));
  }
  return a;
}

}  // namespace huice::ir
