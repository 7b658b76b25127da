#include "cli/logging.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace huice::cli {

void start_logging(const std::string& level) {
  if (level == "off") {
    spdlog::set_level(spdlog::level::off);
    return;
  }
  spdlog::set_default_logger(spdlog::stderr_color_mt("huice"));
  spdlog::set_level(spdlog::level::from_str(level));
}

void log_info(const std::string& message) { spdlog::info(message); }
void log_debug(const std::string& message) { spdlog::debug(message); }

}  // namespace huice::cli
