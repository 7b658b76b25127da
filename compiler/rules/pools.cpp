// Pools, and how measures are paid: `pool`, `paid from`, `share`.
#include <algorithm>
#include <map>

#include "compiler/rules/describe.h"
#include "compiler/rules/settle.h"
#include "compiler/rules/steps.h"
#include "compiler/rules/walk.h"

namespace huice::rules {
namespace {

const Type percent_type{.kind = Kind::number, .share = Share::percent};

// ---- Pools ----------------------------------------------------------------------------------------------------------

/// Money that depends neither on rows nor on days.
Maybe check_pool_amount(Checker& checker, syntax::ExprId written) {
  Maybe amount = check_as(checker, Scope{}, written, money_type());
  if (!amount) return {};
  bool varies = false;
  visit_reachable(checker.program, *amount, [&](const Expr& part) {
    const auto* use = std::get_if<ParameterValue>(&part.node);
    if (!use) return;
    const auto& values = checker.program.parameters[use->parameter].values;
    varies = varies || std::any_of(values.begin(), values.end(), [](const auto& dated) { return dated.from.has_value(); });
  });
  if (!varies) return amount;
  checker.report(Fault::pool_amount_varies, checker.expr(*amount).span).hint("use a parameter without dates", "请用不分日期的参数");
  return {};
}

/// The amounts of the quota's arms by member of `choice`.
std::optional<Pool::Quota> check_quota(Checker& checker, const syntax::Quota& written, const Type& type) {
  const Choice& choice = checker.program.choices[type.choice];
  Pool::Quota quota{written.category.text, type.choice, {}};
  std::vector<std::optional<ExprId>> amounts(choice.members.size());
  std::vector<Span> places(choice.members.size());
  Maybe otherwise;
  bool whole = true;
  for (const syntax::MatchArm& arm : written.arms) {
    Maybe amount = check_pool_amount(checker, arm.value);
    whole = whole && amount;
    if (arm.keys.empty()) {
      if (&arm != &written.arms.back()) checker.report(Fault::otherwise_not_last, arm.span);
      otherwise = amount;
    }
    for (syntax::ExprId key : arm.keys) {
      Maybe member = check_constant(checker, key, &type);
      const auto* code = member ? std::get_if<ChoiceValue>(&checker.expr(*member).node) : nullptr;
      whole = whole && code;
      if (!code) continue;
      if (amounts[code->code]) report_duplicate(checker, {choice.members[code->code].name, checker.expr(*member).span}, places[code->code]);
      amounts[code->code] = amount;
      places[code->code] = checker.expr(*member).span;
    }
  }
  std::string missing;
  for (size_t i = 0; i < amounts.size() && whole; ++i) {
    if (!amounts[i] && !otherwise) missing += (missing.empty() ? "" : ", ") + choice.members[i].name;
    else quota.amounts.push_back(amounts[i] ? *amounts[i] : *otherwise);
  }
  if (!missing.empty()) checker.report(Fault::missing_case, written.span, {{"cases", missing}});
  if (!whole || !missing.empty()) return {};
  return quota;
}

void report_incomplete(Checker& checker, const Pool& pool, const char* en, const char* zh) {
  checker.report(Fault::pool_incomplete, pool.span, {{"what", en}, {"what_zh", zh}});
}

void check_pool(Checker& checker, PoolId id) {
  const syntax::Item& item = *checker.pool_items[id.value];
  const auto& written = std::get<syntax::Pool>(item.node);
  Pool& pool = checker.program.pools[id];
  for (const syntax::Cites& cites : written.cites) {
    if (auto citation = check_citation(checker, cites)) pool.citations.push_back(std::move(*citation));
  }
  if (written.in_force) pool.in_force = check_in_force(checker, *written.in_force);
  if (written.order_by) pool.order_by = written.order_by->text;
  if (!written.total) report_incomplete(checker, pool, "`total`", "“总额”");
  if (written.exhausted) {
    pool.exhausted = *written.exhausted == syntax::Exhausted::stop      ? Exhausted::stop
                     : *written.exhausted == syntax::Exhausted::partial ? Exhausted::partial
                                                                        : Exhausted::prorate;
  }
  if (written.total) pool.total = check_pool_amount(checker, *written.total);
}

// ---- Who is paid from them ------------------------------------------------------------------------------------------

struct Paying {
  Checker& checker;
  MeasureId id;
  const CheckedBody& body;
  Measure& measure;
  std::map<PoolId, bool>& used;

