#include "runtime/batch/rows.h"

#include <algorithm>

#include "runtime/batch/grid.h"

namespace huice::batch {

Rows::Rows(size_t slots) : slots_(slots), places_(HUICE_BATCH_ROWS), cells_(slots * HUICE_BATCH_ROWS) {}

void Rows::clear() {
  count_ = 0;
  grid_ = nullptr;
  skips_ = 0;
  unwrapped_ = 0;
  bad_.fill(0);
  skipped_.fill(0);
  faults_.clear();
  if (blocks_.size() > 1) blocks_.erase(blocks_.begin(), blocks_.end() - 1);
  block_used_ = 0;
}

Rows::Place Rows::place(int row) const {
  if (grid_ == nullptr) return places_[static_cast<size_t>(row)];
  return {grid_->record(static_cast<size_t>(row)), line(row)};
}

bool Rows::simple() const { return grid_ != nullptr && !grid_->quotes(); }

int Rows::add(Place place) {
  places_[static_cast<size_t>(count_)] = place;
  return count_++;
}

void Rows::reject(Fault fault) {
  if (bad(fault.row) || !rejects(fault.code)) return;
  bad_[static_cast<size_t>(fault.row) / 64] |= uint64_t{1} << (fault.row % 64);
  faults_.push_back(std::move(fault));
}

void Rows::skip(int row) {
  const uint64_t bit = uint64_t{1} << (row % 64);
  if (bad(row)) std::erase_if(faults_, [row](const Fault& fault) { return fault.row == row; });
  bad_[static_cast<size_t>(row) / 64] |= bit;
  skipped_[static_cast<size_t>(row) / 64] |= bit;
  ++skips_;
}

void Rows::sort_faults() {
  std::sort(faults_.begin(), faults_.end(), [](const Fault& a, const Fault& b) { return a.row < b.row; });
}

char* Rows::allocate(size_t size) {
  constexpr size_t usual = size_t{64} << 10;
  if (blocks_.empty() || block_size_ - block_used_ < size) {
    block_size_ = std::max(size, usual);
    blocks_.push_back(std::make_unique<char[]>(text_padding + block_size_ + text_padding));
    block_used_ = 0;
  }
  char* room = blocks_.back().get() + text_padding + block_used_;
  block_used_ += size;
  return room;
}

}  // namespace huice::batch
