// Scenarios and targets: what is expected of a program, and of all applicants together.
#include "compiler/syntax/antlr/builder.h"

namespace huice::syntax::antlr {
namespace {

using P = PolicyParser;

}  // namespace

Scenario Builder::scenario(P::ScenarioContext* context) {
  Scenario scenario{name(context->name().back()), {}};
  for (auto* one : context->step()) {
    if (!whole(one)) continue;
    if (one->GIVEN() != nullptr) {
      scenario.steps.push_back({given(one)});
    } else {
      scenario.steps.push_back({expect(one)});
    }
  }
  return scenario;
}

Given Builder::given(P::StepContext* context) {
  Given given;
  given.span = span(context);
  for (auto* one : context->givenItem()) {
    if (one->EQUAL() != nullptr) {
      GivenValue value{name(one->name().back()), expression(one->expression()), {}};
      if (one->name().size() == 2) value.of = name(one->name(0));
      given.values.push_back(std::move(value));
    } else if (one->PAID() != nullptr) {
      if (first_time(given.paid.has_value(), one)) given.paid = PaidBefore{expression(one->expression()), one->BY() != nullptr ? std::optional(date(one->date())) : std::nullopt};
    } else if (first_time(given.as_of.has_value(), one)) {
      given.as_of = date(one->date());
    }
  }
  return given;
}

Expect Builder::expect(P::StepContext* context) {
  Expect expect;
  expect.status = name(context->name());
  expect.span = span(context);
  for (auto* one : context->expectation()) {
    if (one->BECAUSE() != nullptr) {
      for (auto* what : one->reason()) expect.because.push_back(reason(what));
    } else if (one->REACH() != nullptr) {
      if (first_time(expect.reach.has_value(), one)) expect.reach = expression(one->expression());
    } else if (one->BY() != nullptr) {
      if (first_time(expect.by.has_value(), one)) expect.by = date(one->date());
    } else if (one->FOR() != nullptr) {
      if (first_time(!expect.group.empty(), one)) expect.group = group(one->group());
    } else if (one->SHARE() != nullptr) {
      expect.shares.emplace_back(name(one->name()), expression(one->expression()));
    } else if (one->CEILING() != nullptr) {
      if (first_time(expect.ceiling.has_value(), one)) expect.ceiling = expression(one->expression());
    } else if (first_time(expect.pays.has_value(), one)) {
      expect.pays = expression(one->expression());
    }
  }
  return expect;
}

std::vector<Name> Builder::group(P::GroupContext* context) {
  std::vector<Name> parts;
  if (context->NUMBER() != nullptr) parts.push_back({text_.word(*context->NUMBER()->getSymbol()), span(context->NUMBER())});
  if (context->name() != nullptr) parts.push_back(name(context->name()));
  if (context->STRING() != nullptr) parts.push_back({text(context->STRING()), span(context->STRING())});
  return parts;
}

/// `growth`, `range@pay`, `limit:uscc`
Name Builder::reason(P::ReasonContext* context) {
  if (context->STRING() != nullptr) return {text(context->STRING()), span(context)};
  std::string word = name(context->name(0)).text;
  if (context->name().size() == 2) word += (context->COLON() != nullptr ? ":" : context->DOT() != nullptr ? "." : "@") + name(context->name(1)).text;
  return {word, span(context)};
}

Target Builder::target(P::TargetContext* context) {
  Target target;
  target.entity = name(context->name(1));
  for (auto* one : context->targetClause()) {
    if (!whole(one)) continue;
    if (one->cites() != nullptr) {
      target.cites.push_back(cites(one->cites()));
    } else if (one->reach() != nullptr) {
      target.reach.push_back(reach(one->reach()));
    } else if (first_time(target.dated.has_value(), one)) {
      target.dated = name(one->name());
    }
  }
  return target;
}

Reach Builder::reach(P::ReachContext* context) {
  Reach reach;
  reach.span = span(context);
  for (auto* one : context->reachOption()) option(one, reach);
  const ExprId value = expression(context->expression(0));
  if (context->FROM() != nullptr) {
    reach.value = value;
    reach.threshold = expression(context->expression(1));
    reach.to = expression(context->expression(2));
  } else if (context->ABOUT() != nullptr) {
    reach.value = value;
    reach.about = expression(context->expression(1));
    if (context->WITHIN() != nullptr) reach.within = expression(context->expression(2));
  } else if (const auto* compared = std::get_if<Compare>(&tree_.exprs[value].node)) {
    reach.value = compared->left;
    reach.op = compared->op;
    reach.threshold = compared->right;
  } else {
    reach.value = value;
  }
  return reach;
}

void Builder::option(P::ReachOptionContext* context, Reach& reach) {
  switch (context->start->getType()) {
    case P::BY:
      if (first_time(reach.by.has_value(), context)) reach.by = date(context->date());
      return;
    case P::DURING:
      if (first_time(reach.during.has_value(), context)) reach.during = date_range(context->dateRange());
      return;
    case P::EACH:
    case P::EACH_YEAR:
      first_time(reach.each_year, context);
      reach.each_year = true;
      return;
    case P::TENTATIVE: reach.tentative = true; return;
    default:
      if (!first_time(reach.for_each.has_value(), context)) return;
      reach.for_each = name(context->name(0));
      if (context->IN() != nullptr) reach.in_list = name(context->name(1));
      return;
  }
}

}  // namespace huice::syntax::antlr
