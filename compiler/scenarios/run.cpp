#include <algorithm>

#include "compiler/explanation/display.h"
#include "compiler/explanation/reasons.h"
#include "compiler/scenarios/engine.h"
#include "compiler/scenarios/row.h"
#include "compiler/scenarios/scenarios.h"
#include "compiler/scenarios/run_target.h"
#include "compiler/scenarios/settle.h"
#include "compiler/scenarios/words.h"

namespace huice::scenarios {
namespace {

/// A decision in the terms of `expect`. The amounts are in yuan.
struct Findings {
  Status status;
  std::optional<Rational> pays, ceiling;
  std::vector<std::pair<std::string, Rational>> shares;
  std::vector<std::string> because;
};

class Runner {
 public:
  Runner(program::Program& program, Engine& engine, const rules::Scenario& scenario, Language language)
      : program_(program),
        engine_(engine),
        scenario_(scenario),
        words_(program.catalogue.measures.at(scenario.measure.value)),
        measure_(program.rules.measures[scenario.measure]),
        entity_(program.rules.entities[measure_.entity]),
        language_(language) {}

  /// The rows are one run.
  std::vector<Step> run() {
    const std::vector<rules::FieldIndex> keys = settlement_keys(program_.catalogue, scenario_.measure);
    std::vector<reference::Row> rows;
    Parameters all;
    for (size_t i = 0; i < scenario_.steps.size(); ++i) {
      const rules::ScenarioStep& step = scenario_.steps[i];
      const Supplied parameters(program_.rules, step.parameters);
      rows.push_back(row_of(program_, engine_, measure_.entity, step, i + 1, keys));
      all.insert(all.end(), step.parameters.begin(), step.parameters.end());
    }
    std::vector<std::optional<Settled>> settled(rows.size());
    std::string refused;
    const auto says_shares = [](const rules::ScenarioStep& step) { return !step.expect.shares.empty(); };
    if (settles(program_.catalogue, scenario_.measure) || std::any_of(scenario_.steps.begin(), scenario_.steps.end(), says_shares)) {
      const Supplied parameters(program_.rules, all);
      auto made = settle(program_, engine_, scenario_, rows);
      if (made) settled = std::move(*made);
      else refused = language_ == Language::zh ? made.failure().message.zh : made.failure().message.en;
    }
    std::vector<Step> steps;
    for (size_t i = 0; i < rows.size(); ++i) {
      const Supplied parameters(program_.rules, scenario_.steps[i].parameters);
      steps.push_back(run(scenario_.steps[i], rows[i], settled[i], refused));
    }
    return steps;
  }

 private:
  Step run(const rules::ScenarioStep& step, const reference::Row& row, const std::optional<Settled>& settled, const std::string& refused) const {
    Step out;
    out.expected = describe(step.expect);
    Findings findings = decide(row);
    if (settled) {
      findings.pays = settled->pays;
      findings.shares = settled->shares;
      findings.because.insert(findings.because.end(), settled->reasons.begin(), settled->reasons.end());
    }
    out.got = refused.empty() ? describe(findings, step.expect) : refused;
    out.passed = refused.empty() && matches(step.expect, findings);
    if (!out.passed) {
      std::vector<rules::MeasureId> only{scenario_.measure};
      out.explanation = explanation::explain(program_, measure_.entity, row, {}, language_, &only);
    }
    return out;
  }

  std::string say(const char* en, const char* zh) const { return language_ == Language::zh ? zh : en; }

  Findings decide(const reference::Row& row) const {
    reference::Decision decision = engine_.decide(scenario_.measure, row);
    const Rational& unit = measure_.rounding.unit;
    Findings out{decision.status, {}, {}, {}, explanation::reasons(words_, entity_, decision)};
    if (decision.status == Status::eligible && rules::pays(measure_)) out.pays = unit * Rational(decision.amount);
    if (decision.ceiling) out.ceiling = unit * Rational(*decision.ceiling);
    return out;
  }

  /// What is not written is not checked.
  static bool matches(const rules::Expectation& expect, const Findings& found) {
    return parse_status(expect.status) == found.status && (!expect.pays || expect.pays == found.pays) &&
           (!expect.ceiling || expect.ceiling == found.ceiling) &&
           std::all_of(expect.shares.begin(), expect.shares.end(), [&](const auto& share) { return std::find(found.shares.begin(), found.shares.end(), share) != found.shares.end(); }) &&
           (!expect.because || sorted(*expect.because) == sorted(found.because));
  }

