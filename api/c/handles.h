// Handles: numbers that stand for objects, so that one that was closed, or never was, is found out instead of followed.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace huice::c {

/// All objects of one kind that are open. Any thread may use it; threads with handles of their own rarely meet.
template <class Object, class Handle>
class Handles {
 public:
  Handle open(std::shared_ptr<Object> object) {
    const uint64_t id = next_.fetch_add(1, std::memory_order_relaxed);
    Shard& shard = shards_[id % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    shard.objects.emplace(id, std::move(object));
    return reinterpret_cast<Handle>(id * step);
  }
  /// Null where the handle is, or where it was closed.
  std::shared_ptr<Object> find(Handle handle) const {
    const auto number = reinterpret_cast<uint64_t>(handle);
    const Shard& shard = shards_[number / step % shards_.size()];
    const std::lock_guard lock(shard.mutex);
    const auto found = number % step == 0 ? shard.objects.find(number / step) : shard.objects.end();
    return found == shard.objects.end() ? nullptr : found->second;
  }
  void close(Handle handle) {
    const auto number = reinterpret_cast<uint64_t>(handle);
    Shard& shard = shards_[number / step % shards_.size()];
    std::shared_ptr<Object> last;  // destroyed behind the lock
    const std::lock_guard lock(shard.mutex);
    const auto found = number % step == 0 ? shard.objects.find(number / step) : shard.objects.end();
    if (found == shard.objects.end()) return;
    last = std::move(found->second);
    shard.objects.erase(found);
  }

 private:
  static constexpr uint64_t step = 16;  // looks like no pointer that somebody might have
  struct Shard {
    mutable std::mutex mutex;
    std::unordered_map<uint64_t, std::shared_ptr<Object>> objects;
  };
  std::array<Shard, 64> shards_;
  std::atomic<uint64_t> next_{1};
};

/// Never destroyed: a program may end while threads still use it.
template <class Object, class Handle>
Handles<Object, Handle>& handles() {
  static auto* const all = new Handles<Object, Handle>;
  return *all;
}

}  // namespace huice::c
