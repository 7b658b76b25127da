#include "compiler/coverage/source_clauses.h"

#include <algorithm>
#include <optional>

#include "compiler/coverage/plain.h"

namespace huice::coverage {
namespace {

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// `二十三` → 23, up to 99.
std::optional<int> chinese_number(std::u32string_view text) {
  static constexpr std::u32string_view digits = U"零一二三四五六七八九";
  int value = 0, last = 0;
  for (char32_t c : text) {
    const size_t digit = digits.find(c);
    if (c == U'十') {
      value += (last == 0 ? 1 : last) * 10;
      last = 0;
    } else if (digit != std::u32string_view::npos) {
      last = static_cast<int>(digit);
    } else {
      return {};
    }
  }
  return text.empty() ? std::nullopt : std::optional(value + last);
}

std::optional<int> number(std::u32string_view text) {
  if (text.empty() || text.size() > 4) return {};
  int value = 0;
  for (char32_t c : text) {
    if (!is_digit(c)) return chinese_number(text);
    value = value * 10 + static_cast<int>(c - U'0');
  }
  return value;
}

/// What a line begins with: `一、`, `（一）`, `24.`.
struct Heading {
  enum class Kind { none, chapter, section, item } kind = Kind::none;
  int number = 0;
};
Heading heading(std::u32string_view line, std::string_view printed) {
  const auto numbered = [](Heading::Kind kind, std::u32string_view text) { 
    const auto value = number(text);
    return value ? Heading{kind, *value} : Heading{};
  };
  if (line.starts_with(U'(')) {
    const size_t close = line.substr(0, 6).find(U')');
    return close == std::u32string_view::npos ? Heading{} : numbered(Heading::Kind::section, line.substr(1, close - 1));
  }
  if (line.starts_with(U'第')) {
    const size_t close = line.substr(0, 6).find(U'条');
    return close == std::u32string_view::npos ? Heading{} : numbered(Heading::Kind::item, line.substr(1, close - 1));
  }
  const size_t mark = line.substr(0, 5).find_first_of(U".,");  // `、` reads as a comma, and so does `，`, which numbers nothing
  if (mark == std::u32string_view::npos || mark == 0) return {};
  if (line[mark] == U',' && plain(printed.substr(0, printed.find("、"))).text.size() != mark) return {};
  const auto before = line.substr(0, mark);
  if (std::all_of(before.begin(), before.end(), is_digit)) {
    return mark + 1 < line.size() && is_digit(line[mark + 1]) ? Heading{} : numbered(Heading::Kind::item, before);
  }
  return line[mark] == U',' ? numbered(Heading::Kind::chapter, before) : Heading{};
}

struct Start {
  Heading heading;
  int chapter = 0;
  size_t at = 0;
};

/// Items count up by one, so that a line that happens to begin with a number is none.
std::vector<Start> starts_of(std::string_view text) {
  std::vector<Start> starts;
  int chapter = 0, item = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const Heading found = heading(plain(text.substr(at, end - at)).text, text.substr(at, end - at));
    if (found.kind == Heading::Kind::chapter) chapter = found.number;
    const bool in_order = found.kind != Heading::Kind::item || found.number == item + 1;
    if (found.kind == Heading::Kind::item && in_order) ++item;
    if (found.kind != Heading::Kind::none && in_order) starts.push_back({found, chapter, at});
    at = end + 1;
  }
  return starts;
}

/// Whether a clause called `name` begins with `start`.
bool begins(const std::string& name, const Start& start) {
  const std::u32string words = plain(name).text;
  const size_t slash = words.find(U'/');
  if (slash == std::u32string::npos) return start.heading.kind == Heading::Kind::item && number(words) == start.heading.number;
  const std::u32string_view inner = std::u32string_view(words).substr(slash + 1);
  return start.heading.kind == Heading::Kind::section && inner.size() > 2 && inner.front() == U'(' && inner.back() == U')' &&
         number(std::u32string_view(words).substr(0, slash)) == start.chapter && number(inner.substr(1, inner.size() - 2)) == start.heading.number;
}

}  // namespace

std::vector<SourceClause> find_clauses(std::string_view text, const std::vector<std::string>& names, const std::vector<FirstWords>& first_words) {
  const std::vector<Start> starts = starts_of(text);
  const Plain whole = plain(text);
  std::vector<SourceClause> found(names.size());
  std::vector<size_t> ends{text.size()};
  bool sections = false;
  const auto take = [](SourceClause& clause, size_t at) {
    clause.sought = clause.sought == Sought::absent ? Sought::found : Sought::several;
    clause.begin = at;
  };
  for (size_t i = 0; i < names.size(); ++i) {
    const auto told = [&](const FirstWords& one) { return one.clause == names[i]; };
    for (const FirstWords& one : first_words) {
      if (!told(one)) continue;
      for (const Range& range : find_all(whole, one.words)) take(found[i], whole.at[range.begin]);
    }
    if (std::any_of(first_words.begin(), first_words.end(), told)) continue;
    for (const Start& start : starts) {
      if (!begins(names[i], start)) continue;
      take(found[i], start.at);
      sections = sections || start.heading.kind == Heading::Kind::section;
    }
  }
  for (const SourceClause& clause : found) {
    if (clause.sought == Sought::found) ends.push_back(clause.begin);
  }
  for (const FirstWords& one : first_words) {
    if (one.clause != "-") continue;
    for (const Range& range : find_all(whole, one.words)) ends.push_back(whole.at[range.begin]);
  }
  // （一） may also number what stands inside a clause: it ends one only where sections are clauses
  for (const Start& start : starts) {
    if (start.heading.kind != Heading::Kind::section || sections) ends.push_back(start.at);
  }
  for (SourceClause& clause : found) {
    clause.end = text.size();
    for (size_t end : ends) {
      if (end > clause.begin) clause.end = std::min(clause.end, end);
    }
  }
  return found;
}

}  // namespace huice::coverage
