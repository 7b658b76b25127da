#include "compiler/machine/code_file.h"

#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/write_all.h"

namespace huice::machine {
namespace {

/// A file with these bytes that can only be read from now on; it has lost its name. Negative: none.
int read_only_file(const std::string& folder, std::string_view bytes) {
  std::string path = folder + "/.code-XXXXXX";
  const int written = mkostemp(path.data(), O_CLOEXEC);
  if (written < 0) return -1;
  const int file = write_all(written, bytes) ? open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
  close(written);
  unlink(path.c_str());
  return file;
}

}  // namespace

bool map_through_file(const std::string& folder, std::string_view code, void* place) {
  const int file = read_only_file(folder, code);
  if (file < 0) return false;
  void* const mapped = mmap(nullptr, code.size(), PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0);
  close(file);
  if (mapped == MAP_FAILED) return false;
  const bool same = std::memcmp(mapped, code.data(), code.size()) == 0;  // nobody has put another file there
  if (same && mremap(mapped, code.size(), code.size(), MREMAP_MAYMOVE | MREMAP_FIXED, place) == place) return true;
  munmap(mapped, code.size());
  return false;
}

}  // namespace huice::machine
