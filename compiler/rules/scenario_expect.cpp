// The `expect` of scenarios: statuses, amounts and reasons that there can be.
#include <algorithm>

#include "base/unicode/closest.h"
#include "base/words.h"
#include "compiler/rules/reasons.h"
#include "compiler/rules/scenario_build.h"
#include "compiler/rules/sites.h"

namespace huice::rules {
bool ScenarioBuild::set_status(Expectation& expect, const syntax::Name& name) {
  if (auto index = find_word(status_words, name.text)) {
    expect.status = status_words[*index].en;
    return true;
  }
  std::vector<std::string> known;
  for (const Word& word : status_words) known.insert(known.end(), {std::string(word.en), std::string(word.zh)});
  auto& diagnostic = checker.report(Fault::unknown_status, name.span, {{"name", name.text}});
  if (auto close = unicode::closest(name.text, known)) {
    diagnostic.hint("did you mean `" + *close + "`?", "是否指“" + *close + "”？");
  } else {
    diagnostic.hint("eligible, ineligible, error, undetermined, referred or not_in_force",
                    "符合、不符合、出错、待补正、待核定或不在有效期");
  }
  return false;
}

bool ScenarioBuild::set_amount(std::optional<Rational>& amount, const Expectation& expect, std::string_view needed,
                               syntax::ExprId written) {
  const Type money = money_type();
  Maybe value = check_constant(checker, written, &money);
  if (!value) return false;
  if (!expect.status.empty() && (expect.status != needed || (rules_whole && !pays(measure())))) {
    const bool paying = pays(measure());
    checker.report(Fault::amount_not_expected, checker.expr(*value).span,
                   {{"status", paying ? "`" + expect.status + "`" : "a measure without `pay`"},
                    {"status_zh", paying ? "“" + expect.status + "”" : "没有“支付”的措施"}});
    return false;
  }
  amount = number_of(checker, *value);
  return true;
}

bool ScenarioBuild::add_share(Expectation& expect, const syntax::Name& name, syntax::ExprId written) {
  bool known = !rules_whole;
  for (const Measure* body : bodies_of(measure())) {
    for (const SharePart& part : body->shares) known = known || part.name == name.text;
  }
  if (!known) {
    checker.report(Fault::unknown_share, name.span, {{"name", name.text}, {"measure", measure().name}});
    return false;
  }
  for (const auto& [other, amount] : expect.shares) {
    if (other != name.text) continue;
    checker.report(Fault::repeated_clause, name.span, {{"clause", name.text}});
    return false;
  }
  std::optional<Rational> amount;
  if (!set_amount(amount, expect, "eligible", written)) return false;
  expect.shares.emplace_back(name.text, *amount);
  return true;
}

void ScenarioBuild::add_reductions(std::vector<std::string>& reasons) const {
  const auto covers = [&](const std::vector<Covered>& over) {
    return std::any_of(over.begin(), over.end(), [&](const Covered& covered) { return covered.measure == measure_id; });
  };
  const Program& program = checker.program;
  for (const Limit& limit : program.limits) {
    if (covers(limit.over)) reasons.push_back(reason_of(limit));
  }
  for (const Choose& choose : program.chooses) {
    for (MeasureId id : choose.measures) {
      if (covers(choose.over)) reasons.push_back("choose:" + program.measures[id].name);
    }
  }
  for (const Measure* body : bodies_of(measure())) {
    if (body->paid_from) reasons.push_back("pool:" + program.pools[body->paid_from->pool].name);
  }
}

std::vector<std::string> ScenarioBuild::reasons_of(const std::string& status) const {
  std::vector<std::string> reasons;
  if (status == "ineligible") {
    for (const Measure* body : bodies_of(measure())) {
      for (const Condition& condition : body->conditions) {
        if (!condition.hidden) reasons.push_back(condition.name);
      }
    }
  }
  for (FieldIndex index : inputs) {
    const bool named = !std::holds_alternative<Aggregated>(field(index).origin) && !std::holds_alternative<Listed>(field(index).origin);
    if (named && status == (field(index).decided() ? "referred" : "undetermined")) reasons.push_back(field(index).name);
  }
  if (status == "error") {
    for (const std::string& site : sites_of(checker.program, measure()).names) {
      for (std::string_view kind : error_kinds) reasons.push_back(std::string(kind) + "@" + site);
    }
  }
  if (status == "eligible") {
    reasons.push_back("ceiling");
    add_reductions(reasons);
  }
  return reasons;
}

bool ScenarioBuild::add_reason(Expectation& expect, const syntax::Name& name) {
  if (expect.status.empty()) return false;
  auto known = reasons_of(expect.status);
  const std::string reason = expect.status == "eligible" && name.text == "上限" ? "ceiling" : name.text;
  if (!expect.because) expect.because.emplace();
  expect.because->push_back(reason);
  if (!rules_whole || std::find(known.begin(), known.end(), reason) != known.end()) return true;
  auto& diagnostic = checker.report(Fault::unknown_reason, name.span, {{"name", name.text}, {"status", expect.status}});
  if (auto close = unicode::closest(name.text, known))
    diagnostic.hint("did you mean `" + *close + "`?", "是否指“" + *close + "”？");
  return false;
}

bool ScenarioBuild::set_expectation(Expectation& expect, const syntax::Expect& written) {
  expect.span = written.span;
  bool whole = set_status(expect, written.status);
  if (written.pays) whole = set_amount(expect.pays, expect, "eligible", *written.pays) && whole;
  if (written.ceiling) whole = set_amount(expect.ceiling, expect, "referred", *written.ceiling) && whole;
  for (const auto& [share, amount] : written.shares) whole = add_share(expect, share, amount) && whole;
  for (const syntax::Name& reason : written.because) whole = add_reason(expect, reason) && whole;
  return whole;
}

}  // namespace huice::rules
