#include "runtime/decisions/arrow_rows.h"

#include <algorithm>
#include <cstring>

#include "runtime/arrow/growing.h"
#include "runtime/batch/cell_text.h"
#include "runtime/settlement/shares.h"

namespace huice::decisions {
namespace {

using arrow::grow;
using arrow::Items;
using arrow::KeyType;

/// Appends the texts of rows to a column; those of no bytes are missing.
template <class Text>
void append_texts(std::span<const int> rows, const Text& text_of, Items& to) {
  size_t bytes = 0;
  for (const int row : rows) bytes += text_of(row).size();
  auto end = static_cast<int32_t>(to.buffers[1].size());
  auto* ends = grow<int32_t>(to.buffers[0], rows.size());
  auto* at = grow<char>(to.buffers[1], bytes);
  uint64_t known = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::string_view text = text_of(rows[i]);
    std::memcpy(at, text.data(), text.size());
    at += text.size();
    end += static_cast<int32_t>(text.size());
    *ends++ = end;
    known |= uint64_t{!text.empty()} << i % 64;
    if (i % 64 < 63 && i + 1 < rows.size()) continue;
    to.valid.add_word(known, i % 64 + 1);
    known = 0;
  }
  to.length += static_cast<int64_t>(rows.size());
}

template <class T, class Number>
void append_numbers(std::span<const int> rows, const batch::Batch& batch, uint32_t field, const Number& number_of, Items& to) {
  auto* numbers = grow<T>(to.buffers[0], rows.size());
  for (const int row : rows) {
    const bool known = batch.known(field, row);
    *numbers++ = known ? number_of(row) : 0;
    to.valid.add(known);
  }
  to.length += static_cast<int64_t>(rows.size());
}

}  // namespace

ArrowRows::ArrowRows(const Catalogue& catalogue, uint32_t entity, std::vector<uint32_t> measures, std::vector<batch::Field> keys, size_t kept, const OutputOptions& options,
                     ArrowTarget& target)
    : catalogue_(catalogue), entity_(entity), measures_(std::move(measures)), keys_(std::move(keys)), kept_(kept), options_(options), target_(target),
      words_(catalogue.entities[entity]), row_bytes_(0), table_(arrow::no_items(target.shape())), draft_keys_(arrow::no_items(target.shape())) {
  const bool tall = options_.shape == Shape::tall;
  int digits = 0;
  for (const uint32_t m : measures_) digits = std::max(digits, catalogue.measures[m].amount_digits);
  const settlement::Terms& terms = catalogue.settlement;
  Cells::Which any{false, false, false, 0};
  for (const uint32_t m : measures_) {
    const catalogue::Measure& words = catalogue.measures[m];
    const auto steps = static_cast<int64_t>(static_cast<__int128>(words.unit_num) * terms.step_den / words.unit_den / terms.step_num);
    const bool few = words.conditions.size() <= 32 && words.inputs.size() <= 32;
    of_.push_back({&words, arrow::Scaled(words, tall ? digits : words.amount_digits), words.pays ? steps : 1, few});
    const Cells::Which which{words.settled, words.pays, arrow::pays_with_ceiling(words), words.shares.size()};
    if (!tall) cells_.emplace_back(which);
    any.shares = std::max(any.shares, which.shares);
  }
  if (tall) cells_.emplace_back(Cells::Which{true, true, true, any.shares});
  for (const Status status : options_.only) only_[static_cast<size_t>(status)] = true;
  draft_keys_.children.resize(words_.keys.size() + kept_);
  row_bytes_ = 32 * (words_.keys.size() + kept_) + 32 * measures_.size();
}

