#include "runtime/engine/holes.h"

namespace huice::engine {
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

void HoleWriter::clear() {
  used_ = 0;
  serial_ = 0;
  at_ = 0;
}

void HoleWriter::add(const decisions::Hole& hole) {
  const size_t most = (6 + hole.parts.size()) * most_number;
  if (bytes_.size() < used_ + most) bytes_.resize(2 * bytes_.size() + most);
  char* to = bytes_.data() + used_;
  to = put_number(to, hole.serial - serial_);
  to = put_number(to, hole.at - at_);
  to = put_number(to, hole.column);
  to = put_number(to, hole.body);
  to = put_number(to, static_cast<uint64_t>(hole.amount));
  to = put_number(to, hole.parts.size() << 1 | (hole.capped ? 1 : 0));
  for (int64_t part : hole.parts) to = put_number(to, static_cast<uint64_t>(part));
  used_ = static_cast<size_t>(to - bytes_.data());
  serial_ = hole.serial;
  at_ = hole.at;
}

const decisions::Hole* HoleReader::next() {
  if (rest_.empty()) return nullptr;
  hole_.serial += take_number(rest_);
  hole_.at += take_number(rest_);
  hole_.column = static_cast<uint32_t>(take_number(rest_));
  hole_.body = static_cast<uint32_t>(take_number(rest_));
  hole_.amount = static_cast<int64_t>(take_number(rest_));
  const uint64_t parts = take_number(rest_);
  hole_.capped = (parts & 1) != 0;
  hole_.parts.resize(parts >> 1);
  for (int64_t& part : hole_.parts) part = static_cast<int64_t>(take_number(rest_));
  return &hole_;
}

}  // namespace huice::engine
