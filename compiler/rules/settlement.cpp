// Settlement: limits and choices, with the measures that they cover. What they need of a row must be known, or the row is
// undetermined: every such value becomes a hidden condition of the measure.
#include <algorithm>

#include "compiler/rules/describe.h"
#include "compiler/rules/settle.h"

namespace huice::rules {

Measure& body_of(Checker& checker, MeasureId id, std::optional<uint32_t> version) {
  Measure& measure = checker.program.measures[id];
  return version ? measure.versions.at(*version) : measure;
}

void each_body(Checker& checker, MeasureId id, const std::function<void(std::optional<uint32_t>, const CheckedBody&)>& each) {
  const bool versions = !checker.program.measures[id].versions.empty();
  const auto& bodies = checker.bodies[id.value];
  for (uint32_t i = 0; i < bodies.size(); ++i) each(versions ? std::optional(i) : std::nullopt, bodies[i]);
}

void require_known(Checker& checker, Measure& body, ExprId value, const std::string& site) {
  const Expr read = checker.expr(value);
  const Type truth{.kind = Kind::boolean};
  Maybe test;
  if (read.type.kind == Kind::boolean) {
    Maybe no = make(checker, Not{value}, truth, read.span);
    test = no ? make(checker, Logic{LogicOp::disjunction, value, *no}, truth, read.span) : Maybe{};
  } else {
    test = make(checker, Compare{CompareOp::equal, value, value}, truth, read.span);
  }
  if (!test) return;
  const auto same = [&](const Condition& known) {
    if (!known.hidden) return false;
    const auto *one = std::get_if<Compare>(&checker.expr(known.test).node), *two = std::get_if<Compare>(&checker.expr(*test).node);
    if (!one || !two) return false;
    const auto *a = std::get_if<FieldValue>(&checker.expr(one->left).node), *b = std::get_if<FieldValue>(&read.node);
    return a && b && a->field == b->field;
  };
  if (std::any_of(body.conditions.begin(), body.conditions.end(), same)) return;
  body.conditions.push_back({site, site, *test, {}, read.span, true});
}

std::optional<FieldIndex> check_settlement_field(Checker& checker, MeasureId id, const syntax::Name& name) {
  const EntityId entity = checker.program.measures[id].entity;
  if (!entity.valid()) return {};
  const auto hit = find_field(checker, entity, name.text);
  if (!hit) {
    report_unknown(checker, name, field_names(checker, entity));
    return {};
  }
  if (hit->broken) return {};
  const Field& field = checker.program.entities[entity].fields[hit->index];
  const bool set = field.type.kind == Kind::set;
  if (!set && !field.fallback) return hit->index;
  const Bilingual why = set ? Bilingual{"it holds sets", "其值为多选"} : Bilingual{"rows without it would count as one, for it has a default", "该字段有缺省值，未填的各行会被视为同一个"};
  checker.report(Fault::settlement_key, name.span, {{"field", name.text}, {"why", why.en}, {"why_zh", why.zh}}).also(field.span, "declared here", "在此声明");
  return {};
}

namespace {
/// A faulty `pay` is not asked for a second time.
bool writes_pay(const std::vector<syntax::MeasureClause>& clauses) {
  return std::any_of(clauses.begin(), clauses.end(), [](const auto& clause) {
    const auto* version = std::get_if<syntax::Version>(&clause);
    return std::holds_alternative<syntax::Pay>(clause) || (version && writes_pay(version->clauses));
  });
}
}  // namespace

bool check_paying(Checker& checker, MeasureId id, Span span, const char* en, const char* zh) {
  const Measure& measure = checker.program.measures[id];
  if (pays(measure)) return true;
  const auto& written = std::get<syntax::Measure>(checker.measure_items[id.value]->node);
  if (!writes_pay(written.clauses)) checker.report(Fault::nothing_to_settle, span, {{"measure", measure.name}, {"clause", en}, {"clause_zh", zh}});
  return false;
}

namespace {

/// The keys in every measure's entity; nothing, after a report, where there are none or they differ.
class Keys {
 public:
  Keys(Checker& checker, const syntax::Names& written) : checker_(checker), written_(written) {}

