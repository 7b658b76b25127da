// Typed rules made in C++, for tests of what text cannot reach. One entity and one measure:
//
//   Rules r;
//   Term spend = r.money("rd_spend"), last = r.money("rd_spend_last_year");
//   r.require("growth", spend > r.number("11/10") * last);
//   r.pay(r.number("1/10") * (spend - last));
//   Decision d = r.decide({{"rd_spend", 300}, {"rd_spend_last_year", 100}});
#pragma once
#include <map>
#include <string>
#include <vector>

#include "compiler/program/from_rules.h"
#include "compiler/reference/decide.h"

namespace huice::test {

class Rules;

/// An expression of a Rules.
struct Term {
  Rules* rules;
  rules::ExprId id;
};

class Rules {
 public:
  Rules() {
    entity_ = program.entities.add({});
    program.entities[entity_].name = "E";
    measure.entity = entity_;
    measure.name = "m";
  }

  // ---- Fields ----
  Term field(const std::string& name, rules::Kind kind) {
    rules::Field it;
    it.name = it.label = name;
    it.type.kind = kind;
    if (kind == rules::Kind::choice) it.type.choice = program.choices.add({"", {{"a", "甲"}, {"b", "乙"}, {"c", "丙"}}});
    it.step = Rational(1, 10000);
    it.range = {Rational(0), power_of_ten(12)};
    entity().fields.push_back(it);
    return add(rules::FieldValue{static_cast<uint32_t>(entity().fields.size() - 1)}, it.type);
  }
  Term money(const std::string& name) {
    Term term = field(name, rules::Kind::number);
    rules::Field& it = entity().fields.back();
    it.type.dimension.powers = {{Base::yuan, 1}};
    it.step = Rational(1, 100);
    it.range = {Rational(0), power_of_ten(15)};
    type(term) = it.type;
    return term;
  }
  Term decided(Term term) {
    entity().fields.back().decided_by = "局";
    return term;
  }
  rules::Field& last_field() { return entity().fields.back(); }

  // ---- Expressions ----
  template <class Node>
  Term add(Node node, rules::Type type = {}) {
    rules::Expr expr;
    expr.node = std::move(node);
    expr.type = type;
    return {this, program.exprs.add(std::move(expr))};
  }
  template <class Node>
  Term truth(Node node) {
    rules::Type type;
    type.kind = rules::Kind::boolean;
    return add(std::move(node), type);
  }
  Term number(const std::string& text) {
    Rational value(text);
    value.canonicalize();
    return add(rules::Number{value});
  }
  Term date(const char* iso) { return add(rules::DateValue{parse_iso_date(iso).value()}); }
  Term text(const std::string& value) { return add(rules::Text{value}); }
  Term choice(uint16_t code) { return add(rules::ChoiceValue{code}); }
  Term always(bool value) { return truth(rules::Boolean{value}); }
  Term at_most(Term value, Term bound) { return add(rules::Bound{rules::BoundKind::at_most, value.id, bound.id}); }
  Term at_least(Term value, Term bound) { return add(rules::Bound{rules::BoundKind::at_least, value.id, bound.id}); }
  Term rounded(Term value, Rounding mode, const std::string& unit) {
    return add(rules::Rounded{value.id, mode, Rational(unit)});
  }
  Term or_default(Term value, Term fallback) { return add(rules::Default{value.id, fallback.id}, type(value)); }
  Term given(Term value) { return truth(rules::IsGiven{value.id}); }
  Term in(Term item, const std::vector<Term>& items) {
    rules::In node{item.id, {}};
    for (Term each : items) node.items.push_back(each.id);
    return truth(std::move(node));
  }
  Term let(const std::string& name, Term value) {
    rules::LetId id = program.lets.add({name, name, value.id, {}});
    measure.lets.push_back(id);
    return add(rules::LetValue{id}, type(value));
  }
  /// Values by first date; an empty date holds always.
  Term parameter(const std::string& name, const std::vector<std::pair<std::string, Term>>& values,
                 std::optional<Term> at = {}) {
    rules::Parameter it;
    it.name = it.label = name;
    for (const auto& [from, value] : values) {
      it.values.push_back({from.empty() ? std::nullopt : parse_iso_date(from), value.id});
    }
    rules::ParameterId id = program.parameters.add(it);
    return add(rules::ParameterValue{id, at ? std::optional(at->id) : std::nullopt});
  }
  Term match(Term selector, const std::vector<std::pair<Term, Term>>& arms, std::optional<Term> otherwise = {}) {
    rules::MatchValue node{selector.id, {}, {}};
    for (const auto& [key, value] : arms) node.arms.push_back({{key.id}, value.id});
    if (otherwise) node.otherwise = otherwise->id;
    return add(std::move(node));
  }
  Term when(const std::vector<std::pair<Term, Term>>& arms, Term otherwise) {
    rules::MatchCondition node{{}, otherwise.id};
    for (const auto& [condition, value] : arms) node.arms.push_back({condition.id, value.id});
    return add(std::move(node));
  }

