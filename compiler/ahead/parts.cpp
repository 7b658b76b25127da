#include "compiler/ahead/parts.h"

#include <algorithm>
#include <set>

#include "base/decimal.h"
#include "compiler/rules/sites.h"
#include "runtime/batch/kind_word.h"

namespace huice::ahead {
namespace {

/// runtime/ahead and what it needs, as text.
struct Text {
  std::string_view name, bytes;
};
constexpr Text texts[] = {
#include "ahead_texts.inc"
};

std::string text_of(std::string_view name) {
  for (const Text& text : texts) {
    if (text.name == name) return std::string(text.bytes);
  }
  return {};
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

/// Without includes of our own, which stand in the text already.
std::string without_includes(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    if (!line.starts_with("#include \"")) out += line + "\n";
    at = end + 1;
  }
  return out;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string wide_number(__int128 value) {
  // C has no literals of 128 bits.
  const auto bits = static_cast<unsigned __int128>(value);
  return "(__int128)((unsigned __int128)UINT64_C(" + std::to_string(static_cast<uint64_t>(bits >> 64)) + ") << 64 | UINT64_C(" +
         std::to_string(static_cast<uint64_t>(bits)) + "))";
}

std::string kind_macro(batch::Kind kind) {
  std::string word = "KIND_";
  for (const char c : batch::word(kind)) word += static_cast<char>(c - 'a' + 'A');
  return word;
}

/// Fields that the part's measures read, and keys.
std::set<uint32_t> fields_read(const program::Program& program, const Part& part) {
  std::set<uint32_t> fields;
  for (const uint32_t key : program.catalogue.entities[part.entity].keys) fields.insert(key);
  for (const uint32_t measure : part.measures) {
    for (const uint32_t field : program.catalogue.measures[measure].inputs) fields.insert(field);
  }
  return fields;
}

std::string strings(const std::string& name, const std::vector<std::string>& all) {
  std::string out = "static const char* const " + name + "[] = {";
  for (const std::string& one : all) out += quoted(one) + ", ";
  return out + "0};\n";
}

struct Tables {
  const program::Program& program;
  const std::string& name;
  const Narrow& narrow;
  size_t kernel = 0;
  std::string declarations = {}, text = {};

  std::string add_field(const batch::Field& field, bool read) const {
    const batch::CellUnit own = field.units.empty() ? batch::CellUnit{} : field.units.front();
    std::string out = "  {" + quoted(field.name) + ", " + kind_macro(field.kind);
    const auto flag = [&](bool value) { out += value ? ", 1" : ", 0"; };
    flag(read);
    flag(field.key);
    flag(field.required);
    flag(field.own_unit_declared || !field.percent);
    flag(field.layout.wide);
    out += ", " + std::to_string(field.whole ? 0 : field.digits) + ", " + std::to_string(field.codes.size());
    for (const int64_t number : {own.num, own.den, field.layout.step_num, field.layout.step_den}) out += ", " + std::to_string(number);
    return out + ", " + wide_number(field.lo) + ", " + wide_number(field.hi) + "},\n";
  }

  /// The measure's entry; what it points to goes to `text`.
  std::string add_measure(uint32_t id) {
    const catalogue::Measure& measure = program.catalogue.measures[id];
    const catalogue::Entity& entity = program.catalogue.entities[measure.entity];
    const std::string own = "of_" + std::to_string(id) + "_";
    std::vector<std::string> inputs;
    for (const uint32_t field : measure.inputs) inputs.push_back(entity.field_names[field]);
    text += strings(own + "conditions", measure.conditions) + strings(own + "inputs", inputs) + strings(own + "sites", measure.sites);
    const auto bodies = rules::bodies_of(program.rules.measures[rules::MeasureId{id}]);
    std::string table;
    for (size_t b = 0; b < bodies.size(); ++b) {
      catalogue::Version version;
      version.conditions = static_cast<uint32_t>(measure.conditions.size());
      version.inputs = measure.inputs;
      if (!measure.versions.empty()) version = measure.versions[b];
      const std::string its = own + std::to_string(b) + "_input_of";
      text += "static const int " + its + "[] = {";
      for (const uint32_t field : version.inputs) {
        text += std::to_string(std::find(measure.inputs.begin(), measure.inputs.end(), field) - measure.inputs.begin()) + ", ";
      }
      text += "0};\n";
      const std::string symbol = kernel_name(name, program, id, b);
      const bool has_narrow = narrow[kernel++];
      if (has_narrow) declarations += "huice_measure_kernel " + symbol + "_narrow;\n";
      declarations += "huice_measure_kernel " + symbol + "_wide;\n";
      table += "  {" + (has_narrow ? symbol + "_narrow" : std::string("0")) + ", " + symbol + "_wide, " + std::to_string(version.conditions) + ", " +
               std::to_string(version.first_condition) + ", " + std::to_string(version.inputs.size()) + ", " + its + ", " + std::to_string(version.first_site) +
               ", " + std::to_string(version.unit) + "},\n";
    }
    text += "static const body_table " + own + "bodies[] = {\n" + table + "};\n";
    __int128 num = static_cast<__int128>(measure.unit_num) * power_of_ten_128(measure.amount_digits), den = measure.unit_den;
    if (num % den == 0) num /= den, den = 1;
    return "  {" + quoted(measure.name) + ", " + std::to_string(measure.pays) + ", " + std::to_string(measure.needs_as_of) + ", " +
           std::to_string(measure.settled) + ", " + std::to_string(measure.amount_digits) + ", " + wide_number(num) + ", " + wide_number(den) + ", " +
           std::to_string(measure.conditions.size()) + ", " + std::to_string(inputs.size()) + ", " + std::to_string(measure.sites.size()) + ", " + own +
           "conditions, " + own + "inputs, " + own + "sites, " + std::to_string(bodies.size()) + ", " + own + "bodies},\n";
  }
};

constexpr std::string_view table_types = R"(
enum { KIND_NUMBER, KIND_BOOLEAN, KIND_CHOICE, KIND_SET, KIND_DATE, KIND_DATETIME, KIND_TEXT };
typedef struct field_table {
  const char* name;
  int kind, read, key, required, bare, wide, digits, members;
  int64_t unit_num, unit_den, step_num, step_den;
  __int128 lo, hi;
} field_table;
typedef struct body_table {
  huice_measure_kernel *narrow, *wide;
  int conditions, first_condition, inputs;
  const int* input_of;
  int first_site;
  int64_t unit;
} body_table;
typedef struct measure_table {
  const char* name;
  int pays, needs_as_of, settled, digits;
  __int128 amount_num, amount_den;
  int condition_count, input_count, site_count;
  const char *const *conditions, *const *inputs, *const *sites;
  int bodies;
  const body_table* body;
} measure_table;
typedef struct entity_table {
  int fields;
  const field_table* field;
  int measures;
  const measure_table* measure;
} entity_table;
)";

std::string tables(const program::Program& program, const std::vector<Part>& parts, const std::string& name, const Narrow& narrow) {
  Tables made{program, name, narrow};
  std::string entities;
  size_t most_fields = 1;
  for (size_t p = 0; p < parts.size(); ++p) {
    const auto& fields = program.schemas[parts[p].entity].fields;
    const std::set<uint32_t> read = fields_read(program, parts[p]);
    const std::string own = std::to_string(p);
    std::string measures, field_table;
    for (uint32_t f = 0; f < fields.size() && !fields[f].derived; ++f) field_table += made.add_field(fields[f], read.contains(f));
    const auto in_data = std::count_if(fields.begin(), fields.end(), [](const batch::Field& field) { return !field.derived; });
    most_fields = std::max(most_fields, static_cast<size_t>(in_data));
    for (const uint32_t measure : parts[p].measures) measures += made.add_measure(measure);
    made.text += "static const field_table fields_" + own + "[] = {\n" + field_table + "};\nstatic const measure_table measures_" + own + "[] = {\n" + measures + "};\n";
    entities += "  {" + std::to_string(in_data) + ", fields_" + own + ", " + std::to_string(parts[p].measures.size()) + ", measures_" + own + "},\n";
  }
  return made.declarations + made.text + "static const entity_table entities[] = {\n" + entities + "};\nenum { entity_count = " + std::to_string(parts.size()) +
         ", most_fields = " + std::to_string(most_fields) + " };\n";
}

}  // namespace

std::string kernel_name(const std::string& name, const program::Program&, uint32_t measure, size_t body) {
  return name + "_kernel_" + std::to_string(measure) + "_" + std::to_string(body);
}

std::string header_text(const program::Program& program, const std::vector<Part>& parts, const std::string& name) {
  std::string out = "/* Made by `huice build` from the program " + program.digest + ". */\n#ifndef HUICE_BUILT_" + name + "\n#define HUICE_BUILT_" + name +
                    "\n\n#include <stddef.h>\n#include <stdint.h>\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n";
  for (size_t p = 0; p < parts.size(); ++p) {
    const catalogue::Entity& entity = program.catalogue.entities[parts[p].entity];
    const auto& fields = program.schemas[parts[p].entity].fields;
    const std::set<uint32_t> read = fields_read(program, parts[p]);
    const std::string own = name + "_" + entity.name;
    out += "/* " + entity.name + (entity.label.empty() ? "" : " " + entity.label) + ": its number, its fields, its measures */\nenum { " + own + " = " + std::to_string(p) +
           " };\nenum {\n";
    for (uint32_t f = 0; f < fields.size() && !fields[f].derived; ++f) {
      const batch::Field& field = fields[f];
      const std::string unit = field.kind == batch::Kind::number && !field.units.empty() && !field.units.front().name.empty() ? " in " + field.units.front().name : "";
      out += "  " + own + "_" + field.name + " = " + std::to_string(f) + ", /* " + field.label + ": " + std::string(batch::word(field.kind)) + unit +
             (read.contains(f) ? "" : ", not read") + " */\n";
    }
    out += "  " + own + "_fields\n};\nenum {\n";
    for (size_t m = 0; m < parts[p].measures.size(); ++m) {
      const catalogue::Measure& measure = program.catalogue.measures[parts[p].measures[m]];
      out += "  " + own + "_measure_" + measure.name + " = " + std::to_string(m) + ", /* " + measure.label + " */\n";
    }
    out += "  " + own + "_measures\n};\n";
    for (const batch::Field& field : fields) {
      if (field.derived || field.codes.empty()) continue;
      out += "enum {";
      for (size_t i = 0; i < field.codes.size(); ++i)
        out += (i > 0 ? ", " : " ") + own + "_" + field.name + "_" + field.codes[i] + " = " + std::to_string(i);
      out += " };\n";
    }
    out += "\n";
  }
  return out + replaced(text_of("library.h"), "PREFIX", name) + "\n#ifdef __cplusplus\n}\n#endif\n#endif\n";
}

std::string source_text(const program::Program& program, const std::vector<Part>& parts, const std::string& name, const Narrow& narrow) {
  std::string out = "/* Made by `huice build`. */\n#pragma GCC visibility push(default)\n#include \"" + name + ".h\"\n#pragma GCC visibility pop\n#include <stdlib.h>\n#include <string.h>\n";
  std::string support;
  for (const char* file : {"kernel_abi.h", "kernel_support.h", "codes.h", "date.c", "text.c", "codes.c"}) support += without_includes(text_of(file));
  for (const char* helper : {"huice_add_months", "huice_text_equal", "huice_text_starts_with", "huice_uscc_form", "huice_uscc_checksum", "huice_citizen_id",
                             "huice_gtin13", "huice_division_form", "huice_division_within"}) {
    for (const char* of : {"", "_8"}) out += "#define " + std::string(helper) + of + " " + name + "_" + helper + of + "\n";
  }
  return out + support + std::string(table_types) + tables(program, parts, name, narrow) + replaced(text_of("library.c"), "PREFIX", name);
}

}  // namespace huice::ahead
