// A part's XML as a stream of elements and text. Document types, and so entities, are refused; names come without their prefix.
#pragma once
#include <memory>
#include <string_view>

#include "runtime/workbook/package.h"

namespace huice::workbook {

/// `name="value"` pairs of an element.
class Attributes {
 public:
  explicit Attributes(const char** pairs) : pairs_(pairs) {}
  /// Null: there is none. `id` also finds `r:id`.
  const char* find(std::string_view name) const;

 private:
  const char** pairs_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view name, const Attributes& attributes) = 0;
  virtual void end(std::string_view) {}
  /// Perhaps in several pieces.
  virtual void text(std::string_view) {}
  /// What is wrong, once something is: reading stops there.
  virtual const std::optional<Failure>& failure() const = 0;
};

class XmlReader {
 public:
  /// `where` is for messages: `sheet 1`.
  XmlReader(std::string file, std::string where, std::unique_ptr<Part> part, XmlHandler& handler);
  ~XmlReader();
  /// Reads some more; false at the end.
  Result<bool> step();
  /// All that is left.
  Outcome run();
  const Part& part() const { return *part_; }

 private:
  struct Parser;
  Failure damaged(const std::string& why) const;
  std::string file_, where_;
  std::unique_ptr<Part> part_;
  XmlHandler& handler_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace huice::workbook
