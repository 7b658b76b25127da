#include "runtime/decisions/target.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/unicode/transcode.h"
#include "runtime/decisions/pack.h"

namespace huice::decisions {
namespace {

constexpr size_t buffer_size = size_t{512} << 10, direct_size = size_t{64} << 10;

Failure write_failure(const std::string& path, int error) {
  const std::string why = std::strerror(error), shown = path == "-" ? "standard output" : path, shown_zh = path == "-" ? "标准输出" : path;
  if (error == ENOSPC || error == EDQUOT) {
    return {Exit::environment, {"no space left for " + shown + ": free some or write elsewhere with --out", "磁盘空间不足，无法写 " + shown_zh + "：请清理空间或用 --out 换一处"}};
  }
  if (error == EPIPE) {
    return {Exit::environment, {"the reader of " + shown + " went away before the end", shown_zh + " 的读取方提前关闭"}};
  }
  return {Exit::environment, {"cannot write " + shown + ": " + why, "无法写 " + shown_zh + "：" + why}};
}

/// A broken pipe is an error of write(2) here, not a signal, whatever the program says about signals.
class NoBrokenPipe {
 public:
  NoBrokenPipe() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~NoBrokenPipe() {
    const int error = errno;
    const timespec now{};
    if (!was_pending_) {
      while (sigtimedwait(&pipe_, nullptr, &now) < 0 && errno == EINTR) continue;
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    errno = error;
  }

 private:
  sigset_t pipe_, before_;
  bool was_pending_;
};

class FileTarget final : public Target {
 public:
  FileTarget(std::string path, std::string final_path, std::string aside, int descriptor, OutEncoding encoding, bool sync)
      : path_(std::move(path)), final_path_(std::move(final_path)), aside_(std::move(aside)), descriptor_(descriptor), sync_(sync) {
    packer_ = make_packer(path_);
    if (encoding == OutEncoding::gb18030) encoder_ = std::make_unique<unicode::Gb18030Encoder>();
    if (encoding == OutEncoding::utf_8_bom) buffer_ = "\xEF\xBB\xBF";
  }
  ~FileTarget() override {
    if (!aside_.empty()) unlink(aside_.c_str());
    if (descriptor_ > STDERR_FILENO) close(descriptor_);
  }

  Outcome write(std::string_view text) override {
    if (!encoder_ && !packer_ && buffer_.empty() && text.size() >= direct_size) return write_bytes(text);
    if (encoder_) {
      encoder_->encode(text, buffer_);
    } else {
      buffer_.append(text);
    }
    return buffer_.size() < buffer_size ? Outcome(Nothing{}) : flush(false);
  }

  Outcome finish() override {
    if (Outcome outcome = flush(true); !outcome) return outcome;
    if (aside_.empty()) return Nothing{};
    if (sync_ && fsync(descriptor_) != 0) return write_failure(path_, errno);
    const int locked = fcntl(descriptor_, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);  // keeps the lock of open_aside
    if (locked < 0) return write_failure(path_, errno);
    const int written = std::exchange(descriptor_, locked);
    if (close(written) != 0) return write_failure(path_, errno);
    return Nothing{};
  }

  Outcome remove_former() override {
    if (aside_.empty() || unlink(final_path_.c_str()) == 0 || errno == ENOENT) return Nothing{};
    return write_failure(path_, errno);
  }

  Outcome commit() override {
    if (aside_.empty()) return Nothing{};
    if (exchange()) {
      unlink(aside_.c_str());  // the former file; who finds it after a kill takes it for what was left over
    } else if (rename(aside_.c_str(), final_path_.c_str()) != 0) {
      return write_failure(path_, errno);
    }
    aside_.clear();
    close(std::exchange(descriptor_, -1));
    if (sync_) sync_folder();
    return Nothing{};
  }

  std::string digest() const override { return digest_.text(); }
  uint64_t bytes() const override { return digest_.bytes(); }
  const std::string& path() const override { return path_; }

 private:
  Outcome flush(bool last) {
    std::string packed;
    if (packer_) packer_->pack(buffer_, last, packed);
    if (Outcome outcome = write_bytes(packer_ ? packed : buffer_); !outcome) return outcome;
    buffer_.clear();
    return Nothing{};
  }

  Outcome write_bytes(std::string_view rest) {
    digest_.update(rest);
    const NoBrokenPipe guard;
    while (!rest.empty()) {
      const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return write_failure(path_, errno);
      rest.remove_prefix(static_cast<size_t>(count));
    }
    return Nothing{};
  }

  /// Takes the former file's place and gives it ours, where there is one and the file system can. Renaming over it makes file systems
  /// write the new one to the disk at once, in case nobody asks them to: --sync does, and many small files would wait for it.
  bool exchange() const {
    struct stat former {};
    return lstat(final_path_.c_str(), &former) == 0 && S_ISREG(former.st_mode) &&
           renameat2(AT_FDCWD, aside_.c_str(), AT_FDCWD, final_path_.c_str(), RENAME_EXCHANGE) == 0;
  }

  /// The new name itself reaches the disk.
  void sync_folder() const {
    const size_t slash = final_path_.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : final_path_.substr(0, slash);
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    fsync(descriptor);
    close(descriptor);
  }

  std::string path_, final_path_, aside_;
  int descriptor_;
  bool sync_;
  std::string buffer_;
  std::unique_ptr<unicode::Gb18030Encoder> encoder_;
  std::unique_ptr<Packer> packer_;
  Digest digest_;
};

/// Behind symbolic links, where there is something.
std::string resolved(const std::string& path) {
  char real[PATH_MAX];
  return realpath(path.c_str(), real) != nullptr ? real : path;
}

}  // namespace

bool written_directly(const std::string& path) {
  if (path == "-" || path.starts_with("/dev/") || path.starts_with("/proc/")) return true;
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

Outcome write_file(const std::string& path, std::string_view bytes) {
  auto target = open_target(path, OutEncoding::utf_8, false);
  if (!target) return target.failure();
  if (Outcome outcome = (*target)->write(bytes); !outcome) return outcome;
  if (Outcome outcome = (*target)->finish(); !outcome) return outcome;
  return (*target)->commit();
}

Result<std::unique_ptr<Target>> open_target(const std::string& path, OutEncoding encoding, bool sync, Leftovers* leftovers) {
  if (written_directly(path)) {
    const int descriptor = path == "-" ? STDOUT_FILENO : open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) return write_failure(path, errno);
    return std::unique_ptr<Target>(std::make_unique<FileTarget>(path, path, "", descriptor, encoding, sync));
  }
  struct stat status {};
  const bool exists = stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return write_failure(path, EISDIR);
  if (exists && access(path.c_str(), W_OK) != 0) return write_failure(path, errno);
  const std::string final_path = resolved(path);
  std::string aside;
  Leftovers only;
  const int descriptor = open_aside(final_path, aside, leftovers != nullptr ? *leftovers : only);
  if (descriptor < 0) return write_failure(path, errno);
  if (exists) fchmod(descriptor, status.st_mode & 07777);
  return std::unique_ptr<Target>(std::make_unique<FileTarget>(path, final_path, std::move(aside), descriptor, encoding, sync));
}

}  // namespace huice::decisions
