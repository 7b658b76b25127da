#include "compiler/machine/machine.h"

#include <atomic>
#include <filesystem>
#include <future>
#include <mutex>
#include <thread>

#include "base/cache.h"
#include "compiler/machine/generator.h"
#include "compiler/machine/loader.h"

namespace huice::machine {

struct Machine::State {
  explicit State(Options o) : options(std::move(o)), target(target_for(options.cpu)), cache(options.cache) {
    if (cache.on()) folders.push_back(*options.cache);
    std::error_code error;
    if (const auto temporary = std::filesystem::temp_directory_path(error); !error) folders.push_back(temporary.string());
    stamp = "abi " + std::to_string(HUICE_ABI_VERSION) + " llvm " + machine::llvm_version() + " " + target.cpu + " " + target.features;
  }

  std::string key(const ir::Function& function, bool wide) const {
    return Cache::key(stamp + (wide ? " wide" : " narrow"), ir::print(function));
  }

  const Options options;
  const Target target;
  const Cache cache;
  std::string stamp;
  std::vector<std::string> folders;  // for code_file.h
  std::atomic<int> compiled{0}, cached{0}, failed{0};
};

namespace {

Variant wide_variant(const ir::Function& function) {
  const int needed = ir::bits_needed(function);
  return {1, needed <= 128 ? 128u : needed <= 256 ? 256u : 512u, {}};
}

/// What to compile for one of the variants; none where there is no narrow one.
struct Job { ir::Function function; Variant variant; };
std::optional<Job> job(const ir::Function& function, bool wide) {
  if (wide) return Job{function, wide_variant(function)};
  auto narrow = ir::narrow(function);
  if (!narrow) return std::nullopt;
  return Job{std::move(narrow->function), {8, 64, std::move(narrow->guards)}};
}

/// Compiles in a thread of its own. One that misses the deadline is left to itself.
std::optional<std::string> compile_in_time(const ir::Function& function, bool wide, const Target& target,
                                           std::chrono::milliseconds deadline) {
  if (deadline.count() <= 0) return std::nullopt;  // however fast a thread might be
  if (!generator()) return std::nullopt;           // before the clock starts
  std::packaged_task<std::optional<std::string>()> task([function, wide, target]() -> std::optional<std::string> {
    const auto it = job(function, wide);
    if (!it) return std::nullopt;
    auto object = (*generator())->compile(it->function, it->variant, target, {});
    return object ? std::optional(std::move(*object)) : std::nullopt;
  });
  auto result = task.get_future();
  std::thread worker(std::move(task));
  if (result.wait_for(deadline) == std::future_status::ready) {
    worker.join();
    return result.get();
  }
  worker.detach();
  return std::nullopt;
}

/// Ours loads what kernels are made of; LLVM's linker is for whatever else there may be.
Code linked(const Machine::State& state, const std::string& object) {
  bool through_file = false;
  auto code = load_object(object, helpers(), state.folders, &through_file);
  if (through_file && state.options.through_files) state.options.through_files();
  if (!code && code.failure().exit == Exit::internal && generator()) code = (*generator())->link(object, helpers());
  return code ? *code : nullptr;
}

Code load(Machine::State& state, const ir::Function& function, bool wide) {
  const std::string key = state.key(function, wide);
  if (auto object = state.cache.find(key)) {
    if (auto code = linked(state, *object)) {
      ++state.cached;
      return code;
    }
  }
  auto object = compile_in_time(function, wide, state.target, state.options.deadline);
  if (!object) return nullptr;
  auto code = linked(state, *object);
  if (!code) return nullptr;
  ++state.compiled;
  state.cache.keep(key, *object);
  return code;
}

/// Tries the narrow variant, then the wide one (compiled when first needed), then the fallback.
class MachineKernel final : public engine::Kernel {
 public:
  MachineKernel(std::shared_ptr<Machine::State> state, ir::Function function, std::shared_ptr<const engine::Kernel> fallback)
      : state_(std::move(state)), function_(std::move(function)), fallback_(std::move(fallback)) {
    if (ir::bits_needed(function_) > ir::most_bits) return;
    if (!state_->options.wide_only) narrow_ = load(*state_, function_, false);
  }

  Outcome decide(const huice_batch& batch, huice_decisions& decisions) const override {
    if (narrow_ && (*narrow_)(&batch, &decisions) == 0) return Nothing{};
    std::call_once(wide_once_, [&] {
      if (ir::bits_needed(function_) <= ir::most_bits) wide_ = load(*state_, function_, true);
      if (!wide_) ++state_->failed;
    });
    if (wide_ && (*wide_)(&batch, &decisions) == 0) return Nothing{};
    return fallback_->decide(batch, decisions);
  }

 private:
  const std::shared_ptr<Machine::State> state_;
  const ir::Function function_;
  const std::shared_ptr<const engine::Kernel> fallback_;
  Code narrow_;
  mutable std::once_flag wide_once_;
  mutable Code wide_;
};

}  // namespace

std::shared_ptr<Machine> Machine::create(Options options) {
  return std::shared_ptr<Machine>(new Machine(std::make_shared<State>(std::move(options))));
}

Machine::~Machine() = default;

std::unique_ptr<engine::Kernel> Machine::kernel(ir::Function function, std::shared_ptr<const engine::Kernel> fallback) {
  return std::make_unique<MachineKernel>(state_, std::move(function), std::move(fallback));
}

Result<std::string> Machine::listing(const ir::Function& function, Stage stage, bool wide) const {
  const auto it = job(function, wide);
  if (!it) return std::string("; no narrow variant\n");
  if (!generator()) return generator().failure();
  return (*generator())->listing(it->function, it->variant, state_->target, stage);
}

Result<std::optional<std::string>> Machine::object(const ir::Function& function, bool wide, const std::string& symbol, const std::string& prefix) const {
  const auto it = job(function, wide);
  if (!it) return std::optional<std::string>();
  if (!generator()) return generator().failure();
  auto object = (*generator())->compile(it->function, it->variant, state_->target, {symbol, prefix});
  if (!object) return object.failure();
  return std::optional(std::move(*object));
}

Machine::Counts Machine::counts() const { return {state_->compiled, state_->cached, state_->failed}; }

std::string llvm_version() { return HUICE_LLVM_VERSION; }

std::string cpu_path() { return describe(target_for({})); }

}  // namespace huice::machine
