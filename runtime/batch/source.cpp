#include "runtime/batch/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>

#include "base/digest.h"
#include "runtime/batch/streams.h"
#include "runtime/batch/unpack.h"

namespace huice::batch {
namespace {

class File final : public Source {
 public:
  File(std::string path, int descriptor, const struct stat& status, Streams* streams)
      : path_(std::move(path)), descriptor_(descriptor), regular_(S_ISREG(status.st_mode)), streams_(Streams::is_stream(path_) ? streams : nullptr) {
    if (streams_ != nullptr) streams_->begin(path_, descriptor_);
    if (regular_) size_ = static_cast<uint64_t>(status.st_size);
    if (regular_) posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
  ~File() override {
    if (descriptor_ != STDIN_FILENO) close(descriptor_);
  }
  Result<size_t> read(char* into, size_t size) override {
    for (;;) {
      const ssize_t count = ::read(descriptor_, into, size);
      if (count >= 0) {
        digest_.update({into, static_cast<size_t>(count)});
        if (streams_ != nullptr) streams_->add(path_, {into, static_cast<size_t>(count)});
        return static_cast<size_t>(count);
      }
      if (errno != EINTR) return read_failure(path_, errno);
    }
  }
  uint64_t file_bytes() const override { return digest_.bytes(); }
  std::string file_digest() const override { return digest_.text(); }
  std::optional<uint64_t> file_size() const override { return size_; }
  bool reopenable() const override { return regular_ && descriptor_ != STDIN_FILENO; }

 private:
  std::string path_;
  int descriptor_;
  bool regular_;
  Streams* streams_;
  std::optional<uint64_t> size_;
  Digest digest_;
};

Result<std::unique_ptr<Source>> open_file(const std::string& path, Streams* streams) {
  if (streams != nullptr && streams->copied(path)) return streams->open(path);
  const bool standard = path == "-";
  const int descriptor = standard ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return read_failure(path, errno);
  struct stat status {};
  if (fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
    const int error = S_ISDIR(status.st_mode) ? EISDIR : errno;
    if (!standard) close(descriptor);
    return read_failure(path, error);
  }
  return std::unique_ptr<Source>(std::make_unique<File>(path, descriptor, status, streams));
}

}  // namespace

std::optional<SheetPath> sheet_path(const std::string& path) {
  const auto is_workbook = [](std::string_view name) {
    std::string suffix(name.substr(name.size() - std::min<size_t>(name.size(), 5)));
    for (char& c : suffix) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return suffix == ".xlsx" || suffix == ".xlsm";
  };
  if (is_workbook(path)) return SheetPath{path, std::nullopt};
  const size_t open = path.find('[', path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
  if (!path.ends_with(']') || open == std::string::npos || !is_workbook(std::string_view(path).substr(0, open))) return std::nullopt;
  return SheetPath{path.substr(0, open), path.substr(open + 1, path.size() - open - 2)};
}

std::string file_of(const std::string& path) {
  const auto sheet = sheet_path(path);
  return sheet ? sheet->file : path;
}

Failure read_failure(const std::string& path, int error) {
  const std::string why = std::strerror(error);
  if (error == ENOENT) {
    return {Exit::environment, {"there is no file " + path + ": check the path after --data", "没有文件 " + path + "：请检查 --data 后的路径"}};
  }
  if (error == EISDIR) {
    return {Exit::environment, {path + " is a folder: name the CSV file in it", path + " 是文件夹：请写出其中的 CSV 文件"}};
  }
  return {Exit::environment, {"cannot read " + path + ": " + why, "无法读取 " + path + "：" + why}};
}

Result<std::unique_ptr<Source>> open_source(const std::string& path, Streams* streams) {
  Result<std::unique_ptr<Source>> file = open_file(path, streams);
  if (!file) return file;
  if (path.ends_with(".gz")) return unpack_gzip(path, std::move(*file));
  if (path.ends_with(".zst")) return unpack_zstd(path, std::move(*file));
  return file;
}

}  // namespace huice::batch
