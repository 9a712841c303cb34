/// Where the host executors' arrays lie. Internal to host.hpp.
#pragma once

#include <cstddef>
#include <cstdlib>

namespace kernels {

/// Bytes aligned to a cache line, and to the widest vector register; null where there are none. Large arrays begin with a
/// huge page, and the system is asked for such: the first touch of each small page costs a microsecond, a fifth of a solve
/// of a million cells. Where it has none to give, small ones do.
[[nodiscard]] void* host_storage(std::size_t bytes);

/// Gives back what `host_storage` gave.
struct HostDelete {
  void operator()(void* data) const { std::free(data); }
};

}  // namespace kernels
