// Rejected rows → CSV: `file,line,column,code,value,message,row`, one line a bad row, in input order. Messages are in both
// languages, so that the file does not depend on --lang.
#pragma once
#include <string>

#include "runtime/batch/from_csv.h"

namespace huice::decisions {

std::string rejects_header();
/// Appends a line for each fault of the last batch of `reader`.
void append_rejects(std::string& out, const batch::Chunk& chunk, batch::Dialect dialect);
/// `not a number such as 1234.56 / 不是数值，应形如 1234.56`.
std::string reject_message(const batch::Fault& fault);

}  // namespace huice::decisions
