// Compiled objects in a folder, by the digest of everything they depend on. Only files that we wrote and that are whole
// are used; a folder that others may write to is not. Nothing here fails: without a cache code is compiled again.
#pragma once
#include <optional>
#include <string>

namespace huice::machine {

class Cache {
 public:
  /// Makes the folder where it is missing, with mode 0700. Empty, or unusable: nothing is ever found or kept.
  explicit Cache(std::optional<std::string> folder);

  std::optional<std::string> find(const std::string& key) const;
  void keep(const std::string& key, const std::string& object) const;

 private:
  std::string folder_;  // empty: off
};

/// 32 hex digits.
std::string digest(const std::string& bytes);

}  // namespace huice::machine
