#include "runtime/batch/binding.h"

#include <algorithm>

#include "base/unicode/closest.h"
#include "base/units.h"
#include "runtime/batch/fold.h"
#include "runtime/batch/spreadsheet.h"

namespace huice::batch {
namespace {

/// The header that a cell stands for: with an alias its target, and the cell's unit where the target names none.
HeaderName aliased(const Wanted& wanted, std::string_view cell) {
  HeaderName header = parse_header(cell);
  for (const auto& [alias, target] : wanted.aliases) {
    const std::string its = folded(alias);
    if (its != header.whole && (header.unit.empty() || its != header.name)) continue;
    HeaderName other = parse_header(target);
    if (other.unit.empty() && its != header.whole) return parse_header(target + "(" + header.unit + ")");
    return other;
  }
  return header;
}

/// A field's names as headers write them.
struct FieldNames {
  std::string name, label;
};
std::vector<FieldNames> names_of(const Schema& schema) {
  std::vector<FieldNames> names;
  for (const Field& field : schema.fields) names.push_back({folded(field.name), folded(field.label)});
  return names;
}

/// The fields that `name` names; by name first. More than one: their labels are equal.
std::vector<uint32_t> fields_called(const std::vector<FieldNames>& names, const std::string& name) {
  std::vector<uint32_t> found;
  if (name.empty()) return found;
  for (uint32_t f = 0; f < names.size(); ++f) {
    if (names[f].name == name) return {f};
  }
  for (uint32_t f = 0; f < names.size(); ++f) {
    if (names[f].label == name) found.push_back(f);
  }
  return found;
}

const CellUnit* unit_called(const Field& field, const std::string& name) {
  const auto in = [&](const std::vector<CellUnit>& units) -> const CellUnit* {
    const auto found = std::find_if(units.begin(), units.end(), [&](const CellUnit& unit) { return folded(unit.name) == name; });
    return found == units.end() ? nullptr : &*found;
  };
  const CellUnit* const own = in(field.units);
  return own != nullptr || field.more_units == nullptr ? own : in(*field.more_units);
}

bool is_unit(const std::string& name) { return parse_scaled_unit(name).has_value() || name.find('/') != std::string::npos; }

Failure fails(std::string en, std::string zh) { return {Exit::environment, {std::move(en), std::move(zh)}}; }

std::string display(const Field& field) { return field.label.empty() || field.label == field.name ? field.name : field.name + " (" + field.label + ")"; }

/// The fields that one header may be, with the unit it names.
struct Candidate {
  std::vector<uint32_t> fields;
  std::string unit;
  bool whole = true;  // the parentheses belong to the name that was found
};
Candidate candidates(const std::vector<FieldNames>& names, const Wanted& wanted, std::string_view cell) {
  const HeaderName header = aliased(wanted, cell);
  Candidate candidate{fields_called(names, header.whole), header.unit};
  if (!candidate.fields.empty() || header.unit.empty()) return candidate;
  return {fields_called(names, header.name), header.unit, false};
}

struct Binder {
  const Schema& schema;
  const Wanted& wanted;
  const std::string& file;
  std::vector<FieldNames> names;
  Binding binding;
  std::vector<int> column_of;  // by field; -1: none

