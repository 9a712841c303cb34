/// Where the host executors' arrays lie. Internal to host.hpp.
#pragma once

#include <cstddef>
#include <cstdlib>
#ifdef __linux__
#include <sys/mman.h>
#endif

namespace kernels {

/// Gives back what `host_storage` gave.
struct HostDelete {
  void operator()(void* data) const { std::free(data); }
};

/// Bytes aligned to a cache line, and to the widest vector register; null where there are none. Large arrays begin with a
/// huge page, and the system is asked for such: the first touch of each small page costs a microsecond, a fifth of a solve
/// of a million cells. Where it has none to give, small ones do.
inline void* host_storage(std::size_t bytes) {
  constexpr std::size_t kLine = 64;
  constexpr std::size_t kHugePage = std::size_t{1} << 21;
  const bool large = bytes >= kHugePage;
  void* data = nullptr;
  if (posix_memalign(&data, large ? kHugePage : kLine, bytes) != 0) return nullptr;
#ifdef MADV_HUGEPAGE
  if (large) madvise(data, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);  // the rest must not become a whole one
#endif
  return data;
}

}  // namespace kernels
