// Texts that are nearly programs: a word lost, repeated, moved or strange. Each is diagnosed or compiles.
#pragma once
#include <string>

#include "tests/properties/random.h"

namespace huice::properties {

/// `text` with one to a few words changed; seldom a stray byte.
std::string break_text(const std::string& text, Random& random);

}  // namespace huice::properties
