#include "compiler/rules/compare_op.h"

namespace huice::rules {

CompareOp opposite(CompareOp op) {
  switch (op) {
    case CompareOp::equal:
      return CompareOp::not_equal;
    case CompareOp::not_equal:
      return CompareOp::equal;
    case CompareOp::less:
      return CompareOp::greater_equal;
    case CompareOp::less_equal:
      return CompareOp::greater;
    case CompareOp::greater:
      return CompareOp::less_equal;
    case CompareOp::greater_equal:
      return CompareOp::less;
  }
  return op;
}

CompareOp mirrored(CompareOp op) {
  constexpr CompareOp mirror[] = {CompareOp::equal,         CompareOp::not_equal, CompareOp::greater,
                                  CompareOp::greater_equal, CompareOp::less,      CompareOp::less_equal};
  return mirror[static_cast<size_t>(op)];
}

std::string_view sign(CompareOp op) {
  switch (op) {
    case CompareOp::equal:
      return "=";
    case CompareOp::not_equal:
      return "!=";
    case CompareOp::less:
      return "<";
    case CompareOp::less_equal:
      return "<=";
    case CompareOp::greater:
      return ">";
    case CompareOp::greater_equal:
      return ">=";
  }
  return "";
}

}  // namespace huice::rules
