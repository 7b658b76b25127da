#include "runtime/engine/spilled.h"

#include <algorithm>
#include <cstring>

#include "runtime/spill/bytes.h"

namespace huice::engine {

size_t Shares::part(uint64_t of, size_t users) const {
  return static_cast<size_t>(std::clamp<uint64_t>(of / std::max<size_t>(users, 1), least, SIZE_MAX / 4));
}

void put_key(std::string& out, Hash128 key) {
  spill::put_ordered(out, key.high);
  spill::put_ordered(out, key.low);
}
void put_place(std::string& out, Place place) { spill::put_ordered(out, place.packed()); }

void Answers::begin(size_t memory) {
  merge_.emplace(records_.read(memory));
  more_ = true;
  begins_.clear();
}

void Answers::end() { merge_.reset(); }

Outcome Answers::load(const std::vector<uint64_t>& places) {
  text_.clear();
  begins_.assign(places.size(), none);
  bool first = !merge_->begun();
  for (size_t row = 0; row < places.size(); ++row) {
    while (more_ && (first || spill::ordered(merge_->record()) < places[row])) {
      auto more = merge_->next();
      if (!more) return more.failure();
      more_ = *more;
      first = false;
    }
    if (!more_ || spill::ordered(merge_->record()) != places[row]) continue;
    const std::string_view answer = merge_->record().substr(place_size);
    begins_[row] = text_.size();
    spill::put(text_, uint64_t{answer.size()});
    text_.append(answer);
  }
  return Nothing{};
}

std::string_view Answers::of(int row) const {
  std::string_view text = std::string_view(text_).substr(begins_[static_cast<size_t>(row)]);
  const auto size = spill::take<uint64_t>(text);
  return text.substr(0, size);
}

SpilledTable::SpilledTable(const batch::Schema& schema, std::vector<uint32_t> columns, const Shares& shares)
    : schema_(schema), columns_(std::move(columns)), shares_(&shares), adding_later_(shares.room.folder, shares.filling(2)) {
  adding_.emplace(shares.room.folder, shares.filling(2));
}

Outcome SpilledTable::add(spill::Sorter& sorter, Hash128 key, Place place, std::string_view kept) {
  record_.clear();
  put_key(record_, key);
  put_place(record_, place);
  record_.append(kept);
  return sorter.add(record_);
}

Outcome SpilledTable::take(const KeyTable& table) {
  std::string kept;
  for (uint32_t row = 0; row < table.size(); ++row) {
    kept.clear();
    table.append_kept(kept, row);
    if (Outcome outcome = add(table.key(row), table.place(row), kept); !outcome) return outcome;
  }
  for (const auto& [later, first] : table.later()) {
    record_.clear();
    put_place(record_, later);
    put_place(record_, first);
    if (Outcome outcome = adding_later_.add(record_); !outcome) return outcome;
  }
  return Nothing{};
}

Outcome SpilledTable::finish() {
  auto sorted = adding_->finish();
  if (!sorted) return sorted.failure();
  adding_.reset();
  rows_ = std::move(*sorted);
  spill::Merge rows = rows_.read(shares_->reading(1));
  std::string first;  // key and place
  for (;;) {
    auto more = rows.next();
    if (!more) return more.failure();
    if (!*more) break;
    const std::string_view record = rows.record();
    if (record.substr(0, key_size) != std::string_view(first).substr(0, key_size)) {
      first = record.substr(0, key_size + place_size);
      continue;
    }
    record_ = record.substr(key_size, place_size);
    record_ += first.substr(key_size);
    if (Outcome outcome = adding_later_.add(record_); !outcome) return outcome;
  }
  auto later = adding_later_.finish();
  if (!later) return later.failure();
  later_.emplace(std::move(*later));
  return Nothing{};
}

void SpilledTable::append_kept(std::string& out, const batch::Batch& batch, int row) const {
  for (uint32_t field : columns_) {
    __int128 wide = 0;
    append_cell(out, kept_cell(batch, field, row, wide), schema_.fields[field]);
  }
}

KeptCell SpilledTable::cell(std::string_view kept, uint32_t target) const {
  for (uint32_t field : columns_) {
    const KeptCell cell = take_cell(kept, schema_.fields[field]);
    if (field == target) return cell;
  }
  return {};
}

Result<bool> SpilledTable::Search::find(std::string_view key) {
  while (!begun_ || (more_ && merge_.record().substr(0, key_size) < key)) {
    auto more = merge_.next();
    if (!more) return more;
    more_ = *more;
    begun_ = true;
  }
  return more_ && merge_.record().substr(0, key_size) == key;
}

}  // namespace huice::engine
