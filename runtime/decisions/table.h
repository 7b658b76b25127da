// Tables for terminals: columns as wide as their widest cell, where a Chinese character is two wide.
#pragma once
#include <string>
#include <vector>

namespace huice::decisions {

class Table {
 public:
  /// `right[c]`: column c is aligned to the right (numbers).
  Table(std::vector<std::string> header, std::vector<bool> right) : right_(std::move(right)) { rows_.push_back(std::move(header)); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.size() == 1; }
  /// Two spaces between columns, a rule under the header, no spaces at line ends.
  std::string text() const;

 private:
  std::vector<bool> right_;
  std::vector<std::vector<std::string>> rows_;
};

/// `1,234,567`; `-1,234.50`.
std::string grouped(const std::string& decimal);

}  // namespace huice::decisions
