#include "compiler/program/standard.h"

#include <utility>

namespace huice::program {
namespace {

// Made by the build from standard/*.policy: {"std/codes.policy", R"…(…)…"}, …
constexpr std::pair<std::string_view, std::string_view> files[] = {
#include "standard_files.inc"
};

}  // namespace

std::optional<std::string_view> standard_file(std::string_view path) {
  for (const auto& [name, text] : files) {
    if (name == path) return text;
  }
  return {};
}

std::string standard_names() {
  std::string all;
  for (const auto& [name, text] : files) all += (all.empty() ? "" : ", ") + std::string(name);
  return all;
}

}  // namespace huice::program
