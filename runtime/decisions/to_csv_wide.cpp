// Wide rows, a city's worth of them: 64 rows at a time their phrases are chosen and their amounts written, then each row is put
// together by copying a few bytes more than it needs.
#include <array>

#include "base/intrinsics.h"
#include "runtime/decisions/amounts.h"
#include "runtime/decisions/csv_text.h"
#include "runtime/decisions/to_csv.h"

namespace huice::decisions {
namespace {

constexpr size_t text_most = 32;  // of a key that is copied in one go

/// Copies a padded text of at most 32 bytes. False: it is to be quoted.
inline bool put_text(char* to, const huice_text& text) {
  std::memcpy(to, text.bytes, text_most);
  return plain_csv({text.bytes, text.size});
}

/// One measure's cells of 64 rows.
struct WideCells {
  explicit WideCells(const Phrases& phrases) : phrases(&phrases), texts(phrases.texts()) {}
  const Phrases* phrases;
  const Phrases::Phrase* texts;  // its
  std::array<uint8_t, Phrases::rows> codes;
  std::array<uint64_t, Phrases::rows> places;  // see Phrases::places
  AmountTexts amounts;
};

/// 64 rows that are to be written.
struct WideRows {
  const huice_text* keys;
  uint64_t wanted;
  uint64_t apart;  // rows that have a cell which is no phrase
  size_t room;     // that a row needs
  bool simple;     // keys have no quotes, commas or LFs
};

#ifdef HUICE_X86

/// Writes rows [i, count), as far as each is an ordinary one; gives the first that is not.
HUICE_AVX512 int put_wide_avx512(TextBuffer& out, const WideRows& rows, const WideCells* cells, const WideCells* end, int i, int count) {
  for (; i < count; ++i) {
    if ((rows.wanted >> i & 1) == 0) continue;
    const huice_text& key = rows.keys[i];
    if ((rows.apart >> i & 1) != 0 || key.size == 0 || key.size > text_most) break;
    char* at = out.room(rows.room);
    const __m256i text = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(key.bytes));
    const auto is = [&](char c) HUICE_AVX512 { return _mm256_cmpeq_epi8_mask(text, _mm256_set1_epi8(c)); };
    if (_bzhi_u64(is('\r') | (rows.simple ? 0 : is(',') | is('"') | is('\n')), key.size) != 0) break;
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), text);
    at += key.size;
    *at++ = ',';
    const size_t offset = AmountTexts::offset(static_cast<size_t>(i));
    for (const WideCells* its = cells; its != end; ++its) {
      const __m512i phrase = _mm512_load_si512(its->texts + its->codes[static_cast<size_t>(i)]);
      const __m128i amount = _mm_load_si128(reinterpret_cast<const __m128i*>(its->amounts.bytes + offset));
      const uint64_t places = its->places[static_cast<size_t>(i)];
      static_assert(Phrases::Phrase::hole == sizeof amount && AmountTexts::most == sizeof amount);
      _mm512_storeu_si512(at, _mm512_maskz_compress_epi8(places, _mm512_maskz_inserti32x4(0xFFFF, phrase, amount, 1)));
      at += __builtin_popcountll(places);
    }
    out.end_at(at);
  }
  return i;
}

#endif

}  // namespace

/// 64 rows of every measure.
struct CsvFormat::Block {
  std::vector<WideCells> cells;
  uint64_t apart = 0;
};

