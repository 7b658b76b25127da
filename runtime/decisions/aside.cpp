#include "runtime/decisions/aside.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <vector>

namespace huice::decisions {
namespace {

/// `.NAME.huice-` and a process, perhaps with a number behind it.
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

void remove_leftovers(const std::string& folder, const std::string& prefix) {
  DIR* const listing = opendir(folder.empty() ? "." : folder.c_str());
  if (listing == nullptr) return;
  std::vector<std::string> found;
  while (const dirent* entry = readdir(listing)) {
    if (is_aside(entry->d_name, prefix)) found.push_back(folder + entry->d_name);
  }
  closedir(listing);
  for (const std::string& path : found) remove_left(path);
}

}  // namespace

int open_aside(const std::string& final_path, std::string& aside) {
  const size_t slash = final_path.rfind('/');
  const size_t name = slash == std::string::npos ? 0 : slash + 1;
  const std::string folder = final_path.substr(0, name), prefix = "." + final_path.substr(name) + ".huice-";
  remove_leftovers(folder, prefix);
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