  Outcome bind(int column) {
    const std::string& cell = binding.headers[static_cast<size_t>(column)];
    const Candidate candidate = candidates(names, wanted, cell);
    const std::vector<uint32_t>& fields = candidate.fields;
    const auto chosen = std::find_if(fields.begin(), fields.end(), [&](uint32_t field) { return wanted.fields[field]; });
    if (chosen == fields.end()) return Nothing{};
    const uint32_t f = *chosen;
    const Field& field = schema.fields[f];
    BoundColumn bound{column, f, std::nullopt};
    const CellUnit* unit = field.kind == Kind::number && !candidate.unit.empty() ? unit_called(field, candidate.unit) : nullptr;
    if (unit != nullptr) {
      bound.unit = *unit;
    } else if (!candidate.whole && field.kind == Kind::number && is_unit(candidate.unit)) {
      const std::string own = field.units.empty() ? "" : field.units.front().name;
      return fails(file + ": the header `" + cell + "` says " + candidate.unit + ", which is no unit of " + display(field) +
                       (own.empty() ? "" : "; its own is " + own),
                   file + "：表头“" + cell + "”的单位 " + candidate.unit + " 不适用于 " + display(field) + (own.empty() ? "" : "，其单位为 " + own));
    } else if (!candidate.whole) {
      return Nothing{};  // 营业收入（2023年） is another column than 营业收入
    }
    if (fields.size() > 1) {
      const Field &a = schema.fields[fields[0]], &b = schema.fields[fields[1]];
      return fails(file + ": the header `" + cell + "` is the label of both " + a.name + " and " + b.name + "; use the names as headers",
                   file + "：表头“" + cell + "”同时是 " + a.name + " 和 " + b.name + " 的标签；请改用名称作表头");
    }
    if (column_of[f] >= 0) {
      const std::string& other = binding.headers[static_cast<size_t>(column_of[f])];
      return fails(file + ": the columns `" + other + "` and `" + cell + "` are both " + display(field) + "; remove or rename one",
                   file + "：列“" + other + "”和“" + cell + "”都对应 " + display(field) + "；请删除或改名其一");
    }
    column_of[f] = column;
    binding.bound[f] = true;
    binding.columns.push_back(std::move(bound));
    return Nothing{};
  }

  /// Headers that are nobody's, for "did you mean".
  std::vector<std::string> free_headers() const {
    std::vector<std::string> free;
    for (size_t c = 0; c < binding.headers.size(); ++c) {
      const bool used = std::any_of(binding.columns.begin(), binding.columns.end(), [&](const BoundColumn& b) { return b.column == static_cast<int>(c); });
      if (!used && !binding.headers[c].empty()) free.push_back(std::string(trimmed(binding.headers[c])));
    }
    return free;
  }

  std::optional<std::string> closest_header(const std::string& name, const std::string& label) const {
    const std::vector<std::string> headers = free_headers();
    std::vector<std::string> plain;
    for (const std::string& header : headers) plain.push_back(parse_header(header).name);
    for (const std::string& wish : {folded(label), folded(name)}) {
      // 营业收入（2023年） is not 营业收入, but nothing is closer
      auto at = std::find(plain.begin(), plain.end(), wish);
      if (at == plain.end()) {
        if (const auto found = unicode::closest(wish, plain)) at = std::find(plain.begin(), plain.end(), *found);
      }
      if (at != plain.end()) return headers[static_cast<size_t>(at - plain.begin())];
    }
    return std::nullopt;
  }

  std::string listed() const {
    std::string list;
    for (size_t c = 0; c < binding.headers.size() && c <= 20; ++c) {
      if (c > 0) list += ", ";
      list += c == 20 ? "…" : std::string(trimmed(binding.headers[c]));
    }
    return list;
  }

  Outcome check_missing() const {
    std::string en, zh;
    bool hinted = false;
    for (uint32_t f = 0; f < schema.fields.size(); ++f) {
      const Field& field = schema.fields[f];
      const bool may_lack = (field.decided || field.defaulted) && !field.required && !field.key;
      if (!wanted.fields[f] || binding.bound[f] || may_lack) continue;
      en += (en.empty() ? "" : "; ") + ("no column for " + display(field));
      zh += (zh.empty() ? "" : "；") + ("缺少 " + display(field) + " 列");
      if (const auto close = closest_header(field.name, field.label)) {
        const std::string says = "--column '" + *close + "=" + (field.label.empty() ? field.name : field.label) + "'";
        en += ", the closest header is `" + *close + "`" + (hinted ? "" : " (if it is the same: " + says + ")");
        zh += "，最接近的表头是“" + *close + "”" + (hinted ? "" : "（若是同一列：" + says + "）");
        hinted = true;
      }
    }
    if (en.empty()) return Nothing{};
    if (!hinted) en += "; the headers are: " + listed(), zh += "；现有表头：" + listed();
    return fails(file + ": " + en, file + "：" + zh);
  }