  std::optional<std::vector<FieldIndex>> of(MeasureId id) {
    std::vector<FieldIndex> fields;
    bool whole = true;
    for (size_t i = 0; i < written_.size(); ++i) {
      const auto field = check_settlement_field(checker_, id, written_[i]);
      whole = whole && field;
      if (!field) continue;
      fields.push_back(*field);
      whole = same_type(i, id, *field) && whole;
    }
    return whole ? std::optional(fields) : std::nullopt;
  }

 private:
  bool same_type(size_t key, MeasureId id, FieldIndex field) {
    const Entity& entity = checker_.program.entities[checker_.program.measures[id].entity];
    const Type& type = entity.fields[field].type;
    first_.resize(written_.size());
    if (!first_[key]) first_[key] = {&entity.name, type};
    const auto& [other, wanted] = *first_[key];
    // The texts of references are keys like any other texts.
    const auto text = [](const Type& of) { return of.kind == Kind::text || of.kind == Kind::reference; };
    if (type == wanted || (text(type) && text(wanted))) return true;
    const Bilingual is = describe(checker_.program, type), was = describe(checker_.program, wanted);
    checker_.report(Fault::settlement_keys_differ, written_[key].span,
                    {{"field", written_[key].text}, {"found", is.en}, {"found_zh", is.zh}, {"entity", entity.name}, {"wanted", was.en}, {"wanted_zh", was.zh}, {"other", *other}});
    return false;
  }

  Checker& checker_;
  const syntax::Names& written_;
  std::vector<std::optional<std::pair<const std::string*, Type>>> first_;
};

std::vector<std::string> texts(const syntax::Names& names) {
  std::vector<std::string> result;
  for (const syntax::Name& name : names) result.push_back(name.text);
  return result;
}

/// The measures that are named, each once.
std::vector<MeasureId> find_measures(Checker& checker, const syntax::Names& names) {
  std::vector<MeasureId> measures;
  for (size_t i = 0; i < names.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (names[j].text == names[i].text) report_duplicate(checker, names[i], names[j].span);
    }
    if (auto found = find_declared(checker, names[i], NameKind::measure)) measures.push_back(MeasureId{*found});
  }
  return measures;
}

void require_keys(Checker& checker, const Covered& covered) {
  Measure& body = body_of(checker, covered.measure, covered.version);
  for (FieldIndex key : covered.keys) require_known(checker, body, read_field(checker, body.entity, key, body.span, false), "per");
}

struct Limits {
  Checker& checker;
  const syntax::Limit& written;
  Limit made = {};
  std::optional<bool> counts = {};
  bool whole = true;

  bool check_form() {
    const Span span = written.amount ? checker.tree.exprs[*written.amount].span : written.span;
    if (written.keys.empty()) {
      checker.report(Fault::limit_without_key, span).hint("add `per KEY`", "请加“每 主键”");
      return false;
    }
    if (!written.once && !written.period) {
      checker.report(Fault::limit_without_period, span).hint("add `per year` or `in total`", "请加“每年”或“累计”");
      return false;
    }
    made.keys = texts(written.keys);
    made.once = written.once;
    made.period = written.period == syntax::LimitPeriod::per_year ? LimitPeriod::per_year : LimitPeriod::in_total;
    made.span = written.span;
    return true;
  }

  /// Money or a count, the same of all bodies.
  Maybe check_amount(const Scope& scope) {
    if (written.once) {
      counts = true;
      return make(checker, Number{1}, Type{}, written.span, {Rational(1), Rational(1)});
    }
    Maybe amount = check(checker, scope, *written.amount);
    if (!amount) return {};
    const Type& type = checker.type(*amount);
    const bool count = type.kind == Kind::number && type.dimension.none() && type.share == Share::none;
    if ((!count && type != money_type()) || (counts && *counts != count)) {
      const Bilingual is = describe(checker.program, type);
      checker.report(Fault::limit_type, checker.expr(*amount).span, {{"found", is.en}, {"found_zh", is.zh}});
      return {};
    }
    counts = count;
    return amount;
  }

  void cover(MeasureId id, std::optional<uint32_t> version, const std::vector<FieldIndex>& keys, const Scope& scope) {
    if (!body_of(checker, id, version).pay) return;
    Maybe amount = check_amount(scope);
    whole = whole && amount;
    if (!amount) return;
    made.over.push_back({id, version, keys, amount});
  }

