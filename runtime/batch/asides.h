// Rows of a spreadsheet that are no applicants: totals, notes below the table, a header that each page repeats, empty rows.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huice::batch {

class Rows;

enum class Aside : uint8_t { total, note, header, empty };
inline constexpr size_t aside_kinds = 4;

/// How many rows of each kind, and in which line the first stands.
struct AsideTotals {
  uint64_t count = 0, first_line = 0;
};
using AsideCounts = std::array<AsideTotals, aside_kinds>;

class Asides {
 public:
  Asides() = default;
  /// The records of the header as they stand; slots of the key columns.
  Asides(std::vector<std::string> header, std::vector<size_t> keys) : header_(std::move(header)), keys_(std::move(keys)) {}
  /// Skips such rows, also those whose only fault is the number of their cells.
  AsideCounts skip(Rows& rows) const;

 private:
  std::optional<Aside> kind(const Rows& rows, int row) const;
  bool is_total(const Rows& rows, int row, std::string_view text) const;

  std::vector<std::string> header_;
  std::vector<size_t> keys_;
};

}  // namespace huice::batch
