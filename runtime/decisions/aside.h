// The file that output is written to before it is put in place: `.NAME.huice-PID` beside it. Its process holds a lock on it;
// so whoever writes the same output later knows what a killed process has left there, and removes it.
#pragma once
#include <string>

namespace huice::decisions {

/// A new file, locked; its path in `aside`. Negative: errno says why.
int open_aside(const std::string& final_path, std::string& aside);

}  // namespace huice::decisions
