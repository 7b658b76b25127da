// Inputs that can be read only once: standard input and pipes. What was read of one is kept until it is known whether somebody
// must read it again; then the rest is copied to a temporary file, and whoever opens it reads that.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "runtime/batch/source.h"
#include "runtime/spill/temp_file.h"

namespace huice::batch {

class Streams {
 public:
  explicit Streams(std::string folder) : folder_(std::move(folder)) {}
  ~Streams();
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  const std::string& folder() const { return folder_; }
  /// `-`, a pipe, a terminal; not a file.
  static bool is_stream(const std::string& path);
  /// Files are left alone.
  Outcome copy(const std::string& path);
  bool copied(const std::string& path) const;
  /// Nobody will read it again.
  void forget(const std::string& path);

  /// For open_source: the copy, if there is one; and what is read of a stream, from the descriptor that stays open.
  std::unique_ptr<Source> open(const std::string& path) const;
  void begin(const std::string& path, int descriptor);
  void add(const std::string& path, std::string_view bytes);

 private:
  struct Stream {
    int descriptor = -1;
    std::string begun;  // read already
    bool forgotten = false;
    std::unique_ptr<spill::TempFile> copy;
  };
  std::string folder_;
  std::map<std::string, Stream> streams_;
};

}  // namespace huice::batch
