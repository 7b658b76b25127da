#include "runtime/settlement/shares.h"

#include <algorithm>
#include <numeric>

namespace huice::settlement {

std::optional<std::vector<int64_t>> shares_of(const Body& body, int64_t amount, const std::function<int64_t(size_t)>& part) {
  const auto& shares = body.shares;
  if (shares.empty()) return std::vector<int64_t>();
  // Everything counts 1/whole steps.
  __int128 whole = 1;
  for (const Share& share : shares) whole = std::lcm(static_cast<int64_t>(whole), share.den);
  std::vector<__int128> exact(shares.size());
  __int128 rest = amount * whole;
  size_t varying = 0;
  for (size_t i = 0; i < shares.size(); ++i) {
    if (shares[i].rest) continue;
    const __int128 count = shares[i].part.fixed ? *shares[i].part.fixed : part(varying++);
    const __int128 fraction = count * shares[i].num * (whole / shares[i].den);
    if (fraction > whole) return std::nullopt;
    exact[i] = amount * fraction;
    rest -= exact[i];
  }
  if (rest < 0) return std::nullopt;
  const __int128 unit = body.unit * whole;
  std::vector<int64_t> parts(shares.size());
  int64_t missing = amount;
  for (size_t i = 0; i < shares.size(); ++i) {
    if (shares[i].rest) exact[i] = rest;
    parts[i] = static_cast<int64_t>(exact[i] / unit) * body.unit;
    missing -= parts[i];
  }
  std::vector<size_t> by_remainder(shares.size());
  std::iota(by_remainder.begin(), by_remainder.end(), size_t{0});
  std::stable_sort(by_remainder.begin(), by_remainder.end(), [&](size_t a, size_t b) { return exact[a] % unit > exact[b] % unit; });
  for (size_t i = 0; missing > 0 && i < parts.size(); ++i, missing -= body.unit) parts[by_remainder[i]] += body.unit;
  return parts;
}

}  // namespace huice::settlement