  void finish() {
    if (!whole || made.over.empty()) return;
    made.counts = counts.value_or(false);
    for (const Covered& covered : made.over) {
      require_keys(checker, covered);
      if (made.period == LimitPeriod::per_year) body_of(checker, covered.measure, covered.version).settled_by_day = true;
      if (!fold(checker.program, *covered.amount)) require_known(checker, body_of(checker, covered.measure, covered.version), *covered.amount, "limit");
    }
    checker.program.limits.push_back(std::move(made));
  }
};

const char* word_en(const syntax::Limit& limit) { return limit.once ? "`once`" : "`limit`"; }
const char* word_zh(const syntax::Limit& limit) { return limit.once ? "“一次性”" : "“限额”"; }

/// A limit of a measure; `version`: written inside that one.
void check_limit_of(Checker& checker, MeasureId id, const syntax::Limit& written, std::optional<uint32_t> version) {
  Limits limits{checker, written};
  if (!check_paying(checker, id, written.span, word_en(written), word_zh(written)) || !limits.check_form()) return;
  const auto keys = Keys(checker, written.keys).of(id);
  if (!keys) return;
  each_body(checker, id, [&](std::optional<uint32_t> of, const CheckedBody& body) {
    if (!version || of == version) limits.cover(id, of, *keys, body.scope);
  });
  limits.finish();
}

/// A limit that stands alone: its amount may only read what all its measures have.
void check_limit(Checker& checker, const syntax::Limit& written) {
  Limits limits{checker, written};
  const auto measures = find_measures(checker, written.of);
  if (!limits.check_form() || measures.size() != written.of.size()) return;
  Keys keys(checker, written.keys);
  for (MeasureId id : measures) {
    const auto fields = keys.of(id);
    if (!check_paying(checker, id, written.span, "`limit`", "“限额”") || !fields) {
      limits.whole = false;
      continue;
    }
    each_body(checker, id, [&](std::optional<uint32_t> version, const CheckedBody& body) {
      Scope scope = body.scope;
      scope.lets = nullptr;
      limits.cover(id, version, *fields, scope);
    });
  }
  limits.finish();
}

void check_choose(Checker& checker, const syntax::Choose& written) {
  Choose made{written.kind == syntax::ChooseKind::highest ? ChooseKind::highest : ChooseKind::first, find_measures(checker, written.measures),
              texts(written.keys), {}, written.measures.front().span};
  if (made.measures.size() != written.measures.size()) return;
  if (made.measures.size() < 2) {
    checker.report(Fault::choose_between_one, written.measures.front().span);
    return;
  }
  Keys keys(checker, written.keys);
  bool whole = true;
  for (size_t i = 0; i < made.measures.size(); ++i) {
    const MeasureId id = made.measures[i];
    const auto fields = keys.of(id);
    whole = check_paying(checker, id, written.measures[i].span, "`choose`", "“择取”") && fields && whole;
    if (!whole) continue;
    each_body(checker, id, [&](std::optional<uint32_t> version, const CheckedBody&) {
      if (body_of(checker, id, version).pay) made.over.push_back({id, version, *fields, {}});
    });
  }
  if (!whole) return;
  for (const Covered& covered : made.over) require_keys(checker, covered);
  checker.program.chooses.push_back(std::move(made));
}

void check_clauses(Checker& checker, MeasureId id, const std::vector<syntax::MeasureClause>& clauses, std::optional<uint32_t> version) {
  uint32_t versions = 0;
  for (const auto& clause : clauses) {
    if (auto* limit = std::get_if<syntax::Limit>(&clause)) check_limit_of(checker, id, *limit, version);
    if (auto* own = std::get_if<syntax::Version>(&clause); own && !version) check_clauses(checker, id, own->clauses, versions++);
  }
}

}  // namespace

void check_settlement(Checker& checker) {
  check_pools(checker);
  check_shares(checker);
  uint32_t measures = 0;
  for (const syntax::File& file : checker.tree.files) {
    for (const syntax::Item& item : file.items) {
      if (auto* measure = std::get_if<syntax::Measure>(&item.node)) check_clauses(checker, MeasureId{measures++}, measure->clauses, {});
      if (auto* limit = std::get_if<syntax::Limit>(&item.node)) check_limit(checker, *limit);
      if (auto* choose = std::get_if<syntax::Choose>(&item.node)) check_choose(checker, *choose);
    }
  }
}

}  // namespace huice::rules
