#include "compiler/layout/fixes.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace huice::layout {
namespace {

namespace fs = std::filesystem;

Failure cannot_write(const std::string& path, const std::string& why) {
  return {Exit::environment, {"cannot write " + path + ": " + why, "无法写入 " + path + "：" + why}};
}

}  // namespace

Outcome write_file(const std::string& path, const std::string& text) {
  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  if (error) return cannot_write(path, error.message());
  const fs::path aside = target.string() + ".huice-new";
  std::FILE* file = std::fopen(aside.c_str(), "wb");
  if (file == nullptr) return cannot_write(path, std::strerror(errno));
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (std::fclose(file) != 0 || !written) {
    const std::string why = std::strerror(errno);
    fs::remove(aside, error);
    return cannot_write(path, why);
  }
  fs::permissions(aside, fs::status(target, error).permissions(), error);
  fs::rename(aside, target, error);
  if (error) {
    std::error_code ignored;
    fs::remove(aside, ignored);
    return cannot_write(path, error.message());
  }
  return Nothing{};
}

Result<size_t> apply_fixes(const text::Sources& sources, const diagnostics::Sink& sink) {
  size_t changed = 0;
  for (size_t i = 0; i < sources.size(); ++i) {
    const text::SourceId id = text::Sources::id_at(i);
    const text::Source& source = sources[id];
    if (source.data) continue;
    size_t applied = 0;
    const std::string fixed = diagnostics::apply_fixes(sink.all(), id, source.bytes, &applied);
    if (applied == 0 || fixed == source.bytes) continue;
    if (auto written = write_file(source.path, fixed); !written) return written.failure();
    ++changed;
  }
  return changed;
}

}  // namespace huice::layout