  // ---- The measure ----
  void require(const std::string& name, Term test, std::optional<Term> unless = {}) {
    measure.conditions.push_back({name, name, test.id, unless ? std::optional(unless->id) : std::nullopt, {}});
  }
  void pay(Term amount, const std::vector<std::pair<rules::BoundKind, Term>>& bounds = {}) {
    measure.pay = rules::Pay{amount.id, {}, {}};
    for (const auto& [kind, bound] : bounds) measure.pay->bounds.emplace_back(kind, bound.id);
  }

  // ---- Deciding ----
  using Cells = std::map<std::string, reference::Value>;
  /// Call once the measure is whole; `decide` and the kernel below do.
  void finish() {
    if (!program.measures.size()) program.measures.add(measure);
    program.measures[rules::MeasureId{0}] = measure;
    catalogue = program::make_catalogue(program);
    schema = program::make_schemas(program).at(0);
  }
  const catalogue::Measure& words() const { return catalogue.measures.at(0); }
  reference::Row row(const Cells& cells, std::optional<Date> as_of = {}) {
    reference::Row out;
    out.as_of = as_of;
    for (const rules::Field& field : entity().fields) {
      auto cell = cells.find(field.name);
      out.fields.push_back(cell == cells.end() ? std::nullopt : std::optional(cell->second));
    }
    return out;
  }
  reference::Decision decide(const Cells& cells, std::optional<Date> as_of = {}, reference::Trace* trace = nullptr) {
    finish();
    return reference::decide(program, rules::MeasureId{0}, words(), row(cells, as_of), trace);
  }
  std::string error_of(const reference::Decision& decision) const { return catalogue::error_name(words(), decision.error); }

  rules::Entity& entity() { return program.entities[entity_]; }
  rules::Type& type(Term term) { return program.exprs[term.id].type; }

  rules::Program program;
  rules::Measure measure;
  Catalogue catalogue;
  batch::Schema schema;

 private:
  rules::EntityId entity_;
};

inline Term arithmetic(rules::ArithmeticOp op, Term a, Term b) { return a.rules->add(rules::Arithmetic{op, a.id, b.id}); }
inline Term operator+(Term a, Term b) { return arithmetic(rules::ArithmeticOp::add, a, b); }
inline Term operator-(Term a, Term b) { return arithmetic(rules::ArithmeticOp::subtract, a, b); }
inline Term operator*(Term a, Term b) { return arithmetic(rules::ArithmeticOp::multiply, a, b); }
inline Term operator/(Term a, Term b) { return arithmetic(rules::ArithmeticOp::divide, a, b); }
inline Term operator-(Term a) { return a.rules->add(rules::Negate{a.id}); }
inline Term compare(rules::CompareOp op, Term a, Term b) { return a.rules->truth(rules::Compare{op, a.id, b.id}); }
inline Term operator==(Term a, Term b) { return compare(rules::CompareOp::equal, a, b); }
inline Term operator!=(Term a, Term b) { return compare(rules::CompareOp::not_equal, a, b); }
inline Term operator<(Term a, Term b) { return compare(rules::CompareOp::less, a, b); }
inline Term operator<=(Term a, Term b) { return compare(rules::CompareOp::less_equal, a, b); }
inline Term operator>(Term a, Term b) { return compare(rules::CompareOp::greater, a, b); }
inline Term operator>=(Term a, Term b) { return compare(rules::CompareOp::greater_equal, a, b); }
inline Term both(Term a, Term b) { return a.rules->truth(rules::Logic{rules::LogicOp::conjunction, a.id, b.id}); }
inline Term either(Term a, Term b) { return a.rules->truth(rules::Logic{rules::LogicOp::disjunction, a.id, b.id}); }
inline Term operator!(Term a) { return a.rules->truth(rules::Not{a.id}); }

}  // namespace huice::test
