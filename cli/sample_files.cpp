#include "cli/sample_files.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "runtime/batch/source.h"
#include "runtime/decisions/target.h"
#include "runtime/workbook/sheet_table.h"

namespace huice::cli {
namespace {

namespace fs = std::filesystem;

/// One entity's text goes to one stream.
class TextFiles final : public SampleFiles {
 public:
  TextFiles(const program::Program& program, std::string path, bool several) : program_(program), path_(std::move(path)), several_(several) {}

  Outcome add(uint32_t entity, const samples::Samples& sampler, const std::string& rows) override {
    File& file = of(entity);
    std::ostream& out = path_ == "-" ? std::cout : file.stream;
    if (!file.begun) out << sampler.header(entity);
    file.begun = true;
    out << rows;
    return out ? Outcome(Nothing{}) : cannot_write(file.name);
  }

  Outcome close() override {
    std::cout << std::flush;
    for (auto& [entity, file] : files_) {
      file.stream << std::flush;
      if (!file.stream) return cannot_write(file.name);
    }
    return std::cout ? Outcome(Nothing{}) : cannot_write("-");
  }

 private:
  struct File {
    std::string name = "-";
    std::ofstream stream;
    bool begun = false;
  };
  File& of(uint32_t entity) {
    const auto [found, is_new] = files_.try_emplace(entity);
    if (is_new && path_ != "-") {
      found->second.name = several_ ? (fs::path(path_) / (program_.catalogue.entities[entity].name + ".csv")).string() : path_;
      found->second.stream.open(found->second.name, std::ios::binary | std::ios::trunc);
    }
    return found->second;
  }
  static Outcome cannot_write(const std::string& path) {
    const std::string why = std::strerror(errno);
    return Failure{Exit::environment, {"cannot write " + path + ": " + why, "无法写入 " + path + "：" + why}};
  }

  const program::Program& program_;
  std::string path_;
  bool several_;
  std::map<uint32_t, File> files_;
};

class EntityTable final : public workbook::SheetTable {
 public:
  EntityTable(workbook::BookWriter& writer, const batch::Schema& schema, const std::string& name, const std::string& path) : SheetTable(writer, name), path_(path) {
    for (const batch::Field& field : schema.fields) {
      if (!field.derived) numbers_.push_back(field.kind == batch::Kind::number);
    }
  }

 private:
  bool is_number(uint16_t column) const override { return column < numbers_.size() && numbers_[column]; }
  Outcome full() override {
    const std::string most = std::to_string(workbook::most_written_rows);
    return Failure{Exit::environment, {path_ + ": a sheet holds " + most + " rows: write a .csv", path_ + "：一张工作表只能容纳 " + most + " 行：请改写 .csv"}};
  }
  const std::string& path_;
  std::vector<bool> numbers_;
};

/// A sheet for each entity.
class Book final : public SampleFiles {
 public:
  Book(const program::Program& program, std::string path, std::unique_ptr<workbook::BookWriter> writer)
      : program_(program), path_(std::move(path)), writer_(std::move(writer)) {}

  Outcome add(uint32_t entity, const samples::Samples& sampler, const std::string& rows) override {
    auto& table = tables_[entity];
    if (!table) {
      table = std::make_unique<EntityTable>(*writer_, program_.schemas[entity], program_.schemas[entity].entity, path_);
      if (Outcome outcome = table->add(sampler.header(entity)); !outcome) return outcome;
    }
    return table->add(rows);
  }

  Outcome close() override {
    for (auto& [entity, table] : tables_) table->finish();
    const auto bytes = workbook::bytes_of(*writer_);
    return bytes ? decisions::write_file(path_, *bytes) : Outcome(bytes.failure());
  }

 private:
  const program::Program& program_;
  std::string path_;
  std::unique_ptr<workbook::BookWriter> writer_;
  std::map<uint32_t, std::unique_ptr<EntityTable>> tables_;
};

}  // namespace

Result<std::unique_ptr<SampleFiles>> open_sample_files(const program::Program& program, const std::string& path, bool several) {
  if (batch::sheet_path(path)) {
    auto writer = workbook::BookWriter::create(path, fs::temp_directory_path().string());
    if (!writer) return writer.failure();
    return std::unique_ptr<SampleFiles>(std::make_unique<Book>(program, path, std::move(*writer)));
  }
  std::error_code error;
  if (several) fs::create_directories(path, error);
  return std::unique_ptr<SampleFiles>(std::make_unique<TextFiles>(program, path, several));
}

}  // namespace huice::cli
