// The module's one entry.
#include "compiler/machine/generator.h"
#include "compiler/machine/llvm/compile.h"
#include "compiler/machine/llvm/link.h"

namespace huice::machine {
namespace {

class LlvmGenerator final : public Generator {
 public:
  Result<std::string> compile(const ir::Function& function, const Variant& variant, const Target& target, const Names& names) const override {
    return machine::compile(function, variant, target, names);
  }
  Result<std::string> listing(const ir::Function& function, const Variant& variant, const Target& target, Stage stage) const override {
    return machine::listing(function, variant, target, stage);
  }
  Result<Code> link(const std::string& object, std::span<const Helper> helpers) const override { return machine::link(object, helpers); }
};

}  // namespace
}  // namespace huice::machine

extern "C" const huice::machine::Generator* huice_generator() {
  static const huice::machine::LlvmGenerator it;
  return &it;
}
