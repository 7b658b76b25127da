// The four measures of applicants.policy for this one file, as a good engineer writes them in a day: threads over pieces of the file,
// one row after the other, decimals as integers, output in order. It trusts the file: no quotes, no bad cells, columns in this order,
// no line over 64 KiB. What is not as expected ends it.
//
//   by_hand THREADS INPUT OUTPUT
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using std::string_view;
using Wide = __int128;

[[noreturn]] static void fail(const char* why) {
  std::fprintf(stderr, "by_hand: %s\n", why);
  std::exit(1);
}

enum { id, district, trade, insured, premium, scale, rd, rd_last, revenue, area, standard, volume, sme, columns };

struct Number {
  int64_t value = 0;
  bool known = false;
};

/// `cell` in steps of 10^-digits.
static Number number(string_view cell, int digits) {
  if (cell.empty()) return {};
  int64_t value = 0;
  int left = -1;  // fraction digits still to come, once there was a point
  for (const char c : cell) {
    if (c == '.' && left < 0) {
      left = digits;
    } else {
      const auto digit = static_cast<unsigned>(c - '0');
      if (digit > 9 || left == 0) fail("a bad number");
      value = value * 10 + digit;
      if (left > 0) --left;
    }
  }
  for (int i = left < 0 ? digits : left; i > 0; --i) value *= 10;
  return {value, true};
}

static bool boolean(string_view cell) {
  if (cell == "true") return true;
  if (cell != "false") fail("a bad yes or no");
  return false;
}

static int64_t half_up(Wide dividend, int64_t divisor) { return static_cast<int64_t>((2 * dividend + divisor) / (2 * divisor)); }

class Text {
 public:
  explicit Text(size_t room) : bytes_(room) {}
  void clear() { size_ = 0; }
  void put(string_view text) {
    if (size_ + text.size() > bytes_.size()) bytes_.resize(2 * bytes_.size() + text.size());
    std::memcpy(bytes_.data() + size_, text.data(), text.size());
    size_ += text.size();
  }
  void put_fen(int64_t fen) {
    char digits[24];
    char* at = digits + sizeof digits;
    for (int i = 0; i < 2; ++i, fen /= 10) *--at = static_cast<char>('0' + fen % 10);
    *--at = '.';
    do *--at = static_cast<char>('0' + fen % 10);
    while ((fen /= 10) != 0);
    put({at, static_cast<size_t>(digits + sizeof digits - at)});
  }
  string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::vector<char> bytes_;
  size_t size_ = 0;
};

/// The cells of one measure: ",status,amount,reasons".
static void eligible(Text& out, int64_t fen) {
  out.put(",eligible,");
  out.put_fen(fen);
  out.put(",");
}
static void undetermined(Text& out, string_view field) {
  out.put(",undetermined,,");
  out.put(field);
}

static void decide(const string_view* cell, Text& out) {
  out.put(cell[id]);

  const Number paid = number(cell[premium], 2);
  if (!boolean(cell[insured])) out.put(",ineligible,,insured");
  else if (!paid.known) undetermined(out, "premium");
  else eligible(out, std::min<int64_t>(half_up(Wide{paid.value} * (cell[trade] == "goods" ? 30 : 80), 100), 100000000));

  const Number now = number(cell[rd], 2), before = number(cell[rd_last], 2), sales = number(cell[revenue], 2);
  const bool big = boolean(cell[scale]);
  const bool spend = now.value > 200000000, growth = now.value * 10 > before.value * 11, intensity = now.value * 100 >= sales.value * 3;
  const bool lacks_spend = now.known && !spend, lacks_growth = now.known && !growth, lacks_intensity = now.known && !intensity;
  if (!big || lacks_spend || lacks_growth || lacks_intensity) {
    out.put(",ineligible,,");
    bool more = false;
    const auto reason = [&](bool lacks, string_view name) {
      if (!lacks) return;
      if (more) out.put(";");
      out.put(name);
      more = true;
    };
    reason(!big, "scale"), reason(lacks_spend, "spend"), reason(lacks_growth, "growth"), reason(lacks_intensity, "intensity");
  } else if (!now.known) {
    undetermined(out, "rd");
  } else {
    eligible(out, std::min<int64_t>(half_up(now.value - before.value, 10), 300000000));
  }

  const Number land = number(cell[area], 4);
  if (!land.known) undetermined(out, "area");
  else if (land.value < 500000) out.put(",ineligible,,size");
  else eligible(out, std::min<int64_t>(half_up(Wide{land.value} * (cell[standard] == "basic" ? 800 : cell[standard] == "improved" ? 1000 : 1200), 100), 50000000));

  const Number load = number(cell[volume], 4);
  if (load.value <= 0) {
    out.put(",ineligible,,some");
  } else {
    const int64_t first = std::min<int64_t>(load.value, 30000000), second = std::min<int64_t>(std::max<int64_t>(load.value - 30000000, 0), 70000000),
                  third = std::max<int64_t>(load.value - 100000000, 0);
    const Wide fee = Wide{20} * first + Wide{15} * second + Wide{10} * third;  // of 10^-5 yuan
    eligible(out, std::min<int64_t>(half_up(fee * (boolean(cell[sme]) ? 105 : 100), 100000), 2000000));
  }
  out.put("\n");
}

