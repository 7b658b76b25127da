// A random program that compiles.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "tests/properties/compile.h"
#include "tests/properties/text_tree.h"
#include "tests/properties/writer.h"

namespace huice::properties {

struct Generated {
  Piece tree;
  std::string text;
  std::unique_ptr<Compiled> compiled;
};

/// How often the generator hit on what the compiler rightly refuses (a `require` that no input can satisfy, an amount that
/// needs more than 512 bits): the code and how many programs.
using Refusals = std::map<std::string, int>;

/// Tries until a program compiles. Empty, with the text and the diagnostics in `fault`, when the compiler refuses one for
/// another reason than those above: the generator writes what the language allows, so one of the two is wrong.
std::optional<Generated> generate(uint64_t seed, Contents contents, Refusals& refusals, std::string& fault);

}  // namespace huice::properties
