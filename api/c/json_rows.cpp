#include "api/c/json_rows.h"

#include <set>

#include "api/c/errors.h"
#include "base/unicode/closest.h"
#include "runtime/arrow/build.h"

namespace huice::c {
namespace {

Stop bad(std::string en, std::string zh) { return {HUICE_DATA, {std::move(en), std::move(zh)}}; }

/// Members of one object, at any depth, that came already.
class Members {
 public:
  bool operator()(int depth, nlohmann::detail::parse_event_t event, Json& value) {
    using Event = nlohmann::detail::parse_event_t;
    if (event == Event::object_start) open_.emplace_back();
    if (event == Event::object_end) open_.pop_back();
    if (event == Event::key && depth > 0 && !open_.back().insert(value.get<std::string>()).second) throw bad("the member " + value.get<std::string>() + " stands twice", "成员 " + value.get<std::string>() + " 出现两次");
    return true;
  }

 private:
  std::vector<std::set<std::string>> open_;
};

/// An ArrowArrayStream of one array.
struct OneArray {
  arrow::Shape shape;
  ArrowArray array{};
  ~OneArray() {
    if (array.release != nullptr) array.release(&array);
  }
};

ArrowArrayStream stream_of(arrow::Shape shape, arrow::Items items) {
  auto one = std::make_unique<OneArray>();
  one->shape = std::move(shape);
  arrow::make_array(std::move(items), &one->array);
  return {[](ArrowArrayStream* stream, ArrowSchema* out) {
            arrow::make_schema(static_cast<OneArray*>(stream->private_data)->shape, out);
            return 0;
          },
          [](ArrowArrayStream* stream, ArrowArray* out) {
            ArrowArray& array = static_cast<OneArray*>(stream->private_data)->array;
            *out = array;
            array.release = nullptr;
            return 0;
          },
          [](ArrowArrayStream*) -> const char* { return nullptr; },
          [](ArrowArrayStream* stream) {
            delete static_cast<OneArray*>(stream->private_data);
            stream->release = nullptr;
          },
          one.release()};
}

}  // namespace

Json parse_object(std::string_view text, const char* what) {
  try {
    Members members;
    Json json = Json::parse(text.begin(), text.end(), std::ref(members));
    if (json.is_object()) return json;
  } catch (const Json::exception& why) {
    throw bad(std::string(what) + " is no JSON: " + why.what(), std::string(what) + " 不是 JSON：" + why.what());
  }
  throw bad(std::string(what) + " must be a JSON object", std::string(what) + " 应为 JSON 对象");
}

std::string cell_of(const Json& value, const std::string& member) {
  if (value.is_null()) return {};
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number_integer()) return value.dump();
  if (value.is_number())
    throw bad(member + ": a number with a fraction, or of more than 64 bits, must be a string, \"1234.56\": readers of JSON round numbers",
              member + "：带小数或超过 64 位的数值须写成字符串，如 \"1234.56\"：JSON 读取器会舍入数值");
  if (!value.is_array()) throw bad(member + " must not be an object", member + " 不能是对象");
  std::string cell;
  for (const Json& one : value) {
    if (!one.is_string()) throw bad(member + ": a list of names is expected", member + "：应为名称的列表");
    cell += (cell.empty() ? "" : ";") + one.get<std::string>();
  }
  return value.empty() ? "{}" : cell;
}

uint32_t field_called(const batch::Schema& schema, std::string_view name) {
  const auto& fields = schema.fields;
  for (uint32_t field = 0; field < fields.size(); ++field) {
    if (!fields[field].derived && fields[field].name == name) return field;
  }
  for (uint32_t field = 0; field < fields.size(); ++field) {
    if (!fields[field].derived && fields[field].label == name) return field;
  }
  std::vector<std::string> names;
  for (const batch::Field& field : fields) {
    if (!field.derived) names.push_back(field.name);
  }
  const auto close = unicode::closest(name, names);
  const std::string wanted(name);
  throw bad(schema.entity + " has no field " + wanted + (close ? "; did you mean " + *close + "?" : ""),
            schema.entity + " 没有字段 " + wanted + (close ? "；是否指 " + *close + "？" : ""));
}

std::shared_ptr<const arrow::Table> table_of(const batch::Schema& schema, const std::vector<const Json*>& rows) {
  std::vector<std::vector<std::string>> cells(schema.fields.size(), std::vector<std::string>(rows.size()));
  for (size_t row = 0; row < rows.size(); ++row) {
    std::set<uint32_t> seen;
    for (const auto& [name, value] : rows[row]->items()) {
      const uint32_t field = field_called(schema, name);
      if (!seen.insert(field).second) throw bad(schema.fields[field].name + " stands twice, by name and by label", schema.fields[field].name + " 以名称和标签各出现一次");
      cells[field][row] = cell_of(value, name);
    }
  }
  arrow::Shape shape{"+s", ""};
  arrow::Items items;
  items.length = static_cast<int64_t>(rows.size());
  items.valid.add(true, rows.size());
  for (size_t field = 0; field < schema.fields.size(); ++field) {
    if (schema.fields[field].derived) continue;
    shape.children.push_back({"u", schema.fields[field].name});
    arrow::TextItems texts(rows.size());
    for (const std::string& cell : cells[field]) texts.add(cell);
    items.children.push_back(texts.take());
  }
  ArrowArrayStream stream = stream_of(std::move(shape), std::move(items));
  return value_of(arrow::Table::take(&stream, schema.entity));
}

}  // namespace huice::c
