#include "base/unicode/utf8_stream.h"

#include <cstdint>
#include <cstring>
#include <string>

#include "base/unicode/utf8.h"

namespace huice::unicode {
namespace {

/// Whether `rest`, which is no whole character, begins one: with the lowest continuation bytes it would be valid.
bool begins_character(std::string_view rest) {
  const auto lead = static_cast<unsigned char>(rest[0]);
  if (lead < 0xC2 || lead > 0xF4) return false;
  const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (rest.size() >= length) return false;
  if (rest.size() == 1) return true;
  std::string padded(rest);
  padded.resize(length, '\x80');
  return !first_invalid_utf8(padded);
}

}  // namespace

size_t ascii_prefix(std::string_view bytes) {
  size_t at = 0;
  while (at + 32 <= bytes.size()) {
    uint64_t words[4];
    std::memcpy(words, bytes.data() + at, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) != 0) break;
    at += 32;
  }
  while (at < bytes.size() && static_cast<unsigned char>(bytes[at]) < 0x80) ++at;
  return at;
}

Utf8Check check_utf8(std::string_view bytes) {
  const size_t ascii = ascii_prefix(bytes);
  const auto invalid = first_invalid_utf8(bytes.substr(ascii));
  if (!invalid) return {bytes.size(), false};
  const size_t valid = ascii + *invalid;
  return {valid, begins_character(bytes.substr(valid))};
}

}  // namespace huice::unicode
