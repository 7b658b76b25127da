// A workbook apart from its tables: which sheets there are, its strings, what its cells' styles show.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "runtime/workbook/formats.h"
#include "runtime/workbook/package.h"
#include "runtime/workbook/strings.h"

namespace huice::workbook {

struct SheetName {
  std::string name, part;  // `Sheet1`, `xl/worksheets/sheet1.xml`
  bool hidden = false;
};

struct Book {
  /// `folder`: for strings that are too many for memory.
  static Result<std::shared_ptr<Book>> open(const std::string& file, const std::string& folder);
  /// The sheet of that name; without one the first that is not hidden. Fails by naming those there are.
  Result<const SheetName*> sheet(const std::optional<std::string>& name) const;
  /// `人员、汇总`, for messages.
  std::string listed() const;

  std::unique_ptr<Package> package;
  std::vector<SheetName> sheets;
  bool from_1904 = false;
  Strings strings;
  std::vector<Shows> styles;  // by a cell's `s`

  explicit Book(std::unique_ptr<Package> its, std::string folder) : package(std::move(its)), strings(std::move(folder)) {}
};

/// Where a text of XML has `_x000D_` stands that character.
std::string unescaped(std::string_view text);
/// The most bytes of one cell's text.
inline constexpr size_t most_text = size_t{1} << 20;

}  // namespace huice::workbook
