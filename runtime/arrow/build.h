// Arrow schemas and arrays that own what they point to: made here, released by whoever gets them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/arrow/abi.h"

namespace huice::arrow {

/// A type with a name; children and a dictionary where the format asks for them.
struct Shape {
  std::string format, name;
  std::vector<Shape> children = {};
  std::vector<Shape> dictionary = {};  // of one, or none
};
/// All nullable but the outermost.
void make_schema(const Shape& shape, ArrowSchema* out);

/// Bits of rows; what was never said is false.
class Bits {
 public:
  void add(bool value) {
    if (size_ % 8 == 0) bytes_.push_back(0);
    if (value) bytes_.back() = static_cast<unsigned char>(bytes_.back() | 1U << (size_ % 8));
    if (!value) ++zeros_;
    ++size_;
  }
  int64_t zeros() const { return zeros_; }
  std::vector<unsigned char> take() { return std::move(bytes_); }

 private:
  std::vector<unsigned char> bytes_;
  size_t size_ = 0;
  int64_t zeros_ = 0;
};

/// A column with its buffers behind the validity.
struct Items {
  int64_t length = 0;
  Bits valid;                                          // one for each; all of them: no buffer is made
  std::vector<std::vector<unsigned char>> buffers = {};
  std::vector<Items> children = {};
  std::vector<Items> dictionary = {};                  // of one, or none
};
void make_array(Items items, ArrowArray* out);

/// Texts one after the other: offsets of 32 bits, then bytes.
class TextItems {
 public:
  TextItems() { append(offsets_, int32_t{0}); }
  void add(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    append(offsets_, static_cast<int32_t>(bytes_.size()));
    valid_.add(true);
    ++length_;
  }
  void add_null() {
    append(offsets_, static_cast<int32_t>(bytes_.size()));
    valid_.add(false);
    ++length_;
  }
  int64_t length() const { return length_; }
  Items take() { return {length_, std::move(valid_), {std::move(offsets_), std::move(bytes_)}}; }

  template <class T>
  static void append(std::vector<unsigned char>& bytes, T value) {
    const auto* from = reinterpret_cast<const unsigned char*>(&value);
    bytes.insert(bytes.end(), from, from + sizeof value);
  }

 private:
  Bits valid_;
  std::vector<unsigned char> offsets_, bytes_;
  int64_t length_ = 0;
};

/// Items of one width.
template <class T>
class FixedItems {
 public:
  void add(T value, bool valid = true) {
    items_.push_back(valid ? value : T{});
    valid_.add(valid);
  }
  void add_null() { add(T{}, false); }
  Items take() {
    const auto* from = reinterpret_cast<const unsigned char*>(items_.data());
    return {static_cast<int64_t>(items_.size()), std::move(valid_), {std::vector<unsigned char>(from, from + items_.size() * sizeof(T))}};
  }

 private:
  Bits valid_;
  std::vector<T> items_;
};

}  // namespace huice::arrow
