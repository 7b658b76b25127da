#include "compiler/scenarios/run_target.h"

#include "compiler/explanation/display.h"
#include "compiler/reference/constant.h"
#include "compiler/scenarios/row.h"
#include "compiler/scenarios/words.h"
#include "compiler/targets/assessment.h"

namespace huice::scenarios {
namespace {

using targets::Line;

class TargetRunner {
 public:
  TargetRunner(program::Program& program, Engine& engine, const rules::TargetScenario& scenario, Language language)
      : program_(program), engine_(engine), scenario_(scenario), target_(program.rules.targets[scenario.target]), zh_(language == Language::zh) {}

  Step run(const rules::TargetStep& step) {
    if (step.as_of) as_of_ = step.as_of;
    for (const auto& parameter : step.parameters) parameters_.push_back(parameter);
    const Supplied supplied(program_.rules, parameters_);
    for (const rules::ScenarioStep& row : step.rows) {
      given_.push_back(row);
      given_.back().as_of = as_of_;
    }
    const Line line = assess(step.expect);
    Step out;
    out.expected = describe(step.expect);
    out.got = describe(line, step.expect);
    out.passed = matches(step.expect, line);
    return out;
  }

 private:
  std::string say(const char* en, const char* zh) const { return zh_ ? zh : en; }
  const rules::Reach& reach(const rules::TargetExpectation& expect) const { return target_.reaches[expect.reach]; }

  Line assess(const rules::TargetExpectation& expect) const {
    std::vector<reference::Row> rows;
    for (const rules::ScenarioStep& row : given_) {
      rows.push_back(row_of(program_, engine_, target_.entity, row, rows.size() + 1));
      rows.back().as_of = as_of_;
    }
    reference::Row group;
    group.fields.resize(program_.rules.entities[reach(expect).groups].fields.size());
    group.as_of = as_of_;
    engine_.fill(scenario_.target, expect.reach, rows, expect.group, group);
    const auto deadline = targets::deadline_of(reach(expect), expect.group);
    if (deadline) group.as_of = deadline;
    return targets::assess(program_, scenario_.target, expect.reach, expect.group, group);
  }

  std::optional<reference::Value> value_of(const rules::TargetExpectation& expect) const {
    return expect.value ? reference::constant(program_.rules, *expect.value) : std::nullopt;
  }

  bool matches(const rules::TargetExpectation& expect, const Line& line) const {
    return targets::parse_target_status(expect.status) == line.status && (!expect.value || value_of(expect) == line.value) &&
           (!expect.because || sorted(*expect.because) == sorted(line.reasons));
  }

  std::string describe(const rules::TargetExpectation& expect) const {
    return describe(*targets::parse_target_status(expect.status), expect, value_of(expect), expect.because);
  }
  std::string describe(const Line& line, const rules::TargetExpectation& expect) const {
    std::optional<std::vector<std::string>> because;
    if (!line.reasons.empty()) because = line.reasons;
    return describe(line.status, expect, line.value, because);
  }

  /// `missed for 2024, reach 79%`
  std::string describe(targets::TargetStatus status, const rules::TargetExpectation& expect, const std::optional<reference::Value>& value,
                       const std::optional<std::vector<std::string>>& because) const {
    std::string out(zh_ ? label_zh(status) : name(status));
    const std::string group = targets::group_text(program_.rules, reach(expect), expect.group, zh_);
    if (!group.empty()) out += say(" for ", "，适用 ") + group;
    if (value && reach(expect).goal) {
      const rules::Type& type = program_.rules.exprs[reach(expect).goal->value].type;
      out += say(", reach ", "，达到 ") + explanation::show(program_.rules, *value, type, nullptr, zh_ ? Language::zh : Language::en);
    }
    if (because) out += say(" because ", "，因 ") + joined(*because);
    return out;
  }

  program::Program& program_;
  Engine& engine_;
  const rules::TargetScenario& scenario_;
  const rules::Target& target_;
  bool zh_;
  std::vector<rules::ScenarioStep> given_;  // rows so far
  Parameters parameters_;
  std::optional<Date> as_of_;
};

}  // namespace

Scenario run_target(program::Program& program, Engine& engine, const rules::TargetScenario& scenario, Language language) {
  Scenario out{place_of(program, scenario.span), program.rules.targets[scenario.target].name, scenario.name, {}};
  TargetRunner runner(program, engine, scenario, language);
  for (const rules::TargetStep& step : scenario.steps) out.steps.push_back(runner.run(step));
  return out;
}

}  // namespace huice::scenarios
