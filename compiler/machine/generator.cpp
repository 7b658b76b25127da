#include "compiler/machine/generator.h"

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/write_all.h"

// The module's bytes: see cmake/Generator.cmake.
extern "C" const char huice_generator_begin[], huice_generator_end[];

namespace huice::machine {
namespace {

Failure failure(const std::string& what) {
  return {Exit::environment, {"the code generator cannot be loaded: " + what, "无法载入代码生成器：" + what}};
}

bool fill(int file) { return write_all(file, {huice_generator_begin, static_cast<size_t>(huice_generator_end - huice_generator_begin)}); }

void* load_file(const std::string& path) { return dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL); }

/// A file that has no name. It stays open: the loader knows libraries by their paths, and another file with the same number would be
/// taken for this one; the superfluous dot keeps it apart from whatever else this process loads in this way.
void* load_from_memory() {
  const int file = memfd_create("huice-generator", MFD_CLOEXEC);
  if (file < 0) return nullptr;
  void* module = fill(file) ? load_file("/proc/self/fd/./" + std::to_string(file)) : nullptr;
  if (module == nullptr) close(file);
  return module;
}

/// Where files without a name, or /proc, are not to be had.
void* load_from_folder() {
  std::error_code error;
  std::string path = (std::filesystem::temp_directory_path(error) / "huice-generator-XXXXXX").string();
  const int file = error ? -1 : mkostemp(path.data(), O_CLOEXEC);
  if (file < 0) return nullptr;
  void* module = fill(file) ? load_file(path) : nullptr;
  close(file);
  unlink(path.c_str());
  return module;
}

Result<const Generator*> load() {
  void* module = load_from_memory();
  if (module == nullptr) module = load_from_folder();
  if (module == nullptr) {
    const char* why = dlerror();
    return failure(why ? why : "no room for it");
  }
  auto* made = reinterpret_cast<const Generator* (*)()>(dlsym(module, "huice_generator"));
  if (made == nullptr) return failure("it is another library");
  return made();
}

}  // namespace

const Result<const Generator*>& generator() {
  static const Result<const Generator*> loaded = load();
  return loaded;
}

}  // namespace huice::machine
