#include "api/c/decide.h"

#include <algorithm>
#include <thread>

#include "api/c/errors.h"
#include "compiler/program/supply.h"
#include "runtime/arrow/reader.h"
#include "runtime/engine/pass.h"

namespace huice::c {
namespace {

/// Shows rows that are to be explained on their way to the results.
class Watched final : public engine::Sink {
 public:
  Watched(arrow::Results& results, Explaining& explaining) : results_(results), explaining_(explaining) {}
  Outcome add(uint64_t item, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<decisions::Decisions>& decided) override {
    explaining_.see(chunk, batch, results_.measures());
    return results_.add(item, chunk, batch, decided);
  }
  Outcome settle(const settlement::Settling& settling) override { return results_.settle(settling); }

 private:
  arrow::Results& results_;
  Explaining& explaining_;
};

}  // namespace

void check_options(const huice_run_options* options) {
  if (options == nullptr) return;
  if (options->size < sizeof(huice_run_options))
    throw usage("huice_run_options.size must be sizeof(huice_run_options)", "huice_run_options.size 应为 sizeof(huice_run_options)");
  if (options->threads < 0) throw usage("huice_run_options.threads must not be negative", "huice_run_options.threads 不能为负");
  if (options->measure_count > 0) need(options->measures, "options->measures");
  for (size_t i = 0; i < options->measure_count; ++i) need(options->measures[i], "options->measures[]");
}

std::optional<Date> as_of(const huice_run_options* options) {
  if (options == nullptr || options->as_of == nullptr) return std::nullopt;
  const auto day = parse_iso_date(options->as_of);
  if (!day) throw usage("as_of: " + std::string(options->as_of) + " is no date such as 2024-03-05", "as_of：" + std::string(options->as_of) + " 不是 2024-03-05 这样的日期");
  return day;
}

std::vector<uint32_t> measures_of(const Compiled& compiled, const huice_run_options* options) {
  std::vector<std::string> names;
  for (size_t i = 0; options != nullptr && i < options->measure_count; ++i) names.push_back(options->measures[i]);
  return value_of(plan::select_measures(compiled.catalogue(), names));
}

Run::Run(const huice_run_options* given) {
  const auto processors = static_cast<int>(std::thread::hardware_concurrency());
  options.threads = given != nullptr && given->threads > 0 ? given->threads : std::max(processors, 1);
  options.as_of = as_of(given);
  if (given == nullptr) return;
  options.memory = given->memory;
  options.input.check_keys = given->check_keys != 0;
  call_ = given->progress;
  data_ = given->progress_data;
  if (call_ == nullptr) return;
  options.progress = [this](const engine::Progress& progress) {
    try {
      cancelled_ = call_(data_, progress.rows) != 0;
    } catch (...) {  // whatever the caller's function does
      threw_ = true;
    }
    return !cancelled_ && !threw_;
  };
}

void Run::check() const {
  if (threw_) throw Stop{HUICE_CALLBACK, {"the progress callback threw an exception", "进度回调抛出了异常"}};
  if (cancelled_) throw Stop{HUICE_CANCELLED, {"cancelled", "已取消"}};
}

std::vector<plan::DataFile> data_of(const Compiled& compiled, const std::vector<Given>& given) {
  std::vector<plan::DataFile> data;
  for (const Given& each : given) data.push_back({compiled.catalogue().entities[each.entity].name, each.rows->name()});
  return data;
}

engine::InMemory in_memory(const Compiled& compiled, const plan::Plan& plan, const std::vector<Given>& given, const engine::Options& run) {
  const Catalogue& catalogue = compiled.catalogue();
  return {catalogue,
          plan,
          [&](const plan::Scan& scan) {
            const batch::Schema& schema = compiled.program().schemas[scan.entity];
            batch::Wanted wanted = engine::wanted_of(catalogue, scan, schema.fields.size());
            wanted.aliases = compiled.program().project.columns;
            const auto its = std::find_if(given.begin(), given.end(), [&](const Given& each) { return each.entity == scan.entity; });
            return arrow::TableReader::open(schema, wanted, its->rows, run.input.check_keys);
          },
          [&](uint32_t measure, const batch::Schema& schema) { return compiled.kernel(measure, schema); },
          [&](uint32_t aggregate, const batch::Schema& schema) { return compiled.member(aggregate, schema); },
          [&](uint32_t number, const batch::Schema& schema) { return compiled.number(number, schema); },
          {}};
}

engine::Report decide(const Compiled& compiled, const huice_run_options* options, std::vector<Given>& given, Explaining* explaining, const Elsewhere* elsewhere) {
  const Catalogue& catalogue = compiled.catalogue();
  std::vector<uint32_t> measures = measures_of(compiled, options);
  const plan::Plan plan = value_of(plan::make_plan(catalogue, measures, data_of(compiled, given), as_of(options).has_value()));
  std::erase_if(measures, [&](uint32_t m) { return std::find(plan.left_out.begin(), plan.left_out.end(), m) != plan.left_out.end(); });
  check(program::check_supplied(compiled.program(), measures));

  Run run(options);
  std::optional<Watched> watched;
  engine::InMemory memory = in_memory(compiled, plan, given, run.options);
  memory.sink = [&](uint32_t entity, const std::vector<uint32_t>& its, const batch::Schema& schema) -> engine::Sink* {
    if (elsewhere != nullptr && elsewhere->sink != nullptr) return elsewhere->sink;
    Given& each = *std::find_if(given.begin(), given.end(), [&](const Given& one) { return one.entity == entity; });
    if (!each.wanted) return nullptr;
    each.results = std::make_unique<arrow::Results>(catalogue, entity, its, schema, run.options.memory);
    if (explaining == nullptr || explaining->entity() != entity) return each.results.get();
    return &watched.emplace(*each.results, *explaining);
  };
  if (elsewhere != nullptr) memory.settle = elsewhere->settle;
  if (explaining != nullptr) memory.tracing = &explaining->tracing();
  auto report = engine::run_in_memory(memory, run.options);
  run.check();
  if (!report) {
    Stop why = stop(report.failure());
    const bool full = std::any_of(given.begin(), given.end(), [](const Given& each) { return each.results && each.results->over_memory(); });
    if (full) why.code = HUICE_MEMORY;
    throw why;
  }
  for (Given& each : given) {
    if (!each.wanted || each.results || (elsewhere != nullptr && elsewhere->sink != nullptr)) continue;
    const std::string& name = catalogue.entities[each.entity].name;
    throw usage("no measure is for " + name + ": ask for no results of it", "没有措施适用于 " + name + "：请不要索取其结果");
  }
  return std::move(*report);
}

}  // namespace huice::c