constexpr size_t piece = 1 << 20, overhang = 1 << 16;

struct Shared {
  int input, output;
  size_t begin, size;  // of the rows in the file
  std::atomic<size_t> next{0};
  std::mutex mutex;
  std::condition_variable turn;
  size_t written = 0;
};

/// The lines that begin in one piece of the file.
static void decide_piece(Shared& shared, size_t index, std::vector<char>& bytes, Text& out) {
  const size_t from = shared.begin + index * piece, start = from - 1;
  const ssize_t got = pread(shared.input, bytes.data(), piece + overhang + 1, static_cast<off_t>(start));
  if (got < 0) fail("cannot read");
  const char *at = bytes.data(), *const end = at + got, *const last = std::min(end, at + piece);
  at = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at))) + 1;
  while (at <= last && at < end) {
    string_view cells[columns];
    for (int column = 0; column < columns; ++column) {
      const char* stop = at;
      const char mark = column + 1 < columns ? ',' : '\n';
      while (stop < end && *stop != mark) ++stop;
      if (stop == end) fail("too few cells");
      cells[column] = {at, static_cast<size_t>(stop - at)};
      at = stop + 1;
    }
    decide(cells, out);
  }
}

static void work(Shared& shared) {
  std::vector<char> bytes(piece + overhang + 1);
  Text out(2 * piece);
  const size_t pieces = (shared.size + piece - 1) / piece;
  for (size_t index; (index = shared.next++) < pieces;) {
    out.clear();
    decide_piece(shared, index, bytes, out);
    std::unique_lock lock(shared.mutex);
    shared.turn.wait(lock, [&] { return shared.written == index; });
    for (string_view text = out.view(); !text.empty();) {
      const ssize_t wrote = write(shared.output, text.data(), text.size());
      if (wrote < 0) fail("cannot write");
      text.remove_prefix(static_cast<size_t>(wrote));
    }
    ++shared.written;
    shared.turn.notify_all();
  }
}

int main(int count, char** words) {
  if (count != 4) fail("THREADS INPUT OUTPUT");
  Shared shared;
  shared.input = open(words[2], O_RDONLY);
  shared.output = open(words[3], O_WRONLY | O_CREAT | O_TRUNC, 0644);
  struct stat file;
  if (shared.input < 0 || shared.output < 0 || fstat(shared.input, &file) != 0) fail("cannot open");
  const string_view header = "id,district,trade,insured,premium,scale,rd,rd_last,revenue,area,standard,volume,sme\n";
  char start[128];
  if (pread(shared.input, start, header.size(), 0) != static_cast<ssize_t>(header.size()) || string_view(start, header.size()) != header) fail("another header");
  shared.begin = header.size();
  shared.size = static_cast<size_t>(file.st_size) - shared.begin;
  Text first(1024);
  for (const char* name : {"premium_support", "rd_increment", "base_grant", "treatment"}) {
    for (const char* part : {".status", ".amount", ".reasons"}) first.put(","), first.put(name), first.put(part);
  }
  const std::string head = "id" + std::string(first.view()) + "\n";
  if (write(shared.output, head.data(), head.size()) != static_cast<ssize_t>(head.size())) fail("cannot write");
  std::vector<std::thread> threads;
  for (int t = 0; t < std::atoi(words[1]); ++t) threads.emplace_back(work, std::ref(shared));
  for (std::thread& thread : threads) thread.join();
}
