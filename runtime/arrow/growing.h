// Columns that grow: items of a shape that rows are appended to, emptied without giving their memory back.
#pragma once
#include <cstring>
#include <string_view>
#include <vector>

#include "base/text_buffer.h"
#include "runtime/arrow/build.h"

namespace huice::arrow {

/// No items of that shape; of a column with a dictionary its numbers.
Items no_items(const Shape& shape);
/// Appends `count` items of others of the same shape, from the one at `begin` on.
void append_items(Items& to, const Items& from, size_t begin, size_t count);
void clear_items(Items& items);

/// Items as bytes, and back again; `rest` then begins behind them.
void pack(const Items& items, TextBuffer& out);
void unpack(std::string_view& rest, Items& items);
template <class T>
void pack(const std::vector<T>& all, TextBuffer& out);
template <class T>
void unpack(std::string_view& rest, std::vector<T>& all);

/// Appends `count` numbers to a buffer, all 0, and gives where they are.
template <class T>
T* grow(std::vector<unsigned char>& buffer, size_t count) {
  const size_t before = buffer.size();
  buffer.resize(before + count * sizeof(T));
  return reinterpret_cast<T*>(buffer.data() + before);
}
/// The last number of a buffer.
template <class T>
T last(const std::vector<unsigned char>& buffer) {
  T number;
  std::memcpy(&number, buffer.data() + buffer.size() - sizeof number, sizeof number);
  return number;
}

template <class T>
void pack(const std::vector<T>& all, TextBuffer& out) {
  const uint64_t size = all.size() * sizeof(T);
  out.append({reinterpret_cast<const char*>(&size), sizeof size});
  out.append({reinterpret_cast<const char*>(all.data()), size});
}
template <class T>
void unpack(std::string_view& rest, std::vector<T>& all) {
  uint64_t size;
  std::memcpy(&size, rest.data(), sizeof size);
  all.resize(size / sizeof(T));
  if (size > 0) std::memcpy(all.data(), rest.data() + sizeof size, size);
  rest.remove_prefix(sizeof size + size);
}

}  // namespace huice::arrow
