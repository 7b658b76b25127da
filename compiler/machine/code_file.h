// Code for a system that lets nobody execute what was written to memory, but does execute files: hardened services, SELinux. There the code
// goes the way of every library: to a file, and from there into memory that was never writable.
#pragma once
#include <string>
#include <string_view>

namespace huice::machine {

/// Puts `code`, whole pages of it, at `place` in place of what is mapped there, to be read and executed only. The file lies in `folder`
/// without a name. False where the system refuses that too, or the folder takes no files or lets none be executed (noexec).
bool map_through_file(const std::string& folder, std::string_view code, void* place);

}  // namespace huice::machine
