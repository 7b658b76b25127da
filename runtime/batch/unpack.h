// Packed bytes → bytes, as a stream: gzip (RFC 1952, several members in a row too) and Zstandard (several frames too).
#pragma once
#include <memory>
#include <string>

#include "runtime/batch/source.h"

namespace huice::batch {

std::unique_ptr<Source> unpack_gzip(const std::string& path, std::unique_ptr<Source> packed);
std::unique_ptr<Source> unpack_zstd(const std::string& path, std::unique_ptr<Source> packed);

}  // namespace huice::batch
