#include "compiler/program/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "compiler/text/from_bytes.h"

namespace huice::program {
namespace {

namespace fs = std::filesystem;

Failure no_such(const std::string& path) {
  return {Exit::environment, {"there is no folder or file " + path, "找不到文件夹或文件 " + path}};
}

/// The nearest folder at or above `folder` with a huice.toml, else `folder`.
fs::path root_of(const fs::path& folder) {
  std::error_code error;
  for (fs::path at = folder;; at = at.parent_path()) {
    if (fs::exists(at / "huice.toml", error)) return at;
    if (at == at.parent_path()) return folder;
  }
}

Result<std::vector<fs::path>> policies_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::error_code ignored;
    if (at->path().extension() == ".policy" && !at->is_directory(ignored)) files.push_back(at->path());
  }
  if (error) {
    std::string name = folder.string(), why = error.message();
    return Failure{Exit::environment, {"cannot list " + name + ": " + why, "无法列出 " + name + "：" + why}};
  }
  auto by_bytes = [](const fs::path& a, const fs::path& b) { return a.filename().native() < b.filename().native(); };
  std::sort(files.begin(), files.end(), by_bytes);
  if (files.empty()) {
    std::string name = folder.string();
    return Failure{Exit::environment,
                   {"the folder " + name + " holds no .policy file", "文件夹 " + name + " 中没有 .policy 文件"}};
  }
  return files;
}

Result<Place> of_folder(const fs::path& folder) {
  std::error_code error;
  fs::path canonical = fs::canonical(folder, error);
  if (error) return no_such(folder.string());
  auto files = policies_in(folder);
  if (!files) return files.failure();
  Place place{folder, root_of(canonical), std::move(*files)};
  for (const fs::path& file : place.files) {
    if (inside(place.root, file)) continue;
    std::string name = file.string(), root = place.root.string();
    return Failure{
        Exit::environment,
        {name + " is a link that leaves the program's root " + root, name + " 是指向程序根目录 " + root + " 之外的链接"}};
  }
  return place;
}

}  // namespace

Result<Place> find_files(const std::string& path) {
  std::error_code error;
  fs::path given(path);
  if (fs::is_directory(given, error)) return of_folder(given);
  if (error || !fs::exists(given, error)) return no_such(path);
  fs::path folder = given.has_parent_path() ? given.parent_path() : fs::path(".");
  fs::path canonical = fs::canonical(folder, error);
  if (error) return no_such(path);
  return Place{folder, root_of(canonical), {given}};
}

std::optional<fs::path> inside(const fs::path& root, const fs::path& file) {
  std::error_code error;
  fs::path canonical = fs::canonical(file, error);
  if (error) return {};
  auto [end, at] = std::mismatch(root.begin(), root.end(), canonical.begin(), canonical.end());
  if (end != root.end()) return {};
  return canonical;
}

Result<std::string> read_policy(const fs::path& file) {
  auto fail = [&]() -> Failure {
    std::string name = file.string(), why = std::strerror(errno);
    return {Exit::environment, {"cannot read " + name + ": " + why, "无法读取 " + name + "：" + why}};
  };
  std::unique_ptr<FILE, int (*)(FILE*)> stream(std::fopen(file.c_str(), "rb"), &std::fclose);
  if (!stream) return fail();
  std::string bytes;
  char buffer[1 << 16];
  while (bytes.size() <= text::largest_file) {
    size_t read = std::fread(buffer, 1, sizeof buffer, stream.get());
    bytes.append(buffer, read);
    if (read < sizeof buffer) break;
  }
  if (std::ferror(stream.get())) return fail();
  return bytes;
}

}  // namespace huice::program
