#include "runtime/engine/find.h"

#include "runtime/batch/cell_text.h"
#include "runtime/batch/fold.h"
#include "runtime/decisions/csv_text.h"
#include "runtime/engine/pass.h"

namespace huice::engine {
namespace {

/// Columns of one file that the query looks at.
struct Look {
  std::vector<std::pair<int, uint32_t>> keys;  // column and field, in the entity's order
  int column = -1;                             // --where
};

int column_called(const batch::Schema& schema, const batch::Binding& binding, const std::string& wanted) {
  const std::string wish = batch::folded(wanted);
  for (size_t c = 0; c < binding.headers.size(); ++c) {
    if (batch::folded(binding.headers[c]) == wish || batch::parse_header(binding.headers[c]).name == wish) return static_cast<int>(c);
  }
  for (const batch::BoundColumn& bound : binding.columns) {
    const batch::Field& field = schema.fields[bound.field];
    if (batch::folded(field.name) == wish || batch::folded(field.label) == wish) return bound.column;
  }
  return -1;
}

Look look_of(const catalogue::Entity& entity, const batch::Schema& schema, const batch::Binding& binding, const Query& query) {
  Look look;
  for (uint32_t key : entity.keys) {
    for (const batch::BoundColumn& bound : binding.columns) {
      if (bound.field == key) look.keys.emplace_back(bound.column, key);
    }
  }
  if (query.key.empty()) look.column = column_called(schema, binding, query.column);
  return look;
}

bool cell_is(const std::vector<std::string>& cells, int column, const std::string& value) {
  return column >= 0 && static_cast<size_t>(column) < cells.size() && batch::trimmed(cells[static_cast<size_t>(column)]) == batch::trimmed(value);
}

bool matches(const Look& look, const Query& query, const batch::Batch& batch, int row, bool bad, const std::vector<std::string>& cells) {
  if (query.key.empty()) return cell_is(cells, look.column, query.value);
  if (look.keys.size() != query.key.size()) return false;
  for (size_t k = 0; k < look.keys.size(); ++k) {
    const auto [column, field] = look.keys[k];
    std::string text;
    if (!bad) batch::append_cell(text, batch, field, row);
    if (text != query.key[k] && !cell_is(cells, column, query.key[k])) return false;
  }
  return true;
}

/// Whether the record can hold what is asked for at all: most cannot, and need not be split.
bool may_match(std::string_view record, const Query& query) {
  const std::string_view wanted = batch::trimmed(query.key.empty() ? query.value : query.key.front());
  return record.find(wanted) != std::string_view::npos || record.find('"') != std::string_view::npos;
}

batch::Batch one_row(const batch::Schema& schema, const batch::Batch& from, int row) {
  std::vector<bool> bound(schema.fields.size());
  for (uint32_t f = 0; f < bound.size(); ++f) bound[f] = from.bound(f);
  batch::Batch one(schema, bound);
  for (uint32_t f = 0; f < schema.fields.size(); ++f) {
    if (!from.bound(f) || !from.known(f, row)) continue;
    switch (schema.fields[f].kind) {
      case batch::Kind::number: one.set_number(f, 0, from.number(f, row)); break;
      case batch::Kind::boolean: one.set_boolean(f, 0, from.boolean(f, row)); break;
      case batch::Kind::choice: one.set_choice(f, 0, from.choice(f, row)); break;
      case batch::Kind::set: one.set_members(f, 0, from.members(f, row)); break;
      case batch::Kind::date: one.set_date(f, 0, from.date(f, row)); break;
      case batch::Kind::datetime: one.set_datetime(f, 0, from.datetime(f, row)); break;
      case batch::Kind::text: one.set_text(f, 0, from.text(f, row)); break;
    }
  }
  one.set_as_of(from.as_of());
  one.set_rows(1);
  return one;
}

Found describe(const batch::Chunk& chunk, const Finding& finding, const batch::Batch& batch, int row, const std::vector<std::string>& cells) {
  const batch::FileReport& file = chunk.report();
  const batch::Rows& rows = chunk.rows();
  const auto& headers = file.binding.headers;
  Found found;
  found.file = file.path;
  found.line = rows.place(row).line;
  for (size_t c = 0; c < cells.size(); ++c) {
    found.cells.emplace_back(c < headers.size() ? headers[c] : "", decisions::escaped_bytes(cells[c], chunk.transcoded()));
  }
  if (!rows.bad(row)) {
    found.batch = one_row(*finding.schema, batch, row);
    return found;
  }
  for (const batch::Fault& fault : rows.faults()) {
    if (fault.row != row) continue;
    found.code = fault.code;
    const auto column = static_cast<size_t>(fault.column);
    if (column < headers.size()) found.column = headers[column];
    found.cell = decisions::escaped_bytes(fault.value, chunk.transcoded());
    found.message = batch::message(fault.code, fault.expected);
  }
  return found;
}

}  // namespace

Result<Finding> find(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const plan::Scan& scan, const Options& options,
                     const Query& query, Members* members) {
  const catalogue::Entity& entity = catalogue.entities[scan.entity];
  if (!query.key.empty() && query.key.size() != entity.keys.size()) {
    std::string names;
    for (uint32_t key : entity.keys) names += (names.empty() ? "" : ",") + entity.field_names[key];
    return Failure{Exit::usage, {"the key of " + entity.name + " is " + (names.empty() ? "not declared; use --where COLUMN=VALUE" : "--key " + names),
                                 entity.name + " 的主键" + (names.empty() ? "未声明；请用 --where 列=值" : "为 --key " + names)}};
  }
  Options plain = options;
  plain.keep.clear();
  plain.input.streams = std::make_shared<batch::Streams>(room_of(options).folder);
  if (members != nullptr) {
    if (Outcome outcome = members->look_up(scan, reopen(catalogue, schemas, plain)); !outcome) return outcome.failure();
  }
  for (const std::string& file : scan.files) plain.input.streams->forget(file);
  auto opened = open_scan(catalogue, schemas, scan, plain);
  if (!opened) return opened.failure();
  batch::Reader& reader = **opened;
  if (members != nullptr) {
    members->set_layouts(scan, reader);
    members->watch(scan, nullptr, reader);
  }
  Finding finding;
  finding.schema = std::make_shared<batch::Schema>(reader.schema());
  std::vector<Look> looks;
  for (const batch::FileReport& file : reader.files()) {
    looks.push_back(look_of(entity, reader.schema(), file.binding, query));
    if (query.key.empty() && looks.back().column < 0) {
      return Failure{Exit::usage, {file.path + " has no column " + query.column, file.path + " 没有列 " + query.column}};
    }
  }
  std::unique_ptr<DecidedValues> values;
  if (!options.decisions.empty()) {
    auto read = DecidedValues::read(catalogue, scan.entity, reader.schema(), options);
    if (!read) return read.failure();
    values = std::move(*read);
  }
  batch::Batch batch = values ? batch::Batch(reader.schema(), values->bound(reader.bound())) : reader.make_batch();
  if (options.as_of) batch.set_as_of(options.as_of->days);
  batch::Chunk chunk = reader.make_chunk();
  for (;;) {
    Result<bool> more = reader.next(chunk, batch);
    if (!more) return more.failure();
    if (!*more) return finding;
    const batch::Rows& rows = chunk.rows();
    if (values) {
      if (Outcome outcome = values->apply(batch, rows); !outcome) return outcome.failure();
    }
    if (members != nullptr) {
      members->begin(batch);
      members->fill(scan, rows, batch);
    }
    finding.rows_in += static_cast<uint64_t>(rows.count() - rows.skips());
    for (int row = 0; row < rows.count(); ++row) {
      if (rows.skipped(row)) continue;
      // A key may be written otherwise in the file (2024/3/5 for 2024-03-05); only text is looked for as it stands.
      const bool text_key = query.key.empty() || reader.schema().fields[entity.keys.front()].kind == batch::Kind::text;
      if (text_key && !may_match(rows.place(row).text, query)) continue;
      const auto cells = batch::split_record(rows.place(row).text);
      if (!matches(looks[chunk.file()], query, batch, row, rows.bad(row), cells)) continue;
      finding.rows.push_back(describe(chunk, finding, batch, row, cells));
      if (values && finding.rows.back().batch) finding.rows.back().decided = values->notes(batch, row);
      if (finding.rows.size() >= query.most) return finding;
    }
  }
}

}  // namespace huice::engine
