// A list of texts that is only asked for membership: hashes, sorted, found through their first bits. 16 bytes an entry and
// about one more; 24 where entries hold for a time. Two texts of one 128-bit hash do not happen.
#pragma once
#include <compare>
#include <cstddef>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace huice {

class TextList {
 public:
  /// Days from and to which an entry holds, both included.
  struct Span {
    Date from, to;
  };
  static constexpr Date first{-719162}, last{2932896};  // base/date.h: every day that there is

  explicit TextList(bool dated = false) : dated_(dated) {}
  void add(std::string_view text, Span span = {first, last});
  /// After the last entry: sorts, and drops what stands there twice.
  void finish();

  bool dated() const { return dated_; }
  size_t size() const { return dated_ ? spans_.size() : plain_.size(); }
  /// Most spans that one text has: 1 where nothing is dated.
  size_t most_spans() const { return most_; }
  bool contains(std::string_view text) const;
  bool contains(std::string_view text, Date day) const;
  /// The text's nth span, in the order of their beginnings; nothing where it has no more.
  const Span* span(std::string_view text, size_t nth) const;

 private:
  struct Hash {
    uint64_t high, low;
    friend auto operator<=>(const Hash&, const Hash&) = default;
  };
  struct Held {
    Hash hash;
    Span span;
  };
  template <class Entries>
  size_t lower_bound(const Entries& entries, const Hash& hash) const;
  template <class Entries>
  void index(const Entries& entries);
  static Hash hash_of(std::string_view text);

  bool dated_;
  std::vector<Hash> plain_;
  std::vector<Held> spans_;
  std::vector<uint32_t> starts_;  // by the hash's first bits: where such hashes begin
  unsigned shift_ = 63;
  size_t most_ = 1;
};

}  // namespace huice
