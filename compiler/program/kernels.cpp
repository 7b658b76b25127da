#include "compiler/program/kernels.h"

#include "compiler/ir/from_rules.h"
#include "compiler/machine/machine.h"
#include "compiler/program/supply.h"
#include "compiler/reference/decide.h"
#include "runtime/engine/versions.h"

namespace huice::program {
namespace {

/// Compiles on demand; LLVM is woken only when the first kernel is asked for.
class Kernels {
 public:
  Kernels(const Program& program, KernelOptions options) : program_(program), options_(std::move(options)) {}

  Result<std::shared_ptr<const engine::Kernel>> make(uint32_t measure, const batch::Schema& bound) {
    const rules::MeasureId id{measure};
    const catalogue::Measure& words = program_.catalogue.measures.at(measure);
    if (auto missing = check_supplied(program_, {measure}); !missing) return missing.failure();
    if (options_.reference)
      return std::shared_ptr<const engine::Kernel>(reference::make_kernel(program_.rules, id, words, bound));
    if (machine_ == nullptr) {
      machine::Options options;
      options.cache = options_.cache;
      auto created = machine::Machine::create(std::move(options));
      if (!created) return created.failure();
      machine_ = *created;
    }
    std::vector<std::shared_ptr<const engine::Kernel>> bodies;
    for (const rules::Measure* body : rules::bodies_of(program_.rules.measures[id])) {
      ir::Function function = ir::from_rules(program_.rules, *body, machine::layouts_of(bound));
      bodies.push_back(machine_->kernel(std::move(function), reference::make_kernel(program_.rules, *body, bound)));
    }
    if (words.versions.empty()) return bodies.front();
    return std::shared_ptr<const engine::Kernel>(engine::join_versions(words, std::move(bodies)));
  }

 private:
  const Program& program_;
  KernelOptions options_;
  std::shared_ptr<machine::Machine> machine_;
};

}  // namespace

MakeKernel kernels_of(const Program& program, KernelOptions options) {
  auto kernels = std::make_shared<Kernels>(program, std::move(options));
  return [kernels](uint32_t measure, const batch::Schema& bound) { return kernels->make(measure, bound); };
}

}  // namespace huice::program
