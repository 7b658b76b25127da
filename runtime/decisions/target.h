// Where output goes. A regular or absent file is written aside and put in place whole; devices, pipes and `-` are written
// directly. What is not put in place leaves nothing behind.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/digest.h"
#include "base/result.h"
#include "runtime/decisions/aside.h"
#include "runtime/decisions/options.h"

namespace huice::decisions {

class Target {
 public:
  virtual ~Target() = default;
  /// UTF-8 text.
  virtual Outcome write(std::string_view text) = 0;
  /// Everything reaches the file (and the disk, with `sync`); nothing is written after it.
  virtual Outcome finish() = 0;
  /// What an earlier run has left under the name goes away before the new file is there.
  virtual Outcome remove_former() = 0;
  /// Under its final name. After finish.
  virtual Outcome commit() = 0;
  /// Of the file's bytes; after finish.
  virtual std::string digest() const = 0;
  virtual uint64_t bytes() const = 0;
  virtual const std::string& path() const = 0;
};

/// A file to which something is added on the way.
class WrappedTarget : public Target {
 public:
  explicit WrappedTarget(std::unique_ptr<Target> file) : file_(std::move(file)) {}
  Outcome write(std::string_view text) override { return file_->write(text); }
  Outcome finish() override { return file_->finish(); }
  Outcome remove_former() override { return file_->remove_former(); }
  Outcome commit() override { return file_->commit(); }
  std::string digest() const override { return file_->digest(); }
  uint64_t bytes() const override { return file_->bytes(); }
  const std::string& path() const override { return file_->path(); }

 protected:
  Target& file() { return *file_; }

 private:
  std::unique_ptr<Target> file_;
};

/// `.gz` and `.zst` are packed by suffix. `leftovers`: of whoever opens several files; null: this is the only one.
Result<std::unique_ptr<Target>> open_target(const std::string& path, OutEncoding encoding, bool sync, Leftovers* leftovers = nullptr);
/// All of a file at once, under its name.
Outcome write_file(const std::string& path, std::string_view bytes);
/// Whether `path` is written directly: `-`, a device or a pipe.
bool written_directly(const std::string& path);

}  // namespace huice::decisions
