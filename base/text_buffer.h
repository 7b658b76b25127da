// Text that is written by pointer into room asked for before: for the loops that write a city's decisions.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace huice {

class TextBuffer {
 public:
  /// Where the text ends, with so many bytes to write.
  char* room(size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return text_.get() + size_;
  }
  /// The text ends here now, inside that room.
  void end_at(const char* end) { size_ = static_cast<size_t>(end - text_.get()); }
  void append(std::string_view text) { end_at(put(room(text.size()), text)); }
  void append(size_t count, char c) {
    if (count > 0) std::memset(room(count), c, count);
    size_ += count;
  }
  void append(char c) { append(1, c); }
  void clear() { size_ = 0; }
  void erase_front(size_t count) {
    size_ -= count;
    if (size_ > 0) std::memmove(text_.get(), text_.get() + count, size_);
  }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::string_view view() const { return {text_.get(), size_}; }
  explicit operator std::string_view() const { return view(); }

  static char* put(char* at, std::string_view text) {
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    return at + text.size();
  }

 private:
  void grow(size_t bytes) {
    capacity_ = (size_ + bytes) * 2;
    std::unique_ptr<char[]> larger(new char[capacity_]);
    if (size_ > 0) std::memcpy(larger.get(), text_.get(), size_);
    text_ = std::move(larger);
  }

  std::unique_ptr<char[]> text_;
  size_t size_ = 0, capacity_ = 0;
};

}  // namespace huice
