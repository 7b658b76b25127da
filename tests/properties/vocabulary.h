// Words of a random program: keywords in English, Chinese or both mixed, and names that nothing else has.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "tests/properties/random.h"

namespace huice::properties {

class Vocabulary {
 public:
  explicit Vocabulary(Random& random) : random_(random), chinese_percent_(random.pick({0, 100, 30, 70})) {}

  /// One of the two spellings, with a space on both sides.
  std::string word(const char* en, const char* zh);
  /// A sign in its ASCII or one of its full-width forms.
  std::string sign(const char* ascii, std::initializer_list<const char*> others);
  std::string comma() { return sign(", ", {"，", "、"}); }
  std::string colon() { return sign(": ", {"："}); }

  /// A name as it must be written: an identifier in either script, sometimes quoted, sometimes a contextual keyword.
  std::string new_name();
  /// The same, but never a keyword: `type 金额 = …` would not be meant by `: 金额`.
  std::string new_type_name();
  /// `"标签"`, or nothing.
  std::string maybe_label();

 private:
  bool chinese() { return random_.chance(chinese_percent_); }
  Random& random_;
  int chinese_percent_;
  int labels_ = 0;
  std::set<std::string> used_;
};

}  // namespace huice::properties
