#include "tests/properties/decisions.h"

#include <algorithm>
#include <cstring>

namespace huice::properties {
namespace {

template <class T>
void fill(std::vector<T>& items, uint8_t rubbish) {
  if (!items.empty()) std::memset(items.data(), rubbish, items.size() * sizeof(T));
}

/// Whether the first `rows` bits of each of the columns agree.
bool same_bits(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b, int rows) {
  for (size_t column = 0; column < a.size(); column += HUICE_BATCH_WORDS) {
    for (int word = 0; word * 64 < rows; ++word) {
      int left = rows - word * 64;
      uint64_t mask = left >= 64 ? ~uint64_t{0} : (uint64_t{1} << left) - 1;
      if ((a[column + word] ^ b[column + word]) & mask) return false;
    }
  }
  return true;
}

template <class T>
bool same_items(const std::vector<T>& a, const std::vector<T>& b, int rows) {
  return std::equal(a.begin(), a.begin() + rows, b.begin());
}

}  // namespace

Decisions::Decisions(const catalogue::Measure& measure)
    : measure_(measure),
      status_(HUICE_BATCH_ROWS),
      amount_(HUICE_BATCH_ROWS),
      ceiling_(HUICE_BATCH_ROWS),
      error_(HUICE_BATCH_ROWS),
      ceiling_known_(HUICE_BATCH_WORDS),
      capped_(HUICE_BATCH_WORDS),
      failed_(HUICE_BATCH_WORDS * measure.conditions.size()),
      missing_(HUICE_BATCH_WORDS * measure.inputs.size()) {}

Outcome Decisions::run(const engine::Kernel& kernel, const huice_batch& batch, uint8_t rubbish) {
  fill(status_, rubbish);
  fill(amount_, rubbish);
  huice_decisions out{status_.data(), amount_.data(), ceiling_.data(), ceiling_known_.data(),
                      error_.data(),  capped_.data(), failed_.data(),  missing_.data(), nullptr};
  return kernel.decide(batch, out);
}

bool Decisions::bit(const std::vector<uint64_t>& words, size_t column, int row) const {
  return (words[column * HUICE_BATCH_WORDS + static_cast<size_t>(row) / 64] >> (row % 64) & 1) != 0;
}

std::string Decisions::describe(int row) const {
  if (status_[row] >= status_count) return "status byte " + std::to_string(status_[row]);
  std::string out(name(status(row)));
  out += " amount=" + std::to_string(amount_[row]);
  out += " ceiling=" + (bit(ceiling_known_, 0, row) ? std::to_string(ceiling_[row]) : "none(" + std::to_string(ceiling_[row]) + ")");
  out += " error=" + std::to_string(error_[row]);
  if (error_[row] != 0 && (error_[row] & 0xfff) < measure_.sites.size()) out += " " + catalogue::error_name(measure_, error_[row]);
  if (bit(capped_, 0, row)) out += " capped";
  for (size_t i = 0; i < measure_.conditions.size(); ++i) {
    if (bit(failed_, i, row)) out += " failed:" + measure_.conditions[i];
  }
  for (size_t i = 0; i < measure_.inputs.size(); ++i) {
    if (bit(missing_, i, row)) out += " missing:#" + std::to_string(measure_.inputs[i]);
  }
  return out;
}

bool Decisions::same(const Decisions& b, int row) const {
  auto bits = [&](const std::vector<uint64_t>& x, const std::vector<uint64_t>& y) {
    for (size_t column = 0; column * HUICE_BATCH_WORDS < x.size(); ++column) {
      if (bit(x, column, row) != bit(y, column, row)) return false;
    }
    return true;
  };
  return status_[row] == b.status_[row] && amount_[row] == b.amount_[row] && ceiling_[row] == b.ceiling_[row] && error_[row] == b.error_[row] &&
         bits(ceiling_known_, b.ceiling_known_) && bits(capped_, b.capped_) && bits(failed_, b.failed_) && bits(missing_, b.missing_);
}

std::optional<int> Decisions::first_difference(const Decisions& a, const Decisions& b, int rows) {
  bool same = same_items(a.status_, b.status_, rows) && same_items(a.amount_, b.amount_, rows) && same_items(a.ceiling_, b.ceiling_, rows) &&
              same_items(a.error_, b.error_, rows) && same_bits(a.ceiling_known_, b.ceiling_known_, rows) &&
              same_bits(a.capped_, b.capped_, rows) && same_bits(a.failed_, b.failed_, rows) && same_bits(a.missing_, b.missing_, rows);
  if (same) return std::nullopt;
  for (int row = 0; row < rows; ++row) {
    if (!a.same(b, row)) return row;
  }
  return std::nullopt;
}

}  // namespace huice::properties