/// Of long ones a row is chosen for each line.
void ArrowRows::choose_rows(const batch::Rows& rows, const std::vector<Decisions>& decided) {
  rows_.clear();
  if (options_.shape == Shape::wide && options_.only.empty()) {
    for (int row = 0; row < rows.count(); ++row) {
      if (!rows.bad(row)) rows_.push_back(row);
    }
    return;
  }
  for (int row = 0; row < rows.count(); ++row) {
    if (rows.bad(row)) continue;
    size_t lines = options_.shape == Shape::tall ? decided.size() : 1;
    if (!options_.only.empty()) {
      const auto wanted = std::count_if(decided.begin(), decided.end(), [&](const Decisions& d) { return only_[static_cast<size_t>(d.status(row))]; });
      lines = std::min(lines, static_cast<size_t>(wanted));
    }
    rows_.insert(rows_.end(), lines, row);
  }
}

void ArrowRows::append_keys(const batch::Chunk& chunk, const batch::Batch& batch, Items& to) const {
  size_t child = 0;
  std::string cell;
  for (const uint32_t key : words_.keys) {
    const batch::Field& field = keys_[child];
    Items& column = to.children[child++];
    const KeyType type = arrow::key_type(field);
    if (type == KeyType::day) {
      append_numbers<int32_t>(rows_, batch, key, [&](int row) { return batch.date(key, row).days; }, column);
    } else if (type == KeyType::whole) {
      append_numbers<int64_t>(rows_, batch, key, [&](int row) { return static_cast<int64_t>(batch.number(key, row)) * field.layout.step_num; }, column);
    } else if (field.kind == batch::Kind::text) {
      const auto* const texts = static_cast<const huice_text*>(batch.view().columns[key].data);
      append_texts(rows_, [&](int row) { return std::string_view(texts[row].bytes, texts[row].size); }, column);
    } else {
      append_texts(rows_, [&](int row) {
        cell.clear();
        batch::append_cell(cell, batch, key, row);
        return std::string_view(cell);
      }, column);
    }
  }
  for (size_t k = 0; k < kept_; ++k) append_texts(rows_, [&](int row) { return chunk.kept(k, row); }, to.children[child++]);
}

uint32_t ArrowRows::reasons_of(Measure& measure, const Decisions& decided, int row) {
  const Status status = decided.status(row);
  uint64_t bits = 0;
  switch (status) {
    case Status::eligible:
      if (!decided.capped(row)) return 0;
      break;
    case Status::not_in_force: return 0;
    case Status::ineligible: bits = measure.few ? decided.failed_bits(row) : 0; break;
    case Status::error: bits = decided.error(row); break;
    case Status::undetermined:
    case Status::referred: bits = measure.few ? decided.missing_bits(row) : 0; break;
  }
  bits |= static_cast<uint64_t>(status) << 40;
  constexpr uint64_t mixer = 0x9E3779B97F4A7C15;
  Measure::Seen& seen = measure.seen[bits * mixer >> 58];
  if (measure.few && seen.bits == bits && seen.chunk == chunk_) return seen.reasons;
  text_.clear();
  decided.append_reasons(text_, words_, row);
  seen = {bits, chunk_, reasons_.add(text_)};
  return seen.reasons;
}

