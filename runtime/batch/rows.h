// Up to HUICE_BATCH_ROWS records as text: where each stands, the cells that somebody wants, and what is wrong with them.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/batch/reject.h"
#include "runtime/kernel_abi.h"

namespace huice::batch {

/// Text that is read in big steps has so many readable bytes before it and behind it.
inline constexpr size_t text_padding = 64;
inline constexpr char no_text[2 * text_padding] = {};

/// The bytes of one cell without its quotes; they live as long as the rows.
struct Cell {
  const char* bytes = no_text + text_padding;
  uint32_t size = 0;
  std::string_view view() const { return {bytes, size}; }
};

class Grid;

struct Fault {
  int row = 0;
  RejectCode code{};
  int column = -1;       // of the file; -1: the whole row
  std::string value;     // the cell, as it stands in the decoded file
  std::string expected;  // for the message
};

class Rows {
 public:
  struct Place {
    std::string_view text;  // the record without its line end
    uint64_t line = 0;      // its first physical line, from 1
  };

  explicit Rows(size_t slots = 0);
  void clear();
  int count() const { return count_; }
  /// One more row; there are fewer than HUICE_BATCH_ROWS.
  int add(Place place);
  /// So many more rows, whose places are to be written.
  Place* add_rows(size_t rows) {
    Place* const added = places_.data() + count_;
    count_ += static_cast<int>(rows);
    return added;
  }
  /// All rows: those of a grid, which stays, each of one line, from `line` on.
  void add_grid(const Grid& grid, size_t rows, uint64_t line) {
    grid_ = &grid;
    grid_line_ = line;
    count_ = static_cast<int>(rows);
  }
  Place place(int row) const;
  uint64_t line(int row) const { return grid_ == nullptr ? places_[static_cast<size_t>(row)].line : grid_line_ + static_cast<uint64_t>(row); }
  /// Whether it is certain that no cell has a quote, a comma or an LF in it.
  bool simple() const;

  /// A slot is one column that is wanted; its cells lie side by side.
  Cell* slot(size_t slot) { return &cells_[slot * HUICE_BATCH_ROWS]; }
  const Cell* slot(size_t slot) const { return &cells_[slot * HUICE_BATCH_ROWS]; }
  size_t slots() const { return slots_; }

  /// Bit i: row 64 · word + i is bad.
  uint64_t bad_word(int word) const { return bad_[static_cast<size_t>(word)]; }
  bool bad(int row) const { return (bad_[static_cast<size_t>(row) / 64] >> (row % 64) & 1) != 0; }
  template <class Each>
  void each_bad(const Each& each) const {
    for (size_t word = 0; word < bad_.size(); ++word) {
      for (uint64_t bits = bad_[word]; bits != 0; bits &= bits - 1) each(static_cast<int>(64 * word) + __builtin_ctzll(bits));
    }
  }
  /// Rejects the row, unless it is rejected already or the tests have switched the code off.
  void reject(Fault fault);
  /// The row is no applicant (asides.h): neither decided nor rejected, and not counted.
  void skip(int row);
  bool skipped(int row) const { return (skipped_[static_cast<size_t>(row) / 64] >> (row % 64) & 1) != 0; }
  int skips() const { return skips_; }
  /// Cells that the spreadsheet dialect reads otherwise than as they stand.
  void count_unwrapped() { ++unwrapped_; }
  uint64_t unwrapped() const { return unwrapped_; }
  /// In the order of rows once `sort_faults` was called.
  const std::vector<Fault>& faults() const { return faults_; }
  void sort_faults();

  /// Whether every cell stands in padded text.
  bool padded() const { return padded_; }
  void set_padded() { padded_ = true; }

  /// Room for bytes that do not stand in the file as they are (`""` inside quotes).
  char* allocate(size_t size);

 private:
  size_t slots_;
  bool padded_ = false;
  int count_ = 0;
  std::vector<Place> places_;
  const Grid* grid_ = nullptr;  // if there is one, it knows them
  uint64_t grid_line_ = 1;
  std::vector<Cell> cells_;
  int skips_ = 0;
  uint64_t unwrapped_ = 0;
  std::array<uint64_t, HUICE_BATCH_WORDS> bad_{}, skipped_{};  // skipped rows are bad too
  std::vector<Fault> faults_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t block_used_ = 0, block_size_ = 0;
};

}  // namespace huice::batch
