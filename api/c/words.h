// Failures of the runtime speak to people at the command line; callers of the API get its own words.
#pragma once
#include "base/result.h"

namespace huice::c {

/// Without options of the command line.
Bilingual in_api_words(Bilingual message);

}  // namespace huice::c
