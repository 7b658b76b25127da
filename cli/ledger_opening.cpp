#include "cli/ledger_opening.h"

#include <algorithm>
#include <set>

#include "base/unicode/closest.h"
#include "cli/ledger_cells.h"
#include "cli/ledger_columns.h"
#include "cli/ledger_needs.h"
#include "runtime/batch/cell_text.h"
#include "runtime/batch/fold.h"

namespace huice::cli {
namespace {

class OpeningReader {
 public:
  OpeningReader(const program::Program& program, const std::vector<std::string>& files, batch::InputOptions input)
      : program_(program), files_(files), input_(std::move(input)) {}

  Result<Opening> read() {
    if (Outcome outcome = read_measures(); !outcome) return outcome.failure();
    for (const uint32_t entity : entities_)
      if (Outcome outcome = read_payments(entity); !outcome) return outcome.failure();
    if (Outcome outcome = finish(); !outcome) return outcome.failure();
    return std::move(opening_);
  }

 private:
  const Catalogue& catalogue() const { return program_.catalogue; }

  /// By name or label.
  std::optional<uint32_t> find_measure(std::string_view word) const {
    const std::string wish(batch::trimmed(word));
    for (uint32_t m = 0; m < catalogue().measures.size(); ++m)
      if (catalogue().measures[m].name == wish) return m;
    for (uint32_t m = 0; m < catalogue().measures.size(); ++m)
      if (catalogue().measures[m].label == wish) return m;
    return std::nullopt;
  }

  Bilingual no_measure(std::string_view word) const {
    std::vector<std::string> names;
    for (const auto& measure : catalogue().measures) names.push_back(measure.name);
    const auto close = unicode::closest(std::string(batch::trimmed(word)), names);
    const std::string name(word);
    if (!close) return {"there is no measure " + name, "没有措施 " + name};
    return {"there is no measure " + name + "; did you mean " + *close + "?",
            "没有措施 " + name + "；是否指 " + *close + "？"};
  }

  /// Why nothing can be paid under it with a ledger; empty: it can.
  Bilingual unfit(const catalogue::Measure& measure) const {
    const std::string& name = measure.name;
    if (!measure.pays) return {"measure " + name + " pays nothing", "措施 " + name + " 没有支付"};
    if (!measure.dated)
      return {"measure " + name + " has no `dated` field, so its payments have no date",
              "措施 " + name + " 没有基准日，其支付无从定日期"};
    const auto& entity = catalogue().entities[measure.entity];
    if (entity.keys.empty()) return {"entity " + entity.name + " has no key", "主体 " + entity.name + " 没有主键"};
    return {};
  }

  void refuse(const batch::Chunk& chunk, int row, Bilingual why) {
    opening_.bad.push_back({chunk.report().path, chunk.rows().place(row).line, std::move(why)});
  }
  void refuse(const batch::Chunk& chunk, const batch::Fault& fault) {
    Bilingual why = batch::message(fault.code, fault.expected);
    const auto& headers = chunk.report().binding.headers;
    if (fault.column >= 0 && static_cast<size_t>(fault.column) < headers.size()) {
      const std::string& header = headers[static_cast<size_t>(fault.column)];
      why = {header + ": " + why.en, header + "：" + why.zh};
    }
    refuse(chunk, fault.row, std::move(why));
  }

  /// Which entities are paid; rows that belong to none are refused here.
  Outcome read_measures() {
    const PaymentSchema columns = measures_schema(program_);
    auto opened = batch::CsvReader::open(columns.schema, columns.wanted, files_, input_);
    if (!opened) return opened.failure();
    batch::CsvReader& reader = **opened;
    keyed_ = reader.bound()[key_column];
    batch::Chunk chunk = reader.make_chunk();
    batch::Batch batch = reader.make_batch();
    for (;;) {
      const auto more = reader.next(chunk, batch);
      if (!more) return more.failure();
      if (!*more) break;
      for (const batch::Fault& fault : chunk.rows().faults()) refuse(chunk, fault);
      for (int row = 0; row < chunk.rows().count(); ++row) {
        if (chunk.rows().skipped(row)) continue;
        ++opening_.rows_in;
        if (chunk.rows().bad(row)) continue;
        const std::string_view word = batch.text(measure_column, row);
        const auto measure = find_measure(word);
        Bilingual why = measure ? unfit(catalogue().measures[*measure]) : no_measure(word);
        if (!why.en.empty()) {
          refuse(chunk, row, std::move(why));
        } else {
          entities_.insert(catalogue().measures[*measure].entity);
        }
      }
    }
    opening_.files = reader.files();
    for (const batch::FileReport& file : opening_.files) {
      if (keyed_ && !file.binding.bound[key_column])
        return Failure{
            Exit::environment,
            {file.path + ": no column key, which another of the files has", file.path + "：缺少主键列，而其他文件有此列"}};
    }
    return Nothing{};
  }

