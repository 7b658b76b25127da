#include "tests/properties/engines.h"

#include "compiler/machine/machine.h"
#include "compiler/reference/decide.h"
#include "runtime/engine/versions.h"
#include "tests/properties/decisions.h"
#include "tests/properties/ir_kernel.h"

namespace huice::properties {
namespace {

constexpr std::chrono::seconds deadline{60};  // measures take milliseconds; a busy machine takes longer

/// Stands behind machine code: a kernel that could not be compiled is a difference, not a slow path.
class NoFallback final : public engine::Kernel {
  Outcome decide(const huice_batch&, huice_decisions&) const override {
    return Failure{Exit::internal, {"machine code could not be had", "无法生成机器码"}};
  }
};

struct Engine {
  std::string name;
  std::shared_ptr<const engine::Kernel> kernel;
  bool interpreted = false;  // the IR: small batches only
};

std::vector<Engine> engines_of(const Compiled& compiled, const rules::Measure& rule, const catalogue::Measure& words, const batch::Schema& schema,
                               const Comparing& how, const Machines& machines) {
  std::vector<std::shared_ptr<const engine::Kernel>> ir, usual, wide;
  auto fallback = std::make_shared<NoFallback>();
  for (const rules::Measure* body : rules::bodies_of(rule)) {
    ir::Function function = ir::from_rules(compiled.rules, *body, machine::layouts_of(schema));
    ir.push_back(make_ir_kernel(function));
    if (!how.machine_code) continue;
    const auto start = std::chrono::steady_clock::now();
    usual.push_back(machines.usual->kernel(function, fallback));
    if (std::chrono::steady_clock::now() - start > deadline) throw TooSlow("compiling measure " + function.name + " passed its deadline");
    wide.push_back(machines.wide->kernel(function, fallback));
  }
  auto join = [&](std::vector<std::shared_ptr<const engine::Kernel>>& kernels) {
    if (words.versions.empty()) return kernels.front();
    return std::shared_ptr<const engine::Kernel>(engine::join_versions(words, std::move(kernels)));
  };
  std::vector<Engine> engines;
  engines.push_back({"ir", join(ir), true});
  if (!how.machine_code) return engines;
  engines.push_back({"machine code", join(usual)});
  engines.push_back({"machine code, wide", join(wide)});
  return engines;
}

/// The row as `explain` and scenarios give it to the reference.
reference::Row row_of(const batch::Batch& batch, int row) {
  reference::Row result;
  const batch::Schema& schema = batch.schema();
  if (batch.as_of() != HUICE_NO_DATE) result.as_of = Date{batch.as_of()};
  for (uint32_t i = 0; i < schema.fields.size(); ++i) {
    const batch::Field& field = schema.fields[i];
    result.fields.emplace_back();
    if (!batch.bound(i) || !batch.known(i, row)) continue;
    reference::Value& value = result.fields.back().emplace();
    switch (field.kind) {
      case batch::Kind::number: value = exact_number(batch, i, row); break;
      case batch::Kind::boolean: value = batch.boolean(i, row); break;
      case batch::Kind::choice: value = batch.choice(i, row); break;
      case batch::Kind::set: value = batch.members(i, row); break;
      case batch::Kind::date: value = batch.date(i, row); break;
      case batch::Kind::datetime: value = batch.datetime(i, row); break;
      case batch::Kind::text: value = std::string(batch.text(i, row)); break;
    }
  }
  return result;
}

void count(const Decisions& decisions, int rows, Tally& tally) {
  tally.decisions += static_cast<uint64_t>(rows);
  for (int row = 0; row < rows; ++row) {
    ++tally.statuses[static_cast<size_t>(decisions.status(row))];
    if (decisions.status(row) == Status::error) ++tally.error_kinds[decisions.error_kind(row)];
    tally.capped += decisions.capped(row);
    tally.ceilings += decisions.has_ceiling(row);
  }
}

struct Case {
  const Compiled& compiled;
  std::optional<rules::MeasureId> measure;  // none: members
  const catalogue::Measure& words;
  const Rows& rows;
  const batch::Batch& batch;

  std::string difference(const std::string& engine, int row, const std::string& expected, const std::string& found) const {
    return "measure " + words.name + ", a batch of " + std::to_string(batch.rows()) + ", row " + std::to_string(row) + ":\n" +
           rows.describe(batch, row) + "reference: " + expected + "\n" + engine + ": " + found + "\n";
  }

