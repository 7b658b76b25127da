#include "tests/properties/runs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "compiler/program/kernels.h"
#include "runtime/engine/run.h"
#include "runtime/plan_needs.h"
#include "tests/properties/lists.h"
#include "tests/properties/oracle.h"
#include "tests/properties/supplied.h"

namespace huice::properties {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone with it.
struct Folder {
  fs::path path;
  explicit Folder(uint64_t seed) {
    std::string name = (fs::temp_directory_path() / ("huice-properties-" + std::to_string(seed) + "-XXXXXX")).string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code error;
    fs::remove_all(path, error);
  }
  void write(const std::string& file, const std::string& bytes) const {
    fs::create_directories((path / file).parent_path());
    std::ofstream(path / file, std::ios::binary) << bytes;
  }
  std::string read(const std::string& file) const {
    std::ostringstream bytes;
    bytes << std::ifstream(path / file, std::ios::binary).rdbuf();
    return bytes.str();
  }
};

struct Engine {
  std::string name;
  bool reference;
  uint64_t memory = 0;  // 1: every table goes to disk
};

class Check {
 public:
  Check(const program::Program& program, const Folder& folder, uint64_t seed, RunTally& tally)
      : program_(program), catalogue_(program.catalogue), folder_(folder), random_(derive(seed, 5000)), tally_(tally) {}

