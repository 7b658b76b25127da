// ir → kernels: compiles measures to machine code, keeps objects in a cache folder, loads them into this process. LLVM stays in
// llvm/, a module that is loaded only when something has to be compiled (generator.h). Anything that goes wrong on the way (no time, no room, a cache
// that cannot be used) costs speed, never a decision: the caller's fallback decides instead.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "compiler/ir/ir.h"
#include "runtime/batch/schema.h"
#include "runtime/engine/kernel.h"

#include "compiler/ir/from_rules.h"

namespace huice::machine {

struct Options {
  std::optional<std::string> cache;                  // a folder for objects; empty: compile every time
  std::string cpu;                                   // a level such as x86-64-v3; empty: the best this machine has
  std::chrono::milliseconds deadline{10'000};        // for compiling one kernel
  bool wide_only = false;                            // tests: never the narrow variant
  std::function<void()> through_files = {};          // told, by any thread, where the system only executes what comes from files
};

/// What `dump` can show: LLVM's language, or assembly.
enum class Stage { llvm, assembly };

/// A function that is made when it is first needed, at most once.
struct Recipe {
  std::function<ir::Function()> make;
  /// Everything the function follows from, in words: recipes with the same words make the same function, at any time and in any run of
  /// this build. Code that was kept is found by them without making the function. Empty: it is made, and code found by what it is.
  std::string from = {};
};

class Machine {
 public:
  static std::shared_ptr<Machine> create(Options options);
  ~Machine();

  /// One measure, ready to decide; the object is compiled or taken from the cache. `fallback` decides where machine code
  /// cannot be had. Many threads may ask at once. The kernel keeps the machine alive.
  std::unique_ptr<engine::Kernel> kernel(ir::Function function, std::shared_ptr<const engine::Kernel> fallback);

  /// The same, but `meanwhile` decides the first rows, and later ones while a thread compiles: few rows never wait for code. Null: the
  /// code is there before the first row.
  std::unique_ptr<engine::Kernel> kernel(Recipe recipe, std::shared_ptr<const engine::Kernel> fallback, std::shared_ptr<const engine::Kernel> meanwhile);

  /// `wide`: the variant for batches that do not fit 64-bit arithmetic.
  Result<std::string> listing(const ir::Function& function, Stage stage, bool wide) const;

  /// An object file for programs without LLVM: it defines `symbol`, and calls kernel_support under `prefix` before its names. Nothing
  /// where there is no narrow variant.
  Result<std::optional<std::string>> object(const ir::Function& function, bool wide, const std::string& symbol, const std::string& prefix) const;

  struct Counts { int compiled = 0, cached = 0, failed = 0; };
  Counts counts() const;

  struct State;

 private:
  explicit Machine(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

/// A column as far as code depends on it, in plain integers that are copied at once.
struct ColumnLayout {
  batch::Layout layout;
  __int128 lo = 0, hi = 0;
};
std::vector<ColumnLayout> columns_of(const batch::Schema& schema);
/// The same bytes for the same columns, other bytes for others.
std::string bytes_of(const std::vector<ColumnLayout>& columns);
/// The layouts of an entity's columns, for ir::from_rules.
ir::Layouts layouts_of(const std::vector<ColumnLayout>& columns);
inline ir::Layouts layouts_of(const batch::Schema& schema) { return layouts_of(columns_of(schema)); }

/// For --version: `19.1.7`; `x86-64-v4 +avx512ifma`.
std::string llvm_version();
std::string cpu_path();

}  // namespace huice::machine
