#include "kernels/executor/shuffled.hpp"

#include <thrust/system/omp/execution_policy.h>

#include <numeric>
#include <utility>

#include "kernels/executor/scan_thrust.hpp"

namespace kernels {
namespace {

/// SplitMix64 (Steele, Lea, Flood 2014): one 64-bit state, the same numbers on every machine.
std::uint64_t next_random(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15U;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  return mixed ^ (mixed >> 31U);
}

}  // namespace

std::vector<Index> Shuffled::order(Index count) {
  std::vector<Index> visit(static_cast<std::size_t>(count));
  std::iota(visit.begin(), visit.end(), Index{0});
  for (std::size_t left = visit.size(); left > 1; --left) {
    std::swap(visit[left - 1], visit[next_random(state_) % left]);
  }
  return visit;
}

void Shuffled::scan_rows(View<Index> rows) {
  if (status()) scan_rows_by_thrust(thrust::omp::par, rows);
}

}  // namespace kernels
