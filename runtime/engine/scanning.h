// The rows of a pass on several threads. Each takes the next piece of the input, and works on it to the end:
//
//   read (one at a time) → parse → admit (in order, where that depends on other rows) → decide → write (in order)
//
// Whatever the threads do, what is admitted and written, and which failure is told, is as if one had done it all.
#pragma once
#include <condition_variable>
#include <map>
#include <mutex>
#include <vector>

#include "runtime/batch/from_csv.h"
#include "runtime/engine/turns.h"

namespace huice::engine {

/// What is needed for one piece on its way. There may be more of them than threads: a piece that waits to be written stops nobody.
class Worker {
 public:
  virtual ~Worker() = default;
  /// The memory that the reader fills.
  virtual batch::Chunk& chunk() = 0;
  virtual void parse() = 0;
  virtual Outcome admit() = 0;
  /// `item`: the chunk's number, from 0.
  virtual Outcome decide(uint64_t item) = 0;
  virtual Outcome write(uint64_t item) = 0;
};

class Scanning {
 public:
  /// `in_order`: rows are admitted in the order of the input.
  Scanning(batch::Reader& reader, bool in_order) : reader_(reader), in_order_(in_order) {}
  /// Reads the first piece, for this worker. True: there may be others, so that more workers and threads are of use.
  bool begin(Worker& first);
  /// Works on it, and on whatever follows. The caller's thread is one of the threads.
  Outcome run(const std::vector<Worker*>& others, int threads);
  uint64_t items() const { return items_; }

 private:
  struct Done {
    Worker* worker;
    Outcome outcome;
  };
  bool work_on(Worker& worker, uint64_t item, Outcome outcome);
  void work();
  Worker* rested();
  /// False: there is nothing more to do.
  bool take(Worker& worker, uint64_t& item, Outcome& outcome);
  Outcome handle(Worker& worker, uint64_t item);
  bool finish(Worker& worker, uint64_t item, Outcome outcome);
  void stop();

  batch::Reader& reader_;
  bool in_order_;
  Worker* first_ = nullptr;  // null: there is no piece; `begun_`: what came of reading it
  Outcome begun_ = Nothing{};
  std::mutex reading_;
  uint64_t items_ = 0;      // under reading_, like `over_`
  bool over_ = false;
  Turns admitting_;
  std::mutex mutex_;        // of what follows
  std::condition_variable moved_;
  std::vector<Worker*> idle_;
  std::map<uint64_t, Done> done_;  // by item: wait to be written
  uint64_t turn_ = 0;       // the next item to be written
  bool writing_ = false;    // somebody is
  bool closed_ = false;     // nothing more is to be done
  Outcome outcome_ = Nothing{};
};

}  // namespace huice::engine
