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

  std::string key(const ir::Function& function, bool wide) const { return Cache::key(kind(wide), ir::print(function)); }
  /// Of the key of what the recipe makes.
  std::string recipe_key(const Recipe& recipe, bool wide) const { return Cache::key(kind(wide) + " recipe", recipe.from); }
  std::string kind(bool wide) const { return stamp + (wide ? " wide" : " narrow"); }

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
  const auto it = job(function, wide);
  if (!it || !generator()) return std::nullopt;    // before the clock starts
  std::packaged_task<std::optional<std::string>()> task([it, target]() -> std::optional<std::string> {
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

Code find(Machine::State& state, const std::string& key) {
  const auto object = state.cache.find(key);
  Code code = object ? linked(state, *object) : nullptr;
  if (code) ++state.cached;
  return code;
}

Code make(Machine::State& state, const ir::Function& function, bool wide, const std::string& key) {
  auto object = compile_in_time(function, wide, state.target, state.options.deadline);
  if (!object) return nullptr;
  auto code = linked(state, *object);
  if (!code) return nullptr;
  ++state.compiled;
  state.cache.keep(key, *object);
  return code;
}

/// So many rows the reference decides before it takes longer than finding compiled code in the cache, and before it takes longer
/// than compiling.
constexpr uint64_t few_rows = 100, rows_to_compile_for = HUICE_BATCH_ROWS;

/// One of the two variants on its way. Who takes the next step says so; others wait while the cache is searched, which takes as long
/// as the reference for a few rows, and do without while somebody compiles.
struct Way {
  enum class At { start, searching, not_in_cache, compiling, code, no_code };
  explicit Way(bool wide) : wide(wide) {}

  const bool wide;
  std::atomic<At> at{At::start};
  std::atomic<uint64_t> rows{0};  // that have asked for it
  std::once_flag at_once;
  Code code;

  bool enter(At from, At to) { return at.compare_exchange_strong(from, to, std::memory_order_acquire); }
  At leave(At to) {
    at.store(to, std::memory_order_release);
    at.notify_all();
    return to;
  }
  At wait() {
    at.wait(At::searching, std::memory_order_acquire);
    return at.load(std::memory_order_acquire);
  }
};
using At = Way::At;

/// Tries the narrow variant, then the wide one, then the fallback. With somebody who decides meanwhile each is found or compiled when
/// so many rows have come that it pays; else the narrow one at once and the wide one when it is first needed.
class MachineKernel final : public engine::Kernel {
 public:
  MachineKernel(std::shared_ptr<Machine::State> state, Recipe recipe, std::shared_ptr<const engine::Kernel> fallback,
                std::shared_ptr<const engine::Kernel> meanwhile)
      : state_(std::move(state)), recipe_(std::move(recipe)), fallback_(std::move(fallback)), meanwhile_(std::move(meanwhile)) {
    if (state_->options.wide_only) narrow_.leave(At::no_code);
    if (!meanwhile_) go(narrow_, 0);
  }

  Outcome decide(const huice_batch& batch, huice_decisions& decisions) const override {
    for (Way* way : {&narrow_, &wide_}) {
      const At at = go(*way, static_cast<uint64_t>(batch.rows));
      if (at == At::code && (*way->code)(&batch, &decisions) == 0) return Nothing{};
      if (at != At::code && at != At::no_code) return meanwhile_->decide(batch, decisions);
    }
    return fallback_->decide(batch, decisions);
  }

 private:
  /// As far as it pays for `rows` more; where the way is now.
  At go(Way& way, uint64_t rows) const {
    At at = way.at.load(std::memory_order_acquire);
    if (at == At::code || at == At::no_code) return at;
    if (!meanwhile_) {
      std::call_once(way.at_once, [&] {
        if (seek(way) == At::not_in_cache) compile(way);
      });
      return way.at.load(std::memory_order_acquire);
    }
    const uint64_t all = way.rows.fetch_add(rows, std::memory_order_relaxed) + rows;
    if (all > few_rows) {
      if (at == At::start && way.enter(at, At::searching)) at = seek(way);
      else at = way.wait();
    }
    if (at == At::not_in_cache && all > rows_to_compile_for && way.enter(at, At::compiling)) at = compile(way);
    return at;
  }

  At seek(Way& way) const {
    try {
      way.code = find_by_recipe(way.wide);
      if (!way.code) {
        if (ir::bits_needed(function()) > ir::most_bits) return close(way);
        const std::string key = state_->key(function(), way.wide);
        way.code = find(*state_, key);
        if (way.code) keep_by_recipe(way.wide, key);
      }
    } catch (...) {  // memory ran out: nobody may wait for ever
      way.leave(At::no_code);
      throw;
    }
    return way.leave(way.code ? At::code : At::not_in_cache);
  }

  At compile(Way& way) const {
    const std::string key = state_->key(function(), way.wide);
    way.code = make(*state_, function(), way.wide, key);
    if (!way.code) return close(way);
    keep_by_recipe(way.wide, key);
    return way.leave(At::code);
  }

  Code find_by_recipe(bool wide) const {
    if (recipe_.from.empty()) return nullptr;
    const auto key = state_->cache.find(state_->recipe_key(recipe_, wide));
    return key ? find(*state_, *key) : nullptr;
  }

  void keep_by_recipe(bool wide, const std::string& key) const {
    if (!recipe_.from.empty()) state_->cache.keep(state_->recipe_key(recipe_, wide), key);
  }

  At close(Way& way) const {
    if (way.wide) ++state_->failed;
    return way.leave(At::no_code);
  }

  const ir::Function& function() const {
    std::call_once(function_once_, [&] { function_ = recipe_.make(); });
    return function_;
  }

  const std::shared_ptr<Machine::State> state_;
  const Recipe recipe_;
  const std::shared_ptr<const engine::Kernel> fallback_, meanwhile_;
  mutable std::once_flag function_once_;
  mutable ir::Function function_;
  mutable Way narrow_{false}, wide_{true};
};

}  // namespace

std::shared_ptr<Machine> Machine::create(Options options) {
  return std::shared_ptr<Machine>(new Machine(std::make_shared<State>(std::move(options))));
}

Machine::~Machine() = default;

std::unique_ptr<engine::Kernel> Machine::kernel(ir::Function function, std::shared_ptr<const engine::Kernel> fallback) {
  return kernel({[function = std::move(function)] { return function; }}, std::move(fallback), nullptr);
}

std::unique_ptr<engine::Kernel> Machine::kernel(Recipe recipe, std::shared_ptr<const engine::Kernel> fallback, std::shared_ptr<const engine::Kernel> meanwhile) {
  return std::make_unique<MachineKernel>(state_, std::move(recipe), std::move(fallback), std::move(meanwhile));
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
