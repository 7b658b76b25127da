// Header names → fields: which column of a file is which field, and in which unit its numbers are.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "runtime/batch/schema.h"

namespace huice::batch {

/// What a reader of one entity needs from the header.
struct Wanted {
  std::vector<bool> fields;          // by field: read it
  std::vector<std::string> keep;     // columns to copy through, by header, field name or label
  std::vector<std::pair<std::string, std::string>> aliases;  // header → what it stands for: `研发占比（%）` (huice.toml, --column)
  std::vector<bool> derived = {};    // by field: somebody else fills it
};

struct BoundColumn {
  int column = 0;                    // of the file, from 0
  uint32_t field = 0;
  std::optional<CellUnit> unit;      // where the header names one
};

/// How one file's header binds.
struct Binding {
  std::vector<std::string> headers;
  std::vector<BoundColumn> columns;  // by column
  std::vector<int> keep;             // columns of the file, in Wanted::keep's order
  std::vector<bool> bound;           // by field
};

/// A header cell: `营业收入（万元）` is 营业收入 in 万元. Folded for comparison.
struct HeaderName {
  std::string whole;
  std::string name;  // without the unit in parentheses, where there are any
  std::string unit;
};
HeaderName parse_header(std::string_view cell);

/// Binds, or says which columns are missing and what the closest header is. `file` is for the message.
Result<Binding> bind_header(const Schema& schema, const Wanted& wanted, const std::string& file, std::vector<std::string> headers);

/// What a header's cells would bind to; for finding the header among other rows.
class HeaderFields {
 public:
  HeaderFields(const Schema& schema, const Wanted& wanted);
  ~HeaderFields();
  /// The wanted field that a cell names.
  std::optional<uint32_t> field(std::string_view cell) const;
  /// Whether it names a field of numbers; one that may be in `unit`.
  bool is_number(std::string_view cell) const;
  bool takes_unit(std::string_view cell, const std::string& unit) const;
  /// How many wanted fields the cells name.
  size_t count(const std::vector<std::string>& cells) const;

 private:
  struct Names;
  const Schema& schema_;
  const Wanted& wanted_;
  std::unique_ptr<Names> names_;
};

/// The schema with layouts fine enough for the units of all `bindings`.
Schema refine_layouts(const Schema& schema, const std::vector<Binding>& bindings);

}  // namespace huice::batch
