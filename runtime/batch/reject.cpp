#include "runtime/batch/reject.h"

#include <array>

#include "base/test_switch.h"

namespace huice::batch {
namespace {

struct Entry {
  std::string_view name, en, zh;
};
constexpr Entry entries[] = {
#define HUICE_REJECT(code, en, zh) {#code, en, zh},
#include "runtime/decisions/reject_codes.def"
#undef HUICE_REJECT
};

std::string fill(std::string_view pattern, std::string_view expected) {
  std::string text(pattern);
  if (const size_t at = text.find("{}"); at != std::string::npos) text.replace(at, 2, expected);
  return text;
}

}  // namespace

std::string_view name(RejectCode code) { return entries[static_cast<size_t>(code)].name; }

std::optional<RejectCode> parse_reject_code(std::string_view name) {
  for (int i = 0; i < reject_code_count; ++i) {
    if (entries[i].name == name) return static_cast<RejectCode>(i);
  }
  return std::nullopt;
}

Bilingual message(RejectCode code, std::string_view expected) {
  const Entry& entry = entries[static_cast<size_t>(code)];
  return {fill(entry.en, expected), fill(entry.zh, expected)};
}

bool rejects(RejectCode code) {
  static const auto active = [] {
    std::array<bool, reject_code_count> table{};
    for (size_t i = 0; i < table.size(); ++i) table[i] = !switched_off(entries[i].name);
    return table;
  }();
  return active[static_cast<size_t>(code)];
}

}  // namespace huice::batch
