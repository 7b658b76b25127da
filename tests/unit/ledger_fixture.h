// A folder with a ledger in it, and entries that take one line each.
#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/date.h"
#include "runtime/ledger/ledger.h"

namespace huice::ledger {

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() {
    std::string name = (std::filesystem::temp_directory_path() / "huice-ledger-XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  ~LedgerTest() override { std::filesystem::remove_all(folder); }

  std::string path(const std::string& name = "ledger.db") const { return folder + "/" + name; }
  std::unique_ptr<Ledger> open(Access access = Access::write, int wait = 5) const {
    auto opened = Ledger::open(path(), access, wait);
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.failure().message.en);
    return opened.ok() ? std::move(*opened) : nullptr;
  }

  static Entry line(std::string key, const char* date, int64_t granted, int64_t before = 0, std::string measure = "m") {
    Entry entry;
    entry.measure = std::move(measure);
    entry.key = {std::move(key)};
    entry.date = parse_iso_date(date)->days;
    entry.computed = granted + 1;
    entry.granted = granted;
    entry.paid = granted - before;
    entry.inputs = "xxh3:" + std::to_string(granted);
    return entry;
  }

  static Outcome record(Ledger& ledger, const std::string& id, const std::vector<Entry>& entries) {
    if (Outcome outcome = ledger.begin(); !outcome) return outcome;
    huice::ledger::Run run;
    run.id = id;
    if (const auto number = ledger.add_run(run); !number) return number.failure();
    for (const Entry& entry : entries)
      if (Outcome outcome = ledger.add(entry); !outcome) return outcome;
    return ledger.commit();
  }

  /// `m E1 2024-01-01 100 @1`: what stands for each line, and which run's decision it is.
  static std::vector<std::string> lines(const Ledger& ledger, uint64_t before = 0) {
    std::vector<std::string> all;
    const Outcome outcome = ledger.each_line(before, [&](const Entry& entry) -> Outcome {
      all.push_back(entry.measure + " " + key_text(entry.key) + " " + to_string(Date{entry.date}) + " " +
                    std::to_string(entry.granted) + " @" + std::to_string(entry.decision));
      return Nothing{};
    });
    EXPECT_TRUE(outcome.ok());
    return all;
  }

  std::string folder;
};

using Lines = std::vector<std::string>;

}  // namespace huice::ledger
