#include <algorithm>
#include <map>

#include "compiler/program/kernels.h"
#include "compiler/program/terms.h"
#include "compiler/reference/columns.h"
#include "compiler/reference/constant.h"
#include "compiler/rules/sites.h"
#include "compiler/scenarios/batches.h"
#include "compiler/scenarios/engine.h"
#include "runtime/decisions/decisions.h"
#include "runtime/engine/groups.h"
#include "runtime/engine/tallies.h"

namespace huice::scenarios {
namespace {

using Values = std::vector<std::optional<reference::Value>>;

/// What is made anew for other values of the external parameters that it depends on.
template <class Made>
class ByParameters {
 public:
  template <class Make>
  const Made& get(const Values& values, Make make) {
    for (const auto& [known, made] : made_) {
      if (known == values) return *made;
    }
    made_.emplace_back(values, std::make_unique<Made>(make()));
    return *made_.back().second;
  }

 private:
  std::vector<std::pair<Values, std::unique_ptr<Made>>> made_;
};

program::KernelOptions options_of(std::optional<std::string> cache) {
  program::KernelOptions options;
  options.cache = std::move(cache);
  options.lasting = false;
  options.fallback = false;
  return options;
}

/// Column n of the row of a batch of one.
std::vector<bool> bits(const uint64_t* columns, size_t count) {
  std::vector<bool> bits(count);
  for (size_t i = 0; i < count; ++i) bits[i] = (columns[i * HUICE_BATCH_WORDS] & 1) != 0;
  return bits;
}

class MachineEngine final : public Engine {
 public:
  MachineEngine(const program::Program& program, std::optional<std::string> cache)
      : program_(program),
        schemas_(schemas_of(program)),
        numbers_(program::settlement_numbers(program.rules)),
        make_measure_(program::kernels_of(program, options_of(cache))),
        make_member_(program::members_of(program, options_of(cache))),
        make_number_(program::numbers_of(program, options_of(cache))) {
    // No external parameter has a value yet.
    const rules::Program& rules = program.rules;
    for (size_t i = 0; i < rules.aggregates.size(); ++i) {
      const rules::Aggregate& aggregate = rules.aggregates[Store<rules::Aggregate>::id_at(i)];
      read_by_member_.push_back(rules::unsupplied_of(rules, aggregate.rows));
      add(read_by_owner_[aggregate.owner.value], read_by_member_.back());
    }
    for (size_t i = 0; i < rules.measures.size(); ++i) {
      const rules::Measure& measure = rules.measures[Store<rules::Measure>::id_at(i)];
      read_by_measure_.push_back(rules::unsupplied_of(rules, measure));
      add(read_by_measure_.back(), read_by_owner_[measure.entity.value]);
    }
    for (const rules::Measure& number : numbers_) {
      read_by_number_.push_back(rules::unsupplied_of(rules, number));
      add(read_by_number_.back(), read_by_owner_[number.entity.value]);
    }
  }

  reference::Decision decide(rules::MeasureId id, const reference::Row& row) override {
    const catalogue::Measure& words = program_.catalogue.measures.at(id.value);
    reference::Decision none;
    none.failed.resize(words.conditions.size());
    none.missing.resize(words.inputs.size());
    const Compiled& compiled = measures_[id.value].get(values(read_by_measure_.at(id.value)), [&] {
      const batch::Schema& schema = owner_schema(words.entity);
      return Compiled{schema, make_measure_(id.value, schema)};
    });
    decisions::Decisions decided(words);
    if (!run(compiled, words.entity, row, decided)) return none;
    const huice_decisions view = decided.view();
    reference::Decision decision{decided.status(0), decided.amount(0), {}, decided.error(0), decided.capped(0), bits(view.failed, words.conditions.size()),
                                 bits(view.missing, words.inputs.size())};
    if (decided.has_ceiling(0)) decision.ceiling = decided.ceiling(0);
    return decision;
  }

