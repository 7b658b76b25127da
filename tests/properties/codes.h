// Codes as standards define them: valid ones, ones with a wrong check character, and ones of no such form.
#pragma once
#include <string>

#include "tests/properties/random.h"

namespace huice::properties {

std::string random_code(Random& random);

}  // namespace huice::properties