/// Of many rows at once, where a byte holds a bit for each condition: 0 where none is false.
void ArrowRows::take_reasons(uint32_t* reasons, Measure& measure, const Decisions& decided, std::span<const int> rows) {
  const size_t conditions = measure.words->conditions.size();
  if (conditions > 8 || rows.size() < HUICE_BATCH_WORDS) {
    for (const int row : rows) *reasons++ = reasons_of(measure, decided, row);
    return;
  }
  std::array<uint8_t, HUICE_BATCH_ROWS> failed{};
  for (size_t c = 0; c < conditions; ++c) {
    for (int word = 0; word <= rows.back() / 64; ++word) {
      const uint64_t bits = decided.failed_word(c, 64 * word);
      for (int byte = 0; byte < 8; ++byte) {  // bit n of it becomes bit c of the nth of eight bytes
        const uint64_t alone = (bits >> 8 * byte & 0xFF) * 0x0101010101010101 & 0x8040201008040201;
        const uint64_t ones = (alone + 0x7F7F7F7F7F7F7F7F) >> 7 & 0x0101010101010101;
        uint64_t eight;
        std::memcpy(&eight, &failed[static_cast<size_t>(64 * word + 8 * byte)], sizeof eight);
        eight |= ones << c;
        std::memcpy(&failed[static_cast<size_t>(64 * word + 8 * byte)], &eight, sizeof eight);
      }
    }
  }
  constexpr uint32_t unknown = UINT32_MAX;
  std::array<uint32_t, 256> known;
  known.fill(unknown);
  known[0] = 0;
  const uint8_t* const statuses = decided.statuses();
  const auto others = static_cast<uint8_t>(Status::error), last = static_cast<uint8_t>(Status::referred);
  for (const int row : rows) {
    const uint8_t bits = failed[static_cast<size_t>(row)], status = statuses[row];
    const bool other = (status >= others && status <= last) || (measure.words->refers && decided.capped(row));
    if (known[bits] == unknown || other) {
      *reasons = reasons_of(measure, decided, row);
      if (!other) known[bits] = *reasons;
      ++reasons;
    } else {
      *reasons++ = known[bits];
    }
  }
}

/// What a claim is granted, and what took the rest of it.
void ArrowRows::settle(const Hole& hole, uint32_t line, Cells& cells, const Grant& grant) {
  const Measure& measure = of_[hole.column];
  const auto units = [&](int64_t fen) { return catalogue::units_of_fen(*measure.words, fen); };
  if (grant.recorded != nullptr) {
    const ledger::Entry& entry = *grant.recorded;
    if (measure.words->settled) cells.computed[line] = units(entry.computed);
    cells.amounts[line] = units(entry.granted);
    for (size_t name = 0; name < measure.words->shares.size(); ++name) {
      const auto share = std::find_if(entry.shares.begin(), entry.shares.end(), [&](const ledger::Share& each) { return each.name == measure.words->shares[name]; });
      if (share != entry.shares.end()) cells.shares[name][line] = units(share->amount);
    }
    cells.reasons[line] = reasons_.add(entry.reasons);
    return;
  }
  cells.amounts[line] = grant.left ? *grant.left / measure.steps : hole.amount;
  if (!measure.words->shares.empty()) {
    const settlement::Body& body = catalogue_.settlement.bodies[hole.body];
    // Shares that come to more than the whole were refused before.
    const auto shares = settlement::shares_of(body, cells.amounts[line] * measure.steps, [&](size_t part) { return hole.parts[part]; });
    for (size_t i = 0; i < body.shares.size() && shares; ++i) cells.shares[body.shares[i].column][line] = (*shares)[i] / measure.steps;
  }
  text_ = hole.capped ? "ceiling" : "";
  if (hole.capped && !grant.reductions.empty()) text_ += ';';
  text_ += grant.reductions;
  cells.reasons[line] = text_.empty() ? 0 : reasons_.add(text_);
}

