// rules → what the runtime needs to know: the catalogue (names and bits) and the schemas (columns and cells).
#pragma once
#include <vector>

#include "compiler/rules/rules.h"
#include "runtime/batch/schema.h"
#include "runtime/catalogue.h"

namespace huice::program {

Catalogue make_catalogue(const rules::Program& rules);
std::vector<batch::Schema> make_schemas(const rules::Program& rules);

}  // namespace huice::program
