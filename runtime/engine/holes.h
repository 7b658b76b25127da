// Holes of a text as few bytes: most numbers are small steps from the hole before.
#pragma once
#include <string>
#include <string_view>

#include "runtime/decisions/to_csv.h"

namespace huice::engine {

class HoleWriter {
 public:
  void clear();
  void add(const decisions::Hole& hole);
  std::string_view bytes() const { return std::string_view(bytes_).substr(0, used_); }

 private:
  std::string bytes_;      // more than is used
  size_t used_ = 0;
  uint64_t serial_ = 0;    // of the hole before
  size_t at_ = 0;
};

class HoleReader {
 public:
  explicit HoleReader(std::string_view bytes) : rest_(bytes) {}
  /// Null at the end.
  const decisions::Hole* next();

 private:
  std::string_view rest_;
  decisions::Hole hole_;
};

}  // namespace huice::engine