  /// The rows of measures of this entity.
  Outcome read_payments(uint32_t entity) {
    const PaymentSchema columns = payments_schema(program_, entity, keyed_);
    auto opened = batch::CsvReader::open(columns.schema, columns.wanted, files_, input_);
    if (!opened) return opened.failure();
    batch::CsvReader& reader = **opened;
    batch::Chunk chunk = reader.make_chunk();
    batch::Batch batch = reader.make_batch();
    const auto measure_of = [&](int row) -> std::optional<uint32_t> {
      const auto word = chunk.text(measure_column, row);
      const auto measure = word ? find_measure(*word) : std::nullopt;
      const bool ours =
          measure && catalogue().measures[*measure].entity == entity && unfit(catalogue().measures[*measure]).en.empty();
      return ours ? measure : std::nullopt;
    };
    for (;;) {
      const auto more = reader.next(chunk, batch);
      if (!more) return more.failure();
      if (!*more) return Nothing{};
      for (const batch::Fault& fault : chunk.rows().faults())
        if (fault.column >= 0 && measure_of(fault.row)) refuse(chunk, fault);
      for (int row = 0; row < chunk.rows().count(); ++row) {
        if (chunk.rows().bad(row)) continue;
        const auto measure = measure_of(row);
        if (!measure) continue;
        if (Outcome outcome = add(columns, chunk, batch, row, *measure); !outcome) return outcome;
      }
    }
  }

  static std::string text(const batch::Batch& batch, uint32_t column, int row) {
    std::string cell;
    batch::append_cell(cell, batch, column, row);
    return cell;
  }

  /// Whole fen, or nothing.
  static std::optional<int64_t> fen(const batch::Batch& batch, uint32_t column, int row) {
    const batch::Layout& layout = batch.schema().fields[column].layout;
    const __int128 scaled = batch.number(column, row) * layout.step_num * 100;
    if (scaled % layout.step_den != 0) return std::nullopt;
    return static_cast<int64_t>(scaled / layout.step_den);
  }

  /// The version of that name, or, without one, the one in force at that day.
  std::optional<std::string> version_of(uint32_t measure, const std::string& word, Date day) const {
    const rules::Measure& rule = program_.rules.measures[rules::MeasureId{measure}];
    for (const rules::Measure& version : rule.versions) {
      if (word.empty() ? !version.in_force || version.in_force->contains(day) : version.version == word)
        return version.version;
    }
    if (word.empty()) return std::string();  // before or after all of them
    return std::nullopt;
  }

  /// The entity's key; empty, with a refusal, where the row gives none.
  std::vector<std::string> key_of(const PaymentSchema& columns, const batch::Chunk& chunk, const batch::Batch& batch,
                                  int row, const catalogue::Entity& entity) {
    std::vector<std::string> key;
    if (!keyed_) {
      for (const uint32_t field : entity.keys) key.push_back(text(batch, columns.fields[field], row));
      return key;
    }
    const std::string cell = text(batch, key_column, row);
    if (cell.empty() || !ledger::parse_key(cell, key) || key.size() != entity.keys.size()) {
      std::string names;
      for (const uint32_t field : entity.keys) names += (names.empty() ? "" : ",") + entity.field_names[field];
      refuse(chunk, row, {"key: must hold " + names + ", written as --key takes it", "主键：应为 " + names + "，写法同 --key"});
      return {};
    }
    return key;
  }

  /// Fields that limits, choices and pools may go by: columns of the entity, then what an export keeps.
  std::vector<ledger::Field> fields_of(const PaymentSchema& columns, const batch::Batch& batch, int row,
                                       const catalogue::Entity& entity, const std::vector<std::string>& key,
                                       std::vector<ledger::Field> kept) const {
    const auto set = [&](const std::string& name, std::string cell) {
      const auto found =
          std::find_if(kept.begin(), kept.end(), [&](const ledger::Field& field) { return field.name == name; });
      if (found == kept.end()) {
        kept.push_back({name, std::move(cell)});
      } else {
        found->cell = std::move(cell);
      }
    };
    for (uint32_t f = 0; f < columns.fields.size(); ++f) {
      const uint32_t column = columns.fields[f];
      if (column != UINT32_MAX && batch.bound(column) && batch.known(column, row))
        set(entity.field_names[f], text(batch, column, row));
    }
    for (size_t k = 0; k < key.size(); ++k) set(entity.field_names[entity.keys[k]], key[k]);
    return kept;
  }

