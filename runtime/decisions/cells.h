// The cells of decisions on their way into Arrow columns: numbers and reasons, of the lines of a chunk.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/text_buffer.h"
#include "runtime/arrow/build.h"
#include "runtime/arrow/decided_types.h"

namespace huice::decisions {

/// Texts of reasons, `size;age`, as lists. Lines refer to them by number; 0 is the empty one.
class ReasonLists {
 public:
  ReasonLists() { clear(); }
  uint32_t add(std::string_view reasons);
  void clear();
  /// Appends the lists with these numbers to a column of lists of texts.
  void append(const std::vector<uint32_t>& numbers, arrow::Items& to) const;
  void pack(TextBuffer& out) const;
  void unpack(std::string_view& rest);

 private:
  struct List {
    uint32_t first, items;  // of ends_
    uint32_t begin, bytes;  // of bytes_
  };
  static constexpr size_t slack = 32;  // bytes that may be read behind each list, and written behind each column

  std::vector<List> lists_;
  std::vector<uint32_t> ends_;  // of items, in their list
  std::vector<char> bytes_;
};

/// Of one measure, or of all measures line by line. Amounts count the measure's rounding unit.
struct Cells {
  static constexpr int64_t none = INT64_MIN;  // an amount that is not there

  /// Which there are.
  struct Which {
    bool computed, amounts, ceilings;
    size_t shares;
  };
  explicit Cells(Which which) : which(which), shares(which.shares) {}
  Which which;
  std::vector<uint32_t> measures;  // position among those of the run; only line by line
  std::vector<uint8_t> statuses;
  std::vector<int64_t> computed, amounts, ceilings;
  std::vector<std::vector<int64_t>> shares;
  std::vector<uint32_t> reasons;   // numbers of ReasonLists

  size_t lines() const { return statuses.size(); }
  /// So many more, without amounts and reasons; gives the first.
  size_t add(size_t lines);
  void clear();
  void pack(TextBuffer& out) const;
  void unpack(std::string_view& rest);
};

/// Appends to columns of numbers and of decimals.
void append_statuses(const Cells& cells, arrow::Items& to);
void append_amounts(const std::vector<int64_t>& amounts, const arrow::Scaled& scaled, arrow::Items& to);

}  // namespace huice::decisions
