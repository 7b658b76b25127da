// The three roundings of the language (docs/language.md, "Numbers are exact").
#pragma once

namespace huice {

/// half_up: to nearest, a half away from zero (四舍五入). down: toward zero (舍去). up: away from zero (进位).
/// floor: toward minus infinity and ceil: toward plus infinity serve the bounds of `pay` (`at most`, `at least`), so that
/// a bound is never passed; a rule cannot write them.
enum class Rounding { half_up, down, up, floor, ceil };

}  // namespace huice
