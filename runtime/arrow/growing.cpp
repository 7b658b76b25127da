#include "runtime/arrow/growing.h"

namespace huice::arrow {
namespace {

/// Of texts and lists: where each ends, behind a 0.
bool has_ends(const Items& items) { return items.buffers.size() == 2 || (items.buffers.size() == 1 && !items.children.empty()); }

}  // namespace

Items no_items(const Shape& shape) {
  Items items;
  if (shape.format == "u") items.buffers.resize(2);
  else if (shape.format != "+s") items.buffers.resize(1);
  for (const Shape& child : shape.children) items.children.push_back(no_items(child));
  if (has_ends(items)) grow<int32_t>(items.buffers[0], 1);
  return items;
}

void append_items(Items& to, const Items& from, size_t begin, size_t count) {
  if (count == 0) return;
  to.valid.append(from.valid, begin, count);
  to.length += static_cast<int64_t>(count);
  if (from.buffers.empty()) {
    for (size_t child = 0; child < to.children.size(); ++child) append_items(to.children[child], from.children[child], begin, count);
    return;
  }
  if (!has_ends(from)) {
    const size_t width = from.buffers[0].size() / static_cast<size_t>(from.length);
    const auto first = from.buffers[0].begin() + static_cast<ptrdiff_t>(begin * width);
    to.buffers[0].insert(to.buffers[0].end(), first, first + static_cast<ptrdiff_t>(count * width));
    return;
  }
  const auto* const ends = reinterpret_cast<const int32_t*>(from.buffers[0].data()) + begin;
  const int32_t moved = last<int32_t>(to.buffers[0]) - ends[0];
  int32_t* const moved_ends = grow<int32_t>(to.buffers[0], count);
  for (size_t i = 0; i < count; ++i) moved_ends[i] = ends[i + 1] + moved;
  if (from.buffers.size() == 2) {
    to.buffers[1].insert(to.buffers[1].end(), from.buffers[1].begin() + ends[0], from.buffers[1].begin() + ends[count]);
  } else {
    append_items(to.children[0], from.children[0], static_cast<size_t>(ends[0]), static_cast<size_t>(ends[count] - ends[0]));
  }
}

void clear_items(Items& items) {
  const bool ends = has_ends(items);
  items.length = 0;
  items.valid.clear();
  for (auto& buffer : items.buffers) buffer.clear();
  if (ends) grow<int32_t>(items.buffers[0], 1);
  for (Items& child : items.children) clear_items(child);
}

void pack(const Items& items, TextBuffer& out) {
  pack(std::vector<int64_t>{items.length, static_cast<int64_t>(items.valid.zeros())}, out);
  if (items.valid.zeros() > 0) pack(items.valid.all(), out);
  for (const auto& buffer : items.buffers) pack(buffer, out);
  for (const Items& child : items.children) pack(child, out);
}

void unpack(std::string_view& rest, Items& items) {
  std::vector<int64_t> counts;
  unpack(rest, counts);
  items.length = counts[0];
  items.valid.clear();
  if (counts[1] == 0) {
    items.valid.add(true, static_cast<size_t>(items.length));
  } else {
    std::vector<unsigned char> bytes;
    unpack(rest, bytes);
    for (size_t row = 0; row < static_cast<size_t>(items.length); ++row) items.valid.add((bytes[row / 8] >> (row % 8) & 1) != 0);
  }
  for (auto& buffer : items.buffers) unpack(rest, buffer);
  for (Items& child : items.children) unpack(rest, child);
}

}  // namespace huice::arrow
