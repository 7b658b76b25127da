#include "compiler/machine/llvm/compile.h"

#include <memory>
#include <mutex>

#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>

#include "compiler/machine/llvm/emit.h"

namespace huice::machine {
namespace {

void initialize_once() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
}

Failure failure(const std::string& what) {
  return {Exit::internal, {"machine code cannot be generated: " + what, "无法生成机器码：" + what}};
}

Result<std::unique_ptr<llvm::TargetMachine>> machine_of(const Target& target) {
  initialize_once();
  const std::string triple = llvm::sys::getProcessTriple();
  std::string error;
  const llvm::Target* found = llvm::TargetRegistry::lookupTarget(triple, error);
  if (!found) return failure(error);
  std::unique_ptr<llvm::TargetMachine> machine(found->createTargetMachine(triple, target.cpu, target.features, {}, llvm::Reloc::PIC_,
                                                                         std::nullopt, llvm::CodeGenOptLevel::Default, true));
  if (!machine) return failure("no target " + target.cpu);
  return machine;
}

struct Made {
  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> module;
};

/// No passes run on the module: our own builder has folded it, and LLVM 19's InstCombine rewrites masks into shapes on
/// which instruction selection for AVX-512 never ends (`m & ~(m & c)` into `m ^ (m & c)`).
Result<Made> make_module(const ir::Function& function, const Variant& variant, const Target& target, llvm::TargetMachine& machine) {
  Made made{std::make_unique<llvm::LLVMContext>(), nullptr};
  made.module = std::make_unique<llvm::Module>(function.name, *made.context);
  made.module->setDataLayout(machine.createDataLayout());
  made.module->setTargetTriple(machine.getTargetTriple().str());
  Emitter(function, variant, target, *made.module).emit_kernel();
  llvm::Function* kernel = made.module->getFunction("huice_kernel");
  kernel->addFnAttr("target-cpu", target.cpu);
  if (!target.features.empty()) kernel->addFnAttr("target-features", target.features);
  if (target.vector_bits > 0) {
    kernel->addFnAttr("prefer-vector-width", std::to_string(target.vector_bits));
    kernel->addFnAttr("min-legal-vector-width", std::to_string(target.vector_bits));
  }
  std::string error;
  llvm::raw_string_ostream stream(error);
  if (llvm::verifyModule(*made.module, &stream)) return failure(stream.str());
  return made;
}

Result<std::string> generate(llvm::Module& module, llvm::TargetMachine& machine, llvm::CodeGenFileType type) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, stream, nullptr, type)) return failure("no such output");
  passes.run(module);
  return std::string(bytes.begin(), bytes.end());
}

}  // namespace

Result<std::string> compile(const ir::Function& function, const Variant& variant, const Target& target, const Names& names) {
  auto machine = machine_of(target);
  if (!machine) return machine.failure();
  auto made = make_module(function, variant, target, **machine);
  if (!made) return made.failure();
  for (llvm::Function& each : *made->module) {
    if (!each.isDeclaration()) each.setName(names.kernel);
    else if (each.getName().starts_with("huice_")) each.setName(names.helpers + each.getName().str());
  }
  return generate(*made->module, **machine, llvm::CodeGenFileType::ObjectFile);
}

Result<std::string> listing(const ir::Function& function, const Variant& variant, const Target& target, Stage stage) {
  auto machine = machine_of(target);
  if (!machine) return machine.failure();
  auto made = make_module(function, variant, target, **machine);
  if (!made) return made.failure();
  if (stage == Stage::assembly) return generate(*made->module, **machine, llvm::CodeGenFileType::AssemblyFile);
  std::string text;
  llvm::raw_string_ostream stream(text);
  made->module->print(stream, nullptr);
  return stream.str();
}

}  // namespace huice::machine
