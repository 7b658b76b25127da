// Which files make up a program: a folder's `.policy` files in byte order, and whatever they `use`, under one root.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace huice::program {

/// A program's place on disk.
struct Place {
  std::filesystem::path folder;              // of the program's own files, as named
  std::filesystem::path root;                // canonical; nothing outside is read
  std::vector<std::filesystem::path> files;  // its own, in order
};

/// Fails when there is no such folder or file, or it holds no policy.
Result<Place> find_files(const std::string& path);

/// The file's canonical path when it lies under `root` once links are followed.
std::optional<std::filesystem::path> inside(const std::filesystem::path& root, const std::filesystem::path& file);

/// At most one byte more than a policy may have, so that endless input ends.
Result<std::string> read_policy(const std::filesystem::path& file);

}  // namespace huice::program
