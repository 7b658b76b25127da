#include "tests/properties/generated.h"

#include <algorithm>
#include <set>

namespace huice::properties {
namespace {

/// What depends on values that the generator does not work out.
const std::set<std::string> unlucky = {"aggregate_of_quotient", "empty_range", "list_needs_field", "member_too_wide", "never_together", "never_true", "percent_without_sign", "steps_out_of_order", "too_wide", "zero_divisor"};

}  // namespace

std::optional<Generated> generate(uint64_t seed, Contents contents, Refusals& refusals, std::string& fault) {
  for (uint64_t attempt = 0; attempt < 200; ++attempt) {
    Random random(derive(seed, attempt));
    Generated made;
    made.tree = Writer(random, contents).program();
    made.text = render(made.tree);
    made.compiled = compile(made.text);
    if (made.compiled->ok()) return made;
    std::vector<std::string> codes = errors_of(*made.compiled);
    bool expected = std::all_of(codes.begin(), codes.end(), [](const std::string& code) { return unlucky.contains(code); });
    for (const std::string& code : codes) ++refusals[code];
    if (expected) continue;
    fault = "the compiler refuses a program (attempt " + std::to_string(attempt) + "):\n" + made.text + "\n" + diagnostics_of(*made.compiled);
    return std::nullopt;
  }
  fault = "no program compiles";
  return std::nullopt;
}

}  // namespace huice::properties
