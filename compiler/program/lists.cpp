#include "compiler/program/lists.h"

#include <unordered_set>

#include "compiler/program/beside.h"
#include "runtime/batch/from_csv.h"

namespace huice::program {
namespace {

namespace fs = std::filesystem;
using diagnostics::Kind;

constexpr uint32_t text_field = 0, from_field = 1, to_field = 2;
constexpr size_t most_names = 65'535;

/// The texts in their order, as long as there are few.
struct Names {
  std::vector<std::string> all;
  std::unordered_set<std::string> seen;
  bool few = true;

  void add(std::string_view text) {
    if (!few || !seen.emplace(text).second) return;
    few = all.size() < most_names;
    if (few) all.emplace_back(text);
    if (!few) all.clear(), seen.clear();
  }
};

batch::Field field(std::string name, std::string label, batch::Kind kind) {
  batch::Field field;
  field.name = std::move(name);
  field.label = std::move(label);
  field.kind = kind;
  field.defaulted = kind == batch::Kind::date;  // a file without them is not dated
  return field;
}

/// The list's column, and from when to when an entry holds.
batch::Schema schema_of(const std::string& name, const std::string& column) {
  return {name, name, {field(column, column, batch::Kind::text), field("from", "自", batch::Kind::date), field("to", "至", batch::Kind::date)}};
}

struct Loading {
  Program& program;
  const syntax::List& list;
  text::Span span;
  std::string path;
  Names names = {};

  std::optional<rules::LoadedList> fails(const Bilingual& why) {
    program.sink.report(Kind::list_not_found, list.from.span, {{"file", list.from.text}, {"why", why.en}, {"why_zh", why.zh}});
    return {};
  }

  Result<std::unique_ptr<batch::CsvReader>> open(const std::string& column, bool read) {
    batch::Wanted wanted{std::vector<bool>(3, read), {}, {}};
    return batch::CsvReader::open(schema_of(list.from.text, column), std::move(wanted), {path}, {});
  }

  std::optional<rules::LoadedList> load() {
    std::string column = list.column ? list.column->text : "";
    if (column.empty()) {  // a file of texts alone has one column
      auto header = open("", false);
      if (!header) return fails(header.failure().message);
      column = (*header)->files().front().binding.headers.front();
    }
    auto reader = open(column, true);
    if (!reader) return fails(reader.failure().message);
    return read(**reader);
  }

  std::optional<rules::LoadedList> read(batch::CsvReader& reader) {
    const bool dated = reader.bound()[from_field] || reader.bound()[to_field];
    auto entries = std::make_shared<TextList>(dated);
    names.few = !dated;
    batch::Chunk chunk = reader.make_chunk();
    batch::Batch batch = reader.make_batch();
    for (;;) {
      Result<bool> more = reader.next(chunk, batch);
      if (!more) return fails(more.failure().message);
      if (!*more) break;
      if (!add(chunk, batch, *entries)) return {};
    }
    entries->finish();
    return rules::LoadedList{list.from.text, reader.files().front().digest, std::move(entries), std::move(names.all)};
  }

  bool add(const batch::Chunk& chunk, const batch::Batch& batch, TextList& entries) {
    const batch::Rows& rows = chunk.rows();
    for (int row = 0; row < rows.count(); ++row) {
      if (!rows.bad(row) && !batch.known(text_field, row)) continue;
      TextList::Span held{TextList::first, TextList::last};
      if (batch.known(from_field, row)) held.from = batch.date(from_field, row);
      if (batch.known(to_field, row)) held.to = batch.date(to_field, row);
      Bilingual why{"it ends before it begins", "终止早于起始"};
      for (const batch::Fault& fault : rows.faults()) {
        if (fault.row == row) why = batch::message(fault.code, fault.expected);
      }
      if (rows.bad(row) || held.to < held.from) {
        program.sink.report(Kind::list_bad_entry, list.from.span,
                            {{"file", list.from.text}, {"line", std::to_string(rows.place(row).line)}, {"why", why.en}, {"why_zh", why.zh}});
        return false;
      }
      entries.add(batch.text(text_field, row), held);
      names.add(batch.text(text_field, row));
    }
    return true;
  }
};

}  // namespace

rules::LoadList list_loader(Program& program) {
  return [&program](const syntax::List& list, text::Span span) -> std::optional<rules::LoadedList> {
    const fs::path folder = fs::path(program.sources[span.source].path).parent_path();
    Loading loading{program, list, span, (folder / list.from.text).string()};
    const std::string name = batch::file_of(list.from.text);
    std::error_code error;
    if (program.root != no_root && !fs::is_regular_file(folder / name, error)) return loading.fails({"there is no such file", "没有此文件"});
    if (!find_beside(program, name, list.from.span)) return {};
    return loading.load();
  };
}

}  // namespace huice::program
