// Huice in C++: huice.h with owners for its handles and exceptions for its codes. One header over the C API, so a program that
// was built with one compiler runs with a library that was built with another.
//
//   const auto program = huice::Program::compile("policies/ningbo/2024");
//   std::cout << program.evaluate_json(R"({"uscc": "E1", "applied": "2024-05-01", "rd_spend": "12000000"})");
//
// Arrow record batches are decided by Program::evaluate. A Program is immutable: many threads may use it at once. Everything
// here throws huice::Error where the C API gives a code; huice.h says which and when.
#pragma once
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "huice.h"

namespace huice::inline v0 {

/// What a call could not do. what() is the English message.
class Error : public std::runtime_error {
 public:
  explicit Error(huice_code code, huice_error handle)
      : std::runtime_error(huice_error_message(handle, HUICE_ENGLISH)),
        code_(code),
        chinese_(huice_error_message(handle, HUICE_CHINESE)),
        details_(huice_error_details(handle)) {
    huice_error_close(handle);
  }
  /// HUICE_PROGRAM, HUICE_USAGE, HUICE_DATA, …
  huice_code code() const { return code_; }
  const std::string& chinese() const { return chinese_; }
  /// Of HUICE_PROGRAM: the diagnostics as JSON.
  const std::string& details() const { return details_; }

 private:
  huice_code code_;
  std::string chinese_, details_;
};

inline std::string version() { return huice_version(); }

/// The value of an external parameter, as people write it.
struct Parameter {
  std::string name;       // or its label
  std::string value;      // `2000元`, `15%`
  std::string from = {};  // the first day on which it holds; empty: always
};

struct CompileOptions {
  std::vector<Parameter> parameters = {};
  std::string cache = {};    // folder of compiled code; empty: none is kept
  bool machine_code = true;  // false: the reference evaluator decides
};

struct RunOptions {
  std::string as_of = {};                               // `2024-12-31`; empty: none
  std::vector<std::string> measures = {};               // by name or label; empty: all
  int threads = 0;                                      // 0: one for each processor
  bool check_keys = false;                              // later rows of a key are rejected
  uint64_t memory = 0;                                  // bytes; 0: see huice_run_options
  std::function<bool(uint64_t rows)> progress = {};     // false cancels; what it throws comes out of the call
};

/// An Arrow stream that is released with it. A null one is where nothing was asked for.
class Stream {
 public:
  Stream() = default;
  explicit Stream(ArrowArrayStream stream) : stream_(stream) {}
  Stream(Stream&& other) noexcept : stream_(std::exchange(other.stream_, ArrowArrayStream{})) {}
  Stream& operator=(Stream&& other) noexcept {
    std::swap(stream_, other.stream_);
    return *this;
  }
  ~Stream() {
    if (stream_.release != nullptr) stream_.release(&stream_);
  }
  /// For whoever reads it here, and for whoever takes it over (who then releases it).
  ArrowArrayStream* get() { return &stream_; }
  ArrowArrayStream take() { return std::exchange(stream_, ArrowArrayStream{}); }

 private:
  ArrowArrayStream stream_{};
};

namespace internal {

/// By reference: the call that fills it may stand in the same list of arguments.
inline void check(huice_code code, const huice_error& error) {
  if (code != HUICE_OK) throw Error(code, error);
}

inline std::string take(char* text) {
  const std::unique_ptr<char, void (*)(char*)> owner(text, &huice_free);
  return text;
}

/// RunOptions in the form that C has.
class Options {
 public:
  explicit Options(const RunOptions& options) : options_(options) {
    for (const std::string& measure : options.measures) measures_.push_back(measure.c_str());
    c_.size = sizeof c_;
    if (!options.as_of.empty()) c_.as_of = options.as_of.c_str();
    c_.measures = measures_.data();
    c_.measure_count = measures_.size();
    c_.threads = options.threads;
    c_.check_keys = options.check_keys ? 1 : 0;
    c_.memory = options.memory;
    if (!options.progress) return;
    c_.progress_data = this;
    c_.progress = [](void* data, uint64_t rows) {
      auto& self = *static_cast<Options*>(data);
      try {
        return self.options_.progress(rows) ? 0 : 1;
      } catch (...) {
        self.thrown_ = std::current_exception();
        return 1;
      }
    };
  }
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;
  const huice_run_options* get() const { return &c_; }
  void check(huice_code code, const huice_error& error) const {
    if (thrown_) {
      huice_error_close(error);
      std::rethrow_exception(thrown_);
    }
    internal::check(code, error);
  }

