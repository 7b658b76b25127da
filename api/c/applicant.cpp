#include "api/c/applicant.h"

#include "api/c/errors.h"
#include "api/c/json_rows.h"
#include "base/decimal.h"
#include "base/unicode/utf8.h"
#include "runtime/plan_needs.h"

namespace huice::c {
namespace {

constexpr size_t longest_cell = size_t{8} << 20;
constexpr int64_t first_day = -719162, last_day = 2932896, day_seconds = 86'400;  // 0001-01-01, 9999-12-31

}  // namespace

bool stands_alone(const Catalogue& catalogue, uint32_t measure) {
  const catalogue::Measure& words = catalogue.measures[measure];
  if (words.settled) return false;
  plan::Needs needs(catalogue);
  needs.add_measure(measure);
  if (needs.entities().size() != 1 || !needs.entities().contains(words.entity)) return false;
  const plan::EntityNeeds& own = needs.entities().at(words.entity);
  return own.referred.empty() && own.aggregates.empty();
}

Applicant::Applicant(const Compiled& compiled, uint32_t entity, std::vector<uint32_t> measures)
    : compiled_(compiled),
      entity_(entity),
      measures_(std::move(measures)),
      schema_(compiled_.program().schemas[entity]),
      batch_(schema_, std::vector<bool>(schema_.fields.size(), true)),
      rows_(1),
      readers_(schema_.fields.size()),
      formats_(schema_.fields.size()),
      texts_(schema_.fields.size()) {
  for (uint32_t field = 0; field < schema_.fields.size(); ++field) {
    if (schema_.fields[field].derived) continue;
    const batch::BoundColumn column{static_cast<int>(field), field, {}};
    readers_[field] = batch::make_column_reader(schema_, column, {});
    if (schema_.fields[field].kind == batch::Kind::number) formats_[field].emplace(schema_.fields[field], std::nullopt);
  }
  plan::Needs needs(compiled_.catalogue());
  for (const uint32_t measure : measures_) {
    needs.add_measure(measure);
    kernels_.push_back(value_of(compiled_.kernel(measure, schema_)));
    decided_.emplace_back(compiled_.catalogue().measures[measure]);
  }
  if (!measures_.empty()) lists_.listed = needs.scan(entity).listed;
  lists_.entity = entity;
  batch_.set_rows(1);
  batch_.begin();  // from now on one row is there to be cleared
  batch_.set_rows(1);
}

uint32_t Applicant::field(std::string_view name) const { return field_called(schema_, name); }

void Applicant::missing(uint32_t field) {
  batch_.clear_rows(field, 0);
  *batch_.column(field, 0).magnitude = 0;
}

void Applicant::clear() {
  for (uint32_t field = 0; field < schema_.fields.size(); ++field) missing(field);
}

std::optional<batch::Fault> Applicant::set_text(uint32_t field, std::string_view text) {
  missing(field);
  if (text.empty()) return std::nullopt;
  const auto fault = [&](batch::RejectCode code, const char* expected) { return batch::Fault{0, code, static_cast<int>(field), "", expected}; };
  if (!unicode::valid_utf8(text)) return fault(batch::RejectCode::undecodable, "UTF-8");
  if (text.find('\0') != std::string_view::npos) return fault(batch::RejectCode::nul_byte, "");
  if (text.size() > longest_cell) return fault(batch::RejectCode::too_long, "8388608");
  texts_[field] = text;
  rows_.clear();
  rows_.add({});
  rows_.slot(0)[0] = {texts_[field].data(), static_cast<uint32_t>(texts_[field].size())};
  readers_[field]->read(rows_, rows_.slot(0), batch_, 0, 1);
  if (rows_.faults().empty()) return std::nullopt;
  missing(field);
  return rows_.faults().front();
}

std::optional<batch::Fault> Applicant::set_number(uint32_t field, int64_t value, int32_t scale) {
  const batch::Field& its = schema_.fields[field];
  if (scale < 0 || scale > 18) throw usage("scale must lie between 0 and 18", "scale 应在 0 与 18 之间");
  missing(field);
  const auto fault = [&](batch::RejectCode code, std::string expected = {}) {
    return batch::Fault{0, code, static_cast<int>(field), to_decimal(value, scale), std::move(expected)};
  };
  const bool whole = scale == 0;
  switch (its.kind) {
    case batch::Kind::number: {
      __int128 n = 0;
      if (const auto code = formats_[field]->take(value, scale, n)) return fault(*code, formats_[field]->expected(*code));
      batch_.set_number(field, 0, n);
      return std::nullopt;
    }
    case batch::Kind::boolean:
      if (!whole || (value != 0 && value != 1)) return fault(batch::RejectCode::bad_boolean);
      batch_.set_boolean(field, 0, value == 1);
      return std::nullopt;
    case batch::Kind::date:
      if (!whole || value < first_day || value > last_day) return fault(batch::RejectCode::bad_date);
      batch_.set_date(field, 0, Date{static_cast<int32_t>(value)});
      return std::nullopt;
    case batch::Kind::datetime:
      if (!whole || value < first_day * day_seconds || value >= (last_day + 1) * day_seconds) return fault(batch::RejectCode::bad_datetime);
      batch_.set_datetime(field, 0, DateTime{value});
      return std::nullopt;
    default: throw usage(its.name + " takes text, no number", its.name + " 应为文本，不是数值");
  }
}

std::optional<batch::Fault> Applicant::decide() {
  for (uint32_t field = 0; field < schema_.fields.size(); ++field) {
    const batch::Field& its = schema_.fields[field];
    if (!its.required || its.derived || batch_.known(field, 0)) continue;
    return batch::Fault{0, batch::RejectCode::missing_required, static_cast<int>(field), "", ""};
  }
  if (!lists_.listed.empty()) {
    rows_.clear();
    rows_.add({});
    for (const auto& listed : lists_.listed) missing(listed.column);
    engine::Members(compiled_.catalogue(), {}).fill(lists_, rows_, batch_);
  }
  const huice_batch view = batch_.view();
  for (size_t m = 0; m < kernels_.size(); ++m) {
    huice_decisions out = decided_[m].view();
    check(kernels_[m]->decide(view, out));
  }
  return std::nullopt;
}

const std::string& Applicant::reasons(size_t measure) {
  reasons_.clear();
  decided_[measure].append_reasons(reasons_, compiled_.catalogue().entities[entity_], 0);
  return reasons_;
}

std::unique_ptr<Applicant> ApplicantPool::take(uint32_t entity) {
  const std::lock_guard lock(mutex_);
  auto& idle = idle_[entity];
  if (idle.empty()) return nullptr;
  auto applicant = std::move(idle.back());
  idle.pop_back();
  return applicant;
}

void ApplicantPool::give_back(std::unique_ptr<Applicant> applicant) {
  const std::lock_guard lock(mutex_);
  idle_[applicant->entity()].push_back(std::move(applicant));
}

Stop stop(const batch::Fault& fault, const batch::Field& field) {
  const Bilingual why = batch::message(fault.code, fault.expected);
  const std::string value = fault.value.empty() ? "" : " `" + fault.value + "`";
  return {HUICE_DATA, {field.name + value + ": " + why.en, field.name + value + "：" + why.zh}};
}

}  // namespace huice::c
