// A workbook's shared strings. They stay in memory as long as they are few; beyond that they lie in a file without a name.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/spill/temp_file.h"

namespace huice::workbook {

class Strings {
 public:
  /// Beyond `memory` bytes they go to `folder`.
  explicit Strings(std::string folder, size_t memory = size_t{48} << 20) : folder_(std::move(folder)), memory_(memory) {}
  Outcome add(std::string_view text);
  Outcome finish();
  uint64_t count() const { return count_; }
  /// `index` < count().
  Outcome append(uint64_t index, std::string& out) const;

 private:
  static constexpr uint64_t group = 64;  // strings; only where a group begins is kept
  Result<std::string_view> bytes_of(uint64_t which) const;

  std::string folder_;
  size_t memory_;
  std::string bytes_;                    // each string behind its length; what is not in the file
  std::unique_ptr<spill::TempFile> file_;
  std::vector<uint64_t> begins_;         // of groups, in the file and bytes_ together
  uint64_t count_ = 0, size_ = 0;
  mutable std::string read_;             // the group read last from the file
  mutable uint64_t read_group_ = UINT64_MAX;
};

}  // namespace huice::workbook
