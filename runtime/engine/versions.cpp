#include "runtime/engine/versions.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "runtime/decisions/decisions.h"

namespace huice::engine {
namespace {

constexpr size_t words = HUICE_BATCH_WORDS;
using Mask = std::array<uint64_t, words>;

struct Part {
  std::shared_ptr<const Kernel> kernel;
  catalogue::Version version;
  catalogue::Measure shape;       // how many conditions and inputs it writes
  std::vector<size_t> input_of;   // of each of its inputs: the measure's
};

void copy_bits(const uint64_t* from, const Mask& mask, uint64_t* into) {
  for (size_t i = 0; i < words; ++i) into[i] |= from[i] & mask[i];
}

class Versions final : public Kernel {
 public:
  Versions(const catalogue::Measure& measure, std::vector<std::shared_ptr<const Kernel>> kernels)
      : conditions_(measure.conditions.size()), inputs_(measure.inputs.size()) {
    for (size_t i = 0; i < kernels.size(); ++i) {
      Part part{std::move(kernels[i]), measure.versions[i], {}, {}};
      part.shape.conditions.resize(part.version.conditions);
      part.shape.inputs = part.version.inputs;
      for (const uint32_t field : part.version.inputs) {
        const auto found = std::find(measure.inputs.begin(), measure.inputs.end(), field);
        part.input_of.push_back(static_cast<size_t>(found - measure.inputs.begin()));
      }
      parts_.push_back(std::move(part));
    }
  }

  Outcome decide(const huice_batch& batch, huice_decisions& out) const override {
    clear(out);
    Mask open{};
    for (int row = 0; row < batch.rows; ++row) open[static_cast<size_t>(row) / 64] |= uint64_t{1} << (row % 64);
    for (size_t p = 0; p < parts_.size(); ++p) {
      const Part& part = parts_[p];
      if (std::all_of(open.begin(), open.end(), [](uint64_t word) { return word == 0; })) break;
      decisions::Decisions own(part.shape);
      huice_decisions view = own.view();
      if (Outcome outcome = part.kernel->decide(batch, view); !outcome) return outcome;
      take(part, static_cast<uint16_t>(p), view, open, batch.rows, out);
    }
    return Nothing{};
  }

 private:
  void clear(huice_decisions& out) const {
    std::memset(out.status, HUICE_NOT_IN_FORCE, HUICE_BATCH_ROWS);
    std::memset(out.amount, 0, HUICE_BATCH_ROWS * sizeof *out.amount);
    std::memset(out.ceiling, 0, HUICE_BATCH_ROWS * sizeof *out.ceiling);
    std::memset(out.error, 0, HUICE_BATCH_ROWS * sizeof *out.error);
    std::memset(out.ceiling_known, 0, words * sizeof(uint64_t));
    std::memset(out.capped, 0, words * sizeof(uint64_t));
    if (conditions_ > 0) std::memset(out.failed, 0, conditions_ * words * sizeof(uint64_t));
    if (inputs_ > 0) std::memset(out.missing, 0, inputs_ * words * sizeof(uint64_t));
  }

  /// The open rows that the version decides.
  static void take(const Part& part, uint16_t version, const huice_decisions& from, Mask& open, int rows, huice_decisions& out) {
    Mask mine{};
    for (int row = 0; row < rows; ++row) {
      const size_t word = static_cast<size_t>(row) / 64;
      const uint64_t bit = uint64_t{1} << (row % 64);
      if ((open[word] & bit) == 0 || from.status[row] == HUICE_NOT_IN_FORCE) continue;
      mine[word] |= bit;
      out.status[row] = from.status[row];
      if (out.version != nullptr) out.version[row] = version;
      out.amount[row] = from.amount[row] * part.version.unit;
      out.ceiling[row] = from.ceiling[row] * part.version.unit;
      // The site is in the low bits and stays within them.
      if (from.error[row] != 0) out.error[row] = static_cast<uint16_t>(from.error[row] + part.version.first_site);
    }
    copy_bits(from.ceiling_known, mine, out.ceiling_known);
    copy_bits(from.capped, mine, out.capped);
    for (size_t i = 0; i < part.version.conditions; ++i) {
      copy_bits(from.failed + i * words, mine, out.failed + (part.version.first_condition + i) * words);
    }
    for (size_t i = 0; i < part.input_of.size(); ++i) {
      copy_bits(from.missing + i * words, mine, out.missing + part.input_of[i] * words);
    }
    for (size_t i = 0; i < words; ++i) open[i] &= ~mine[i];
  }

  std::vector<Part> parts_;
  size_t conditions_, inputs_;
};

}  // namespace

std::unique_ptr<Kernel> join_versions(const catalogue::Measure& measure, std::vector<std::shared_ptr<const Kernel>> kernels) {
  return std::make_unique<Versions>(measure, std::move(kernels));
}

}  // namespace huice::engine
