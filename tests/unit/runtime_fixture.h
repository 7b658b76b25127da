// What the runtime's tests share: a folder of its own, schemas in a line, and a reader whose rows come out as text.
#pragma once
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/batch/cell_text.h"
#include "runtime/batch/from_csv.h"
#include "runtime/decisions/rejects.h"

namespace huice::testing_runtime {

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "huice-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream(*this / name, std::ios::binary) << bytes;
    return *this / name;
  }
  std::string read(const std::string& name) const {
    std::stringstream text;
    text << std::ifstream(*this / name, std::ios::binary).rdbuf();
    return text.str();
  }
  bool has(const std::string& name) const { return std::filesystem::exists(*this / name); }
  std::vector<std::string> names() const {
    std::vector<std::string> list;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) list.push_back(entry.path().filename().string());
    std::sort(list.begin(), list.end());
    return list;
  }

 private:
  std::string path_;
};

inline batch::Field key_field(std::string name = "id", std::string label = "编号") {
  batch::Field field;
  field.name = std::move(name), field.label = std::move(label), field.key = true;
  return field;
}
inline batch::Field field_of(batch::Kind kind, std::string name, std::string label = "") {
  batch::Field field;
  field.kind = kind, field.label = label.empty() ? name : std::move(label), field.name = std::move(name);
  return field;
}
/// Yuan with two digits up to 10^15, as the language has it.
inline batch::Field money_field(std::string name, std::string label = "", bool may_be_negative = false) {
  batch::Field field = field_of(batch::Kind::number, std::move(name), std::move(label));
  field.units = {{"元", 1, 1}, {"万元", 10000, 1}, {"亿元", 100000000, 1}};
  field.layout = {1, 100, false};
  field.hi = static_cast<__int128>(100) * 1'000'000'000'000'000;
  field.lo = may_be_negative ? -field.hi : 0;
  return field;
}
/// Percent as % with four digits, up to 10^6 %.
inline batch::Field percent_field(std::string name, std::string label = "", bool unit_declared = false) {
  batch::Field field = field_of(batch::Kind::number, std::move(name), std::move(label));
  field.percent = true;
  field.own_unit_declared = unit_declared;
  field.units = {{"%", 1, 100}, {"‰", 1, 1000}};
  field.layout = {1, 1'000'000, false};
  field.hi = static_cast<__int128>(10'000) * 1'000'000;
  return field;
}
/// 亩 with four digits, up to 10^12.
inline batch::Field area_field(std::string name, std::string label = "") {
  batch::Field field = field_of(batch::Kind::number, std::move(name), std::move(label));
  field.units = {{"亩", 2000, 3}, {"平方米", 1, 1}, {"公顷", 10000, 1}, {"万亩", 20000000, 3}};
  field.digits = 4;
  field.layout = {1, 15, false};  // 0.0001亩
  field.hi = static_cast<__int128>(10'000) * 1'000'000'000'000;
  return field;
}

struct ReadResult {
  std::vector<std::string> rows;     // good rows: cells of all fields, `|` between them, `-` where missing
  std::vector<std::string> rejects;  // `line column code value`
  uint64_t rows_in = 0;
  std::string failure;               // English
  std::vector<batch::FileReport> files;
};

inline ReadResult read_files(const batch::Schema& schema, const std::vector<std::string>& files, batch::InputOptions options = {},
                             batch::Wanted wanted = {}) {
  ReadResult result;
  if (wanted.fields.empty()) wanted.fields.assign(schema.fields.size(), true);
  auto reader = batch::CsvReader::open(schema, wanted, files, options);
  if (!reader) {
    result.failure = reader.failure().message.en;
    EXPECT_NE(reader.failure().message.zh, "");
    return result;
  }
  batch::Chunk chunk = (*reader)->make_chunk();
  batch::Batch batch = (*reader)->make_batch();
  for (;;) {
    auto more = (*reader)->next(chunk, batch);
    if (!more) {
      result.failure = more.failure().message.en;
      return result;
    }
    if (!*more) break;
    const batch::Rows& rows = chunk.rows();
    for (int row = 0; row < rows.count(); ++row) {
      result.rows_in += rows.skipped(row) ? 0 : 1;
      if (rows.bad(row)) continue;
      std::string text;
      for (uint32_t f = 0; f < schema.fields.size(); ++f) {
        if (f > 0) text += '|';
        if (!batch.known(f, row)) text += '-';
        batch::append_cell(text, batch, f, row);
      }
      result.rows.push_back(text);
    }
    for (const batch::Fault& fault : rows.faults()) {
      const auto& headers = chunk.report().binding.headers;
      const std::string column = fault.column >= 0 && static_cast<size_t>(fault.column) < headers.size() ? headers[static_cast<size_t>(fault.column)] : "";
      result.rejects.push_back(std::to_string(rows.place(fault.row).line) + " " + column + " " + std::string(batch::name(fault.code)) + " " + fault.value);
    }
  }
  result.files = (*reader)->files();
  return result;
}

inline ReadResult read_text(const batch::Schema& schema, const std::string& csv, batch::InputOptions options = {}) {
  const Folder folder;
  return read_files(schema, {folder.write("a.csv", csv)}, options);
}

using Lines = std::vector<std::string>;

}  // namespace huice::testing_runtime
