#include "runtime/batch/unpack.h"

#include <zlib.h>
#include <zstd.h>

#include <new>
#include <vector>

namespace huice::batch {
namespace {

constexpr size_t packed_block = size_t{128} << 10;

Failure damaged(const std::string& path, const std::string& why) {
  return {Exit::environment,
          {"cannot unpack " + path + ": " + why + "; it is damaged or cut short", "无法解压 " + path + "：" + why + "；文件已损坏或不完整"}};
}

/// What both formats share: the packed bytes at hand, and questions about the file passed on.
class Unpacking : public Source {
 public:
  Unpacking(std::string path, std::unique_ptr<Source> packed) : path_(std::move(path)), packed_(std::move(packed)), input_(packed_block) {}
  uint64_t file_bytes() const override { return packed_->file_bytes(); }
  std::string file_digest() const override { return packed_->file_digest(); }
  std::optional<uint64_t> file_size() const override { return packed_->file_size(); }
  bool reopenable() const override { return packed_->reopenable(); }

 protected:
  /// More packed bytes into input_; 0 at the end.
  Result<size_t> refill() { return packed_->read(input_.data(), input_.size()); }

  std::string path_;
  std::unique_ptr<Source> packed_;
  std::vector<char> input_;
};

class Gzip final : public Unpacking {
 public:
  Gzip(const std::string& path, std::unique_ptr<Source> packed) : Unpacking(path, std::move(packed)) {
    constexpr int gzip_only = 16;
    if (inflateInit2(&stream_, gzip_only + MAX_WBITS) != Z_OK) throw std::bad_alloc();
  }
  ~Gzip() override { inflateEnd(&stream_); }

  Result<size_t> read(char* into, size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (stream_.avail_in == 0) {
        Result<size_t> count = refill();
        if (!count) return count;
        if (*count == 0) return inside_ ? Result<size_t>(damaged(path_, "unexpected end of file")) : Result<size_t>(size_t{0});
        stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
        stream_.avail_in = static_cast<uInt>(*count);
      }
      if (!inside_) {  // another member follows
        inflateReset(&stream_);
        inside_ = true;
      }
      const int code = inflate(&stream_, Z_NO_FLUSH);
      if (code == Z_STREAM_END) {
        inside_ = false;
      } else if (code != Z_OK && code != Z_BUF_ERROR) {
        return damaged(path_, stream_.msg != nullptr ? stream_.msg : "zlib error " + std::to_string(code));
      }
    }
    return size - stream_.avail_out;
  }

 private:
  z_stream stream_{};
  bool inside_ = true;  // in a member; an empty file is no gzip file
};

class Zstd final : public Unpacking {
 public:
  Zstd(const std::string& path, std::unique_ptr<Source> packed) : Unpacking(path, std::move(packed)), stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }
  ~Zstd() override { ZSTD_freeDStream(stream_); }

  Result<size_t> read(char* into, size_t size) override {
    ZSTD_outBuffer out{into, size, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size) {
        Result<size_t> count = refill();
        if (!count) return count;
        in_ = {input_.data(), *count, 0};
        // At the end of the packed bytes the decoder may still hold some output.
        if (*count == 0 && !inside_) return size_t{0};
      }
      const bool at_end = in_.size == 0;
      const size_t rest = ZSTD_decompressStream(stream_, &out, &in_);
      if (ZSTD_isError(rest)) return damaged(path_, ZSTD_getErrorName(rest));
      inside_ = rest != 0;
      if (at_end && inside_ && out.pos == 0) return damaged(path_, "unexpected end of file");
    }
    return out.pos;
  }

 private:
  ZSTD_DStream* stream_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool inside_ = true;
};

}  // namespace

std::unique_ptr<Source> unpack_gzip(const std::string& path, std::unique_ptr<Source> packed) {
  return std::make_unique<Gzip>(path, std::move(packed));
}
std::unique_ptr<Source> unpack_zstd(const std::string& path, std::unique_ptr<Source> packed) {
  return std::make_unique<Zstd>(path, std::move(packed));
}

}  // namespace huice::batch