  std::string status_word(Status status) const {
    return language_ == Language::zh ? std::string(label_zh(status)) : std::string(name(status));
  }

  std::string describe(const rules::Expectation& expect) const {
    std::optional<Status> status = parse_status(expect.status);
    return describe(status ? status_word(*status) : expect.status, expect.pays, expect.shares, expect.ceiling, expect.because);
  }

  /// Of what was expected only as much as the expectation speaks of.
  std::string describe(const Findings& found, const rules::Expectation& expect) const {
    std::optional<std::vector<std::string>> reasons;
    if (expect.because || !found.because.empty()) reasons = found.because;
    Shares shares;
    for (const auto& share : found.shares) {
      if (std::any_of(expect.shares.begin(), expect.shares.end(), [&](const auto& wanted) { return wanted.first == share.first; })) shares.push_back(share);
    }
    return describe(status_word(found.status), found.pays, shares, found.ceiling, reasons);
  }

  using Shares = std::vector<std::pair<std::string, Rational>>;
  std::string describe(std::string out, const std::optional<Rational>& pays, const Shares& shares, const std::optional<Rational>& ceiling,
                       const std::optional<std::vector<std::string>>& because) const {
    rules::Type money;
    money.dimension.powers = {{Base::yuan, 1}};
    auto shown = [&](const Rational& yuan) { return explanation::show_in_full(yuan, money, language_); };
    if (pays) out += say(", pays ", "，支付 ") + shown(*pays);
    for (const auto& [name, yuan] : shares) out += say(", share ", "，分担 ") + name + " " + shown(yuan);
    if (ceiling) out += say(", ceiling ", "，上限 ") + shown(*ceiling);
    if (because) out += say(" because ", "，因 ") + (because->empty() ? say("nothing", "无") : joined(*because));
    return out;
  }

  program::Program& program_;
  Engine& engine_;
  const rules::Scenario& scenario_;
  const catalogue::Measure& words_;
  const rules::Measure& measure_;
  const rules::Entity& entity_;
  Language language_;
};

std::string indented(const std::string& text, const std::string& by) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    out += by + text.substr(at, end - at);
    at = end;
  }
  return out;
}

std::string failure(const Step& step, Language language) {
  bool zh = language == Language::zh;
  std::string out = (zh ? "  应得：" : "  expected: ") + step.expected + "\n";
  out += (zh ? "  实得：" : "  got:      ") + step.got + "\n";
  if (step.explanation) out += indented(explanation::to_text(*step.explanation), "    ");
  return out;
}

}  // namespace

bool Scenario::passed() const {
  return std::all_of(steps.begin(), steps.end(), [](const Step& step) { return step.passed; });
}

size_t Report::passed() const {
  return static_cast<size_t>(
      std::count_if(scenarios.begin(), scenarios.end(), [](const Scenario& it) { return it.passed(); }));
}

Result<Report> run(program::Program& program, Language language, const Options& options) {
  Report report;
  report.language = language;
  report.machine = options.machine;
  const std::unique_ptr<Engine> engine = options.machine ? machine_engine(program, options.cache) : reference_engine(program);
  for (const rules::Scenario& scenario : program.rules.scenarios) {
    Scenario out{place_of(program, scenario.span), program.rules.measures[scenario.measure].name, scenario.name, {}};
    out.steps = Runner(program, *engine, scenario, language).run();
    if (engine->failure()) return *engine->failure();
    report.scenarios.push_back(std::move(out));
  }
  for (const rules::TargetScenario& scenario : program.rules.target_scenarios) {
    report.scenarios.push_back(run_target(program, *engine, scenario, language));
    if (engine->failure()) return *engine->failure();
  }
  return report;
}

std::string failures(const Report& report) {
  bool zh = report.language == Language::zh;
  std::string out;
  for (const Scenario& scenario : report.scenarios) {
    if (scenario.passed()) continue;
    out += scenario.place + (zh ? ": 算例不符: " : ": scenario failed: ") + scenario.measure;
    if (!scenario.name.empty()) out += " “" + scenario.name + "”";
    if (report.machine) out += zh ? "（引擎：jit）" : " (engine: jit)";
    out += "\n";
    for (const Step& step : scenario.steps) {
      if (!step.passed) out += failure(step, report.language);
    }
  }
  return out;
}

std::string summary(size_t passed, size_t failed) {
  return std::to_string(passed) + " passed, " + std::to_string(failed) + " failed";
}

}  // namespace huice::scenarios
