#include "base/unicode/gb18030.h"

#include <unicode/ucnv.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include "base/unicode/renamed_2022.h"
#include "base/unicode/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace huice::unicode {
namespace {

constexpr int first_lead = 0x81, leads = 0xFE - first_lead + 1, first_trail = 0x40, trails = 0xFE - first_trail + 1;
constexpr size_t most = 16;  // bytes that one step writes

/// By lead and trail: up to three bytes of UTF-8, and their number in the highest byte; 0: not so simple.
struct Table {
  std::array<uint32_t, leads * trails> words{};
  Table() {
    UErrorCode status = U_ZERO_ERROR;
    UConverter* const icu = ucnv_open("GB18030", &status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no converter for GB18030");
    for (int lead = 0; lead < leads; ++lead) {
      for (int trail = 0; trail < trails; ++trail) {
        const char bytes[] = {static_cast<char>(first_lead + lead), static_cast<char>(first_trail + trail)};
        UChar units[4];
        status = U_ZERO_ERROR;
        const int32_t count = ucnv_toUChars(icu, units, 4, bytes, 2, &status);
        if (U_FAILURE(status) || count != 1 || units[0] == 0xFFFD || (units[0] & 0xF800) == 0xD800) continue;
        std::string text;
        append_utf8(text, of_2022(units[0]));
        uint32_t word = 0;
        std::memcpy(&word, text.data(), text.size());
        words[static_cast<size_t>(lead * trails + trail)] = word | static_cast<uint32_t>(text.size()) << 24;
      }
    }
    ucnv_close(icu);
  }
};

/// Copies ASCII from the front of 16 bytes, and some rubbish behind it; gives how much of it there is.
inline size_t copy_ascii(const char* from, char* to) {
#ifdef __SSE2__
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes);
  return static_cast<size_t>(__builtin_ctz(static_cast<unsigned>(_mm_movemask_epi8(bytes)) | 1u << 16));
#else
  size_t count = 0;
  for (; count < most && static_cast<signed char>(from[count]) >= 0; ++count) to[count] = from[count];
  return count;
#endif
}

}  // namespace

size_t decode_common_gb18030(std::string_view bytes, std::string& out) {
  static const Table table;
  char room[4096];
  char* to = room;
  const char *from = bytes.data(), *const end = from + bytes.size();
  for (;;) {
    if (static_cast<size_t>(room + sizeof room - to) < most) {
      out.append(room, to);
      to = room;
    }
    if (from == end) break;
    if (const auto lead = static_cast<unsigned char>(*from); lead >= 0x80) {
      const size_t at = end - from < 2 || lead < first_lead || lead == 0xFF || static_cast<unsigned char>(from[1]) < first_trail || from[1] == '\xFF'
                            ? table.words.size()
                            : static_cast<size_t>((lead - first_lead) * trails + static_cast<unsigned char>(from[1]) - first_trail);
      const uint32_t word = at < table.words.size() ? table.words[at] : 0;
      if (word == 0) break;
      std::memcpy(to, &word, sizeof word);
      to += word >> 24;
      from += 2;
    } else if (static_cast<size_t>(end - from) >= most) {
      const size_t count = copy_ascii(from, to);
      to += count;
      from += count;
    } else {
      *to++ = *from++;
    }
  }
  out.append(room, to);
  return static_cast<size_t>(from - bytes.data());
}

}  // namespace huice::unicode
