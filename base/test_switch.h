// The tests' switch: one diagnostic, status or reject code is switched off to prove that some test notices.
// Programs that users get link off.cpp, where nothing is ever switched off; the test program links on.cpp (tests/switch).
#pragma once
#include <string_view>

namespace huice {

/// Whether the tests have switched off `code`: `unknown_name`, `undetermined`, `bad_number`, …
bool switched_off(std::string_view code);
/// Whether they have switched off anything: what is worked out then must not be kept for later.
bool anything_switched_off();

/// Where the tests kill a run to see what is left of it: nothing happens unless they have chosen this place.
void failpoint(std::string_view place);

}  // namespace huice