  std::optional<FieldIndex> order_of(const syntax::Pool& written) {
    const auto field = check_settlement_field(checker, id, *written.order_by);
    if (!field) return {};
    const Type& type = checker.program.entities[measure.entity].fields[*field].type;
    if (type.kind == Kind::date || type.kind == Kind::datetime) return field;
    report_mismatch(checker, written.order_by->span, type, Type{.kind = Kind::datetime});
    return {};
  }

  std::optional<FieldIndex> category_of(Pool& pool, const syntax::Quota& written) {
    const auto field = check_settlement_field(checker, id, written.category);
    if (!field) return {};
    const Type type = checker.program.entities[measure.entity].fields[*field].type;
    if (type.kind != Kind::choice || (pool.quota && pool.quota->choice != type.choice)) {
      const Bilingual is = describe(checker.program, type);
      checker.report(Fault::settlement_key, written.category.span,
                     {{"field", written.category.text}, {"why", "it is " + is.en + ", not the same `one of` everywhere"}, {"why_zh", "其类型是" + is.zh + "，不是各处相同的单选"}});
      return {};
    }
    if (!pool.quota) pool.quota = check_quota(checker, written, type);
    return field;
  }

  void operator()(const syntax::PaidFrom& written) {
    auto found = find_declared(checker, written.pool, NameKind::pool);
    if (!found || !check_paying(checker, id, written.span, "`paid from`", "“出自”")) return;
    PaidFrom made{PoolId{*found}, {}, {}, {}, written.span};
    Pool& pool = checker.program.pools[made.pool];
    used[made.pool] = true;
    const auto& source = std::get<syntax::Pool>(checker.pool_items[*found]->node);
    if (source.order_by) made.order = order_of(source);
    if (source.quota) made.category = category_of(pool, *source.quota);
    if (written.share) {
      const auto share = std::find_if(measure.shares.begin(), measure.shares.end(), [&](const SharePart& part) { return part.name == written.share->text; });
      if (share == measure.shares.end()) {
        checker.report(Fault::unknown_share, written.share->span, {{"name", written.share->text}, {"measure", measure.name}});
        return;
      }
      made.share = static_cast<size_t>(share - measure.shares.begin());
    }
    const auto read = [&](FieldIndex field) { return read_field(checker, measure.entity, field, written.span, false); };
    if (made.order) require_known(checker, measure, read(*made.order), "order");
    if (made.category) require_known(checker, measure, read(*made.category), "quota");
    std::vector<ExprId> amounts;
    if (pool.total) amounts.push_back(*pool.total);
    if (pool.quota) amounts.insert(amounts.end(), pool.quota->amounts.begin(), pool.quota->amounts.end());
    for (ExprId amount : amounts) {  // an external one must be supplied
      if (!fold(checker.program, amount)) require_known(checker, measure, amount, "pool");
    }
    if (pool.in_force) measure.settled_by_day = true;
    measure.paid_from = made;
  }

  // ---- Shares -------------------------------------------------------------------------------------------------------

