// A program behind a handle: compiled, with the kernels it has made so far. Any number of threads use one at once.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/huice.h"
#include "compiler/program/kernels.h"
#include "compiler/program/program.h"
#include "runtime/engine/claims.h"
#include "runtime/engine/members.h"
#include "runtime/engine/run.h"

namespace huice::c {

class ApplicantPool;

class Compiled {
 public:
  Compiled();
  ~Compiled();
  /// Stops where the text is wrong, or parameters do not fit.
  static std::shared_ptr<Compiled> make(std::unique_ptr<program::Program> program, const huice_compile_options* options);

  const program::Program& program() const { return *program_; }
  const Catalogue& catalogue() const { return program_->catalogue; }

  /// Kernels for data that are laid out as the schema says; made once for each layout.
  Result<std::shared_ptr<const engine::Kernel>> kernel(uint32_t measure, const batch::Schema& schema) const { return kernels_.get(measure, schema, make_kernel_); }
  Result<engine::MemberKernel> member(uint32_t aggregate, const batch::Schema& schema) const { return members_.get(aggregate, schema, make_member_); }
  Result<std::shared_ptr<const engine::Kernel>> number(uint32_t number, const batch::Schema& schema) const { return numbers_.get(number, schema, make_number_); }

  /// Measures that the reference decided since machine code could not be had.
  std::vector<std::string> by_reference() const { return fallbacks_->names(); }
  /// Whether machine code had to come from files.
  bool code_from_files() const { return fallbacks_->files(); }
  /// Whether the measure needs rows of its own entity only, each by itself.
  bool stands_alone(uint32_t measure) const { return stands_alone_[measure]; }
  ApplicantPool& idle_applicants() const { return *idle_; }

  /// The entity of that name or label; null: the only one that measures are for.
  uint32_t entity(const char* name) const;

 private:
  static std::string layouts_of(const batch::Schema& schema);

  template <class Made>
  class Pool {
   public:
    template <class Make>
    Result<Made> get(uint32_t which, const batch::Schema& schema, const Make& make) const {
      const std::lock_guard lock(mutex_);
      const auto [at, is_new] = made_.try_emplace({which, layouts_of(schema)});
      if (at->second.made) return *at->second.made;
      if (is_new) at->second.schema = std::make_unique<batch::Schema>(schema);  // outlives the kernel
      Result<Made> made = make(which, *at->second.schema);
      if (made) at->second.made = *made;
      return made;
    }

   private:
    struct Entry {
      std::unique_ptr<batch::Schema> schema;
      std::optional<Made> made;
    };
    mutable std::mutex mutex_;
    mutable std::map<std::pair<uint32_t, std::string>, Entry> made_;
  };

  std::unique_ptr<program::Program> program_;
  std::shared_ptr<program::Fallbacks> fallbacks_ = std::make_shared<program::Fallbacks>();
  program::MakeKernel make_kernel_;
  engine::MakeMember make_member_;
  engine::MakeNumber make_number_;
  Pool<std::shared_ptr<const engine::Kernel>> kernels_, numbers_;
  Pool<engine::MemberKernel> members_;
  std::vector<bool> stands_alone_;  // by measure
  std::unique_ptr<ApplicantPool> idle_;
};

/// What a handle stands for; stops where it is null or closed.
std::shared_ptr<const Compiled> compiled_of(huice_program program);

}  // namespace huice::c
