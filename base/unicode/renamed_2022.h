// 18 characters that GB18030-2005, and so ICU, gives private code points, and GB18030-2022 its own.
#pragma once

namespace huice::unicode {

struct Renamed {
  char16_t former, now;
};
inline constexpr Renamed renamed[] = {{0xE78D, 0xFE10}, {0xE78E, 0xFE12}, {0xE78F, 0xFE11}, {0xE790, 0xFE13}, {0xE791, 0xFE14}, {0xE792, 0xFE15},
                                      {0xE793, 0xFE16}, {0xE794, 0xFE17}, {0xE795, 0xFE18}, {0xE796, 0xFE19}, {0xE81E, 0x9FB4}, {0xE826, 0x9FB5},
                                      {0xE82B, 0x9FB6}, {0xE82C, 0x9FB7}, {0xE832, 0x9FB8}, {0xE843, 0x9FB9}, {0xE854, 0x9FBA}, {0xE864, 0x9FBB}};

inline char16_t of_2022(char16_t unit) {
  if (unit < 0xE78D || unit > 0xE864) return unit;
  for (const Renamed& each : renamed) {
    if (each.former == unit) return each.now;
  }
  return unit;
}

/// What ICU writes with the two bytes that both editions, and GBK, have for the character.
inline char16_t of_2005(char16_t unit) {
  if ((unit < 0x9FB4 || unit > 0x9FBB) && (unit < 0xFE10 || unit > 0xFE19)) return unit;
  for (const Renamed& each : renamed) {
    if (each.now == unit) return each.former;
  }
  return unit;
}

}  // namespace huice::unicode
