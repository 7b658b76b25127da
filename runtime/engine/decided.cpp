#include "runtime/engine/decided.h"

#include <algorithm>

#include "runtime/batch/cell_text.h"
#include "runtime/decisions/referred.h"

namespace huice::engine {
namespace {

constexpr char between_keys = '\x1f';

/// The file as an entity of its own: the keys, then the columns of `--referred` but the ceiling.
struct Columns {
  batch::Schema schema;
  std::vector<uint32_t> keys;
  uint32_t measure = 0, field = 0, value = 0, decided_by = 0, document = 0;
};

Columns columns_of(const catalogue::Entity& entity, const batch::Schema& schema) {
  Columns columns;
  columns.schema.entity = schema.entity;
  columns.schema.label = schema.label;
  auto& fields = columns.schema.fields;
  for (const uint32_t key : entity.keys) {
    columns.keys.push_back(static_cast<uint32_t>(fields.size()));
    fields.push_back(schema.fields[key]);
  }
  const auto add = [&](size_t which, bool needed) {
    batch::Field field;
    field.name = decisions::referred_columns[which];
    field.label = decisions::referred_columns_zh[which];
    field.decided = !needed;  // may be absent
    fields.push_back(field);
    return static_cast<uint32_t>(fields.size() - 1);
  };
  columns.measure = add(0, true);
  columns.field = add(1, true);
  columns.value = add(3, true);
  columns.decided_by = add(4, false);
  columns.document = add(5, false);
  return columns;
}

std::string text_in(const batch::Batch& batch, uint32_t field, int row) {
  return batch.bound(field) && batch.known(field, row) ? std::string(batch.text(field, row)) : std::string();
}

std::vector<bool> only(const batch::Schema& schema, uint32_t field) {
  std::vector<bool> bound(schema.fields.size());
  bound[field] = true;
  return bound;
}

}  // namespace

/// Reads one value of one field at a time, into row 0.
struct DecidedValues::Cell {
  Cell(const batch::Schema& schema, uint32_t field)
      : batch(schema, only(schema, field)), reader(batch::make_column_reader(schema, {0, field, {}}, batch::Dialect::strict)) {
    batch.set_rows(1);
  }
  /// Why not, where it cannot be read.
  std::optional<Bilingual> parse(const std::string& text) {
    batch.clear_row(0);
    rows.clear();
    rows.add({});
    rows.slot(0)[0] = {text.data(), static_cast<uint32_t>(text.size())};
    reader->read(rows, rows.slot(0), batch, 0, 1);
    if (rows.faults().empty()) return std::nullopt;
    return batch::message(rows.faults().front().code, rows.faults().front().expected);
  }
  batch::Batch batch;
  batch::Rows rows{1};
  std::unique_ptr<batch::ColumnReader> reader;
};

DecidedValues::DecidedValues(const catalogue::Entity& entity, const batch::Schema& schema) : entity_(entity), schema_(schema) {}
DecidedValues::~DecidedValues() = default;

DecidedValues::Cell& DecidedValues::cell(uint32_t field) {
  auto& cell = cells_[field];
  if (!cell) cell = std::make_unique<Cell>(schema_, field);
  return *cell;
}

Failure DecidedValues::at(uint64_t line, const std::string& en, const std::string& zh) const {
  const std::string place = file_.path + ":" + std::to_string(line);
  return {Exit::environment, {place + ": " + en, place + "：" + zh}};
}

std::string DecidedValues::key_of(const batch::Batch& batch, const std::vector<uint32_t>& fields, int row) const {
  std::string key;
  for (const uint32_t field : fields) {
    if (!key.empty()) key += between_keys;
    batch::append_cell(key, batch, field, row);
  }
  return key;
}

namespace {
std::string shown(std::string key) {
  std::replace(key.begin(), key.end(), between_keys, ',');
  return key;
}
}  // namespace

Outcome DecidedValues::add(const std::string& key, Line line) {
  const std::string& field = entity_.field_names[line.field];
  auto& known = lines_[key];
  for (const Line& other : known) {
    if (other.field != line.field) continue;
    const std::string first = std::to_string(other.number);
    if (other.measure == line.measure)
      return at(line.number, "a second line for " + shown(key) + ", " + line.measure + ", " + field + "; the first is line " + first,
                shown(key) + "、" + line.measure + "、" + field + " 重复；首次出现于第 " + first + " 行");
    if (!other.text.empty() && !line.text.empty() && other.text != line.text)
      return at(line.number, field + " of " + shown(key) + " is " + other.text + " in line " + first + " and " + line.text + " here",
                shown(key) + " 的 " + field + " 在第 " + first + " 行为 " + other.text + "，此处为 " + line.text);
  }
  if (!line.text.empty()) fields_[line.field] = true;
  known.push_back(std::move(line));
  return Nothing{};
}

Result<std::unique_ptr<DecidedValues>> DecidedValues::read(const Catalogue& catalogue, uint32_t id, const batch::Schema& schema, const Options& options) {
  const catalogue::Entity& entity = catalogue.entities[id];
  if (entity.keys.empty())
    return Failure{Exit::usage, {entity.name + " has no key: decided values cannot be told apart", entity.name + " 没有主键，无法区分核定值"}};
  std::unique_ptr<DecidedValues> values(new DecidedValues(entity, schema));
  values->fields_.assign(schema.fields.size(), false);
  const Columns columns = columns_of(entity, schema);
  batch::Wanted wanted{std::vector<bool>(columns.schema.fields.size(), true), {}, options.aliases};
  batch::InputOptions input = options.input;
  input.check_keys = false;
  auto opened = batch::CsvReader::open(columns.schema, wanted, {options.decisions}, input);
  if (!opened) return opened.failure();
  batch::Reader& reader = **opened;
  values->file_.path = options.decisions;
  batch::Chunk chunk = reader.make_chunk();
  batch::Batch batch = reader.make_batch();
  for (;;) {
    Result<bool> more = reader.next(chunk, batch);
    if (!more) return more.failure();
    if (!*more) break;
    const batch::Rows& rows = chunk.rows();
    if (!rows.faults().empty()) {
      const batch::Fault& fault = rows.faults().front();
      const Bilingual why = batch::message(fault.code, fault.expected);
      return values->at(rows.place(fault.row).line, why.en, why.zh);
    }
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.skipped(row)) continue;
      Line line;
      line.number = rows.place(row).line;
      const std::string measure = text_in(batch, columns.measure, row), field = text_in(batch, columns.field, row);
      const auto called = [](const std::string& name, const std::string& label, const std::string& wanted_name) { return name == wanted_name || label == wanted_name; };
      const auto found = std::find_if(catalogue.measures.begin(), catalogue.measures.end(),
                                      [&](const auto& one) { return one.entity == id && called(one.name, one.label, measure); });
      if (found == catalogue.measures.end())
        return values->at(line.number, "there is no measure " + measure + " for " + entity.name, "没有适用于 " + entity.name + " 的措施 " + measure);
      line.measure = found->name;
      size_t f = 0;
      while (f < schema.fields.size() && !called(schema.fields[f].name, schema.fields[f].label, field)) ++f;
      if (f == schema.fields.size())
        return values->at(line.number, entity.name + " has no field " + field, entity.name + " 没有字段 " + field);
      line.field = static_cast<uint32_t>(f);
      if (!schema.fields[f].decided)
        return values->at(line.number, field + " is not decided by an authority; the applicant states it", field + " 不由主管部门核定，而由申请人填报");
      if (std::find(found->inputs.begin(), found->inputs.end(), line.field) == found->inputs.end())
        return values->at(line.number, found->name + " does not read " + field, found->name + " 不使用 " + field);
      line.text = text_in(batch, columns.value, row);
      line.decided_by = text_in(batch, columns.decided_by, row);
      line.document = text_in(batch, columns.document, row);
      if (!line.text.empty()) {
        if (const auto why = values->cell(line.field).parse(line.text))
          return values->at(line.number, field + " is " + line.text + ": " + why->en, field + " 为 " + line.text + "：" + why->zh);
      }
      if (Outcome added = values->add(values->key_of(batch, columns.keys, row), std::move(line)); !added) return added.failure();
    }
  }
  values->file_ = reader.files().front();
  return values;
}

