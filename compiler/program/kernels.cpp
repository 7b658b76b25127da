#include "compiler/program/kernels.h"

#include "compiler/ir/from_rules.h"
#include "compiler/machine/machine.h"
#include "compiler/program/supply.h"
#include "compiler/program/terms.h"
#include "compiler/reference/decide.h"
#include "compiler/rules/steps.h"
#include "runtime/engine/versions.h"

namespace huice::program {
namespace {

/// Stands behind machine code that must not be replaced.
class NoFallback final : public engine::Kernel {
 public:
  explicit NoFallback(std::string name) : name_(std::move(name)) {}
  Outcome decide(const huice_batch&, huice_decisions&) const override {
    return Failure{Exit::environment, {"machine code cannot be had for " + name_, "无法为 " + name_ + " 生成机器码"}};
  }

 private:
  std::string name_;
};

/// Made when it is first needed: where all machine code is kept, the reference is not.
class OnDemand final : public engine::Kernel {
 public:
  using Make = std::function<std::shared_ptr<const engine::Kernel>()>;
  explicit OnDemand(Make make) : make_(std::move(make)) {}
  Outcome decide(const huice_batch& batch, huice_decisions& decisions) const override {
    std::call_once(once_, [&] { kernel_ = make_(); });
    return kernel_->decide(batch, decisions);
  }

 private:
  const Make make_;
  mutable std::once_flag once_;
  mutable std::shared_ptr<const engine::Kernel> kernel_;
};

/// Tells that it was needed.
class NotedFallback final : public engine::Kernel {
 public:
  NotedFallback(std::shared_ptr<const engine::Kernel> plain, std::shared_ptr<Fallbacks> fallbacks, std::string name)
      : plain_(std::move(plain)), fallbacks_(std::move(fallbacks)), name_(std::move(name)) {}
  Outcome decide(const huice_batch& batch, huice_decisions& decisions) const override {
    std::call_once(once_, [&] { fallbacks_->add(name_); });
    return plain_->decide(batch, decisions);
  }

 private:
  std::shared_ptr<const engine::Kernel> plain_;
  std::shared_ptr<Fallbacks> fallbacks_;
  std::string name_;
  mutable std::once_flag once_;
};

/// Where there is no other way, time does not press.
constexpr std::chrono::seconds patience{60};

/// Makes kernels on demand; LLVM is woken only when one has to be compiled.
class Kernels {
 public:
  Kernels(const Program& program, KernelOptions options) : program_(program), options_(std::move(options)) {}

  Result<std::shared_ptr<const engine::Kernel>> make(uint32_t measure, const batch::Schema& bound) {
    const rules::MeasureId id{measure};
    const catalogue::Measure& words = program_.catalogue.measures.at(measure);
    if (auto missing = check_supplied(program_, {measure}); !missing) return missing.failure();
    if (options_.engine == Engine::reference)
      return std::shared_ptr<const engine::Kernel>(reference::make_kernel(program_.rules, id, words, bound));
    std::vector<std::shared_ptr<const engine::Kernel>> bodies;
    for (const rules::Measure* body : rules::bodies_of(program_.rules.measures[id])) {
      const std::string which = "measure " + std::to_string(measure) + " body " + std::to_string(bodies.size());
      bodies.push_back(with_machine({std::shared_ptr<void>(), body}, which, bound, [&rules = program_.rules, body](const batch::Schema& schema) { return reference::make_kernel(rules, *body, schema); }));
    }
    if (words.versions.empty()) return bodies.front();
    return std::shared_ptr<const engine::Kernel>(engine::join_versions(words, std::move(bodies)));
  }

  /// Members' values count the step that the data's columns have together.
  Result<engine::MemberKernel> make_member(uint32_t aggregate, const batch::Schema& bound) {
    const auto rows = std::make_shared<rules::Measure>(program_.rules.aggregates[rules::AggregateId{aggregate}].rows);
    const Rational& unit = rows->rounding.unit = rows->pay ? step_of(*rows->pay, bound) : Rational(1);
    auto kernel = with_machine(rows, "aggregate " + std::to_string(aggregate), bound, of_members(rows));
    return engine::MemberKernel{std::move(kernel), {unit.get_num().get_si(), unit.get_den().get_si(), true}};
  }

