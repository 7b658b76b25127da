#include "tests/properties/codes.h"

#include <string_view>

#include "compiler/reference/codes.h"

namespace huice::properties {
namespace {

constexpr std::string_view digits = "0123456789", letters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

std::string some(Random& random, std::string_view of, int count) {
  std::string text;
  for (; count > 0; --count) text += of[random.below(of.size())];
  return text;
}

/// With the last character for which it holds, if there is one.
std::string checked(rules::TextTest test, std::string body) {
  for (const char last : letters) {
    if (reference::holds(test, body + last, "")) return body + last;
  }
  return body + '0';
}

std::string division(Random& random) { return random.pick({"320102", "320100", "320000", "320500", "330102", "110101", "020102"}); }

std::string birthday(Random& random) {
  return random.pick({"19491231", "20000229", "19000229", "19880230", "20240131", "19991301"});
}

std::string code(Random& random) {
  switch (random.below(5)) {
    case 0:
    case 1: return checked(rules::TextTest::uscc_checksum, random.pick({"91", "9A", "52"}) + division(random) + some(random, letters, 9));
    case 2: return checked(rules::TextTest::citizen_id, division(random) + birthday(random) + some(random, digits, 3));
    case 3: return checked(rules::TextTest::gtin13, "690" + some(random, digits, 9));
    default: return division(random) + random.pick({"", "", "002", "002003"});
  }
}

}  // namespace

std::string random_code(Random& random) {
  std::string text = code(random);
  switch (random.below(12)) {
    case 0:
    case 1: text.back() = letters[random.below(letters.size())]; return text;
    case 2: text[random.below(text.size())] = letters[random.below(letters.size())]; return text;
    case 3: text[random.below(text.size())] = random.pick({'I', 'x', ' ', '0'}); return text;
    case 4: text.pop_back(); return text;
    case 5: return text + some(random, digits, 1);
    default: return text;
  }
}

}  // namespace huice::properties