 private:
  const RunOptions& options_;
  std::vector<const char*> measures_;
  huice_run_options c_{};
  std::exception_ptr thrown_;
};

}  // namespace internal

/// One applicant field by field, for one thread at a time: the fastest way to a single decision.
class Applicant {
 public:
  explicit Applicant(huice_applicant handle) : handle_(handle, &huice_applicant_close) {}

  uint32_t field(const std::string& name) const {
    uint32_t field = 0;
    huice_error error = nullptr;
    internal::check(huice_applicant_field(handle_.get(), name.c_str(), &field, &error), error);
    return field;
  }
  /// A cell as in files; empty: missing.
  void set(uint32_t field, std::string_view cell) {
    huice_error error = nullptr;
    internal::check(huice_applicant_set_text(handle_.get(), field, cell.data(), cell.size(), &error), error);
  }
  /// value · 10^-scale in the field's unit.
  void set(uint32_t field, int64_t value, int32_t scale) {
    huice_error error = nullptr;
    internal::check(huice_applicant_set_number(handle_.get(), field, value, scale, &error), error);
  }
  void clear() {
    huice_error error = nullptr;
    internal::check(huice_applicant_clear(handle_.get(), &error), error);
  }
  /// One for each measure, from the first; `decisions` has room for `count`.
  void decide(huice_decision* decisions, size_t count) {
    huice_error error = nullptr;
    internal::check(huice_applicant_decide(handle_.get(), decisions, count, &error), error);
  }
  std::string reasons(size_t measure) {
    const char* reasons = nullptr;
    huice_error error = nullptr;
    internal::check(huice_applicant_reasons(handle_.get(), measure, &reasons, &error), error);
    return reasons;
  }

 private:
  std::unique_ptr<huice_applicant_handle, void (*)(huice_applicant)> handle_;
};

/// The rows of one entity, as an Arrow stream that the call takes over.
struct Input {
  std::string entity;   // name or label; empty: the only one that measures are for
  ArrowArrayStream* rows = nullptr;
  bool wanted = true;   // false: given along
};

class Program {
 public:
  /// A folder of `.policy` files, or one file.
  static Program compile(const std::string& path, const CompileOptions& options = {}) {
    return make(options, [&](const huice_compile_options* c, huice_program* program, huice_error* error) { return huice_compile_path(path.c_str(), c, program, error); });
  }
  /// One policy text; `name` stands for its file in messages.
  static Program compile_text(const std::string& name, std::string_view text, const CompileOptions& options = {}) {
    return make(options, [&](const huice_compile_options* c, huice_program* program, huice_error* error) {
      return huice_compile_text(name.c_str(), text.data(), text.size(), c, program, error);
    });
  }

  /// What there is to decide, as JSON.
  std::string describe() const {
    char* json = nullptr;
    huice_error error = nullptr;
    internal::check(huice_describe(get(), &json, &error), error);
    return internal::take(json);
  }

