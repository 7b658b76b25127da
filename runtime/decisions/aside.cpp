#include "runtime/decisions/aside.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace huice::decisions {
namespace {

constexpr std::string_view mark = ".huice-";

std::string prefix_of(std::string_view name) { return "." + std::string(name) + std::string(mark); }

/// A prefix and a process, perhaps with a number behind it.
bool is_aside(std::string_view name, std::string_view prefix) {
  return name.size() > prefix.size() && name.starts_with(prefix) && name.find_first_not_of("0123456789-", prefix.size()) == name.npos;
}

/// Whoever writes it holds its lock until it has its final name, so under the lock it is nobody's. File systems without locks
/// keep what was left.
void remove_left(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return;
  struct stat held {}, named {};
  if (flock(file, LOCK_EX | LOCK_NB) == 0 && fstat(file, &held) == 0 && S_ISREG(held.st_mode) && lstat(path.c_str(), &named) == 0 &&
      held.st_dev == named.st_dev && held.st_ino == named.st_ino) {
    unlink(path.c_str());
  }
  close(file);
}

std::vector<std::string> asides_in(const std::string& folder) {
  std::vector<std::string> found;
  DIR* const listing = opendir(folder.empty() ? "." : folder.c_str());
  if (listing == nullptr) return found;
  while (const dirent* entry = readdir(listing)) {
    if (std::string_view(entry->d_name).find(mark) != std::string_view::npos) found.emplace_back(entry->d_name);
  }
  closedir(listing);
  return found;
}

}  // namespace

void Leftovers::remove(const std::string& folder, std::string_view name) {
  const auto [known, is_new] = asides_.try_emplace(folder);
  if (is_new) known->second = asides_in(folder);
  const std::string prefix = prefix_of(name);
  for (const std::string& aside : known->second) {
    if (is_aside(aside, prefix)) remove_left(folder + aside);
  }
}

int open_aside(const std::string& final_path, std::string& aside, Leftovers& leftovers) {
  const size_t slash = final_path.rfind('/');
  const size_t name = slash == std::string::npos ? 0 : slash + 1;
  const std::string folder = final_path.substr(0, name), prefix = prefix_of(final_path.substr(name));
  leftovers.remove(folder, final_path.substr(name));
  // In containers two processes may have one number.
  for (int attempt = 1; attempt <= 1000; ++attempt) {
    aside = folder + prefix + std::to_string(getpid()) + (attempt == 1 ? "" : "-" + std::to_string(attempt));
    const int file = open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (file < 0 && errno == EEXIST) continue;
    if (file < 0) return -1;
    struct stat status {};
    const bool taken = flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!taken && fstat(file, &status) == 0 && status.st_nlink > 0) return file;
    close(file);  // somebody took it for a leftover
  }
  errno = EEXIST;
  return -1;
}

}  // namespace huice::decisions
