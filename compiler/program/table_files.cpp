#include "compiler/program/table_files.h"

#include <algorithm>

#include "base/unicode/transcode.h"
#include "base/units.h"
#include "compiler/program/csv_cells.h"
#include "compiler/program/files.h"
#include "compiler/text/from_bytes.h"

namespace huice::program {
namespace {

namespace fs = std::filesystem;
using diagnostics::Kind;

/// What the text of a cell is read as.
enum class Form { number, percent, date, datetime, boolean, text };

struct Column {
  Form form = Form::text;
  std::optional<syntax::UnitSuffix> unit;  // of bare numbers
};

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

/// `-1,234.5`; the rest is what stands behind.
std::optional<Rational> read_digits(std::string_view& text) {
  std::string digits;
  int fraction = -1;
  const bool negative = text.starts_with('-');
  size_t at = negative;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && fraction < 0) fraction = 0;
    else if (c >= '0' && c <= '9') digits += c, fraction += fraction >= 0;
    else if (c != ',') break;
  }
  constexpr size_t most = 40;
  if (digits.empty() || digits.size() > most) return {};
  text.remove_prefix(at);
  Rational value{Integer(digits)};
  if (fraction > 0) value /= power_of_ten(fraction);
  return negative ? Rational(-value) : value;
}

constexpr std::pair<std::string_view, syntax::CompareOp> signs[] = {
    {"<=", syntax::CompareOp::less_equal},    {"≤", syntax::CompareOp::less_equal},    {"不超过", syntax::CompareOp::less_equal},
    {">=", syntax::CompareOp::greater_equal}, {"≥", syntax::CompareOp::greater_equal}, {"不低于", syntax::CompareOp::greater_equal},
    {"<", syntax::CompareOp::less},           {"＜", syntax::CompareOp::less},         {"不足", syntax::CompareOp::less},
    {">", syntax::CompareOp::greater},        {"＞", syntax::CompareOp::greater},      {"超过", syntax::CompareOp::greater}};

struct Reading {
  Program& program;
  syntax::Table& table;
  const fs::path& root;
  text::SourceId source = {};
  std::vector<Column> columns = {};  // by the file's header

  syntax::ExprId add(decltype(syntax::Expr::node) node, text::Span span) {
    return program.tree.exprs.add({std::move(node), span});
  }

  // ---- The file -----------------------------------------------------------------------------------------------------

  /// False after a report.
  bool open() {
    const std::string& name = table.from->text;
    const fs::path folder = fs::path(program.sources[table.from->span.source].path).parent_path(), file = folder / name;
    auto not_found = [&] {
      program.sink.report(Kind::use_not_found, table.from->span, {{"file", file.lexically_normal().string()}});
      return false;
    };
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return not_found();
    if (!inside(root, file)) {
      program.sink.report(Kind::use_outside_root, table.from->span, {{"path", name}, {"root", root.string()}});
      return false;
    }
    auto bytes = read_policy(file);
    if (!bytes) return not_found();
    const text::Reading read = text::from_bytes(program.sources, file.lexically_normal().string(), as_utf8(std::move(*bytes)));
    source = read.source;
    if (!read.fault) return true;
    program.sink.report(Kind::table_file_unreadable, table.from->span, {{"file", file.lexically_normal().string()}})
        .hint("save it as UTF-8 or GB18030, at most 16 MiB", "请另存为 UTF-8 或 GB18030 编码，不超过 16 MiB");
    return false;
  }

  /// Spreadsheets in China save GB18030.
  static std::string as_utf8(std::string bytes) {
    const auto faults = [&](unicode::Encoding encoding) { return unicode::fit_of(encoding, bytes, true).faults; };
    if (faults(unicode::Encoding::utf_8) == 0 || faults(unicode::Encoding::gb18030) > 0) return bytes;
    std::string text;
    unicode::Decoder(unicode::Encoding::gb18030).decode(bytes, true, text);
    return text;
  }

  // ---- Types of columns ---------------------------------------------------------------------------------------------

  /// Follows names of types; one of a type that is not a number, date or truth is text.
  Column column_of(const syntax::Type& type, int depth = 0) const {
    if (auto* basic = std::get_if<syntax::BasicType>(&type.node)) return column_of(*basic, type.span);
    if (auto* quantity = std::get_if<syntax::QuantityOf>(&type.node)) return {Form::number, quantity->unit};
    if (auto* price = std::get_if<syntax::UnitPrice>(&type.node)) return {Form::number, price->unit};
    if (std::holds_alternative<syntax::DecimalOf>(type.node)) return {Form::number, {}};
    auto* named = std::get_if<syntax::NamedType>(&type.node);
    if (!named || depth > 20) return {};
    for (const syntax::File& file : program.tree.files) {
      for (const syntax::Item& item : file.items) {
        auto* alias = std::get_if<syntax::TypeAlias>(&item.node);
        if (alias && item.name && item.name->text == named->name.text) return column_of(alias->type, depth + 1);
      }
    }
    return {};
  }

  Column column_of(syntax::BasicType type, text::Span span) const {
    switch (type) {
      case syntax::BasicType::money:
        return {Form::number, syntax::UnitSuffix{1, "元", 1, "", span}};
      case syntax::BasicType::percent:
        return {Form::percent, {}};
      case syntax::BasicType::integer:
      case syntax::BasicType::count:
        return {Form::number, {}};
      case syntax::BasicType::date:
        return {Form::date, {}};
      case syntax::BasicType::datetime:
        return {Form::datetime, {}};
      case syntax::BasicType::boolean:
        return {Form::boolean, {}};
      case syntax::BasicType::text:
      case syntax::BasicType::period:
        break;
    }
    return {};
  }

  // ---- Header -------------------------------------------------------------------------------------------------------

