// A private file without a name: it is gone when it is closed, however the process ends.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace huice::spill {

/// What spilling may take: so many bytes of memory, files in this folder.
struct Room {
  uint64_t memory = UINT64_MAX;
  std::string folder = "/tmp";
};

class TempFile {
 public:
  static Result<std::unique_ptr<TempFile>> create(const std::string& folder);
  ~TempFile();
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;

  /// Adds at the end.
  Outcome append(std::string_view bytes);
  uint64_t size() const { return size_; }
  /// All of these bytes stand in the file.
  Outcome read(uint64_t offset, char* into, size_t size) const;
  int descriptor() const { return descriptor_; }

 private:
  TempFile(std::string folder, int descriptor) : folder_(std::move(folder)), descriptor_(descriptor) {}

  std::string folder_;
  int descriptor_;
  uint64_t size_ = 0;
};

}  // namespace huice::spill
