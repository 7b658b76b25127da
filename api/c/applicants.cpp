// huice_applicant_…: one applicant field by field.
#include "api/c/applicant.h"
#include "api/c/decide.h"
#include "api/c/errors.h"
#include "api/c/handles.h"
#include "base/decimal.h"
#include "compiler/program/supply.h"

namespace huice::c {
namespace {

/// An applicant with the program that it needs.
struct Opened {
  std::shared_ptr<const Compiled> compiled;
  Applicant applicant;
};

Handles<Opened, huice_applicant>& applicants() { return handles<Opened, huice_applicant>(); }

std::shared_ptr<Applicant> applicant_of(huice_applicant applicant) {
  need(applicant, "applicant");
  auto found = applicants().find(applicant);
  if (!found) throw usage("this applicant handle was closed", "申请人句柄已关闭");
  return {found, &found->applicant};
}

const batch::Field& field_of(const Applicant& applicant, uint32_t field) {
  const auto& fields = applicant.fields();
  if (field >= fields.size() || fields[field].derived)
    throw usage("there is no field " + std::to_string(field), "没有第 " + std::to_string(field) + " 号字段");
  return fields[field];
}

void need_measure(const Applicant& applicant, size_t measure) {
  if (measure < applicant.measures().size()) return;
  throw usage("there is no measure " + std::to_string(measure), "没有第 " + std::to_string(measure) + " 号措施");
}

std::shared_ptr<Opened> open(std::shared_ptr<const Compiled> compiled, const huice_run_options* options, const char* entity_name) {
  check_options(options);
  const Catalogue& catalogue = compiled->catalogue();
  const uint32_t entity = compiled->entity(entity_name);
  const auto day = as_of(options);
  const bool named = options != nullptr && options->measure_count > 0;
  std::vector<uint32_t> measures;
  for (const uint32_t measure : measures_of(*compiled, options)) {
    const catalogue::Measure& words = catalogue.measures[measure];
    if (words.entity == entity && compiled->stands_alone(measure)) {
      measures.push_back(measure);
    } else if (named) {
      throw usage(words.name + " needs more than one row of " + catalogue.entities[entity].name + ": use huice_decide or huice_decide_json",
                  words.name + " 需要的不止一行 " + catalogue.entities[entity].name + "：请用 huice_decide 或 huice_decide_json");
    }
  }
  if (measures.empty()) throw usage("no measure of " + catalogue.entities[entity].name + " can be decided from one row alone", "没有仅凭一行即可判定的措施");
  check(program::check_supplied(compiled->program(), measures));
  for (const uint32_t measure : measures) {
    const catalogue::Measure& words = catalogue.measures[measure];
    if (words.needs_as_of && !day) throw usage(words.name + " needs a date: set as_of", words.name + " 需要日期：请设置 as_of");
  }
  const Compiled& program = *compiled;
  auto opened = std::make_shared<Opened>(Opened{std::move(compiled), Applicant(program, entity, std::move(measures))});
  opened->applicant.set_as_of(day);
  return opened;
}

/// Counted in 10^-amount_digits yuan.
int64_t in_digits(const catalogue::Measure& measure, int64_t amount) {
  const __int128 all = static_cast<__int128>(amount) * measure.unit_num * power_of_ten_128(measure.amount_digits) / measure.unit_den;
  if (all > INT64_MAX || all < INT64_MIN) throw Stop{HUICE_DATA, {"the amount is too large for 64 bits: use huice_decide_json", "金额超出 64 位：请用 huice_decide_json"}};
  return static_cast<int64_t>(all);
}

}  // namespace
}  // namespace huice::c

using namespace huice::c;

extern "C" {

huice_code huice_applicant_open(huice_program program, const huice_run_options* options, const char* entity, huice_applicant* applicant,
                                huice_error* error) {
  return guarded(error, [&] {
    auto compiled = compiled_of(program);
    need(applicant, "applicant");
    *applicant = applicants().open(open(std::move(compiled), options, entity));
  });
}

huice_code huice_applicant_field(huice_applicant applicant, const char* name, uint32_t* field, huice_error* error) {
  return guarded(error, [&] {
    const auto its = applicant_of(applicant);
    need(name, "name");
    need(field, "field");
    *field = its->field(name);
  });
}

huice_code huice_applicant_measure(huice_applicant applicant, size_t measure, const char** name, huice_error* error) {
  return guarded(error, [&] {
    const auto its = applicant_of(applicant);
    need(name, "name");
    need_measure(*its, measure);
    *name = its->compiled().catalogue().measures[its->measures()[measure]].name.c_str();
  });
}

huice_code huice_applicant_clear(huice_applicant applicant, huice_error* error) {
  return guarded(error, [&] { applicant_of(applicant)->clear(); });
}

huice_code huice_applicant_set_text(huice_applicant applicant, uint32_t field, const char* text, size_t size, huice_error* error) {
  return guarded(error, [&] {
    const auto its = applicant_of(applicant);
    const huice::batch::Field& words = field_of(*its, field);
    if (size > 0) need(text, "text");
    if (const auto fault = its->set_text(field, size > 0 ? std::string_view(text, size) : std::string_view())) throw stop(*fault, words);
  });
}

huice_code huice_applicant_set_number(huice_applicant applicant, uint32_t field, int64_t value, int32_t scale, huice_error* error) {
  return guarded(error, [&] {
    const auto its = applicant_of(applicant);
    const huice::batch::Field& words = field_of(*its, field);
    if (const auto fault = its->set_number(field, value, scale)) throw stop(*fault, words);
  });
}

huice_code huice_applicant_decide(huice_applicant applicant, huice_decision* decisions, size_t count, huice_error* error) {
  return guarded(error, [&] {
    const auto its = applicant_of(applicant);
    if (count > 0) {
      need(decisions, "decisions");
      need_measure(*its, count - 1);
    }
    if (const auto fault = its->decide()) throw stop(*fault, its->fields()[static_cast<size_t>(fault->column)]);
    for (size_t m = 0; m < count; ++m) {
      const huice::catalogue::Measure& measure = its->compiled().catalogue().measures[its->measures()[m]];
      const huice::decisions::Decisions& decided = its->decided(m);
      huice_decision& out = decisions[m];
      out = {static_cast<int32_t>(decided.status(0)), 0, 0, 0, 0};
      if (measure.pays && decided.status(0) == huice::Status::eligible) {
        out.has_amount = 1;
        out.amount = in_digits(measure, decided.amount(0));
      }
      if (measure.pays && decided.status(0) == huice::Status::referred && decided.has_ceiling(0)) {
        out.has_ceiling = 1;
        out.ceiling = in_digits(measure, decided.ceiling(0));
      }
    }
  });
}

huice_code huice_applicant_reasons(huice_applicant applicant, size_t measure, const char** reasons, huice_error* error) {
  return guarded(error, [&] {
    const auto its = applicant_of(applicant);
    need(reasons, "reasons");
    need_measure(*its, measure);
    *reasons = its->reasons(measure).c_str();
  });
}

void huice_applicant_close(huice_applicant applicant) { applicants().close(applicant); }
}