  void header(const CsvRow& row) {
    for (const CsvCell& cell : row.cells) {
      std::string name = cell.text;
      std::optional<syntax::UnitSuffix> unit;
      for (const auto& [open, close] : {std::pair<std::string, std::string>{"（", "）"}, {"(", ")"}}) {
        const size_t begin = name.find(open);
        if (begin == std::string::npos || !name.ends_with(close)) continue;
        const size_t from = begin + open.size();
        unit = read_suffix(name.substr(from, name.size() - close.size() - from), cell.span);
        if (unit) name.resize(begin);
        break;
      }
      auto input = std::find_if(table.inputs.begin(), table.inputs.end(), [&](const auto& it) { return it.name.text == name; });
      Column column = column_of(input == table.inputs.end() ? table.result : input->type);
      if (unit) column.unit = unit;
      columns.push_back(column);
      table.header.push_back({name, cell.span});
    }
  }

  // ---- Cells --------------------------------------------------------------------------------------------------------

  void report(const CsvCell& cell, const char* en, const char* zh) {
    program.sink.report(Kind::cell_unreadable, cell.span, {{"wanted", en}, {"wanted_zh", zh}});
  }

  syntax::ExprId broken(const CsvCell& cell, const char* en, const char* zh) {
    report(cell, en, zh);
    return add(syntax::Broken{}, cell.span);
  }

  syntax::ExprId number(std::string_view text, const Column& column, const CsvCell& cell) {
    std::string_view rest = text;
    auto digits = read_digits(rest);
    if (!digits) return broken(cell, "a number", "数");
    syntax::Number made{abs(*digits), std::string(text), rest.empty() ? column.unit : read_suffix(rest, cell.span)};
    if (!rest.empty() && !made.suffix) return broken(cell, "a number with a unit", "带单位的数");
    if (column.form == Form::percent && !made.suffix) return broken(cell, "a percent: write %", "比例：请写 %");
    if (made.suffix) made.suffix->span = cell.span;
    const syntax::ExprId id = add(std::move(made), cell.span);
    return *digits < 0 ? add(syntax::Negate{id}, cell.span) : id;
  }

  syntax::ExprId value(std::string_view text, const Column& column, const CsvCell& cell) {
    switch (column.form) {
      case Form::number:
      case Form::percent:
        return number(text, column, cell);
      case Form::date:
        if (auto date = parse_iso_date(text)) return add(syntax::DateLiteral{*date}, cell.span);
        return broken(cell, "a date: 2024-03-05", "日期：2024-03-05");
      case Form::datetime:
        if (auto instant = parse_iso_datetime(text)) return add(syntax::DateTimeLiteral{*instant}, cell.span);
        return broken(cell, "a time: 2024-03-05 09:00:00", "时间：2024-03-05 09:00:00");
      case Form::boolean:
        if (text == "true" || text == "是") return add(syntax::Boolean{true}, cell.span);
        if (text == "false" || text == "否") return add(syntax::Boolean{false}, cell.span);
        return broken(cell, "true or false", "“是”或“否”");
      case Form::text:
        break;
    }
    return add(syntax::TextLiteral{std::string(text)}, cell.span);
  }

  /// `a；b` holds for either.
  syntax::ExprId values(std::string_view text, const Column& column, const CsvCell& cell) {
    syntax::Exprs items;
    for (;;) {
      size_t end = std::string_view::npos, skip = 0;
      for (std::string_view separator : {";", "；", "、"}) {
        const size_t found = text.find(separator);
        if (found < end) end = found, skip = separator.size();
      }
      std::string_view one = text.substr(0, end);
      while (one.starts_with(' ')) one.remove_prefix(1);
      while (one.ends_with(' ')) one.remove_suffix(1);
      items.push_back(value(one, column, cell));
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + skip);
    }
    return items.size() == 1 ? items[0] : add(syntax::SetLiteral{std::move(items)}, cell.span);
  }

  void row(const CsvRow& row) {
    syntax::TableRow made;
    made.span = row.span;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const CsvCell& cell = row.cells[i];
      std::string_view text = cell.text;
      std::optional<syntax::CompareOp> op;
      const bool ordered = columns[i].form != Form::text && columns[i].form != Form::boolean;
      for (const auto& [sign, meant] : signs) {
        if (op || !ordered || !text.starts_with(sign)) continue;
        op = meant;
        text.remove_prefix(sign.size());
        while (text.starts_with(' ')) text.remove_prefix(1);
      }
      made.ops.push_back(op);
      if (text.empty()) made.cells.push_back(broken(cell, "a value in every cell, or `any`", "每格都应有值，或写“任意”"));
      else if (text == "any" || text == "任意") made.cells.push_back(add(syntax::Any{}, cell.span));
      else made.cells.push_back(values(text, columns[i], cell));
    }
    table.rows.push_back(std::move(made));
  }

  void read() {
    if (!open()) return;
    const std::vector<CsvRow> rows = read_csv(program.sources[source], source);
    if (rows.empty()) {
      program.sink.report(Kind::table_without_rows, table.from->span);
      return;
    }
    header(rows.front());
    for (size_t i = 1; i < rows.size(); ++i) {
      if (rows[i].cells.size() == columns.size()) {
        row(rows[i]);
        continue;
      }
      program.sink.report(Kind::row_width, rows[i].span,
                          {{"found", std::to_string(rows[i].cells.size())}, {"expected", std::to_string(columns.size())}});
    }
  }
};

}  // namespace

void read_table_files(Program& program, const fs::path& root) {
  for (syntax::File& file : program.tree.files) {
    for (syntax::Item& item : file.items) {
      auto* table = std::get_if<syntax::Table>(&item.node);
      if (table && table->from) Reading{program, *table, root}.read();
    }
  }
}

}  // namespace huice::program
