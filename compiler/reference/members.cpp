// What comes from other rows: fields through references, aggregates over members, membership in lists.
#include "compiler/reference/members.h"

#include "compiler/reference/evaluate.h"
#include "compiler/reference/record.h"
#include "compiler/reference/trace.h"
#include "compiler/reference/view.h"

namespace huice::reference {

Evaluated Evaluator::node(const rules::ReferredValue& it) {
  Evaluated reference = evaluate(it.reference);
  if (!reference.known()) return reference;
  Evaluated result;
  if (cells[it.column]) {
    result = Evaluated::of(*cells[it.column]);
  } else if (it.fallback) {
    result = evaluate(*it.fallback);
  } else {
    result.state = State::missing;
    result.missing.set(prepared.input_of[it.column]);
  }
  result.capped |= reference.capped;
  return result;
}

Evaluated Evaluator::node(const rules::AggregateValue& it) {
  const rules::Aggregate& aggregate = prepared.program.aggregates[it.aggregate];
  const Rational* count = cells[aggregate.count] ? std::get<const Rational*>(*cells[aggregate.count]) : nullptr;
  if (trace && count) trace->counts[it.aggregate] = count->get_num();
  if (cells[aggregate.error]) {
    const auto error = static_cast<uint16_t>(std::get<const Rational*>(*cells[aggregate.error])->get_num().get_ui());
    if (error != 0) {
      const rules::Sites inner = rules::sites_of(prepared.program, aggregate.rows);
      const uint16_t site = rules::outer_site(prepared.sites, inner, error & 4095, site_);
      return Evaluated::failed(static_cast<uint16_t>((error & ~4095) | site));
    }
  }
  Evaluated result;
  const MemberSet causes = cells[aggregate.causes] ? std::get<MemberSet>(*cells[aggregate.causes]) : MemberSet{};
  for (unsigned bit = 0; bit < aggregate.cause_names.size(); ++bit) {
    if (!causes.has(bit)) continue;
    result.state = State::missing;
    result.missing.set(prepared.input_of[aggregate.cause_names[bit]]);
  }
  if (!result.is_missing() && !cells[aggregate.value]) {  // nobody has looked for members
    result.state = State::missing;
    result.missing.set(prepared.input_of[aggregate.cause_names.front()]);
  }
  if (result.is_missing()) return result;
  result.value = cells[aggregate.value].value();
  if (aggregate.kind != rules::AggregateKind::average) return result;
  Rational& average = numbers.next();
  average = *std::get<const Rational*>(result.value) / (count && *count > 1 ? *count : Rational(1));
  result.value = &average;
  return result;
}

Evaluated Evaluator::node(const rules::ListMember& it) {
  Evaluated item = evaluate(it.item);
  if (!item.known()) {
    if (!it.at) return item;
    Evaluated at = evaluate(*it.at);
    return join(item, at);
  }
  std::optional<Date> day = date;
  Evaluated result = item;
  if (it.at) {
    Evaluated at = evaluate(*it.at);
    result = join(item, at);
    if (!result.known()) return result;
    day = day_of(at.value);
  }
  const TextList& entries = *prepared.program.lists[it.list].entries;
  const auto text = std::get<std::string_view>(item.value);
  result.value = !entries.dated() ? entries.contains(text) : day && entries.contains(text, *day);
  return result;
}

// ---- Members one by one ---------------------------------------------------------------------------------------------

namespace {

constexpr uint64_t no_members = 1;  // the cause that names the members' entity

/// Everything that the rows so far amount to.
struct Gathered {
  bool any_row = false, decided = false;  // decided: a false of `all`, a true of `any`
  uint64_t count = 0, causes = 0;
  uint16_t error = 0;
  Rational sum, least, most;
};

/// Whether a row is in the group, as far as is known; `causes`: of what is missing.
struct Belonging {
  bool outside = false;
  uint64_t causes = 0;
};

bool is_in(const rules::Program& program, const rules::Bucket& bucket, const Value& value, const GroupName& group) {
  switch (bucket.by) {
    case rules::Bucket::By::choice:
      return std::get<uint16_t>(value) == group.item;
    case rules::Bucket::By::list:
      return std::get<std::string>(value) == program.lists[bucket.list].names.at(group.item.value());
    case rules::Bucket::By::year:
      return civil(day_of(view_of(value))).year == group.year;
  }
  return false;
}

Belonging belonging(const rules::Program& program, const rules::Aggregate& aggregate, const Row& row, const GroupName& group) {
  Belonging result;
  for (const rules::Bucket& bucket : aggregate.buckets) {
    const auto& value = row.fields[bucket.field];
    if (!value) result.causes |= uint64_t{1} << bucket.cause;
    else if (!is_in(program, bucket, *value, group)) result.outside = true;
  }
  return result;
}

/// `all` and `any` are settled by one row, whatever the others.
void add_truth(Gathered& all, const Prepared& prepared, const rules::Aggregate& aggregate, const Evaluated& row) {
  if (row.known() && row.boolean() == (aggregate.kind == rules::AggregateKind::any)) all.decided = true;
  if (row.known()) ++all.count;
  if (row.is_error() && all.error == 0) all.error = row.error;
  for (size_t i = 0; i < prepared.inputs.size(); ++i) {
    if (row.is_missing() && row.missing.test(i) && aggregate.cause_of[i]) all.causes |= uint64_t{1} << *aggregate.cause_of[i];
  }
}

/// The day on which a row's rules are read; its cause where it is missing.
Evaluated day_of_row(const Prepared& prepared, const rules::Aggregate& aggregate, Evaluator& evaluator, std::optional<Date> as_of) {
  evaluator.date = as_of;
  if (!aggregate.rows.dated) return Evaluated::of(true);
  Evaluated day;
  const auto& fallback = prepared.entity.fields[*aggregate.rows.dated].fallback;
  if (evaluator.cells[*aggregate.rows.dated]) {
    day = Evaluated::of(*evaluator.cells[*aggregate.rows.dated]);
  } else if (fallback) {
    day = evaluator.evaluate(*fallback);
  } else {
    day.state = State::missing;
    day.missing.set(prepared.input_of[*aggregate.rows.dated]);
  }
  if (day.known()) evaluator.date = day_of(day.value);
  return day.known() ? Evaluated::of(true) : day;
}

void add_row(Gathered& all, const rules::Aggregate& aggregate, const Prepared& prepared, const Row& member, std::optional<Date> as_of,
             const Belonging& belongs) {
  Evaluator evaluator(prepared, nullptr);
  for (uint32_t field : prepared.inputs) {
    if (member.fields[field]) evaluator.cells[field] = view_of(*member.fields[field]);
  }
  all.any_row = true;
  if (belongs.outside) return;
  Evaluated row = day_of_row(prepared, aggregate, evaluator, as_of);
  if (row.known() && !aggregate.rows.conditions.empty()) row = evaluator.evaluate_at(rules::Sites::condition(0), aggregate.rows.conditions[0].test);
  const bool truth = aggregate.kind == rules::AggregateKind::all || aggregate.kind == rules::AggregateKind::any;
  if (truth && belongs.causes == 0) return add_truth(all, prepared, aggregate, row);
  if (row.is(truth && aggregate.kind == rules::AggregateKind::all)) return;
  if (belongs.causes != 0 && !row.is_error()) all.causes |= belongs.causes;
  if (!truth && row.known() && aggregate.rows.pay) row = evaluator.evaluate_at(rules::Sites::pay, aggregate.rows.pay->amount);
  if (!row.known()) return add_truth(all, prepared, aggregate, row);
  if (belongs.causes != 0) return;
  ++all.count;
  if (!aggregate.rows.pay) return;
  const Rational& value = row.number();
  all.sum += value;
  if (all.count == 1 || value < all.least) all.least = value;
  if (all.count == 1 || value > all.most) all.most = value;
}

Value value_of(const rules::Program& program, const rules::Aggregate& aggregate, const Gathered& all) {
  const rules::Type& type = program.entities[aggregate.owner].fields[aggregate.value].type;
  const auto number = [&](const Rational& value) -> Value {
    if (type.kind == rules::Kind::date) return Date{static_cast<int32_t>(value.get_num().get_si())};
    return value;
  };
  switch (aggregate.kind) {
    case rules::AggregateKind::count:
      return Rational(Integer(static_cast<unsigned long>(all.count)));
    case rules::AggregateKind::sum:
    case rules::AggregateKind::average:
      return all.sum;
    case rules::AggregateKind::min:
      return number(all.least);
    case rules::AggregateKind::max:
      return number(all.most);
    case rules::AggregateKind::all:
      return !all.decided;
    case rules::AggregateKind::any:
      return all.decided;
  }
  return false;
}

/// What is missing where no row at all, or none that counts, leaves nothing to aggregate.
bool nothing_to_aggregate(rules::AggregateKind kind, const Gathered& all) {
  if (kind == rules::AggregateKind::count) return false;
  if (!all.any_row) return true;
  const bool of_none = kind == rules::AggregateKind::sum || kind == rules::AggregateKind::all || kind == rules::AggregateKind::any;
  return !of_none && all.count == 0;
}

}  // namespace

Gatherer::Gatherer(const rules::Program& program, rules::AggregateId id) : program_(program), aggregate_(program.aggregates[id]) {
  const auto inputs = rules::inputs_of(program, aggregate_.rows);
  prepared_ = std::make_unique<Prepared>(program, aggregate_.rows, program.entities[aggregate_.member], inputs);
}
Gatherer::Gatherer(Gatherer&&) noexcept = default;
Gatherer::~Gatherer() = default;

void Gatherer::fill(const std::vector<Row>& members, Row& owner, const GroupName& group, bool lost) const {
  const rules::Aggregate& aggregate = aggregate_;
  Gathered all;
  if (lost) all.causes = no_members;
  for (const Row& member : members) add_row(all, aggregate, *prepared_, member, owner.as_of, belonging(program_, aggregate, member, group));
  if (all.decided) all.error = 0, all.causes = 0;
  if (all.causes == 0 && nothing_to_aggregate(aggregate.kind, all)) all.causes = no_members;
  owner.fields[aggregate.count] = Rational(Integer(static_cast<unsigned long>(all.count)));
  owner.fields[aggregate.error] = Rational(all.error);
  owner.fields[aggregate.causes] = MemberSet{all.causes};
  owner.fields[aggregate.value] = value_of(program_, aggregate, all);
}

void fill_aggregate(const rules::Program& program, rules::AggregateId id, const std::vector<Row>& members, Row& owner, const GroupName& group,
                    bool lost) {
  Gatherer(program, id).fill(members, owner, group, lost);
}

}  // namespace huice::reference
