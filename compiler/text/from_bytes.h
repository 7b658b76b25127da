// bytes → text: what a file holds becomes a Source, if it is text at all.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "compiler/text/source.h"

namespace huice::text {

constexpr size_t largest_file = size_t{16} << 20;  // 16 MiB: positions stay small, and no hand writes more

/// Why bytes are no policy text; diagnostics of the same names say it to the author.
struct Fault {
  enum class Kind { file_too_large, empty_file, invalid_utf8, nul_byte } kind;
  Span span;
};

/// The source is added in any case, so that a message can show the place; with a fault it must not be read further.
struct Reading {
  SourceId source;
  std::optional<Fault> fault;
};

Reading from_bytes(Sources& sources, std::string path, std::string bytes);

}  // namespace huice::text