/// The decisions on these rows are the cells' next lines.
void ArrowRows::take(uint32_t c, uint32_t m, const Decisions& decided, std::span<const int> rows, bool holes) {
  Cells& cells = cells_[c];
  Measure& measure = of_[m];
  const uint8_t* const statuses = decided.statuses();
  const int64_t* const amounts = decided.amounts(0);
  const size_t first = cells.add(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) cells.statuses[first + i] = statuses[rows[i]];
  const auto take_amounts = [&](std::vector<int64_t>& to) {
    for (size_t i = 0; i < rows.size(); ++i) to[first + i] = statuses[rows[i]] == static_cast<uint8_t>(Status::eligible) ? amounts[rows[i]] : Cells::none;
  };
  if (measure.words->pays) take_amounts(cells.amounts);
  if (measure.words->settled) take_amounts(cells.computed);
  take_reasons(&cells.reasons[first], measure, decided, rows);
  if (arrow::pays_with_ceiling(*measure.words)) {
    for (size_t i = 0; i < rows.size(); ++i) {
      if (decided.status(rows[i]) == Status::referred && decided.has_ceiling(rows[i])) cells.ceilings[first + i] = decided.ceiling(rows[i]);
    }
  }
  if (!decided.claimed) return;
  const Claimed& claimed = *decided.claimed;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (decided.status(rows[i]) != Status::eligible) continue;
    const auto row = static_cast<size_t>(rows[i]);
    const auto line = static_cast<uint32_t>(first + i);
    const auto parts = claimed.parts.begin() + static_cast<ptrdiff_t>(row * claimed.width);
    if (holes && claimed.serial[row] != 0) {
      holes_.push_back({claimed.serial[row], c, line, m, claimed.body[row], amounts[row], decided.capped(rows[i]), parts_.size(), claimed.width});
      parts_.insert(parts_.end(), parts, parts + static_cast<ptrdiff_t>(claimed.width));
      continue;
    }
    const Hole hole{0, m, claimed.body[row], amounts[row], decided.capped(rows[i]), {parts, parts + static_cast<ptrdiff_t>(claimed.width)}};
    settle(hole, line, cells, {});
  }
}

void ArrowRows::take_all(const std::vector<Decisions>& decided, bool holes) {
  ++chunk_;
  reasons_.clear();
  holes_.clear();
  parts_.clear();
  for (Cells& cells : cells_) cells.clear();
  const auto measures = static_cast<uint32_t>(of_.size());
  if (options_.shape == Shape::wide) {
    for (uint32_t m = 0; m < measures; ++m) take(m, m, decided[m], rows_, holes);
  } else {
    for (size_t i = 0; i < rows_.size();) {
      for (uint32_t m = 0; m < measures; ++m) {
        if (!options_.only.empty() && !only_[static_cast<size_t>(decided[m].status(rows_[i]))]) continue;
        take(0, m, decided[m], {&rows_[i], 1}, holes);
        cells_[0].measures.push_back(m);
      }
      i = cells_[0].measures.size();
    }
  }
  std::ranges::sort(holes_, {}, &Waits::serial);
}

uint64_t ArrowRows::add(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decided) {
  choose_rows(chunk.rows(), decided);
  take_all(decided, false);
  append_keys(chunk, batch, table_);
  build();
  return rows_.size();
}

uint64_t ArrowRows::add_draft(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decided) {
  choose_rows(chunk.rows(), decided);
  take_all(decided, true);
  for (Items& key : draft_keys_.children) arrow::clear_items(key);
  append_keys(chunk, batch, draft_keys_);
  draft_.clear();
  for (const Items& key : draft_keys_.children) arrow::pack(key, draft_);
  for (const Cells& cells : cells_) cells.pack(draft_);
  reasons_.pack(draft_);
  arrow::pack(holes_, draft_);
  arrow::pack(parts_, draft_);
  return rows_.size();
}

Outcome ArrowRows::fill(std::string_view draft, const GrantOf& grant_of) {
  for (size_t key = 0; key < draft_keys_.children.size(); ++key) {
    Items& keys = draft_keys_.children[key];
    arrow::unpack(draft, keys);
    arrow::append_items(table_.children[key], keys, 0, static_cast<size_t>(keys.length));
  }
  for (Cells& cells : cells_) cells.unpack(draft);
  reasons_.unpack(draft);
  arrow::unpack(draft, holes_);
  arrow::unpack(draft, parts_);
  for (const Waits& waits : holes_) {
    const auto parts = parts_.begin() + static_cast<ptrdiff_t>(waits.first_part);
    const Hole hole{waits.serial, waits.measure, waits.body, waits.amount, waits.capped, {parts, parts + static_cast<ptrdiff_t>(waits.parts)}};
    auto grant = grant_of(hole);
    if (!grant) return grant.failure();
    settle(hole, waits.line, cells_[waits.cells], *grant);
  }
  build();
  return Nothing{};
}

