// huice build: a program as a library for C programs that have neither LLVM nor Huice. Its kernels are the ones that the command
// line runs; around them stands plain C (runtime/ahead), which the machine's C compiler translates.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "compiler/program/program.h"

namespace huice::ahead {

struct Options {
  std::string folder;                // made where it is missing
  std::string name = "policy";       // of the files and before every name in C
  std::string cpu = "x86-64-v3";     // the level that kernels need
  std::vector<uint32_t> measures;    // as selected
};

struct LeftOut {
  uint32_t measure = 0;
  Bilingual why;
};
struct Built {
  struct File {
    std::string path;
    uint64_t bytes = 0;
  };
  std::vector<File> files;           // header, static library, shared library
  std::vector<LeftOut> left_out;     // measures that need more than a row of their own
};

/// Fails where nothing is left to build, the folder cannot be written, or there is no C compiler (`cc`, or what $CC names).
Result<Built> build(const program::Program& program, const Options& options);

}  // namespace huice::ahead
