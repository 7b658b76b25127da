// Sizes and the command line.
#pragma once
#include <cstdint>
#include <string>

namespace huice::properties {

struct Options {
  uint64_t seed = 20240901;
  int programs = 0;      // compared with machine code
  int light = 0;         // compared with the IR only, and for missing values
  int runs = 0;          // of whole plans over files
  int broken = 0;        // broken texts
  int batches = 8;       // for each measure, beside the small ones
  int threads = 2;
  bool show = false;     // print every program
  std::string only;      // checks whose name holds this
  bool alone = false;    // `--programs` was given: only that many, every check on each
};

/// Reads HUICE_TEST_SIZE and the arguments; ends the process with a message when they cannot be used.
Options read_options(int count, char** arguments);

}  // namespace huice::properties
