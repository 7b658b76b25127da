// Documents, dated parameters and lets.
#include "compiler/rules/checker.h"
#include "compiler/rules/describe.h"
#include "compiler/rules/intervals.h"

namespace huice::rules {
namespace {

std::vector<ClauseRange> clauses_of(const std::vector<syntax::ClauseRange>& written) {
  std::vector<ClauseRange> clauses;
  for (const auto& range : written) clauses.push_back({range.from, range.to});
  return clauses;
}

void check_clause_order(Checker& checker, const std::vector<syntax::ClauseRange>& written) {
  for (const auto& range : written) {
    auto from = clause_number(range.from), to = clause_number(range.to);
    if (from && to && *from > *to) checker.report(Fault::range_reversed, range.span);
  }
}

void check_document(Checker& checker, DocumentId id) {
  const auto& written = std::get<syntax::Document>(checker.document_items[id.value]->node);
  Document& document = checker.program.documents[id];
  if (written.issuer) document.issuer = written.issuer->text;
  if (written.source) document.source = written.source->text;
  if (written.in_force) document.in_force = check_in_force(checker, *written.in_force);
  check_clause_order(checker, written.clauses);
  check_clause_order(checker, written.qualitative);
  document.clauses = clauses_of(written.clauses);
  document.qualitative = clauses_of(written.qualitative);
  if (!written.rounding) return;
  if (auto rule = check_rounding(checker, *written.rounding)) document.rounding = *rule;
}

// ---- Parameters -----------------------------------------------------------------------------------------------------

/// Dates must rise, and only the first value may hold from the beginning.
bool check_order(Checker& checker, const std::vector<syntax::DatedValue>& values) {
  for (size_t i = 1; i < values.size(); ++i) {
    bool rises = values[i].from && (!values[i - 1].from || *values[i - 1].from < *values[i].from);
    if (rises) continue;
    checker.report(Fault::dates_out_of_order, values[i].span).also(values[i - 1].span, "after this one", "应晚于此处");
    return false;
  }
  return true;
}

/// There are many rates of one currency for another: a rate says which it is.
void check_basis(Checker& checker, const Type& type, const syntax::Item& item, Span span) {
  const auto& powers = type.dimension.powers;
  const bool rate = powers.size() == 2 && info(powers[0].base).currency && info(powers[1].base).currency &&
                    powers[0].exponent + powers[1].exponent == 0;
  if (!rate || item.label) return;
  checker.report(Fault::rate_without_basis, span)
      .hint("name it in a label behind the name: \"人民币汇率中间价\"", "请在名称后以标签写明，如“人民币汇率中间价”");
}

bool check_parameter(Checker& checker, ParameterId id) {
  const syntax::Item& item = *checker.parameter_items[id.value];
  const auto& written = std::get<syntax::Parameter>(item.node);
  std::optional<DeclaredType> declared;
  if (written.type) {
    declared = check_type(checker, *written.type);
    if (!declared) return false;
  }
  const Span span = item.name ? item.name->span : item.span;
  if (declared) check_basis(checker, declared->type, item, span);
  if (written.external) {
    if (!declared) checker.report(Fault::external_without_type, span);
    if (!declared) return false;
    checker.program.parameters[id].type = declared->type;
    checker.program.parameters[id].external = true;
    set_limits(checker.program.parameters[id], *declared);
    return true;
  }
  if (written.values.empty()) return false;  // reported by the parser
  bool whole = check_order(checker, written.values);
  Parameter& parameter = checker.program.parameters[id];
  std::optional<Type> type = declared ? std::optional(declared->type) : std::nullopt;
  for (const syntax::DatedValue& dated : written.values) {
    Maybe value = check_constant(checker, dated.value, type ? &*type : nullptr);
    if (!value) {
      whole = false;
      continue;
    }
    if (!type) type = checker.type(*value);
    if (declared && !fits_declared(checker, *declared, *value)) whole = false;
    parameter.values.push_back({dated.from, *value});
  }
  if (type) parameter.type = *type;
  if (type && !declared) check_basis(checker, *type, item, span);
  return whole;
}

}  // namespace

bool fits_declared(Checker& checker, const DeclaredType& declared, ExprId value) {
  if (declared.form != Form::integer && declared.form != Form::decimal) return true;
  Rational scaled = number_of(checker, value) * power_of_ten(declared.digits);
  if (scaled.get_den() == 1) return true;
  checker.report(Fault::too_precise, checker.expr(value).span,
                 {{"value", show(number_of(checker, value))}, {"digits", std::to_string(declared.digits)}});
  return false;
}

std::optional<int> clause_number(const std::string& clause) {
  size_t digits = 0;
  while (digits < clause.size() && clause[digits] >= '0' && clause[digits] <= '9') ++digits;
  constexpr size_t most = 6;
  bool numbered = digits > 0 && digits <= most && (digits == clause.size() || clause[digits] == '/');
  if (!numbered) return {};
  return std::stoi(clause.substr(0, digits));
}

std::optional<DateRange> check_in_force(Checker& checker, const syntax::DateRange& range) {
  if (range.from && range.to && *range.from > *range.to) {
    checker.report(Fault::range_reversed, range.span);
    return {};
  }
  return DateRange{range.from, range.to};
}

std::optional<RoundingRule> check_rounding(Checker& checker, const syntax::RoundingRule& rule) {
  Type money;
  money.dimension = find_unit("元")->dimension;
  Maybe unit = check_constant(checker, rule.unit, &money);
  if (!unit) return {};
  const Rational& value = number_of(checker, *unit);
  const Span span = checker.expr(*unit).span;
  if (value <= 0) {
    checker.report(Fault::rounding_unit_not_positive, span);
    return {};
  }
  // Amounts of 10^15 yuan must fit 64 bits.
  if (value < Rational(1, 1000)) {
    checker.report(Fault::rounding_unit_too_fine, span);
    return {};
  }
  return RoundingRule{rule.mode, value};
}

void check_documents(Checker& checker) {
  for (size_t i = 0; i < checker.program.documents.size(); ++i)
    check_document(checker, DocumentId{static_cast<uint32_t>(i)});
}

void check_parameters(Checker& checker) {
  for (size_t i = 0; i < checker.program.parameters.size(); ++i) {
    checker.broken_parameters[i] = !check_parameter(checker, ParameterId{static_cast<uint32_t>(i)});
  }
}

LetId declare_let(Checker& checker, const syntax::Name& name, const std::optional<syntax::Label>& label,
                  const syntax::Let& let, Scope scope, Span) {
  LetId id = checker.program.lets.add({name.text, label ? label->text : name.text, {}, name.span});
  checker.lets.push_back({&let, std::move(scope), Progress::untouched, {}});
  return id;
}

Maybe check_let(Checker& checker, LetId id, const syntax::Name* use) {
  const Progress progress = checker.lets[id.value].progress;
  if (progress == Progress::done) return checker.lets[id.value].value;
  const Let& let = checker.program.lets[id];
  if (progress == Progress::visiting) {
    checker.report(Fault::cyclic_definition, use ? use->span : let.span, {{"name", let.name}})
        .also(let.span, "declared here", "在此声明");
    return {};
  }
  checker.lets[id.value].progress = Progress::visiting;
  const syntax::Let& written = *checker.lets[id.value].let;
  const Scope scope = checker.lets[id.value].scope;
  Maybe value = check_let_value(checker, scope, written);
  LetState& state = checker.lets[id.value];
  state.progress = Progress::done;
  state.value = value;
  if (value) checker.program.lets[id].value = *value;
  return value;
}

void check_lets(Checker& checker) {
  for (size_t i = 0; i < checker.lets.size(); ++i) check_let(checker, LetId{static_cast<uint32_t>(i)}, nullptr);
}

}  // namespace huice::rules
