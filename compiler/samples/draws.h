// Plausible values of one field: magnitudes near the constants that rules hold against it, round figures mostly.
#pragma once
#include <optional>
#include <vector>

#include "compiler/rules/rules.h"
#include "compiler/samples/cells.h"
#include "compiler/samples/names.h"
#include "compiler/samples/random.h"

namespace huice::samples {

/// What the numbers of one applicant have in common: the money it moves is around this many yuan.
struct Size {
  int64_t yuan = 1'000'000;
  static Size draw(Random& random);
};

class FieldDraw {
 public:
  FieldDraw(const rules::Program& rules, rules::EntityId entity, rules::FieldIndex field, const batch::Field& column,
            const std::vector<rules::ExprId>& constants);

  /// Of a cell that says whether a member is there.
  static FieldDraw presence();

  /// A known cell. Dates of measures' `dated` fields mostly fall into their in-force ranges.
  Cell draw(const Size& size, Random& random) const;
  /// Bounds of what the reader accepts (numbers, dates and datetimes), in the cell's `n`.
  __int128 lo() const { return lo_; }
  __int128 hi() const { return hi_; }
  bool key() const { return key_; }
  /// Whether a cell may be empty without the row being rejected.
  bool may_be_missing() const { return !key_ && !required_; }
  bool numeric() const { return kind_ == batch::Kind::number; }
  bool timed() const { return kind_ == batch::Kind::date || kind_ == batch::Kind::datetime; }
  TextKind text() const { return text_; }
  /// Whether rules compare the field with this text.
  bool wants(std::string_view text) const;
  /// The number-th value of a numeric key.
  __int128 number_key(uint64_t number) const;

 private:
  FieldDraw() = default;
  __int128 draw_number(const Size& size, Random& random) const;
  __int128 round_figure(__int128 n, Random& random) const;
  __int128 draw_day(Random& random) const;
  void draw_text(std::string& out, Random& random) const;
  void set_number_bounds(const batch::Field& column);
  void set_days(const rules::Program& rules, rules::EntityId entity, rules::FieldIndex field);
  void add_constant(const rules::Expr& expr, const batch::Field& column);

  batch::Kind kind_ = batch::Kind::boolean;
  bool key_ = false, required_ = true;
  bool derived_ = false;  // taken from other rows: never drawn
  __int128 lo_ = 0, hi_ = 0;
  // numbers
  bool money_ = false, small_ = false, percent_ = false, whole_ = false, ranged_ = false;
  __int128 unit_ = 1;  // steps in one of the unit that cells are written in (percents: 1%)
  __int128 yuan_ = 0;  // money: steps in one yuan
  std::vector<__int128> constants_;
  size_t choices_ = 0;
  // dates: the days of most draws
  int32_t first_day_ = 0, last_day_ = 0;
  std::vector<std::string> texts_;
  TextKind text_ = TextKind::code;
};

}  // namespace huice::samples
