#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "runtime/engine/pass.h"

namespace huice::engine {
namespace {

bool is_folder(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

/// Half of the machine's memory, or of what the container may use.
uint64_t usual_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  uint64_t memory = pages > 0 && page > 0 ? static_cast<uint64_t>(pages) * static_cast<uint64_t>(page) : uint64_t{1} << 30;
  for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::ifstream file(path);
    uint64_t limit = 0;
    if (file >> limit && limit > 0 && limit < memory) memory = limit;  // "max" is no number
  }
  return memory / 2;
}

/// TMPDIR, else beside the output: where there is room for what is read and written.
std::string folder_of(const Options& options) {
  if (const char* chosen = std::getenv("TMPDIR"); chosen != nullptr && *chosen != '\0') return chosen;
  if (!options.dry_run && !options.out.empty() && !decisions::written_directly(options.out)) {
    if (is_folder(options.out)) return options.out;
    const size_t slash = options.out.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : options.out.substr(0, slash);
  }
  return is_folder("/var/tmp") ? "/var/tmp" : "/tmp";
}

}  // namespace

spill::Room room_of(const Options& options) { return {options.memory != 0 ? options.memory : usual_memory(), folder_of(options)}; }

Outcome copy_streams(const plan::Scan& scan, const Options& options) {
  for (const std::string& file : scan.files) {
    if (!options.input.streams) break;
    if (Outcome outcome = options.input.streams->copy(file); !outcome) return outcome;
  }
  return Nothing{};
}

OpenScan reopen(const Catalogue& catalogue, const std::vector<batch::Schema>& schemas, const Options& options) {
  return [&catalogue, &schemas, &options](const plan::Scan& scan) -> Result<std::unique_ptr<batch::Reader>> {
    if (Outcome outcome = copy_streams(scan, options); !outcome) return outcome.failure();
    Options plain = options;
    plain.keep.clear();
    plain.input.check_keys = false;
    return open_scan(catalogue, schemas, scan, plain);
  };
}

}  // namespace huice::engine
