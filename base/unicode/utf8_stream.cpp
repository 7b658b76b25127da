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

/// How many leading bytes are runs of ASCII and of the usual Chinese characters, U+4000 to U+BFFF (E4–EB, two
/// continuations); what stops it may still be valid.
static size_t usual_prefix(std::string_view bytes) {
  const auto* p = reinterpret_cast<const unsigned char*>(bytes.data());
  size_t at = 0;
  while (at + 3 <= bytes.size()) {
    if (p[at] < 0x80) {
      at += ascii_prefix(bytes.substr(at));
    } else if (p[at] >= 0xE4 && p[at] <= 0xEB && (p[at + 1] & 0xC0) == 0x80 && (p[at + 2] & 0xC0) == 0x80) {
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

Utf8Check check_utf8(std::string_view bytes) {
  constexpr size_t piece = 256;
  size_t valid = 0;
  for (;;) {
    valid += usual_prefix(bytes.substr(valid));
    if (valid == bytes.size()) return {valid, false};
    // Something else: let the strict check take a piece of it, cut where it may.
    const std::string_view rest = bytes.substr(valid, piece);
    const auto invalid = first_invalid_utf8(rest);
    if (!invalid) {
      valid += rest.size();
    } else if (*invalid == 0) {
      return {valid, begins_character(bytes.substr(valid))};
    } else {
      valid += *invalid;
    }
  }
}

}  // namespace huice::unicode
