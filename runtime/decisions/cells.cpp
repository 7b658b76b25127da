#include "runtime/decisions/cells.h"

#include <algorithm>
#include <cstring>

#include "runtime/arrow/growing.h"

namespace huice::decisions {

using arrow::grow;
using arrow::Items;

uint32_t ReasonLists::add(std::string_view reasons) {
  List list{static_cast<uint32_t>(ends_.size()), 0, static_cast<uint32_t>(bytes_.size() - slack), 0};
  bytes_.resize(bytes_.size() - slack);
  while (!reasons.empty()) {
    const size_t end = std::min(reasons.find(';'), reasons.size());
    bytes_.insert(bytes_.end(), reasons.begin(), reasons.begin() + static_cast<ptrdiff_t>(end));
    list.bytes += static_cast<uint32_t>(end);
    ends_.push_back(list.bytes);
    ++list.items;
    reasons.remove_prefix(std::min(end + 1, reasons.size()));
  }
  bytes_.resize(bytes_.size() + slack);
  lists_.push_back(list);
  return static_cast<uint32_t>(lists_.size() - 1);
}

void ReasonLists::clear() {
  lists_.clear();
  ends_.clear();
  bytes_.assign(slack, 0);
  add("");
}

void ReasonLists::append(const std::vector<uint32_t>& numbers, Items& to) const {
  Items& texts = to.children[0];
  size_t bytes = 0, items = 0;
  for (const uint32_t number : numbers) {
    bytes += lists_[number].bytes;
    items += lists_[number].items;
  }
  to.valid.add(true, numbers.size());
  to.length += static_cast<int64_t>(numbers.size());
  texts.valid.add(true, items);
  auto list_end = static_cast<int32_t>(texts.length), end = static_cast<int32_t>(texts.buffers[1].size());
  texts.length += static_cast<int64_t>(items);
  auto* list_ends = grow<int32_t>(to.buffers[0], numbers.size());
  auto* ends = grow<int32_t>(texts.buffers[0], items);
  auto* at = grow<char>(texts.buffers[1], bytes + slack);
  for (const uint32_t number : numbers) {
    const List& list = lists_[number];
    if (list.items > 0) {
      if (list.bytes <= slack) std::memcpy(at, bytes_.data() + list.begin, slack);
      else std::memcpy(at, bytes_.data() + list.begin, list.bytes);
      at += list.bytes;
      for (uint32_t i = 0; i < list.items; ++i) *ends++ = end + static_cast<int32_t>(ends_[list.first + i]);
      end += static_cast<int32_t>(list.bytes);
      list_end += static_cast<int32_t>(list.items);
    }
    *list_ends++ = list_end;
  }
  texts.buffers[1].resize(texts.buffers[1].size() - slack);
}

void ReasonLists::pack(TextBuffer& out) const {
  arrow::pack(lists_, out);
  arrow::pack(ends_, out);
  arrow::pack(bytes_, out);
}

void ReasonLists::unpack(std::string_view& rest) {
  arrow::unpack(rest, lists_);
  arrow::unpack(rest, ends_);
  arrow::unpack(rest, bytes_);
}

size_t Cells::add(size_t lines) {
  const size_t first = statuses.size(), count = first + lines;
  statuses.resize(count);
  if (which.computed) computed.resize(count, none);
  if (which.amounts) amounts.resize(count, none);
  if (which.ceilings) ceilings.resize(count, none);
  for (auto& share : shares) share.resize(count, none);
  reasons.resize(count);
  return first;
}

void Cells::clear() {
  measures.clear();
  statuses.clear();
  for (auto* amounts_of : {&computed, &amounts, &ceilings}) amounts_of->clear();
  for (auto& share : shares) share.clear();
  reasons.clear();
}

void Cells::pack(TextBuffer& out) const {
  arrow::pack(measures, out);
  arrow::pack(statuses, out);
  for (const auto* amounts_of : {&computed, &amounts, &ceilings}) arrow::pack(*amounts_of, out);
  for (const auto& share : shares) arrow::pack(share, out);
  arrow::pack(reasons, out);
}

void Cells::unpack(std::string_view& rest) {
  arrow::unpack(rest, measures);
  arrow::unpack(rest, statuses);
  for (auto* amounts_of : {&computed, &amounts, &ceilings}) arrow::unpack(rest, *amounts_of);
  for (auto& share : shares) arrow::unpack(rest, share);
  arrow::unpack(rest, reasons);
}

void append_statuses(const Cells& cells, Items& to) {
  to.buffers[0].insert(to.buffers[0].end(), cells.statuses.begin(), cells.statuses.end());
  to.valid.add(true, cells.lines());
  to.length += static_cast<int64_t>(cells.lines());
}

void append_amounts(const std::vector<int64_t>& amounts, const arrow::Scaled& scaled, Items& to) {
  __int128* const numbers = grow<__int128>(to.buffers[0], amounts.size());
  for (size_t first = 0; first < amounts.size(); first += 64) {
    const size_t count = std::min<size_t>(64, amounts.size() - first);
    uint64_t valid = 0;
    for (size_t i = 0; i < count; ++i) {
      const int64_t amount = amounts[first + i];
      valid |= uint64_t{amount != Cells::none} << i;
      numbers[first + i] = amount == Cells::none ? 0 : scaled(amount);
    }
    to.valid.add_word(valid, count);
  }
  to.length += static_cast<int64_t>(amounts.size());
}

}  // namespace huice::decisions
