// NAME(arguments): a function, a table, or a function that the language has built in.
#include "base/unicode/closest.h"
#include "compiler/rules/calendar.h"
#include "compiler/rules/checker.h"

namespace huice::rules {
namespace {

/// Tests of a text that the language has built in. Their names can be declared anew by a program.
struct BuiltIn {
  std::string_view en, zh;
  TextTest test;
};
constexpr BuiltIn built_ins[] = {
    {"uscc_well_formed", "信用代码格式正确", TextTest::uscc_form},
    {"uscc_checksum_holds", "信用代码校验正确", TextTest::uscc_checksum},
    {"citizen_id_valid", "身份号码有效", TextTest::citizen_id},
    {"gtin13_valid", "商品条码有效", TextTest::gtin13},
    {"division_code_well_formed", "区划代码格式正确", TextTest::division_form},
    {"division_within", "区划属于", TextTest::division_within},
};

const Type text_type{.kind = Kind::text, .dimension = {}, .share = Share::none, .choice = {}};
const Type boolean_type{.kind = Kind::boolean, .dimension = {}, .share = Share::none, .choice = {}};

const BuiltIn* find_built_in(const std::string& name) {
  for (const BuiltIn& one : built_ins) {
    if (one.en == name || one.zh == name) return &one;
  }
  return nullptr;
}

Maybe call_built_in(Checker& checker, const Scope& scope, const BuiltIn& called, const syntax::Call& call, Span span) {
  const bool two = called.test == TextTest::division_within;
  auto values = check_arguments(checker, scope, call, span, std::vector<Type>(two ? 2 : 1, text_type));
  if (!values) return {};
  TestsText node{called.test, values->front(), {}};
  if (two) node.other = values->back();
  return make(checker, node, boolean_type, span);
}

void report_unknown_call(Checker& checker, const syntax::Name& name) {
  std::vector<std::string> known;
  for (const auto& [other, declared] : checker.globals) {
    if (declared.kind == NameKind::function || declared.kind == NameKind::table) known.push_back(other);
  }
  for (const BuiltIn& one : built_ins) known.emplace_back(one.en), known.emplace_back(one.zh);
  for (std::string& one : calendar_names()) known.push_back(std::move(one));
  report_unknown(checker, name, known);
}

}  // namespace

Maybe check_call(Checker& checker, const Scope& scope, const syntax::Call& call, Span span) {
  auto found = checker.globals.find(call.function.text);
  if (found == checker.globals.end()) {
    if (const BuiltIn* called = find_built_in(call.function.text)) return call_built_in(checker, scope, *called, call, span);
    if (is_calendar(call.function.text)) return check_calendar(checker, scope, call, span);
    report_unknown_call(checker, call.function);
    return {};
  }
  if (found->second.kind == NameKind::function) return call_function(checker, scope, found->second.index, call, span);
  if (found->second.kind == NameKind::table) return call_table(checker, scope, found->second.index, call, span);
  find_declared(checker, call.function, NameKind::function);
  return {};
}

}  // namespace huice::rules
