/// Which machine does the work: chosen once, at the outermost call, and never changed on the way. A backend that
/// cannot run is an error status; no other backend steps in for it.
#pragma once

#include <cstdint>
#include <string>

#include "kernels/base/status.hpp"

namespace kernels {

enum class Backend {
  cpu,       ///< loops over rows, with OpenMP threads
  shuffled,  ///< stands in for a device on a machine without one: random order, own poisoned storage, Thrust scans
  cuda,      ///< the current CUDA device
};

struct Execution {
  Backend backend = Backend::cpu;
  int threads = 0;         ///< cpu only: 1 runs without OpenMP, 0 takes what OpenMP offers; the result is the same
  std::uint64_t seed = 1;  ///< shuffled only
};

/// Whether the backend can run here; otherwise `backend_absent` or `no_device`, with the reason.
[[nodiscard]] Status backend_ready(Backend backend);

/// The CUDA device's name and compute capability, such as "NVIDIA H200 (sm_90)"; empty when there is none.
[[nodiscard]] std::string device_name();

}  // namespace kernels
