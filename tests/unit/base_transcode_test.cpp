// GB18030 against ICU, and cut anywhere.
#include <gtest/gtest.h>
#include <unicode/ucnv.h>

#include <random>
#include <string>

#include "base/unicode/renamed_2022.h"
#include "base/unicode/transcode.h"
#include "base/unicode/utf8.h"
#include "base/unicode/utf8_stream.h"

namespace huice::unicode {
namespace {

std::string decoded(std::string_view bytes, size_t step) {
  Decoder decoder(Encoding::gb18030);
  std::string text;
  for (size_t from = 0; from < bytes.size(); from += step) decoder.decode(bytes.substr(from, step), from + step >= bytes.size(), text);
  return text;
}

/// By ICU alone.
std::string plainly(const std::string& bytes) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* const icu = ucnv_open("GB18030", &status);
  std::vector<UChar> units(bytes.size() + 1);
  units.resize(static_cast<size_t>(ucnv_toUChars(icu, units.data(), static_cast<int32_t>(units.size()), bytes.data(), static_cast<int32_t>(bytes.size()), &status)));
  ucnv_close(icu);
  std::string text;
  for (size_t i = 0; i < units.size(); ++i) {
    const bool pair = (units[i] & 0xFC00) == 0xD800;
    append_utf8(text, pair ? 0x10000u + ((units[i] & 0x3FFu) << 10) + (units[i + 1] & 0x3FFu) : of_2022(units[i]));
    if (pair) ++i;
  }
  return text;
}

TEST(Gb18030, EveryCharacterOfTwoBytesIsWhatIcuSays) {
  for (int lead = 0x81; lead <= 0xFE; ++lead) {
    std::string bytes;
    for (int trail = 0x40; trail <= 0xFE; ++trail) {
      if (trail != 0x7F) bytes += {static_cast<char>(lead), static_cast<char>(trail)};
    }
    ASSERT_EQ(decoded(bytes, bytes.size()), plainly(bytes)) << lead;
  }
}

TEST(Gb18030, TextOfAllSortsIsWhatIcuSaysWhereverItIsCut) {
  std::mt19937 random(18030);
  for (int round = 0; round < 300; ++round) {
    std::string good, odd;
    for (int i = 0; i < 200; ++i) {
      const std::string pieces[] = {std::string(random() % 40, 'a'), "\xB4\xF3", "\xA6\xD9", std::string("\x81\x30\x81\x30"), std::string("\x95\x32\x82\x36"), "\n", ",1\r\n", "\xA2\xE3"};
      good += pieces[random() % 8];
      odd += pieces[random() % 8];
      const std::string faults[] = {"\xFF", "\x80", "\x81", "\x81\x30", "\x81\n", "\x81\x30\x81", "\xB4\x39"};
      if (random() % 8 == 0) odd += faults[random() % 7];
    }
    ASSERT_EQ(decoded(good, good.size()), plainly(good));
    for (const std::string& text : {good, odd}) {
      const std::string whole = decoded(text, text.size());
      for (const size_t step : {size_t{1}, size_t{2}, size_t{7}, size_t{64}}) ASSERT_EQ(decoded(text, step), whole) << step;
    }
  }
}

TEST(Gb18030, FaultsAreKeptByteByByte) {
  EXPECT_EQ(decoded("a\xFF,\xB4\xF3\x81\n\xB4\xF3", 64), "a\xFF" "FF,大\xFF" "81\n大");
}

TEST(Fit, Utf8WhereverItIsCutAndWhateverIsWrong) {
  const std::string text = "区,名称\nab,稻渔𠮷é综合" + std::string(70, 'x') + "种养";
  for (size_t size = 0; size <= text.size(); ++size) {
    const std::string_view part = std::string_view(text).substr(0, size);
    const size_t cut = size - check_utf8(part).valid;
    EXPECT_EQ(fit_of(Encoding::utf_8, part, false).faults, 0u) << size;
    EXPECT_EQ(fit_of(Encoding::utf_8, part, true).faults, cut) << size;
  }
  for (size_t at = 0; at <= text.size(); ++at) {
    for (const std::string fault : {"\xFF", "\xE4", "\xE4\xB8", "\x80\x80\x80\x80\x80"}) {
      const Fit fit = fit_of(Encoding::utf_8, text.substr(0, at) + fault + text.substr(at), true);
      EXPECT_GT(fit.faults, 0u) << at;
      EXPECT_GE(fit.ideographs, 9u) << at;  // of ten
    }
  }
}

}  // namespace
}  // namespace huice::unicode
