// Words that rules, data and outputs share, in both languages.
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace huice {

struct Word {
  std::string_view en, zh;
};

/// Of decisions, as numbered in runtime/catalogue.h.
inline constexpr std::array<Word, 6> status_words{{{"eligible", "符合"},
                                                   {"ineligible", "不符合"},
                                                   {"error", "出错"},
                                                   {"undetermined", "待补正"},
                                                   {"referred", "待核定"},
                                                   {"not_in_force", "不在有效期"}}};
/// Of targets.
inline constexpr std::array<Word, 3> target_status_words{{{"met", "达到"}, {"missed", "未达到"}, {"undetermined", "待补正"}}};

/// `KIND@SITE`: kinds of errors, as numbered in runtime/kernel_abi.h from 1.
inline constexpr std::array<std::string_view, 6> error_kinds{"division_by_zero", "range", "negative", "before_first_date", "no_row", "conflict"};

/// Where `text` stands, in either language.
template <size_t count>
constexpr std::optional<size_t> find_word(const std::array<Word, count>& words, std::string_view text) {
  for (size_t i = 0; i < count; ++i) {
    if (words[i].en == text || words[i].zh == text) return i;
  }
  return std::nullopt;
}

}  // namespace huice
