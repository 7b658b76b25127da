#include "compiler/program/kernels.h"

#include "compiler/ir/from_rules.h"
#include "compiler/machine/machine.h"
#include "compiler/reference/decide.h"

namespace huice::program {
namespace {

/// Compiles on demand; LLVM is woken only when the first kernel is asked for.
class Kernels {
 public:
  Kernels(const Program& program, KernelOptions options) : program_(program), options_(std::move(options)) {}

  Result<std::shared_ptr<const engine::Kernel>> make(uint32_t measure, const batch::Schema& bound) {
    const rules::MeasureId id{measure};
    std::shared_ptr<const engine::Kernel> plain =
        reference::make_kernel(program_.rules, id, program_.catalogue.measures.at(measure), bound);
    if (options_.reference) return plain;
    if (machine_ == nullptr) {
      machine::Options options;
      options.cache = options_.cache;
      auto created = machine::Machine::create(std::move(options));
      if (!created) return created.failure();
      machine_ = *created;
    }
    return std::shared_ptr<const engine::Kernel>(
        machine_->kernel(ir::from_rules(program_.rules, id, machine::layouts_of(bound)), std::move(plain)));
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
