#include "runtime/decisions/csv_text.h"

#include <cstring>

#include "base/unicode/transcode.h"
#include "base/unicode/utf8_stream.h"

namespace huice::decisions {
namespace {

bool formula(std::string_view cell) {
  return !cell.empty() && (cell[0] == '=' || cell[0] == '+' || cell[0] == '-' || cell[0] == '@' || cell[0] == '\t' || cell[0] == '\r');
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }

}  // namespace

bool plain_csv(std::string_view cell) {
  // 8 bytes at a time: whether one is a comma, a quote or an end of line.
  const auto any = [](uint64_t bytes) {
    constexpr uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    uint64_t found = 0;
    for (const unsigned char special : {',', '"', '\r', '\n'}) {
      const uint64_t same = bytes ^ (ones * special);
      found |= (same - ones) & ~same & high;
    }
    return found != 0;
  };
  uint64_t bytes = 0;
  size_t at = 0;
  for (; at + sizeof bytes <= cell.size(); at += sizeof bytes) {
    std::memcpy(&bytes, cell.data() + at, sizeof bytes);
    if (any(bytes)) return false;
  }
  bytes = 0;
  for (; at < cell.size(); ++at) bytes = bytes << 8 | static_cast<unsigned char>(cell[at]);
  return !any(bytes);
}

void append_csv(std::string& out, std::string_view cell, batch::Dialect dialect) {
  const bool apostrophe = dialect == batch::Dialect::spreadsheet && formula(cell);
  if (plain_csv(cell)) {
    if (apostrophe) out += '\'';
    out += cell;
    return;
  }
  out += '"';
  if (apostrophe) out += '\'';
  for (char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string escaped_bytes(std::string_view bytes, bool transcoded) {
  constexpr char hex[] = "0123456789ABCDEF";
  std::string text;
  const auto escape = [&](char high, char low) { ((text += "\\x") += high) += low; };
  while (!bytes.empty()) {
    const size_t valid = unicode::check_utf8(bytes).valid;
    for (char c : bytes.substr(0, valid)) {
      if (c == '\0') {
        escape('0', '0');
      } else {
        text += c;
      }
    }
    bytes.remove_prefix(valid);
    if (bytes.empty()) break;
    if (transcoded && bytes[0] == unicode::undecodable && bytes.size() >= 3 && is_hex(bytes[1]) && is_hex(bytes[2])) {
      escape(bytes[1], bytes[2]);
      bytes.remove_prefix(3);
    } else {
      const auto byte = static_cast<unsigned char>(bytes[0]);
      escape(hex[byte >> 4], hex[byte & 15]);
      bytes.remove_prefix(1);
    }
  }
  return text;
}

}  // namespace huice::decisions
