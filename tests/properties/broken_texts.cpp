#include "tests/properties/broken_texts.h"

#include <cctype>

namespace huice::properties {
namespace {

bool word_byte(char c) { return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.'; }

/// Runs of word characters, runs of blanks, single signs.
std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (word_byte(text[i])) {
      while (end < text.size() && word_byte(text[end])) ++end;
    } else if (text[i] == ' ') {
      while (end < text.size() && text[end] == ' ') ++end;
    }
    words.push_back(text.substr(i, end - i));
    i = end;
  }
  return words;
}

const std::vector<std::string> strange = {
    "{", "}", "(", ")", "（", "）", ":", ",", "|", "->", "\"", "“", "”", "「", "」", "=", ">=", "≥", "以上", "+", "-", "/", "*", "%",
    "match ", "按 ", "otherwise", "其余", "of ", "的 ", "at most ", "最高", "at ", "default ", "is given", "已填", "in ", "属于 ", "not ",
    "and ", "或 ", "pay ", "支付 ", "require ", "条件 ", "let ", "令 ", "limit ", "限额", "share ", "table ", "表", "pool ", "choose ",
    "target ", "scenario ", "算例 ", "stepped by ", "set of ", "多选 ", "external", "version ", "any", "sum(", "count(", "100_", "1e9",
    "2024-02-30", "2024-13-01", "99999999999999999999999999", "0.", ".5", "1万亿元/亩", "30%%", "1/0", "0元", "3pp", "90日", "//", "/*",
    "*/", "@", "\xEF\xBB\xBF", "\xE2\x80\x8B", "\t", "\r\n", "𠮷", "é", "\xCC\x81"};

}  // namespace

std::string break_text(const std::string& text, Random& random) {
  std::vector<std::string> words = split(text);
  for (int changes = random.chance(60) ? 1 : static_cast<int>(random.between(2, 12)); changes > 0 && !words.empty(); --changes) {
    size_t at = random.below(words.size()), other = random.below(words.size());
    switch (random.below(8)) {
      case 0:
      case 1: words.erase(words.begin() + static_cast<std::ptrdiff_t>(at)); break;
      case 2: words.insert(words.begin() + static_cast<std::ptrdiff_t>(at), words[other]); break;
      case 3: std::swap(words[at], words[other]); break;
      case 4:
      case 5: words.insert(words.begin() + static_cast<std::ptrdiff_t>(at), random.pick(strange)); break;
      case 6: words[at] = random.pick(strange); break;
      default: words[at] = words[other]; break;
    }
  }
  std::string broken;
  for (const std::string& word : words) broken += word;
  if (random.chance(5)) broken.resize(random.below(broken.size() + 1));
  if (random.chance(2) && !broken.empty()) broken[random.below(broken.size())] = static_cast<char>(random.below(256));
  return broken;
}

}  // namespace huice::properties
