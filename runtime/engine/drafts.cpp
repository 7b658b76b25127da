#include "runtime/engine/drafts.h"

#include "runtime/spill/bytes.h"

namespace huice::engine {

Result<std::unique_ptr<Draft>> Draft::create(const std::string& folder, decisions::CsvFormat format) {
  auto file = spill::TempFile::create(folder);
  if (!file) return file.failure();
  return std::unique_ptr<Draft>(new Draft(std::move(*file), std::move(format)));
}

/// A chunk: the text's size, the text, then the holes.
Outcome Draft::add(std::string_view text, const std::vector<decisions::Hole>& holes) {
  scratch_.clear();
  spill::put(scratch_, static_cast<uint32_t>(text.size()));
  scratch_ += text;
  for (const decisions::Hole& hole : holes) {
    spill::put(scratch_, hole.serial);
    spill::put(scratch_, static_cast<uint32_t>(hole.begin));
    spill::put(scratch_, static_cast<uint32_t>(hole.end));
    spill::put(scratch_, hole.column);
    spill::put(scratch_, hole.body);
    spill::put(scratch_, hole.amount);
    spill::put(scratch_, hole.capped);
    spill::put(scratch_, static_cast<uint8_t>(hole.parts.size()));
    for (int64_t part : hole.parts) spill::put(scratch_, part);
  }
  chunks_.push_back(static_cast<uint32_t>(scratch_.size()));
  return file_->append(scratch_);
}

Outcome Draft::fill(std::string_view chunk, const settlement::Settling& settling, settlement::Reductions& reductions, settlement::KnownRows* known,
                    std::string& out) {
  const auto size = spill::take<uint32_t>(chunk);
  const std::string_view text = chunk.substr(0, size);
  chunk.remove_prefix(size);
  size_t done = 0;
  while (!chunk.empty()) {
    decisions::Hole hole;
    hole.serial = spill::take<uint64_t>(chunk);
    hole.begin = spill::take<uint32_t>(chunk);
    hole.end = spill::take<uint32_t>(chunk);
    hole.column = spill::take<uint32_t>(chunk);
    hole.body = spill::take<uint32_t>(chunk);
    hole.amount = spill::take<int64_t>(chunk);
    hole.capped = spill::take<bool>(chunk);
    const auto parts = spill::take<uint8_t>(chunk);
    for (uint8_t i = 0; i < parts; ++i) hole.parts.push_back(spill::take<int64_t>(chunk));
    if (known != nullptr) {
      auto row = known->of(hole.serial);
      if (!row) return row.failure();
      if (*row != nullptr && (*row)->recorded) {
        out += text.substr(done, hole.begin - done);
        format_.append_recorded(out, hole, (*row)->entry);
        done = hole.end;
        continue;
      }
    }
    auto taken = reductions.of(hole.serial);
    if (!taken) return taken.failure();
    if ((*taken)->empty()) continue;
    out += text.substr(done, hole.begin - done);
    format_.append_grant(out, hole, (*taken)->back().after / format_.steps(hole.column), settling.reasons(**taken));
    done = hole.end;
  }
  out += text.substr(done);
  return Nothing{};
}

Outcome Draft::fill(const settlement::Settling& settling, settlement::Reductions& reductions, settlement::KnownRows* known, decisions::Target& target) {
  uint64_t at = 0;
  std::string chunk, out;
  for (uint32_t size : chunks_) {
    chunk.resize(size);
    if (Outcome outcome = file_->read(at, chunk.data(), size); !outcome) return outcome;
    at += size;
    out.clear();
    if (Outcome outcome = fill(chunk, settling, reductions, known, out); !outcome) return outcome;
    if (Outcome outcome = target.write(out); !outcome) return outcome;
  }
  return Nothing{};
}

}  // namespace huice::engine
