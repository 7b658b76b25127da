#include "compiler/machine/link.h"

#include <atomic>
#include <cstring>

#include <llvm/ExecutionEngine/JITLink/JITLinkMemoryManager.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>

#include "runtime/kernel_support/codes.h"
#include "runtime/kernel_support/kernel_support.h"

// The compiler's own helpers for 128-bit arithmetic, from libgcc; generated code calls them by name.
extern "C" {
__int128 __divti3(__int128, __int128);
__int128 __modti3(__int128, __int128);
unsigned __int128 __udivti3(unsigned __int128, unsigned __int128);
unsigned __int128 __umodti3(unsigned __int128, unsigned __int128);
}

namespace huice::machine {
namespace {

Failure failure(llvm::Error error) {
  const std::string what = llvm::toString(std::move(error));
  return {Exit::internal, {"machine code cannot be linked: " + what, "无法链接机器码：" + what}};
}

class OrcLinker final : public Linker, public std::enable_shared_from_this<OrcLinker> {
 public:
  explicit OrcLinker(std::unique_ptr<llvm::orc::ExecutorProcessControl> process)
      : session_(std::move(process)), layer_(session_, session_.getExecutorProcessControl().getMemMgr()) {
    // Whatever fails is returned to the caller; nothing is printed.
    session_.setErrorReporter([](llvm::Error error) { llvm::consumeError(std::move(error)); });
  }
  ~OrcLinker() override {
    if (llvm::Error error = session_.endSession()) llvm::consumeError(std::move(error));
  }

  Result<std::shared_ptr<huice_measure_kernel>> link(const std::string& object) override {
    auto library = session_.createJITDylib("kernel " + std::to_string(next_++));
    if (!library) return failure(library.takeError());
    if (llvm::Error error = library->define(llvm::orc::absoluteSymbols(helpers()))) return failure(std::move(error));
    if (llvm::Error error = layer_.add(*library, llvm::MemoryBuffer::getMemBufferCopy(object))) return failure(std::move(error));
    auto symbol = session_.lookup({&*library}, "huice_kernel");
    if (!symbol) return failure(symbol.takeError());
    return std::shared_ptr<huice_measure_kernel>(
        symbol->getAddress().toPtr<huice_measure_kernel*>(), [self = shared_from_this(), library = &*library](auto*) {
          if (llvm::Error error = self->session_.removeJITDylib(*library)) llvm::consumeError(std::move(error));
        });
  }

 private:
  llvm::orc::SymbolMap helpers() {
    llvm::orc::SymbolMap map;
    const auto add = [&](const char* name, auto* function) {
      map[session_.intern(name)] = {llvm::orc::ExecutorAddr::fromPtr(function),
                                    llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
    };
    add("huice_add_months", &huice_add_months);
    add("huice_text_equal", &huice_text_equal);
    add("huice_text_equal_8", &huice_text_equal_8);
    add("huice_text_starts_with", &huice_text_starts_with);
    add("huice_text_starts_with_8", &huice_text_starts_with_8);
    add("huice_uscc_form", &huice_uscc_form);
    add("huice_uscc_form_8", &huice_uscc_form_8);
    add("huice_uscc_checksum", &huice_uscc_checksum);
    add("huice_uscc_checksum_8", &huice_uscc_checksum_8);
    add("huice_citizen_id", &huice_citizen_id);
    add("huice_citizen_id_8", &huice_citizen_id_8);
    add("huice_gtin13", &huice_gtin13);
    add("huice_gtin13_8", &huice_gtin13_8);
    add("huice_division_form", &huice_division_form);
    add("huice_division_form_8", &huice_division_form_8);
    add("huice_division_within", &huice_division_within);
    add("huice_division_within_8", &huice_division_within_8);
    add("__divti3", &__divti3);
    add("__modti3", &__modti3);
    add("__udivti3", &__udivti3);
    add("__umodti3", &__umodti3);
    add("memset", &std::memset);
    add("memcpy", static_cast<void* (*)(void*, const void*, size_t)>(&std::memcpy));
    return map;
  }

  llvm::orc::ExecutionSession session_;
  llvm::orc::ObjectLinkingLayer layer_;
  std::atomic<unsigned> next_{0};
};

}  // namespace

Result<std::shared_ptr<Linker>> Linker::create() {
  auto process = llvm::orc::SelfExecutorProcessControl::Create();
  if (!process) return failure(process.takeError());
  return std::shared_ptr<Linker>(std::make_shared<OrcLinker>(std::move(*process)));
}

}  // namespace huice::machine
