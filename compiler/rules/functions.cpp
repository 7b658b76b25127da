// Functions are inlined: a call is the function's expression with the arguments in place of the parameters. The body is
// checked once for itself, so that a fault in it is reported there, and again at each call, where arguments are known.
#include "compiler/rules/checker.h"

namespace huice::rules {
namespace {

const syntax::Function& written(const FunctionState& state) { return std::get<syntax::Function>(state.item->node); }

/// The body with `arguments`; nothing, after reports, when it has a fault.
Maybe check_body(Checker& checker, const FunctionState& state, const std::map<std::string, ExprId>& arguments) {
  Scope scope;
  scope.arguments = &arguments;
  return check_as(checker, scope, written(state).value, *state.result);
}

/// Types of the parameters; false after a report.
bool check_signature(Checker& checker, FunctionState& state) {
  bool whole = true;
  std::map<std::string, Span> seen;
  for (const auto& [name, type] : written(state).parameters) {
    auto [first, is_new] = seen.try_emplace(name.text, name.span);
    if (!is_new) report_duplicate(checker, name, first->second);
    auto declared = check_type(checker, type);
    whole = whole && is_new && declared;
    if (declared) state.parameters.push_back(declared->type);
  }
  auto result = check_type(checker, written(state).result);
  if (result) state.result = result->type;
  return whole && result;
}

/// The body for arguments of which nothing is known but their types.
bool check_alone(Checker& checker, const FunctionState& state) {
  std::map<std::string, ExprId> arguments;
  for (size_t i = 0; i < state.parameters.size(); ++i) {
    const syntax::Name& name = written(state).parameters[i].first;
    Maybe unknown = make(checker, Fail{FailKind::no_row}, state.parameters[i], name.span);
    if (!unknown) return false;
    arguments[name.text] = *unknown;
  }
  return check_body(checker, state, arguments).has_value();
}

/// False when it has a fault, which is reported once.
bool check_function(Checker& checker, uint32_t index, const syntax::Name& use) {
  FunctionState& state = checker.functions[index];
  if (state.progress == Progress::done) return state.fine;
  if (state.progress == Progress::visiting) {
    checker.report(Fault::cyclic_definition, use.span, {{"name", use.text}})
        .also(state.item->name->span, "declared here", "在此声明")
        .hint("a function cannot call itself, nor one that calls it", "函数不能直接或间接调用自身");
    return false;
  }
  state.progress = Progress::visiting;
  const bool fine = check_signature(checker, state) && check_alone(checker, state);
  state.progress = Progress::done;
  return state.fine = fine;
}

/// What a call does wrong that the body alone does not: dividing by an argument that is zero.
void forward_fault(Checker& checker, const diagnostics::Sink& aside, Span call) {
  for (const diagnostics::Diagnostic& one : aside.all()) {
    if (one.severity() != diagnostics::Severity::error) continue;
    diagnostics::Diagnostic fault = one;
    fault.also(call, "called here", "在此调用");
    (checker.aside ? *checker.aside : checker.sink).add(std::move(fault));
    return;
  }
}

/// A plain number where a percent is declared is that percent.
Maybe as_type(Checker& checker, ExprId value, const Type& type) {
  const Expr given = checker.expr(value);
  return given.type == type ? value : make(checker, given.node, type, given.span, given.range);
}

}  // namespace

void check_functions(Checker& checker) {
  for (uint32_t i = 0; i < checker.functions.size(); ++i) check_function(checker, i, *checker.functions[i].item->name);
}

std::optional<std::vector<ExprId>> check_arguments(Checker& checker, const Scope& scope, const syntax::Call& call, Span span,
                                                   const std::vector<Type>& types) {
  if (call.arguments.size() != types.size()) {
    checker.report(Fault::argument_count, span,
                   {{"name", call.function.text},
                    {"wanted", std::to_string(types.size())},
                    {"found", std::to_string(call.arguments.size())}});
    return {};
  }
  std::vector<ExprId> arguments;
  for (size_t i = 0; i < types.size(); ++i) {
    Maybe value = check(checker, scope, call.arguments[i], &types[i]);
    if (value && types[i].kind == Kind::date) value = day_of(checker, *value);
    if (value && !unify(checker.type(*value), types[i])) {
      report_mismatch(checker, *value, types[i]);
      value.reset();
    }
    if (value) arguments.push_back(*value);
  }
  if (arguments.size() != types.size()) return {};
  return arguments;
}

Maybe call_function(Checker& checker, const Scope& scope, uint32_t index, const syntax::Call& call, Span span) {
  if (!check_function(checker, index, call.function)) return {};
  const FunctionState& state = checker.functions[index];
  auto values = check_arguments(checker, scope, call, span, state.parameters);
  if (!values) return {};
  std::map<std::string, ExprId> arguments;
  for (size_t i = 0; i < values->size(); ++i) {
    auto typed = as_type(checker, (*values)[i], state.parameters[i]);
    if (!typed) return {};
    arguments[written(state).parameters[i].first.text] = *typed;
  }
  diagnostics::Sink aside;
  diagnostics::Sink* outer = std::exchange(checker.aside, &aside);
  Maybe value = check_body(checker, state, arguments);
  checker.aside = outer;
  if (!value) {
    forward_fault(checker, aside, span);
    return {};
  }
  Expr called = checker.expr(*value);
  return make(checker, std::move(called.node), *state.result, span, called.range);
}

}  // namespace huice::rules
