#include "runtime/decisions/csv_text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <cstring>

#include "base/unicode/transcode.h"
#include "base/unicode/utf8_stream.h"

namespace huice::decisions {
namespace {

bool formula(std::string_view cell) {
  return !cell.empty() && (cell[0] == '=' || cell[0] == '+' || cell[0] == '-' || cell[0] == '@' || cell[0] == '\t' || cell[0] == '\r');
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }

#ifdef __SSE2__
/// Whether one of the 16 bytes is a comma, a quote or an end of line.
bool special(__m128i bytes) {
  const auto is = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
  return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(is(','), is('"')), _mm_or_si128(is('\r'), is('\n')))) != 0;
}
#endif

}  // namespace

#ifdef __SSE2__

bool plain_csv(std::string_view cell) {
  const char* const bytes = cell.data();
  const size_t size = cell.size();
  const auto load = [](const char* at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at)); };
  if (size < 16) {
    char padded[16] = {};
    std::memcpy(padded, bytes, size);
    return !special(load(padded));
  }
  for (size_t at = 0; at + 16 <= size; at += 16) {
    if (special(load(bytes + at))) return false;
  }
  return !special(load(bytes + size - 16));
}

#else

bool plain_csv(std::string_view cell) { return cell.find_first_of(",\"\r\n") == std::string_view::npos; }

#endif

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
