// The two ways in which a measure is compiled.
#pragma once
#include <vector>

#include "compiler/ir/widths.h"

namespace huice::machine {

struct Variant {
  unsigned lanes = 8;               // 8: narrow, in 64-bit integers under guards; 1: wide
  unsigned bits = 64;               // of every number
  std::vector<ir::Guard> guards;    // a batch beyond them makes the kernel return 1
};

}  // namespace huice::machine
