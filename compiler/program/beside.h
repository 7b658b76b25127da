// Files that a policy names: they lie beside it, and under the program's root.
#pragma once
#include <filesystem>
#include <string>

#include "compiler/program/program.h"

namespace huice::program {

/// The root of a text that lies in no folder: there is no such file, so nothing lies below it.
inline constexpr const char* no_root = "<text>";

struct Beside {
  std::filesystem::path file;       // as messages name it
  std::filesystem::path canonical;  // links followed
};

/// The file `name` beside the policy of `span`; nothing after a report at `span`.
std::optional<Beside> find_beside(Program& program, const std::string& name, text::Span span);

}  // namespace huice::program
