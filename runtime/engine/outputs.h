// Which files a run writes, and under which names.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/catalogue.h"
#include "runtime/decisions/target.h"
#include "runtime/decisions/to_xlsx.h"
#include "runtime/engine/options.h"
#include "runtime/engine/sink.h"

namespace huice::engine {

/// Of one entity; empty: not written.
struct OutputPaths {
  std::string decisions, rejects, referred;
};
struct RunPaths {
  std::vector<OutputPaths> entities;  // one for each pass
  std::string manifest;
};

struct Written {
  uint32_t entity = 0;
  bool decided = false;  // else only its rejects are written
};

/// `decisions.csv` brings `decisions.rejects.csv` and `decisions.manifest.json`. Several entities, or a folder as `out`:
/// `ENTITY.csv`, `ENTITY.rejects.csv` and one `manifest.json` in it; the folder is made where it is absent.
Result<RunPaths> name_outputs(const Catalogue& catalogue, const std::vector<Written>& entities, const Options& options);

/// Refuses to write over what is read.
Outcome check_overwrites(const RunPaths& paths, const std::vector<std::string>& inputs);

/// The open files of one entity, or who takes its rows instead.
struct Outputs {
  std::shared_ptr<decisions::ResultBook> book;  // where decisions are a workbook: to be completed with the report
  std::unique_ptr<decisions::Target> decisions, rejects, referred;
  Sink* sink = nullptr;
};
/// `folder`: for temporary files. `leftovers`: of all the run's files.
Result<Outputs> open_outputs(const OutputPaths& paths, const Options& options, const std::string& folder, decisions::Leftovers& leftovers);

/// The manifest aside, or, where it goes to a device or a pipe, what is to be written there at the end.
class ManifestFile {
 public:
  Outcome write(const std::string& path, std::string json, bool sync);
  Outcome commit();
  /// The manifest of an earlier run does not stand beside files of this one.
  Outcome remove_former() { return target_ ? target_->remove_former() : Outcome(Nothing{}); }

 private:
  std::unique_ptr<decisions::Target> target_;
  std::string waiting_;
};

/// Under their names: rejects, referred rows, decisions, then the manifest, which marks completion. Without `decisions_too`
/// only the rejects.
Outcome put_in_place(std::vector<Outputs>& outputs, ManifestFile& manifest, bool decisions_too);

}  // namespace huice::engine