  Outcome bind_keep() {
    for (const std::string& keep : wanted.keep) {
      const std::string wish = folded(keep);
      int found = -1;
      for (size_t c = 0; c < binding.headers.size() && found < 0; ++c) {
        if (folded(binding.headers[c]) == wish) found = static_cast<int>(c);
      }
      for (size_t c = 0; c < binding.headers.size() && found < 0; ++c) {
        const auto called = candidates(names, wanted, binding.headers[c]).fields;
        const bool match = std::any_of(called.begin(), called.end(), [&](uint32_t f) { return names[f].name == wish || names[f].label == wish; });
        if (match || parse_header(binding.headers[c]).name == wish) found = static_cast<int>(c);
      }
      if (found < 0) {
        const auto close = unicode::closest(std::string(trimmed(keep)), binding.headers);
        return fails(file + ": no column `" + keep + "` to keep; " + (close ? "the closest header is `" + *close + "`" : "the headers are: " + listed()),
                     file + "：没有可保留的列“" + keep + "”；" + (close ? "最接近的表头是“" + *close + "”" : "现有表头：" + listed()));
      }
      binding.keep.push_back(found);
    }
    return Nothing{};
  }
};

}  // namespace

HeaderName parse_header(std::string_view cell) {
  HeaderName header;
  header.whole = folded(cell);
  header.name = header.whole;
  const size_t open = header.whole.rfind('(');
  if (open == std::string::npos || open == 0 || !header.whole.ends_with(')')) return header;
  header.name = std::string(trimmed(std::string_view(header.whole).substr(0, open)));
  header.unit = std::string(trimmed(std::string_view(header.whole).substr(open + 1, header.whole.size() - open - 2)));
  for (std::string_view prefix : {"单位:", "单位", "unit:", "in "}) {
    if (header.unit.starts_with(prefix)) header.unit = std::string(trimmed(std::string_view(header.unit).substr(prefix.size())));
  }
  return header;
}

Result<Binding> bind_header(const Schema& schema, const Wanted& wanted, const std::string& file, std::vector<std::string> headers) {
  Binder binder{schema, wanted, file, names_of(schema), {}, std::vector<int>(schema.fields.size(), -1)};
  binder.binding.headers = std::move(headers);
  binder.binding.bound.assign(schema.fields.size(), false);
  for (size_t c = 0; c < binder.binding.headers.size(); ++c) {
    if (Outcome outcome = binder.bind(static_cast<int>(c)); !outcome) return outcome.failure();
  }
  if (Outcome outcome = binder.check_missing(); !outcome) return outcome.failure();
  if (Outcome outcome = binder.bind_keep(); !outcome) return outcome.failure();
  return std::move(binder.binding);
}

struct HeaderFields::Names {
  std::vector<FieldNames> all;
};

HeaderFields::HeaderFields(const Schema& schema, const Wanted& wanted) : schema_(schema), wanted_(wanted), names_(new Names{names_of(schema)}) {}
HeaderFields::~HeaderFields() = default;

std::optional<uint32_t> HeaderFields::field(std::string_view cell) const {
  const Candidate candidate = candidates(names_->all, wanted_, cell);
  for (const uint32_t f : candidate.fields) {
    const bool its = candidate.whole || (schema_.fields[f].kind == Kind::number && (unit_called(schema_.fields[f], candidate.unit) != nullptr || is_unit(candidate.unit)));
    if (wanted_.fields[f] && its) return f;
  }
  return std::nullopt;
}

bool HeaderFields::is_number(std::string_view cell) const {
  const auto its = field(cell);
  return its && schema_.fields[*its].kind == Kind::number;
}

bool HeaderFields::takes_unit(std::string_view cell, const std::string& unit) const {
  return is_number(cell) && unit_called(schema_.fields[*field(cell)], unit) != nullptr;
}

size_t HeaderFields::count(const std::vector<std::string>& cells) const {
  std::vector<bool> found(schema_.fields.size());
  for (const std::string& cell : cells) {
    if (const auto its = field(unwrapped(cell))) found[*its] = true;
  }
  return static_cast<size_t>(std::count(found.begin(), found.end(), true));
}

}  // namespace huice::batch
