#include "compiler/program/data_cells.h"

#include <algorithm>

#include "base/units.h"
#include "runtime/batch/fold.h"
#include "runtime/batch/moments.h"
#include "runtime/batch/spreadsheet.h"
#include "runtime/batch/words.h"

namespace huice::program {
namespace {

using diagnostics::Kind;

/// `亿元/亩`; nothing for what is no unit.
std::optional<syntax::UnitSuffix> read_suffix(std::string_view text, text::Span span) {
  syntax::UnitSuffix suffix;
  suffix.span = span;
  const size_t slash = text.find('/');
  auto over = parse_scaled_unit(text.substr(0, slash));
  if (!over) return {};
  suffix.magnitude = over->magnitude;
  if (over->unit) suffix.unit = over->unit->name;
  if (slash == std::string_view::npos) return suffix;
  auto under = parse_scaled_unit(text.substr(slash + 1));
  if (!under || !under->unit) return {};
  suffix.per_magnitude = under->magnitude;
  suffix.per = under->unit->name;
  return suffix;
}

/// `1,234,567`: groups of three behind the first comma.
bool grouped_well(std::string_view whole) {
  size_t comma = whole.rfind(',');
  if (comma == std::string_view::npos) return true;
  for (; comma != std::string_view::npos; comma = whole.rfind(',')) {
    if (whole.size() - comma != 4) return false;
    whole = whole.substr(0, comma);
  }
  return !whole.empty() && whole.size() <= 3;
}

/// `-1,234.5`; the rest is what stands behind.
std::optional<Rational> read_digits(std::string_view& text) {
  const bool negative = text.starts_with('-');
  const size_t begin = negative || text.starts_with('+') ? 1 : 0;
  const size_t end = std::min(text.find_first_not_of("0123456789,", begin), text.size());
  const std::string_view whole = text.substr(begin, end - begin);
  std::string digits(whole);
  std::erase(digits, ',');
  constexpr size_t most = 40;
  if (digits.empty() || digits.size() > most || !grouped_well(whole)) return {};
  text.remove_prefix(end);
  size_t fraction = 0;
  if (text.starts_with('.')) {
    fraction = std::min(text.find_first_not_of("0123456789", 1), text.size()) - 1;
    if (fraction == 0 || fraction > most) return {};
    digits += text.substr(1, fraction);
    text.remove_prefix(fraction + 1);
  }
  Rational value{Integer(digits, 10)};  // 010 is ten
  if (fraction > 0) value /= power_of_ten(static_cast<int>(fraction));
  return negative ? Rational(-value) : value;
}

syntax::UnitSuffix suffix_of(std::string_view unit, text::Span span) { return {1, std::string(unit), 1, "", span}; }

DataColumn column_of(syntax::BasicType type, text::Span span) {
  switch (type) {
    case syntax::BasicType::money: return {Form::number, suffix_of("元", span)};
    case syntax::BasicType::percent: return {Form::percent, {}, false};
    case syntax::BasicType::integer:
    case syntax::BasicType::count: return {Form::number};
    case syntax::BasicType::date: return {Form::date};
    case syntax::BasicType::datetime: return {Form::datetime};
    case syntax::BasicType::boolean: return {Form::boolean};
    case syntax::BasicType::text:
    case syntax::BasicType::period: break;
  }
  return {};
}

std::vector<std::string> words_of(const syntax::OneOf& choice) {
  std::vector<std::string> words;
  for (const syntax::EnumMember& member : choice.members) {
    words.push_back(member.name.text);
    if (member.label) words.push_back(member.label->text);
  }
  return words;
}

/// The type that `name` is declared for; null: none.
const syntax::Type* alias_of(const syntax::Tree& tree, const std::string& name) {
  for (const syntax::File& file : tree.files) {
    for (const syntax::Item& item : file.items) {
      auto* alias = std::get_if<syntax::TypeAlias>(&item.node);
      if (alias && item.name && item.name->text == name) return &alias->type;
    }
  }
  return nullptr;
}

/// A name is that of a type, or of a currency.
DataColumn column_of(const syntax::Tree& tree, const syntax::Type& type, int depth) {
  if (auto* basic = std::get_if<syntax::BasicType>(&type.node)) return column_of(*basic, type.span);
  if (auto* quantity = std::get_if<syntax::QuantityOf>(&type.node)) return {Form::number, quantity->unit};
  if (auto* price = std::get_if<syntax::UnitPrice>(&type.node)) return {Form::number, price->unit};
  if (std::holds_alternative<syntax::DecimalOf>(type.node)) return {Form::number};
  if (auto* choice = std::get_if<syntax::OneOf>(&type.node)) return {Form::choice, {}, true, words_of(*choice)};
  if (depth > 20) return {};
  if (auto* set = std::get_if<syntax::SetOf>(&type.node)) {
    const syntax::Type* of = alias_of(tree, set->type.text);
    return {Form::set, {}, true, of == nullptr ? std::vector<std::string>() : column_of(tree, *of, depth + 1).words};
  }
  auto* named = std::get_if<syntax::NamedType>(&type.node);
  if (!named) return {};
  if (const syntax::Type* of = alias_of(tree, named->name.text)) return column_of(tree, *of, depth + 1);
  const Unit* unit = find_unit(named->name.text);
  if (unit && unit->kind == UnitKind::quantity) return {Form::number, suffix_of(unit->name, type.span)};
  return {};
}

struct Cell {
  Program& program;
  const DataColumn& column;
  const DataCell& cell;

