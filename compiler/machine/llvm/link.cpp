#include "compiler/machine/llvm/link.h"

#include <atomic>

#include <llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>

namespace huice::machine {
namespace {

Failure failure(llvm::Error error) {
  const std::string what = llvm::toString(std::move(error));
  return {Exit::internal, {"machine code cannot be linked: " + what, "无法链接机器码：" + what}};
}

class OrcLinker {
 public:
  explicit OrcLinker(std::unique_ptr<llvm::orc::ExecutorProcessControl> process)
      : session_(std::move(process)), layer_(session_, session_.getExecutorProcessControl().getMemMgr()) {
    // Whatever fails is returned to the caller; nothing is printed.
    session_.setErrorReporter([](llvm::Error error) { llvm::consumeError(std::move(error)); });
  }

  Result<Code> link(const std::string& object, std::span<const Helper> helpers) {
    auto library = session_.createJITDylib("kernel " + std::to_string(next_++));
    if (!library) return failure(library.takeError());
    if (llvm::Error error = library->define(llvm::orc::absoluteSymbols(symbols(helpers)))) return failure(std::move(error));
    if (llvm::Error error = layer_.add(*library, llvm::MemoryBuffer::getMemBufferCopy(object))) return failure(std::move(error));
    auto symbol = session_.lookup({&*library}, "huice_kernel");
    if (!symbol) return failure(symbol.takeError());
    return Code(symbol->getAddress().toPtr<huice_measure_kernel*>(), [this, library = &*library](auto*) {
      if (llvm::Error error = session_.removeJITDylib(*library)) llvm::consumeError(std::move(error));
    });
  }

 private:
  llvm::orc::SymbolMap symbols(std::span<const Helper> helpers) {
    llvm::orc::SymbolMap map;
    for (const Helper& helper : helpers)
      map[session_.intern(llvm::StringRef(helper.name))] = {llvm::orc::ExecutorAddr::fromPtr(helper.address),
                                                            llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
    return map;
  }

  llvm::orc::ExecutionSession session_;
  llvm::orc::ObjectLinkingLayer layer_;
  std::atomic<unsigned> next_{0};
};

/// One for the process. It is never taken apart: kernels may outlive whatever would do that.
Result<OrcLinker*> make_linker() {
  auto process = llvm::orc::SelfExecutorProcessControl::Create();
  if (!process) return failure(process.takeError());
  return new OrcLinker(std::move(*process));
}

}  // namespace

Result<Code> link(const std::string& object, std::span<const Helper> helpers) {
  static const Result<OrcLinker*> linker = make_linker();
  if (!linker) return linker.failure();
  return (*linker)->link(object, helpers);
}

}  // namespace huice::machine
