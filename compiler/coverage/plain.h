// A text without what printing adds to it: white space (page breaks fall inside words, blanks stand around numbers) and the
// width of signs. Quoted fragments are looked for in it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huice::coverage {

struct Plain {
  std::u32string text;
  std::vector<uint32_t> at;  // where each character begins in the bytes; one more: their end
};
Plain plain(std::string_view bytes);

/// [begin, end) in `Plain::text`.
struct Range {
  size_t begin = 0, end = 0;
};
/// Everywhere that `fragment` stands in `in`, also where two such places overlap. An empty fragment stands nowhere.
std::vector<Range> find_all(const Plain& in, std::string_view fragment);

}  // namespace huice::coverage
