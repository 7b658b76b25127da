#include "compiler/coverage/figures.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/units.h"
#include "base/unicode/utf8.h"

namespace huice::coverage {
namespace {

constexpr std::u32string_view numerals = U"零〇一二三四五六七八九十两", magnitudes = U"百千万亿";

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }
bool is_one_of(char32_t c, std::u32string_view all) { return all.find(c) != std::u32string_view::npos; }

/// Units by name, the longest first: only those written in Chinese or as a sign, since letters belong to a word.
const std::vector<std::u32string>& unit_names() {
  static const std::vector<std::u32string> names = [] {
    std::vector<std::u32string> all;
    for (const Unit& unit : all_units()) {
      std::u32string name = unicode::to_code_points(unit.name);
      if (!is_letter(name.front())) all.push_back(std::move(name));
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
    return all;
  }();
  return names;
}

class Scanner {
 public:
  explicit Scanner(const Plain& plain) : text_(plain.text) {}

  std::vector<Figure> run() {
    for (size_t at = 0; at < text_.size();) {
      const size_t end = figure(at);
      if (end == at) {
        ++at;
        continue;
      }
      std::string shown;
      for (size_t i = at; i < end; ++i) unicode::append_utf8(shown, text_[i]);
      found_.push_back({shown, {at, end}});
      at = end;
    }
    return std::move(found_);
  }

 private:
  char32_t here(size_t at) const { return at < text_.size() ? text_[at] : 0; }
  bool says(size_t at, std::u32string_view word) const { return std::u32string_view(text_).substr(std::min(at, text_.size())).starts_with(word); }
  template <class Test>
  size_t skip(size_t at, Test test) const {
    while (at < text_.size() && test(text_[at])) ++at;
    return at;
  }

  /// Where the figure that begins at `at` ends; `at` itself where none does.
  size_t figure(size_t at) const {
    const char32_t c = text_[at];
    if (is_digit(c) || is_letter(c)) {
      const size_t end = word(at);
      return end > at ? end : digits(at);
    }
    if (is_one_of(c, numerals) || is_one_of(c, magnitudes)) return chinese(at);
    return at;
  }

  /// `5G`, `415X`, `PM2.5`, `2+6+6`: of letters without a digit nothing is kept, but all of them are passed.
  size_t word(size_t at) const {
    const auto part = [](char32_t c) { return is_digit(c) || is_letter(c) || c == U'+' || c == U'.'; };
    size_t end = skip(at, part);
    while (end > at && (text_[end - 1] == U'.' || text_[end - 1] == U'+')) --end;
    const auto run = std::u32string_view(text_).substr(at, end - at);
    const bool joined = std::any_of(run.begin(), run.end(), [](char32_t c) { return is_letter(c) || c == U'+'; });
    return joined && std::any_of(run.begin(), run.end(), is_digit) ? end : at;
  }

  size_t digits(size_t at) const {
    if (is_letter(text_[at])) return at;
    size_t end = skip(at, is_digit);
    if (const size_t date = months(end); date > end) return date;
    if (here(end) == U'.' && is_digit(here(end + 1))) end = skip(end + 1, is_digit);
    if (is_one_of(here(end), U"余多")) ++end;
    // 亿千瓦时: the last of the magnitudes may begin the unit
    size_t last = end;
    for (size_t behind = end;; ++behind) {
      const size_t more = is_one_of(here(behind), U"余多") ? behind + 1 : behind;
      last = std::max(last, units(more));
      if (!is_one_of(here(behind), magnitudes)) break;
    }
    return last;
  }

  /// `2024年`, `2024年12月31日`, `6月30日` from behind the first digits.
  size_t months(size_t at) const {
    size_t end = at;
    if (here(end) == U'年') {
      ++end;
      const size_t month = skip(end, is_digit);
      if (month == end || here(month) != U'月') return end;
      end = month;
    }
    if (here(end) != U'月') return at;
    ++end;
    const size_t day = skip(end, is_digit);
    return day > end && here(day) == U'日' ? day + 1 : end;
  }

  /// A unit, and what it is per: `元/亩`.
  size_t units(size_t at) const {
    const size_t end = unit(at);
    if (end > at && here(end) == U'/') {
      const size_t per = unit(end + 1);
      if (per > end + 1) return per;
    }
    return end;
  }
  size_t unit(size_t at) const {
    for (const std::u32string& name : unit_names()) {
      if (says(at, name)) return at + name.size() + (name == U"周" && says(at + 1, U"年") ? 1 : 0);  // 75周年
    }
    return at;
  }

  size_t chinese(size_t at) const {
    static constexpr std::array<std::u32string_view, 15> measured{
        U"年", U"个月", U"月", U"日", U"天", U"周年", U"周", U"个季度", U"季度", U"小时", U"倍", U"成", U"%", U"个百分点", U"折"};
    size_t end = skip(at, [](char32_t c) { return is_one_of(c, numerals) || is_one_of(c, magnitudes); });
    const auto run = std::u32string_view(text_).substr(at, end - at);
    if (says(end, U"分之")) {
      const size_t over = skip(end + 2, [](char32_t c) { return is_one_of(c, numerals) || is_one_of(c, magnitudes); });
      if (over > end + 2) return over;
    }
    const bool large = std::any_of(run.begin(), run.end(), [](char32_t c) { return c == U'万' || c == U'亿'; });
    if (large && here(end) == U'级') return end + 1;
    if (large && says(end, U"元")) return units(end);
    for (std::u32string_view unit : measured) {
      if (says(end, unit)) return end + unit.size();
    }
    return at;
  }

  const std::u32string& text_;
  std::vector<Figure> found_;
};

}  // namespace

std::vector<Figure> figures(const Plain& text) { return Scanner(text).run(); }

}  // namespace huice::coverage
