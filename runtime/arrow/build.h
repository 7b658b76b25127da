// Arrow schemas and arrays that own what they point to: made here, released by whoever gets them.
#pragma once
#include <cstdint>
#include <cstring>
#include <map>
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

/// Buffers that batch after batch is built in, so that the system need not give their pages anew each time.
class Scratch {
 public:
  /// So many zero bytes, in the smallest buffer that holds them.
  std::vector<unsigned char> zeros(size_t bytes) {
    std::vector<unsigned char> buffer = empty(bytes);
    buffer.resize(bytes);
    return buffer;
  }
  /// With room for so many bytes.
  std::vector<unsigned char> empty(size_t bytes);
  void give_back(std::vector<unsigned char> buffer);

 private:
  std::multimap<size_t, std::vector<unsigned char>> idle_;  // by what they hold
};

/// Bits of rows; what was never said is false.
class Bits {
 public:
  /// Room for so many; more may come.
  explicit Bits(size_t count = 0) { bytes_.reserve((count + 7) / 8); }
  void add(bool value) {
    if (size_ % 8 == 0) bytes_.push_back(0);
    bytes_.back() = static_cast<unsigned char>(bytes_.back() | static_cast<unsigned>(value) << (size_ % 8));
    zeros_ += value ? 0 : 1;
    ++size_;
  }
  void add(bool value, size_t count) {
    for (; count > 0 && size_ % 8 != 0; --count) add(value);
    bytes_.resize(bytes_.size() + count / 8, value ? 0xFF : 0);
    size_ += count / 8 * 8;
    if (!value) zeros_ += static_cast<int64_t>(count / 8 * 8);
    for (count %= 8; count > 0; --count) add(value);
  }
  /// The first `count` bits of a word, at most 64; the others are 0.
  void add_word(uint64_t word, size_t count);
  /// The next `count` bits of others, from their bit `begin` on.
  void append(const Bits& from, size_t begin, size_t count);
  void clear() { bytes_.clear(), size_ = 0, zeros_ = 0; }
  size_t size() const { return size_; }
  int64_t zeros() const { return zeros_; }
  size_t bytes() const { return bytes_.size(); }
  const std::vector<unsigned char>& all() const { return bytes_; }
  std::vector<unsigned char> take() { return std::move(bytes_); }

 private:
  std::vector<unsigned char> bytes_;
  size_t size_ = 0;
  int64_t zeros_ = 0;
};

/// A column with its buffers behind the validity.
struct Items {
  int64_t length = 0;
  Bits valid = Bits();                                 // one for each; all of them: no buffer is made
  std::vector<std::vector<unsigned char>> buffers = {};
  std::vector<Items> children = {};
  std::vector<Items> dictionary = {};                  // of one, or none
};
/// Of buffers that are moved there; a list in braces would copy them.
template <class... Buffers>
Items items(int64_t length, Bits valid, Buffers... buffers) {
  Items made{length, std::move(valid)};
  (made.buffers.push_back(std::move(buffers)), ...);
  return made;
}
/// All its buffers lie in one block (block.h), which is freed with the last of its arrays. `scratch` gets those of the items; null: nobody.
void make_array(Items items, ArrowArray* out, Scratch* scratch = nullptr);
/// A stream of these record batches.
void make_stream(Shape shape, std::vector<Items> batches, ArrowArrayStream* out);

/// So many texts, one after the other: offsets of 32 bits, then bytes.
class TextItems {
 public:
  explicit TextItems(size_t count) : valid_(count), offsets_((count + 1) * sizeof(int32_t)) {}
  /// `bytes`: of all texts, about.
  TextItems(size_t count, size_t bytes, Scratch& scratch) : valid_(count), offsets_(scratch.zeros((count + 1) * sizeof(int32_t))), bytes_(scratch.empty(bytes)) {}
  void add(std::string_view text) {
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    end_item(true);
  }
  void add_nulls(size_t count) {
    const auto end = static_cast<int32_t>(bytes_.size());
    for (size_t i = 0; i < count && end != 0; ++i) std::memcpy(offsets_.data() + (static_cast<size_t>(length_) + i + 1) * sizeof end, &end, sizeof end);
    length_ += static_cast<int64_t>(count);
    valid_.add(false, count);
  }
  int64_t length() const { return length_; }
  Items take() { return items(length_, std::move(valid_), std::move(offsets_), std::move(bytes_)); }

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
  explicit FixedItems(size_t count) : valid_(count), bytes_(count * sizeof(T)) {}
  FixedItems(size_t count, Scratch& scratch) : valid_(count), bytes_(scratch.zeros(count * sizeof(T))) {}
  void add(T value, bool valid = true) {
    if (valid) std::memcpy(bytes_.data() + static_cast<size_t>(length_) * sizeof value, &value, sizeof value);
    valid_.add(valid);
    ++length_;
  }
  Items take() { return items(length_, std::move(valid_), std::move(bytes_)); }

 private:
  Bits valid_;
  std::vector<unsigned char> bytes_;
  int64_t length_ = 0;
};

}  // namespace huice::arrow
