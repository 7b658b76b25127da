#include "runtime/decisions/holes.h"

#include <cstring>

namespace huice::decisions {
namespace {

constexpr size_t most_number = 10;  // bytes

/// Seven bits a byte, the lowest first; all but the last have the eighth set.
char* put_number(char* to, uint64_t number) {
  for (; number >= 0x80; number >>= 7) *to++ = static_cast<char>(number | 0x80);
  *to++ = static_cast<char>(number);
  return to;
}
uint64_t take_number(std::string_view& from) {
  uint64_t number = 0;
  for (int shift = 0;; shift += 7) {
    const auto byte = static_cast<unsigned char>(from.front());
    from.remove_prefix(1);
    number |= uint64_t{byte & 0x7Fu} << shift;
    if (byte < 0x80) return number;
  }
}

}  // namespace

char* Marks::put_phrase(char* to, uint32_t column, uint8_t code) {
  *to++ = mark;
  to = put_number(to, column);
  *to++ = static_cast<char>(code);
  return to;
}

void Marks::append_hole(TextBuffer& out, const Hole& hole) {
  char* to = put_phrase(out.room(phrase_most + (4 + hole.parts.size()) * most_number), hole.column, Phrases::none);
  to = put_number(to, hole.serial - before_);
  to = put_number(to, hole.body);
  to = put_number(to, static_cast<uint64_t>(hole.amount));
  to = put_number(to, hole.parts.size() << 1 | (hole.capped ? 1 : 0));
  for (int64_t part : hole.parts) to = put_number(to, static_cast<uint64_t>(part));
  out.end_at(to);
  before_ = hole.serial;
  if (first_ == 0) first_ = hole.serial;
}

DraftReader::Found DraftReader::next() {
  if (rest_.empty()) return Found::end;
  if (rest_.front() != Marks::mark) {
    const void* const found = std::memchr(rest_.data(), Marks::mark, rest_.size());
    const size_t size = found == nullptr ? rest_.size() : static_cast<size_t>(static_cast<const char*>(found) - rest_.data());
    text_ = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return Found::text;
  }
  rest_.remove_prefix(1);
  hole_.column = static_cast<uint32_t>(take_number(rest_));
  code_ = static_cast<uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  if (code_ != Phrases::none) return Found::phrase;
  hole_.serial += take_number(rest_);
  hole_.body = static_cast<uint32_t>(take_number(rest_));
  hole_.amount = static_cast<int64_t>(take_number(rest_));
  const uint64_t parts = take_number(rest_);
  hole_.capped = (parts & 1) != 0;
  hole_.parts.resize(parts >> 1);
  for (int64_t& part : hole_.parts) part = static_cast<int64_t>(take_number(rest_));
  return Found::hole;
}

}  // namespace huice::decisions
