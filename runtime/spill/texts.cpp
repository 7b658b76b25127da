#include "runtime/spill/texts.h"

#include <algorithm>
#include <cstring>

namespace huice::spill {
namespace {

constexpr size_t least_slab = size_t{64} << 10, most_slab = 2 * huge_page;

}  // namespace

/// In the last block; false: there is none.
bool Texts::make_room(size_t size) {
  if (file_) return false;
  if (!blocks_.empty() && blocks_.back().slab.begin() + used_ + size <= blocks_.back().slab.end()) return true;
  size_t slab = std::max<size_t>(std::clamp<size_t>(taken_, least_slab, most_slab), size);
  const size_t page = slab < huge_page ? least_slab : huge_page;
  slab = (slab + page - 1) / page * page;
  if (taken_ + slab > room_.memory) return false;
  blocks_.emplace_back().slab = Slab(slab);
  taken_ += slab;
  used_ = 0;
  return true;
}

Outcome Texts::add(std::string_view text) {
  if (make_room(text.size())) {
    Block& block = blocks_.back();
    std::memcpy(block.slab.begin() + used_, text.data(), text.size());
    places_.push_back({&block, used_, text.size()});
    ++block.texts;
    used_ += text.size();
    return Nothing{};
  }
  if (!file_) {
    auto file = TempFile::create(room_.folder);
    if (!file) return file.failure();
    file_ = std::move(*file);
  }
  places_.push_back({nullptr, file_->size(), text.size()});
  return file_->append(text);
}

Result<std::string_view> Texts::read(size_t text, std::string& scratch) const {
  const Place& place = places_[text];
  if (place.block != nullptr) return std::string_view(place.block->slab.begin() + place.begin, place.size);
  scratch.resize(place.size);
  if (Outcome outcome = file_->read(place.begin, scratch.data(), place.size); !outcome) return outcome.failure();
  return std::string_view(scratch);
}

void Texts::drop(size_t text) {
  Block* const block = places_[text].block;
  if (block != nullptr && --block->texts == 0) block->slab = Slab();
}

}  // namespace huice::spill
