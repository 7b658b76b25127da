#include "compiler/text/from_bytes.h"

#include "base/unicode/utf8.h"

namespace huice::text {
namespace {

constexpr size_t kept_of_too_large = 4096;

std::optional<Fault> find_fault(SourceId id, const std::string& bytes) {
  const auto at = [&](size_t offset) { return Span{id, static_cast<uint32_t>(offset), static_cast<uint32_t>(offset + 1)}; };
  if (bytes.find_first_not_of(" \t\r\n") == std::string::npos) return Fault{Fault::Kind::empty_file, Span{id, 0, 0}};
  const std::optional<size_t> invalid = unicode::first_invalid_utf8(bytes);
  const size_t nul = bytes.find('\0');
  if (nul != std::string::npos && (!invalid || nul < *invalid)) return Fault{Fault::Kind::nul_byte, at(nul)};
  if (invalid) return Fault{Fault::Kind::invalid_utf8, at(*invalid)};
  return std::nullopt;
}

}  // namespace

Reading from_bytes(Sources& sources, std::string path, std::string bytes) {
  if (bytes.size() > largest_file) {
    bytes.resize(kept_of_too_large);
    const SourceId id = add_source(sources, std::move(path), std::move(bytes));
    return {id, Fault{Fault::Kind::file_too_large, Span{id, 0, 0}}};
  }
  const SourceId id = add_source(sources, std::move(path), std::move(bytes));
  return {id, find_fault(id, sources[id].bytes)};
}

}  // namespace huice::text
