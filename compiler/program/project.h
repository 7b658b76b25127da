// huice.toml at a program's root. Nothing in it changes what a rule means.
//
//   language = "1"
//   lang     = "zh"                  # of messages
//   keywords = "zh"                  # for fmt
//   sources  = "../sources"          # texts of the documents, relative to this file
//   [columns]
//   "申报单位" = "企业名称"             # a header of data files = a field's name or label
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace huice::program {

struct Project {
  std::string lang, keywords;  // en, zh, or empty: not said
  std::string sources;         // a folder; empty: not said
  std::vector<std::pair<std::string, std::string>> columns;
};

/// Of the program at `path`: its root's huice.toml, or an empty one where there is none. An unknown key or a bad value is a
/// failure that names the line.
Result<Project> find_project(const std::string& path);
Result<Project> read_project(const std::filesystem::path& root);

}  // namespace huice::program