  std::optional<std::string> run() {
    plan::Needs needs(catalogue_);
    std::vector<uint32_t> all;
    bool dated = false;
    for (uint32_t m = 0; m < catalogue_.measures.size(); ++m) {
      needs.add_measure(m);
      all.push_back(m);
      dated = dated || catalogue_.measures[m].needs_as_of;
    }
    const std::vector<plan::Scan> scans = in_order(needs);
    const Data data = random_data(program_, scans, random_);
    std::vector<plan::DataFile> files;
    for (const auto& [entity, its] : data) {
      const std::string file = "data/" + catalogue_.entities[entity].name + ".csv";
      folder_.write(file, its.csv);
      files.push_back({catalogue_.entities[entity].name, (folder_.path / file).string()});
    }
    if (dated || random_.chance(70)) as_of_ = Date{make_date(2023, 1, 1)->days + static_cast<int32_t>(random_.below(1400))};
    auto plan = plan::make_plan(catalogue_, all, files, as_of_.has_value());
    if (!plan) return "no plan: " + plan.failure().message.en;
    std::vector<Oracle::Reading> readings;
    for (const plan::Scan& scan : scans) readings.push_back({scan, passes_of(*plan, scan.entity) == 1 && scan.keyed});
    Oracle oracle(program_, data, readings, as_of_);
    ++tally_.runs;
    tally_.aggregates += catalogue_.aggregates.size();
    // An empty table takes 4 KiB: some fit, some do not.
    const uint64_t partly = 8192 + random_.below(40'000);
    for (const Engine& engine : {Engine{"reference", true}, Engine{"machine code", false}, Engine{"on disk", false, 1}, Engine{"partly on disk", true, partly}}) {
      if (auto found = run_with(engine, *plan)) return found;
      if (auto found = compare(engine, oracle, data)) return found;
    }
    for (const auto& [entity, its] : data) {
      for (const char* suffix : {".csv", ".rejects.csv"}) {
        const std::string file = catalogue_.entities[entity].name + suffix;
        if (folder_.read("reference/" + file) != folder_.read("machine code/" + file)) return file + " differs between the engines";
        for (const char* disk : {"on disk/", "partly on disk/"}) {
          if (folder_.read("reference/" + file) != folder_.read(disk + file)) return file + " differs when tables are " + disk;
        }
      }
    }
    return std::nullopt;
  }

 private:
  /// Scans of all entities, each after those that its rows refer to, as far as there is such an order.
  std::vector<plan::Scan> in_order(const plan::Needs& needs) const {
    std::vector<plan::Scan> scans;
    std::set<uint32_t> indexed;
    for (const uint32_t entity : needs.indexed()) {
      scans.push_back(needs.scan(entity));
      indexed.insert(entity);
    }
    for (const auto& [entity, its] : needs.entities()) {
      if (!indexed.contains(entity)) scans.push_back(needs.scan(entity));
    }
    return scans;
  }

  static int64_t passes_of(const plan::Plan& plan, uint32_t entity) {
    return std::count_if(plan.passes.begin(), plan.passes.end(),
                         [&](const plan::Pass& pass) { return std::get<plan::Scan>(pass.steps.front()).entity == entity; });
  }

  std::optional<std::string> run_with(const Engine& engine, const plan::Plan& plan) {
    engine::Options options;
    options.as_of = as_of_;
    options.out = (folder_.path / engine.name).string();
    options.threads = 2;
    options.memory = engine.memory;
    fs::create_directories(options.out);
    const program::KernelOptions kernels{.engine = engine.reference ? program::Engine::reference : program::Engine::machine, .cache = {}};
    auto report = engine::run(catalogue_, program_.schemas, plan, program::kernels_of(program_, kernels), options, program::members_of(program_, kernels), nullptr,
                              program::numbers_of(program_, kernels));
    if (!report) return engine.name + " fails: " + report.failure().message.en;
    report_ = std::move(*report);
    return std::nullopt;
  }

  std::optional<std::string> compare(const Engine& engine, Oracle& oracle, const Data& data) {
    for (const auto& entity : report_.entities) {
      std::vector<uint32_t> measures;
      for (const auto& totals : entity.measures) measures.push_back(totals.measure);
      const ExpectedEntity expected = oracle.expect(entity.entity, measures);
      const std::string& name = catalogue_.entities[entity.entity].name;
      if (auto found = compare_rejects(entity, expected)) return engine.name + ", " + name + ": " + *found;
      if (measures.empty()) continue;
      if (auto found = compare_lines(folder_.read(engine.name + "/" + name + ".csv"), expected)) return engine.name + ", " + name + ": " + *found;
      if (engine.reference) count(expected, data.at(entity.entity).rows.size());
    }
    return std::nullopt;
  }

  static std::optional<std::string> compare_rejects(const engine::EntityReport& entity, const ExpectedEntity& expected) {
    std::map<std::string, std::vector<uint64_t>> found;
    for (const auto& totals : entity.rejects) found[std::string(batch::name(totals.code))] = {totals.count, totals.line};
    std::map<std::string, std::vector<uint64_t>> wanted;
    for (const auto& [code, lines] : expected.rejected) wanted[code] = {lines.size(), lines.front()};
    if (found == wanted) return std::nullopt;
    auto show = [](const auto& rejects) {
      std::string out;
      for (const auto& [code, its] : rejects) out += " " + code + " " + std::to_string(its[0]) + " from line " + std::to_string(its[1]);
      return out;
    };
    return "rejects: expected" + show(wanted) + ", found" + show(found);
  }

  static std::optional<std::string> compare_lines(const std::string& output, const ExpectedEntity& expected) {
    std::istringstream lines(output);
    std::string line;
    std::getline(lines, line);
    const std::string header = line;
    for (size_t i = 0; i < expected.lines.size(); ++i) {
      if (!std::getline(lines, line)) return "the output ends after " + std::to_string(i) + " rows";
      if (line != expected.lines[i]) return "row " + std::to_string(i) + ":\n" + header + "\nexpected " + expected.lines[i] + "\nfound    " + line;
    }
    if (std::getline(lines, line)) return "the output has more rows: " + line;
    return std::nullopt;
  }

  void count(const ExpectedEntity& expected, size_t rows) {
    tally_.rows += rows;
    for (const auto& [status, n] : expected.statuses) tally_.statuses[status] += n;
    for (const auto& [code, lines] : expected.rejected) tally_.rejects[code] += lines.size();
  }

  const program::Program& program_;
  const Catalogue& catalogue_;
  const Folder& folder_;
  Random random_;
  RunTally& tally_;
  std::optional<Date> as_of_;
  engine::Report report_;
};

}  // namespace

void RunTally::add(const RunTally& other) {
  runs += other.runs;
  rows += other.rows;
  aggregates += other.aggregates;
  for (const auto& [status, n] : other.statuses) statuses[status] += n;
  for (const auto& [code, n] : other.rejects) rejects[code] += n;
}

std::optional<std::string> check_run(const std::string& text, uint64_t seed, RunTally& tally) {
  const Folder folder(seed);
  folder.write("rules/a.policy", text);
  for (const char* stem : {"1", "2", "3"}) {
    for (const char* suffix : {list_suffix, dated_list_suffix}) folder.write("rules/" + (stem + std::string(suffix)), list_csv(stem + std::string(suffix)));
  }
  auto program = program::compile((folder.path / "rules").string());
  if (!program) return "cannot be read: " + program.failure().message.en;
  if ((*program)->sink.has_errors()) return std::nullopt;  // exceptions that meet
  if ((*program)->catalogue.measures.empty()) return std::nullopt;
  supply_all(**program);
  if ((*program)->sink.has_errors()) return std::nullopt;  // too wide with these values
  auto found = Check(**program, folder, seed, tally).run();
  if (found && std::getenv("HUICE_KEEP") != nullptr) fs::copy(folder.path, "/tmp/huice-kept", fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  return found;
}

}  // namespace huice::properties
