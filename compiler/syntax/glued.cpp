#include "compiler/syntax/glued.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "base/units.h"
#include "base/unicode/utf8.h"

namespace huice::syntax {
namespace {

// Words that stand beside operands. `的`, `是`, `于` and the like are in many names: only glue_points, which knows
// the names, splits at them.
constexpr std::array<std::string_view, 15> clear{"不超过", "不低于", "不属于", "开头为", "最高", "最低", "超过", "不足",
                                                 "属于",   "已填",   "缺省",   "分档",   "累进", "插值", "按"};
constexpr std::array<std::string_view, 14> short_words{"且", "或", "非", "的", "于", "当",   "其中",
                                                       "除非", "例外", "取整", "其余", "每", "支付", "条件"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// How many bytes at the start of `text` are a number with a known unit or none; 0: not a number. The longest such.
std::vector<size_t> number_lengths(std::string_view text) {
  size_t digits = 0;
  while (digits < text.size() && (is_digit(text[digits]) || (digits > 0 && text[digits] == '_'))) ++digits;
  if (digits == 0) return {};
  std::vector<size_t> lengths;
  for (size_t end = text.size(); end > digits; --end) {
    const bool inside = end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80;
    if (!inside && end - digits <= 40 && parse_scaled_unit(text.substr(digits, end - digits))) lengths.push_back(end);
  }
  lengths.push_back(digits);
  return lengths;
}

/// One way to read the rest of a word: where parts begin, and whether a keyword is among them.
struct Parts {
  std::vector<size_t> begins;
  bool keyword = false;
};

class Splitter {
 public:
  Splitter(std::string_view word, const IsName& is_name) : word_(word), is_name_(is_name) {}

  std::optional<Parts> from(size_t at) {
    if (at == word_.size()) return Parts{};
    if (const auto known = memo_.find(at); known != memo_.end()) return known->second;
    std::optional<Parts> best;
    const auto take = [&](size_t end, bool keyword) {
      std::optional<Parts> rest = from(end);
      if (!rest) return;
      rest->begins.insert(rest->begins.begin(), at);
      rest->keyword |= keyword;
      if (!best || (rest->keyword && !best->keyword) ||
          (rest->keyword == best->keyword && rest->begins.size() < best->begins.size())) {
        best = std::move(rest);
      }
    };
    const std::string_view rest = word_.substr(at);
    for (const auto keyword : clear) {
      if (rest.starts_with(keyword)) take(at + keyword.size(), true);
    }
    for (const auto keyword : short_words) {
      if (rest.starts_with(keyword)) take(at + keyword.size(), true);
    }
    for (const size_t length : number_lengths(rest)) take(at + length, false);
    for (size_t end = word_.size(); end > at; --end) {
      const bool inside = end < word_.size() && (static_cast<unsigned char>(word_[end]) & 0xC0) == 0x80;
      if (!inside && is_name_(word_.substr(at, end - at))) take(end, false);
    }
    return memo_[at] = best;
  }

 private:
  std::string_view word_;
  const IsName& is_name_;
  std::map<size_t, std::optional<Parts>> memo_;
};

constexpr size_t longest_word = 300;  // bytes; splitting looks at every pair of offsets

}  // namespace

std::optional<std::vector<size_t>> glue_points(std::string_view word, const IsName& is_name) {
  if (word.size() > longest_word) return std::nullopt;
  const std::optional<Parts> parts = Splitter(word, is_name).from(0);
  if (!parts || !parts->keyword || parts->begins.size() < 2) return std::nullopt;
  return std::vector<size_t>(parts->begins.begin() + 1, parts->begins.end());
}

std::optional<std::vector<size_t>> likely_glue_points(std::string_view word) {
  if (word.size() > longest_word) return std::nullopt;
  std::vector<size_t> points;
  for (const auto keyword : clear) {
    if (word.starts_with(keyword) && word.size() > keyword.size()) {
      points.push_back(keyword.size());
      break;
    }
  }
  for (const auto keyword : clear) {
    const size_t at = word.find(keyword, points.empty() ? 1 : points.back());
    if (at == std::string_view::npos || keyword == "按") continue;
    if (points.empty() || points.back() != at) points.push_back(at);
    if (at + keyword.size() < word.size()) points.push_back(at + keyword.size());
    break;
  }
  if (points.empty()) return std::nullopt;
  return points;
}

std::string with_spaces(std::string_view word, const std::vector<size_t>& offsets) {
  std::string result;
  size_t done = 0;
  for (const size_t offset : offsets) {
    result += word.substr(done, offset - done);
    result += ' ';
    done = offset;
  }
  result += word.substr(done);
  return result;
}

}  // namespace huice::syntax
