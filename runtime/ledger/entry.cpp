#include "runtime/ledger/entry.h"

#include <algorithm>

namespace huice::ledger {

std::string_view name(RunKind kind) {
  switch (kind) {
    case RunKind::run:
      return "run";
    case RunKind::opening:
      return "opening";
    case RunKind::reversal:
      return "reversal";
  }
  return "";
}

std::string_view label_zh(RunKind kind) {
  switch (kind) {
    case RunKind::run:
      return "运行";
    case RunKind::opening:
      return "期初";
    case RunKind::reversal:
      return "冲销";
  }
  return "";
}

std::string key_text(const std::vector<std::string>& key) {
  std::string text;
  for (size_t i = 0; i < key.size(); ++i) {
    if (i > 0) text += ',';
    if (key[i].find_first_of(",\"\r\n") == std::string::npos) {
      text += key[i];
      continue;
    }
    text += '"';
    for (const char byte : key[i]) text.append(byte == '"' ? 2 : 1, byte);
    text += '"';
  }
  return text;
}

bool parse_key(std::string_view text, std::vector<std::string>& key) {
  size_t cells = 0, at = 0;
  for (;;) {
    if (cells == key.size()) key.emplace_back();
    std::string& cell = key[cells++];
    cell.clear();
    if (at < text.size() && text[at] == '"') {
      for (++at;;) {
        const size_t quote = text.find('"', at);
        if (quote == std::string_view::npos) return false;
        cell += text.substr(at, quote - at);
        at = quote + 1;
        if (at == text.size() || text[at] != '"') break;
        cell += '"';
        ++at;
      }
    } else {
      const size_t end = std::min(text.find(',', at), text.size());
      cell = text.substr(at, end - at);
      if (cell.find_first_of("\"\r\n") != std::string::npos) return false;
      at = end;
    }
    if (at == text.size()) break;
    if (text[at++] != ',') return false;
  }
  key.resize(cells);
  return true;
}

}  // namespace huice::ledger
