#include "runtime/decisions/rejects.h"

#include "runtime/decisions/csv_text.h"

namespace huice::decisions {

std::string rejects_header() { return "file,line,column,code,value,message,row\n"; }

std::string reject_message(const batch::Fault& fault) {
  const Bilingual text = batch::message(fault.code, fault.expected);
  return text.en + " / " + text.zh;
}

void append_rejects(std::string& out, const batch::Chunk& chunk, batch::Dialect dialect) {
  const batch::FileReport& file = chunk.report();
  const batch::Rows& rows = chunk.rows();
  const auto& headers = file.binding.headers;
  for (const batch::Fault& fault : rows.faults()) {
    const batch::Rows::Place& place = rows.place(fault.row);
    append_csv(out, file.path);
    out += ',';
    out += std::to_string(place.line);
    out += ',';
    if (fault.column >= 0 && static_cast<size_t>(fault.column) < headers.size()) {
      append_csv(out, escaped_bytes(headers[static_cast<size_t>(fault.column)], chunk.transcoded()), dialect);
    }
    out += ',';
    out += batch::name(fault.code);
    out += ',';
    append_csv(out, escaped_bytes(fault.value, chunk.transcoded()), dialect);
    out += ',';
    append_csv(out, reject_message(fault));
    out += ',';
    append_csv(out, escaped_bytes(place.text, chunk.transcoded()), dialect);
    out += '\n';
  }
}

}  // namespace huice::decisions
