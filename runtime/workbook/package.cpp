#include "runtime/workbook/package.h"

#include <sys/stat.h>
#include <zip.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/late_library.h"
#include "runtime/batch/source.h"

namespace huice::workbook {
namespace {

constinit LateLibrary libzip(HUICE_LIBZIP);
HUICE_LATE(libzip, zip_discard);
HUICE_LATE(libzip, zip_error_fini);
HUICE_LATE(libzip, zip_error_init_with_code);
HUICE_LATE(libzip, zip_error_strerror);
HUICE_LATE(libzip, zip_fclose);
HUICE_LATE(libzip, zip_file_strerror);
HUICE_LATE(libzip, zip_fopen_index);
HUICE_LATE(libzip, zip_fread);
HUICE_LATE(libzip, zip_name_locate);
HUICE_LATE(libzip, zip_open);
HUICE_LATE(libzip, zip_stat_index);
HUICE_LATE(libzip, zip_strerror);

// A part may unpack to so much, or to so many times its packed size: a million rows of the same pack to a hundredth.
constexpr uint64_t always_allowed = uint64_t{256} << 20, most_packed = 500;

Failure damaged(const std::string& file, const std::string& part, const std::string& why) {
  return unusable(file, "the workbook is damaged (" + part + ": " + why + "); open it in a spreadsheet program and save it again",
                  "工作簿已损坏（" + part + "：" + why + "）；请在电子表格软件中打开并重新保存");
}

class ZipPart final : public Part {
 public:
  ZipPart(const std::string& file, std::string name, zip_file_t* stream, const zip_stat_t& stat)
      : file_(file), name_(std::move(name)), stream_(stream), total_(stat.size), allowed_(std::max(always_allowed, stat.comp_size * most_packed)) {}
  ~ZipPart() override { zip_fclose(stream_); }

  Result<size_t> read(char* into, size_t size) override {
    const zip_int64_t count = zip_fread(stream_, into, size);
    if (count < 0) return damaged(file_, name_, zip_file_strerror(stream_));
    done_ += static_cast<uint64_t>(count);
    if (done_ > allowed_) {
      const std::string most = std::to_string(most_packed);
      return unusable(file_, name_ + " unpacks to more than " + most + " times its size, as no table does; it is refused",
                      name_ + " 解压后超过其大小的 " + most + " 倍，不是正常表格，已拒绝读取");
    }
    return static_cast<size_t>(count);
  }
  uint64_t done() const override { return done_; }
  uint64_t total() const override { return total_; }

 private:
  const std::string& file_;
  std::string name_;
  zip_file_t* stream_;
  uint64_t total_, allowed_, done_ = 0;
};

class ZipPackage final : public Package {
 public:
  ZipPackage(std::string file, zip_t* zip, uint64_t size) : file_(std::move(file)), zip_(zip), size_(size) {}
  ~ZipPackage() override { zip_discard(zip_); }

  bool has(const std::string& name) const override { return zip_name_locate(zip_, name.c_str(), ZIP_FL_NOCASE) >= 0; }
  Result<std::unique_ptr<Part>> part(const std::string& name) override {
    const zip_int64_t at = zip_name_locate(zip_, name.c_str(), ZIP_FL_NOCASE);
    if (at < 0) return damaged(file_, name, "there is no such part / 缺少此部分");
    zip_stat_t stat;
    if (zip_stat_index(zip_, static_cast<zip_uint64_t>(at), 0, &stat) != 0) return damaged(file_, name, zip_strerror(zip_));
    if (stat.encryption_method != ZIP_EM_NONE) return encrypted(file_);
    zip_file_t* stream = zip_fopen_index(zip_, static_cast<zip_uint64_t>(at), 0);
    if (stream == nullptr) return damaged(file_, name, zip_strerror(zip_));
    return std::unique_ptr<Part>(std::make_unique<ZipPart>(file_, name, stream, stat));
  }
  const std::string& file() const override { return file_; }
  uint64_t file_size() const override { return size_; }

  static Failure encrypted(const std::string& file) {
    return unusable(file, "the workbook is protected by a password; open it in a spreadsheet program and save it without one",
                    "工作簿已用密码加密；请在电子表格软件中打开并另存为不加密的文件");
  }

 private:
  std::string file_;
  zip_t* zip_;
  uint64_t size_;
};

/// What begins as no zip archive does.
Failure no_zip(const std::string& file, std::string_view begins) {
  if (begins.starts_with("\xD0\xCF\x11\xE0")) {
    return unusable(file, "the workbook is protected by a password, or an old .xls under a new name; open it in a spreadsheet program and save it as .xlsx without a password",
                    "工作簿已用密码加密，或是改名的旧版 .xls；请在电子表格软件中打开并另存为不加密的 .xlsx");
  }
  if (begins.empty()) return unusable(file, "the file is empty", "文件为空");
  return unusable(file, "this is no .xlsx workbook, whatever its name says; open it in a spreadsheet program and save it as .xlsx, or name it .csv if it is text",
                  "此文件不是 .xlsx 工作簿；请在电子表格软件中打开并另存为 .xlsx，若为文本请改名为 .csv");
}

}  // namespace

Failure unusable(const std::string& file, const std::string& en, const std::string& zh) {
  return {Exit::environment, {file + ": " + en, file + "：" + zh}};
}

Result<std::unique_ptr<Package>> Package::open(const std::string& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0) return batch::read_failure(file, errno);
  if (S_ISDIR(status.st_mode)) return batch::read_failure(file, EISDIR);
  if (!S_ISREG(status.st_mode)) {
    return unusable(file, "a workbook cannot be read from a pipe; save it to a file first", "工作簿不能从管道读取；请先保存为文件");
  }
  std::FILE* const stream = std::fopen(file.c_str(), "rb");
  if (stream == nullptr) return batch::read_failure(file, errno);
  char begin[4];
  const size_t count = std::fread(begin, 1, sizeof begin, stream);
  std::fclose(stream);
  if (std::string_view(begin, count) != std::string_view("PK\x03\x04", 4)) return no_zip(file, {begin, count});
  if (const Outcome loaded = libzip.load(); !loaded) return unusable(file, loaded.failure().message.en, loaded.failure().message.zh);
  int code = 0;
  zip_t* const zip = zip_open(file.c_str(), ZIP_RDONLY, &code);
  if (zip == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    return damaged(file, "zip", why);
  }
  return std::unique_ptr<Package>(std::make_unique<ZipPackage>(file, zip, static_cast<uint64_t>(status.st_size)));
}

}  // namespace huice::workbook
