#include "compiler/coverage/plain.h"

#include "base/unicode/normalize.h"
#include "base/unicode/utf8.h"

namespace huice::coverage {
namespace {

bool is_blank(char32_t c) {
  return c <= ' ' || c == 0x7F || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

}  // namespace

Plain plain(std::string_view bytes) {
  Plain result;
  for (size_t at = 0; at < bytes.size();) {
    const auto [value, length] = unicode::code_point_at(bytes, at);
    if (!is_blank(value)) {
      result.text += unicode::fold_width(value);
      result.at.push_back(static_cast<uint32_t>(at));
    }
    at += length;
  }
  result.at.push_back(static_cast<uint32_t>(bytes.size()));
  return result;
}

std::vector<Range> find_all(const Plain& in, std::string_view fragment) {
  const std::u32string wanted = plain(fragment).text;
  std::vector<Range> found;
  if (wanted.empty()) return found;
  for (size_t at = in.text.find(wanted); at != std::u32string::npos; at = in.text.find(wanted, at + 1)) found.push_back({at, at + wanted.size()});
  return found;
}

}  // namespace huice::coverage