  Result<std::shared_ptr<const engine::Kernel>> make_number(uint32_t number, const batch::Schema& bound) {
    if (numbers_.empty()) numbers_ = settlement_numbers(program_.rules);
    const auto rows = std::make_shared<rules::Measure>(numbers_.at(number));
    return with_machine(rows, "number " + std::to_string(number), bound, of_members(rows));
  }

 private:
  Rational step_of(const rules::Pay& pay, const batch::Schema& bound) const {
    const auto step = rules::step_of(program_.rules, pay.amount, [&](rules::FieldIndex field) {
      const batch::Layout& layout = bound.fields[field].layout;
      Rational one(static_cast<long>(layout.step_num), static_cast<unsigned long>(layout.step_den));
      one.canonicalize();
      return one;
    });
    return step && *step != 0 ? *step : Rational(1);
  }

  /// A copy that the kernels of an entity have together.
  std::shared_ptr<const batch::Schema> shared(const batch::Schema& bound) {
    std::string columns = machine::bytes_of(machine::columns_of(bound));
    if (schema_ == nullptr || schema_->entity != bound.entity || columns != columns_) {
      schema_ = std::make_shared<const batch::Schema>(bound);
      columns_ = std::move(columns);
    }
    return schema_;
  }

  using MakePlain = std::function<std::shared_ptr<const engine::Kernel>(const batch::Schema& schema)>;
  MakePlain of_members(const std::shared_ptr<const rules::Measure>& rows) const {
    return [&rules = program_.rules, rows](const batch::Schema& schema) { return reference::make_member_kernel(rules, *rows, schema); };
  }

  /// `which` of the program's.
  std::shared_ptr<const engine::Kernel> with_machine(std::shared_ptr<const rules::Measure> measure, const std::string& which,
                                                     const batch::Schema& bound, MakePlain make_plain) {
    const auto schema = shared(bound);
    std::shared_ptr<const engine::Kernel> plain = std::make_shared<OnDemand>([schema, make_plain = std::move(make_plain)] { return make_plain(*schema); });
    if (options_.engine == Engine::reference) return plain;
    if (machine_ == nullptr) {
      machine::Options options;
      options.cache = options_.cache;
      if (!options_.fallback) options.deadline = patience;
      if (options_.fallbacks) options.through_files = [noted = options_.fallbacks] { noted->add_files(); };
      machine_ = machine::Machine::create(std::move(options));
    }
    const auto meanwhile = options_.engine == Engine::automatic ? plain : nullptr;
    if (!options_.fallback) plain = std::make_shared<NoFallback>(measure->name);
    else if (options_.fallbacks) plain = std::make_shared<NotedFallback>(std::move(plain), options_.fallbacks, measure->name);
    std::string from = options_.lasting ? program_.digest + "\n" + program_.supplied + which + "\n" + columns_ : "";
    auto make = [&rules = program_.rules, measure, schema] { return ir::from_rules(rules, *measure, machine::layouts_of(*schema)); };
    return machine_->kernel({std::move(make), std::move(from)}, std::move(plain), meanwhile);
  }

  const Program& program_;
  std::vector<rules::Measure> numbers_;  // of settlement
  KernelOptions options_;
  std::shared_ptr<machine::Machine> machine_;
  std::shared_ptr<const batch::Schema> schema_;  // the last one
  std::string columns_;                          // its columns
};

}  // namespace

void Fallbacks::add(const std::string& name) {
  const std::lock_guard lock(mutex_);
  names_.insert(name);
}

std::vector<std::string> Fallbacks::names() const {
  const std::lock_guard lock(mutex_);
  return {names_.begin(), names_.end()};
}

MakeKernel kernels_of(const Program& program, KernelOptions options) {
  auto kernels = std::make_shared<Kernels>(program, std::move(options));
  return [kernels](uint32_t measure, const batch::Schema& bound) { return kernels->make(measure, bound); };
}

engine::MakeMember members_of(const Program& program, KernelOptions options) {
  auto kernels = std::make_shared<Kernels>(program, std::move(options));
  return [kernels](uint32_t aggregate, const batch::Schema& bound) { return kernels->make_member(aggregate, bound); };
}

engine::MakeNumber numbers_of(const Program& program, KernelOptions options) {
  auto kernels = std::make_shared<Kernels>(program, std::move(options));
  return [kernels](uint32_t number, const batch::Schema& bound) { return kernels->make_number(number, bound); };
}

}  // namespace huice::program
