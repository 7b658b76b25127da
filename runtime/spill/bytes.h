// Numbers inside records. `ordered` numbers compare as their bytes do.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace huice::spill {

inline void put_ordered(std::string& out, uint64_t number) {
  const uint64_t big_endian = __builtin_bswap64(number);
  out.append(reinterpret_cast<const char*>(&big_endian), sizeof big_endian);
}
/// The text may be shorter: it counts as if zeros followed.
inline uint64_t ordered(std::string_view text) {
  uint64_t big_endian = 0;
  if (text.size() >= sizeof big_endian) {
    std::memcpy(&big_endian, text.data(), sizeof big_endian);
  } else {
    std::memcpy(&big_endian, text.data(), text.size());
  }
  return __builtin_bswap64(big_endian);
}

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}
template <class T>
T take(std::string_view& from) {
  T value;
  std::memcpy(&value, from.data(), sizeof value);
  from.remove_prefix(sizeof value);
  return value;
}

}  // namespace huice::spill
