// huice dump: one stage of the compiler, for its developers.
#include <algorithm>
#include <iostream>

#include "cli/parameters.h"
#include "cli/programs.h"
#include "compiler/ir/from_rules.h"
#include "compiler/machine/machine.h"
#include "compiler/program/supply.h"
#include "compiler/rules/print.h"
#include "compiler/syntax/print.h"

namespace huice::cli {
namespace {

/// The stages before rules are shown even where the text is faulty: that is when they are needed.
std::string early_stage(const program::Program& program, const std::string& stage) {
  if (stage == "syntax") return syntax::print(program.tree, program.sources);
  std::string all;
  for (size_t i = 0; i < program.sources.size(); ++i) {
    const auto id = text::Sources::id_at(i);
    if (!program.sources[id].data) all += syntax::print_tokens(program.sources[id], id);
  }
  return all;
}

Result<std::string> late_stage(const program::Program& program, const DumpOptions& options, rules::MeasureId measure) {
  const rules::Measure& rule = program.rules.measures[measure];
  if (options.stage == "rules") return rules::print(program.rules, rule.name);
  if (auto supplied = program::check_supplied(program, {measure.value}); !supplied) return supplied.failure();
  std::string all;
  for (const rules::Measure* body : rules::bodies_of(rule)) {
    const ir::Function function = ir::from_rules(program.rules, *body, machine::layouts_of(program.schemas.at(rule.entity.value)));
    if (options.stage == "ir") {
      all += ir::print(function);
      continue;
    }
    auto text = machine::Machine::create({})->listing(function, options.stage == "llvm" ? machine::Stage::llvm : machine::Stage::assembly, false);
    if (!text) return text.failure();
    all += *text;
  }
  return all;
}

}  // namespace

int dump(const Common& common, const DumpOptions& options) {
  auto compiled = program::compile(options.program);
  if (!compiled) return complain(common, compiled.failure());
  program::Program& program = **compiled;
  program.sink.sort();
  if (options.stage == "text" || options.stage == "syntax") {
    std::cout << early_stage(program, options.stage);
    return static_cast<int>(show(common, program).errors > 0 ? Exit::wrong : Exit::done);
  }
  if (!program.sink.has_errors()) {
    if (const auto supplied = supply_parameters(program, options); !supplied) return complain(common, supplied.failure());
  }
  if (program.sink.has_errors()) {
    show(common, program);
    return static_cast<int>(Exit::wrong);
  }
  if (options.stage == "rules" && options.measure.empty()) {
    std::cout << rules::print(program.rules);
    return 0;
  }
  bool found = options.measure.empty();
  for (size_t i = 0; i < program.rules.measures.size(); ++i) {
    const rules::MeasureId measure = Store<rules::Measure>::id_at(i);
    if (!options.measure.empty() && program.rules.measures[measure].name != options.measure) continue;
    found = true;
    const auto text = late_stage(program, options, measure);
    if (!text) return complain(common, text.failure());
    std::cout << *text;
  }
  if (!found)
    return complain(common, {Exit::usage, {"there is no measure " + options.measure, "没有名为 " + options.measure + " 的措施"}});
  return 0;
}

}  // namespace huice::cli
