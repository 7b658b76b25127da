// Ids and stores: trees here refer to their parts by number, never by pointer.
#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace huice {

/// A number that names one `T` of a `Store<T>`; `Id<A>` and `Id<B>` do not mix.
template <class T>
struct Id {
  uint32_t value = UINT32_MAX;
  constexpr bool valid() const { return value != UINT32_MAX; }
  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;
};

/// Owns every `T`; `add` gives out ids in order, from 0.
template <class T>
class Store {
 public:
  Id<T> add(T item) {
    items_.push_back(std::move(item));
    return Id<T>{static_cast<uint32_t>(items_.size() - 1)};
  }
  /// Room for so many, or more: items with exact numbers are dear to move.
  void reserve(size_t size) {
    if (size > items_.capacity()) items_.reserve(std::max(size, 2 * items_.capacity()));
  }
  T& operator[](Id<T> id) { return items_.at(id.value); }
  const T& operator[](Id<T> id) const { return items_.at(id.value); }
  size_t size() const { return items_.size(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  /// The id of the item at `position`, 0 ≤ position < size().
  static Id<T> id_at(size_t position) { return Id<T>{static_cast<uint32_t>(position)}; }

 private:
  std::vector<T> items_;
};

}  // namespace huice

template <class T>
struct std::hash<huice::Id<T>> {
  size_t operator()(huice::Id<T> id) const { return id.value; }
};
