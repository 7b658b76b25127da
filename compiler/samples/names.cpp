#include "compiler/samples/names.h"

#include <array>

namespace huice::samples {
namespace {

constexpr std::array<std::string_view, 6> markers{"示例", "样本", "虚构", "演示", "假想", "测试"};
constexpr std::array<std::string_view, 20> stems{"星河", "云帆", "青禾", "远山", "晨光", "松涛", "海棠",
                                                 "明湖", "白鹭", "金穗", "长风", "听雨", "丹枫", "流萤",
                                                 "沧浪", "紫藤", "望舒", "归鸿", "逐日", "临溪"};
constexpr std::array<std::string_view, 16> trades{"机械",   "电子", "软件", "新材料", "生物", "纺织", "仪器", "模具",
                                                  "自动化", "环保", "光电", "物流",   "食品", "外贸", "农业", "信息"};
constexpr std::array<std::string_view, 5> forms{"有限公司", "股份有限公司", "有限责任公司", "科技有限公司",
                                                "（集团）有限公司"};
constexpr std::array<std::string_view, 5> institutes{"研究院", "学院", "研究所", "实验室", "技术中心"};

template <size_t N>
std::string_view pick(const std::array<std::string_view, N>& items, Random& random) {
  return items[random.below(N)];
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

void append_company(std::string& out, Random& random) {
  switch (random.below(100)) {
    case 0:
      out += "Demo Nova ";
      out += std::to_string(random.below(1000));
      out += " Co., Ltd.";
      return;
    case 1:
      out += "示例\"";
      out += pick(stems, random);
      out += "\"贸易有限公司";
      return;
    default:
      out += pick(markers, random);
      out += pick(stems, random);
      out += pick(trades, random);
      out += pick(forms, random);
  }
}

void append_institution(std::string& out, Random& random) {
  out += pick(markers, random);
  out += pick(stems, random);
  out += pick(institutes, random);
}

TextKind text_kind(std::string_view label, std::string_view entity_label) {
  if (contains(label, "信用代码")) return TextKind::credit_code;
  if (contains(label, "名称") || contains(label, "单位") || contains(label, "企业") || contains(label, "公司")) {
    bool institution = contains(entity_label, "试点单位") || contains(entity_label, "机构") || contains(entity_label, "院");
    return institution ? TextKind::institution : TextKind::company;
  }
  return TextKind::code;
}

void append_key(std::string& out, TextKind kind, uint64_t number) {
  out += kind == TextKind::credit_code ? "910000DEMO" : "K";
  std::string digits = std::to_string(number);
  if (digits.size() < 8) out.append(8 - digits.size(), '0');
  out += digits;
}

}  // namespace huice::samples
