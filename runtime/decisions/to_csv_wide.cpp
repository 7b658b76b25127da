// Wide rows, a city's worth of them: 64 rows at a time their phrases are chosen and their amounts written, then each row is put
// together by copying a few bytes more than it needs.
#include <array>

#include "runtime/decisions/amounts.h"
#include "runtime/decisions/csv_text.h"
#include "runtime/decisions/to_csv.h"

namespace huice::decisions {
namespace {

/// What is written too much behind a phrase and its amount.
constexpr size_t slack = 64;
constexpr size_t cells_most = sizeof(Phrases::Phrase) + AmountTexts::most + sizeof(Phrases::Phrase) + slack;

inline char* put_phrase(char* at, const Phrases::Phrase& phrase) {
  std::memcpy(at, phrase.text, 32);
  if (phrase.size > 32) std::memcpy(at + 32, phrase.text + 32, sizeof phrase.text - 32);
  return at + phrase.size;
}

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
    column.phrases->choose(decisions[m], first, count, codes);
    uint64_t granted = 0;
    for (int i = 0; i < count && column.amount; ++i) granted |= uint64_t{codes[i] == Phrases::granted} << i;
    AmountTexts& texts = block.amounts[m];
    const bool hundredths = column.factor != 0 && column.digits == 2;
    uint64_t slow = write_amounts(decisions[m].amounts(first), hundredths ? column.factor : 1, hundredths ? granted : 0, texts);
    for (slow = hundredths ? slow : granted; slow != 0; slow &= slow - 1) codes[__builtin_ctzll(slow)] = Phrases::none;
  }
}

/// The keys and what is kept of the input, with so much room behind them.
char* CsvFormat::put_keys(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, int row, size_t room) {
  key_cells_.clear();
  size_t size = 0;
  bool plain = options_.dialect == batch::Dialect::strict;
  const auto add = [&](std::string_view cell) {
    plain = plain && plain_csv(cell);
    key_cells_.push_back(cell);
    size += cell.size() + 1;
  };
  for (uint32_t key : entity_.keys) {
    plain = plain && batch.schema().fields[key].kind == batch::Kind::text;
    if (plain) add(batch.text(key, row));
  }
  for (size_t k = 0; k < keep_.size() && plain; ++k) add(chunk.kept(k, row));
  if (!plain) {
    append_keys(chunk, batch, row);
    return TextBuffer::put(out.room(keys_.size() + room), keys_);
  }
  char* at = out.room(size + room);
  for (std::string_view cell : key_cells_) {
    at = TextBuffer::put(at, cell);
    *at++ = ',';
  }
  return at;
}

uint64_t CsvFormat::append_wide(TextBuffer& out, const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decisions, Marks* marks) {
  uint64_t lines = 0;
  const batch::Rows& rows = chunk.rows();
  const auto measures = static_cast<uint32_t>(columns_.size());
  Block block(measures);
  for (int row = 0; row < rows.count(); ++row) {
    const int i = row % 64;
    if (i == 0) begin_block(block, decisions, row, std::min(64, rows.count() - row));
    if (rows.bad(row)) continue;
    if (!options_.only.empty()) {
      bool any = false;
      for (const Decisions& d : decisions) any = any || wanted(d.status(row));
      if (!any) continue;
    }
    char* at = put_keys(out, chunk, batch, row, measures * cells_most);
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
