#include "runtime/batch/streams.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "base/digest.h"

namespace huice::batch {
namespace {

class Copy final : public Source {
 public:
  explicit Copy(const spill::TempFile& file) : file_(file) {}
  Result<size_t> read(char* into, size_t size) override {
    const auto count = static_cast<size_t>(std::min<uint64_t>(size, file_.size() - digest_.bytes()));
    if (Outcome outcome = file_.read(digest_.bytes(), into, count); !outcome) return outcome.failure();
    digest_.update({into, count});
    return count;
  }
  uint64_t file_bytes() const override { return digest_.bytes(); }
  std::string file_digest() const override { return digest_.text(); }
  std::optional<uint64_t> file_size() const override { return file_.size(); }
  bool reopenable() const override { return true; }

 private:
  const spill::TempFile& file_;
  Digest digest_;
};

}  // namespace

Streams::~Streams() {
  for (const auto& [path, stream] : streams_) {
    if (stream.descriptor >= 0) close(stream.descriptor);
  }
}

bool Streams::is_stream(const std::string& path) {
  struct stat status {};
  return path == "-" || (stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode));
}

bool Streams::copied(const std::string& path) const {
  const auto found = streams_.find(path);
  return found != streams_.end() && found->second.copy != nullptr;
}

std::unique_ptr<Source> Streams::open(const std::string& path) const {
  return copied(path) ? std::make_unique<Copy>(*streams_.at(path).copy) : nullptr;
}

void Streams::begin(const std::string& path, int descriptor) {
  Stream& stream = streams_[path];
  if (stream.descriptor < 0) stream.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
}

void Streams::add(const std::string& path, std::string_view bytes) {
  Stream& stream = streams_[path];
  if (!stream.forgotten) stream.begun.append(bytes);
}

void Streams::forget(const std::string& path) {
  Stream& stream = streams_[path];
  stream.forgotten = true;
  std::string().swap(stream.begun);
}

Outcome Streams::copy(const std::string& path) {
  if (!is_stream(path) || copied(path)) return Nothing{};
  Stream& stream = streams_[path];
  if (stream.descriptor < 0) {
    stream.descriptor = path == "-" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  }
  auto file = spill::TempFile::create(folder_);
  if (!file) return file.failure();
  if (Outcome outcome = (*file)->append(stream.begun); !outcome) return outcome;
  std::vector<char> bytes(size_t{256} << 10);
  for (;;) {
    const ssize_t count = ::read(stream.descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return read_failure(path, errno);
    if (count == 0) break;
    if (Outcome outcome = (*file)->append({bytes.data(), static_cast<size_t>(count)}); !outcome) return outcome;
  }
  stream.copy = std::move(*file);
  forget(path);
  return Nothing{};
}

}  // namespace huice::batch
