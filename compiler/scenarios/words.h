// How scenarios are named, and lists of words in them.
#pragma once
#include <string>
#include <vector>

#include "compiler/program/program.h"

namespace huice::scenarios {

/// `policies/ningbo/rd.policy:20`
std::string place_of(const program::Program& program, text::Span span);
/// `size, age`
std::string joined(const std::vector<std::string>& items);
std::vector<std::string> sorted(std::vector<std::string> items);

}  // namespace huice::scenarios
