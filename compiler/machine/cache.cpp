#include "compiler/machine/cache.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

namespace huice::machine {
namespace {

namespace fs = std::filesystem;

constexpr char magic[] = "huice object 1\n";  // then 32 hex digits of the object, a line break, the object
constexpr size_t magic_size = sizeof magic - 1, header_size = magic_size + 33;
constexpr size_t most_entries = 1000;

bool usable(const std::string& folder) {
  struct stat info {};
  return lstat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == geteuid() && (info.st_mode & 077) == 0;
}

/// Old objects go first; each program and processor leaves its own behind.
void prune(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::error_code ignored;
    files.emplace_back(entry.last_write_time(ignored), entry.path());
  }
  if (files.size() <= most_entries) return;
  std::sort(files.begin(), files.end());
  for (size_t i = 0; i < files.size() - most_entries / 2; ++i) fs::remove(files[i].second, error);
}

bool write_all(int file, const std::string& bytes) {
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t n = write(file, bytes.data() + done, bytes.size() - done);
    if (n <= 0) return false;
    done += static_cast<size_t>(n);
  }
  return true;
}

}  // namespace

std::string digest(const std::string& bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  static const char hex[] = "0123456789abcdef";
  std::string text;
  for (uint64_t half : {hash.high64, hash.low64}) {
    for (int shift = 60; shift >= 0; shift -= 4) text += hex[half >> shift & 15];
  }
  return text;
}

Cache::Cache(std::optional<std::string> folder) {
  if (!folder || folder->empty()) return;
  std::error_code error;
  const fs::path path(*folder);
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  mkdir(folder->c_str(), 0700);
  if (usable(*folder)) folder_ = *folder;
}

std::optional<std::string> Cache::find(const std::string& key) const {
  if (folder_.empty()) return std::nullopt;
  std::ifstream file(folder_ + "/" + key, std::ios::binary);
  if (!file) return std::nullopt;
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (bytes.size() <= header_size || std::memcmp(bytes.data(), magic, magic_size) != 0) return std::nullopt;
  const std::string expected = bytes.substr(magic_size, 32);
  bytes.erase(0, header_size);
  if (digest(bytes) != expected) return std::nullopt;
  return bytes;
}

void Cache::keep(const std::string& key, const std::string& object) const {
  if (folder_.empty()) return;
  const std::string aside = folder_ + "/.new-XXXXXX";
  std::vector<char> name(aside.begin(), aside.end());
  name.push_back('\0');
  const int file = mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) return;
  const bool whole = write_all(file, magic + digest(object) + "\n" + object);
  close(file);
  if (!whole || rename(name.data(), (folder_ + "/" + key).c_str()) != 0) unlink(name.data());
  prune(folder_);
}

}  // namespace huice::machine
