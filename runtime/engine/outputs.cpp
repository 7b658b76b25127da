#include "runtime/engine/outputs.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>

#include "base/test_switch.h"
#include "runtime/batch/source.h"
#include "runtime/decisions/to_arrow.h"

namespace huice::engine {
namespace {

/// Without `.csv`, `.csv.gz`, `.csv.zst`, `.xlsx`, `.arrow`, `.arrows`.
std::string stem(std::string path) {
  for (std::string_view suffix : {".gz", ".zst", ".csv", ".xlsx", ".arrow", ".arrows"}) {
    if (path.ends_with(suffix) && path.size() > suffix.size()) path.resize(path.size() - suffix.size());
  }
  return path;
}

bool is_folder(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

Outcome make_folder(const std::string& path) {
  if (is_folder(path) || mkdir(path.c_str(), 0777) == 0) return Nothing{};
  const std::string why = std::strerror(errno);
  return Failure{Exit::environment,
                 {"cannot make the folder " + path + " (several entities are decided, each into a file of its own): " + why,
                  "无法建立文件夹 " + path + "（有多个主体，各写一个文件）：" + why}};
}

Failure usage(std::string en, std::string zh) { return {Exit::usage, {std::move(en), std::move(zh)}}; }

/// What is in a file and what its name says should agree: programs go by the name.
Outcome check_format(const Options& options) {
  for (const std::string* path : {&options.rejects, &options.referred, &options.manifest}) {
    if (decisions::is_workbook(*path)) return usage(*path + ": only --out is written as a workbook", *path + "：只有 --out 可写成工作簿");
    if (decisions::is_arrow(*path)) return usage(*path + ": only --out is written in Arrow's format", *path + "：只有 --out 可写成 Arrow 格式");
  }
  const std::string& out = options.out;
  if (decisions::written_directly(out)) return Nothing{};
  const bool packed = out.ends_with(".gz") || out.ends_with(".zst");
  const std::string unpacked = packed ? out.substr(0, out.rfind('.')) : out;
  if (packed && decisions::is_arrow(unpacked))
    return usage(out + ": Arrow output is not packed: call it " + unpacked, out + "：Arrow 输出不压缩：请改名为 " + unpacked);
  const bool arrow = options.output.format == decisions::Format::arrow;
  if (arrow && (packed || out.ends_with(".csv") || decisions::is_workbook(out)))
    return usage("--format arrow, but --out " + out + " is called otherwise: call it .arrow (a stream: .arrows), or leave --format out",
                 "--format arrow 与 --out " + out + " 的后缀不符：请用 .arrow（流用 .arrows），或去掉 --format");
  if (!arrow && decisions::is_arrow(out))
    return usage("--format csv, but --out " + out + " is called otherwise: call it .csv, or leave --format out",
                 "--format csv 与 --out " + out + " 的后缀不符：请用 .csv，或去掉 --format");
  return Nothing{};
}

Outcome put(decisions::Target* target, const std::string& kind) {
  if (target == nullptr) return Nothing{};
  failpoint("rename:before:" + kind);
  Outcome outcome = target->commit();
  failpoint("rename:after:" + kind);
  return outcome;
}

}  // namespace

Result<RunPaths> name_outputs(const Catalogue& catalogue, const std::vector<Written>& entities, const Options& options) {
  RunPaths paths;
  paths.entities.resize(entities.size());
  if (options.dry_run) return paths;
  const auto decided = std::count_if(entities.begin(), entities.end(), [](const Written& it) { return it.decided; });
  if (decided == 0) {  // only rejects, where they are wanted
    for (size_t i = 0; i < entities.size() && !options.rejects.empty(); ++i) {
      const std::string of_entity = stem(options.rejects) + "." + catalogue.entities[entities[i].entity].name + ".csv";
      paths.entities[i].rejects = entities.size() == 1 ? options.rejects : of_entity;
    }
    return paths;
  }
  if (options.out.empty()) return Failure{Exit::usage, {"say where to write: --out FILE", "请用 --out 文件 指定输出位置"}};
  const bool several = decided > 1;
  if (Outcome outcome = check_format(options); !outcome) return outcome.failure();
  if (several && decisions::is_workbook(options.out)) {
    return Failure{Exit::usage,
                   {"a workbook holds the decisions of one entity: choose its measures with --measures, or give a folder as --out",
                    "一个工作簿只存放一个主体的结果：请用 --measures 选择其措施，或以文件夹作 --out"}};
  }
  if (several && decisions::is_arrow(options.out) && !is_folder(options.out)) {
    return usage("several entities are decided, each into a file of its own: give a folder as --out, and --format arrow",
                 "有多个主体，各写一个文件：请以文件夹作 --out，并用 --format arrow");
  }
  if (several && (!options.referred.empty() || !options.decisions.empty())) {
    return Failure{Exit::usage, {"--referred and --decisions are files of one entity: choose its measures with --measures",
                                 "--referred 与 --decisions 只对应一个主体：请用 --measures 选择其措施"}};
  }
  if (several || is_folder(options.out)) {
    if (!options.rejects.empty()) {
      return Failure{Exit::usage, {"--rejects names one file, but the output is a folder", "输出为文件夹时不能用 --rejects 指定单个文件"}};
    }
    if (decisions::written_directly(options.out)) {
      return Failure{Exit::usage,
                     {"several entities are decided: --out must be a folder, not " + options.out, "有多个主体：--out 必须是文件夹，不能是 " + options.out}};
    }
    if (Outcome outcome = make_folder(options.out); !outcome) return outcome.failure();
    const std::string folder = options.out.ends_with('/') ? options.out : options.out + "/";
    const char* const suffix = options.output.format == decisions::Format::arrow ? ".arrow" : ".csv";
    for (size_t i = 0; i < entities.size(); ++i) {
      const std::string base = folder + catalogue.entities[entities[i].entity].name;
      paths.entities[i] = {entities[i].decided ? base + suffix : "", base + ".rejects.csv", entities[i].decided ? options.referred : ""};
    }
    paths.manifest = options.manifest.empty() ? folder + "manifest.json" : options.manifest;
    return paths;
  }
  const bool direct = decisions::written_directly(options.out);
  const std::string base = stem(options.out);
  for (size_t i = 0; i < entities.size(); ++i) {
    if (!entities[i].decided) {
      if (!direct) paths.entities[i].rejects = base + "." + catalogue.entities[entities[i].entity].name + ".rejects.csv";
      continue;
    }
    paths.entities[i].decisions = options.out;
    paths.entities[i].referred = options.referred;
    paths.entities[i].rejects = !options.rejects.empty() || direct ? options.rejects : base + ".rejects.csv";
  }
  paths.manifest = !options.manifest.empty() || direct ? options.manifest : base + ".manifest.json";
  return paths;
}

Outcome check_overwrites(const RunPaths& paths, const std::vector<std::string>& inputs) {
  std::map<std::pair<dev_t, ino_t>, std::string> outputs;  // those that are there already
  const auto add = [&](const std::string& path) {
    struct stat out {};
    if (!path.empty() && stat(path.c_str(), &out) == 0) outputs.try_emplace({out.st_dev, out.st_ino}, path);
  };
  add(paths.manifest);
  for (const OutputPaths& entity : paths.entities) {
    for (const std::string* path : {&entity.decisions, &entity.rejects, &entity.referred}) add(*path);
  }
  for (const std::string& path : inputs) {
    const std::string input = batch::file_of(path);
    struct stat in {};
    if (input == "-" || stat(input.c_str(), &in) != 0 || !S_ISREG(in.st_mode)) continue;
    const auto output = outputs.find({in.st_dev, in.st_ino});
    if (output == outputs.end()) continue;
    return Failure{Exit::usage, {output->second + " is both read and written: choose another --out", output->second + " 既是输入又是输出：请另选 --out"}};
  }
  return Nothing{};
}

Result<Outputs> open_outputs(const OutputPaths& paths, const Options& options, const std::string& folder, decisions::Leftovers& leftovers) {
  Outputs outputs;
  if (!paths.rejects.empty()) {
    auto target = decisions::open_target(paths.rejects, options.output.encoding, options.sync, &leftovers);
    if (!target) return target.failure();
    outputs.rejects = std::move(*target);
  }
  if (!paths.referred.empty()) {
    auto target = decisions::open_target(paths.referred, options.output.encoding, options.sync, &leftovers);
    if (!target) return target.failure();
    outputs.referred = std::move(*target);
  }
  if (!paths.decisions.empty() && decisions::is_workbook(paths.decisions)) {
    auto book = decisions::open_result_book(paths.decisions, options.output, options.sync, folder);
    if (!book) return book.failure();
    outputs.book = *book;
    outputs.decisions = outputs.book->decisions();
    if (outputs.rejects) outputs.rejects = outputs.book->rejects(std::move(outputs.rejects));
  } else if (!paths.decisions.empty()) {
    const bool text = options.output.format == decisions::Format::csv;
    auto target = decisions::open_target(paths.decisions, text ? options.output.encoding : decisions::OutEncoding::utf_8, options.sync, &leftovers);
    if (!target) return target.failure();
    outputs.decisions = std::move(*target);
  }
  return outputs;
}

Outcome ManifestFile::write(const std::string& path, std::string json, bool sync) {
  auto target = decisions::open_target(path, decisions::OutEncoding::utf_8, sync);
  if (!target) return target.failure();
  target_ = std::move(*target);
  if (decisions::written_directly(path)) {
    waiting_ = std::move(json);
    return Nothing{};
  }
  if (Outcome outcome = target_->write(json); !outcome) return outcome;
  return target_->finish();
}

Outcome ManifestFile::commit() {
  if (!waiting_.empty()) {
    if (Outcome outcome = target_->write(waiting_); !outcome) return outcome;
    if (Outcome outcome = target_->finish(); !outcome) return outcome;
  }
  return put(target_.get(), "manifest");
}

Outcome put_in_place(std::vector<Outputs>& outputs, ManifestFile& manifest, bool decisions_too) {
  if (Outcome outcome = manifest.remove_former(); !outcome) return outcome;
  for (Outputs& output : outputs) {
    if (Outcome outcome = put(output.rejects.get(), "rejects"); !outcome) return outcome;
  }
  if (!decisions_too) return Nothing{};
  for (Outputs& output : outputs) {
    if (Outcome outcome = put(output.referred.get(), "referred"); !outcome) return outcome;
  }
  for (Outputs& output : outputs) {
    if (Outcome outcome = put(output.decisions.get(), "decisions"); !outcome) return outcome;
  }
  return manifest.commit();
}

}  // namespace huice::engine
