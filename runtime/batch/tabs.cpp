#include "runtime/batch/tabs.h"

#include <algorithm>

namespace huice::batch {
namespace {

struct Line {
  bool comma = false, tab = false;
  bool between = false;  // a TAB with text on either side
};

/// The line without its quoted parts.
Line look_at(std::string_view line) {
  Line found;
  bool inside = false, text = false, text_then_tab = false;
  for (const char c : line) {
    if (c == '"') inside = !inside, text = true;
    else if (inside) continue;
    else if (c == ',') found.comma = text = true;
    else if (c == '\t') found.tab = true, text_then_tab = text_then_tab || text;
    else if (c != ' ' && c != '\r') text = true, found.between = found.between || text_then_tab;
  }
  return found;
}

}  // namespace

bool separated_by_tabs(std::string_view beginning) {
  constexpr size_t most_lines = 30;
  bool between = false;
  for (size_t n = 0; n < most_lines && !beginning.empty(); ++n) {
    const size_t end = std::min(beginning.find('\n'), beginning.size());
    const Line line = look_at(beginning.substr(0, end));
    if (line.comma && !line.tab) return false;
    between = between || line.between;
    beginning.remove_prefix(std::min(end + 1, beginning.size()));
  }
  return between;
}

void Untabber::end_cell(std::string& out) {
  if (cell_.find_first_of(",\"") == std::string::npos) {
    out += cell_;
  } else {
    out += '"';
    for (const char c : cell_) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
  cell_.clear();
  fresh_ = true;
  quoted_ = false;
}

void Untabber::add(std::string_view text, bool last, std::string& out) {
  constexpr size_t most_cell = size_t{16} << 20;  // more than a record may have
  for (const char c : text) {
    if (inside_) {
      inside_ = c != '"';
      out += c;
    } else if (c == '"' && (fresh_ || quoted_)) {  // the cell's first, or the twin of one inside
      quoted_ = inside_ = true;
      fresh_ = false;
      out += c;
    } else if (c == '\t') {
      end_cell(out);
      out += ',';
    } else if (c == '\n') {
      const bool with_return = cell_.ends_with('\r');
      if (with_return) cell_.pop_back();
      end_cell(out);
      out += with_return ? "\r\n" : "\n";
    } else {
      fresh_ = false;
      (quoted_ ? out : cell_) += c;
    }
    if (cell_.size() > most_cell) end_cell(out);
  }
  if (last) end_cell(out);
}

}  // namespace huice::batch
