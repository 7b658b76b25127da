#include "compiler/samples/samples.h"

#include "compiler/samples/state.h"

namespace huice::samples {
namespace {

constexpr uint64_t eager_rows = 2'000;   // every one of the first rows renews an applicant of each measure
constexpr uint64_t renew_every = 16;     // later, one row in so many renews one of one measure
constexpr uint64_t missing_percent = 2;  // cells that no measure reads

}  // namespace

Samples::State::State(const program::Program& program, uint32_t entity, const Options& options)
    : program(program),
      entity(entity),
      options(options),
      schema(program.schemas[entity]),
      relations(program, entity),
      draws(relations.draws()),
      random_(options.seed),
      other_random_(options.seed ^ 0x9e3779b97f4a7c15),
      cells_(draws.size()),
      texts_(draws.size()),
      own_cells_(draws.size()),
      own_texts_(draws.size()) {
  list_others();
  for (size_t i = 0; i < program.rules.measures.size(); ++i) {
    rules::MeasureId id = Store<rules::Measure>::id_at(i);
    if (program.rules.measures[id].entity.value != entity) continue;
    for (const rules::Measure* body : rules::bodies_of(program.rules.measures[id])) {
      measures.push_back(body);
      Probe probe(relations, *body, options.as_of);
      pools.emplace_back(std::move(probe), draws, options.labels, random_.next());
    }
  }
}

/// Cells that are set already stay: the leading measure's.
void Samples::State::take(const Found& found, const std::vector<uint32_t>& inputs) {
  for (uint32_t field : inputs) {
    if (cells_[field]) continue;
    cells_[field] = &found.cells[field];
    texts_[field] = &found.texts[field];
  }
}

/// Texts and numbers of keys count up; a text continues what the leading measure wants at its beginning.
void Samples::State::make_key(rules::FieldIndex field) {
  const batch::Field& column = schema.fields[field];
  Cell& cell = own_cells_[field];
  cell.known = true;
  if (column.kind == batch::Kind::text) {
    std::string prefix = cells_[field] ? cells_[field]->text : "";
    cell.text.clear();
    append_key(cell.text, draws[field].text(), row_);
    if (!prefix.empty() && prefix.size() < cell.text.size() && draws[field].wants(prefix)) cell.text = prefix + cell.text;
  } else if (column.kind == batch::Kind::number) {
    cell.n = draws[field].number_key(row_);
  } else {
    if (cells_[field]) return;
    cell = draws[field].draw(Size::draw(random_), random_);
  }
  cells_[field] = nullptr;
}

void Samples::State::draw_rest() {
  Size size = Size::draw(random_);
  for (rules::FieldIndex field = 0; field < cells_.size(); ++field) {
    const batch::Field& column = relations.schema().fields[field];
    const bool key = column.key && field < schema.fields.size();
    if (key) make_key(field);
    if (cells_[field]) continue;
    Cell& cell = own_cells_[field];
    if (!key) {
      bool missing = draws[field].may_be_missing() && random_.chance(missing_percent);
      cell = missing ? Cell{} : draws[field].draw(size, random_);
    }
    own_texts_[field].clear();
    append_cell(own_texts_[field], column, cell, options.labels);
    cells_[field] = &cell;
    texts_[field] = &own_texts_[field];
  }
}

void Samples::State::next() {
  if (!pools.empty()) {
    if (row_ < eager_rows) {
      for (Pools& each : pools) each.renew();
    } else if (row_ % renew_every == 0) {
      pools[row_ / renew_every % pools.size()].renew();
    }
  }
  std::fill(cells_.begin(), cells_.end(), nullptr);
  for (size_t i = 0; i < pools.size(); ++i) {
    size_t which = (row_ + i) % pools.size();
    const Found& found = pools[which].deal(i == 0);
    take(found, pools[which].hunter().probe().inputs());
  }
  ++row_;
  draw_rest();
}

Samples::Samples(const program::Program& program, uint32_t entity, const Options& options)
    : state_(std::make_unique<State>(program, entity, options)) {}
Samples::Samples(Samples&&) noexcept = default;
Samples& Samples::operator=(Samples&&) noexcept = default;
Samples::~Samples() = default;

std::string Samples::header() const {
  std::string line;
  state_->header(state_->entity, line);
  return line;
}

const std::vector<uint32_t>& Samples::others() const { return state_->others; }

std::string Samples::header(uint32_t entity) const {
  std::string line;
  state_->header(entity, line);
  return line;
}

void Samples::take(uint32_t entity, std::string& out) {
  std::string& rows = state_->made[entity];
  out += rows;
  rows.clear();
}

void Samples::rows(uint64_t count, std::string& out) {
  for (uint64_t i = 0; i < count; ++i) {
    state_->next();
    state_->write(out);
    take(state_->entity, out);
  }
}

}  // namespace huice::samples
