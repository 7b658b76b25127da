#include "runtime/batch/words.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "runtime/batch/fold.h"

namespace huice::batch {
namespace {

constexpr size_t listed_most = 12;  // members that a message names

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

void Words::add(std::string_view word, uint16_t code) {
  if (word.empty()) return;
  spaced_ = spaced_ || trimmed(word) != word;
  if (exact_.emplace(word, code).second && word.size() <= short_most) shorts_.push_back(shorten(word, code));
  folded_.emplace(any_case_ ? lower(folded(word)) : folded(word), code);
}

Words::Short Words::shorten(std::string_view word, uint16_t code) {
  char bytes[16] = {};
  std::memcpy(bytes, word.data(), word.size());
  Short result;
  std::memcpy(&result.low, bytes, 8);
  std::memcpy(&result.high, bytes + 8, 8);
  result.size = static_cast<uint32_t>(word.size());
  result.code = code;
  return result;
}

void Words::tabulate() {
  const auto longer = std::stable_partition(shorts_.begin(), shorts_.end(), [](const Short& word) { return word.size <= 8; });
  halves_ = static_cast<size_t>(longer - shorts_.begin());
  size_t size = 16;
  while (size < shorts_.size() * 2 + 1) size *= 2;
  short_.resize(size);
  for (const Short& word : shorts_) {
    size_t at = place(word);
    while (short_[at].size != 0) at = (at + 1) & (size - 1);
    short_[at] = word;
  }
}

Words Words::booleans() {
  Words words;
  words.any_case_ = true;
  for (const auto& [yes, no] : {std::pair("是", "否"), std::pair("true", "false"), std::pair("1", "0"), std::pair("Y", "N"), std::pair("有", "无")}) {
    words.add(yes, 1);
    words.add(no, 0);
  }
  words.tabulate();
  return words;
}

Words Words::choices(const Field& field) {
  Words words;
  for (size_t i = 0; i < field.codes.size(); ++i) words.add(field.codes[i], static_cast<uint16_t>(i));
  for (size_t i = 0; i < field.labels.size(); ++i) words.add(field.labels[i], static_cast<uint16_t>(i));
  for (size_t i = 0; i < field.codes.size() && i <= listed_most; ++i) {
    if (i > 0) words.listed_ += ", ";
    if (i == listed_most) {
      words.listed_ += "…";
      break;
    }
    words.listed_ += field.codes[i];
    const bool labelled = i < field.labels.size() && !field.labels[i].empty() && field.labels[i] != field.codes[i];
    if (labelled) words.listed_ += " (" + field.labels[i] + ")";
  }
  words.tabulate();
  return words;
}

std::optional<uint16_t> Words::find(std::string_view cell) const {
  if (cell.size() <= short_most && !cell.empty()) {
    const Short wanted = shorten(cell, 0);
    uint16_t code = 0;
    if (find_short(wanted.low, wanted.high, wanted.size, code)) return code;
  }
  if (auto found = exact_.find(cell); found != exact_.end()) return found->second;
  if (const auto inner = trimmed(cell); inner.size() < cell.size()) {
    if (auto found = exact_.find(inner); found != exact_.end()) return found->second;
  }
  const std::string key = any_case_ ? lower(folded(cell)) : folded(cell);
  if (auto found = folded_.find(key); found != folded_.end()) return found->second;
  return std::nullopt;
}

}  // namespace huice::batch