  /// Which version decided, and when and for whom, follows from the row; amounts are the kernels'.
  std::optional<settlement::Claim> claim(const Catalogue& catalogue, const reference::Numbers& numbers, rules::MeasureId id, const reference::Row& row,
                                         uint64_t position) override {
    auto claim = reference::claim_of(program_.rules, catalogue, numbers, id, row, position);
    if (!claim) return claim;
    const reference::Decision decision = decide(id, row);
    if (decision.status != Status::eligible || decision.amount == 0) return std::nullopt;
    const settlement::Terms& terms = catalogue.settlement;
    const Rational step(static_cast<long>(terms.step_num), static_cast<unsigned long>(terms.step_den));
    claim->amount = Rational(decision.amount * program_.rules.measures[id].rounding.unit / step).get_num().get_si();
    for (auto& [number, value] : claim->numbers) value = number_of(number, catalogue.measures[id.value].entity, row);
    return claim;
  }

  void fill(rules::AggregateId id, const std::vector<reference::Row>& members, reference::Row& owner) override {
    const catalogue::Aggregate& words = program_.catalogue.aggregates.at(id.value);
    if (!supplied(id.value)) return;  // nothing that is tried reads it
    const Result<engine::MemberKernel>& kernel = member(id.value);
    if (!kernel) return fail(kernel.failure());
    engine::Groups groups(words, kernel.value().layout, 1);
    decisions::Decisions decided(words.rows);
    for (size_t first = 0; first < members.size(); first += HUICE_BATCH_ROWS) {
      std::vector<reference::Row> part(members.begin() + static_cast<ptrdiff_t>(first), members.begin() + static_cast<ptrdiff_t>(end_of(first, members)));
      for (reference::Row& row : part) row.as_of = owner.as_of;
      const batch::Batch batch = batch_of(program_.catalogue, words.member, schemas_[words.member], part.data(), part.size());
      huice_decisions out = decided.view();
      if (const Outcome outcome = kernel.value().kernel->decide(batch.view(), out); !outcome) return fail(outcome.failure());
      const std::vector<uint32_t> owners(static_cast<size_t>(batch.rows()));
      groups.add(owners, decided, 0, owners.size());
    }
    const batch::Schema& schema = owner_schema(words.owner);
    std::vector<bool> bound(schema.fields.size());
    for (const uint32_t field : {words.value, words.count, words.error, words.causes}) bound[field] = true;
    batch::Batch batch(schema, bound);
    batch.set_rows(1);
    groups.put({0}, batch);
    take(schema, batch, owner);
  }

  void fill(rules::TargetId target, size_t reach, const std::vector<reference::Row>& rows, const GroupName& name, reference::Row& group) override {
    const catalogue::Target& words = program_.catalogue.targets.at(target.value);
    const uint32_t at = words.reaches.at(reach);
    engine::Tallies tallies(program_.catalogue, schemas_, [&](uint32_t aggregate, const batch::Schema&) { return member(aggregate); });
    const plan::Tally step{{at}};
    if (const Outcome outcome = tallies.start(step, schemas_[words.entity]); !outcome) return fail(outcome.failure());
    for (size_t first = 0; first < rows.size(); first += HUICE_BATCH_ROWS) {
      const size_t count = end_of(first, rows) - first;
      const batch::Batch batch = batch_of(program_.catalogue, words.entity, schemas_[words.entity], rows.data() + first, count);
      batch::Rows counted;
      for (size_t i = 0; i < count; ++i) counted.add({});
      if (const Outcome outcome = tallies.add(step, counted, batch); !outcome) return fail(outcome.failure());
    }
    const batch::Schema schema = tallies.schema(at);
    batch::Batch batch(schema, std::vector<bool>(schema.fields.size(), true));
    batch.set_rows(1);
    tallies.put(at, name, batch, 0);
    take(schema, batch, group);
  }

  const std::optional<Failure>& failure() const override { return failure_; }

 private:
  using Kernel = std::shared_ptr<const engine::Kernel>;
  struct Compiled {
    const batch::Schema& schema;
    Result<Kernel> kernel;
  };

  template <class Rows>
  static size_t end_of(size_t first, const Rows& rows) {
    return std::min(first + HUICE_BATCH_ROWS, rows.size());
  }

  /// Columns that the batch's only row has.
  static void take(const batch::Schema& schema, const batch::Batch& batch, reference::Row& into) {
    reference::Row row = reference::row_of(schema, batch.view(), 0);
    for (size_t f = 0; f < row.fields.size(); ++f) {
      if (row.fields[f]) into.fields[f] = std::move(row.fields[f]);
    }
  }

