// The figures of a text: what a clause says in numbers.
//
//   每年攻坚形成亿元以上支撑性项目2000个，增长10%以上，三年内 → 亿元, 2000个, 10%, 三年
//
// A figure is
// - digits with what they count, magnitude and unit as base/units.def has them: `4500亿元`, `0.5%`, `1个百分点`, `800元/亩`,
//   `1500余家`, `14次`; with letters or signs of addition it is one word: `5G`, `415X`, `PM2.5`, `4+N`;
// - a date as far as it goes: `2024年`, `2024年12月31日`, `6月30日`;
// - a Chinese numeral where it measures: before 年 月 日 天 周 季度 小时 倍 成, in 四分之三, before % and 个百分点, and with
//   万 or 亿 before 元 or 级: `三年`, `十倍`, `亿元`, `百亿级`. Elsewhere it counts words (`三大工程`, `一批`) and is none.
#pragma once
#include <string>
#include <vector>

#include "compiler/coverage/plain.h"

namespace huice::coverage {

struct Figure {
  std::string text;  // without white space: `10亿元`
  Range range;
};
/// In order; ranges do not overlap.
std::vector<Figure> figures(const Plain& text);

}  // namespace huice::coverage
