/// A checked question in the flat form that executors copy, and the entry points of the backends. Internal.
#pragma once

#include <span>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/density/density.hpp"

namespace kernels::density {

/// Rectangles are relative to the grid's corner. Placement p holds racks first[p] .. first[p+1]-1.
struct Job {
  Grid grid;
  std::vector<Window> windows;
  std::vector<Rect> racks;
  std::vector<Index> first;

  [[nodiscard]] Index placements() const { return static_cast<Index>(first.size()) - 1; }
};

// The job has been checked, and the backend can run.
Answer check_windows_on_host(const Job& job, const Execution& execution);
Answer check_windows_on_cuda(const Job& job);
Field rasterise_on_host(const Job& job, const Execution& execution);
Field rasterise_on_cuda(const Job& job);

}  // namespace kernels::density
