#include "runtime/decisions/decisions.h"

#include <new>

namespace huice::decisions {
namespace {

constexpr size_t rows = HUICE_BATCH_ROWS, words = HUICE_BATCH_WORDS;
constexpr std::align_val_t alignment{64};  // every column begins where a line of the cache does

}  // namespace

void Decisions::Free::operator()(uint64_t* memory) const { ::operator delete[](memory, alignment); }

Decisions::Decisions(const catalogue::Measure& measure) : measure_(&measure) {
  // In 64-bit words: amount and ceiling, then the bit columns, then error and status.
  const size_t bit_columns = 2 + measure.conditions.size() + measure.inputs.size();
  const size_t size = 2 * rows + bit_columns * words + rows / 4 + rows / 8;
  memory_.reset(new (alignment) uint64_t[size]());
  uint64_t* next = memory_.get();
  const auto take = [&](size_t count) {
    uint64_t* const taken = next;
    next += count;
    return taken;
  };
  view_.amount = reinterpret_cast<int64_t*>(take(rows));
  view_.ceiling = reinterpret_cast<int64_t*>(take(rows));
  view_.ceiling_known = take(words);
  view_.capped = take(words);
  view_.failed = take(measure.conditions.size() * words);
  view_.missing = take(measure.inputs.size() * words);
  view_.error = reinterpret_cast<uint16_t*>(take(rows / 4));
  view_.status = reinterpret_cast<uint8_t*>(take(rows / 8));
  if (measure.versions.empty()) return;
  versions_.resize(rows);
  view_.version = versions_.data();
}

template <class Each>
void Decisions::each_reason(const catalogue::Entity& entity, int row, Each each) const {
  switch (status(row)) {
    case Status::eligible:
      if (bit(view_.capped, row)) each("ceiling");
      break;
    case Status::ineligible:
      for (size_t c = 0; c < measure_->conditions.size(); ++c) {
        if (bit(view_.failed + c * words, row)) each(measure_->conditions[c]);
      }
      break;
    case Status::error: each(catalogue::error_name(*measure_, view_.error[row])); break;
    case Status::undetermined:
    case Status::referred:
      for (size_t i = 0; i < measure_->inputs.size(); ++i) {
        if (bit(view_.missing + i * words, row)) each(entity.field_names[measure_->inputs[i]]);
      }
      break;
    case Status::not_in_force: break;
  }
}

void Decisions::append_reasons(std::string& out, const catalogue::Entity& entity, int row) const {
  bool first = true;
  each_reason(entity, row, [&](std::string_view reason) {
    if (!first) out += ';';
    out += reason;
    first = false;
  });
}

std::vector<std::string> Decisions::reasons(const catalogue::Entity& entity, int row) const {
  std::vector<std::string> list;
  each_reason(entity, row, [&](std::string_view reason) { list.emplace_back(reason); });
  return list;
}

}  // namespace huice::decisions
