#include "tests/properties/data.h"

#include "base/unicode/utf8.h"
#include "runtime/batch/cell_text.h"
#include "runtime/decisions/csv_text.h"
#include "tests/properties/rows.h"

namespace huice::properties {
namespace {

/// What a cell can hold: an empty one is missing, and bytes that are no text are rejected.
std::string readable(std::string text) {
  if (unicode::first_invalid_utf8(text)) text = "乙";
  return text;
}

class Making {
 public:
  Making(const program::Program& program, uint32_t entity, Random& random, Data& data)
      : program_(program), rules_(program.rules.entities[rules::EntityId{entity}]), schema_(program.schemas[entity]), random_(random), data_(data), entity_(entity) {}

  EntityData make(const plan::Scan& scan) {
    const int count = static_cast<int>(random_.chance(4) ? random_.between(2049, 2300) : random_.between(1, 60));
    Rows rows(program_.rules, rules_, schema_);
    const Size size = random_.pick({Size::ordinary, Size::ordinary, Size::mixed, Size::extreme});
    EntityData made;
    for (const uint32_t field : columns()) add_cell(made.csv, schema_.fields[field].name, field != 0);
    made.csv += '\n';
    for (int done = 0; done < count;) {
      const int part = std::min(count - done, HUICE_BATCH_ROWS);
      batch::Batch batch = rows.batch(random_, part, size, false);
      for (int row = 0; row < part; ++row) add_row(made, batch, row, scan);
      done += part;
    }
    return made;
  }

 private:
  std::vector<uint32_t> columns() const {
    std::vector<uint32_t> result;
    for (uint32_t field = 0; field < rules_.fields.size(); ++field) {
      if (rules_.fields[field].in_data()) result.push_back(field);
    }
    return result;
  }

  static void add_cell(std::string& csv, const std::string& cell, bool more) {
    if (more) csv += ',';
    decisions::append_csv(csv, cell);
  }

  std::string key_of(uint32_t entity, size_t row) const { return (row % 7 == 3 ? "户," : "K") + std::to_string(entity) + "_" + std::to_string(row); }

  /// A row of the other entity; few of many, so that some have several members and some none.
  std::optional<std::string> reference(uint32_t target, bool required) {
    if (!required && random_.chance(6)) return std::nullopt;
    if (random_.chance(4)) return "nobody";
    const size_t rows = target == entity_ ? 20 : data_.contains(target) ? data_.at(target).rows.size() : 20;
    return key_of(target, random_.below(random_.chance(70) ? std::min<size_t>(rows, 12) : rows));
  }

  std::optional<reference::Value> value(const batch::Batch& batch, uint32_t field, int row, size_t number) {
    const rules::Field& rule = rules_.fields[field];
    if (rule.key) return key_of(entity_, number > 0 && random_.chance(5) ? random_.below(number) : number);
    if (rule.type.kind == rules::Kind::reference) {
      auto key = reference(rule.type.entity.value, rule.required);
      return key ? std::optional<reference::Value>(*key) : std::nullopt;
    }
    if (!batch.bound(field) || !batch.known(field, row)) return std::nullopt;
    switch (schema_.fields[field].kind) {
      case batch::Kind::number: return exact_number(batch, field, row);
      case batch::Kind::boolean: return batch.boolean(field, row);
      case batch::Kind::choice: return batch.choice(field, row);
      case batch::Kind::set: return batch.members(field, row);
      case batch::Kind::date: return batch.date(field, row);
      case batch::Kind::datetime: return batch.datetime(field, row);
      case batch::Kind::text: break;
    }
    std::string text = readable(std::string(batch.text(field, row)));
    if (text.empty() && rule.required) text = "A";
    if (text.empty()) return std::nullopt;
    return text;
  }

  std::string cell(const batch::Batch& batch, uint32_t field, int row, const std::optional<reference::Value>& value) const {
    if (!value) return "";
    if (const auto* text = std::get_if<std::string>(&*value)) return *text;
    std::string out;
    batch::append_cell(out, batch, field, row);
    if (schema_.fields[field].percent && !schema_.fields[field].units.empty()) out += schema_.fields[field].units.front().name;
    return out;
  }

  void add_row(EntityData& made, const batch::Batch& batch, int row, const plan::Scan& scan) {
    DataRow data;
    data.values.resize(rules_.fields.size());
    if (random_.chance(2)) data.bad_cell = random_.pick(scan.fields);
    if (data.bad_cell && schema_.fields[*data.bad_cell].kind == batch::Kind::text) data.bad_cell.reset();
    for (const uint32_t field : columns()) {
      data.values[field] = value(batch, field, row, made.rows.size());
      add_cell(made.csv, data.bad_cell == field ? "？？" : cell(batch, field, row, data.values[field]), field != 0);
    }
    made.csv += '\n';
    made.rows.push_back(std::move(data));
  }

  const program::Program& program_;
  const rules::Entity& rules_;
  const batch::Schema& schema_;
  Random& random_;
  Data& data_;
  uint32_t entity_;
};

}  // namespace

Data random_data(const program::Program& program, const std::vector<plan::Scan>& wanted, Random& random) {
  Data data;
  for (const plan::Scan& scan : wanted) data.emplace(scan.entity, Making(program, scan.entity, random, data).make(scan));
  return data;
}

}  // namespace huice::properties
