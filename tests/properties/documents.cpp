// Documents, and what measures have in common with them: periods and rounding.
#include "tests/properties/writer.h"

namespace huice::properties {

Piece Writer::rounding() {
  Piece piece(words_.word("rounding", "取整"));
  switch (random_.below(3)) {
    case 0: piece.add(words_.word("half up", "四舍五入")); break;
    case 1: piece.add(words_.word("down", "舍去")); break;
    default: piece.add(words_.word("up", "进位")); break;
  }
  return piece.add(words_.word("to", "到")).add(random_.pick({"0.01元", "1元", "100元", "0.001元", "0.01元", "1万元", "1_000元"})).add("\n");
}

Piece Writer::in_force() {
  Piece piece(words_.word("in force", "有效期"));
  std::string from = random_.pick({"2024-01-01", "2024-02-29", "2000-01-01", "2024年10月1日"}), to = random_.pick({"2024-12-31", "2025-12-31", "2030年1月1日"});
  switch (random_.below(8)) {
    case 0:
    case 1: piece.add(words_.word("from", "自") + from); break;
    case 2: piece.add(words_.word("to", "至") + to); break;
    default: piece.add(from + words_.word("to", "至") + to); break;
  }
  return piece.add("\n");
}

Piece Writer::document() {
  Piece piece;
  std::string name = words_.new_name();
  piece.add(words_.word("document", "文件") + name + words_.maybe_label() + " {\n");
  auto optional = [&](Piece part) {
    part.removable = true;
    piece.add(std::move(part));
  };
  if (random_.chance(40)) optional(Piece(words_.word("issuer", "发文机关") + "\"某市人民政府\"\n"));
  if (random_.chance(20)) optional(Piece(words_.word("source", "原文") + "\"city.txt\"\n"));
  if (random_.chance(20)) optional(Piece(words_.word("clauses", "条款") + "1" + words_.word("to", "至") + "40" + words_.comma() + "\"2/(四)\"\n"));
  if (random_.chance(20)) optional(Piece(words_.word("qualitative", "定性") + "35" + words_.comma() + "36" + words_.word("to", "至") + "38\n"));
  if (random_.chance(60)) optional(in_force());
  if (random_.chance(60)) optional(rounding());
  documents_.push_back(name);
  return piece.add("}\n");
}

}  // namespace huice::properties
