#include "runtime/ledger/pairs.h"

#include <charconv>

namespace huice::ledger {
namespace {

void append_string(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += byte;
    } else if (code < 0x20) {
      out += "\\u00";
      out += hex[code >> 4];
      out += hex[code & 15];
    } else {
      out += byte;
    }
  }
  out += '"';
}

void append_value(std::string& out, const Share& share) { out += std::to_string(share.amount); }
void append_value(std::string& out, const Field& field) { append_string(out, field.cell); }

template <class Pair>
void append_object(std::string& out, const std::vector<Pair>& pairs) {
  out += '{';
  for (const Pair& pair : pairs) {
    if (&pair != pairs.data()) out += ',';
    append_string(out, pair.name);
    out += ':';
    append_value(out, pair);
  }
  out += '}';
}

/// What append_object writes, and nothing else.
struct Parser {
  std::string_view rest;

  bool take(char byte) {
    if (rest.empty() || rest.front() != byte) return false;
    rest.remove_prefix(1);
    return true;
  }

  bool escape(std::string& text) {
    if (take('"')) return text += '"', true;
    if (take('\\')) return text += '\\', true;
    unsigned code = 0;
    if (rest.size() < 5 || rest.substr(0, 3) != "u00") return false;
    const auto [end, error] = std::from_chars(rest.data() + 3, rest.data() + 5, code, 16);
    if (error != std::errc() || end != rest.data() + 5 || code >= 0x20) return false;
    rest.remove_prefix(5);
    text += static_cast<char>(code);
    return true;
  }

  bool string(std::string& text) {
    text.clear();
    if (!take('"')) return false;
    for (;;) {
      const size_t end = rest.find_first_of("\"\\");
      if (end == std::string_view::npos) return false;
      text += rest.substr(0, end);
      const bool done = rest[end] == '"';
      rest.remove_prefix(end + 1);
      if (done) return true;
      if (!escape(text)) return false;
    }
  }

  bool value(Share& share) {
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), share.amount);
    if (error != std::errc()) return false;
    rest.remove_prefix(static_cast<size_t>(end - rest.data()));
    return true;
  }
  bool value(Field& field) { return string(field.cell); }

  /// Fills the pairs that are there already, to keep their memory.
  template <class Pair>
  bool object(std::vector<Pair>& pairs) {
    size_t count = 0;
    if (!take('{')) return false;
    if (!take('}')) {
      do {
        if (count == pairs.size()) pairs.emplace_back();
        Pair& pair = pairs[count++];
        if (!string(pair.name) || !take(':') || !value(pair)) return false;
      } while (take(','));
      if (!take('}')) return false;
    }
    pairs.resize(count);
    return rest.empty();
  }
};

}  // namespace

void append_json(std::string& out, const std::vector<Share>& shares) { append_object(out, shares); }
void append_json(std::string& out, const std::vector<Field>& fields) { append_object(out, fields); }
bool parse_json(std::string_view text, std::vector<Share>& shares) { return Parser{text}.object(shares); }
bool parse_json(std::string_view text, std::vector<Field>& fields) { return Parser{text}.object(fields); }

}  // namespace huice::ledger
