// Cells that are one of a few words: booleans, and enumerations by code or label.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/batch/schema.h"

namespace huice::batch {

/// A closed list of spellings; what is not found as it stands is looked for folded.
class Words {
 public:
  /// 是/否, true/false, 1/0, Y/N, 有/无: 1 and 0.
  static Words booleans();
  /// Codes and labels of a choice field; a code wins over another member's label.
  static Words choices(const Field& field);

  std::optional<uint16_t> find(std::string_view cell) const;
  /// For the message: `goods, services`.
  const std::string& listed() const { return listed_; }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  void add(std::string_view word, uint16_t code);
  std::unordered_map<std::string, uint16_t, Hash, std::equal_to<>> exact_, folded_;
  bool any_case_ = false;
  std::string listed_;
};

}  // namespace huice::batch