/// Behind the keys, the columns of the cells.
void ArrowRows::build() {
  size_t child = draft_keys_.children.size();
  const size_t lines = cells_.empty() ? rows_.size() : cells_[0].lines();
  table_.length += static_cast<int64_t>(lines);
  table_.valid.add(true, lines);
  if (options_.shape == Shape::tall) return build_long(cells_[0], child);
  for (size_t m = 0; m < cells_.size(); ++m) {
    const Cells& cells = cells_[m];
    Items& to = table_.children[child++];
    to.length += static_cast<int64_t>(lines);
    to.valid.add(true, lines);
    size_t part = 0;
    append_statuses(cells, to.children[part++]);
    if (cells.which.computed) append_amounts(cells.computed, of_[m].scaled, to.children[part++]);
    if (cells.which.amounts) append_amounts(cells.amounts, of_[m].scaled, to.children[part++]);
    if (cells.which.ceilings) append_amounts(cells.ceilings, of_[m].scaled, to.children[part++]);
    if (!cells.shares.empty()) {
      Items& shares = to.children[part++];
      shares.length += static_cast<int64_t>(lines);
      for (const uint8_t status : cells.statuses) shares.valid.add(status == static_cast<uint8_t>(Status::eligible));
      for (size_t share = 0; share < cells.shares.size(); ++share) append_amounts(cells.shares[share], of_[m].scaled, shares.children[share]);
    }
    reasons_.append(cells.reasons, to.children[part]);
  }
}

/// Line by line, each with its measure's scale.
void ArrowRows::build_long(const Cells& cells, size_t child) {
  Items& measures = table_.children[child++];
  std::ranges::copy(cells.measures, grow<uint32_t>(measures.buffers[0], cells.lines()));
  measures.valid.add(true, cells.lines());
  measures.length += static_cast<int64_t>(cells.lines());
  append_statuses(cells, table_.children[child++]);
  const auto append_amount = [](Items& to, int64_t amount, const arrow::Scaled& scaled) {
    *grow<__int128>(to.buffers[0], 1) = amount == Cells::none ? 0 : scaled(amount);
    to.valid.add(amount != Cells::none);
    ++to.length;
  };
  for (const auto* amounts : {&cells.computed, &cells.amounts, &cells.ceilings}) {
    Items& to = table_.children[child++];
    for (size_t line = 0; line < cells.lines(); ++line) append_amount(to, (*amounts)[line], of_[cells.measures[line]].scaled);
  }
  Items &lists = table_.children[child++], &shares = lists.children[0], &names = shares.children[0], &amounts = shares.children[1];
  for (size_t line = 0; line < cells.lines(); ++line) {
    const Measure& measure = of_[cells.measures[line]];
    for (size_t share = 0; share < measure.words->shares.size(); ++share) {
      if (cells.shares[share][line] == Cells::none) continue;
      const std::string& name = measure.words->shares[share];
      names.buffers[1].insert(names.buffers[1].end(), name.begin(), name.end());
      *grow<int32_t>(names.buffers[0], 1) = static_cast<int32_t>(names.buffers[1].size());
      names.valid.add(true);
      ++names.length;
      append_amount(amounts, cells.shares[share][line], measure.scaled);
      shares.valid.add(true);
      ++shares.length;
    }
    *grow<int32_t>(lists.buffers[0], 1) = static_cast<int32_t>(shares.length);
  }
  lists.valid.add(true, cells.lines());
  lists.length += static_cast<int64_t>(cells.lines());
  reasons_.append(cells.reasons, table_.children[child]);
}

Outcome ArrowRows::write() {
  Outcome outcome = target_.add(table_);
  clear();
  return outcome;
}

void ArrowRows::clear() { arrow::clear_items(table_); }

}  // namespace huice::decisions