std::vector<bool> DecidedValues::bound(std::vector<bool> bound) const {
  for (size_t f = 0; f < bound.size(); ++f) bound[f] = bound[f] || fields_[f];
  return bound;
}

Outcome DecidedValues::put(batch::Batch& batch, int row, const Line& line, const std::string& key) {
  const uint32_t field = line.field;
  cell(field).parse(line.text);
  const batch::Batch& one = cell(field).batch;
  if (batch.known(field, row)) {
    std::string given, decided;
    batch::append_cell(given, batch, field, row);
    batch::append_cell(decided, one, field, 0);
    if (given == decided) return Nothing{};
    const std::string& name = entity_.field_names[field];
    return at(line.number, name + " of " + shown(key) + " is " + given + " in the data already", "数据中 " + shown(key) + " 的 " + name + " 已为 " + given);
  }
  switch (schema_.fields[field].kind) {
    case batch::Kind::number: batch.set_number(field, row, one.number(field, 0)); break;
    case batch::Kind::boolean: batch.set_boolean(field, row, one.boolean(field, 0)); break;
    case batch::Kind::choice: batch.set_choice(field, row, one.choice(field, 0)); break;
    case batch::Kind::set: batch.set_members(field, row, one.members(field, 0)); break;
    case batch::Kind::date: batch.set_date(field, row, one.date(field, 0)); break;
    case batch::Kind::datetime: batch.set_datetime(field, row, one.datetime(field, 0)); break;
    case batch::Kind::text: batch.set_text(field, row, one.text(field, 0)); break;
  }
  return Nothing{};
}

Outcome DecidedValues::apply(batch::Batch& batch, const batch::Rows& rows) {
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    const std::string key = key_of(batch, entity_.keys, row);
    const auto found = lines_.find(key);
    if (found == lines_.end()) continue;
    for (Line& line : found->second) {
      line.used = true;
      if (line.text.empty()) continue;
      if (Outcome done = put(batch, row, line, key); !done) return done;
    }
  }
  return Nothing{};
}

Outcome DecidedValues::finish() const {
  uint64_t first = 0, count = 0;
  std::string key;
  for (const auto& [of, lines] : lines_) {
    for (const Line& line : lines) {
      if (line.used) continue;
      ++count;
      if (first == 0 || line.number < first) {
        first = line.number;
        key = shown(of);
      }
    }
  }
  if (count == 0) return Nothing{};
  const std::string more = count > 1 ? " (" + std::to_string(count) + " such lines)" : "", more_zh = count > 1 ? "（此类共 " + std::to_string(count) + " 行）" : "";
  return at(first, "no applicant with the key " + key + " is in the data, or its row was rejected" + more,
            "数据中没有主键为 " + key + " 的申请人，或该行被拒收" + more_zh);
}

std::vector<DecidedValues::Note> DecidedValues::notes(const batch::Batch& batch, int row) const {
  std::vector<Note> result;
  const auto found = lines_.find(key_of(batch, entity_.keys, row));
  if (found == lines_.end()) return result;
  for (const Line& line : found->second)
    if (!line.text.empty()) result.push_back({entity_.field_names[line.field], line.decided_by, line.document});
  return result;
}

}  // namespace huice::engine
