#include "tests/properties/vocabulary.h"

namespace huice::properties {
namespace {

const std::vector<std::string> stems_en = {"premium", "revenue", "spend", "area", "rate", "level", "sme", "base", "deal", "cap", "x", "Q"};
const std::vector<std::string> stems_zh = {"保费", "营业收入", "面积", "级别", "规上", "基数", "比率", "金 额", "项目", "等级"};
/// Keywords that are names wherever a name may stand. Not `year` and 日期: a name would hide the function.
const std::vector<std::string> contextual = {"total", "ceiling", "上限", "column", "share", "rest", "条款", "原文", "order",
                                             "highest", "金额", "时间", "文本", "pays", "given", "first", "total_amount"};

}  // namespace

std::string Vocabulary::word(const char* en, const char* zh) { return std::string(" ") + (chinese() ? zh : en) + " "; }

std::string Vocabulary::sign(const char* ascii, std::initializer_list<const char*> others) {
  return chinese() && random_.chance(60) ? random_.pick(others) : ascii;
}

std::string Vocabulary::new_name() {
  while (true) {
    std::string name;
    if (random_.chance(6)) {
      name = random_.pick(contextual);
    } else {
      name = random_.pick(chinese() ? stems_zh : stems_en);
      if (!used_.empty()) name += "_" + std::to_string(used_.size());
    }
    if (!used_.insert(name).second) continue;
    bool quoted = name.find(' ') != std::string::npos || random_.chance(3);
    return quoted ? "「" + name + "」" : name;
  }
}

std::string Vocabulary::new_type_name() {
  std::string name = new_name();
  while (name.find('_') == std::string::npos) name = new_name();
  return name;
}

std::string Vocabulary::maybe_label() {
  if (random_.chance(60)) return "";
  std::string number = std::to_string(labels_++);
  return random_.chance(50) ? " \"label " + number + "\" " : " “标签" + number + ", 带: 标点” ";
}

}  // namespace huice::properties
