// Wide rows, a city's worth of them: 64 rows at a time their phrases are chosen and their amounts written, then each row is put
// together by copying a few bytes more than it needs.
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <array>

#include "runtime/decisions/amounts.h"
#include "runtime/decisions/csv_text.h"
#include "runtime/decisions/to_csv.h"

namespace huice::decisions {
namespace {

/// What is written too much behind a phrase and its amount.
constexpr size_t slack = 64;
constexpr size_t text_most = 32;  // of a key that is copied in one go
constexpr size_t cells_most = sizeof(Phrases::Phrase) + AmountTexts::most + sizeof(Phrases::Phrase) + slack;

inline char* put_phrase(char* at, const Phrases::Phrase& phrase) {
  std::memcpy(at, phrase.text, 32);
  if (phrase.size > 32) std::memcpy(at + 32, phrase.text + 32, sizeof phrase.text - 32);
  return at + phrase.size;
}

/// Copies a padded text of at most 32 bytes. False: it is to be quoted.
#ifdef __SSE2__
inline bool put_text(char* to, const huice_text& text) {
  const auto* const from = reinterpret_cast<const __m128i*>(text.bytes);
  const __m128i a = _mm_loadu_si128(from), b = _mm_loadu_si128(from + 1);
  const auto is = [&](char c) {
    const __m128i all = _mm_set1_epi8(c);
    return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(a, all))) | static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(b, all))) << 16;
  };
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), a);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to) + 1, b);
  return ((is(',') | is('"') | is('\r') | is('\n')) & static_cast<uint32_t>((uint64_t{1} << text.size) - 1)) == 0;
}
#else
inline bool put_text(char* to, const huice_text& text) {
  std::memcpy(to, text.bytes, text_most);
  return plain_csv({text.bytes, text.size});
}
#endif

}  // namespace

/// 64 rows of every measure.
struct CsvFormat::Block {
  explicit Block(size_t measures) : codes(measures), amounts(measures) {}
  std::vector<std::array<uint8_t, Phrases::rows>> codes;
  std::vector<AmountTexts> amounts;
};

void CsvFormat::begin_block(Block& block, const std::vector<Decisions>& decisions, int first, int count) {
  for (size_t m = 0; m < columns_.size(); ++m) {
    const Column& column = columns_[m];
    uint8_t* const codes = block.codes[m].data();
    const uint64_t chosen = column.phrases->choose(decisions[m], first, count, codes), granted = column.amount ? chosen : 0;
    AmountTexts& texts = block.amounts[m];
    const bool hundredths = column.factor != 0 && column.digits == 2;
    uint64_t slow = write_amounts(decisions[m].amounts(first), hundredths ? column.factor : 1, hundredths ? granted : 0, texts);
    for (slow = hundredths ? slow : granted; slow != 0; slow &= slow - 1) codes[__builtin_ctzll(slow)] = Phrases::none;
  }
}

/// Whether the keys are one text, and nothing else is kept: then most are copied in one go.
bool CsvFormat::one_text(const batch::Batch& batch) const {
  return entity_.keys.size() == 1 && keep_.empty() && options_.dialect == batch::Dialect::strict && batch.bound(entity_.keys[0]) &&
         batch.schema().fields[entity_.keys[0]].kind == batch::Kind::text;
}

/// The keys and what is kept of the input, with so much room behind them.
char* CsvFormat::put_keys(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, int row, size_t room) {
  append_keys(chunk, batch, row);
  return TextBuffer::put(out.room(keys_.size() + room), keys_);
}

uint64_t CsvFormat::append_wide(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, Marks* marks) {
  uint64_t lines = 0;
  const batch::Rows& rows = chunk.rows();
  const auto measures = static_cast<uint32_t>(columns_.size());
  Block block(measures);
  const size_t room = measures * cells_most;
  const huice_text* const texts = one_text(batch) && rows.padded() ? static_cast<const huice_text*>(batch.view().columns[entity_.keys[0]].data) : nullptr;
  for (int row = 0; row < rows.count(); ++row) {
    const int i = row % 64;
    if (i == 0) begin_block(block, decisions, row, std::min(64, rows.count() - row));
    if (rows.bad(row)) continue;
    if (!options_.only.empty()) {
      bool any = false;
      for (const Decisions& d : decisions) any = any || wanted(d.status(row));
      if (!any) continue;
    }
    char* at = out.room(text_most + 1 + room);
    if (texts != nullptr && texts[row].size <= text_most && texts[row].size > 0 && put_text(at, texts[row])) {
      at += texts[row].size;
      *at++ = ',';
    } else {
      at = put_keys(out, chunk, batch, row, room);
    }
    for (uint32_t m = 0; m < measures; ++m) {
      const uint8_t code = block.codes[m][static_cast<size_t>(i)];
      if (code == Phrases::none) {
        out.end_at(at);
        append_cells(out, m, decisions[m], row, marks);
        at = out.room((measures - m) * cells_most);
        continue;
      }
      const Phrases& phrases = *columns_[m].phrases;
      const AmountTexts& amounts = block.amounts[m];
      if (marks != nullptr && (code != Phrases::granted || amounts.size[i] == 0)) {
        at = Marks::put_phrase(at, m, code);
        continue;
      }
      at = put_phrase(at, phrases[code]);
      std::memcpy(at, amounts.text(i), AmountTexts::most);
      at += amounts.size[i];
      const uint8_t tail = code == Phrases::granted ? phrases.tail().size : uint8_t{0};
      std::memcpy(at, phrases.tail().text, 16);
      if (tail > 16) std::memcpy(at, phrases.tail().text, sizeof phrases.tail().text);
      at += tail;
    }
    out.end_at(at);
    ++lines;
  }
  return lines;
}

void CsvFormat::append_phrase(TextBuffer& out, uint32_t column, uint8_t code) const {
  out.end_at(put_phrase(out.room(cells_most), (*columns_[column].phrases)[code]));
}

}  // namespace huice::decisions
