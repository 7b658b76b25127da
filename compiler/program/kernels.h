// Kernels of a program's measures, as the engine asks for them: machine code, or the reference.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "compiler/program/program.h"
#include "runtime/batch/schema.h"
#include "runtime/engine/claims.h"
#include "runtime/engine/kernel.h"
#include "runtime/engine/members.h"

namespace huice::program {

/// What the reference decided since machine code could not be had, and whether machine code had to come from files. Any thread may add to it.
class Fallbacks {
 public:
  void add(const std::string& name);
  void add_files() { files_ = true; }
  /// Of measures, in the order of the alphabet.
  std::vector<std::string> names() const;
  /// Whether memory that was written may not be executed here, and files may.
  bool files() const { return files_; }

 private:
  mutable std::mutex mutex_;
  std::set<std::string> names_;
  std::atomic<bool> files_ = false;
};

/// Who decides: the reference few rows and machine code many; machine code from the first row; or the reference alone.
enum class Engine { automatic, machine, reference };

struct KernelOptions {
  Engine engine = Engine::machine;
  std::optional<std::string> cache;  // folder of compiled objects; empty: none is kept
  bool lasting = true;               // parameters keep their values while kernels are made and used; false: kernels have those of when they were made
  bool fallback = true;              // false: what the reference would have to decide instead of machine code fails
  std::shared_ptr<Fallbacks> fallbacks = {};  // told of every measure that falls back; null: nobody asks
};

/// Makes the kernel of one measure (its position in the catalogue) for data that are laid out as the bound schema says.
using MakeKernel = std::function<Result<std::shared_ptr<const engine::Kernel>>(uint32_t measure, const batch::Schema& bound)>;

/// `program` must outlive what this returns and the kernels it makes. Where machine code cannot be had, the reference
/// decides: slower, the same.
MakeKernel kernels_of(const Program& program, KernelOptions options);

/// The same for what one member gives to an aggregate.
engine::MakeMember members_of(const Program& program, KernelOptions options);

/// And for the numbers of settlement that differ from row to row.
engine::MakeNumber numbers_of(const Program& program, KernelOptions options);

}  // namespace huice::program
