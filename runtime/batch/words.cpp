#include "runtime/batch/words.h"

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
  exact_.emplace(word, code);
  folded_.emplace(any_case_ ? lower(folded(word)) : folded(word), code);
}

Words Words::booleans() {
  Words words;
  words.any_case_ = true;
  for (const char* yes : {"是", "true", "1", "Y", "有"}) words.add(yes, 1);
  for (const char* no : {"否", "false", "0", "N", "无"}) words.add(no, 0);
  return words;
}

Words Words::choices(const Field& field) {
  Words words;
  for (size_t i = 0; i < field.codes.size(); ++i) words.add(field.codes[i], static_cast<uint16_t>(i));
  for (size_t i = 0; i < field.labels.size(); ++i) words.add(field.labels[i], static_cast<uint16_t>(i));
  for (size_t i = 0; i < field.codes.size() && i <= listed_most; ++i) {
    if (i > 0) words.listed_ += ", ";
    words.listed_ += i == listed_most ? "…" : field.codes[i];
  }
  return words;
}

std::optional<uint16_t> Words::find(std::string_view cell) const {
  if (auto found = exact_.find(cell); found != exact_.end()) return found->second;
  const std::string key = any_case_ ? lower(folded(cell)) : folded(cell);
  if (auto found = folded_.find(key); found != folded_.end()) return found->second;
  return std::nullopt;
}

}  // namespace huice::batch
