// Values as bytes and back, for the cache: what one build of this program writes, only the same build reads. Structures say once, in
// `fields`, what they are made of, for both ways; compilers check that no field is forgotten (HUICE_FIELDS).
#pragma once
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/rational.h"

namespace huice {

/// `Self` is the archive that derives from this one; it may treat some types in its own way, by overloads of `fields`.
template <class Self>
class Archive {
 public:
  Archive() = default;                                                        // writes
  explicit Archive(std::string_view bytes) : reading_(true), left_(bytes) {}  // reads; the bytes stay with the caller
  bool reading() const { return reading_; }
  /// Whether everything could be read, and whether nothing is left.
  bool ok() const { return ok_; }
  bool finished() const { return ok_ && left_.empty(); }
  std::string take() { return std::move(written_); }

  template <class... T>
  void operator()(T&... items) {
    (item(items), ...);
  }

 private:
  void raw(void* at, size_t size) {
    if (size == 0) return;
    if (!reading_) return void(written_.append(static_cast<const char*>(at), size));
    if (size > left_.size()) {
      ok_ = false;
      left_ = {};
      std::memset(at, 0, size);
      return;
    }
    std::memcpy(at, left_.data(), size);
    left_.remove_prefix(size);
  }
  /// Every item takes at least a byte, so a broken count cannot ask for more memory than there are bytes.
  template <class T>
  void resize(T& list) {
    auto size = static_cast<uint32_t>(list.size());
    raw(&size, sizeof size);
    if (!reading_) return;
    if (size > left_.size()) ok_ = false, size = 0;
    list.resize(size);
  }

  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  void item(T& value) {
    raw(&value, sizeof value);
  }
  void item(bool& value) {
    auto byte = static_cast<uint8_t>(value);
    raw(&byte, 1);
    value = byte != 0;
  }
  void item(std::string& text) {
    resize(text);
    raw(text.data(), text.size());
  }
  void item(Rational& value) {
    constexpr int base = 32;
    std::string digits = reading_ ? std::string() : value.get_str(base);
    item(digits);
    if (reading_ && value.set_str(digits, base) != 0) ok_ = false;
  }
  template <class T>
  void item(std::vector<T>& list) {
    resize(list);
    for (T& each : list) item(each);
  }
  template <class A, class B>
  void item(std::pair<A, B>& both) {
    (*this)(both.first, both.second);
  }
  template <class T>
  void item(std::optional<T>& maybe) {
    bool there = maybe.has_value();
    item(there);
    if (reading_ && there) maybe.emplace();
    if (there) item(*maybe);
  }
  template <class... T>
  void item(std::variant<T...>& choice) {
    auto index = static_cast<uint8_t>(choice.index());
    raw(&index, 1);
    if (reading_ && !choose(choice, index, std::index_sequence_for<T...>())) ok_ = false;
    std::visit([this](auto& chosen) { item(chosen); }, choice);
  }
  template <class V, size_t... I>
  static bool choose(V& choice, size_t index, std::index_sequence<I...>) {
    return ((I == index && (choice.template emplace<I>(), true)) || ...);
  }
  template <class T>
    requires(std::is_empty_v<T>)
  void item(T&) {
    uint8_t nothing = 0;
    raw(&nothing, 1);
  }
  template <class T>
    requires(std::is_aggregate_v<T> && !std::is_empty_v<T>)
  void item(T& structure) {
    if (ok_) fields(static_cast<Self&>(*this), structure);
  }

  bool reading_ = false, ok_ = true;
  std::string_view left_;
  std::string written_;
};

/// HUICE_FIELDS(Name, text, span): all fields of a structure, in any order; one too few, or too many, does not compile.
#define HUICE_FIELDS(Type, ...)                             \
  template <class Self, std::same_as<Type> T>               \
  void fields(Self& archive, T& structure) {                \
    auto& [__VA_ARGS__] = structure;                        \
    archive(__VA_ARGS__);                                   \
  }

template <class Self, class T>
void fields(Self& archive, Id<T>& id) {
  archive(id.value);
}

}  // namespace huice