  void fail(const Failure& failure) {
    if (!failure_) failure_ = failure;
  }

  using Parameters = std::vector<rules::ParameterId>;
  static void add(Parameters& all, const Parameters& more) { all.insert(all.end(), more.begin(), more.end()); }

  /// As they are now.
  Values values(const Parameters& parameters) const {
    Values values;
    for (rules::ParameterId id : parameters) {
      const auto& dated = program_.rules.parameters[id].values;
      values.push_back(dated.empty() ? std::nullopt : reference::constant(program_.rules, dated.front().value));
    }
    return values;
  }
  bool supplied(uint32_t aggregate) const {
    const Parameters& read = read_by_member_.at(aggregate);
    return std::none_of(read.begin(), read.end(), [&](rules::ParameterId id) { return program_.rules.parameters[id].values.empty(); });
  }

  const Result<engine::MemberKernel>& member(uint32_t aggregate) {
    return members_[aggregate].get(values(read_by_member_.at(aggregate)),
                                   [&] { return make_member_(aggregate, schemas_[program_.catalogue.aggregates[aggregate].member]); });
  }

  /// The entity's columns of aggregates are as fine as what members give.
  const batch::Schema& owner_schema(uint32_t entity) {
    return owners_[entity].get(values(read_by_owner_[entity]), [&] {
      batch::Schema schema = schemas_[entity];
      for (uint32_t a = 0; a < program_.catalogue.aggregates.size(); ++a) {
        const catalogue::Aggregate& words = program_.catalogue.aggregates[a];
        if (words.owner != entity || schema.fields[words.value].kind != batch::Kind::number || !supplied(a)) continue;
        const Result<engine::MemberKernel>& kernel = member(a);
        if (kernel) refine(schema.fields[words.value], step_of(kernel.value().layout));
        else fail(kernel.failure());
      }
      return schema;
    });
  }

  bool run(const Compiled& compiled, uint32_t entity, const reference::Row& row, decisions::Decisions& decided) {
    if (!compiled.kernel) fail(compiled.kernel.failure());
    if (failure_) return false;
    const batch::Batch batch = batch_of(program_.catalogue, entity, compiled.schema, &row, 1);
    huice_decisions out = decided.view();
    if (const Outcome outcome = compiled.kernel.value()->decide(batch.view(), out); !outcome) fail(outcome.failure());
    return !failure_;
  }

  /// A number of settlement that differs from row to row: below 0 nothing is left, beyond int64 there is always enough.
  int64_t number_of(uint32_t number, uint32_t entity, const reference::Row& row) {
    const Compiled& compiled = settling_[number].get(values(read_by_number_.at(number)), [&] {
      const batch::Schema& schema = owner_schema(entity);
      return Compiled{schema, make_number_(number, schema)};
    });
    catalogue::Measure shape;
    shape.inputs = rules::inputs_of(program_.rules, numbers_.at(number));
    decisions::Decisions decided(shape);
    if (!run(compiled, entity, row, decided)) return 0;
    return static_cast<int64_t>(std::clamp<__int128>(decided.member_value(0), 0, INT64_MAX));
  }

  const program::Program& program_;
  const std::vector<batch::Schema> schemas_;
  const std::vector<rules::Measure> numbers_;
  const program::MakeKernel make_measure_;
  const engine::MakeMember make_member_;
  const engine::MakeNumber make_number_;
  std::vector<Parameters> read_by_member_, read_by_measure_, read_by_number_;  // external ones
  std::map<uint32_t, Parameters> read_by_owner_;                               // by its aggregates
  std::map<uint32_t, ByParameters<batch::Schema>> owners_;
  std::map<uint32_t, ByParameters<Compiled>> measures_, settling_;
  std::map<uint32_t, ByParameters<Result<engine::MemberKernel>>> members_;
  std::optional<Failure> failure_;
};

}  // namespace

std::unique_ptr<Engine> machine_engine(const program::Program& program, std::optional<std::string> cache) {
  return std::make_unique<MachineEngine>(program, std::move(cache));
}

}  // namespace huice::scenarios
