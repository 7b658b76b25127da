// Bytes → gzip or Zstandard, for output files named so.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace huice::decisions {

class Packer {
 public:
  virtual ~Packer() = default;
  /// Appends packed bytes; `last` ends the file.
  virtual void pack(std::string_view bytes, bool last, std::string& out) = 0;
};

/// By the suffix of `path`: `.gz`, `.zst`; null for any other.
std::unique_ptr<Packer> make_packer(std::string_view path);

}  // namespace huice::decisions
