#include "kernels/executor/host_storage.hpp"

#include <sys/mman.h>

namespace kernels {

void* host_storage(std::size_t bytes) {
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
