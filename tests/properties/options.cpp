#include "tests/properties/options.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace huice::properties {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  std::fprintf(stderr, "%s\nusage: properties [--seed N] [--programs N] [--threads N] [--check NAME] [--show]\n", what.c_str());
  std::exit(2);
}

uint64_t number(const std::string& text) {
  char* end = nullptr;
  uint64_t value = std::strtoull(text.c_str(), &end, 10);
  if (text.empty() || *end != 0) refuse("`" + text + "` is not a number");
  return value;
}

void set_size(Options& options, const std::string& size) {
  if (size == "day") {
    options.programs = 30, options.light = 150, options.runs = 40, options.broken = 1500, options.batches = 2;
  } else if (size == "full") {
    options.programs = 1500, options.light = 20000, options.runs = 3000, options.broken = 200000, options.batches = 24;
  } else {
    refuse("HUICE_TEST_SIZE is `" + size + "`: day or full");
  }
}

}  // namespace

Options read_options(int count, char** arguments) {
  Options options;
  const char* size = std::getenv("HUICE_TEST_SIZE");
  set_size(options, size ? size : "day");
  for (int i = 1; i < count; ++i) {
    const std::string name = arguments[i];
    if (name == "--show") {
      options.show = true;
      continue;
    }
    if (i + 1 == count) refuse("`" + name + "` wants a value");
    if (name == "--check") {
      options.only = arguments[++i];
      continue;
    }
    const uint64_t value = number(arguments[++i]);
    if (name == "--seed") {
      options.seed = value;
    } else if (name == "--programs") {
      options.programs = options.light = options.runs = static_cast<int>(value);
      options.broken = options.programs * 4;
      options.alone = true;
    } else if (name == "--threads") {
      options.threads = static_cast<int>(value);
    } else {
      refuse("unknown option `" + name + "`");
    }
  }
  return options;
}

}  // namespace huice::properties
