// The lists of random programs: what their files hold follows from the files' names.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/text_list.h"

namespace huice::properties {

inline constexpr const char* list_suffix = ".csv";
inline constexpr const char* dated_list_suffix = "-dated.csv";
inline constexpr const char* list_column = "代码";

struct ListEntry {
  std::string text;
  TextList::Span held{TextList::first, TextList::last};
};
std::vector<ListEntry> list_entries(const std::string& file);
bool list_dated(const std::string& file);
std::shared_ptr<const TextList> list_of(const std::string& file);
/// The same as a file of data.
std::string list_csv(const std::string& file);

}  // namespace huice::properties
