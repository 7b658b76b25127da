#include "runtime/decisions/csv_rows.h"

namespace huice::decisions {

uint64_t CsvRows::add_draft(const batch::Chunk& chunk, const batch::Batch& batch, const std::vector<Decisions>& decided) {
  draft_.clear();
  marks_.clear();
  return format_.append(draft_, chunk, batch, decided, &marks_);
}

Outcome CsvRows::fill(std::string_view draft, const GrantOf& grant_of) {
  DraftReader reader(draft);
  for (;;) {
    switch (reader.next()) {
      case DraftReader::Found::end: return Nothing{};
      case DraftReader::Found::text: text_.append(reader.text()); break;
      case DraftReader::Found::phrase: format_.append_phrase(text_, reader.column(), reader.code()); break;
      case DraftReader::Found::hole: {
        const Hole& hole = reader.hole();
        auto grant = grant_of(hole);
        if (!grant) return grant.failure();
        if (grant->recorded != nullptr) format_.append_recorded(text_, hole, *grant->recorded);
        else format_.append_grant(text_, hole, grant->left ? *grant->left / format_.steps(hole.column) : hole.amount, grant->reductions);
      }
    }
  }
}

Outcome CsvRows::write() {
  Outcome outcome = target_.write(text_.view());
  text_.clear();
  return outcome;
}

}  // namespace huice::decisions
