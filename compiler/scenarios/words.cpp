#include "compiler/scenarios/words.h"

#include <algorithm>

namespace huice::scenarios {

std::string place_of(const program::Program& program, text::Span span) {
  if (!span.source.valid() || span.source.value >= program.sources.size()) return {};
  const text::Source& source = program.sources[span.source];
  return source.path + ":" + std::to_string(source.position(span.begin).line);
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

std::vector<std::string> sorted(std::vector<std::string> items) {
  std::sort(items.begin(), items.end());
  return items;
}

}  // namespace huice::scenarios
