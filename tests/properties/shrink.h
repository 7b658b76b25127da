// Makes the text of a program that shows a fault smaller, as long as it shows one.
#pragma once
#include <functional>
#include <string>

#include "tests/properties/text_tree.h"

namespace huice::properties {

/// `shows`: what is wrong with a text, empty when nothing is (or it does not compile). At most `seconds` are spent.
struct Shrunk {
  std::string text, fault;
};
Shrunk shrink(Piece program, std::string fault, const std::function<std::string(const std::string&)>& shows, int seconds);

}  // namespace huice::properties
