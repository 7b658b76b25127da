#include "compiler/machine/compile.h"

#include <memory>
#include <mutex>

#include <llvm/Analysis/CGSCCPassManager.h>
#include <llvm/Analysis/LoopAnalysisManager.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>

#include "compiler/machine/emit.h"

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

/// What our own builder cannot fold: bit casts of masks, narrowing of selects, addresses.
void optimize(llvm::Module& module, llvm::TargetMachine& machine) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager graphs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graphs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graphs, modules);
  llvm::FunctionPassManager passes;
  passes.addPass(llvm::InstCombinePass());
  passes.addPass(llvm::EarlyCSEPass());
  for (llvm::Function& function : module) {
    if (!function.isDeclaration()) passes.run(function, functions);
  }
}

struct Made {
  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> module;
};

Result<Made> make_module(const ir::Function& function, const Variant& variant, const Target& target, llvm::TargetMachine& machine) {
  Made made{std::make_unique<llvm::LLVMContext>(), nullptr};
  made.module = std::make_unique<llvm::Module>(function.name, *made.context);
  made.module->setDataLayout(machine.createDataLayout());
  made.module->setTargetTriple(machine.getTargetTriple().str());
  Emitter(function, variant, target.ifma, *made.module).emit_kernel();
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
  optimize(*made.module, machine);
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

std::string llvm_version() { return LLVM_VERSION_STRING; }

Result<std::string> compile(const ir::Function& function, const Variant& variant, const Target& target) {
  auto machine = machine_of(target);
  if (!machine) return machine.failure();
  auto made = make_module(function, variant, target, **machine);
  if (!made) return made.failure();
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
