#include "api/c/compiled.h"

#include <set>

#include "api/c/applicant.h"
#include "api/c/errors.h"
#include "api/c/handles.h"
#include "base/decimal.h"
#include "base/unicode/closest.h"
#include "compiler/program/supply.h"

namespace huice::c {
namespace {

Handles<Compiled, huice_program>& programs() { return handles<Compiled, huice_program>(); }

void stop_at_errors(program::Program& program) {
  program.sink.sort();
  if (!program.sink.has_errors()) return;
  Stop why{HUICE_PROGRAM, {}};
  for (const auto& diagnostic : program.sink.all()) {
    why.message.en += diagnostics::to_text(diagnostic, program.sources, diagnostics::Language::en, false);
    why.message.zh += diagnostics::to_text(diagnostic, program.sources, diagnostics::Language::zh, false);
  }
  why.details = diagnostics::to_json(program.sink.all(), program.sources, diagnostics::Language::en);
  throw why;
}

std::vector<program::SuppliedValue> supplied_by(const huice_compile_options* options) {
  std::vector<program::SuppliedValue> values;
  if (options == nullptr) return values;
  if (options->size < sizeof(huice_compile_options))
    throw usage("huice_compile_options.size must be sizeof(huice_compile_options)", "huice_compile_options.size 应为 sizeof(huice_compile_options)");
  if (options->parameter_count > 0) need(options->parameters, "options->parameters");
  for (size_t i = 0; i < options->parameter_count; ++i) {
    const huice_parameter& given = options->parameters[i];
    need(given.name, "options->parameters[].name");
    need(given.value, "options->parameters[].value");
    std::optional<Date> from;
    if (given.from != nullptr) {
      from = parse_iso_date(given.from);
      if (!from) throw usage(std::string(given.from) + " is no date such as 2024-03-05", std::string(given.from) + " 不是 2024-03-05 这样的日期");
    }
    values.push_back({given.name, from, given.value, given.name});
  }
  return values;
}

Cache cache_of(const huice_compile_options* options) {
  return options != nullptr && options->cache != nullptr ? Cache(options->cache) : Cache();
}

}  // namespace

Compiled::Compiled() : idle_(std::make_unique<ApplicantPool>()) {}
Compiled::~Compiled() = default;

std::shared_ptr<Compiled> Compiled::make(std::unique_ptr<program::Program> program, const huice_compile_options* options) {
  stop_at_errors(*program);
  check(program::supply(*program, supplied_by(options), false));
  stop_at_errors(*program);
  program::KernelOptions kernels;
  if (options != nullptr) {
    if (options->engine == HUICE_ENGINE_REFERENCE) kernels.engine = program::Engine::reference;
    if (options->cache != nullptr) kernels.cache = options->cache;
  }
  auto compiled = std::make_shared<Compiled>();
  kernels.fallbacks = compiled->fallbacks_;
  compiled->program_ = std::move(program);
  compiled->make_kernel_ = program::kernels_of(*compiled->program_, kernels);
  compiled->make_member_ = program::members_of(*compiled->program_, kernels);
  compiled->make_number_ = program::numbers_of(*compiled->program_, kernels);
  for (uint32_t m = 0; m < compiled->catalogue().measures.size(); ++m) compiled->stands_alone_.push_back(c::stands_alone(compiled->catalogue(), m));
  return compiled;
}

std::string Compiled::layouts_of(const batch::Schema& schema) {
  std::string text = schema.entity;
  for (const batch::Field& field : schema.fields) {
    if (field.kind != batch::Kind::number) continue;
    text += ' ' + std::to_string(field.layout.step_num) + '/' + std::to_string(field.layout.step_den) + (field.layout.wide ? 'w' : 'n');
    text += to_decimal(field.lo) + ':' + to_decimal(field.hi);
  }
  return text;
}

uint32_t Compiled::entity(const char* name) const {
  const auto& entities = catalogue().entities;
  if (name == nullptr) {
    std::set<uint32_t> all;
    for (const auto& measure : catalogue().measures) all.insert(measure.entity);
    if (all.size() == 1) return *all.begin();
    throw usage("measures are for several entities: say which", "措施适用于多个主体：请说明是哪一个");
  }
  std::vector<std::string> names;
  for (uint32_t i = 0; i < entities.size(); ++i) {
    if (entities[i].of_target) continue;
    if (entities[i].name == name || entities[i].label == name) return i;
    names.push_back(entities[i].name);
  }
  const auto close = unicode::closest(name, names);
  throw usage("there is no entity " + std::string(name) + (close ? "; did you mean " + *close + "?" : ""),
              "没有主体 " + std::string(name) + (close ? "；是否指 " + *close + "？" : ""));
}

std::shared_ptr<const Compiled> compiled_of(huice_program program) {
  need(program, "program");
  auto found = programs().find(program);
  if (!found) throw usage("this program handle was closed", "程序句柄已关闭");
  return found;
}

}  // namespace huice::c

extern "C" {

huice_code huice_compile_path(const char* path, const huice_compile_options* options, huice_program* program, huice_error* error) {
  using namespace huice::c;
  return guarded(error, [&] {
    need(path, "path");
    need(program, "program");
    *program = programs().open(Compiled::make(value_of(huice::program::compile(path, cache_of(options))), options));
  });
}

huice_code huice_compile_text(const char* name, const char* text, size_t size, const huice_compile_options* options, huice_program* program,
                              huice_error* error) {
  using namespace huice::c;
  return guarded(error, [&] {
    need(name, "name");
    need(text, "text");
    need(program, "program");
    *program = programs().open(Compiled::make(huice::program::compile_text(name, std::string(text, size), cache_of(options)), options));
  });
}

void huice_program_close(huice_program program) { huice::c::programs().close(program); }
}
