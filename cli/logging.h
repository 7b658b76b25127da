// The log, on standard error; off unless --log asks for it. Applicants' values never appear in it.
#pragma once
#include <string>

namespace huice::cli {

/// `off`, `error`, `warn`, `info`, `debug` or `trace`.
void start_logging(const std::string& level);
void log_info(const std::string& message);
void log_debug(const std::string& message);

}  // namespace huice::cli
