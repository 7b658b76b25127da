// Arrow schemas and arrays that own what they point to: made here, released by whoever gets them.
#pragma once
#include <cstdint>
#include <cstring>
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
  void add(bool value, size_t count) {
    for (; count > 0 && size_ % 8 != 0; --count) add(value);
    bytes_.resize(bytes_.size() + count / 8, value ? 0xFF : 0);
    size_ += count / 8 * 8;
    if (!value) zeros_ += static_cast<int64_t>(count / 8 * 8);
    for (count %= 8; count > 0; --count) add(value);
  }
  int64_t zeros() const { return zeros_; }
  size_t bytes() const { return bytes_.size(); }
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
/// All its buffers lie in one block (block.h), which is freed with the last of its arrays.
void make_array(Items items, ArrowArray* out);
/// A stream of these record batches.
void make_stream(Shape shape, std::vector<Items> batches, ArrowArrayStream* out);

/// So many texts, one after the other: offsets of 32 bits, then bytes.
class TextItems {
 public:
  explicit TextItems(size_t count) : offsets_((count + 1) * sizeof(int32_t)) {}
  void add(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    end_item(true);
  }
  void add_nulls(size_t count) {
    const auto end = static_cast<int32_t>(bytes_.size());
    for (size_t i = 0; i < count; ++i) std::memcpy(offsets_.data() + (static_cast<size_t>(++length_)) * sizeof end, &end, sizeof end);
    valid_.add(false, count);
  }
  int64_t length() const { return length_; }
  Items take() { return {length_, std::move(valid_), {std::move(offsets_), std::move(bytes_)}}; }

 private:
  void end_item(bool valid) {
    ++length_;
    const auto end = static_cast<int32_t>(bytes_.size());
    std::memcpy(offsets_.data() + static_cast<size_t>(length_) * sizeof end, &end, sizeof end);
    valid_.add(valid);
  }

  Bits valid_;
  std::vector<unsigned char> offsets_, bytes_;
  int64_t length_ = 0;
};

/// So many items of one width.
template <class T>
class FixedItems {
 public:
  explicit FixedItems(size_t count) : bytes_(count * sizeof(T)) {}
  void add(T value, bool valid = true) {
    if (valid) std::memcpy(bytes_.data() + static_cast<size_t>(length_) * sizeof value, &value, sizeof value);
    valid_.add(valid);
    ++length_;
  }
  Items take() { return {length_, std::move(valid_), {std::move(bytes_)}}; }

 private:
  Bits valid_;
  std::vector<unsigned char> bytes_;
  int64_t length_ = 0;
};

}  // namespace huice::arrow