  /// A few rows decided one by one must come out as in the batch.
  std::optional<std::string> check_single_rows(const Decisions& expected) const {
    for (int row = 0; measure && row < batch.rows() && row < 3; ++row) {
      reference::Decision one = reference::decide(compiled.rules, *measure, words, row_of(batch, row));
      bool same = one.status == expected.status(row) && one.amount == expected.amount(row) && one.error == expected.error(row) &&
                  one.ceiling.has_value() == expected.has_ceiling(row) && one.capped == expected.capped(row);
      if (!same) return difference("the row alone", row, expected.describe(row), std::string(name(one.status)) + " " + std::to_string(one.amount));
    }
    return std::nullopt;
  }
};

/// What is decided, and by whom in the first place.
struct Subject {
  const Compiled& compiled;
  std::optional<rules::MeasureId> measure;
  const rules::Measure& rule;
  const catalogue::Measure& words;
  const batch::Schema& schema;
  const engine::Kernel& reference;
};

Size size_of(Random& random) { return random.pick({Size::ordinary, Size::ordinary, Size::mixed, Size::extreme}); }

std::optional<std::string> compare_kernels(const Subject& subject, Random& random, const Comparing& how, const Machines& machines, Tally& tally) {
  const auto& [compiled, measure, rule, words, schema, reference] = subject;
  std::vector<Engine> engines = engines_of(compiled, rule, words, schema, how, machines);
  Rows rows(compiled.rules, compiled.rules.entities[rule.entity], schema);
  Decisions expected(words), found(words);
  for (int fill : how.fills) {
    batch::Batch batch = rows.batch(random, fill, size_of(random), words.needs_as_of);
    huice_batch view = batch.view();
    if (auto outcome = expected.run(reference, view, 0xaa); !outcome) return "reference: " + outcome.failure().message.en;
    if (measure) count(expected, fill, tally);
    Case one{compiled, measure, words, rows, batch};
    if (auto difference = one.check_single_rows(expected)) return difference;
    for (const Engine& engine : engines) {
      huice_batch part = view;
      if (engine.interpreted) part.rows = std::min(fill, how.ir_rows);
      else tally.machine_decisions += static_cast<uint64_t>(fill);
      if (auto outcome = found.run(*engine.kernel, part, 0x55); !outcome) return engine.name + ": " + outcome.failure().message.en;
      if (auto row = Decisions::first_difference(expected, found, part.rows)) {
        return one.difference(engine.name, *row, expected.describe(*row), found.describe(*row));
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Machines Machines::create() {
  machine::Options options;
  options.deadline = deadline;
  Machines machines;
  machines.usual = machine::Machine::create(options);
  options.wide_only = true;
  machines.wide = machine::Machine::create(options);
  return machines;
}

void Tally::add(const Tally& other) {
  decisions += other.decisions;
  machine_decisions += other.machine_decisions;
  capped += other.capped;
  ceilings += other.ceilings;
  for (size_t i = 0; i < statuses.size(); ++i) statuses[i] += other.statuses[i];
  for (const auto& [kind, n] : other.error_kinds) error_kinds[kind] += n;
}

std::optional<std::string> compare(const Compiled& compiled, size_t measure, uint64_t seed, const Comparing& how,
                                   const Machines& machines, Tally& tally) {
  Random random(derive(seed, 1000 + measure));
  const rules::MeasureId id{static_cast<uint32_t>(measure)};
  const catalogue::Measure& words = compiled.catalogue.measures[measure];
  const batch::Schema& declared = compiled.schemas[words.entity];
  const batch::Schema schema = random.chance(30) ? vary_layouts(declared, random) : declared;
  auto reference = reference::make_kernel(compiled.rules, id, words, schema);
  return compare_kernels({compiled, id, compiled.rules.measures[id], words, schema, *reference}, random, how, machines, tally);
}

std::optional<std::string> compare_members(const Compiled& compiled, size_t aggregate, uint64_t seed, const Comparing& how,
                                           const Machines& machines, Tally& tally) {
  Random random(derive(seed, 6000 + aggregate));
  const rules::Aggregate& rule = compiled.rules.aggregates[rules::AggregateId{static_cast<uint32_t>(aggregate)}];
  const catalogue::Measure& words = compiled.catalogue.aggregates[aggregate].rows;
  const batch::Schema& schema = compiled.schemas[rule.member.value];
  auto reference = reference::make_member_kernel(compiled.rules, rule.rows, schema);
  return compare_kernels({compiled, std::nullopt, rule.rows, words, schema, *reference}, random, how, machines, tally);
}

}  // namespace huice::properties
