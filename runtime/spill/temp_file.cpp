#include "runtime/spill/temp_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace huice::spill {
namespace {

Failure failure(const std::string& folder, int error) {
  if (error == ENOSPC || error == EDQUOT) {
    return {Exit::environment,
            {"no space left for temporary files in " + folder + ": free some, set TMPDIR to another folder, or allow more --memory",
             folder + " 中没有空间存放临时文件：请清理空间、用 TMPDIR 另选文件夹，或增大 --memory"}};
  }
  const std::string why = std::strerror(error);
  return {Exit::environment,
          {"cannot use temporary files in " + folder + ": " + why + "; set TMPDIR to another folder, or allow more --memory",
           "无法在 " + folder + " 中使用临时文件：" + why + "；请用 TMPDIR 另选文件夹，或增大 --memory"}};
}

}  // namespace

Result<std::unique_ptr<TempFile>> TempFile::create(const std::string& folder) {
  int descriptor = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
  if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {  // not every file system has O_TMPFILE
    std::string path = folder + "/.huice-XXXXXX";
    descriptor = mkostemp(path.data(), O_CLOEXEC);
    if (descriptor >= 0) unlink(path.c_str());
  }
  if (descriptor < 0) return failure(folder, errno);
  return std::unique_ptr<TempFile>(new TempFile(folder, descriptor));
}

TempFile::~TempFile() { close(descriptor_); }

Outcome TempFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return failure(folder_, count < 0 ? errno : EIO);
    size_ += static_cast<uint64_t>(count);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return Nothing{};
}

Outcome TempFile::read(uint64_t offset, char* into, size_t size) const {
  while (size > 0) {
    const ssize_t count = pread(descriptor_, into, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return failure(folder_, count < 0 ? errno : EIO);
    offset += static_cast<uint64_t>(count);
    into += count;
    size -= static_cast<size_t>(count);
  }
  return Nothing{};
}

}  // namespace huice::spill
