// The file that output is written to before it is put in place: `.NAME.huice-PID` beside it. Its process holds a lock on it;
// so whoever writes the same output later knows what a killed process has left there, and removes it.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace huice::decisions {

/// What killed processes have left. Each folder is listed once, when the first file of it is asked for: a run may write many.
class Leftovers {
 public:
  /// `folder` ends with a slash, or is empty: the current one. Those of the file of that name go away.
  void remove(const std::string& folder, std::string_view name);

 private:
  std::map<std::string, std::vector<std::string>> asides_;  // names, by folder
};

/// A new file, locked; its path in `aside`. Negative: errno says why.
int open_aside(const std::string& final_path, std::string& aside, Leftovers& leftovers);

}  // namespace huice::decisions