  syntax::ExprId add(decltype(syntax::Expr::node) node) const { return program.tree.exprs.add({std::move(node), cell.span}); }
  syntax::ExprId broken(const char* en, const char* zh) const { return broken_cell(program, cell, en, zh); }

  syntax::ExprId number(std::string_view text) const {
    std::string narrow = batch::narrowed(text);
    std::string_view rest = narrow;
    for (std::string_view sign : {"￥", "¥"}) {
      if (column.unit && column.unit->unit == "元" && rest.starts_with(sign)) rest.remove_prefix(sign.size());
    }
    auto digits = read_digits(rest);
    if (!digits) return broken("a number", "数");
    syntax::Number made{abs(*digits), std::string(text), rest.empty() ? column.unit : read_suffix(rest, cell.span)};
    if (!rest.empty() && !made.suffix) return broken("a number with a unit", "带单位的数");
    if (rest.empty() && !column.bare) return broken("a percent: write %", "比例：请写 %");
    if (made.suffix) made.suffix->span = cell.span;
    const syntax::ExprId id = add(std::move(made));
    return *digits < 0 ? add(syntax::Negate{id}) : id;
  }

  syntax::ExprId boolean(std::string_view text) const {
    static const batch::Words words = batch::Words::booleans();
    const auto found = words.find(text);
    return found ? add(syntax::Boolean{*found != 0}) : broken("true or false", "“是”或“否”");
  }

  syntax::ExprId date(std::string_view text) const {
    const auto date = batch::parse_date(batch::narrowed(text));
    return date ? add(syntax::DateLiteral{*date}) : broken("a date: 2024-03-05", "日期：2024-03-05");
  }

  syntax::ExprId datetime(std::string_view text) const {
    const auto instant = batch::parse_datetime(batch::narrowed(text));
    return instant ? add(syntax::DateTimeLiteral{*instant}) : broken("a time: 2024-03-05 09:00:00", "时间：2024-03-05 09:00:00");
  }

  syntax::ExprId set(std::string_view text) const {
    syntax::Exprs items;
    std::string members(text == "{}" ? "" : text);
    std::replace(members.begin(), members.end(), '|', ';');
    for (std::string_view part : parts_of(members)) {
      if (!part.empty()) items.push_back(add(syntax::TextLiteral{std::string(part)}));
    }
    return add(syntax::SetLiteral{std::move(items)});
  }

  syntax::ExprId text(std::string_view text) const {
    if (batch::destroyed(text)) {
      const Bilingual why = batch::message(batch::RejectCode::destroyed_code, "");
      program.sink.report(Kind::cell_fault, cell.span, {{"why", why.en}, {"why_zh", why.zh}});
      return add(syntax::Broken{});
    }
    return add(syntax::TextLiteral{std::string(text)});
  }
};

}  // namespace

DataColumn column_of(const syntax::Tree& tree, const syntax::Type& type) { return column_of(tree, type, 0); }

workbook::Use use_of(const DataColumn& column) {
  switch (column.form) {
    case Form::number: return workbook::Use::number;
    case Form::percent: return workbook::Use::percent;
    case Form::text: return workbook::Use::text;
    default: return workbook::Use::value;
  }
}

Header header_of(const DataCell& cell) {
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"（", "）"}, {"(", ")"}}) {
    const std::string_view text = cell.text;
    const size_t begin = text.find(open);
    if (begin == std::string_view::npos || !text.ends_with(close)) continue;
    const size_t from = begin + open.size();
    const std::string inner = batch::narrowed(text.substr(from, text.size() - close.size() - from));
    const std::string name(batch::trimmed(text.substr(0, begin)));
    if (inner == "小数") return {name, {}, true};
    if (auto unit = read_suffix(inner, cell.span)) return {name, std::move(unit)};
  }
  return {cell.text};
}

DataColumn under(const Header& header, DataColumn column) {
  if (header.unit) column.unit = header.unit;
  column.bare = column.bare || header.unit || header.ratio;
  if (header.ratio) column.unit.reset();
  return column;
}

syntax::ExprId constant_of(Program& program, std::string_view text, const DataColumn& column, const DataCell& cell) {
  const Cell reading{program, column, cell};
  switch (column.form) {
    case Form::number:
    case Form::percent: return reading.number(text);
    case Form::date: return reading.date(text);
    case Form::datetime: return reading.datetime(text);
    case Form::boolean: return reading.boolean(text);
    case Form::set: return reading.set(text);
    case Form::choice: return reading.add(syntax::TextLiteral{std::string(text)});
    case Form::text: break;
  }
  return reading.text(text);
}

syntax::ExprId broken_cell(Program& program, const DataCell& cell, const std::string& wanted, const std::string& wanted_zh) {
  program.sink.report(Kind::cell_unreadable, cell.span, {{"wanted", wanted}, {"wanted_zh", wanted_zh}});
  return program.tree.exprs.add({syntax::Broken{}, cell.span});
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    size_t end = std::string_view::npos, skip = 0;
    for (std::string_view separator : {";", "；", "、"}) {
      const size_t found = text.find(separator);
      if (found < end) end = found, skip = separator.size();
    }
    parts.push_back(batch::trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + skip);
  }
}

}  // namespace huice::program