  void operator()(const syntax::Share& written) {
    if (!check_paying(checker, id, written.span, "`share`", "“分担”")) return;
    bool whole = true, constant = true;
    const syntax::SharePart* rest = nullptr;
    Rational sum = 0;
    std::vector<SharePart> parts;
    for (const syntax::SharePart& part : written.parts) {
      for (const syntax::SharePart& other : written.parts) {
        if (&other == &part) break;
        if (other.name.text == part.name.text) report_duplicate(checker, part.name, other.name.span);
      }
      SharePart made{part.name.text, {}};
      if (part.value) {
        made.part = check_as(checker, body.scope, *part.value, percent_type);
        whole = whole && made.part && has_step(*made.part);
        const auto value = made.part ? fold(checker.program, *made.part) : std::nullopt;
        constant = constant && value;
        if (value) sum += std::get<Rational>(*value);
      } else if (rest) {
        checker.report(Fault::two_rests, part.name.span).also(rest->name.span, "the first one", "前一处");
        whole = false;
      } else {
        rest = &part;
      }
      parts.push_back(std::move(made));
    }
    if (!whole) return;
    if (sum > 1 || (!rest && (!constant || sum != 1))) {
      checker.report(Fault::shares_not_whole, written.span, {{"sum", show(sum, percent_type)}}).hint("let one of them be `rest`", "请让其中一方为“其余”");
      return;
    }
    for (const SharePart& part : parts) {
      if (part.part && !fold(checker.program, *part.part)) require_known(checker, measure, *part.part, "share");
    }
    measure.shares = std::move(parts);
  }

  bool has_step(ExprId part) {
    const Entity& entity = checker.program.entities[measure.entity];
    if (step_of(checker.program, part, [&](FieldIndex field) { return entity.fields[field].step; })) return true;
    checker.report(Fault::share_of_quotient, checker.expr(part).span).hint("round it: `… rounded down to 0.01%`", "请先取整：“… 取整 舍去 到 0.01%”");
    return false;
  }
};

}  // namespace

void check_pools(Checker& checker) {
  for (size_t i = 0; i < checker.program.pools.size(); ++i) check_pool(checker, Store<Pool>::id_at(i));
}

void check_shares(Checker& checker) {
  std::map<PoolId, bool> used;
  for (size_t i = 0; i < checker.program.measures.size(); ++i) {
    const auto id = Store<Measure>::id_at(i);
    each_body(checker, id, [&](std::optional<uint32_t> version, const CheckedBody& body) {
      Paying paying{checker, id, body, body_of(checker, id, version), used};
      const syntax::MeasureClause *share = nullptr, *paid = nullptr;
      for (const auto* clause : body.clauses) {
        const bool is_share = std::holds_alternative<syntax::Share>(*clause), is_paid = std::holds_alternative<syntax::PaidFrom>(*clause);
        if (!is_share && !is_paid) continue;
        const syntax::MeasureClause*& first = is_share ? share : paid;
        const Span span = is_share ? std::get<syntax::Share>(*clause).span : std::get<syntax::PaidFrom>(*clause).span;
        if (first)
          checker.report(Fault::duplicate_clause, span, {{"clause", is_share ? "`share`" : "`paid from`"}, {"clause_zh", is_share ? "“分担”" : "“出自”"}});
        else
          first = clause;
      }
      // A share is known before the pool that is charged with it.
      if (share) paying(std::get<syntax::Share>(*share));
      if (paid) paying(std::get<syntax::PaidFrom>(*paid));
    });
  }
  for (size_t i = 0; i < checker.program.pools.size(); ++i) {
    const auto id = Store<Pool>::id_at(i);
    const Pool& pool = checker.program.pools[id];
    const bool says = std::get<syntax::Pool>(checker.pool_items[i]->node).exhausted.has_value();
    if (used.contains(id) && !says) report_incomplete(checker, pool, "`when exhausted`: stop, partial or prorate", "“用尽时”：停止、部分或按比例");
    // Texts also name money that no measure is said to be paid from.
    if (!used.contains(id) && pool.citations.empty() && !checker.sink.has_errors()) checker.report(Fault::unused_pool, pool.span, {{"pool", pool.name}});
  }
}

}  // namespace huice::rules
