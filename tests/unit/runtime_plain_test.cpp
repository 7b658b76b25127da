// The quick ways of reading against the careful ones, on cells and files that chance makes.
#include <random>

#include "tests/unit/runtime_fixture.h"

namespace huice::testing_runtime {
namespace {

using batch::Kind;
using batch::Schema;

Schema all_kinds() {
  Schema schema{"E", "", {key_field(), money_field("sum"), money_field("loss", "", true), percent_field("rate", "", true), area_field("area")}};
  schema.fields.push_back(field_of(Kind::boolean, "yes"));
  schema.fields.push_back(field_of(Kind::choice, "trade"));
  schema.fields.back().codes = {"goods", "services", "a_code_of_more_than_16_bytes"};
  schema.fields.back().labels = {"货物贸易", "服务贸易", "其他"};
  schema.fields.push_back(field_of(Kind::date, "day"));
  schema.fields.push_back(field_of(Kind::text, "name"));
  for (size_t i = 1; i < schema.fields.size(); i += 3) schema.fields[i].required = true;
  return schema;
}

/// Mostly what the column wants, now and then nearly that.
std::string random_cell(std::mt19937& random) {
  static const std::vector<std::string> words = {"", "", "goods", "services", "a_code_of_more_than_16_bytes", "货物贸易", "Goods", "是", "否", "true", "FALSE", "1", "0", "2024-02-29",
                                                 "2023-02-29", "1900-02-29", "2000-02-29", "2024-13-01", "2024-00-10", "2024/3/5", "2024年3月5日", "0001-01-01", "9999-12-31", "2024-1:-05",
                                                 "20240305", "3.2E+17", "3E17", "1,234.56", "￥12", "30%", "5‰", "-0", "+5", "5.", ".5", "1.2.3", "12-3", "-", ".", "%", "１２", " 12 "};
  if (random() % 3 == 0) return words[random() % words.size()];
  const auto digits = [&](unsigned most) {
    std::string text;
    for (unsigned i = 0, count = random() % (most + 1); i < count; ++i) text += static_cast<char>('0' + random() % 10);
    return text;
  };
  if (random() % 4 == 0) {
    const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(1700 + random() % 600) + "-" + two(random() % 15) + "-" + two(random() % 34);
  }
  std::string text = (random() % 5 == 0 ? "-" : "") + digits(18);
  if (random() % 2 == 0) text += "." + digits(5);
  if (random() % 12 == 0) text += "%";
  if (random() % 40 == 0 && !text.empty()) text[random() % text.size()] = static_cast<char>(' ' + random() % 90);
  return text;
}

/// As columns of real files are: one shape, with something else or nothing now and then.
std::string usual_cell(std::mt19937& random, unsigned shape) {
  if (random() % 100 == 0) return random_cell(random);
  if (random() % 20 == 0) return "";
  static const std::vector<std::string> words = {"goods", "services", "货物贸易", "服务贸易", "true", "false", "是", "否", "1", "0"};
  if (shape % 4 == 0) return words[random() % words.size()];
  const auto number = [&](unsigned most) {
    std::string text(1 + random() % most, '0');
    for (char& c : text) c = static_cast<char>('0' + random() % 10);
    return text;
  };
  std::string text = (shape % 3 != 0 && random() % 12 == 0 ? "-" : "") + number(shape % 2 == 0 ? 14 : 6);
  for (unsigned i = 0; i < shape % 4; ++i) text += (i == 0 ? "." : "") + std::string(1, static_cast<char>('0' + random() % 10));
  return text;
}

std::string shown(const batch::Batch& batch, const batch::Rows& rows) {
  std::string text;
  for (int row = 0; row < rows.count(); ++row) {
    for (uint32_t f = 0; f < batch.schema().fields.size() && !rows.bad(row); ++f) {
      text += batch.known(f, row) ? "=" : "-";
      batch::append_cell(text, batch, f, row);
      text += '|';
    }
    text += '\n';
  }
  for (const batch::Fault& fault : rows.faults()) {
    text += std::to_string(fault.row) + " " + std::to_string(fault.column) + " " + std::string(batch::name(fault.code)) + " " + fault.value + " " + fault.expected + "\n";
  }
  return text;
}

TEST(Plain, CellsAreReadAsTheCarefulWayReadsThem) {
  const Schema schema = all_kinds();
  std::mt19937 random(20241231);
  const size_t columns = schema.fields.size();
  batch::Batch quick(schema, std::vector<bool>(columns, true)), careful(schema, std::vector<bool>(columns, true));
  for (int round = 0; round < 60; ++round) {
    const int count = round % 3 == 0 ? HUICE_BATCH_ROWS : 1 + static_cast<int>(random() % HUICE_BATCH_ROWS);
    std::string bytes(batch::text_padding, '\0');
    std::vector<std::pair<size_t, size_t>> places;
    for (size_t i = 0; i < columns * static_cast<size_t>(count); ++i) {
      std::string cell = round % 2 == 0 ? random_cell(random) : usual_cell(random, static_cast<unsigned>(i % columns) + static_cast<unsigned>(round) / 2);
      if (round % 5 == 0) cell = std::string(random() % 3, ' ') + cell + std::string(random() % 3, ' ');
      places.emplace_back(bytes.size(), cell.size());
      bytes += cell + ",";
    }
    bytes.append(batch::text_padding, '\0');
    batch::Rows fast(columns), slow(columns);
    fast.set_padded();
    for (batch::Rows* rows : {&fast, &slow}) {
      for (int row = 0; row < count; ++row) {
        rows->add({});
        for (size_t c = 0; c < columns; ++c) {
          const auto [at, size] = places[static_cast<size_t>(row) * columns + c];
          rows->slot(c)[row] = {bytes.data() + at, static_cast<uint32_t>(size)};
        }
      }
    }
    quick.begin(), careful.clear();
    for (uint32_t f = 0; f < columns; ++f) {
      const auto reader = batch::make_column_reader(schema, {static_cast<int>(f), f, {}}, batch::Dialect::strict);
      reader->read(fast, fast.slot(f), quick, 0, count);
      reader->read(slow, slow.slot(f), careful, 0, count);
    }
    fast.sort_faults(), slow.sort_faults();
    for (const batch::Fault& fault : fast.faults()) quick.clear_row(fault.row);
    for (const batch::Fault& fault : slow.faults()) careful.clear_row(fault.row);
    quick.set_rows(count), careful.set_rows(count);
    ASSERT_EQ(shown(quick, fast), shown(careful, slow)) << "round " << round;
    // What kernels look at besides: nothing is left of an earlier, longer batch.
    for (uint32_t f = 0; f < columns; ++f) {
      for (int row = count; row < HUICE_BATCH_ROWS; ++row) ASSERT_FALSE(quick.known(f, row)) << f << " " << row;
    }
  }
}

/// A cell in quotes, now and then with something in it that needs them.
std::string quoted_cell(std::mt19937& random) {
  static const std::vector<std::string> inside = {"a,b", "two\nlines", "two\r\nlines", "he said \"\"yes\"\"", "\"\"", "", "ends with \r", "\"\"\n,\"\",", "公司"};
  return "\"" + (random() % 30 == 0 ? inside[random() % inside.size()] : std::to_string(random() % 1000000)) + "\"";
}

/// Lines of all sorts: most whole, some with quotes, or all of them, some that cannot be read.
std::string random_file(std::mt19937& random, int lines, unsigned oddness, bool quoted) {
  std::string text = "id,a,b\n";
  for (int i = 0; i < lines; ++i) {
    const std::string id = std::to_string(i);
    if (random() % 1000 >= oddness && quoted) {
      text += "\"" + id + "\"," + quoted_cell(random) + "," + quoted_cell(random);
    } else if (random() % 1000 >= oddness) {
      text += id + ",x" + std::to_string(random() % 1000000) + ",公司";
    } else {
      const std::string odd[] = {"\"q" + id + "\",\"a,b\",c", id + ",\"two\nlines\",c", id + ",\"he said \"\"yes\"\"\",c", id + ",a\"b,c", id + ",\"open,c", id + ",\"a\"b,c",
                                 id + ",too few", id + ",a,b,too many", "", id + ",a,\xFF\xFE", id + ",a," + std::string(1, '\0') + "b", id + ",\"a\",\"b\"", id + ",,", "\"\"\"\",,"};
      text += odd[random() % std::size(odd)];
    }
    if (i + 1 < lines || random() % 2 == 0) text += random() % 7 == 0 ? "\r\n" : "\n";
  }
  return text;
}

/// The same by one walk through all of the text.
std::vector<std::string> walked(const std::string& text) {
  batch::Records records(size_t{8} << 20);
  records.set_columns({0, 1, 2});
  records.set_encoding("UTF-8");
  records.begin(std::string_view(text).substr(7), 2, true);
  std::vector<std::string> list;
  batch::Rows rows(3);
  for (;;) {
    const auto walk = records.walk(rows);
    if (walk == batch::Records::Walk::more) return list;
    if (walk == batch::Records::Walk::blank) continue;
    std::string line = std::to_string(rows.place(0).line) + ":" + std::string(rows.place(0).text) + " ->";
    for (const batch::Fault& fault : rows.faults()) line += " " + std::to_string(fault.column) + " " + std::string(batch::name(fault.code)) + " " + fault.value;
    for (size_t c = 0; c < 3 && rows.faults().empty(); ++c) line += "|" + std::string(rows.slot(c)[0].view());
    list.push_back(line);
    rows.clear();
  }
}

TEST(Plain, FilesAreReadAsOneWalkReadsThem) {
  std::mt19937 random(7);
  const Schema schema{"E", "", {field_of(Kind::text, "id"), field_of(Kind::text, "a"), field_of(Kind::text, "b")}};
  for (const unsigned oddness : {0u, 1u, 20u, 300u, 1000u}) {
    for (int round = 0; round < 6; ++round) {
      const Folder folder;
      const std::string text = random_file(random, 6000, oddness, round % 2 == 1);
      auto reader = batch::CsvReader::open(schema, {{true, true, true}, {}, {}}, {folder.write("a.csv", text)}, {});
      ASSERT_TRUE(reader.ok());
      batch::Chunk chunk = (*reader)->make_chunk();
      batch::Batch batch = (*reader)->make_batch();
      std::vector<std::string> list;
      for (;;) {
        const auto more = (*reader)->next(chunk, batch);
        ASSERT_TRUE(more.ok());
        if (!*more) break;
        const batch::Rows& rows = chunk.rows();
        for (int row = 0; row < rows.count(); ++row) {
          std::string line = std::to_string(rows.place(row).line) + ":" + std::string(rows.place(row).text) + " ->";
          for (const batch::Fault& fault : rows.faults()) {
            if (fault.row == row) line += " " + std::to_string(fault.column) + " " + std::string(batch::name(fault.code)) + " " + fault.value;
          }
          for (uint32_t f = 0; f < 3 && !rows.bad(row); ++f) line += "|" + std::string(batch.text(f, row));
          list.push_back(line);
        }
      }
      const auto expected = walked(text);
      ASSERT_EQ(list.size(), expected.size()) << oddness;
      for (size_t i = 0; i < list.size(); ++i) ASSERT_EQ(list[i], expected[i]) << oddness << " " << i;
    }
  }
}

}  // namespace
}  // namespace huice::testing_runtime