  Outcome add(const PaymentSchema& columns, const batch::Chunk& chunk, const batch::Batch& batch, int row,
              uint32_t measure) {
    const catalogue::Measure& rule = catalogue().measures[measure];
    const catalogue::Entity& entity = catalogue().entities[rule.entity];
    ledger::Entry entry;
    entry.measure = rule.name;
    entry.key = key_of(columns, chunk, batch, row, entity);
    if (entry.key.empty()) return Nothing{};
    entry.date = batch.date(date_column, row).days;
    const std::string version = text(batch, version_column, row);
    const auto found = version_of(measure, version, Date{entry.date});
    if (!found)
      return refused(chunk, row,
                     {"measure " + rule.name + " has no version " + version, "措施 " + rule.name + " 没有版本 " + version});
    entry.version = *found;
    const auto amount = fen(batch, amount_column, row);
    entry.pool = text(batch, pool_column, row);
    const auto charged = batch.known(charged_column, row) ? fen(batch, charged_column, row)
                         : entry.pool.empty()             ? 0
                                                          : amount;
    const auto computed = batch.known(computed_column, row) ? fen(batch, computed_column, row) : amount;
    if (!amount || !charged || !computed) return refused(chunk, row, {"amounts are whole fen", "金额应精确到分"});
    entry.paid = *amount;
    entry.charged = *charged;
    entry.computed = *computed;
    entry.category = text(batch, category_column, row);
    entry.reasons = text(batch, reasons_column, row);
    entry.inputs = text(batch, inputs_column, row);
    auto shares = parse_shares(text(batch, shares_column, row));
    auto fields = parse_fields(text(batch, fields_column, row));
    if (!shares)
      return refused(chunk, row, {"shares: not as in city=12.00;county=8.00", "分担：应形如 city=12.00;county=8.00"});
    if (!fields) return refused(chunk, row, {"fields: not as in uscc=E1;class=air", "字段：应形如 uscc=E1;class=air"});
    entry.shares = std::move(*shares);
    entry.fields = fields_of(columns, batch, row, entity, entry.key, std::move(*fields));
    Bilingual why = fit_settlement(program_.rules, rules::MeasureId{measure}, batch.known(charged_column, row), entry);
    if (!why.en.empty()) return refused(chunk, row, std::move(why));
    opening_.exported = opening_.exported || batch.bound(decision_column);
    entry.decision = batch.bound(decision_column) && !batch.known(decision_column, row) ? 0 : 1;
    return opening_.rows.add({std::move(entry), static_cast<uint32_t>(chunk.file()), chunk.rows().place(row).line});
  }

  Outcome refused(const batch::Chunk& chunk, int row, Bilingual why) {
    refuse(chunk, row, std::move(why));
    return Nothing{};
  }

  /// What is wrong with the rows of a line together.
  Bilingual unfit(const PaymentLine& line) const {
    const ledger::Entry& entry = line.entry;
    if (line.beyond)
      return {"the amounts of its line pass 92233720368547758.07 yuan", "同一笔的金额合计超过 92233720368547758.07 元"};
    if (line.disagree)
      return {"the rows of its line name different versions, pools or categories",
              "同一笔的各行所列版本、资金池或类别不一致"};
    const bool loose = entry.decision == 0 && entry.paid != 0;
    if (entry.paid >= 0 && !loose) return {};
    const std::string sum = yuan(entry.paid);
    return {"the amounts of its line (measure, key and date) add up to " + sum + " yuan" +
                (entry.paid < 0 ? "" : ", though no decision stands"),
            "同一笔（措施、主键、日期）的金额合计为 " + sum + " 元" + (entry.paid < 0 ? "" : "，但没有有效判定")};
  }

  Outcome finish() {
    if (Outcome outcome = opening_.rows.finish(); !outcome) return outcome;
    const Outcome outcome = opening_.rows.each(opening_.exported, [&](const PaymentLine& line) -> Outcome {
      if (Bilingual why = unfit(line); !why.en.empty())
        opening_.bad.push_back({files_[line.file], line.line, std::move(why)});
      if (line.entry.decision == 0) return Nothing{};
      const auto measure = rules::MeasureId{*find_measure(line.entry.measure)};
      const std::string pool = forgotten_pool(program_.rules, measure, line.entry);
      if (!pool.empty()) ++opening_.uncharged[{line.entry.measure, pool}];
      ++opening_.lines;
      if (__builtin_add_overflow(opening_.paid, line.entry.paid, &opening_.paid))
        return Failure{Exit::environment,
                       {"the payments add up to more than 92233720368547758.07 yuan: split the files",
                        "支付合计超过 92233720368547758.07 元：请拆分文件"}};
      return Nothing{};
    });
    sort_bad(opening_.bad, opening_.files);
    return outcome;
  }

  const program::Program& program_;
  std::vector<std::string> files_;
  batch::InputOptions input_;
  bool keyed_ = false;
  std::set<uint32_t> entities_;
  Opening opening_;
};

}  // namespace

void sort_bad(std::vector<BadRow>& bad, const std::vector<batch::FileReport>& files) {
  const auto position = [&](const std::string& path) {
    return std::find_if(files.begin(), files.end(), [&](const batch::FileReport& file) { return file.path == path; });
  };
  std::stable_sort(bad.begin(), bad.end(), [&](const BadRow& a, const BadRow& b) {
    return std::pair(position(a.file), a.line) < std::pair(position(b.file), b.line);
  });
}

Outcome each_opening(const Opening& opening, const VisitOpening& visit) {
  return opening.rows.each(opening.exported, [&](const PaymentLine& line) -> Outcome {
    if (line.entry.decision == 0) return Nothing{};
    ledger::Entry entry = line.entry;
    entry.granted = entry.paid;
    return visit(entry, line);
  });
}

Result<Opening> read_opening(const program::Program& program, const std::vector<std::string>& files,
                             batch::InputOptions input) {
  return OpeningReader(program, files, std::move(input)).read();
}

}  // namespace huice::cli
