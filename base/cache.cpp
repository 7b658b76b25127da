#include "base/cache.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <vector>

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/test_switch.h"
#include "base/write_all.h"

namespace huice {
namespace {

namespace fs = std::filesystem;

constexpr char magic[] = "huice object 1\n";  // then 32 hex digits of the object, a line break, the object
constexpr size_t magic_size = sizeof magic - 1, header_size = magic_size + 33;
constexpr size_t most_entries = 1000;

Cache::Trouble trouble_of(const std::string& folder) {
  struct stat info {};
  if (lstat(folder.c_str(), &info) != 0) return Cache::Trouble::missing;
  if (!S_ISDIR(info.st_mode)) return Cache::Trouble::no_folder;
  if (info.st_uid != geteuid()) return Cache::Trouble::not_ours;
  return (info.st_mode & 077) != 0 ? Cache::Trouble::not_private : Cache::Trouble::none;
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

/// 32 hex digits.
std::string digest(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  static const char hex[] = "0123456789abcdef";
  std::string text;
  for (uint64_t half : {hash.high64, hash.low64}) {
    for (int shift = 60; shift >= 0; shift -= 4) text += hex[half >> shift & 15];
  }
  return text;
}

/// Changes whenever this program or library is built anew: what an old one made must never meet a new one. Empty: not known.
std::string stamp_of_build() {
  Dl_info info{};
  link_map* map = nullptr;
  struct stat file {};
  if (!dladdr1(reinterpret_cast<void*>(&stamp_of_build), &info, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP) || map == nullptr) return {};
  const bool program = *map->l_name == '\0';  // a library has a path
  if (stat(program ? "/proc/self/exe" : map->l_name, &file) != 0) return {};
  return std::to_string(file.st_size) + " " + std::to_string(file.st_mtim.tv_sec) + "." + std::to_string(file.st_mtim.tv_nsec);
}

const std::string& build_stamp() {
  static const std::string stamp = stamp_of_build();
  return stamp;
}

std::optional<std::string> read_all(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  struct stat info {};
  std::string bytes;
  if (fstat(file, &info) == 0 && S_ISREG(info.st_mode)) bytes.resize(static_cast<size_t>(info.st_size));
  size_t done = 0;
  for (ssize_t n = 1; done < bytes.size() && n > 0; done += static_cast<size_t>(std::max<ssize_t>(n, 0))) n = read(file, bytes.data() + done, bytes.size() - done);
  close(file);
  bytes.resize(done);
  return bytes;
}

}  // namespace

Cache::Cache(std::optional<std::string> folder) {
  if (!folder || folder->empty() || anything_switched_off() || build_stamp().empty()) return;
  std::error_code error;
  const fs::path path(*folder);
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  mkdir(folder->c_str(), 0700);
  trouble_ = trouble_of(*folder);
  if (trouble_ == Trouble::none) folder_ = *folder;
}

std::string Cache::key(std::string_view kind, std::string_view bytes) {
  return digest(build_stamp() + "\n" + std::string(kind) + "\n" + std::string(bytes));
}

std::optional<std::string> Cache::find(const std::string& key) const {
  if (folder_.empty()) return std::nullopt;
  auto found = read_all(folder_ + "/" + key);
  if (!found) return std::nullopt;
  std::string& bytes = *found;
  if (bytes.size() <= header_size || std::memcmp(bytes.data(), magic, magic_size) != 0) return std::nullopt;
  if (digest(std::string_view(bytes).substr(header_size)) != std::string_view(bytes).substr(magic_size, 32)) return std::nullopt;
  bytes.erase(0, header_size);
  return found;
}

void Cache::keep(const std::string& key, const std::string& bytes) const {
  if (folder_.empty()) return;
  const std::string aside = folder_ + "/.new-XXXXXX";
  std::vector<char> name(aside.begin(), aside.end());
  name.push_back('\0');
  const int file = mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) return;
  const bool whole = write_all(file, magic + digest(bytes) + "\n" + bytes);
  close(file);
  if (!whole || rename(name.data(), (folder_ + "/" + key).c_str()) != 0) unlink(name.data());
  static std::once_flag pruned;  // once is enough for what one process leaves behind
  std::call_once(pruned, [&] { prune(folder_); });
}

std::optional<std::string> default_cache() {
  const auto set = [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    return value && *value ? std::optional<std::string>(value) : std::nullopt;
  };
  if (auto folder = set("HUICE_CACHE")) return folder;
  if (auto folder = set("XDG_CACHE_HOME")) return *folder + "/huice";
  if (auto folder = set("HOME")) return *folder + "/.cache/huice";
  return std::nullopt;
}

}  // namespace huice
