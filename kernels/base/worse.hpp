/// The worse of two errors.
#pragma once

namespace kernels {

/// The larger one. One that is no number is worse than all, and stays so: `std::max` would lose it.
inline double worse(double worst, double error) {
  const bool stays = worst != worst || error <= worst;
  return stays ? worst : error;
}

}  // namespace kernels
