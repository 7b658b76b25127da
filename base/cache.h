// What was worked out, in a folder, by the digest of everything it depends on: compiled objects, read policy files. Only files that
// we wrote and that are whole are used; a folder that others may write to is not. Nothing here fails: without a cache it is done again.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace huice {

class Cache {
 public:
  /// Makes the folder where it is missing, with mode 0700. Empty, or unusable: nothing is ever found or kept.
  explicit Cache(std::optional<std::string> folder = {});

  /// Why the folder is not used; `none` also where none was given.
  enum class Trouble { none, missing, no_folder, not_ours, not_private };
  Trouble trouble() const { return trouble_; }

  /// A key for what this very build makes of `bytes`; `kind` tells apart what is made of the same bytes.
  static std::string key(std::string_view kind, std::string_view bytes);

  bool on() const { return !folder_.empty(); }
  std::optional<std::string> find(const std::string& key) const;
  void keep(const std::string& key, const std::string& bytes) const;

 private:
  std::string folder_;  // empty: off
  Trouble trouble_ = Trouble::none;
};

/// HUICE_CACHE, else $XDG_CACHE_HOME/huice, else ~/.cache/huice; empty where none of them is set.
std::optional<std::string> default_cache();

}  // namespace huice
