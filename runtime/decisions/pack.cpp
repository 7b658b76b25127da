#include "runtime/decisions/pack.h"

#include <zlib.h>
#include <zstd.h>

#include <new>

namespace huice::decisions {
namespace {

constexpr size_t piece = size_t{64} << 10;

class Gzip final : public Packer {
 public:
  Gzip() {
    constexpr int level = 6, gzip = 16, memory = 8;
    if (deflateInit2(&stream_, level, Z_DEFLATED, gzip + MAX_WBITS, memory, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  }
  ~Gzip() override { deflateEnd(&stream_); }
  void pack(std::string_view bytes, bool last, std::string& out) override {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    do {
      const size_t before = out.size();
      out.resize(before + piece);
      stream_.next_out = reinterpret_cast<Bytef*>(out.data() + before);
      stream_.avail_out = piece;
      deflate(&stream_, last ? Z_FINISH : Z_NO_FLUSH);
      out.resize(before + piece - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

 private:
  z_stream stream_{};
};

class Zstd final : public Packer {
 public:
  Zstd() : stream_(ZSTD_createCStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }
  ~Zstd() override { ZSTD_freeCStream(stream_); }
  void pack(std::string_view bytes, bool last, std::string& out) override {
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    for (size_t rest = 1; rest != 0 && (last || in.pos < in.size);) {
      const size_t before = out.size();
      out.resize(before + piece);
      ZSTD_outBuffer packed{out.data() + before, piece, 0};
      rest = ZSTD_compressStream2(stream_, &packed, &in, last ? ZSTD_e_end : ZSTD_e_continue);
      out.resize(before + packed.pos);
      if (ZSTD_isError(rest)) throw std::bad_alloc();
      if (!last) rest = 1;
    }
  }

 private:
  ZSTD_CStream* stream_;
};

}  // namespace

std::unique_ptr<Packer> make_packer(std::string_view path) {
  if (path.ends_with(".gz")) return std::make_unique<Gzip>();
  if (path.ends_with(".zst")) return std::make_unique<Zstd>();
  return nullptr;
}

}  // namespace huice::decisions