  /// Decides every row. `summary`, if not null, gets what huice_decide says there.
  Stream evaluate(ArrowArrayStream* rows, const RunOptions& options = {}, std::string* summary = nullptr) const {
    return std::move(evaluate(std::vector<Input>{{"", rows, true}}, options, summary).front());
  }
  /// With rows of other entities; a stream for each input, null where none is wanted.
  std::vector<Stream> evaluate(const std::vector<Input>& inputs, const RunOptions& options = {}, std::string* summary = nullptr) const {
    std::vector<ArrowArrayStream> results(inputs.size());
    std::vector<huice_input> c;
    for (size_t i = 0; i < inputs.size(); ++i)
      c.push_back({inputs[i].entity.empty() ? nullptr : inputs[i].entity.c_str(), inputs[i].rows, inputs[i].wanted ? &results[i] : nullptr});
    char* text = nullptr;
    huice_error error = nullptr;
    const internal::Options run(options);
    run.check(huice_decide(get(), run.get(), c.data(), c.size(), summary != nullptr ? &text : nullptr, &error), error);
    std::vector<Stream> streams;
    for (const ArrowArrayStream& result : results) streams.emplace_back(result);
    if (summary != nullptr) *summary = internal::take(text);
    return streams;
  }

  /// One applicant as JSON; `entity` may be empty where all measures are for one, `others` where nothing is given along.
  std::string evaluate_json(std::string_view applicant, const RunOptions& options = {}, const std::string& entity = {}, const std::string& others = {},
                            int explain = HUICE_EXPLAIN_NONE) const {
    char* decided = nullptr;
    huice_error error = nullptr;
    const internal::Options run(options);
    run.check(huice_decide_json(get(), run.get(), entity.empty() ? nullptr : entity.c_str(), applicant.data(), applicant.size(),
                                others.empty() ? nullptr : others.c_str(), explain, &decided, &error),
              error);
    return internal::take(decided);
  }

  /// Decides and settles all rows, and explains these of `entity`, counted from 0: JSON, as huice_explain gives it.
  std::string explain_rows(const std::vector<Input>& inputs, const std::vector<uint64_t>& rows, const RunOptions& options = {}, const std::string& entity = {},
                      int language = HUICE_EXPLAIN_ENGLISH) const {
    std::vector<huice_input> c;
    for (const Input& input : inputs) c.push_back({input.entity.empty() ? nullptr : input.entity.c_str(), input.rows, nullptr});
    char* explained = nullptr;
    huice_error error = nullptr;
    const internal::Options run(options);
    run.check(huice_explain(get(), run.get(), c.data(), c.size(), entity.empty() ? nullptr : entity.c_str(), rows.data(), rows.size(), language, &explained, &error),
              error);
    return internal::take(explained);
  }

  /// An applicant with every field missing.
  Applicant applicant(const RunOptions& options = {}, const std::string& entity = {}) const {
    huice_applicant handle = nullptr;
    huice_error error = nullptr;
    const internal::Options run(options);
    internal::check(huice_applicant_open(get(), run.get(), entity.empty() ? nullptr : entity.c_str(), &handle, &error), error);
    return Applicant(handle);
  }

  huice_program get() const { return handle_.get(); }

 private:
  explicit Program(huice_program handle) : handle_(handle, &huice_program_close) {}

  template <class Make>
  static Program make(const CompileOptions& options, const Make& make) {
    std::vector<huice_parameter> parameters;
    for (const Parameter& parameter : options.parameters)
      parameters.push_back({parameter.name.c_str(), parameter.value.c_str(), parameter.from.empty() ? nullptr : parameter.from.c_str()});
    huice_compile_options c{};
    c.size = sizeof c;
    c.parameters = parameters.data();
    c.parameter_count = parameters.size();
    c.cache = options.cache.empty() ? nullptr : options.cache.c_str();
    c.engine = options.machine_code ? HUICE_ENGINE_MACHINE : HUICE_ENGINE_REFERENCE;
    huice_program program = nullptr;
    huice_error error = nullptr;
    internal::check(make(&c, &program, &error), error);
    return Program(program);
  }

  std::shared_ptr<huice_program_handle> handle_;  // copies share it
};

}  // namespace huice::v0