void CsvFormat::begin_block(Block& block, const std::vector<Decisions>& decisions, int first, int count) {
  block.apart = 0;
  for (size_t m = 0; m < columns_.size(); ++m) {
    const Column& column = columns_[m];
    WideCells& cells = block.cells[m];
    uint64_t apart = 0;
    const uint64_t chosen = column.phrases->choose(decisions[m], first, count, cells.codes.data(), apart), granted = column.amount ? chosen : 0;
    const bool hundredths = column.factor != 0 && column.digits == 2;
    uint64_t slow = write_amounts(decisions[m].amounts(first), hundredths ? column.factor : 1, hundredths ? granted : 0, cells.amounts);
    if (!hundredths) slow = granted;
    block.apart |= apart | slow;
    for (; slow != 0; slow &= slow - 1) cells.codes[static_cast<size_t>(__builtin_ctzll(slow))] = Phrases::none;
#ifdef HUICE_X86
    if (simd() == Simd::avx512) column.phrases->places(cells.codes.data(), granted, cells.amounts, cells.places.data());
#endif
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

/// Bit i: row first + i is written.
uint64_t CsvFormat::wanted_rows(const batch::Rows& rows, const std::vector<Decisions>& decisions, int first, int count) const {
  const uint64_t good = ~rows.bad_word(first / 64) & (count < 64 ? (uint64_t{1} << count) - 1 : ~uint64_t{0});
  if (options_.only.empty()) return good;
  uint64_t any = 0;
  for (const Decisions& decided : decisions) {
    for (int i = 0; i < count; ++i) any |= uint64_t{wanted(decided.status(first + i))} << i;
  }
  return good & any;
}

/// One row, whatever it is like. `key`: where it is one text.
void CsvFormat::append_row(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, Marks* marks, int row, const huice_text* key, const Block& block) {
  const size_t measures = columns_.size(), room = measures * Phrases::room, i = static_cast<size_t>(row) % Phrases::rows;
  char* at = out.room(text_most + 1 + room);
  if (key != nullptr && key->size <= text_most && key->size > 0 && put_text(at, *key)) {
    at += key->size;
    *at++ = ',';
  } else {
    at = put_keys(out, chunk, batch, row, room);
  }
  for (size_t m = 0; m < measures; ++m) {
    const uint8_t code = block.cells[m].codes[i];
    const AmountTexts& amounts = block.cells[m].amounts;
    if (code == Phrases::none) {
      out.end_at(at);
      append_cells(out, static_cast<uint32_t>(m), decisions[m], row, marks);
      at = out.room((measures - m) * Phrases::room);
    } else if (marks != nullptr && amounts.places[i] == 0) {
      at = Marks::put_phrase(at, static_cast<uint32_t>(m), code);
    } else {
      at = block.cells[m].phrases->put(at, code, amounts.text(i));
    }
  }
  out.end_at(at);
}

uint64_t CsvFormat::append_wide(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, Marks* marks) {
  uint64_t lines = 0;
  const batch::Rows& rows = chunk.rows();
  Block block;
  for (const Column& column : columns_) block.cells.emplace_back(*column.phrases);
  const huice_text* const texts = one_text(batch) && rows.padded() ? static_cast<const huice_text*>(batch.view().columns[entity_.keys[0]].data) : nullptr;
  for (int first = 0; first < rows.count(); first += 64) {
    const int count = std::min(64, rows.count() - first);
    begin_block(block, decisions, first, count);
    const uint64_t written = wanted_rows(rows, decisions, first, count);
    lines += static_cast<uint64_t>(__builtin_popcountll(written));
    for (int i = 0; i < count; ++i) {
#ifdef HUICE_X86
      if (texts != nullptr && marks == nullptr && simd() == Simd::avx512) {
        const WideRows these{texts + first, written, block.apart, text_most + 1 + columns_.size() * Phrases::room, rows.simple()};
        i = put_wide_avx512(out, these, block.cells.data(), block.cells.data() + columns_.size(), i, count);
      }
#endif
      if (i < count && (written >> i & 1) != 0) append_row(out, chunk, batch, decisions, marks, first + i, texts == nullptr ? nullptr : texts + first + i, block);
    }
  }
  return lines;
}

void CsvFormat::append_phrase(TextBuffer& out, uint32_t column, uint8_t code) const {
  out.end_at(columns_[column].phrases->put(out.room(Phrases::room), code, {}));
}

}  // namespace huice::decisions
