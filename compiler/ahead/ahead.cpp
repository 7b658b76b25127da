#include "compiler/ahead/ahead.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "compiler/ahead/parts.h"
#include "compiler/ir/from_rules.h"
#include "compiler/machine/machine.h"
#include "compiler/program/supply.h"
#include "runtime/plan_needs.h"

extern char** environ;

namespace huice::ahead {
namespace {

namespace fs = std::filesystem;

Failure fails(std::string en, std::string zh) { return {Exit::environment, {std::move(en), std::move(zh)}}; }

/// A folder that goes away with everything in it.
class Scratch {
 public:
  explicit Scratch(const fs::path& beside) : path_((beside / ".huice-build-XXXXXX").string()) { made_ = mkdtemp(path_.data()) != nullptr; }
  ~Scratch() {
    std::error_code error;
    if (made_) fs::remove_all(path_, error);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  bool made() const { return made_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
  bool made_ = false;
};

/// Runs a program and waits; what it prints goes to `log`.
bool run(const std::vector<std::string>& words, const std::string& log) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_t child = 0;
  const bool spawned = posix_spawnp(&child, arguments.front(), &actions, nullptr, arguments.data(), environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  return spawned && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Outcome write_file(const std::string& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (file) return Nothing{};
  return fails("cannot write " + path + ": " + std::strerror(errno), "无法写入 " + path + "：" + std::strerror(errno));
}

/// Why a row of its own entity does not suffice, if so.
std::optional<Bilingual> why_left_out(const program::Program& program, uint32_t measure) {
  const catalogue::Measure& words = program.catalogue.measures[measure];
  plan::Needs needs(program.catalogue);
  needs.add_measure(measure);
  for (const auto& [entity, its] : needs.entities()) {
    if (entity != words.entity) return Bilingual{"it reads rows of " + program.catalogue.entities[entity].name, "需要 " + program.catalogue.entities[entity].name + " 的数据"};
    if (!its.listed.empty()) return Bilingual{"it looks texts up in a list", "需要查询名单"};
    if (!its.aggregates.empty() || !its.referred.empty()) return Bilingual{"it reads other rows", "需要其他记录"};
  }
  if (words.conditions.size() > 64 || words.inputs.size() > 64) return Bilingual{"it has more than 64 conditions or inputs", "条件或输入多于 64 个"};
  return std::nullopt;
}

struct Kernels {
  Narrow narrow;
  std::vector<std::string> objects;  // files
};

Result<Kernels> make_kernels(const program::Program& program, const std::vector<Part>& parts, const Options& options, const Scratch& scratch) {
  machine::Options how;
  how.cpu = options.cpu;
  const auto machine = machine::Machine::create(std::move(how));
  Kernels kernels;
  for (const Part& part : parts) {
    const ir::Layouts layouts = machine::layouts_of(program.schemas[part.entity]);
    for (const uint32_t measure : part.measures) {
      size_t b = 0;
      for (const rules::Measure* body : rules::bodies_of(program.rules.measures[rules::MeasureId{measure}])) {
        const ir::Function function = ir::from_rules(program.rules, *body, layouts);
        const std::string symbol = kernel_name(options.name, program, measure, b++);
        for (const bool wide : {false, true}) {
          const std::string name = symbol + (wide ? "_wide" : "_narrow");
          auto object = machine->object(function, wide, name, options.name + "_");
          if (!object) return object.failure();
          if (!wide) kernels.narrow.push_back(object->has_value());
          if (!*object) continue;
          kernels.objects.push_back(scratch.file(name + ".o"));
          if (auto done = write_file(kernels.objects.back(), **object); !done) return done.failure();
        }
      }
    }
  }
  return kernels;
}

std::string shown_names(const std::string& name) {
  std::string all;
  for (const char* one : {"decide", "measures", "measure_name", "digits", "settled", "status_name", "reject_name", "reasons", "amount_text"})
    all += name + "_" + one + "; ";
  return all;
}

bool is_name(const std::string& name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

Failure compiler_fails(const std::string& command, const std::string& log) {
  std::ifstream file(log);
  const std::string said((std::istreambuf_iterator<char>(file)), {});
  return fails("the C compiler fails (" + command + "); huice build needs one, such as gcc, and ar\n" + said,
               "C 编译器失败（" + command + "）；huice build 需要 gcc 等 C 编译器和 ar\n" + said);
}

std::vector<Part> parts_of(const program::Program& program, const Options& options, std::vector<LeftOut>& left_out) {
  std::vector<Part> parts;
  for (uint32_t entity = 0; entity < program.catalogue.entities.size(); ++entity) {
    Part part{entity, {}};
    for (const uint32_t measure : options.measures) {
      if (program.catalogue.measures[measure].entity != entity) continue;
      if (auto why = why_left_out(program, measure)) left_out.push_back({measure, std::move(*why)});
      else part.measures.push_back(measure);
    }
    if (!part.measures.empty()) parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace

Result<Built> build(const program::Program& program, const Options& options) {
  if (!is_name(options.name))
    return Failure{Exit::usage, {"--name must be a name in C: letters, digits and _, no digit first", "--name 应为 C 标识符：字母、数字和 _，不以数字开头"}};
  const std::vector<std::string> levels{"x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"};
  if (std::find(levels.begin(), levels.end(), options.cpu) == levels.end())
    return Failure{Exit::usage, {"--cpu takes x86-64, x86-64-v2, x86-64-v3 or x86-64-v4", "--cpu 可为 x86-64、x86-64-v2、x86-64-v3 或 x86-64-v4"}};
  Built built;
  const std::vector<Part> parts = parts_of(program, options, built.left_out);
  if (parts.empty()) return Failure{Exit::usage, {"no measure can be decided from one row alone: there is nothing to build", "没有仅凭一行即可判定的措施：无可构建"}};
  std::vector<uint32_t> measures;
  for (const Part& part : parts) measures.insert(measures.end(), part.measures.begin(), part.measures.end());
  if (auto supplied = program::check_supplied(program, measures); !supplied) return supplied.failure();

  std::error_code error;
  fs::create_directories(options.folder, error);
  const Scratch scratch(options.folder);
  if (error || !scratch.made()) return fails("cannot write to the folder " + options.folder, "无法写入文件夹 " + options.folder);
  auto kernels = make_kernels(program, parts, options, scratch);
  if (!kernels) return kernels.failure();
  const std::string header = scratch.file(options.name + ".h"), source = scratch.file(options.name + ".c"), object = scratch.file(options.name + ".o"),
                    log = scratch.file("log"), archive = scratch.file("lib" + options.name + ".a"), shared = scratch.file("lib" + options.name + ".so");
  if (auto done = write_file(header, header_text(program, parts, options.name)); !done) return done.failure();
  if (auto done = write_file(source, source_text(program, parts, options.name, kernels->narrow)); !done) return done.failure();

  const char* chosen = std::getenv("CC");
  const std::string cc = chosen != nullptr && *chosen != '\0' ? chosen : "cc";
  std::vector<std::string> compile{cc, "-std=gnu11", "-O2", "-march=" + options.cpu, "-fPIC", "-fvisibility=hidden", "-w", "-c", source, "-o", object};
  std::vector<std::string> collect{"ar", "rcs", archive, object}, link{cc, "-shared", "-Wl,--no-undefined", "-Wl,-soname,lib" + options.name + ".so", "-o", shared, object};
  for (const std::string& kernel : kernels->objects) collect.push_back(kernel), link.push_back(kernel);
  // Kernels are visible in their objects; the shared library shows the header's functions only.
  const std::string map = scratch.file("map");
  if (auto done = write_file(map, "{ global: " + shown_names(options.name) + " local: *; };\n"); !done) return done.failure();
  link.push_back("-Wl,--version-script=" + map);
  for (const auto& command : {compile, collect, link}) {
    if (!run(command, log)) return compiler_fails(command.front(), log);
  }
  for (const std::string& made : {header, archive, shared}) {
    const std::string path = (fs::path(options.folder) / fs::path(made).filename()).string();
    fs::rename(made, path, error);
    if (error) return fails("cannot write " + path, "无法写入 " + path);
    built.files.push_back({path, fs::file_size(path)});
  }
  return built;
}

}  // namespace huice::ahead
