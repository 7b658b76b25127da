#include "tests/properties/shrink.h"

#include <chrono>

namespace huice::properties {

Shrunk shrink(Piece program, std::string fault, const std::function<std::string(const std::string&)>& shows, int seconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  bool progress = true;
  while (progress) {
    progress = false;
    for (size_t position = 0; position < count_pieces(program);) {
      bool taken = false;
      for (Piece& candidate : smaller(program, position)) {
        if (std::chrono::steady_clock::now() > end) return {render(program), std::move(fault)};
        std::string text = render(candidate);
        if (text.size() >= render(program).size()) continue;
        std::string found = shows(text);
        if (found.empty()) continue;
        program = std::move(candidate);
        fault = std::move(found);
        taken = progress = true;
        break;
      }
      if (!taken) ++position;
    }
  }
  return {render(program), std::move(fault)};
}

}  // namespace huice::properties
