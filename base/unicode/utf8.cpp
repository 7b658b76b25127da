#include "base/unicode/utf8.h"

#include <cstdint>
#include <cstring>

namespace huice::unicode {
namespace {

constexpr CodePoint invalid{0xFFFD, 1};

bool continues(unsigned char byte) { return (byte & 0xC0) == 0x80; }

/// Length 0: not well-formed.
CodePoint decode(const unsigned char* at, size_t left) {
  const unsigned char lead = at[0];
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xC2) return {0, 0};
  if (lead < 0xE0) {
    if (left < 2 || !continues(at[1])) return {0, 0};
    return {static_cast<char32_t>((lead & 0x1F) << 6 | (at[1] & 0x3F)), 2};
  }
  if (lead < 0xF0) {
    if (left < 3 || !continues(at[1]) || !continues(at[2])) return {0, 0};
    const auto value = static_cast<char32_t>((lead & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F));
    if (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF)) return {0, 0};
    return {value, 3};
  }
  if (lead > 0xF4 || left < 4 || !continues(at[1]) || !continues(at[2]) || !continues(at[3])) return {0, 0};
  const auto value =
      static_cast<char32_t>((lead & 0x07) << 18 | (at[1] & 0x3F) << 12 | (at[2] & 0x3F) << 6 | (at[3] & 0x3F));
  if (value < 0x10000 || value > 0x10FFFF) return {0, 0};
  return {value, 4};
}

}  // namespace

std::optional<size_t> first_invalid_utf8(std::string_view bytes) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  size_t offset = 0;
  while (offset < bytes.size()) {
    if (offset + 8 <= bytes.size()) {  // eight ASCII bytes at once
      uint64_t word;
      std::memcpy(&word, data + offset, 8);
      if ((word & 0x8080808080808080U) == 0) {
        offset += 8;
        continue;
      }
    }
    const CodePoint point = decode(data + offset, bytes.size() - offset);
    if (point.length == 0) return offset;
    offset += point.length;
  }
  return std::nullopt;
}

CodePoint code_point_at(std::string_view text, size_t offset) {
  const CodePoint point = decode(reinterpret_cast<const unsigned char*>(text.data()) + offset, text.size() - offset);
  return point.length == 0 ? invalid : point;
}

void append_utf8(std::string& text, char32_t value) {
  const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0 | value >> 6);
    put(0x80 | (value & 0x3F));
  } else if (value < 0x10000) {
    put(0xE0 | value >> 12);
    put(0x80 | (value >> 6 & 0x3F));
    put(0x80 | (value & 0x3F));
  } else {
    put(0xF0 | value >> 18);
    put(0x80 | (value >> 12 & 0x3F));
    put(0x80 | (value >> 6 & 0x3F));
    put(0x80 | (value & 0x3F));
  }
}

std::u32string to_code_points(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (size_t offset = 0; offset < text.size();) {
    const CodePoint point = code_point_at(text, offset);
    points.push_back(point.value);
    offset += point.length;
  }
  return points;
}

size_t count_code_points(std::string_view text) {
  size_t count = 0;
  for (const char byte : text) count += !continues(static_cast<unsigned char>(byte));
  return count;
}

}  // namespace huice::unicode
